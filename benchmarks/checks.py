"""P10: the checks at the size of the nation: all pairs of nearly one name, what is found of what was planted, memory.

Names without the numbers that the invented ones end with, so that nothing but letters tells them apart.
"""

import re
import resource
from collections.abc import Iterable
from datetime import date
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from benchmarks.timing import Result, milliseconds
from otop_registry import thai
from registration import places
from registration.checks import alike
from registration.checks.alike import Spelt
from registration.demo import planting
from registration.demo.national import LAST_QUARTER
from registration.models import Producer, Registration, Round
from registration.services.checks import facts, running
from registration.services.checks.identity import PAIR_CODES

PART: Final = 100  # producers compared with every other; the rest is extrapolated
PROVINCES: Final = ("10", "30", "43", "80")  # whose planted pairs are looked for
MOST_MEGABYTES: Final = 500
Rows = list[tuple[int, str, str]]  # id, subdistrict, name


def measure() -> list[Result]:
    rows = _rows()
    every = _every_pair([name for _, _, name in rows])
    return [
        _pairs("P10 pairs alike in each tambon / every pair (ms)", rows, places.SUBDISTRICT_WIDTH, every),
        _pairs("P10 pairs alike in each province / every pair (ms)", rows, places.PROVINCE_WIDTH, every),
        Result("P10 largest process (MB)", _megabytes(), MOST_MEGABYTES, 1),
        *_planted(),
    ]


def _rows() -> Rows:
    standing = Producer.objects.active().order_by("pk").values_list("pk", "subdistrict_id", "name")
    return [(pk, place, re.sub(" ?[0-9]+$", "", name)) for pk, place, name in standing.iterator()]


def _every_pair(names: list[str]) -> float:
    """How long rapidfuzz alone would take for every pair, by a part of them."""
    keys = [thai.name_key(name) for name in names]

    def compare() -> None:
        for key in keys[:PART]:
            process.extract(key, keys, scorer=OSA.distance, processor=None, score_cutoff=2, limit=None)

    return milliseconds(compare) * len(keys) / PART / 2


def _pairs(title: str, rows: Rows, width: int, every: float) -> Result:
    """Keys and blocks are made within the time measured."""

    def find() -> None:
        blocks: dict[str, alike.Names[int]] = {}
        for pk, place, name in rows:
            spelt, block = Spelt(thai.name_key(name), name), blocks.setdefault(place[:width], alike.Names())
            block.near(spelt)  # those before it: each pair once
            block.add(pk, spelt)

    return Result(title, milliseconds(find), every, 0.02)


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


# --- what is found ---


def _planted() -> Iterable[Result]:
    round_id, on = Round.id_of(LAST_QUARTER), date(2024, 9, 13)
    records, found = 0, set[frozenset[int]]()
    acted = Registration.objects.filter(round_id=round_id).order_by("district_id")
    districts = [
        code
        for code in acted.values_list("district_id", flat=True).distinct()
        if places.province_of(code) in PROVINCES
    ]
    for code in districts:
        given = facts.of_rows(code, round_id, on)
        records += len(given.subjects)
        pairs = (
            (each.subject.producer.pk, each.other)
            for each in running.judged(given)
            if each.code in PAIR_CODES
        )
        found |= {frozenset((own, other)) for own, other in pairs if other}
    hidden = _hidden(districts)
    yield Result("P10 planted pairs not found / planted", len(hidden - found), max(len(hidden), 1), 0.05)
    yield Result("P10 pairs found in vain / hundred records", len(found - hidden), max(records / 100, 1), 1)


def _hidden(districts: Iterable[str]) -> set[frozenset[int]]:
    """The planted pairs: a producer whose running number says so, and the one before it in its district."""
    keys = dict(Producer.objects.filter(district__in=list(districts)).values_list("pk", "district_id"))
    return {
        frozenset((pk - 1, pk))
        for pk, code in keys.items()
        if planting.pair_of(pk - 1) and keys.get(pk - 1) == code and not planting.pair_of(pk - 2)
    }
