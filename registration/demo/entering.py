"""Enters many invented producers at once: the rows that registry.register would have written for each of them.

No rule is asked: who calls invents what is valid. tests/registration/demo/test_entering.py compares the two.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.conf import settings
from django.db import transaction

from otop_registry import clock, thai
from registration import content, identifiers, places
from registration.access import posts
from registration.models import (
    Certificate,
    Post,
    Producer,
    Product,
    Registration,
    Revision,
    Round,
    Unit,
    User,
)
from registration.models.producers import RegistrationKind
from registration.services.journal import Act, append_event
from registration.services.registry import findable
from registration.services.registry.writing import next_running

Fields = dict[str, Any]


@dataclass(frozen=True)
class Newcomer:
    """A producer to be entered: when, and the fields and products as registry.register takes them."""

    day: date
    hour: time
    fields: Fields
    products: Sequence[Fields]


@dataclass(frozen=True)
class Desk:
    """Where the newcomers are entered: the district, its round, its officer with the post."""

    district: Unit
    round: Round
    by: User
    post: Post


def desk_of(district: Unit, round_id: int, by: User, on: date) -> Desk:
    """The desk of an officer of the district."""
    post = next(each for each in posts(by, on) if each.covers(district.pk))
    return Desk(district, Round.objects.get(pk=round_id), by, post)


@transaction.atomic
def enter(desk: Desk, newcomers: Sequence[Newcomer]) -> list[Producer]:
    """Registers the newcomers, who stand in the order of their days; returns them. Raises: PermissionError."""
    if not settings.DEMO:
        raise PermissionError("Invented producers are entered in demo mode only")
    running = next_running(desk.district.pk, desk.round.fiscal_year_be)
    rows = [_producer(desk, each, number) for number, each in enumerate(newcomers, running)]
    made = Producer.objects.bulk_create(rows, batch_size=100)
    owned = list(zip(made, newcomers, strict=True))
    products = Product.objects.bulk_create(
        (_product(desk, producer, each, fields) for producer, each in owned for fields in each.products),
        batch_size=200,
    )
    wanted = (fields for each in newcomers for fields in each.products)
    Certificate.objects.bulk_create(_certificates(zip(products, wanted, strict=True)), batch_size=200)
    _record(desk, owned)
    return made


def _producer(desk: Desk, each: Newcomer, running: int) -> Producer:
    code, names = desk.district.pk, [fields["name"] for fields in each.products]
    number = identifiers.registration_number(
        places.province_of(code), code, desk.round.fiscal_year_be, running
    )
    with clock.hour(each.hour):
        at = clock.instant(each.day)
    return Producer(
        registration_number=number,
        district=desk.district,
        first_round=desk.round,
        registered_round=desk.round,
        confirmed_round=desk.round,
        created_at=at,
        created_by=desk.by,
        updated_at=at,
        name_key=thai.name_key(each.fields["name"]),
        sort_key=thai.sort_key(each.fields["name"]),
        search_key=found_by(each.fields, names, number),
        **each.fields,
    )


def found_by(fields: Fields, product_names: Iterable[str], number: str) -> str:
    """What a new producer is found by, under its registration number."""
    products = [{"name": name, "withdrawn_round": None} for name in product_names]
    said = {"former_numbers": "", **fields, "products": products, "registration_number": number}
    return findable.key_of_content(said)


def _product(desk: Desk, producer: Producer, each: Newcomer, fields: Fields) -> Product:
    return Product(
        producer=producer,
        first_round=desk.round,
        registered_round=desk.round,
        registered_day=each.day,
        name_key=thai.name_key(fields["name"]),
        **{name: fields[name] for name in content.PRODUCT_FIELDS if name in fields},
    )


def _certificates(wanted: Iterable[tuple[Product, Fields]]) -> Iterator[Certificate]:
    for product, fields in wanted:
        for certificate in fields.get("certificates", ()):
            yield Certificate(product=product, **certificate)


def _record(desk: Desk, owned: Sequence[tuple[Producer, Newcomer]]) -> None:
    """The act of the round, the first revision and the event of each."""
    whole = Producer.objects.prefetch_related("products__certificates")
    contents = {row.pk: content.of_producer(row) for row in whole.filter(pk__in=[row.pk for row, _ in owned])}
    Registration.objects.bulk_create((_registration(desk, row) for row, _ in owned), batch_size=200)
    Revision.objects.bulk_create(
        (_revision(desk, row, each, contents[row.pk]) for row, each in owned), batch_size=100
    )
    for row, each in owned:
        changed = content.difference(None, contents[row.pk])
        changes = ({c.field: c.before for c in changed}, {c.field: c.after for c in changed})
        act = Act(desk.by, each.day, desk.post)
        with clock.hour(each.hour):
            append_event(
                desk.district.pk,
                "register",
                act,
                subject=f"producer:{row.pk}",
                round=desk.round,
                changes=changes,
            )


def _registration(desk: Desk, row: Producer) -> Registration:
    return Registration(
        producer=row,
        round=desk.round,
        district=desk.district,
        kind=RegistrationKind.NEW,
        acted_by=desk.by,
        acted_at=row.created_at,
    )


def _revision(desk: Desk, row: Producer, each: Newcomer, said: content.Content) -> Revision:
    return Revision(
        producer=row,
        number=1,
        round=desk.round,
        district=desk.district,
        day=each.day,
        at=row.created_at,
        by=desk.by,
        content=said,
    )
