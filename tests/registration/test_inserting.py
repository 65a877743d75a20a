"""Rows that are inserted together are those that bulk_create would have written."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from registration.models import Certificate, Plan, Producer, Product, Telephone
from registration.models.producers import ProductType, Standard
from registration.services.inserting import insert, unsaved
from tests.world.cast import Cast
from tests.world.factories import make_producer

pytestmark = pytest.mark.django_db


def product(producer: Producer, name: str, price: Decimal | int | None) -> Product:
    rounds = {"first_round_id": producer.first_round_id, "registered_round_id": producer.first_round_id}
    kind = ProductType.FOOD
    return Product(
        producer=producer, name=name, product_type=kind, price_baht=price, registered_day=DAY, **rounds
    )


DAY = date(2018, 2, 1)


def test_rows_say_what_bulk_create_would_have_written_and_have_their_keys(cast: Cast, plan: Plan) -> None:
    producer = make_producer(cast.a, by=cast.district)
    prices = (Decimal("12.50"), 7, None)
    given = [[product(producer, "%s 'ผ้า'", price) for price in prices] for _ in range(2)]
    insert(given[0])
    Product.objects.bulk_create(given[1])
    columns = [each.attname for each in Product._meta.concrete_fields if not each.primary_key]
    ours, theirs = (
        list(Product.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk").values(*columns))
        for rows in given
    )
    assert ours == theirs
    assert [row.price_baht for row in Product.objects.filter(pk=given[0][0].pk)] == [Decimal("12.50")]
    assert not any(row._state.adding for row in given[0])


def test_a_row_named_before_it_had_a_key_is_named_by_it(cast: Cast, plan: Plan) -> None:
    made = [product(make_producer(cast.a, by=cast.district), name, 1) for name in ("ก", "ข")]
    proofs = [Certificate(product=each, standard=Standard.FDA, number=each.name) for each in made]
    insert(made)
    insert(proofs)
    assert [each.product_id for each in proofs] == [each.pk for each in made]
    assert list(Certificate.objects.filter(pk=proofs[1].pk).values_list("product__name", "number")) == [
        ("ข", "ข")
    ]


def test_what_is_there_already_stays_or_is_refused(cast: Cast, plan: Plan) -> None:
    producer = make_producer(cast.a, by=cast.district, phones=["0812345678"])
    twice = Telephone(producer=producer, number="0812345678")
    with pytest.raises(IntegrityError), transaction.atomic():
        insert([twice])
    insert([twice, Telephone(producer=producer, number="0899999999")], is_kept=True)
    insert([])
    assert sorted(producer.telephones.values_list("number", flat=True)) == ["0812345678", "0899999999"]


def test_an_unsaved_row_is_the_one_that_its_model_makes() -> None:
    for model in (Certificate, Producer, Product, Telephone):
        made, ours = model(), unsaved(model)
        columns = [each.attname for each in model._meta.concrete_fields]
        assert {name: getattr(ours, name) for name in columns} == {
            name: getattr(made, name) for name in columns
        }
    assert unsaved(Producer, name="ก").phones is not unsaved(Producer).phones
    with pytest.raises(TypeError, match="nonsense"):
        unsaved(Producer, nonsense=1)
