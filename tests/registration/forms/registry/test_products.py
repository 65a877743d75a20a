"""The rows of products and certificates: blank ones do not count, wrong ones say why, the count is bounded."""

import pytest
from django.http import QueryDict

from registration.forms.registry.products import MOST_PRODUCTS, ProductRows
from tests.world.producer_pages import type_products


def judged(*products: dict[str, str], **over: str) -> ProductRows:
    data = QueryDict(mutable=True)
    data.update(type_products(*products) | over)
    rows = ProductRows("products", data)
    rows.is_valid()
    return rows


def test_a_row_left_blank_does_not_count_but_the_first_must_be_there() -> None:
    blank = {"name": "", "product_type": ""}
    rows = judged({}, blank)
    assert (rows.is_valid(), len(rows.filled)) == (True, 1)
    assert list(judged(blank).forms[0].errors) == ["name", "product_type"]


def test_a_certificate_makes_its_product_count() -> None:
    rows = judged({}, {"name": "", "product_type": "", "certificates-0-standard": "fda"})
    assert not rows.is_valid()
    assert "name" in rows.forms[1].errors
    assert "number" in rows.forms[1].certificates.forms[0].errors


@pytest.mark.parametrize(
    ("boxes", "field"),
    [
        ({"certificates-0-number": "1"}, "standard"),
        ({"certificates-0-standard": "fda"}, "number"),
        ({"certificates-0-standard": "nonsense", "certificates-0-number": "1"}, "standard"),
    ],
)
def test_a_certificate_needs_standard_and_number(boxes: dict[str, str], field: str) -> None:
    (row,) = judged(boxes).forms[0].certificates.forms
    assert list(row.errors) == [field]


def day(name: str, *boxes: str) -> dict[str, str]:
    return {f"certificates-0-{name}_{place}": text for place, text in enumerate(boxes)}


def test_a_certificate_ends_on_or_after_its_day_of_issue() -> None:
    named = {"certificates-0-standard": "fda", "certificates-0-number": "๑๒-๓"}
    issued = day("issued_day", "16", "มี.ค.", "2561")
    rows = judged(named | issued | day("expires_day", "15", "3", "61"))
    told = rows.forms[0].certificates.forms[0].errors["expires_day"]
    assert told == ["วันหมดอายุต้องไม่มาก่อนวันที่ออก (16 มี.ค. 2561)"]
    rows = judged(named | issued | day("expires_day", "16", "3", "2561"))
    (certificate,) = rows.filled[0].fields_for_registry["certificates"]
    assert certificate["number"] == "12-3"


@pytest.mark.parametrize("count", ["0", "-1", "๓", "", "99999999999", "x"])
def test_a_count_from_the_browser_stays_within_bounds(count: str) -> None:
    rows = judged({}, **{"products-count": count})
    assert 1 <= len(rows.forms) <= MOST_PRODUCTS


def test_the_last_possible_row_leaves_no_button_for_another() -> None:
    assert ProductRows("products").can_grow
    assert not ProductRows("products", rows=[{}] * MOST_PRODUCTS).can_grow
