"""No reader raises whatever a cell holds; nothing is nothing; a fault speaks Thai; what we write is read back."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otop_registry import thai
from registration import identifiers, names
from registration.services.uploads import values
from registration.services.uploads.sheets import Cell
from registration.services.uploads.values import PersonName, Read

READERS: dict[str, Callable[[Cell | None], Read[object]]] = {
    name: getattr(values, name)
    for name in (
        "address", "baht", "citizen_id", "day", "house_number", "juristic_id", "line", "month", "monthly_count",
        "person_name", "phones", "postcode", "producer_kind", "product_name", "product_state", "product_type",
        "standards", "text", "whole_number", "yes_no",
    )
}  # fmt: skip
THAI_LETTERS = "กขคงนมรลวสหอเแโไาิีุูำ่้๊๋็์ํๆฯ๐๑๒๓๔๕๖๗๘๙"
TYPED = (
    st.text(alphabet=st.sampled_from(THAI_LETTERS + "0123456789 .,/-:()\n\t\"'#=xXE+ม.ต.อ.จ.")) | st.text()
)
HELD = st.one_of(
    TYPED, st.integers(), st.floats(), st.booleans(), st.dates(), st.datetimes(), st.times(), st.timedeltas(), st.none()
)  # fmt: skip


def cell(value: object, number_format: str = "") -> Cell:
    return Cell(2, 1, value, number_format=number_format)


@given(HELD, st.sampled_from(["", "0%", '0.0,,"ล้านบาท"', "#,##0"]))
def test_no_cell_makes_a_reader_raise_and_every_fault_is_thai(value: object, number_format: str) -> None:
    for name, read in READERS.items():
        found = read(cell(value, number_format))
        assert not found.fault or re.search("[ก-๎]{3}", found.fault), (name, found.fault)
        assert not (found.fault and found.said)
        assert bool(found.code) == bool(found.fault or found.said)


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize(
    "value", [None, "", "  ", "-", " - ", "–", "--", "ไม่มี", "ไม่ทราบ", "ไม่ระบุ", "NULL", "\n"]
)
def test_what_stands_for_nothing_is_nothing_and_no_fault(name: str, value: str | None) -> None:
    found = READERS[name](cell(value))
    nothing = READERS[name](None)
    assert not found.fault
    if not (name == "yes_no" and value == "ไม่มี"):
        assert found == nothing


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("value", ["#N/A", "#REF!", " #DIV/0!", float("nan"), float("inf")])
def test_an_error_of_the_spreadsheet_is_a_fault(name: str, value: object) -> None:
    assert READERS[name](cell(value)).fault


@pytest.mark.parametrize("name", READERS)
def test_a_formula_is_a_fault(name: str) -> None:
    assert "วางเป็นค่า" in READERS[name](Cell(1, 1, None, is_formula=True)).fault


@pytest.mark.parametrize(
    ("typed", "read", "code"),
    [
        ("กล้วยฉาบ", "กล้วยฉาบ", ""),
        ("  กล้วย  ฉาบ ", "กล้วย ฉาบ", "spaces"),
        ("กล้วย\r\nฉาบ", "กล้วย ฉาบ", "spaces"),
        ("เเกงส้ม", "แกงส้ม", "repaired"),
        ("นํ้าพริก", "น้ำพริก", "repaired"),
        ("น้ําพริก", "น้ำพริก", "repaired"),
        ("ท่ีนอน", "ที่นอน", "repaired"),
        ("ผ้้าไหม", "ผ้าไหม", "repaired"),
        ("ผ้า\u200bไหม", "ผ้าไหม", "repaired"),
        (12, "12", ""),
        (12.0, "12", ""),
        (8.1405946438496e17, "814059464384960000", ""),
        (date(2024, 3, 16), "16 มี.ค. 2567", "repaired"),
    ],
)
def test_text_is_repaired_and_told(typed: object, read: str, code: str) -> None:
    found = values.text(cell(typed))
    assert (found.value, found.code) == (read, code)
    assert bool(found.said) == bool(code)


def test_a_story_keeps_its_lines() -> None:
    assert values.line(cell("ก \r\nข")).value == "ก\nข"


# --- what our own formats write is read back the same ---------------------------------------------


DAYS = st.dates(date(1950, 1, 1), date(2090, 12, 31))
BAHT = st.decimals(0, thai.MAX_BAHT, places=2)
LETTERS = st.text("กขคงนมรลวส", min_size=2, max_size=8)


@given(DAYS)
def test_days_that_we_write_are_read_back(day: date) -> None:
    for written in (thai.short_date(day), thai.long_date(day), thai.to_thai_digits(thai.long_date(day))):
        assert values.day(cell(written)) == Read(day)


@given(BAHT)
def test_amounts_that_we_write_are_read_back(amount: Decimal) -> None:
    assert values.baht(cell(thai.baht(amount))) == Read(amount)
    assert values.baht(cell(float(amount))).value == amount or amount > 10**11


@given(st.lists(st.from_regex(r"0[689][0-9]{8}|0[23457][0-9]{7}", fullmatch=True), min_size=1, max_size=3))
def test_phones_that_we_write_are_read_back(numbers: list[str]) -> None:
    written = ", ".join(map(identifiers.show_phone, numbers))
    assert values.phones(cell(written)).value == list(dict.fromkeys(numbers))


@given(st.sampled_from(("นาย", "นาง", "นางสาว", "น.ส.")), LETTERS, LETTERS)
def test_names_that_we_write_are_read_back(title: str, first: str, last: str) -> None:
    assert values.person_name(cell(names.full_name(title, first, last))) == Read(
        PersonName(title, first, last)
    )


@given(st.integers(0, 10**9))
def test_counts_that_we_write_are_read_back(number: int) -> None:
    for written in (number, float(number), thai.count(number), str(number)):
        assert values.whole_number(cell(written)) == Read(number)


def test_hours_and_spans_of_time_are_no_values() -> None:
    for value in (time(8, 30), timedelta(hours=8), datetime(2024, 1, 1, 8, 30, tzinfo=UTC)):
        assert values.house_number(cell(value)).fault
        assert values.phones(cell(value)).fault
