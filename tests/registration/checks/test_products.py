"""What is odd in products and in who stands behind them: golden records, each beside one that is in order."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from registration.models import Plan
from tests.world.cast import Cast
from tests.world.checked import codes_of, findings_of
from tests.world.factories import make_producer, make_product_fields

pytestmark = pytest.mark.django_db
FDA = {"standard": "fda", "number": "80-1", "issuer": "อย."}
OVER = {"standard": "community", "number": "7", "expires_day": date(2018, 1, 1)}
COMPANY: dict[str, Any] = {"kind": "sme", "name": "บริษัท ผ้าทอ จำกัด"}


def product(kind: str, certificates: list[dict[str, Any]], **over: Any) -> dict[str, Any]:
    return make_product_fields(product_type=kind, certificates=certificates, **over)


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        (product("food", []), []),
        (product("drink", []), ["licence_by_type"]),
        (product("herb", [FDA]), []),
        (product("drink", [], is_regulated=True), ["lacks_licence"]),
        (product("cloth", [FDA]), ["strange_certificate"]),
        (product("cloth", [{"standard": "peacock", "number": "1"}]), []),
        (product("food", [{"standard": "excise", "number": "1"}]), ["strange_certificate"]),
        (product("cloth", [OVER]), ["expired_certificate"]),
        (product("cloth", [OVER | {"expires_day": date(2018, 2, 1)}]), []),  # in force on its last day
    ],
)
def test_licences_and_certificates(cast: Cast, plan: Plan, fields: dict[str, Any], codes: list[str]) -> None:
    assert codes_of(make_producer(cast.a, by=cast.district, products=[fields])) == codes


@pytest.mark.parametrize(
    ("over", "codes"),
    [
        (COMPANY, ["no_juristic_number"]),
        (COMPANY | {"juristic_id": "0805561000012"}, []),
        ({"phones": []}, ["no_phone"]),
    ],
)
def test_who_stands_behind_a_record(cast: Cast, plan: Plan, over: dict[str, Any], codes: list[str]) -> None:
    assert codes_of(make_producer(cast.a, by=cast.district, **over)) == codes


def test_a_price_far_from_those_of_its_type_is_told_with_what_is_usual(cast: Cast, plan: Plan) -> None:
    usual = [product("food", [], price_baht=Decimal(30 + number)) for number in range(12)]
    make_producer(cast.a, by=cast.district, products=usual)
    slipped = make_producer(
        cast.a, by=cast.district, products=[product("food", [], name="ขนมทอง", price_baht=Decimal(3500))]
    )
    [told] = findings_of(slipped)
    assert told.check.code == "odd_price"
    assert "“ขนมทอง” 3,500.00 บาท (ประเภทนี้ในอำเภอ 3.30–390.00 บาท)" in told.words


def test_a_product_like_anothers_of_the_tambon_names_who(cast: Cast, plan: Plan) -> None:
    one = product("food", [], name="ข้าวแต๋น", price_baht=Decimal(35))
    known = make_producer(cast.a, by=cast.district, products=[one])
    same = make_producer(cast.a, by=cast.district, products=[{**one, "name": "ข้าว แต๋น"}])
    dearer = make_producer(cast.a, by=cast.district, products=[{**one, "price_baht": Decimal(36)}])
    [told] = findings_of(same)
    assert (told.check.code, told.other) == ("product_like_anothers", known.pk)
    assert codes_of(dearer) == []
