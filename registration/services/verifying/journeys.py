"""Submissions, certificates and closings: status and instants are those that the newest events tell."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import F, Value

from registration import workflow
from registration.models import Certification, Closing, Event, Submission
from registration.services.journal import BrokenLink
from registration.workflow import Transition


@dataclass(frozen=True)
class _Journey:
    """What travels: its unit, its transitions, and which column bears the instant of which verbs."""

    model: Any
    unit: Any
    rows: tuple[Transition, ...]
    stamps: dict[str, tuple[str, ...]]


_ALL: Final = (
    _Journey(
        Submission,
        F("district_id"),
        workflow.TRANSITIONS,
        {"latest_submitted_at": ("submit", "resubmit"), "certified_at": ("certify",)},
    ),
    _Journey(
        Certification,
        F("province_id"),
        workflow.CERTIFICATE_TRANSITIONS,
        {"certified_at": ("certify_province",), "announced_at": ("announce_province",)},
    ),
    _Journey(Closing, Value(""), workflow.CLOSING_TRANSITIONS, {"closed_at": ("hard_close",)}),
)
_Turn = tuple[int, str, datetime]  # seq, verb, instant


def faults(unit_code: str = "") -> Iterator[BrokenLink]:
    """Where a status or an instant is not what the newest event says."""
    for journey in _ALL:
        turns = _turns([row.verb for row in journey.rows], unit_code)
        columns = (journey.unit, "round_id", "status", *journey.stamps)
        for code, round_id, status, *stamps in journey.model.objects.values_list(*columns):
            if not code.startswith(unit_code):
                continue
            told = turns.get((code, round_id), [])
            place = f"{journey.model._meta.verbose_name} รอบ {round_id}"
            seq = told[-1][0] if told else 0
            for why in _unlike(journey, told, status, stamps):
                yield BrokenLink(code, seq, f"{place}: {why}")


def _turns(verbs: list[str], unit_code: str) -> dict[tuple[str, int], list[_Turn]]:
    """{(unit, round): its turns, the oldest first}."""
    rows = Event.objects.filter(verb__in=verbs, unit__code__startswith=unit_code).order_by("unit_id", "seq")
    found: dict[tuple[str, int], list[_Turn]] = {}
    for code, round_id, seq, verb, at in rows.values_list("unit_id", "round_id", "seq", "verb", "at"):
        found.setdefault((code, round_id), []).append((seq, verb, at))
    return found


def _unlike(
    journey: _Journey, told: list[_Turn], status: str, stamps: list[datetime | None]
) -> Iterator[str]:
    targets = {row.verb: row.target for row in journey.rows}
    says = targets[told[-1][1]] if told else journey.rows[0].source
    if status != says:
        yield f"สถานะ {status} แต่บันทึกเหตุการณ์บอกว่า {says}"
    for (name, verbs), stamp in zip(journey.stamps.items(), stamps, strict=True):
        instants = [at for _, verb, at in told if verb in verbs]
        if stamp is not None and stamp != (instants[-1] if instants else None):
            yield f"{name} ไม่ตรงกับเวลาในบันทึกเหตุการณ์"
