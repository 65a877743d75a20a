"""The proof that a product under a licence law needs: what its page says and what holds up a submission."""

from datetime import date

import pytest

from registration.models import Plan, Product
from registration.models.producers import Standard
from registration.services.checks import licences
from registration.services.registry import record
from tests.world.cast import Cast
from tests.world.factories import REGISTER_DAY, make_producer, make_product_fields

pytestmark = pytest.mark.django_db


def certificate(standard: Standard, expires_day: date | None = None) -> dict[str, object]:
    return {
        "standard": standard,
        "number": "1",
        "issuer": "",
        "issued_day": None,
        "expires_day": expires_day,
    }


@pytest.mark.parametrize(
    ("is_regulated", "certificates", "lacks"),
    [
        (True, [], True),
        (False, [], False),
        (True, [certificate(Standard.HALAL)], True),
        (True, [certificate(Standard.FDA)], False),
        (True, [certificate(Standard.FDA, REGISTER_DAY)], False),
        (True, [certificate(Standard.FDA, date(2018, 1, 31))], True),
        (True, [certificate(Standard.FDA, date(2018, 1, 31)), certificate(Standard.OTHER)], False),
    ],
)
def test_page_and_submission_ask_for_the_same_licence(
    cast: Cast, plan: Plan, is_regulated: bool, certificates: list[dict[str, object]], lacks: bool
) -> None:
    fields = make_product_fields(is_regulated=is_regulated, certificates=certificates)
    producer = make_producer(cast.a, by=cast.district, products=[fields])
    [card] = record.products_of(producer, REGISTER_DAY)
    assert card.lacks_licence == lacks
    assert licences.products_without_licence(REGISTER_DAY).exists() == lacks


def test_a_withdrawn_product_needs_no_licence(cast: Cast, plan: Plan) -> None:
    fields = make_product_fields(is_regulated=True)
    producer = make_producer(cast.a, by=cast.district, products=[fields])
    Product.objects.update(withdrawn_round=25612)
    [card] = record.products_of(producer, REGISTER_DAY)
    assert not card.lacks_licence
    assert not licences.products_without_licence(REGISTER_DAY).exists()
