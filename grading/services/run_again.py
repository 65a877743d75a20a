"""Final grades after they were published: the run after the one in force, with what moved and why. Run n stays.

A later run takes over the grades that nothing reached as they stand, and grades anew those that a corrected month, a
corrected base or a later edition of the round reached. Source: decision 0086.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.db import transaction

from grading import scoring
from grading.figures import NOTHING, Supposed
from grading.models import Grade, GradeRun
from grading.services import assessing
from grading.services.runs import KEPT, published_notices
from otop_registry import clock
from otop_registry.thai import Percent
from registration import access, content
from registration.access import Action
from registration.models import Edition, Round, SalesCorrection, Unit, User
from registration.services import editions
from registration.services.editions import following
from registration.services.journal import Act, append_event, lock_unit
from registration.services.notices import owe
from registration.timetable import Quarter
from registration.workflow import Refused

COPIED: Final = tuple(name for name in KEPT if name != "district_id")
MOVED: Final = "ผลเปลี่ยนไปหลังจากที่ท่านเปิดหน้านี้ กรุณาอ่านผลอีกครั้งก่อนประกาศ"


@dataclass(frozen=True)
class GradeMoved:
    """One district's grade in two runs; a grade that keeps every value has not moved."""

    before: Grade
    after: Grade

    @property
    def district(self) -> Unit:
        return self.before.district

    @property
    def growth_before(self) -> Percent | None:
        return scoring.growth_of((), self.before.sales_baht, self.before.base_baht)

    @property
    def growth_after(self) -> Percent | None:
        return scoring.growth_of((), self.after.sales_baht, self.after.base_baht)

    @property
    def change_baht(self) -> Decimal | None:
        return sales_change(self.before, self.after)

    @property
    def is_letter(self) -> bool:
        """Whether what is announced of the district moves, and not its figures alone."""
        return self.before.outcome != self.after.outcome

    @property
    def sentence(self) -> str:
        """B → C"""
        return f"{self.before.outcome.words} → {self.after.outcome.words}"


def sales_change(before: Grade, after: Grade) -> Decimal | None:
    """Sales of the later run less those of the earlier, what was not compared as nothing; None where neither was."""
    if before.sales_baht is None and after.sales_baht is None:
        return None
    return (after.sales_baht or Decimal(0)) - (before.sales_baht or Decimal(0))


@dataclass(frozen=True)
class Again:
    """The run after the one in force, not stored: its grades in order of district, and those that move."""

    before: GradeRun
    run: GradeRun
    grades: tuple[Grade, ...]
    moved: tuple[GradeMoved, ...]

    @property
    def seal(self) -> str:
        """Names what is said here: whoever publishes has read exactly this."""
        said = [[str(getattr(each, name)) for name in KEPT] for each in self.grades]
        edition = self.run.edition.fingerprint if self.run.edition else ""
        return content.fingerprint([self.before.pk, edition, said])


def in_force(province_code: str, quarter_id: int) -> GradeRun | None:
    """The published final grades of a province's quarter that stand."""
    rows = GradeRun.objects.in_force().filter(province_id=province_code, quarter=quarter_id)
    return rows.select_related("policy", "quarter", "edition", "province").first()


def again(before: GradeRun, reached: Iterable[str], supposed: Supposed = NOTHING) -> Again:
    """The run that would follow, with the districts that are `reached` graded anew as things are supposed to stand.

    Of the districts of the day of the run before: a district that came later has no grade of the quarter.
    """
    edition = editions.latest(before.quarter_id)
    run = GradeRun(
        province=before.province,
        quarter=before.quarter,
        kind=before.kind,
        as_of=before.as_of,
        policy=before.policy,
        edition=edition,
        number=before.number + 1,
    )
    fresh = {each.district_id: each for each in assessing.grade_all(run, before.quarter.quarter, supposed)}
    codes = {*reached, *corrected_districts(before, edition)}
    grades, moved = [], []
    for old in before.grades.select_related("district").order_by("district_id"):
        new = fresh.get(old.district_id, old) if old.district_id in codes else old
        grades.append(_copy(new, run))
        if values(new) != values(old):
            moved.append(GradeMoved(old, new))
    return Again(before, run, tuple(grades), tuple(moved))


def corrected_districts(run: GradeRun, newest: Edition | None) -> set[str]:
    """The districts whose figures an edition since that of a run has moved."""
    if run.edition is None or newest is None or newest == run.edition:
        return set()
    return {each.district_code for each in following.between(run.edition, newest, run.province_id)}


def values(grade: Grade) -> tuple[object, ...]:
    """What a grade says and what it was computed from."""
    return tuple(getattr(grade, name) for name in KEPT)


def moved_between(before: GradeRun, after: GradeRun) -> list[GradeMoved]:
    """What moved from one stored run to another of the same province and quarter, in order of district."""
    old = {each.district_id: each for each in before.grades.select_related("district")}
    rows = after.grades.select_related("district").order_by("district_id")
    pairs = (GradeMoved(old[each.district_id], each) for each in rows if each.district_id in old)
    return [each for each in pairs if values(each.before) != values(each.after)]


def store(found: Again, reason: str, act: Act, correction: SalesCorrection | None = None) -> GradeRun:
    """Writes the run, published with the act; tells the districts whose letter moved. Call inside a transaction."""
    run = found.run
    run.as_of, run.reason, run.correction = act.on, reason, correction
    run.made_at = run.published_at = clock.instant(act.on)
    run.made_by = run.published_by = act.by
    run.save(force_insert=True)
    for each in found.grades:
        each.run = run
    Grade.objects.bulk_create(found.grades)
    letters = {each.district.pk: each.sentence for each in found.moved if each.is_letter}
    told = Act(act.by, act.on, act.post, reason)
    event = append_event(
        run.province_id,
        "grade_again",
        told,
        subject=f"run:{run.pk}",
        round=run.quarter,
        changes=({}, letters),
    )
    owe(published_notices(run, act.on, sorted(letters)), event.at)
    return run


# --- after a later edition of the round ---


def after_edition(province: Unit, quarter_id: int) -> Again | None:
    """What a later edition makes of the published grades; None without one, or when it moves none of them."""
    before = in_force(province.pk, quarter_id)
    if before is None or not corrected_districts(before, editions.latest(quarter_id)):
        return None
    found = again(before, ())
    return found if found.moved else None


@transaction.atomic
def publish_again(province: Unit, quarter: Quarter, *, seen: str, by: User, on: date) -> GradeRun:
    """The province publishes the next run after a later edition, exactly as it was read (`seen`, Again.seal).

    Raises: Refused while no edition moves a grade, and when what was read has moved.
    """
    post = access.check(by, Action.GRADE_PUBLISH, province, on)
    lock_unit(province.pk)
    found = after_edition(province, Round.id_of(quarter))
    if found is None or found.run.edition is None:
        raise Refused(f"ไม่มีฉบับใหม่ที่เปลี่ยนระดับหน่วยงานของไตรมาส {quarter.label} จึงไม่จัดระดับครั้งใหม่")
    if seen != found.seal:
        raise Refused(MOVED)
    return store(found, reason_of(found.run.edition), Act(by, on, post))


def reason_of(edition: Edition) -> str:
    """Why grades are given again after an edition: the letters of the corrections that made it, by their number."""
    return f"ข้อมูลการลงทะเบียนแก้ไขหลังปิดระบบ ใช้{edition}"


def chain(province_code: str, quarter_id: int) -> list[GradeRun]:
    """The published final runs of a quarter, the first one first."""
    rows = GradeRun.objects.filter(province_id=province_code, quarter=quarter_id, published_at__isnull=False)
    return list(
        rows.select_related("policy", "quarter", "edition", "province", "correction").order_by("number")
    )


def steps(runs: Sequence[GradeRun]) -> list[tuple[GradeRun, list[GradeMoved]]]:
    """Each run with what it moved in the one before; nothing for the first."""
    earlier: list[GradeRun | None] = [None, *runs[:-1]]
    return [
        (run, moved_between(before, run) if before else []) for before, run in zip(earlier, runs, strict=True)
    ]


def _copy(grade: Grade, run: GradeRun) -> Grade:
    """A grade's values in another run."""
    return Grade(run=run, district_id=grade.district_id, **{name: getattr(grade, name) for name in COPIED})
