"""The invented nation, small: exact counts, every district, amounts that add up, the same for the same seed."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count, F, Sum
from pytest_django import DjangoDbBlocker, Settings

from otop_registry import thai
from registration import content
from registration.demo import national
from registration.demo.national import Made, Size
from registration.models import Producer, Product, Registration, Sale, Unit
from registration.services import calendar, reference, sales
from registration.services.registry import findable, rules
from registration.workflow import Refused

SIZE = Size(producers=940, products=1_900, months=4, seed=7)
DAY = date(2024, 9, 1)
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def reference_data(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Loaded once for the file; every test fills it in a savepoint, all is rolled back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        reference.load_units()
        calendar.load_holidays(DAY)
        calendar.load_plan_2561(DAY)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def made(reference_data: None, settings: Settings) -> Made:
    settings.PRODUCTION = False
    return national.make(SIZE)


def figures() -> list[object]:
    """Names and totals that another seed would change."""
    return [
        list(Sale.objects.values("district_id", "month").annotate(n=Count("pk"), baht=Sum("total_baht"))),
        list(Producer.objects.order_by("pk").values_list("name", "district_id", "registration_number")),
        list(Product.objects.order_by("pk").values_list("name", "registered_round_id", "withdrawn_round_id")),
    ]


def test_the_counts_are_those_asked_for(made: Made) -> None:
    assert (made.producers, made.products) == (SIZE.producers, SIZE.products)
    assert Producer.objects.count() == SIZE.producers
    assert Product.objects.count() == SIZE.products
    assert Sale.objects.count() == made.sales
    assert Registration.objects.count() == made.registrations
    assert 0.9 * SIZE.products * SIZE.months < made.sales < SIZE.products * SIZE.months


def test_every_district_has_some(made: Made) -> None:
    districts = set(Unit.objects.districts().valid(DAY).values_list("code", flat=True))
    assert set(Producer.objects.values_list("district_id", flat=True)) == districts
    assert set(Product.objects.values_list("producer__district_id", flat=True)) == districts
    assert set(Sale.objects.values_list("district_id", flat=True)) == districts


def test_sales_are_months_that_the_product_was_asked_for(made: Made) -> None:
    assert not Sale.objects.exclude(district_id=F("product__producer__district_id")).exists()
    months = list(Sale.objects.order_by("month").values_list("month", flat=True).distinct())
    assert months == [date(2024, number, 1) for number in (6, 7, 8, 9)]
    for month in months:
        asked = Product.objects.filter(sales.asked(month))
        assert not Sale.objects.filter(month=month).exclude(product__in=asked).exists()
        assert asked.exclude(sales__month=month).exists()  # some have not been reported
        assert Sale.objects.filter(month=month, is_zero=True).exists()


def test_rows_are_what_saving_them_would_have_stored(made: Made) -> None:
    rows = Producer.objects.prefetch_related("products__certificates").order_by("pk")
    withdrew = rows.exclude(products__withdrawn_round=None)[:1]
    for producer in (*rows[:5], *withdrew, rows.last()):
        said = content.of_producer(producer)
        assert producer.search_key == findable.key_of_content(said)
        assert producer.sort_key == thai.sort_key(producer.name)
        assert rules.faults(said | {"subdistrict": producer.subdistrict}, producer.district_id) == []
        assert rules.faults_of_products(said["products"]) == []


def test_only_what_was_planted_has_two_products_of_one_name(made: Made) -> None:
    named = Product.objects.order_by().values("producer", "name_key").annotate(count=Count("pk"))
    assert {row["producer"] for row in named.filter(count__gt=1)} == set(made.planted.twins)


def test_the_same_seed_gives_the_same_nation(reference_data: None, settings: Settings) -> None:
    settings.PRODUCTION = False
    told = []
    for seed in (7, 7, 8):
        with transaction.atomic():
            national.make(Size(SIZE.producers, SIZE.products, SIZE.months, seed))
            told.append(figures())
            transaction.set_rollback(True)
    assert told[0] == told[1]
    assert told[0] != told[2]


def test_it_refuses_a_database_with_producers(made: Made) -> None:
    with pytest.raises(Refused, match="มีผู้ผลิตแล้ว"):
        national.make(SIZE)


def test_it_refuses_outside_demo_and_debug_mode(reference_data: None, settings: Settings) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="demo and debug mode only"):
        call_command("make_national_data", producers=SIZE.producers)
    assert not Producer.objects.exists()


@pytest.mark.parametrize(("producers", "products"), [(900, 1_900), (940, 939)])
def test_it_refuses_a_size_that_leaves_some_without(
    reference_data: None, settings: Settings, producers: int, products: int
) -> None:
    settings.PRODUCTION = False
    with pytest.raises(Refused, match="อย่างน้อย"):
        national.make(Size(producers, products, 3, 1))
