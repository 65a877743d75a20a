"""What the tests of a round's pages share: addresses, reading a page, counting its queries, many rows at once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from registration import content, numbers
from registration.models import Producer, Product, Registration, Revision, Unit, User
from registration.services import calendar
from registration.workflow import Status
from tests.world.factories import (
    LONG_AGO,
    make_citizen_id,
    make_officer,
    make_producer,
    make_subdistrict,
    make_unit,
    round_of,
    submission_of,
    walk,
)


def address(name: str, unit: str, *more: object) -> str:
    """The address of a page of round 2/2561."""
    return reverse(f"registration:{name}", args=[2561, 2, unit, *more])


def read(client: Client, by: User, url: str) -> str:
    """What a person reads at an address."""
    client.force_login(by)
    answer = client.get(url)
    assert answer.status_code == 200
    return str(answer.content.decode())


def count_queries(client: Client, by: User, url: str) -> int:
    """How many queries a page costs that was opened before."""
    read(client, by, url)
    with CaptureQueriesContext(connection) as told:
        assert client.get(url).status_code == 200
    return len(told)


def make_more_districts(count: int) -> list[Unit]:
    """Further districts of province 80 in every round, each with an officer and a submitted round 2/2561."""
    units = [make_unit(f"80{number:02}") for number in range(50, 50 + count)]
    calendar.expect_units(round_of(), on=LONG_AGO)
    for unit in units:
        make_subdistrict(f"{unit.code}01")
        make_producer(unit, by=make_officer(unit.code))
        walk(submission_of(unit), Status.SUBMITTED)
    return units


def make_many_records(district: Unit, count: int, *, by: User) -> None:
    """Producers with a product, a revision and a record of round 2/2561: copies of one that was registered."""
    model = make_producer(district, by=by)
    number = Producer.objects.count()
    copies = [Producer(**_values(model)) for _ in range(count - 1)]
    for index, copy in enumerate(copies, start=number + 1):
        copy.registration_number, copy.citizen_id = (
            f"{district.code}-{index}",
            numbers.token_of(make_citizen_id()),
        )
        copy.name = copy.name_key = copy.sort_key = f"{model.name} {index}"
    Producer.objects.bulk_create(copies)
    product = _values(model.products.get())
    Product.objects.bulk_create(Product(**product | {"producer_id": copy.pk}) for copy in copies)
    record = _values(model.registrations.get())
    Registration.objects.bulk_create(Registration(**record | {"producer_id": copy.pk}) for copy in copies)
    revision = _values(model.revisions.get())
    Revision.objects.bulk_create(
        Revision(**revision | {"producer_id": copy.pk, "content": content.of_producer(copy)})
        for copy in copies
    )


def _values(row: Producer | Product | Registration | Revision) -> dict[str, object]:
    """The columns of a row but its key."""
    return {field.attname: getattr(row, field.attname) for field in row._meta.fields if field.attname != "id"}


@contextmanager
def meanwhile(table: str, act: Callable[[], object]) -> Iterator[None]:
    """Lets another process act between two statements of a request: once, after the first read of the table."""
    waiting = [act]

    def run(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:  # noqa: ANN401 (Django's own shape)
        done = execute(sql, *rest)
        if waiting and f'FROM "{table}"' in sql:
            waiting.pop()()
        return done

    with connection.execute_wrapper(run):
        yield
    assert not waiting, f"{table} was not read"
