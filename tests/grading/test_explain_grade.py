"""explain_grade: the fixed JSON shape, exact shares, Thai digits, and plain refusals."""

import json
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from grading.scoring import Band
from grading.services import policies
from grading.services.policies import Terms
from registration.timetable import Quarter
from tests.world.cast import Cast

pytestmark = pytest.mark.django_db


def explain(*args: str) -> dict[str, object]:
    out = StringIO()
    call_command("explain_grade", *args, "--format", "json", stdout=out)
    return json.loads(out.getvalue())


def test_the_shape_is_fixed() -> None:
    assert explain("--increase", "๒", "--sales", "1,027,600.00", "--base", "1000000 บาท") == {
        "grade": "C",
        "by_products": "B",
        "by_sales": "C",
        "growth_percent": "2.76",
        "to_next": {"grade": "B", "products": 0, "baht": "2400.01"},
        "policy": 1,
        "reason": None,
    }


@pytest.mark.parametrize(
    ("args", "grade", "reason"),
    [
        (("--increase", "3", "--sales", "106", "--base", "100"), "A", None),
        (("--increase=-1", "--sales", "106", "--base", "100"), "D", None),
        (("--increase", "-๑", "--sales", "106", "--base", "100"), "D", None),
        (("--increase", "3", "--sales", "106", "--base", "0"), None, "no_base"),
        (("--increase", "3", "--sales", "106"), None, "no_base"),
        (("--increase", "3", "--base", "100"), None, "no_sales_yet"),
    ],
)
def test_each_outcome(args: tuple[str, ...], grade: str | None, reason: str | None) -> None:
    told = explain(*args)
    assert (told["grade"], told["reason"]) == (grade, reason)
    assert (told["to_next"] is None) == (grade in {"A", None})


def test_a_share_without_end_is_not_rounded_to_a_threshold() -> None:
    assert Decimal(explain("--increase", "3", "--sales", "3.15", "--base", "3")["growth_percent"]) == 5
    assert explain("--increase", "3", "--sales", "3.07", "--base", "3")["growth_percent"].startswith(
        "2.3333333"
    )


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--increase", "2.5", "--sales", "1", "--base", "1"), "จำนวนเต็ม"),
        (("--increase", "2", "--sales", "-1", "--base", "1"), "--sales"),
        (("--increase", "2", "--sales", "1", "--base", "1e6"), "--base"),
        (("--increase", "2", "--sales", "1", "--base", "1", "--policy", "7"), "ฉบับที่ 7"),
        (("--increase", "2", "--sales", "1", "--base", "1", "--policy", "x"), "--policy"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(args: tuple[str, ...], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        explain(*args)


def test_a_policy_may_be_named(cast: Cast) -> None:
    table = (Band("A", 9, Decimal(9)), Band("B", 8, Decimal(8)), Band("C", 7, Decimal(7)))
    policies.enter_policy(Terms("x", Quarter(2568, 1), table), by=cast.department, on=policies.FIRST_DAY)
    args = ("--increase", "3", "--sales", "106", "--base", "100")
    assert [explain(*args)["grade"], explain(*args, "--policy", "๑")["grade"]] == ["D", "A"]


def test_in_words() -> None:
    out = StringIO()
    call_command("explain_grade", "--increase", "1", "--sales", "106", "--base", "100", stdout=out)
    assert "ขาดอีก 1 ผลิตภัณฑ์ และ 0.00 บาท จะได้ระดับ B" in out.getvalue()
