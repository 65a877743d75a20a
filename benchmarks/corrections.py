"""P12: a correction of one record of a closed round, against the closing of that round; its effect, against a page.

The round is closed and corrected by the real services inside one transaction that is taken back. What a database does
at the commit is not measured, save for the checks of foreign keys, which are asked for at once.
"""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from statistics import median
from typing import Final

from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from benchmarks import closed_scene
from benchmarks.closed_scene import ROUND
from benchmarks.pages import in_training, signed_in
from benchmarks.timing import Result, compare, milliseconds
from otop_registry import clock
from registration.models import Closing, Correction, Producer, User
from registration.places import province_of
from registration.services import corrections, editions, journey
from registration.services.corrections import Wish, forward

BAR: Final = 0.02
TURNS: Final = 9
CLOSED, CORRECTED = date(2024, 9, 24), date(2024, 10, 2)


class _RollBackError(Exception):
    """Ends a transaction whose rows nobody wants."""


def measure() -> list[Result]:
    try:
        with transaction.atomic():
            closed_scene.sign()
            results = _measured()
            raise _RollBackError
    except _RollBackError:
        return results


def _measured() -> list[Result]:
    size = _bytes()
    closed = _spent(_close)
    grown, size = _bytes() - size, _bytes()
    *picked, last = _picked()
    spent = [_spent(partial(_correct, each)) for each in picked]
    corrected = (_bytes() - size) / len(spent)
    return [
        Result("P12 a correction / the closing (ms)", median(spent), closed, BAR),
        Result("P12 a correction / the closing (bytes)", corrected, grown, BAR),
        _looked(_agreed(last)),
    ]


def _officer(unit: str) -> User:
    return User.objects.get(username=f"national.{unit}")


def _close() -> None:
    for verb in ("soft_close", "hard_close"):
        journey.advance(Closing.objects.get(pk=ROUND), verb, by=_officer("department"), on=CLOSED)


def _picked() -> Iterator[Producer]:
    """Records from everywhere, one more than are corrected."""
    newest = Producer.objects.order_by("-pk").values_list("pk", flat=True)[0]
    for turn in range(TURNS + 1):
        yield Producer.objects.active().filter(pk__gt=turn * newest // (TURNS + 1)).order_by("pk")[0]


def _agreed(producer: Producer) -> Correction:
    """The request that a record end as of the round, agreed by its province."""
    edition, own = editions.latest(ROUND), producer.district_id
    found = corrections.frozen(producer.pk, edition) if edition else None
    if edition is None or found is None:
        raise LookupError(f"No edition holds {producer}")
    wish = Wish(forward.all_ended(found.content, ROUND), "ไม่เคยผลิต", "ทดสอบ 1/2567")
    asked = corrections.ask(edition, producer.pk, wish, by=_officer(own), on=CORRECTED)
    return corrections.advance(asked, "agree_correction", by=_officer(province_of(own)), on=CORRECTED)


def _correct(producer: Producer) -> None:
    """The whole path: asked, agreed, approved as it reads."""
    agreed = _agreed(producer)
    seen = corrections.effect_of(agreed).fingerprint
    corrections.advance(agreed, "approve_correction", by=_officer("department"), on=CORRECTED, seen=seen)


# --- what it costs ---


def _spent(act: Callable[[], object]) -> float:
    """Milliseconds, with the checks that the database would do at the commit."""

    def checked() -> None:
        act()
        if connection.vendor == "postgresql":
            connection.check_constraints()

    return milliseconds(checked)


def _bytes() -> int:
    """What the database takes on disk, without pages that are free."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])
        found = []
        for name in ("page_count", "freelist_count", "page_size"):
            cursor.execute(f"PRAGMA {name}")
            found.append(int(cursor.fetchone()[0]))
        pages, free, size = found
        return (pages - free) * size


# --- its effect ---


def _looked(agreed: Correction) -> Result:
    """The page that shows the effect to who decides, by turns with the board of the province."""
    step = reverse("registration:correction_step", args=[agreed.pk, "approve_correction"])
    board = reverse("registration:round", args=[2567, 4, province_of(agreed.district_id)])
    with in_training():
        clock.set_training_day(CORRECTED)
        client = signed_in("national.department")
        return compare(
            "P12 effect of a correction / board of its province (ms)",
            lambda: _get(client, step),
            lambda: _get(client, board),
            bar=1.0,
        )


def _get(client: Client, path: str) -> None:
    answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status_code}")
