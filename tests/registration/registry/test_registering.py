"""Registering many at once: the same records as typed one by one, with the same few questions."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registration import content
from registration.models import Event, Producer, Registration, RetiredNumber, Revision
from registration.models.producers import ProducerKind, RegistrationKind
from registration.services import journal, registry
from registration.services.registry import Duplicate, Invalid, NewProducer
from registration.workflow import Refused
from tests.world.cast import Cast
from tests.world.factories import DAY, GAP_DAY, make_fields, make_producer, make_product_fields

pytestmark = pytest.mark.usefixtures("plan")


def new(**over: object) -> NewProducer:
    return NewProducer(make_fields(**over), [make_product_fields()])


def test_many_are_stored_as_one_typed_alone_is(cast: Cast) -> None:
    certificate = {"standard": "fda", "number": "80-1-00161-5-0001"}
    products = [make_product_fields(certificates=[certificate])]
    typed = make_producer(cast.a, by=cast.district, products=products, name="กลุ่มหนึ่ง")
    one = NewProducer(make_fields(name="กลุ่มสอง"), products)
    found = registry.register_many(cast.a, [one, new()], by=cast.district, on=DAY)[0]
    assert isinstance(found, Producer)
    stored = Producer.objects.get(pk=found.pk)
    revision = Revision.objects.get(producer=stored, number=1)
    assert revision.content == content.of_producer(stored)
    assert Registration.objects.get(producer=stored).kind == RegistrationKind.NEW
    for table, own in ((Revision, "producer"), (Registration, "producer")):
        assert table.objects.filter(**{own: typed}).count() == table.objects.filter(**{own: stored}).count()
    said = {
        pk: Event.objects.get(subject=f"producer:{pk}", verb="register").after for pk in (typed.pk, stored.pk)
    }
    assert {key.split(".")[0] for key in said[typed.pk]} == {key.split(".")[0] for key in said[stored.pk]}


def test_numbers_follow_each_other_and_the_journal_verifies(cast: Cast) -> None:
    make_producer(cast.a, by=cast.district)
    found = registry.register_many(cast.a, [new() for _ in range(3)], by=cast.district, on=DAY)
    running = [producer.registration_number.split("-")[3] for producer in found]
    assert running == ["00002", "00003", "00004"]
    assert journal.verify_chains("8001")[1] == []
    assert Event.objects.filter(unit=cast.a, verb="register").count() == 4


def test_a_number_that_was_taken_back_is_not_given_again(cast: Cast) -> None:
    given = make_producer(cast.b, by=cast.neighbour).registration_number
    used_up = given.replace("80-02", "80-01").replace("00001", "00007")
    RetiredNumber.objects.create(registration_number=used_up, district=cast.a, retired_at="2018-02-01T00:00Z")
    found = registry.register_many(cast.a, [new()], by=cast.district, on=DAY)[0]
    assert found.registration_number.split("-")[3] == "00008"


def test_when_all_numbers_of_a_year_are_given_it_says_whom_to_ask(cast: Cast) -> None:
    given = make_producer(cast.a, by=cast.district).registration_number.replace("-00001-", "-99998-")
    RetiredNumber.objects.create(registration_number=given, district=cast.a, retired_at="2018-02-01T00:00Z")
    with pytest.raises(Refused, match="กรมการพัฒนาชุมชน"):
        registry.register_many(cast.a, [new(), new()], by=cast.district, on=DAY)
    assert Producer.objects.count() == 1


def test_what_the_rules_refuse_is_told_and_the_rest_is_registered(cast: Cast) -> None:
    twice = make_fields()
    outcomes = registry.register_many(
        cast.a,
        [
            NewProducer(twice, [make_product_fields()]),
            new(subdistrict_code="800201"),
            NewProducer(make_fields(citizen_id=twice["citizen_id"]), [make_product_fields()]),
            NewProducer(make_fields(), []),
            new(kind=ProducerKind.SOLE_OWNER),
        ],
        by=cast.district,
        on=DAY,
    )
    kinds = [type(each) for each in outcomes]
    assert kinds == [Producer, Invalid, Duplicate, Invalid, Producer]
    assert Producer.objects.count() == 2


def test_somebody_registered_in_another_district_is_not_named(cast: Cast) -> None:
    there = make_producer(cast.b, by=cast.neighbour, name="กลุ่มลับ")
    refused = registry.register_many(cast.a, [new(citizen_id=there.citizen_id)], by=cast.district, on=DAY)[0]
    assert isinstance(refused, Duplicate)
    assert (refused.own, "กลุ่มลับ" in str(refused)) == (None, False)


def test_outside_the_window_nothing_is_registered(cast: Cast) -> None:
    with pytest.raises(Refused):
        registry.register_many(cast.a, [new()], by=cast.district, on=GAP_DAY)
    assert not Producer.objects.exists()


def test_sixty_cost_as_many_queries_as_one(cast: Cast) -> None:
    def queries(count: int) -> int:
        records = [new() for _ in range(count)]
        with CaptureQueriesContext(
            connection,
        ) as seen:
            registry.register_many(cast.a, records, by=cast.district, on=DAY)
        return len(seen)

    assert queries(60) <= queries(1) + 5  # the statements of a batch, never a statement a row
