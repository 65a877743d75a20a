"""What a version of the checks finds over the stock: counted by check, stored nowhere; stored runs stay as they are."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from registration.checks import table
from registration.checks.table import Check
from registration.models import Finding, Registration
from registration.services.checks import facts
from registration.services.checks.running import judged, run


@dataclass(frozen=True)
class Found:
    """What a version finds in a district: how often by check, in which records, and what is stored beside it."""

    records: int
    flagged: int
    flagged_stored: int
    findings: Mapping[str, int]
    holding: Mapping[str, tuple[int, ...]]
    stored: Mapping[str, int]


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
    parts = [look_at(code, round_id, on, version) for code in districts_of(round_id, unit)]
    findings, records, stored = Counter[str](), Counter[str](), Counter[str]()
    for part in parts:
        findings.update(part.findings)
        records.update({code: len(keys) for code, keys in part.holding.items()})
        stored.update(part.stored)
    tallies = (
        Tally(check, findings[check.code], records[check.code], stored[check.code])
        for check in table.of_version(version)
    )
    total, flagged = sum(part.records for part in parts), sum(part.flagged for part in parts)
    return Stock(version, total, flagged, tuple(tallies))


def look_at(district: str, round_id: int, on: date, version: int) -> Found:
    """Runs a version over the records of one district's round; stores nothing."""
    given = facts.of_rows(district, round_id, on)
    codes: dict[int, list[str]] = {pk: [] for pk in given.saved()}
    for each in judged(given, version):
        codes[each.subject.registration.pk].append(each.code)
    rows = Registration.objects.filter(round_id=round_id, district_id=district)
    holding: dict[str, list[int]] = {}
    for pk, found in codes.items():
        for code in dict.fromkeys(found):
            holding.setdefault(code, []).append(pk)
    return Found(
        len(codes),
        sum(table.is_flagged(table.risk_of(found)) for found in codes.values()),
        rows.filter(risk__gte=table.WARNING_RISK).count(),
        Counter(code for found in codes.values() for code in found),
        {code: tuple(keys) for code, keys in holding.items()},
        _stored(rows),
    )


def districts_of(round_id: int, unit: str = "") -> Iterable[str]:
    """The districts of a unit that have records in a round, by code."""
    rows = Registration.objects.filter(round_id=round_id, district__code__startswith=unit)
    return rows.order_by("district_id").values_list("district_id", flat=True).distinct()


def _stored(rows: QuerySet[Registration]) -> Counter[str]:
    found = Finding.objects.filter(registration__in=rows).order_by()
    return Counter(found.values_list("code", flat=True))


def keep(round_id: int, on: date, *, unit: str = "") -> int:
    """Runs the version in force over the records of a round and keeps what it finds. Returns how many districts."""
    districts = list(districts_of(round_id, unit))
    for district in districts:
        run(district, round_id, on)
    return len(districts)
