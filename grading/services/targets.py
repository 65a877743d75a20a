"""Targets of a district's quarter: set by the province, with the sales that each grade would need (L2 attachment 2)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum

from grading import figures, movers, scoring
from grading.models import BaseSale, Target
from grading.services.assessing import increase_of
from grading.services.policies import policy_for, round_of
from otop_registry import clock
from registration import access
from registration import figures as registration_figures
from registration.access import Action
from registration.figures import Counts
from registration.models import Round, Unit, User
from registration.models.sales import Sale
from registration.places import DISTRICT_WIDTH
from registration.services.journal import Act, append_event, lock_unit
from registration.timetable import Quarter


@dataclass(frozen=True)
class Aim:
    """What is asked of a district: net new products, and sales of the quarter when a sum was set."""

    products: int
    sales_baht: Decimal | None = None


@dataclass(frozen=True)
class TargetLine:
    """One district's row of attachment 2: where it started, what is asked, its base, what each grade needs."""

    unit: Unit
    counts: Counts
    increase: int
    sales_baht: Decimal | None
    bases: tuple[Decimal | None, ...]
    needed: tuple[Decimal | None, ...]  # for A, B, C
    target: Target | None

    @property
    def base_baht(self) -> Decimal | None:
        """The quarter's base; None while a month is missing, because a part is no base."""
        return _whole(self.bases)

    @property
    def products_share(self) -> int | None:
        """Percent of the target reached, 0 to 100; None without a target."""
        return _share(Decimal(self.increase), Decimal(self.target.products)) if self.target else None

    @property
    def sales_share(self) -> int | None:
        if self.target is None or not self.target.sales_baht:
            return None
        return _share(self.sales_baht or Decimal(0), self.target.sales_baht)


def _whole(bases: tuple[Decimal | None, ...]) -> Decimal | None:
    """The sum of the months; None while one is missing."""
    known = [base for base in bases if base is not None]
    return sum(known, Decimal(0)) if len(known) == len(bases) else None


def _share(reached: Decimal, asked: Decimal) -> int:
    if asked <= 0:
        return 100
    return int(max(Decimal(0), min(Decimal(100), reached * 100 / asked)))


def lines_of(unit: Unit, quarter: Quarter, on: date) -> list[TargetLine]:
    """The districts at and below a unit, in order of code."""
    round_id, policy = Round.id_of(quarter), policy_for(quarter)
    units = list(Unit.objects.districts().valid(min(on, quarter.last_day)).below(unit.code))
    counts = registration_figures.live(unit.code, round_id, DISTRICT_WIDTH)
    rows = {each.code: each for each in figures.inputs(unit.code, round_id, [], on)}
    sold = dict(
        Sale.objects.of(unit.code, list(quarter.months)).order_by()
        .values_list("district_id").annotate(sum=Sum("total_baht"))
    )  # fmt: skip
    moved = movers.moved_bases(round_id)
    bases = {
        (row.district_id, row.month): movers.rebased(
            row.amount_baht, moved.get((row.district_id, row.month), Decimal(0))
        )
        for row in BaseSale.objects.filter(district__code__startswith=unit.code, quarter_id=round_id)
    }
    aims = {row.district_id: row for row in _of(unit.code, quarter)}
    lines = []
    for each in units:
        based = tuple(bases.get((each.code, month)) for month in quarter.months)
        lines.append(
            TargetLine(
                each,
                counts.get(each.code, Counts()),
                increase=increase_of(policy, rows[each.code]),
                sales_baht=sold.get(each.code),
                bases=based,
                needed=_needed(policy.scoring_bands, based),
                target=aims.get(each.code),
            )
        )
    return lines


def _needed(bands: Iterable[scoring.Band], bases: tuple[Decimal | None, ...]) -> tuple[Decimal | None, ...]:
    """The least sales of the quarter for each grade, best first; None without a whole base above 0."""
    base = _whole(bases)
    return tuple(scoring.sales_needed(base, band.growth) if base else None for band in bands)


@transaction.atomic
def set_targets(
    province: Unit, quarter: Quarter, aims: Mapping[str, Aim | None], *, by: User, on: date
) -> int:
    """Sets the targets of districts {code: aim}, None takes one away; returns how many changed. One event.

    Raises: PermissionDenied outside the province.
    """
    post = access.check(by, Action.TARGET_EDIT, province, on)
    lock_unit(province.pk)
    known = set(Unit.objects.districts().below(province.pk).values_list("code", flat=True))
    standing = standing_of(province, quarter)
    before: dict[str, object] = {}
    after: dict[str, object] = {}
    for code in sorted(known & set(aims)):
        row, aim = standing.get(code), aims[code]
        if _journalled(row) != (_plain(aim) if aim else None):
            before[code], after[code] = _journalled(row), _plain(aim) if aim else None
            _write(row, code, quarter, aim, Act(by, on, post))
    if after:
        act = Act(by, on, post)
        round = round_of(quarter)
        append_event(
            province.pk, "set_targets", act, subject=f"target:{quarter}", round=round, changes=(before, after)
        )
    return len(after)


def standing_of(province: Unit, quarter: Quarter) -> dict[str, Target]:
    """{district: its target} of a province's quarter."""
    return {row.district_id: row for row in _of(province.pk, quarter)}


def aim_of(row: Target | None) -> Aim | None:
    """What a target asks; None for none."""
    return Aim(row.products, row.sales_baht) if row else None


def _of(unit_code: str, quarter: Quarter) -> Iterable[Target]:
    return Target.objects.filter(district__code__startswith=unit_code, quarter_id=Round.id_of(quarter))


def _write(row: Target | None, code: str, quarter: Quarter, aim: Aim | None, act: Act) -> None:
    if aim is None:
        row.delete() if row else None
        return
    row = row or Target(district_id=code, quarter=round_of(quarter))
    row.products, row.sales_baht = aim.products, aim.sales_baht
    row.set_at, row.set_by = clock.instant(act.on), act.officer
    row.save()


def _journalled(row: Target | None) -> list[str] | None:
    return None if row is None else _plain(Aim(row.products, row.sales_baht))


def _plain(aim: Aim) -> list[str]:
    return [str(aim.products), "" if aim.sales_baht is None else f"{aim.sales_baht:.2f}"]
