"""The rows of a month's grid: what stands, what was typed beside it, and whose answer stands when two typed."""

from datetime import date
from decimal import Decimal

import pytest

from registration.forms.sales import MonthAnswerForm
from registration.models import Plan, Product, Sale
from registration.services import sales
from registration.services.sales import grid
from registration.services.sales.writing import MonthAnswer
from registration.web import sales_rows
from registration.web.sales_rows import SalesRow, Typed
from tests.world.cast import Cast
from tests.world.factories import DAY, make_producer, make_product_fields

pytestmark = pytest.mark.django_db
MONTH = date(2018, 2, 1)
ZERO = Decimal(0)
NOTHING = Typed({}, {})


@pytest.fixture
def products(cast: Cast, plan: Plan) -> list[Product]:
    """Two of one producer, one of another."""
    rows = [make_product_fields(name=name) for name in ("ขนมลา", "ผ้ายก")]
    made = [*make_producer(cast.a, by=cast.district, products=rows, name="ก").products.order_by("pk")]
    return [*made, make_producer(cast.a, by=cast.district, name="ข").products.get()]


def rows(products: list[Product], typed: Typed = NOTHING) -> list[SalesRow]:
    return sales_rows.rows_of(grid.lines_of(products, MONTH), typed)


def answer(cast: Cast, product: Product, cell: MonthAnswer) -> None:
    sales.record_month(cast.a, MONTH, {product.pk: cell}, by=cast.district, on=DAY)


def form_of(product: Product, **typed: str) -> MonthAnswerForm:
    form = MonthAnswerForm(
        {f"{product.pk}-{name}": value for name, value in typed.items()}, prefix=str(product.pk)
    )
    form.is_valid()
    return form


def test_the_first_row_of_each_producer_bears_its_name(products: list[Product]) -> None:
    assert [row.is_first for row in rows(products)] == [True, False, True]


def test_a_zero_has_its_mark_and_no_answer_has_empty_boxes(cast: Cast, products: list[Product]) -> None:
    answer(cast, products[0], MonthAnswer((Decimal("1234.5"), ZERO, ZERO, ZERO)))
    answer(cast, products[1], MonthAnswer(None, is_zero=True, reason="นอกฤดู"))
    sold, zero, missing = rows(products)
    assert [box.value for box in sold.boxes] == ["1,234.50", "0.00", "0.00", "0.00"]
    assert [(row.zero, row.reason) for row in (sold, zero, missing)] == [
        (False, ""),
        (True, "นอกฤดู"),
        (False, ""),
    ]
    assert sold.seen == Sale.objects.get(product=products[0]).version > missing.seen == 0
    assert {box.value for row in (zero, missing) for box in row.boxes} == {""}


def test_what_was_typed_stands_beside_its_error(products: list[Product]) -> None:
    form = form_of(products[0], domestic_offline_baht="ห้าร้อย", seen="0", reason="x")
    [row] = rows(products[:1], Typed({products[0].pk: form}, {}))
    assert (row.boxes[0].value, row.is_unsaved, row.is_wrong) == ("ห้าร้อย", True, True)
    told = sales_rows.as_json(row, "บันทึกแล้ว")
    assert told["state"] == "wrong"
    assert set(told["errors"]) == {row.boxes[0].name}
    assert told["told"] != "บันทึกแล้ว"


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        (MonthAnswer((Decimal(50), ZERO, ZERO, ZERO)), "บันทึก 50.00 บาท"),
        (MonthAnswer(None, is_zero=True, reason="พัก"), "บันทึก ไม่มียอด"),
    ],
)
def test_the_answer_that_was_faster_is_told_by_whom(
    cast: Cast, products: list[Product], cell: MonthAnswer, told: str
) -> None:
    answer(cast, products[0], cell)
    form = form_of(products[0], domestic_offline_baht="70", seen="0")
    [line] = grid.lines_of(products[:1], MONTH)
    [row] = sales_rows.rows_of([line], Typed({products[0].pk: form}, {products[0].pk: line.sale}))
    assert row.conflict.startswith(f"มีผู้อื่นแก้ไข: {cast.district} {told} เมื่อ ")
    answered = sales_rows.as_json(row, "บันทึกแล้ว")
    assert answered["state"] == "conflict"
    assert answered["theirs"]["zero"] is cell.is_zero
    assert answered["theirs"]["amounts"][0] == ("" if cell.is_zero else "50.00")


def test_an_answer_that_somebody_took_away_is_told_too(products: list[Product]) -> None:
    form = form_of(products[0], domestic_offline_baht="70", seen="1")
    [row] = rows(products[:1], Typed({products[0].pk: form}, {products[0].pk: None}))
    assert "ลบคำตอบ" in row.conflict
