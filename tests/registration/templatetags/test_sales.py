"""How the pages of sales say totals: no answer is a dash and never nought."""

from datetime import date
from decimal import Decimal

import pytest

from registration.models import Plan, Product
from registration.services import sales
from registration.services.sales import grid
from registration.services.sales.writing import MonthAnswer
from registration.templatetags import sales as tags
from registration.web import sales_rows
from tests.world.cast import Cast
from tests.world.factories import DAY, make_producer, make_product_fields

MONTH = date(2018, 2, 1)
ZERO = Decimal(0)
DASH = "–"


@pytest.fixture
def products(cast: Cast, plan: Plan) -> list[Product]:
    rows = [make_product_fields() for _ in range(3)]
    return list(make_producer(cast.a, by=cast.district, products=rows).products.order_by("pk"))


def page(products: list[Product]) -> list[sales_rows.SalesRow]:
    return sales_rows.rows_of(grid.lines_of(products, MONTH), sales_rows.Typed({}, {}))


def test_a_total_adds_the_channels_and_no_answer_is_a_dash(cast: Cast, products: list[Product]) -> None:
    assert tags.page_total(page(products)) == DASH
    cells = {
        products[0].pk: MonthAnswer((Decimal(1000), Decimal("0.25"), ZERO, ZERO)),
        products[1].pk: MonthAnswer(None, is_zero=True, reason="พัก"),
    }
    sales.record_month(cast.a, MONTH, cells, by=cast.district, on=DAY)
    rows = page(products)
    assert [tags.sale_total(row.line.sale) for row in rows] == ["1,000.25", "0.00", DASH]
    assert tags.page_total(rows) == "1,000.25"
    assert tags.page_total(rows[1:]) == "0.00"


def test_the_address_of_a_month_has_the_buddhist_year() -> None:
    assert tags.sales_url(MONTH, "8001") == "/sales/2561/2/8001/"
