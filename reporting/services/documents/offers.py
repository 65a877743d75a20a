"""What a person may ask for, by occasion: the rounds, the months, the fiscal years of a unit."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from registration import access
from registration.models import Plan, Round, Unit, User
from registration.timetable import Quarter
from registration.workflow import Refused
from reporting.models import Document
from reporting.models.documents import PACKET, Format, Variant
from reporting.paper import Kind
from reporting.services import rounds
from reporting.services.documents import matters
from reporting.services.documents.matters import Matter

ROUNDS_OFFERED: Final = 4
MONTHS_OFFERED: Final = 4
YEARS_OFFERED: Final = 2


@dataclass(frozen=True)
class Way:
    """A form a document comes in, as a button: `value` is what the page sends back."""

    format: Format
    variant: Variant

    @property
    def value(self) -> str:
        return "-".join(filter(None, (self.format, self.variant)))

    @property
    def icon(self) -> str:
        return {Format.PDF: "file-earmark-pdf", Format.XLSX: "file-earmark-spreadsheet"}.get(
            self.format, "box-seam"
        )

    @property
    def label(self) -> str:
        return f"{self.format.label} ({self.variant.label})" if self.variant else str(self.format.label)


@dataclass(frozen=True)
class Offer:
    """One document and the forms it comes in."""

    matter: Matter
    ways: tuple[Way, ...]

    @property
    def is_packet(self) -> bool:
        return self.matter.kind == PACKET


@dataclass(frozen=True)
class Occasion:
    """รอบ 2/2561 and the documents that go with it."""

    label: str
    offers: tuple[Offer, ...]


def occasions(unit: Unit, user: User, on: date) -> list[Occasion]:
    """What the person may ask for of the unit, the newest occasion of each sort first. Three queries."""
    wanted = [*_rounds(unit, on), *_months(unit, on), *_years(unit)]
    found = (Occasion(each[0].period, tuple(_allowed(each, user, on))) for each in wanted)
    return [occasion for occasion in found if occasion.offers]


def offer_of(matter: Matter, user: User, on: date) -> Offer | None:
    """One document as an offer; None when the person may not read it or the unit has none."""
    return next(_allowed([matter], user, on), None)


def _allowed(wanted: list[Matter], user: User, on: date) -> Iterator[Offer]:
    for matter in wanted:
        ways = tuple(Way(*way) for way in matters.ways(matter.kind))
        if access.can(user, matter.action, matter.unit, on=on) and _exists(matter, ways[0]):
            yield Offer(matter, ways)


def _exists(matter: Matter, way: Way) -> bool:
    try:
        matters.check_way(matter, way.format, way.variant)
    except Refused:
        return False
    return True


def _rounds(unit: Unit, on: date) -> list[list[Matter]]:
    rows = Round.objects.filter(pk__lte=Round.id_of(Quarter.of(on))).order_by("-pk")[:ROUNDS_OFFERED]
    return [[Matter(kind, unit, round) for kind in matters.OF_ROUND] for round in rows]


def _months(unit: Unit, on: date) -> list[list[Matter]]:
    months = rounds.months_shown(on)[:MONTHS_OFFERED]
    return [[Matter(kind, unit, month=month) for kind in matters.OF_MONTH] for month in months]


def _years(unit: Unit) -> list[list[Matter]]:
    years = Plan.objects.exclude(published_at=None).values_list("fiscal_year_be", flat=True)
    return [[Matter(Kind.PLAN, unit, fiscal_year_be=year)] for year in years[:YEARS_OFFERED]]


def way_of(document: Document) -> Offer:
    """The one form that a document has, to ask for it again."""
    return Offer(matters.of(document), (Way(Format(document.format), Variant(document.variant)),))


# --- whose documents ---


def units_to_choose(unit: Unit, user: User, on: date) -> list[Unit]:
    """The units that a page of `unit` leads to: the person's own, the one above, itself and those one level below."""
    own = {post.unit_id for post in access.posts(user, on)}
    near = Unit.objects.directly_below(unit.code)
    codes = own | {unit.code, unit.parent_code} | set(near.values_list("pk", flat=True))
    return list(access.visible(Unit, user, on).valid(on).filter(pk__in=codes))
