"""Grade runs: interim at every monthly round, final after all three months; publishing locks the quarter's sales.

Source: decisions 0001-0006; design.md, model 5.
"""

from datetime import date

from django.db import transaction

from grading import figures, scoring
from grading.figures import Input
from grading.models import Grade, GradeRun, Increase, Policy, RunKind
from grading.services import bases
from grading.services.policies import policy_for, round_of
from otop_registry import clock
from registration import access
from registration.access import Action
from registration.models import Edition, Unit, User
from registration.services import editions, sales
from registration.services.calendar.rules import lock_unit
from registration.services.journal import Act, append_event
from registration.timetable import Quarter, months_due, next_month
from registration.workflow import Refused

ALL_MONTHS = 3


@transaction.atomic
def run_interim(province: Unit, quarter: Quarter, *, on: date) -> GradeRun:
    """Grades the province's districts as of `on`, like for like; a second run of a day replaces the first.

    Called by the monthly round and by the command; freezes the base (decision 0004).
    """
    lock_unit(province.pk)
    bases.freeze(province.pk, quarter, on)
    GradeRun.objects.filter(
        province=province, quarter=round_of(quarter), kind=RunKind.INTERIM, as_of=on
    ).delete()
    run = _new_run(province, quarter, RunKind.INTERIM, on)
    _grade(run, figures.inputs(province.pk, run.quarter_id, months_due(quarter, on), on), quarter)
    append_event(province.pk, "grade_interim", Act(None, on), subject=f"run:{run.pk}", round=run.quarter)
    return run


@transaction.atomic
def run_final(province: Unit, quarter: Quarter, *, by: User, on: date) -> GradeRun:
    """Grades with all three months and the closed edition of the round. An unpublished final run is replaced.

    Raises: Refused before the last month is due, without an edition, or after publishing.
    """
    post = access.check(by, Action.GRADE_PUBLISH, province, on)
    lock_unit(province.pk)
    edition = _edition(quarter, on)
    rows = GradeRun.objects.filter(province=province, quarter=round_of(quarter), kind=RunKind.FINAL)
    if rows.exclude(published_at=None).exists():
        raise Refused(f"ประกาศระดับหน่วยงานฉบับสุดท้ายของไตรมาส {quarter.label} แล้ว")
    rows.delete()
    bases.freeze(province.pk, quarter, on)
    run = _new_run(province, quarter, RunKind.FINAL, on, edition=edition, by=by)
    _grade(run, figures.inputs(province.pk, run.quarter_id, quarter.months, on, edition), quarter)
    append_event(province.pk, "grade_final", Act(by, on, post), subject=f"run:{run.pk}", round=run.quarter)
    return run


@transaction.atomic
def publish(run: GradeRun, *, by: User, on: date) -> GradeRun:
    """Publishes a final run to all signed-in people and locks the quarter's sales. Raises: Refused twice or interim."""
    post = access.check(by, Action.GRADE_PUBLISH, run, on)
    if run.kind != RunKind.FINAL:
        raise Refused("ประกาศได้เฉพาะระดับหน่วยงานฉบับสุดท้าย")
    changed = GradeRun.objects.filter(pk=run.pk, published_at=None).update(
        published_at=clock.instant(on), published_by=by
    )
    if not changed:
        raise Refused("ประกาศไปแล้ว")
    sales.lock_quarter(run.province, run.quarter.quarter, by=by, on=on)
    append_event(
        run.province_id, "publish_grades", Act(by, on, post), subject=f"run:{run.pk}", round=run.quarter
    )
    return GradeRun.objects.get(pk=run.pk)


def increase_of(policy: Policy, each: Input) -> int:
    """The increase that the policy counts (decision 0002)."""
    return each.net if policy.increase == Increase.NET else each.gross_new


def _edition(quarter: Quarter, on: date) -> Edition:
    last_due = next_month(quarter.months[-1]).replace(day=15)
    if on <= last_due:
        raise Refused(
            f"จัดระดับฉบับสุดท้ายของไตรมาส {quarter.label} ได้หลังครบกำหนดรายงานเดือนสุดท้าย", reopens=last_due
        )
    edition = editions.latest(round_of(quarter).pk)
    if edition is None:
        raise Refused(f"กรมฯ ยังไม่ปิดระบบรอบ {quarter.label} จึงยังไม่มีจำนวนผลิตภัณฑ์ฉบับสุดท้าย")
    return edition


def _new_run(
    province: Unit,
    quarter: Quarter,
    kind: RunKind,
    on: date,
    *,
    edition: Edition | None = None,
    by: User | None = None,
) -> GradeRun:
    return GradeRun.objects.create(
        province=province,
        quarter=round_of(quarter),
        kind=kind,
        as_of=on,
        policy=policy_for(quarter),
        edition=edition,
        made_at=clock.instant(on),
        made_by=by,
    )


def _grade(run: GradeRun, inputs: list[Input], quarter: Quarter) -> None:
    bands = run.policy.scoring_bands
    changed = bases.changed_districts(run.province_id, quarter)
    Grade.objects.bulk_create(_graded(run, each, bands, changed) for each in inputs)


def _graded(run: GradeRun, each: Input, bands: tuple[scoring.Band, ...], changed: set[str]) -> Grade:
    increase = increase_of(run.policy, each)
    result = scoring.score(bands, increase, each.sales_baht, each.base_baht)
    reason = result.reason
    if run.kind == RunKind.FINAL and len(each.months) < ALL_MONTHS and reason != "no_base":
        reason = "months_missing"
    if reason == "no_base" and each.code in changed:
        reason = "base_changed"
    return Grade(
        run=run,
        district_id=each.code,
        letter="" if reason else result.grade or "",
        by_products=result.by_products,
        by_sales=result.by_sales or "",
        increase=increase,
        gross_new=each.gross_new,
        sales_baht=each.sales_baht,
        base_baht=each.base_baht,
        months=[month.isoformat() for month in each.months],
        reason=reason,
    )
