"""What looks odd in sales: jumps, values outside the usual, equal growth of districts, months left out."""

from datetime import date
from decimal import Decimal

import pytest

from registration.models import Plan, Product, Sale, Unit
from registration.services import sales
from registration.services.sales import plausibility
from registration.services.sales.plausibility import alike, back, months_before, of_answer, usual
from tests.world.cast import Cast
from tests.world.factories import DAY, make_producer, make_product_fields, make_unit

MONTH = date(2018, 2, 1)
LAST_MONTH, LAST_YEAR = date(2018, 1, 1), date(2017, 2, 1)


def codes(total: str, **past: str) -> list[str]:
    """The findings' codes; `past` names months as m1 (the month before) to m12 (same month last year)."""
    history = {back(MONTH, int(name[1:])): Decimal(baht) for name, baht in past.items()}
    return [finding.code for finding in of_answer(MONTH, Decimal(total), history)]


def test_the_months_before_turn_the_year() -> None:
    assert (back(date(2018, 1, 1), 1), back(date(2018, 12, 1), 12)) == (date(2017, 12, 1), date(2017, 12, 1))
    months = months_before(MONTH)
    assert (months[0], months[-1], len(set(months))) == (LAST_MONTH, LAST_YEAR, 12)


@pytest.mark.parametrize(
    ("total", "found"),
    [
        ("150.00", []),  # exactly 50 % is not beyond
        ("150.01", ["jump_month"]),
        ("50.00", []),
        ("49.99", ["jump_month"]),
        ("0.00", ["jump_month"]),  # a confirmed zero after sales
    ],
)
def test_a_jump_against_last_month_is_strictly_beyond_half(total: str, found: list[str]) -> None:
    assert codes(total, m1="100.00") == found


def test_a_jump_is_against_each_of_both_months() -> None:
    assert codes("200", m1="100", m12="100") == ["jump_month", "jump_year"]
    assert codes("200", m12="100") == ["jump_year"]
    assert codes("200", m2="100") == []


def test_nothing_to_compare_with_is_no_finding() -> None:
    assert codes("1000000") == []
    assert codes("1000000", m1="0.00", m12="0.00") == []


def test_a_value_outside_the_usual_needs_six_months_to_be_one() -> None:
    steady = {f"m{n}": "1000" for n in range(2, 8)}
    assert codes("1101", **steady) == ["outlier"]
    assert codes("1100", **steady) == []
    assert codes("899", **steady) == ["outlier"]
    steady.pop("m7")
    assert codes("1101", **steady) == []


def test_what_is_usual_widens_with_the_past() -> None:
    past = [Decimal(baht) for baht in (100, 200, 300, 400, 500)]
    assert usual(past) == (Decimal(0), Decimal(700))
    assert usual([Decimal(100)] * 6) == (Decimal(90), Decimal(110))


@pytest.mark.parametrize(
    ("growths", "same"),
    [
        ({"1": "5.00", "2": "5.05", "3": "5.02"}, {"1", "2", "3"}),
        ({"1": "5.00", "2": "5.051", "3": "5.02"}, set()),
        ({"1": "5.00", "2": "5.00"}, set()),
        ({"1": "-3", "2": "-3", "3": "-3", "4": "9"}, {"1", "2", "3"}),
        ({"1": "5.00", "2": "5.04", "3": "5.05", "4": "5.08"}, {"1", "2", "3", "4"}),
        ({}, set()),
    ],
)
def test_growth_is_alike_within_five_hundredths_in_three_districts(
    growths: dict[str, str], same: set[str]
) -> None:
    assert alike({code: Decimal(growth) for code, growth in growths.items()}) == same


# --- with rows ---


def put(product: Product, month: date, baht: str, district: Unit, *, reason: str = "") -> Sale:
    """An answer of the past, as it would stand."""
    officer = product.producer.created_by
    amount = Decimal(baht)
    return Sale.objects.create(
        product=product,
        month=month,
        district=district,
        domestic_offline_baht=amount,
        is_zero=not amount,
        reason=reason,
        entered_by=officer,
        entered_at=product.producer.created_at,
    )


@pytest.fixture
def product(cast: Cast, plan: Plan) -> Product:
    return make_producer(cast.a, by=cast.district, on=date(2017, 10, 10)).products.get()


@pytest.mark.django_db
def test_a_finding_is_open_until_the_answer_has_its_reason(cast: Cast, product: Product) -> None:
    put(product, LAST_MONTH, "100", cast.a)
    cell = sales.MonthAnswer((Decimal(400), *[Decimal(0)] * 3))
    saved = sales.record_month(cast.a, MONTH, {product.pk: cell}, by=cast.district, on=DAY)
    [found] = plausibility.open_findings(cast.a, MONTH)
    assert found.product_id == product.pk
    assert "สูงกว่าเดือนก่อนเกิน 50 % (100.00 บาท)" in found.findings[0].message
    explained = sales.MonthAnswer(cell.amounts, reason="งานกาชาด", seen=saved.rows[product.pk].version)
    sales.record_month(cast.a, MONTH, {product.pk: explained}, by=cast.district, on=DAY)
    assert plausibility.open_findings(cast.a, MONTH) == []


@pytest.mark.django_db
def test_equal_growth_is_told_to_each_of_three_districts(cast: Cast, product: Product) -> None:
    products = {cast.a: product}
    for unit in (cast.b, make_unit("8003"), make_unit("8004")):
        other = make_producer(cast.a, by=cast.district, products=[make_product_fields()])
        products[unit] = other.products.get()
    growth = {"8001": "105.00", "8002": "105.02", "8003": "104.98", "8004": "130.00"}
    for unit, each in products.items():
        put(each, LAST_YEAR, "100", unit)
        put(each, MONTH, growth[unit.code], unit)
    found = {unit.code: [f.code for f in plausibility.of_district(unit, MONTH)] for unit in products}
    assert {code for code, codes in found.items() if "uniform" in codes} == {"8001", "8002", "8003"}
    assert "+5.00 %" in plausibility.of_district(cast.a, MONTH)[0].message


@pytest.mark.django_db
def test_months_left_out_after_the_first_are_named(cast: Cast, product: Product) -> None:
    assert plausibility.of_district(cast.a, MONTH) == []  # nothing reported yet: no gap to speak of
    put(product, date(2017, 11, 1), "100", cast.a)
    [finding] = plausibility.of_district(cast.a, MONTH)
    assert finding.code == "missing_months"
    assert finding.message.endswith("ธันวาคม 2560, มกราคม 2561")
