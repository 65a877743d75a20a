"""A version of the checks over the stock, for the department: a job, kept with its day, read by check and place.

A district's part is kept as soon as it is looked at, so that a worker that dies loses one district at most.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction
from django.db.models import Min, QuerySet

from otop_registry import clock, thai
from registration import access, places
from registration.access import Action
from registration.checks import table
from registration.checks.table import Check
from registration.models import CheckRun, Registration, Round, StockLook, StockPart, Unit, User
from registration.models.jobs import Job, Lane
from registration.services import jobs
from registration.services.checks import stock
from registration.services.checks.stock import Found

MOST_EXAMPLES: Final = 3  # of one check in one place


def ask(round: Round, version: int, *, by: User, on: date) -> StockLook:
    """The look that a worker will do; one under way, or stopped today, is the same one. Raises: PermissionDenied."""
    access.check(by, Action.CHECK_LOOK, round, on)
    with transaction.atomic():
        look = _stopped(round, version, on) or StockLook.objects.create(
            round=round,
            version=version,
            stored_version=stored_version(round),
            day=on,
            asked_by=by,
            asked_at=clock.instant(on),
        )
        job = jobs.ask(_order(round, version), {"look_id": look.pk}, by=by)
        if job.arguments["look_id"] != look.pk:  # a colleague's is under way
            look.delete()
            return StockLook.objects.get(pk=job.arguments["look_id"])
        StockLook.objects.filter(pk=look.pk).update(job=job)
    return StockLook.objects.select_related("job").get(pk=look.pk)


def _stopped(round: Round, version: int, on: date) -> StockLook | None:
    rows = StockLook.objects.filter(round=round, version=version, day=on, ended_at=None)
    return rows.order_by("-pk").first()


def _order(round: Round, version: int) -> jobs.Order:
    title = f"ลองข้อตรวจฉบับที่ {version} กับทะเบียนรอบ {round}"
    return jobs.Order(
        "registration.tasks.look_over_stock", Lane.DOCUMENTS, title, key=f"look:{round.pk}:{version}"
    )


def stored_version(round: Round) -> int:
    """The lowest version that a district of the round was checked by; 0 where none was."""
    return CheckRun.objects.filter(round=round).aggregate(lowest=Min("version"))["lowest"] or 0


def do(job: Job, report_progress: jobs.ReportProgress) -> None:
    """Looks at every district of the round that the look still lacks."""
    look = StockLook.objects.get(pk=job.arguments["look_id"])
    done = set(look.parts.values_list("district_id", flat=True))
    districts = list(stock.districts_of(look.round_id))
    for number, district in enumerate(districts, 1):
        if district not in done:
            _keep(look, district, stock.look_at(district, look.round_id, look.day, look.version))
        words = f"ดูแล้ว {thai.count(number)} จาก {thai.count(len(districts))} อำเภอ"
        report_progress(100 * number // len(districts), words)
    StockLook.objects.filter(pk=look.pk).update(ended_at=clock.instant(look.day))


def _keep(look: StockLook, district: str, found: Found) -> None:
    codes = {*found.findings, *found.stored}
    counts = {
        code: [found.findings.get(code, 0), len(found.holding.get(code, ())), found.stored.get(code, 0)]
        for code in codes
    }
    examples = {code: keys[:MOST_EXAMPLES] for code, keys in found.holding.items()}
    StockPart.objects.create(
        look=look,
        district_id=district,
        records=found.records,
        flagged=found.flagged,
        flagged_stored=found.flagged_stored,
        counts=counts,
        examples=examples,
    )


# --- which looks there are ---


def rounds() -> list[Round]:
    """The rounds that have records, the newest first."""
    known = Registration.objects.order_by().values("round").distinct()
    return list(Round.objects.filter(pk__in=known).order_by("-pk"))


def of_version(round: Round, version: int) -> list[StockLook]:
    """The looks of a version over a round, the newest first."""
    rows = StockLook.objects.filter(round=round, version=version)
    return list(rows.select_related("job", "asked_by", "round"))


def newest(most: int) -> list[StockLook]:
    """The newest looks of all."""
    return list(StockLook.objects.select_related("round", "job", "asked_by")[:most])


# --- what a look shows ---


@dataclass(frozen=True)
class CheckLine:
    """A check of the version: in how many records it would find something, how often, and how often it is stored.

    `is_new` is one that the round has not been checked by.
    """

    check: Check
    records: int
    findings: int
    stored: int
    is_new: bool


@dataclass(frozen=True)
class LookBoard:
    """What a look found, by check; `flagged` of the `records` must be opened by it, `flagged_stored` as it is now."""

    records: int
    flagged: int
    flagged_stored: int
    lines: tuple[CheckLine, ...]


@dataclass(frozen=True)
class PlaceLine:
    """A province: in how many records the check would find something, and a few of them that the reader may see."""

    unit: Unit
    records: int
    findings: int
    examples: tuple[Registration, ...]


def board(look: StockLook) -> LookBoard:
    """What the districts that were looked at hold, in the order of the table."""
    parts = list(look.parts.all())
    findings, records, stored = (_sums(parts, place) for place in range(3))
    lines = (
        CheckLine(
            check,
            records[check.code],
            findings[check.code],
            stored[check.code],
            is_new=check.since > look.stored_version,
        )
        for check in table.of_version(look.version)
    )
    return LookBoard(
        sum(part.records for part in parts),
        sum(part.flagged for part in parts),
        sum(part.flagged_stored for part in parts),
        tuple(lines),
    )


def _sums(parts: Iterable[StockPart], place: int) -> Counter[str]:
    found = Counter[str]()
    for part in parts:
        found.update({code: numbers[place] for code, numbers in part.counts.items()})
    return found


def places_of(look: StockLook, code: str, mine: QuerySet[Registration]) -> list[PlaceLine]:
    """Where a check would find something, the provinces with the most first; `mine` are the rows that may be shown."""
    by_province: dict[str, list[StockPart]] = {}
    for part in look.parts.all():
        if part.counts.get(code, (0, 0))[1]:
            by_province.setdefault(places.province_of(part.district_id), []).append(part)
    keys = {place: _examples(parts, code) for place, parts in by_province.items()}
    shown = _shown({pk for each in keys.values() for pk in each}, mine)
    units = Unit.objects.in_bulk(by_province)
    lines = [
        PlaceLine(
            units[place],
            _sums(parts, 1)[code],
            _sums(parts, 0)[code],
            tuple(shown[pk] for pk in keys[place] if pk in shown),
        )
        for place, parts in by_province.items()
    ]
    return sorted(lines, key=lambda line: (-line.records, line.unit.code))


def _examples(parts: Iterable[StockPart], code: str) -> list[int]:
    return [pk for part in parts for pk in part.examples.get(code, ())][:MOST_EXAMPLES]


def _shown(keys: set[int], mine: QuerySet[Registration]) -> Mapping[int, Registration]:
    return mine.filter(pk__in=keys).select_related("producer__district").in_bulk()
