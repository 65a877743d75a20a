"""What a version of the checks finds over the stock: counted by check, stored nowhere; stored runs stay as they are."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from registration.checks import table
from registration.checks.table import Check
from registration.models import Finding, Registration
from registration.services.checks import facts
from registration.services.checks.running import judged, run


@dataclass(frozen=True)
class Tally:
    """How often a check finds something now, in how many records, and how often what is stored says so."""

    check: Check
    found: int
    records: int
    stored: int


@dataclass(frozen=True)
class Stock:
    """What a version would find over the records of a round."""

    version: int
    records: int
    flagged: int
    tallies: tuple[Tally, ...]


def look(round_id: int, on: date, *, unit: str = "", version: int = table.VERSION) -> Stock:
    """Runs a version over the records of a round in a unit, district by district; stores nothing."""
    found: Counter[str] = Counter()
    records: Counter[str] = Counter()
    total = flagged = 0
    for district in _districts(round_id, unit):
        given = facts.of_rows(district, round_id, on)
        codes: dict[int, list[str]] = {pk: [] for pk in given.saved()}
        for each in judged(given, version):
            codes[each.subject.registration.pk].append(each.code)
        total += len(codes)
        flagged += sum(table.is_flagged(table.risk_of(each)) for each in codes.values())
        found.update(code for each in codes.values() for code in each)
        records.update(code for each in codes.values() for code in set(each))
    stored = _stored(round_id, unit)
    tallies = (
        Tally(check, found[check.code], records[check.code], stored[check.code])
        for check in table.of_version(version)
    )
    return Stock(version, total, flagged, tuple(tallies))


def _districts(round_id: int, unit: str) -> Iterable[str]:
    rows = Registration.objects.filter(round_id=round_id, district__code__startswith=unit)
    return rows.order_by("district_id").values_list("district_id", flat=True).distinct()


def _stored(round_id: int, unit: str) -> Counter[str]:
    rows = Finding.objects.filter(
        registration__round_id=round_id, registration__district__code__startswith=unit
    )
    return Counter(rows.order_by().values_list("code", flat=True))


def keep(round_id: int, on: date, *, unit: str = "") -> int:
    """Runs the version in force over the records of a round and keeps what it finds. Returns how many districts."""
    districts = list(_districts(round_id, unit))
    for district in districts:
        run(district, round_id, on)
    return len(districts)
