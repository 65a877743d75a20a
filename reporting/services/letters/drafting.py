"""A letter before it has its number: filled from what the system knows, then changed by any officer of the unit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from otop_registry import clock, thai
from registration import access
from registration.access import Action
from registration.identifiers import show_phone
from registration.models import Post, Round, Unit, User
from registration.places import BANGKOK, is_directly_below
from registration.services.journal import Act, append_event
from registration.services.people import signers
from registration.services.people.contacts import reachable
from registration.services.sales.grid import dues
from registration.workflow import Refused
from reporting.models import Letter
from reporting.models.letters import LetterState, Occasion
from reporting.services.letters.values import role_of, sender_name, verify_last_day
from reporting.services.letters.wording import WORDINGS

FIELDS = (
    "urgency", "subject", "addressee", "references", "attachments", "paragraphs", "closing", "due_day",
    "office", "signer", "position", "acting", "sender",
)  # fmt: skip
KEPT = ("office", "sender")  # an office writes its own address once
WORDS_LIKE_A_NUMBER = "หนังสือ{sender} ที่ {number} ลงวันที่ {day}"


@dataclass(frozen=True)
class About:
    """What a letter is about: an occasion in a round or a month, to one unit below or to all of them."""

    occasion: Occasion
    round: Round | None = None
    month: date | None = None
    addressed_to: Unit | None = None


@transaction.atomic
def draft(about: About, unit: Unit, *, by: User, on: date) -> Letter:
    """A new draft. Raises: PermissionDenied outside one's own unit; Refused for an occasion without its round."""
    post = check_own(unit, by=by, on=on)
    _check_about(about, unit)
    letter = Letter(
        unit=unit,
        occasion=about.occasion,
        round=about.round,
        month=about.month,
        addressed_to=about.addressed_to,
        created_by=by,
        created_at=clock.instant(on),
    )
    _prefill(letter, on)
    letter.save(force_insert=True)
    record_event("draft_letter", letter, Act(by, on, post))
    return letter


def check_own(unit: Unit, *, by: User, on: date) -> Post:
    """The post with which `by` writes letters of the unit itself. Raises: PermissionDenied."""
    access.check(by, Action.LETTER_EDIT, unit, on)
    for post in access.posts(by, on):
        if post.unit_id == unit.pk and post.role in access.ROLES[Action.LETTER_EDIT]:
            return post
    raise PermissionDenied("หนังสือของแต่ละหน่วยงานร่างและออกได้เฉพาะเจ้าหน้าที่ของหน่วยงานนั้น")


def _check_about(about: About, unit: Unit) -> None:
    if about.occasion == Occasion.MONTHLY and about.month is None:
        raise Refused("เลือกเดือนของยอดจำหน่ายที่ให้รายงาน")
    if about.occasion != Occasion.MONTHLY and about.round is None:
        raise Refused("เลือกรอบการลงทะเบียน")
    if about.occasion == Occasion.SEND_BACK and about.addressed_to is None:
        raise Refused("เลือกหน่วยงานที่ส่งข้อมูลกลับไปแก้ไข")
    to = about.addressed_to
    if to and not is_directly_below(to.code, unit.code):
        raise Refused(f"{to}ไม่ได้อยู่ในสังกัดของ{unit}โดยตรง")


def _prefill(letter: Letter, on: date) -> None:
    """The occasion's words, and what the plan, the due days, the posts and the last letter say."""
    words = WORDINGS[letter.occasion]
    letter.subject, letter.closing, letter.urgency = words.subject, words.closing, words.urgency
    letter.paragraphs = list(words.paragraphs)
    letter.attachments = [each.data for each in words.attachments]
    letter.addressee = _addressee(letter)
    letter.due_day = _due_day(letter)
    _sign(letter, on)
    last = Letter.objects.filter(unit=letter.unit, state=LetterState.ISSUED).first()
    letter.office, letter.sender = _office(letter.unit), _sender(letter, on)
    if last:
        letter.references = [named(last)]
        for name in KEPT:
            setattr(letter, name, getattr(last, name))


def named(letter: Letter) -> str:
    """How another letter names this one: หนังสือจังหวัด… ที่ … ลงวันที่ …"""
    return WORDS_LIKE_A_NUMBER.format(
        sender=sender_name(letter.unit), number=letter.number, day=thai.long_date(letter.issued_day)
    )


def _addressee(letter: Letter) -> str:
    if letter.unit_id == BANGKOK:
        head, all_of_them = "ผู้อำนวยการเขต", "ทุกเขต"
    else:
        head, all_of_them = ("นายอำเภอ", "ทุกอำเภอ") if letter.unit_id else ("ผู้ว่าราชการจังหวัด", "ทุกจังหวัด")
    return f"{head}{letter.addressed_to.name if letter.addressed_to else all_of_them}"


def _due_day(letter: Letter) -> date | None:
    if letter.month:
        return dues([letter.month])[letter.month].nominal_day
    return None if letter.occasion == Occasion.ANNOUNCEMENT else verify_last_day(letter)


def _sign(letter: Letter, on: date) -> None:
    """Who signs: the officer of the unit whose post acts for its head, else the place of the name stays dotted."""
    posts = Post.objects.on(on).filter(unit=letter.unit).exclude(acting_for="").select_related("user")
    post = posts.first()
    if post:
        letter.signer, letter.position = str(post.user), post.position
        letter.acting = [str(post.get_acting_for_display()), post.acting_for_position]
        if letter.unit_id and not post.acting_for_position.startswith("ผู้ว่าราชการ"):
            letter.acting += signers.for_governor(letter.unit)
    elif letter.unit_id:
        letter.position = f"พัฒนาการ{letter.unit.full_name}"
        letter.acting = signers.for_governor(letter.unit)
    else:
        letter.position = "อธิบดีกรมการพัฒนาชุมชน"


def _office(unit: Unit) -> list[str]:
    if unit.code == BANGKOK:
        return ["ศาลาว่าการกรุงเทพมหานคร"]
    return [f"ศาลากลาง{unit.full_name}"] if unit.code else ["กรมการพัฒนาชุมชน"]


def _sender(letter: Letter, on: date) -> list[str]:
    lines = ["สำนักงานพัฒนาชุมชนจังหวัด", "กลุ่มงานส่งเสริมการพัฒนาชุมชน"] if letter.unit_id else ["กรมการพัฒนาชุมชน"]
    found = reachable(letter.unit_id, role_of(letter.occasion), on)
    return [*lines, f"โทร. {show_phone(found[0].phone)}"] if found else lines


@transaction.atomic
def amend(letter: Letter, fields: Mapping[str, Any], *, seen: int, by: User, on: date) -> Letter:
    """Changes a draft of one's own unit; `seen` is the version that the officer opened.

    Raises: PermissionDenied; Refused for an issued letter, or when somebody else saved in between.
    """
    post = check_own(letter.unit, by=by, on=on)
    if letter.is_issued:
        raise Refused("หนังสือที่ออกเลขแล้วแก้ไขไม่ได้ ถ้าต้องแก้ไข ให้ร่างหนังสือฉบับใหม่ที่อ้างถึงฉบับนี้")
    said = {name: fields[name] for name in FIELDS if name in fields}
    changed = Letter.objects.filter(pk=letter.pk, version=seen, state=LetterState.DRAFT).update(
        **said, version=seen + 1
    )
    if not changed:
        raise Refused(
            "มีผู้บันทึกหนังสือฉบับนี้หลังจากที่ท่านเปิดหน้า ข้อความที่ท่านพิมพ์ยังอยู่ในหน้านี้ "
            "กรุณาเปิดฉบับล่าสุดอีกหน้าต่างหนึ่ง แล้วนำส่วนที่แก้ไปใส่ในฉบับล่าสุด"
        )
    letter = Letter.objects.get(pk=letter.pk)
    record_event("change_letter", letter, Act(by, on, post))
    return letter


@transaction.atomic
def correct(letter: Letter, *, by: User, on: date) -> Letter:
    """A new draft that takes an issued letter's words and names it. Raises: PermissionDenied; Refused for a draft."""
    post = check_own(letter.unit, by=by, on=on)
    if not letter.is_issued:
        raise Refused("หนังสือนี้ยังเป็นร่าง แก้ไขได้โดยตรง")
    new = Letter(
        unit=letter.unit,
        occasion=letter.occasion,
        round=letter.round,
        month=letter.month,
        addressed_to=letter.addressed_to,
        corrects=letter,
        created_by=by,
        created_at=clock.instant(on),
    )
    for name in FIELDS:
        setattr(new, name, getattr(letter, name))
    new.references = [*letter.references, named(letter)]
    new.save(force_insert=True)
    record_event("draft_letter", new, Act(by, on, post))
    return new


def record_event(verb: str, letter: Letter, act: Act) -> None:
    """The journal keeps which letter, and its number and day once it has them."""
    said = {"subject": letter.subject, "version": letter.version}
    if letter.is_issued:
        said |= {"number": letter.number, "letter_day": letter.issued_day.isoformat()}
    append_event(
        letter.unit_id, verb, act, subject=f"letter:{letter.pk}", round=letter.round, changes=({}, said)
    )
