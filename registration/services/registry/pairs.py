"""Pairs of producers that may be one: those that wait for a decision, those decided, and what a reader may see of them.

A pair is what a check found between two standing producers. Whoever looks after one of the two sees the pair; of a
producer of another office nothing but that there is one (decision 0016). Reads only; `mine` are the producers inside
the reader's scope (access.visible).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, TextChoices
from django.db.models.functions import Greatest, Least, Substr

from registration import places
from registration.checks import table
from registration.models import Finding, PairDecision, Producer, Registration
from registration.models.checks import Verdict

OTHER: Final = "อีกราย"
Pair = tuple[int, int]  # the keys of two producers, the lower one first


class Reach(TextChoices):
    """How far the two of a pair lie apart: whose it is to decide follows from it."""

    DISTRICT = "district", "ในอำเภอเดียวกัน"
    PROVINCE = "province", "ต่างอำเภอในจังหวัด"
    NATION = "nation", "ต่างจังหวัด"


class Stage(TextChoices):
    """Whether a pair was decided."""

    WAITING = "waiting", "รอพิจารณา"
    APART = Verdict.APART.value, "คนละราย"
    MERGED = Verdict.MERGED.value, "รวมแล้ว"


@dataclass(frozen=True)
class Line:
    """A pair on the list; a side is None where it is another office's."""

    pair: Pair
    sides: tuple[Producer | None, Producer | None]
    words: tuple[str, ...]
    decision: PairDecision | None = None


# --- which pairs there are ---


def waiting(mine: QuerySet[Producer], reach: str = "", code: str = "") -> QuerySet[Any, Any]:
    """{"low", "high"} of each pair that nobody has decided, those found by the most checks first."""
    ours = Q(registration__producer__in=mine) | Q(other__in=mine)
    decided = PairDecision.objects.filter(low=OuterRef("low"), high=OuterRef("high"))
    rows = _standing_findings().filter(
        ours, _REACHES.get(reach, Q()), _near("registration__producer", "other", code)
    )
    rows = rows.annotate(
        low=Least("registration__producer_id", "other_id"),
        high=Greatest("registration__producer_id", "other_id"),
    )
    pairs = rows.filter(~Exists(decided)).values("low", "high").annotate(alike=Count("code", distinct=True))
    return pairs.order_by("-alike", "low", "high")


def _standing_findings() -> QuerySet[Finding]:
    """What the checks found in the newest record of a standing producer about another one."""
    later = Registration.objects.filter(
        producer=OuterRef("registration__producer"), round__gt=OuterRef("registration__round")
    )
    rows = Finding.objects.annotate(
        own_province=Substr("registration__producer__district_id", 1, places.PROVINCE_WIDTH),
        other_province=Substr("other__district_id", 1, places.PROVINCE_WIDTH),
    )
    return rows.filter(
        ~Exists(later),
        other__isnull=False,
        other__withdrawn_round=None,
        registration__producer__withdrawn_round=None,
    )


_SAME_DISTRICT: Final = Q(registration__producer__district=F("other__district"))
_SAME_PROVINCE: Final = Q(own_province=F("other_province"))
_REACHES: Final[Mapping[str, Q]] = {
    Reach.DISTRICT: _SAME_DISTRICT,
    Reach.PROVINCE: _SAME_PROVINCE & ~_SAME_DISTRICT,
    Reach.NATION: ~_SAME_PROVINCE,
}


def _near(one: str, another: str, code: str) -> Q:
    """One of the two lies in the unit of `code`."""
    if not code:
        return Q()
    return Q(**{f"{one}__district__code__startswith": code}) | Q(
        **{f"{another}__district__code__startswith": code}
    )


def decided(mine: QuerySet[Producer], verdict: str, code: str = "") -> QuerySet[PairDecision]:
    """The pairs that were decided so, the newest first."""
    rows = PairDecision.objects.filter(Q(low__in=mine) | Q(high__in=mine), verdict=verdict)
    return rows.filter(_near("low", "high", code)).select_related("by").order_by("-at", "-pk")


def counts(mine: QuerySet[Producer], code: str = "") -> dict[str, int]:
    """{stage or reach: how many pairs}; the reaches are of those that wait."""
    found = {reach.value: waiting(mine, reach, code).count() for reach in Reach}
    found |= {stage: decided(mine, stage, code).count() for stage in (Stage.APART, Stage.MERGED)}
    return found | {Stage.WAITING: sum(found[reach] for reach in Reach.values)}


def is_known(pair: Pair) -> bool:
    """Whether a check ever found the pair, or somebody decided it: two producers chosen at will are none."""
    either = Q(registration__producer=pair[0], other=pair[1]) | Q(
        registration__producer=pair[1], other=pair[0]
    )
    return decision_of(pair) is not None or Finding.objects.filter(either).exists()


def decision_of(pair: Pair) -> PairDecision | None:
    return PairDecision.objects.select_related("by").filter(low=pair[0], high=pair[1]).first()


# --- the lines of a page ---


def lines_of(pairs: Sequence[Pair], mine: QuerySet[Producer]) -> list[Line]:
    """The pairs of a page with what was found, as far as the reader may see each side."""
    seen = _seen(pairs, mine)
    words = words_of(pairs, mine)
    return [Line(pair, _sides(pair, seen), words[pair]) for pair in pairs]


def lines_of_decisions(rows: Iterable[PairDecision], mine: QuerySet[Producer]) -> list[Line]:
    """The same of decided pairs, with the decision in place of what was found."""
    decisions = {(row.low_id, row.high_id): row for row in rows}
    seen = _seen(list(decisions), mine)
    return [Line(pair, _sides(pair, seen), (), row) for pair, row in decisions.items()]


def _seen(pairs: Sequence[Pair], mine: QuerySet[Producer]) -> dict[int, Producer]:
    rows = mine.filter(pk__in={pk for pair in pairs for pk in pair})
    return {row.pk: row for row in rows.select_related("district", "subdistrict")}


def _sides(pair: Pair, seen: Mapping[int, Producer]) -> tuple[Producer | None, Producer | None]:
    """The reader's own side first."""
    first, second = (seen.get(pk) for pk in pair)
    return (first, second) if first else (second, first)


def words_of(pairs: Sequence[Pair], mine: QuerySet[Producer]) -> dict[Pair, tuple[str, ...]]:
    """{pair: what the checks found in the reader's own side of it}, each check once, in the order of the table."""
    keys = {pk for pair in pairs for pk in pair}
    rows = _standing_findings().filter(registration__producer__in=mine.filter(pk__in=keys), other__in=keys)
    found: dict[Pair, dict[str, str]] = {pair: {} for pair in pairs}
    for owner, other, code, said in rows.values_list("registration__producer", "other", "code", "said"):
        pair = pair_of(owner, other)
        if pair in found and table.is_known(code):
            found[pair].setdefault(code, table.named(code).words.format(**(said | {"who": OTHER})))
    return {
        pair: tuple(words[code] for code in sorted(words, key=table.place_of))
        for pair, words in found.items()
    }


def pair_of(one: int, another: int) -> Pair:
    return min(one, another), max(one, another)
