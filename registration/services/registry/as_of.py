"""The registry as it stood on a day or in an edition: rosters and past versions. Reads only.

Source: docs/rules.md 3, "registered by 16 March 2561" (L1 order 3) and 6, roster (L1 attachment 4). Every write keeps
a whole Revision with the day it was judged on, so a later edit or withdrawal never changes an earlier roster.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Choices, Q
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.utils import timezone

from otop_registry import thai
from registration import identifiers
from registration.content import Content, moves_of
from registration.lifespan import LEFT, counted_q, is_standing, moves, standing
from registration.models import Edition, Producer, Revision, RosterRow, Round, Subdistrict, Transfer, Unit
from registration.models.producers import ProducerKind, ProductType, Standard
from registration.models.revisions import RevisionQuerySet
from registration.names import full_name, show_village


@dataclass(frozen=True)
class RosterProduct:
    """One product of a roster's entry; `standards` are its certificates in one line each."""

    name: str
    type_label: str
    standards: tuple[str, ...]


@dataclass(frozen=True)
class RosterEntry:
    """One producer of a roster, in the columns of L1 attachment 4; the citizen's number is masked."""

    place: int
    producer_id: int
    district_code: str
    registration_number: str
    name: str
    kind_label: str
    owner_name: str
    masked_id: str
    address: str
    phones: tuple[str, ...]
    round_label: str
    products: tuple[RosterProduct, ...]

    @property
    def row_count(self) -> int:
        """How many table rows the entry takes on paper: one per product, one without any."""
        return max(len(self.products), 1)

    @property
    def first_product(self) -> RosterProduct | None:
        return self.products[0] if self.products else None

    @property
    def further_products(self) -> tuple[RosterProduct, ...]:
        return self.products[1:]


@dataclass(frozen=True)
class Roster:
    """Who was registered in a unit: rows of `table` in dictionary order, read page by page.

    At the end of a day from revisions; with `round_id`, in an edition of that round from its frozen rows.
    """

    unit: Unit
    day: date
    revision_pks: tuple[int, ...]
    table: type[Revision] | type[RosterRow] = Revision
    round_id: int | None = None

    def entries(self, start: int = 0, stop: int | None = None) -> list[RosterEntry]:
        """The entries from `start` up to `stop`."""
        pks = self.revision_pks[start:stop]
        contents = self.table.objects.in_bulk(pks)
        names = _subdistrict_names(contents.values())
        return [self._entry(place, contents[pk], names) for place, pk in enumerate(pks, start + 1)]

    def row_counts(self, start: int = 0, stop: int | None = None) -> list[int]:
        """The `row_count` of the same entries, without the rest of them."""
        pks = self.revision_pks[start:stop]
        rows = self.table.objects.filter(pk__in=pks).order_by()
        products = dict(
            rows.annotate(products=KeyTransform("products", "content")).values_list("pk", "products")
        )
        return [max(len(_standing(products[pk], self.round_id)), 1) for pk in pks]

    def _entry(self, place: int, row: Revision | RosterRow, names: Mapping[str, str]) -> RosterEntry:
        standing = _standing(row.content["products"], self.round_id)
        return _entry(place, row, names, tuple(_product(product, self.day) for product in standing))


def roster(unit: Unit, on_day: date, round_id: int | None = None) -> Roster:
    """Every producer registered and not withdrawn in the unit at the end of `on_day`.

    With a round, those that count at its end as far as it is known on that day: what a report of the round counts.
    In Thai dictionary order of the name of that day, a province's district by district.
    """
    stands = counted_q(round_id) if round_id else standing("content__")
    newest = Revision.objects.newest(day__lte=on_day).order_by()
    entries = newest.filter(stands, district__code__startswith=unit.code)
    if round_id:
        entries = _where_they_stood(entries, newest, unit, on_day, round_id)
    rows = entries.annotate(name=KeyTextTransform("name", "content")).values_list(
        "district_id", "name", "pk", "producer__name", "producer__sort_key"
    )
    # most names have not changed since: their key is stored
    keyed = ((code, key if name == now else thai.sort_key(name), pk) for code, name, pk, now, key in rows)
    return Roster(unit, on_day, tuple(pk for _, _, pk in sorted(keyed)), round_id=round_id)


def _where_they_stood(
    entries: RevisionQuerySet, newest: RevisionQuerySet, unit: Unit, on_day: date, round_id: int
) -> RevisionQuerySet:
    """The entries of a round's end: who moved in a later round is listed as it left, where it stood until then."""
    first: dict[int, _Left] = {}
    for producer, *left in _later_moves(newest, unit, on_day, round_id):
        first.setdefault(producer, _Left(*left))
    if not first:
        return entries
    here = Q()
    for producer, each in first.items():
        if each.source.startswith(unit.code) and LEFT in moves(each.registered, each.withdrawn, round_id):
            here |= Q(producer=producer, number=each.version)
    elsewhere = entries.exclude(producer__in=first)
    return elsewhere | Revision.objects.filter(here).order_by() if here else elsewhere


class _Left(NamedTuple):
    """The district that a mover left, and the record as it left."""

    source: str
    version: int
    registered: int
    withdrawn: int | None


def _later_moves(
    newest: RevisionQuerySet, unit: Unit, on_day: date, round_id: int
) -> Iterator[tuple[Any, ...]]:
    """The moves of later rounds, as far as they were known on the day: a move may miss its round since (0018)."""
    known = Transfer.objects.known_on(on_day).filter(round_id__gt=round_id).touching(unit.code)
    columns = (KeyTransform("registered_round", "content"), KeyTransform("withdrawn_round", "content"))
    rows = list(
        known.order_by("day", "pk").values_list("producer_id", "round_id", "source_id", "version", *columns)
    )
    columns = (KeyTransform("came_round", "content"), KeyTransform("registered_round", "content"))
    stood = newest.filter(producer__in={row[0] for row in rows}) if rows else newest.none()
    since = {producer: came or began for producer, came, began in stood.values_list("producer", *columns)}
    for producer, moved, *left in rows:
        if min(moved, since[producer]) > round_id:
            yield producer, *left


def frozen_roster(unit: Unit, edition: Edition) -> Roster:
    """Every producer of the unit in an edition, in the order of `roster`; certificates as of the day of the closing."""
    rows = RosterRow.objects.of(edition).filter(district__code__startswith=unit.code).order_by()
    named = rows.annotate(name=KeyTextTransform("name", "content")).values_list("district_id", "name", "pk")
    keyed = sorted((code, thai.sort_key(name), pk) for code, name, pk in named)
    first = edition if edition.number == 1 else Edition.objects.get(round_id=edition.round_id, number=1)
    day = timezone.localdate(first.created_at)
    return Roster(unit, day, tuple(pk for _, _, pk in keyed), RosterRow, edition.round_id)


def content_at(producer: Producer, version: int) -> Content:
    """What the producer's record said in one version; empty for a version that never was."""
    rows = Revision.objects.filter(producer=producer, number=version)
    return rows.values_list("content", flat=True).first() or {}


def newest_revision(producer: Producer) -> Revision:
    """Who wrote what stands now, and when."""
    return Revision.objects.filter(producer=producer).select_related("by").latest("number")


# --- a revision as a line of the roster ---


def _standing(products: Iterable[Content], round_id: int | None) -> list[Content]:
    """The products that nobody has withdrawn; with a round, those that count at its end."""
    if round_id is None:
        return [product for product in products if is_standing(product["withdrawn_round"])]
    return [product for product in products if LEFT in moves_of(product, round_id)]


def _subdistrict_names(revisions: Iterable[Revision | RosterRow]) -> dict[str, str]:
    codes = {revision.content["subdistrict_id"] for revision in revisions}
    return {code: str(place) for code, place in Subdistrict.objects.in_bulk(codes).items()}


def _entry(
    place: int,
    revision: Revision | RosterRow,
    names: Mapping[str, str],
    products: tuple[RosterProduct, ...],
) -> RosterEntry:
    content = revision.content
    return RosterEntry(
        place=place,
        producer_id=revision.producer_id,
        district_code=revision.district_id,
        registration_number=content["registration_number"],
        name=content["name"],
        kind_label=_label(ProducerKind, content["kind"]),
        owner_name=full_name(content["owner_title"], content["owner_first_name"], content["owner_last_name"]),
        masked_id=identifiers.mask_id(content["citizen_id"]),
        address=address_of(content, names.get(content["subdistrict_id"], content["subdistrict_id"])),
        phones=tuple(map(identifiers.show_phone, content["phones"])),
        round_label=Round.label_of(content["registered_round"]),
        products=products,
    )


def address_of(content: Content, subdistrict: str) -> str:
    """The place of production in one line, as a letter writes it."""
    words = (
        ("", "house_number"),
        ("บ้าน", "village"),
        ("ซอย", "lane"),
        ("ถนน", "road"),
    )
    house, *parts = [
        f"{word}{content[name].removeprefix(word)}" if content[name] else "" for word, name in words
    ]
    said = [house, show_village(content["village_number"]), *parts, subdistrict, content["postcode"]]
    return " ".join(filter(None, said))


def _product(product: Content, day: date) -> RosterProduct:
    lines = tuple(standard_line(certificate, day) for certificate in product["certificates"])
    return RosterProduct(product["name"], _label(ProductType, product["product_type"]), lines)


def standard_line(certificate: Content, day: date) -> str:
    """A certificate as the roster shows it, marked when it is over."""
    expires = certificate["expires_day"]
    is_over = bool(expires) and date.fromisoformat(expires) < day
    text = f"{_label(Standard, certificate['standard'])} {certificate['number']}".strip()
    return f"{text} (หมดอายุ)" if is_over else text


def _label(choices: type[Choices], value: str) -> str:
    return str(dict(choices.choices).get(value, value))
