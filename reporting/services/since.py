"""What was corrected since the last meeting: the next runs of published grades, and the next editions of closed rounds.

The last meeting is the summary of the month before, as it was last issued in that month; where none was, the end of
that month. Reads only. Source: decision 0087.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from django.utils import timezone

from grading.models import GradeRun
from grading.services import run_again
from grading.services.run_again import GradeMoved
from otop_registry import thai
from registration.models import Edition, Proof
from registration.places import province_of
from registration.services import subjects
from registration.services.editions import moved
from registration.services.editions.moved import Moved
from registration.timetable import next_month
from reporting.kinds import Kind

NAMED: Final = 6  # districts or corrections in a sentence


@dataclass(frozen=True)
class RunSince:
    """A later run of published grades, with what it moved inside the reader's scope."""

    run: GradeRun
    moved: tuple[GradeMoved, ...]


@dataclass(frozen=True)
class EditionSince:
    """A later edition of a closed round, with the counts of the unit that it moved."""

    edition: Edition
    moved: tuple[Moved, ...]


@dataclass(frozen=True)
class Since:
    """`issued_at`: when the last meeting's summary was issued; None: none was, and the month's end counts."""

    last_month: date
    issued_at: datetime | None
    runs: tuple[RunSince, ...]
    editions: tuple[EditionSince, ...]

    @property
    def words(self) -> str:
        """Since when."""
        month = thai.month_name(self.last_month)
        if self.issued_at is None:
            return f"ตั้งแต่สิ้นเดือน{month}"
        day = thai.long_date(timezone.localdate(self.issued_at))
        return f"ตั้งแต่สรุปของประชุมเดือน{month} ซึ่งออกเมื่อ {day}"

    @property
    def is_quiet(self) -> bool:
        return not self.runs and not self.editions

    @property
    def lines(self) -> list[str]:
        """Each correction in a sentence, for paper."""
        return [*map(run_line, self.runs), *map(edition_line, self.editions)]


def of(unit_code: str, month: date) -> Since:
    """What was corrected of a unit and those below it between the last meeting and the end of the month."""
    last = thai.previous_month(month)
    begin, end = _midnight(month), _midnight(next_month(month))
    rows = Proof.objects.filter(kind=Kind.SUMMARY, unit_id=unit_code, subject=subjects.of_month(last))
    issued = (
        rows.filter(issued_at__lt=begin).order_by("-issued_at").values_list("issued_at", flat=True).first()
    )
    span = (issued or begin, end)
    return Since(last, issued, _runs(unit_code, span), _editions(unit_code, span))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _runs(unit_code: str, span: tuple[datetime, datetime]) -> tuple[RunSince, ...]:
    rows = GradeRun.objects.filter(
        number__gt=1,
        published_at__gte=span[0],
        published_at__lt=span[1],
        province__code__startswith=province_of(unit_code),
    )
    found = []
    for run in rows.select_related("quarter", "province", "edition", "policy").order_by("published_at", "pk"):
        before = run_again.chain(province_of(run.province_id), run.quarter_id)[run.number - 2]
        own = (
            each for each in run_again.moved_between(before, run) if each.district.pk.startswith(unit_code)
        )
        found.append(RunSince(run, tuple(own)))
    return tuple(each for each in found if each.moved)


def _editions(unit_code: str, span: tuple[datetime, datetime]) -> tuple[EditionSince, ...]:
    rows = Edition.objects.filter(number__gt=1, created_at__gte=span[0], created_at__lt=span[1])
    found = []
    for edition in rows.select_related("round").order_by("created_at", "pk"):
        lines = (each for each in moved.changed_by(edition, unit_code) if each.code == unit_code)
        found.append(EditionSince(edition, tuple(lines)))
    return tuple(each for each in found if each.moved)


def run_line(each: RunSince) -> str:
    """จังหวัดหนองคาย ไตรมาส 4/2567 ครั้งที่ 2: ท่าบ่อ B → C (เหตุผล …)"""
    run, named = each.run, _named([grade_words(row) for row in each.moved])
    return f"{run.province} ไตรมาส {run.quarter} ครั้งที่ {run.number}: {named} ({run.reason})"


def grade_words(row: GradeMoved) -> str:
    """ท่าบ่อ B → C; a district that keeps its letter says so."""
    said = row.sentence if row.is_letter else f"คงระดับ {row.after.outcome.words}"
    return f"{row.district.name} {said}"


def edition_line(each: EditionSince) -> str:
    """รอบ 4/2567 ฉบับที่ 2: ผลิตภัณฑ์คงเหลือ 12 → 11"""
    named = _named([f"{row.label} {row.before} → {row.after}" for row in each.moved])
    return f"รอบ {each.edition.round} ฉบับที่ {each.edition.number}: {named}"


def _named(words: list[str]) -> str:
    rest = len(words) - NAMED
    return " / ".join(words[:NAMED]) + (f" / และอีก {rest} รายการ" if rest > 0 else "")


def told(unit_code: str, month: date) -> tuple[str, ...]:
    """The same on paper, which has room for the first of each, and none to say that there was nothing."""
    found = of(unit_code, month)
    if found.is_quiet:
        return ()
    rest = len(found.lines) - NAMED
    more = (f"และอีก {rest} เรื่อง ตามหน้าสรุปผู้บริหาร",) if rest > 0 else ()
    return (f"แก้ไขผลที่ประกาศแล้ว {found.words}", *found.lines[:NAMED], *more)
