"""Grade runs: interim at every monthly round, final after all three months; publishing locks the quarter's sales.

Source: decisions 0001-0006; docs/rules.md 7.5.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from grading.models import BaseSale, Grade, GradeRun, RunKind
from grading.services import assessing, bases, monthly, policies
from otop_registry import clock
from registration import access
from registration.access import Action
from registration.models import Round, Unit, User
from registration.models.notices import Kind
from registration.models.sales import Sale
from registration.services import editions, sales
from registration.services.journal import Act, append_event, lock_unit
from registration.services.notices import Owed, owe
from registration.timetable import Quarter
from registration.workflow import Refused

NOT_ASSESSED: Final = "not_assessed"
Remarks = Mapping[str, Sequence[str]]  # {what is remarked: codes of districts}
KEPT = (
    "district_id", "letter", "by_products", "by_sales", "increase", "gross_new",
    "sales_baht", "base_baht", "months", "reason",
)  # fmt: skip


@transaction.atomic
def run_interim(
    province: Unit, quarter: Quarter, *, on: date, by: User | None = None, as_of: date | None = None
) -> GradeRun:
    """Grades the province's districts as of `on`, like for like; a second run of a day replaces the first.

    Called by the monthly round without `by`, or by an officer of the province. `as_of` is an earlier day whose run
    is caught up. Freezes the base (decision 0004). Raises: Refused after the final grades were published.
    """
    post = access.check(by, Action.GRADE_PUBLISH, province, on) if by else None
    lock_unit(province.pk)
    _check_unpublished(province, quarter)
    day = as_of or on
    _of(province, quarter).filter(kind=RunKind.INTERIM, as_of=day).delete()
    return _store(assessing.new_run(province, quarter, day), quarter, Act(by, on, post))


@transaction.atomic
def run_final(province: Unit, quarter: Quarter, *, by: User, on: date) -> GradeRun:
    """Grades with all three months and the closed edition of the round. An unpublished final run is replaced.

    Raises: Refused before the last month is due, without an edition, or after publishing.
    """
    post = access.check(by, Action.GRADE_PUBLISH, province, on)
    lock_unit(province.pk)
    check_final(province, quarter, on)
    _of(province, quarter).filter(kind=RunKind.FINAL).delete()
    edition = editions.latest(Round.id_of(quarter))
    run = assessing.new_run(province, quarter, on, edition=edition)
    return _store(run, quarter, Act(by, on, post))


def check_final(province: Unit, quarter: Quarter, on: date) -> None:
    """Raises: Refused while the final grades cannot be given, saying from which day or who has to act first."""
    _check_unpublished(province, quarter)
    due = monthly.last_due(quarter)
    if on <= due:
        raise Refused(
            f"จัดระดับฉบับสุดท้ายของไตรมาส {quarter.label} ได้หลังครบกำหนดรายงานยอดจำหน่ายเดือนสุดท้าย",
            reopens=due + timedelta(days=1),
        )
    if editions.latest(Round.id_of(quarter)) is None:
        raise Refused(
            f"กรมฯ ยังไม่ปิดระบบรอบ {quarter.label} จึงยังไม่มีจำนวนผลิตภัณฑ์ฉบับที่ใช้จัดระดับ",
            helper=partial(access.who_helps, province.pk, on),
        )


@transaction.atomic
def publish(run: GradeRun, *, remarks: Remarks, by: User, on: date) -> GradeRun:
    """Publishes a final run to all signed-in people and locks the quarter's sales, so that neither moves again.

    `remarks` are what the province has read before it publishes (reporting.services.finals makes them); the journal
    keeps them (decision 0042).

    Raises: Refused for an interim run, a second time, when sales, base or edition moved after the run, and while
    a district that could not be assessed was not read.
    """
    post = access.check(by, Action.GRADE_PUBLISH, run, on)
    if run.kind != RunKind.FINAL:
        raise Refused("ประกาศได้เฉพาะระดับหน่วยงานฉบับสุดท้าย")
    quarter = run.quarter.quarter
    sales.lock_quarter(run.province, quarter, by=by, on=on)  # first: nobody writes while the run is compared
    _check_unmoved(run, quarter)
    _check_read(run, remarks)
    changed = GradeRun.objects.filter(pk=run.pk, published_at=None).update(
        published_at=clock.instant(on), published_by=by
    )
    if not changed:
        raise Refused("ประกาศระดับหน่วยงานฉบับนี้ไปแล้ว")
    act = Act(by, on, post)
    read = {name: list(codes) for name, codes in remarks.items() if codes}
    event = append_event(
        run.province_id, "publish_grades", act, subject=f"run:{run.pk}", round=run.quarter, changes=({}, read)
    )
    owe(published_notices(run, on, run.grades.values_list("district_id", flat=True)), event.at)
    return GradeRun.objects.get(pk=run.pk)


def run_due(on: date) -> list[GradeRun]:
    """Interim runs of every province with base or sales, one for each monthly round that is over and has none.

    Rounds of the running quarter and the one before; what was missed is caught up. Safe to run again.
    """
    made = []
    for quarter in (Quarter.of(on).previous, Quarter.of(on)):
        over = [each for each in monthly.rounds(quarter) if each.effective_day < on]
        for province in _with_figures(quarter, on) if over else ():
            held = set(_of(province, quarter).filter(kind=RunKind.INTERIM).values_list("as_of", flat=True))
            if _of(province, quarter).filter(kind=RunKind.FINAL).exists():
                continue
            days = [
                each for each in over if not any(each.nominal_day <= d <= each.effective_day for d in held)
            ]
            made += [run_interim(province, quarter, on=on, as_of=each.effective_day) for each in days]
    return made


# --- parts of a run ---


def published_notices(run: GradeRun, on: date, codes: Iterable[str]) -> list[Owed]:
    """Some districts of the run hear that their grade stands."""
    quarter = run.quarter.quarter
    details = {"round": str(quarter), "act_day": on.isoformat()}
    return [
        Owed(Kind.GRADES_PUBLISHED, code, f"run:{run.pk}", "published", _path(quarter, code), details)
        for code in sorted(codes)
    ]


def _path(quarter: Quarter, code: str) -> str:
    return reverse("grading:unit", args=[quarter.fiscal_year_be, quarter.number, code])


def _of(province: Unit, quarter: Quarter) -> QuerySet[GradeRun]:
    return GradeRun.objects.filter(province=province, quarter_id=Round.id_of(quarter))


def _check_unpublished(province: Unit, quarter: Quarter) -> None:
    if _of(province, quarter).exclude(published_at=None).exists():
        raise Refused(f"ประกาศระดับหน่วยงานฉบับสุดท้ายของไตรมาส {quarter.label} แล้ว จึงไม่จัดระดับใหม่")


def _store(run: GradeRun, quarter: Quarter, act: Act) -> GradeRun:
    """Writes a run with its grades and its event, and freezes the base it used.

    A new installation lacks what a run points to: the letter's policy and the quarter's round are written with it.
    """
    bases.freeze(run.province_id, quarter, act.on)
    run.policy, run.quarter = policies.stored(run.policy), policies.round_of(quarter)
    run.made_at, run.made_by = clock.instant(act.on), act.by
    run.save(force_insert=True)
    Grade.objects.bulk_create(assessing.grade_all(run, quarter))
    append_event(run.province_id, f"grade_{run.kind}", act, subject=f"run:{run.pk}", round=run.quarter)
    return run


def _check_read(run: GradeRun, remarks: Remarks) -> None:
    unread = set(run.grades.filter(letter="").values_list("district_id", flat=True))
    if unread - set(remarks.get(NOT_ASSESSED, ())):
        raise Refused("มีอำเภอที่ประเมินไม่ได้ซึ่งยังไม่ได้รับทราบ กรุณาอ่านรายชื่อแล้วยืนยันว่ารับทราบก่อนประกาศ")


def _check_unmoved(run: GradeRun, quarter: Quarter) -> None:
    newest = editions.latest(run.quarter_id)
    stored = {each.district_id: _kept_values(each) for each in run.grades.all()}
    fresh = {each.district_id: _kept_values(each) for each in assessing.grade_all(run, quarter)}
    if newest != run.edition or stored != fresh:
        raise Refused("ข้อมูลเปลี่ยนไปหลังจัดระดับฉบับสุดท้าย กรุณาจัดระดับฉบับสุดท้ายใหม่ แล้วตรวจก่อนประกาศ")


def _kept_values(grade: Grade) -> tuple[object, ...]:
    return tuple(getattr(grade, name) for name in KEPT)


def _with_figures(quarter: Quarter, on: date) -> Iterable[Unit]:
    """The provinces that have a base for the quarter, or sales in it."""
    for province in Unit.objects.provinces().valid(on):
        based = BaseSale.objects.filter(
            district__code__startswith=province.pk, quarter_id=Round.id_of(quarter)
        )
        if based.exists() or Sale.objects.of(province.pk, list(quarter.months)).exists():
            yield province
