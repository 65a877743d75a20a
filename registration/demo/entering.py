"""Enters invented producers: a district's officer sits down now and then and types several, by the real service."""

from collections.abc import Sequence
from datetime import date, time

from otop_registry import clock
from registration.models import Producer, Unit, User
from registration.services import registry
from registration.services.registry import NewProducer

Sitting = tuple[date, time]


def enter(district: Unit, sittings: Sequence[Sitting], invented: Sequence[NewProducer], *, by: User) -> int:
    """Registers the invented producers spread over the sittings, in the order of both; returns how many.

    Raises: Refused outside the window; Invalid or Duplicate for an invention that the rules refuse.
    """
    share = -(-len(invented) // len(sittings))
    lots = [invented[start : start + share] for start in range(0, len(invented), share)]
    for (day, hour), lot in zip(sittings, lots, strict=False):
        with clock.hour(hour):
            outcomes = registry.register_many(district, lot, by=by, on=day)
        if refused := [each for each in outcomes if not isinstance(each, Producer)]:
            raise refused[0]
    return len(invented)
