"""Every count of the registration report, live or from a closed edition, as frozen dataclasses.

Source: docs/rules.md 6, quarterly registration report (L1 attachment 3).
Identity in every row: ยกมา + ใหม่ + ย้ายเข้า − ยกเลิก − ย้ายออก = คงเหลือ, for producers and for products.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Substr

from registration import content, places
from registration.content import Content
from registration.lifespan import BROUGHT, CAME, GONE, LEFT, NEW, WENT, moves_q
from registration.models import (
    Edition,
    EditionFigure,
    Producer,
    Product,
    Registration,
    Subdistrict,
    Transfer,
    Unit,
)
from registration.models.producers import ProducerKind, ProductType, RegistrationKind


@dataclass(frozen=True)
class Counts:
    """One row of the report: producers carried over, new, updated, withdrawn, moved, left, by kind; products likewise.

    The field names of `kinds` and `types` are the values of ProducerKind and ProductType.
    """

    producers_brought: int = 0
    producers_new: int = 0
    producers_updated: int = 0
    producers_withdrawn: int = 0
    producers_left: int = 0
    group: int = 0
    sole_owner: int = 0
    sme: int = 0
    products_brought: int = 0
    products_added: int = 0
    products_reduced: int = 0
    products_left: int = 0
    food: int = 0
    drink: int = 0
    cloth: int = 0
    utensil: int = 0
    herb: int = 0
    products_returned: int = 0  # of those added: not new, back after a withdrawal (decision 0012)
    producers_came: int = 0  # moved here from another district (decision 0077), counted in no other column
    producers_went: int = 0
    products_came: int = 0
    products_went: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(getattr(self, name) + getattr(other, name) for name in COUNT_NAMES))

    def __sub__(self, other: "Counts") -> "Counts":
        return Counts(*(getattr(self, name) - getattr(other, name) for name in COUNT_NAMES))

    @property
    def is_nothing(self) -> bool:
        """Whether every count is zero: such a place is named below a table, not drawn as a row."""
        return self == Counts()

    @property
    def product_increase(self) -> int:
        """The net increase of registered products; what comes back or moves is no increase (0002, 0012, 0077)."""
        return self.products_added - self.products_returned - self.products_reduced


COUNT_NAMES = tuple(field.name for field in fields(Counts))


@dataclass(frozen=True)
class Row:
    """The counts of one place: a subdistrict, district or province."""

    code: str
    name: str
    counts: Counts


@dataclass(frozen=True)
class Report:
    """The rows of a unit's report, one per place below it, with their total; `edition` None means live."""

    unit_code: str
    round_id: int
    rows: tuple[Row, ...]
    edition: Edition | None

    @property
    def total(self) -> Counts:
        return total(row.counts for row in self.rows)


def total(counts: Iterable[Counts]) -> Counts:
    """The sum of any number of counts."""
    return sum(counts, Counts())


def registration_report(unit_code: str, round_id: int, edition: Edition | None = None) -> Report:
    """The registration report of a unit: a district by subdistrict, a province by district, the nation by province.

    Live unless an edition is given. Every place below the unit has a row, also an empty one. Four queries.
    """
    width = places.width_below(unit_code)
    counted = from_edition(edition, unit_code, width) if edition else live(unit_code, round_id, width)
    names = _names(unit_code, width, counted, edition)
    rows = [Row(code, name, counted.get(code, Counts())) for code, name in names.items()]
    return Report(unit_code, round_id, tuple(rows), edition)


def _names(unit_code: str, width: int, counted: Collection[str], edition: Edition | None) -> dict[str, str]:
    """The places that stand below a unit, on an edition's day, and those that ended since but are counted."""
    model = Subdistrict if width == places.SUBDISTRICT_WIDTH else Unit
    below = model.objects.filter(code__startswith=unit_code, code__length=width)
    standing = below.valid(edition.day) if edition else below.filter(valid_to=None)
    names = {place.code: str(place) for place in standing}
    if ended := set(counted) - names.keys():
        names |= {place.code: str(place) for place in model.objects.filter(code__in=ended)}
    return dict(sorted(names.items()))


def from_edition(edition: Edition, unit_code: str, width: int) -> dict[str, Counts]:
    """{place code of `width` digits: frozen counts} of an edition."""
    rows = EditionFigure.objects.of(edition).filter(district__code__startswith=unit_code)
    grouped = rows.annotate(place=Substr("subdistrict_id", 1, width)).values("place").order_by("place")
    sums = grouped.values_list("place", *(Sum(name) for name in COUNT_NAMES))
    return {place: Counts(*counts) for place, *counts in sums}


def live(unit_code: str, round_id: int, width: int) -> dict[str, Counts]:
    """{place code of `width` digits: counts as registered so far}.

    Who moved away in the round or later is counted by the record as it left, where it stood: one question more.
    """
    below = Q(district__code__startswith=unit_code, registered_round_id__lte=round_id)
    producers = Producer.objects.filter(below).annotate(place=Substr("subdistrict_id", 1, width))
    products = Product.objects.filter(
        producer__district__code__startswith=unit_code, registered_round_id__lte=round_id, stayed_behind=False
    ).annotate(place=Substr("producer__subdistrict_id", 1, width))
    counted: dict[str, dict[str, int]] = {}
    for rows in (
        _count(producers, round_id, PRODUCER_COUNTS),
        _count(products, round_id, PRODUCT_COUNTS),
        _updated(unit_code, round_id, width),
    ):
        for row in rows:
            counted.setdefault(row.pop("place"), {}).update(row)
    found = {place: _counts(values) for place, values in counted.items()}
    for place, counts in _departed(unit_code, round_id, width):
        if not counts.is_nothing:
            found[place] = found.get(place, Counts()) + counts
    return found


def standing_count(district_code: str, round_id: int) -> int:
    """How many producers count in a district at the end of a round (คงเหลือ), with those that moved away since."""
    here = Producer.objects.filter(district=district_code).standing_after(round_id).count()
    gone = Transfer.objects.gone_from(district_code, round_id + 1)
    return here + sum(count_of(row.departed(), round_id).producers_left for row in gone)


def _updated(unit_code: str, round_id: int, width: int) -> Iterable[dict[str, Any]]:
    rows = Registration.objects.filter(
        district__code__startswith=unit_code, round_id=round_id, kind=RegistrationKind.UPDATE
    )
    here = rows.filter(producer__district=F("district"))  # of who left since: _departed
    placed = here.annotate(place=Substr("producer__subdistrict_id", 1, width))
    counted = placed.values_list("place").order_by("place").annotate(Count("pk"))
    return [{"place": place, "producers_updated": count} for place, count in counted]


def _departed(unit_code: str, round_id: int, width: int) -> Iterable[tuple[str, Counts]]:
    """(place, what it counts) of each producer that moved away in the round or later, for each of its stays here."""
    rows = list(Transfer.objects.gone_from(unit_code, round_id).order_by("pk"))
    updated = _updated_then(rows, round_id)
    for row in rows:
        counts = count_of(row.departed(), round_id)
        if (row.producer_id, row.source_id) in updated:
            counts = replace(counts, producers_updated=1)
        yield row.content["subdistrict_id"][:width], counts


def _updated_then(rows: Sequence[Transfer], round_id: int) -> set[tuple[int, str]]:
    """(producer, district) of those that a district had updated in an earlier round than the one they left in."""
    if not any(row.round_id > round_id for row in rows):
        return set()
    acts = Registration.objects.filter(
        producer__in=[row.producer_id for row in rows], round_id=round_id, kind=RegistrationKind.UPDATE
    )
    return set(acts.values_list("producer_id", "district_id"))


PRODUCER_COUNTS: Mapping[str, tuple[str, Q]] = {
    "producers_brought": (BROUGHT, Q()),
    "producers_new": (NEW, Q()),
    "producers_came": (CAME, Q()),
    "producers_withdrawn": (GONE, Q()),
    "producers_left": (LEFT, Q()),
    **{kind.value: (LEFT, Q(kind=kind)) for kind in ProducerKind},
}
PRODUCT_COUNTS: Mapping[str, tuple[str, Q]] = {
    "products_brought": (BROUGHT, Q()),
    "products_added": (NEW, Q()),
    "products_came": (CAME, Q()),
    "products_reduced": (GONE, Q()),
    "products_left": (LEFT, Q()),
    "products_returned": (NEW, Q(first_round_id__lt=F("registered_round_id"))),
    **{each.value: (LEFT, Q(product_type=each)) for each in ProductType},
}


def _count(rows: QuerySet, round_id: int, counts: Mapping[str, tuple[str, Q]]) -> Iterable[dict[str, Any]]:
    moves = moves_q(round_id)
    aggregates = {
        name: Count("pk", filter=moves[move] & extra, distinct=False)
        for name, (move, extra) in counts.items()
    }
    # a count may bear the name of a column (kind, product_type values never do)
    return rows.values("place").order_by("place").annotate(**aggregates)


def _counts(values: Mapping[str, int]) -> Counts:
    return Counts(**{name: values.get(name, 0) for name in COUNT_NAMES})


def count_of(each: Content, round_id: int) -> Counts:
    """What one producer's content adds to the report of a round: the same moves as figures, row by row."""
    moves = content.moves_of(each, round_id)
    counts: dict[str, int] = {_PRODUCER_NAMES[move]: 1 for move in moves & _PRODUCER_NAMES.keys()}
    if LEFT in moves:
        counts[each["kind"]] = 1
    for product in each["products"]:
        moves = content.moves_of(product, round_id, each.get("went_round"))
        for name in [_PRODUCT_NAMES[move] for move in moves & _PRODUCT_NAMES.keys()]:
            counts[name] = counts.get(name, 0) + 1
        if NEW in moves and product["first_round"] < product["registered_round"]:
            counts["products_returned"] = counts.get("products_returned", 0) + 1
        if LEFT in moves:
            counts[product["product_type"]] = counts.get(product["product_type"], 0) + 1
    return Counts(**counts)


_PRODUCER_NAMES = {
    BROUGHT: "producers_brought", NEW: "producers_new", CAME: "producers_came", GONE: "producers_withdrawn",
    WENT: "producers_went", LEFT: "producers_left",
}  # fmt: skip
_PRODUCT_NAMES = {
    BROUGHT: "products_brought", NEW: "products_added", CAME: "products_came", GONE: "products_reduced",
    WENT: "products_went", LEFT: "products_left",
}  # fmt: skip


def progress(province_code: str, round_id: int) -> dict[str, dict[str, int]]:
    """{district code: {kind of registration: count}} of a round: what the province's board shows."""
    rows = Registration.objects.filter(district__code__startswith=province_code, round_id=round_id)
    counted: dict[str, dict[str, int]] = {}
    for row in rows.values("district_id", "kind").annotate(count=Count("pk")).order_by("district_id"):
        counted.setdefault(row["district_id"], {})[row["kind"]] = row["count"]
    return counted
