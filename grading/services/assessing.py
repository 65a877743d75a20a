"""From the inputs of districts to their grades, not stored: runs keep them, commands and pages only show them."""

from collections.abc import Iterable
from datetime import date

from grading import figures, scoring
from grading.figures import NOTHING, Input, Supposed
from grading.models import Grade, GradeRun, Increase, Policy, RunKind
from grading.scoring import Outcome, Reason, Score
from grading.services import bases, monthly
from grading.services.policies import policy_for
from registration.models import Edition, Round, Unit
from registration.services import editions
from registration.timetable import Quarter, months_due


def assess(unit: Unit, quarter: Quarter, on: date) -> tuple[GradeRun, list[Grade]]:
    """The grades of the districts at and below `unit` as of `on`, final when they can be, interim otherwise.

    Nothing is stored; the run's unit may be the department or a district.
    """
    edition = final_edition(quarter, on)
    run = new_run(unit, quarter, on, edition=edition)
    return run, grade_all(run, quarter)


def final_edition(quarter: Quarter, on: date) -> Edition | None:
    """The edition that makes a grade of `on` final: the round is closed and the last month is due."""
    edition = editions.latest(Round.id_of(quarter))
    return edition if edition and on > monthly.last_due(quarter) else None


def new_run(unit: Unit, quarter: Quarter, on: date, *, edition: Edition | None = None) -> GradeRun:
    """A run not yet stored, under the policy in force; final with an edition."""
    return GradeRun(
        province=unit,
        quarter_id=Round.id_of(quarter),
        kind=RunKind.FINAL if edition else RunKind.INTERIM,
        as_of=on,
        policy=policy_for(quarter),
        edition=edition,
    )


def grade_all(run: GradeRun, quarter: Quarter, supposed: Supposed = NOTHING) -> list[Grade]:
    """The grades of a run's districts, in order of code."""
    months = quarter.months if run.kind == RunKind.FINAL else months_due(quarter, run.as_of)
    found = figures.inputs(run.province_id, run.quarter_id, months, run.as_of, run.edition, supposed)
    return list(_graded(run, found, bases.changed_districts(run.province_id, quarter)))


def increase_of(policy: Policy, each: Input) -> int:
    """The increase that the policy counts (decision 0002)."""
    return each.net if policy.increase == Increase.NET else each.gross_new


def _graded(run: GradeRun, inputs: Iterable[Input], changed: set[str]) -> Iterable[Grade]:
    bands = run.policy.scoring_bands
    for each in inputs:
        increase = increase_of(run.policy, each)
        result = scoring.score(bands, increase, each.sales_baht, each.base_baht)
        outcome = outcome_of(result, each, run.kind, is_changed=each.code in changed)
        yield Grade(
            run=run,
            district_id=each.code,
            letter=outcome.letter,
            by_products=result.by_products,
            by_sales=result.by_sales or "" if outcome.letter else "",
            increase=increase,
            gross_new=each.gross_new,
            sales_baht=each.sales_baht,
            base_baht=each.base_baht,
            months=[month.isoformat() for month in each.months],
            reason=outcome.reason,
        )


def outcome_of(result: Score, each: Input, kind: str, *, is_changed: bool) -> Outcome:
    """The letter, or why there is none, for every page and paper; a missing base is said first, because only the
    province can help it. `is_changed`: the district came from a split or merger since its base quarter.
    """
    reason, has_base = result.reason, each.base_baht is not None
    if reason == Reason.NO_BASE and is_changed and not has_base:
        reason = Reason.BASE_CHANGED
    if reason not in {Reason.NO_BASE, Reason.BASE_CHANGED} and _lacks_months(each, kind):
        reason = Reason.MONTHS_MISSING
    return Outcome("" if reason else result.grade or "", str(reason), has_base=has_base)


def _lacks_months(each: Input, kind: str) -> bool:
    """A final grade waits for every month of the quarter in which the district existed."""
    return kind == RunKind.FINAL and bool(each.lacking)
