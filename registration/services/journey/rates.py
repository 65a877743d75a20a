"""What was found in the samples of rounds, and what came out later: the one rate of errors, and how it went on.

The rule of the rate itself stands in `checks.sampling.Past`. Reads only.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.db.models import Count, Exists, OuterRef, Q

from registration import places
from registration.checks.sampling import MEMORY_ROUNDS, Past
from registration.models import LateFault, Round, SampledRecord, Unit
from registration.places import Level
from registration.timetable import Quarter

SHOWN_ROUNDS: Final = 8  # two years
Key = tuple[str, int]  # district, round


def past(districts: Iterable[str], round: Round) -> dict[str, Past]:
    """{district: what the last rounds before this one showed}."""
    quarter = round.quarter
    for _ in range(MEMORY_ROUNDS):
        quarter = quarter.previous
    codes = list(districts)
    within = Q(registration__district_id__in=codes, registration__round_id__lt=round.pk)
    found = _counted(within & Q(registration__round_id__gte=Round.id_of(quarter)))
    known = dict.fromkeys(codes, Past())
    for (code, _), each in found.items():
        known[code] += each
    return known


def _counted(within: Q) -> dict[Key, Past]:
    """{(district, round): what was sampled and found of its records, and in how many something came out later}."""
    key = ("registration__district_id", "registration__round_id")
    drawn = SampledRecord.objects.filter(within, opened_at__isnull=False).order_by().values_list(*key)
    sampled = drawn.annotate(opened=Count("pk"), finds=Count("pk", filter=Q(is_fault=True)))
    found = {(code, round_id): Past(opened, finds) for code, round_id, opened, finds in sampled}
    told = SampledRecord.objects.filter(registration=OuterRef("registration"), is_fault=True)
    late = LateFault.objects.holding().filter(~Exists(told), within).order_by().values_list(*key)
    for code, round_id, count in late.annotate(count=Count("registration", distinct=True)):
        found[code, round_id] = found.get((code, round_id), Past()) + Past(later=count)
    return found


# --- over the rounds ---


@dataclass(frozen=True)
class RoundRate:
    """What one round showed of a unit; `past` is empty where nothing was sampled or found."""

    quarter: Quarter
    past: Past

    @property
    def percent(self) -> Decimal | None:
        return self.past.error_percent


@dataclass(frozen=True)
class UnitRates:
    """A unit's rounds, the oldest first."""

    name: str
    rounds: tuple[RoundRate, ...]

    @property
    def recent(self) -> Past:
        """The last rounds that the rule of the sample remembers."""
        return sum((each.past for each in self.rounds[-MEMORY_ROUNDS:]), Past())


@dataclass(frozen=True)
class Rates:
    """A province by districts, or the nation by provinces: `whole` is the sum of all `units`."""

    whole: UnitRates
    units: tuple[UnitRates, ...]

    @property
    def quarters(self) -> list[Quarter]:
        return [each.quarter for each in self.whole.rounds]


def over_rounds(unit: Unit) -> Rates:
    """The rates of a province's districts or of the nation's provinces over the last rounds that show any."""
    part_of = places.district_of if unit.level == Level.PROVINCE else places.province_of
    found = _counted(Q(registration__district__code__startswith=unit.code))
    quarters = _quarters({round_id for _, round_id in found})
    known: dict[Key, Past] = {}
    for (code, round_id), each in found.items():
        for key in ((part_of(code), round_id), (unit.code, round_id)):
            known[key] = known.get(key, Past()) + each
    codes = {part_of(code) for code, _ in found}
    rows = Unit.objects.filter(code__in=codes).order_by("sort_key")
    units = tuple(_of_unit(str(row), row.code, quarters, known) for row in rows)
    return Rates(_of_unit(str(unit), unit.code, quarters, known), units)


def _of_unit(name: str, code: str, quarters: Iterable[Quarter], known: Mapping[Key, Past]) -> UnitRates:
    rounds = (RoundRate(each, known.get((code, Round.id_of(each)), Past())) for each in quarters)
    return UnitRates(name, tuple(rounds))


def _quarters(round_ids: set[int]) -> list[Quarter]:
    """Every round from the first to the last that shows anything, the last few of them."""
    quarters: list[Quarter] = []
    for last in Round.objects.filter(pk__in=round_ids).order_by("-pk")[:1]:
        quarters = [last.quarter]
        while len(quarters) < SHOWN_ROUNDS and Round.id_of(quarters[0]) > min(round_ids):
            quarters.insert(0, quarters[0].previous)
    return quarters
