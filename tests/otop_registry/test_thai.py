"""Thai text, dates and amounts: rows by hand, then properties over anything a keyboard can send."""

import csv
import unicodedata
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otop_registry import thai
from otop_registry.thai import Percent

UNITS = Path(__file__).parents[2] / "fixtures" / "units"
# What Thai input is made of, so that marks, vowels and hidden characters meet often.
THAI_TEXT = st.text(
    st.sampled_from("กนมเแโอาำะัิีึืฺุู็ํ่้๊๋์๎ฯๆ๑2a é\u0301\u200b\ufeff\u00a0\u202e\t\n\r\x0b\x00\uf70a\ufffe"), max_size=12
)
ANY_TEXT = st.text(max_size=30) | THAI_TEXT
SANE_DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def names(file: str) -> list[str]:
    with (UNITS / f"{file}.csv").open(encoding="utf-8") as rows:
        return [row["name"] for row in csv.DictReader(rows)]


# --- digits and text ----------------------------------------------------------------------------


def test_digits_go_both_ways() -> None:
    assert thai.to_arabic("ที่ นศ ๐๐๑๙/๐๑๔๖๗") == "ที่ นศ 0019/01467"
    assert thai.to_thai_digits("16 มีนาคม 2561") == "๑๖ มีนาคม ๒๕๖๑"


@pytest.mark.parametrize(
    ("typed", "repaired"),
    [
        ("น\u0e4d\u0e49\u0e32", "น้ำ"),
        ("น\u0e49\u0e4d\u0e32", "น้ำ"),
        ("น\u0e33\u0e49", "น้ำ"),
        ("ทำนา", "ทำนา"),
        ("ท\u0e4d\u0e32", "ทำ"),
        ("เเม่บ้าน", "แม่บ้าน"),
        ("เ\u200bเม่", "แม่"),
        ("ท\u0e48\u0e35", "ที่"),
        ("ผู\u0e49\u0e49ผลิต", "ผู้ผลิต"),
        ("ผ\u0e49\u0e39ผลิต", "ผู้ผลิต"),
        ("ส\u0e34ทธ\u0e4c\u0e34", "สิทธิ์"),
        ("\ufeffกลุ่ม\u00a0 ทอผ้า\u200d ", "กลุ่ม ทอผ้า"),
        ("ก\u202eข\u2066ค\u2069", "กขค"),
        ("ชื่อ\x0bกลุ่ม\x00\x1f", "ชื่อ กลุ่ม"),
        ("บรรทัด\r\nสอง", "บรรทัด สอง"),
        ("ป\uf70aา", "ป่า"),
        ("Cafe\u0301", "Café"),
        ('"ผ้าฝ้าย" (ย้อมคราม) ฯ ๆ', '"ผ้าฝ้าย" (ย้อมคราม) ฯ ๆ'),
        ("½ ก.ก. ①", "½ ก.ก. ①"),
    ],
)
def test_repair_gives_one_spelling(typed: str, repaired: str) -> None:
    assert thai.repair(typed) == repaired


def test_repair_keeps_lines_only_where_asked() -> None:
    assert thai.repair(" หนึ่ง \r\n\n\n\n สอง\t\n", multiline=True) == "หนึ่ง\n\nสอง"


@given(ANY_TEXT, st.booleans())
def test_repair_is_idempotent(text: str, multiline: bool) -> None:
    once = thai.repair(text, multiline=multiline)
    assert thai.repair(once, multiline=multiline) == once


@given(st.text(alphabet="กเแ่้็ุูิัํำาๆฯ์ฺ๎ aA1“") | ANY_TEXT)
def test_a_text_that_needs_no_repair_is_what_the_whole_repair_makes_of_it(text: str) -> None:
    hidden = "\u200b"  # is taken out, and makes no text look ordinary
    assert thai.repair(text) == thai.repair(text + hidden)


@given(ANY_TEXT)
def test_repair_leaves_nothing_that_harms_a_database_or_a_workbook(text: str) -> None:
    repaired = thai.repair(text)
    assert not any(unicodedata.category(character) in {"Cc", "Cf", "Cs"} for character in repaired)
    assert unicodedata.is_normalized("NFC", repaired)
    assert repaired == " ".join(repaired.split())


# --- keys ---------------------------------------------------------------------------------------


def test_sort_key_puts_the_provinces_in_dictionary_order() -> None:
    ordered = sorted(names("provinces"), key=thai.sort_key)
    assert ordered[:5] == ["กระบี่", "กรุงเทพมหานคร", "กาญจนบุรี", "กาฬสินธุ์", "กำแพงเพชร"]
    assert ordered[-6:] == ["อ่างทอง", "อำนาจเจริญ", "อุดรธานี", "อุตรดิตถ์", "อุทัยธานี", "อุบลราชธานี"]


@pytest.mark.parametrize(
    "in_order",
    [
        ["ชุมพร", "เชียงราย", "เชียงใหม่", "ตรัง"],
        ["พิษณุโลก", "เพชรบุรี", "เพชรบูรณ์", "แพร่", "ภูเก็ต"],
        ["มุกดาหาร", "แม่ฮ่องสอน", "ยโสธร"],
        ["ยะลา", "ร้อยเอ็ด", "ระนอง"],
        ["ลำพูน", "เลย", "ศรีสะเกษ"],
        ["ฉวาง", "เฉลิมพระเกียรติ", "ชะอวด", "ช้างกลาง", "เชียรใหญ่", "ถ้ำพรรณรา"],
        ["พิปูน", "เมืองนครศรีธรรมราช", "ร่อนพิบูลย์"],
        ["กา", "ก่า", "ก้า", "กาก", "ก่าก"],
        ["", "10", "2 พี่น้อง", "OTOP", "ปลา"],
    ],
)
def test_sort_key_follows_the_dictionary(in_order: list[str]) -> None:
    assert sorted(set(in_order), key=thai.sort_key) == in_order


@given(ANY_TEXT)
def test_sort_key_fits_its_column_and_sorts_alike_everywhere(text: str) -> None:
    key = thai.sort_key(text)
    assert len(key) <= thai.SORT_KEY_LENGTH
    assert key.isascii()
    assert key.isalnum()
    assert key == key.lower()
    assert key == thai.sort_key(thai.repair(text))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("กลุ่มแม่บ้าน  บ้านนา", "วิสาหกิจชุมชนเเม่บ้านบ้านนา"),
        ("นางสาว สมศรี ใจดี", "น.ส.สมศรี  ใจดี"),
        ("นายสมชาย ใจดี", "สมชาย ใจดี"),
        ("ว่าที่ ร.ต. สมชาย ใจดี", "สมชายใจดี"),
        ("กลุ่มทอผ้า ม.๒", "กลุ่มทอผ้า (ม.2)"),
        ("ขนมไทยฯ", "ขนมไทย"),
        ("Coffee BAAN", "coffee baan"),
        ("บริษัท ข้าวไทย จำกัด", "บจก.ข้าวไทย"),
    ],
)
def test_name_key_meets_for_spellings_of_one_name(first: str, second: str) -> None:
    assert thai.name_key(first) == thai.name_key(second) != ""


@pytest.mark.parametrize(
    ("first", "second"),
    [("คันนายาว", "คันยาว"), ("กลุ่ม", "วิสาหกิจชุมชน"), ("ผ้าไหม", "ผ้าไหมี"), ("ทอผ้า 1", "ทอผ้า 2")],
)
def test_name_key_differs_for_different_names(first: str, second: str) -> None:
    assert thai.name_key(first) != thai.name_key(second)


def test_search_key_ignores_tone_marks_digits_and_case() -> None:
    assert thai.search_key("ร่อนพิบูลย") == thai.search_key("รอนพิบูลย์")
    assert thai.search_key("กลุ่ม OTOP ๕ ดาว") == thai.search_key("กลุม otop 5 ดาว")
    assert thai.search_key("นม") in thai.search_key("กลุ่มขนมไทย")


# --- dates --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("boxes", "day"),
    [
        (("16", "3", "2561"), date(2018, 3, 16)),
        (("๑๖", "๐๓", "๒๕๖๑"), date(2018, 3, 16)),
        (("1", "ก.ค.", "67"), date(2024, 7, 1)),
        (("1", "กค", "67"), date(2024, 7, 1)),
        (("01", " กรกฎาคม ", "พ.ศ. 2567"), date(2024, 7, 1)),
        (("29", "กุมภา", "2567"), date(2024, 2, 29)),
        (("31", "ธ.ค", "2443"), date(1900, 12, 31)),
    ],
)
def test_parse_day_reads_three_boxes(boxes: tuple[str, str, str], day: date) -> None:
    assert thai.parse_day(*boxes) == day


@pytest.mark.parametrize(
    ("boxes", "sentence"),
    [
        (("1", "7", "2024"), "หมายถึง พ.ศ. 2567 ใช่ไหม"),
        (("29", "2", "2561"), "ไม่มีวันที่ 29 ในเดือนกุมภาพันธ์ พ.ศ. 2561"),
        (("31", "เม.ย.", "2561"), "ไม่มีวันที่ 31 ในเดือนเมษายน"),
        (("0", "1", "2561"), "ไม่มีวันที่ 0"),
        (("1", "13", "2561"), "กรุณาระบุเดือน"),
        (("1", "", "2561"), "กรุณาระบุเดือน"),
        (("", "1", "2561"), "กรุณาระบุวันที่"),
        (("-1", "1", "2561"), "กรุณาระบุวันที่"),
        (("1", "1", "256"), "ปี พ.ศ. เป็นตัวเลข 4 หลัก"),
        (("1", "1", "2700"), "ระหว่าง 2443 ถึง 2643"),
        (("1", "1", "1800"), "ระหว่าง 2443 ถึง 2643"),
        (("1", "7", "24"), "พ.ศ. 2524 หรือ ค.ศ. 2024 คือ พ.ศ. 2567"),
        (("1", "7", "๐๕"), "ครบ 4 หลัก"),
    ],
)
def test_parse_day_refuses_in_plain_thai(boxes: tuple[str, str, str], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        thai.parse_day(*boxes)


@pytest.mark.parametrize(
    "text",
    [
        "16/03/2561",
        "16-3-61",
        "16.3.2561",
        "๑๖/๐๓/๒๕๖๑",
        "16 มี.ค. 2561",
        "16 มี.ค.61",
        "16มีนาคม2561",
        "๑๖ มีนาคม พ.ศ. ๒๕๖๑",
        "วันที่ 16 มีนาคม 2561",
        "วันศุกร์ที่ 16 มีนาคม 2561",
        "2018-03-16",
        "2561-03-16",
        "๒๕๖๑-๐๓-๑๖",
    ],
)
def test_parse_date_text_reads_every_usual_form(text: str) -> None:
    assert thai.parse_date_text(text) == date(2018, 3, 16)


def test_parse_date_text_converts_the_year_before_the_leap_day() -> None:
    assert thai.parse_date_text("2567-02-29") == thai.parse_date_text("29/02/2567") == date(2024, 2, 29)


@pytest.mark.parametrize(
    "text", ["", "พรุ่งนี้", "16/2561", "16 03 2561", "16/03/2018", "2018-02-30", "16/มี.ค./ก"]
)
def test_parse_date_text_refuses_what_is_no_date(text: str) -> None:
    with pytest.raises(ValueError, match=r"กรุณา"):
        thai.parse_date_text(text)


@given(SANE_DAYS)
def test_every_shown_date_reads_back(day: date) -> None:
    be = f"{day.day}/{day.month}/{thai.year_be(day)}"
    for text in (thai.long_date(day), thai.short_date(day), thai.weekday_date(day), day.isoformat(), be):
        assert thai.parse_date_text(text) == day
        assert thai.parse_date_text(thai.to_thai_digits(text)) == day


@given(ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_parse_day_only_ever_answers_or_explains(day: str, month: str, year: str) -> None:
    try:
        assert isinstance(thai.parse_day(day, month, year), date)
    except ValueError as refusal:
        assert "\u0e01" <= str(refusal)[0] <= "\u0e4e"  # noqa: PT017


def test_dates_are_written_as_the_letters_write_them() -> None:
    day = date(2018, 3, 16)
    assert thai.long_date(day) == "16 มีนาคม 2561"
    assert thai.short_date(day) == "16 มี.ค. 2561"
    assert thai.weekday_date(day) == "วันศุกร์ที่ 16 มีนาคม 2561"


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2017, 10, 2), date(2017, 12, 21), "2 ตุลาคม - 21 ธันวาคม 2560"),
        (date(2017, 12, 22), date(2017, 12, 28), "22 - 28 ธันวาคม 2560"),
        (date(2018, 1, 3), date(2018, 3, 16), "3 มกราคม - 16 มีนาคม 2561"),
        (date(2017, 12, 29), date(2018, 1, 3), "29 ธันวาคม 2560 - 3 มกราคม 2561"),
        (date(2017, 12, 29), date(2018, 12, 30), "29 ธันวาคม 2560 - 30 ธันวาคม 2561"),
        (date(2018, 3, 16), date(2018, 3, 16), "16 มีนาคม 2561"),
    ],
)
def test_long_period_writes_month_and_year_once(first: date, last: date, text: str) -> None:
    assert thai.long_period(first, last) == text


def test_moment_is_told_in_bangkok() -> None:
    assert thai.moment(datetime(2018, 3, 16, 3, 42, tzinfo=UTC)) == "16 มี.ค. 2561 10:42 น."
    assert thai.moment(datetime(2018, 3, 16, 17, 0, tzinfo=UTC)) == "17 มี.ค. 2561 00:00 น."
    with pytest.raises(ValueError, match="aware"):
        thai.moment(datetime(2018, 3, 16))  # noqa: DTZ001


# --- amounts ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1,234.50", "1234.50"),
        ("๑,๒๓๔.๕๐", "1234.50"),
        (" 1234.5 บาท", "1234.50"),
        ("฿1,234,567", "1234567.00"),
        ("1 234.50", "1234.50"),
        ("500.-", "500.00"),
        ("0", "0.00"),
        ("1,000 บาทถ้วน", "1000.00"),
    ],
)
def test_parse_baht_reads_what_officers_type(text: str, amount: str) -> None:
    assert str(thai.parse_baht(text)) == amount


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("-1", "ติดลบไม่ได้"),
        ("(100)", "โดยไม่มีวงเล็บ"),
        ("1.234", "ไม่เกิน 2 ตำแหน่ง"),
        ("1,5", "เป็นตัวเลข"),
        ("1.234,50", "เป็นตัวเลข"),
        ("12,34.50", "เป็นตัวเลข"),
        ("หนึ่งพัน", "เป็นตัวเลข"),
        ("1e5", "เป็นตัวเลข"),
        ("NaN", "เป็นตัวเลข"),
        ("", "เป็นตัวเลข"),
        ("9999999999999", "มากเกินไป"),
    ],
)
def test_parse_baht_refuses_in_plain_thai(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        thai.parse_baht(text)


@given(st.decimals(0, thai.MAX_BAHT, places=2))
def test_every_shown_amount_reads_back(amount: Decimal) -> None:
    assert thai.parse_baht(thai.baht(amount)) == amount
    assert thai.parse_baht(thai.to_thai_digits(thai.baht(amount))) == amount


def test_amounts_and_counts_have_thousands_commas() -> None:
    assert thai.baht(Decimal("1234.5")) == "1,234.50"
    assert thai.baht(Decimal("-0.005")) == "-0.01"
    assert thai.count(100000) == "100,000"


# --- percentages ---------------------------------------------------------------------------------------

BOUNDS = (Decimal(5), Decimal(3), Decimal(2))
exact_values = st.decimals(min_value=-1000, max_value=1000, places=24)
bounds = st.lists(st.decimals(min_value=-100, max_value=100, places=2), max_size=4)


@pytest.mark.parametrize(
    ("exact", "shown"),
    [
        ("7.99999999", "8.00"),
        ("-4.30000007", "-4.30"),
        ("5.00999999", "5.01"),
        ("5.004", "5.004"),  # over 5: two places would say 5.00, which is not
        ("5.0004", "5.0004"),
        ("5", "5.00"),
        ("4.996", "5.00"),  # not over 5, and neither is 5.00
        ("3.005", "3.01"),
        ("-0.001", "0.00"),
        ("1234.565", "1,234.57"),
        ("-1.005", "-1.01"),
    ],
)
def test_a_percentage_is_rounded_half_up_and_keeps_its_side(exact: str, shown: str) -> None:
    assert str(Percent.of(Decimal(exact), BOUNDS)) == shown


@given(exact_values, bounds)
def test_what_is_shown_stands_on_the_side_of_the_exact_value(exact: Decimal, bounds: list[Decimal]) -> None:
    shown = Percent.of(exact, bounds)
    assert all((exact > bound) == (shown.rounded > bound) for bound in bounds)
    assert abs(shown.rounded - exact) <= Decimal("0.5").scaleb(-shown.places)


@given(exact_values, bounds)
def test_no_more_places_than_it_takes(exact: Decimal, bounds: list[Decimal]) -> None:
    shown = Percent.of(exact, bounds)
    if shown.places > 2:
        shorter = Percent(exact, shown.places - 1).rounded
        assert any((exact > bound) != (shorter > bound) for bound in bounds)
