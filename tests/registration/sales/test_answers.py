"""Answers to a form outside the system: kept by the province, shown beside the month's sales, never counted as them."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from otop_registry.thai import BANGKOK
from registration.models import Event, FormAnswer, Plan, Sale, User
from registration.services.sales import answers
from registration.services.sales.answers import Answer
from registration.workflow import Refused
from tests.conftest import Freeze
from tests.registration.sales.test_writing import cell, record
from tests.world.cast import Cast
from tests.world.factories import DAY, make_producer

MONTH = date(2018, 1, 1)
KEY = ("8001", MONTH)
ANSWER = Answer(Decimal("1234.50"), 3, datetime(2018, 2, 1, 9, 30, tzinfo=BANGKOK), "คำตอบ.csv แถว 2")


def keep(cast: Cast, answer: Answer | None = ANSWER, *, by: User | None = None) -> dict:
    return answers.keep_answers(cast.home, {KEY: answer}, by=by or cast.province, on=DAY, source="คำตอบ.csv")


def test_an_answer_is_kept_once_and_given_back(cast: Cast, plan: Plan) -> None:
    assert keep(cast)[KEY] == FormAnswer.objects.get()
    assert keep(cast) == {}
    assert answers.said_of(FormAnswer.objects.get()) == ANSWER
    assert keep(cast, None) == {KEY: None}
    assert not FormAnswer.objects.exists()
    first, second = Event.objects.filter(unit_id="80", verb="keep_form_answers").order_by("seq")
    assert (first.before, second.after) == ({"8001 2018-01": None}, {"8001 2018-01": None})


def test_an_answer_is_no_sale(cast: Cast, plan: Plan) -> None:
    product = make_producer(cast.a, by=cast.district).products.get()
    keep(cast)
    assert not Sale.objects.exists()
    assert answers.beside(cast.a, MONTH).difference_baht is None
    record(cast, product, cell("5"))
    assert answers.beside(cast.a, date(2018, 2, 1)) is None


def test_it_stands_beside_what_was_reported(cast: Cast, plan: Plan, client: Client, freeze: Freeze) -> None:
    freeze(DAY)
    keep(cast)
    client.force_login(cast.district)
    page = client.get("/sales/2561/1/").content.decode()
    assert "ตอบไว้นอกระบบ 1,234.50 บาท" in page
    assert "คำตอบ.csv แถว 2" in page
    assert "ในระบบยังไม่รายงาน" in page


@pytest.mark.parametrize(
    ("key", "answer", "said"),
    [
        (("4301", MONTH), ANSWER, "ไม่อยู่ใน"),
        (("8001", date(2018, 3, 1)), ANSWER, "ยังไม่ถึง"),
        (KEY, Answer(None, None), "ไม่มีทั้งยอด"),
    ],
)
def test_what_cannot_be_an_answer_is_refused(
    cast: Cast, key: tuple[str, date], answer: Answer, said: str
) -> None:
    with pytest.raises(Refused, match=said):
        answers.keep_answers(cast.home, {key: answer}, by=cast.province, on=DAY, source="x")


def test_only_the_province_keeps_them(cast: Cast) -> None:
    for person in (cast.district, cast.other_province, cast.department):
        with pytest.raises(PermissionDenied):
            keep(cast, by=person)
