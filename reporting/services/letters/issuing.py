"""A draft becomes a letter: number and day are set, the fields put in, the coordinators kept. Once, and for good."""

import re
from datetime import date
from typing import Any, Final

from django.db import transaction

from otop_registry import clock, thai
from registration.models import MonthlyRound, User
from registration.services.journal import Act, lock_unit
from registration.services.people.contacts import reachable
from registration.workflow import Refused
from reporting.models import Letter
from reporting.models.letters import LetterState
from reporting.services.letters.drafting import check_own, record_event
from reporting.services.letters.enclosures import Enclosures, enclosed
from reporting.services.letters.values import coordinator_data, role_of, values
from reporting.services.letters.wording import fill, unfilled

# นศ 0019/01467 · นค 0019.3/ก 9929 · นศ 0019/ว 468: the office's letters and code, a letter for kinds, a running number
NUMBER: Final = re.compile(
    r"([ก-ฮ]{1,3})\.? ?([0-9]{2,5}(?:\.[0-9]{1,3})*) ?/ ?(?:([ก-ฮ]{1,2})\.? ?)?([0-9]{1,6})"
)


def check_number(typed: str) -> str:
    """The number in the one spelling that is stored, digits 0-9. Raises: Refused for what is no letter's number."""
    text = thai.to_arabic(thai.repair(typed)).removeprefix("ที่").strip()
    parts = NUMBER.fullmatch(text)
    if parts is None:
        raise Refused("เลขที่หนังสือไม่ครบหรือผิดรูปแบบ กรุณาพิมพ์ให้ครบ เช่น นศ 0019/01467 หรือ นศ 0019/ว 468")
    office, code, kind, running = parts.groups()
    return f"{office} {code}/{f'{kind} ' if kind else ''}{running}"


@transaction.atomic
def issue(letter: Letter, *, number: str, day: date, seen: int, by: User, on: date) -> Letter:
    """The letter under its number and day.

    Raises: PermissionDenied; Refused for a wrong or used number, a due day before the letter's own, nobody to
    coordinate, a field without its answer, or a draft that somebody changed in between.
    """
    post = check_own(letter.unit, by=by, on=on)
    rows = Letter.objects.select_for_update(of=("self",))
    letter = rows.select_related("unit", "round", "addressed_to", "corrects").get(pk=letter.pk)
    lock_unit(letter.unit_id)
    if letter.is_issued:
        raise Refused(f"หนังสือนี้ออกเลขแล้ว คือ ที่ {letter.number} ลงวันที่ {thai.long_date(letter.issued_day)}")
    number = check_number(number)
    check_due(letter, day)
    _check_day(letter, day, on)
    _check_unused(letter, number, day)
    frozen = _frozen(letter, on) | {"number": number, "letter_day": day, "year_be": thai.year_be(day)}
    frozen |= {"issued_by": by, "issued_at": clock.instant(on), "state": LetterState.ISSUED}
    changed = Letter.objects.filter(pk=letter.pk, version=seen, state=LetterState.DRAFT).update(
        **frozen, version=seen + 1
    )
    if not changed:
        raise Refused("มีผู้แก้ไขร่างหนังสือนี้หลังจากที่ท่านเปิดหน้า กรุณาอ่านร่างล่าสุดก่อนออกเลข")
    letter = Letter.objects.get(pk=letter.pk)
    _date_the_month(letter)
    record_event("issue_letter", letter, Act(by, on, post))
    return letter


def _check_day(letter: Letter, day: date, on: date) -> None:
    """Raises: Refused for a letter of a day to come, or one older than the letter that it corrects."""
    if day > on:
        raise Refused(f"วันที่หนังสือ {thai.long_date(day)} ยังมาไม่ถึง กรุณาใช้วันที่ {thai.long_date(on)} หรือก่อนหน้านั้น")
    former = letter.corrects
    if former and former.letter_day and day < former.letter_day:
        raise Refused(
            f"หนังสือนี้แก้ไขหนังสือ ที่ {former.number} ซึ่งลงวันที่ {thai.long_date(former.letter_day)} "
            "จึงลงวันที่ก่อนหน้านั้นไม่ได้"
        )


def check_due(letter: Letter, day: date) -> None:
    """Raises: Refused when the report would be due before the letter was written (letter นค 0019.3/ก 9929 was)."""
    if letter.due_day and letter.due_day < day:
        due, own = thai.long_date(letter.due_day), thai.long_date(day)
        raise Refused(
            f"กำหนดส่ง {due} มาก่อนวันที่หนังสือ {own} ผู้รับไม่มีทางส่งทันได้ "
            "กรุณาแก้กำหนดส่งในร่างให้เป็นวันที่หนังสือหรือหลังจากนั้น หรือตรวจวันที่หนังสืออีกครั้ง"
        )


def _check_unused(letter: Letter, number: str, day: date) -> None:
    used = Letter.objects.filter(unit=letter.unit, number=number, year_be=thai.year_be(day)).first()
    if used:
        raise Refused(
            f"เลขที่ {number} ของปี {thai.year_be(day)} ใช้แล้วกับหนังสือเรื่อง “{used.subject}” กรุณาตรวจทะเบียนหนังสือส่ง"
        )


def _frozen(letter: Letter, on: date) -> dict[str, Any]:
    """What the letter says from now on. Raises: Refused without a coordinator or for an open field."""
    role = role_of(letter.occasion)
    people = reachable(letter.unit_id, role, on)
    if not people:
        raise Refused(
            f"ยังออกหนังสือไม่ได้ เพราะ{letter.unit}ไม่มี{role.label}ที่ติดต่อได้ในวันนี้ "
            "กรุณาเพิ่มที่หน้าผู้ประสานงาน หรือระบุผู้ปฏิบัติหน้าที่แทน แล้วออกเลขอีกครั้ง"
        )
    known = values(letter, on)
    attachments = [dict(each) for each in letter.attachments]
    lines = [letter.subject, *letter.paragraphs, *(each["words"] for each in attachments)]
    if open_ones := unfilled(lines, known):
        raise Refused(f"ยังออกหนังสือไม่ได้ เพราะยังไม่มีข้อมูลของช่อง {' '.join(open_ones)} กรุณากรอกหรือแก้ข้อความในร่าง")
    for each in attachments:
        each["words"] = fill(each["words"], known)
    found = enclosed(letter, on)
    _check_no_draft(found)
    return {
        "subject": fill(letter.subject, known),
        "paragraphs": [fill(text, known) for text in letter.paragraphs],
        "attachments": attachments,
        "coordinators": [coordinator_data(each) for each in people],
        "enclosed": found.as_data(),
    }


def _check_no_draft(found: Enclosures) -> None:
    """Raises: Refused for an announcement without its number: what a letter encloses stays as it was sent."""
    for each in found.rows:
        if each.paper.is_draft:
            raise Refused(
                f"ยังออกหนังสือไม่ได้ เพราะ{each.title} ยังเป็นร่างที่ไม่มีเลขที่ "
                "กรุณาบันทึกเลขที่และวันที่ของประกาศก่อน หรือนำออกจากรายการสิ่งที่ส่งมาด้วย"
            )


def _date_the_month(letter: Letter) -> None:
    """The department's letter is the month's letter: issued after its own due day it makes nobody late (decision 0007).

    A province's letter moves no due day, because the day is the nation's.
    """
    if letter.month and not letter.unit_id:
        said = {"letter_number": letter.number, "letter_day": letter.letter_day}
        MonthlyRound.objects.update_or_create(month=letter.month, defaults=said)
