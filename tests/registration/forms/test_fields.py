"""Form fields: what officers type is read, and what is refused says in Thai what to do."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict

from registration.forms.fields import (
    BahtField,
    CitizenIdField,
    JuristicIdField,
    PhonesField,
    SubdistrictField,
    ThaiCharField,
    ThaiDateField,
    ThaiFormMixin,
    ThaiIntegerField,
    ThaiTextField,
)
from registration.forms.registry.chairing import ChairForm
from registration.forms.registry.transfers import NewPlaceForm
from tests.world.cast import Cast
from tests.world.factories import DAY


class DayForm(ThaiFormMixin, forms.Form):
    day = ThaiDateField(label="วันที่ก่อตั้ง")


def boxes(day: str, month: str, year: str) -> MultiValueDict:
    return MultiValueDict({"day_0": [day], "day_1": [month], "day_2": [year]})


def error_of(field: forms.Field, value: object) -> str:
    with pytest.raises(ValidationError) as refused:
        field.clean(value)
    return " ".join(refused.value.messages)


# --- days -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed", [("16", "3", "2561"), ("๑๖", "๓", "๒๕๖๑"), ("16", "มี.ค.", "61"), (" 16 ", "มีนาคม", "พ.ศ. 2561")]
)
def test_a_buddhist_day_is_read_from_three_boxes(typed: tuple[str, str, str]) -> None:
    form = DayForm(boxes(*typed))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["day"] == date(2018, 3, 16)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (("", "", ""), "กรอกวันที่ก่อตั้ง"),
        (("16", "", "2561"), "กรอกวันที่ก่อตั้งให้ครบ ยังขาดเดือน"),
        (("", "3", ""), "ยังขาดวัน และพ.ศ."),
        (("30", "2", "2561"), "ไม่มีวันที่ 30"),
        (("16", "3", "2018"), "2561"),
    ],
)
def test_a_refused_day_says_what_to_do_and_stays_in_the_boxes(
    typed: tuple[str, str, str], words: str
) -> None:
    form = DayForm(boxes(*typed))
    assert words in form.errors["day"][0]
    for text in filter(None, typed):
        assert f'value="{text}"' in str(form["day"])


def test_a_stored_day_comes_back_in_buddhist_years() -> None:
    html = str(DayForm(initial={"day": date(2009, 7, 27)})["day"])
    assert [f'value="{text}"' in html for text in ("27", "7", "2552")] == [True] * 3


def test_each_box_of_a_day_has_its_own_label_and_keypad() -> None:
    html = str(DayForm()["day"])
    for number, label in enumerate(("วัน", "เดือน", "พ.ศ.")):
        assert f'<label for="id_day_{number}">{label}</label>' in html
    assert html.count('inputmode="numeric"') == 2
    assert 'type="date"' not in html


def test_an_optional_day_may_stay_empty() -> None:
    assert ThaiDateField(required=False).clean(["", " ", None]) is None


# --- numbers and text -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed", ["1-1017-00203-45-0", "1101700203450", "๑๑๐๑๗๐๐๒๐๓๔๕๐", " 1 1017 00203 45 0 "]
)
def test_a_citizen_number_is_stored_as_13_plain_digits(typed: str) -> None:
    assert CitizenIdField().clean(typed) == "1101700203450"


@pytest.mark.parametrize("typed", ["1101700203452", "110170020345", "หนึ่งสอง"])
def test_a_wrong_citizen_number_is_refused_in_thai(typed: str) -> None:
    assert "เลขประจำตัวประชาชน" in error_of(CitizenIdField(), typed)


def test_a_juristic_number_begins_with_zero() -> None:
    assert JuristicIdField().clean("0-1055-36000-30-5") == "0105536000305"
    assert error_of(JuristicIdField(), "1101700203450")


def test_telephones_are_a_list_and_come_back_readable() -> None:
    field = PhonesField(required=False)
    assert field.clean("๐๘ ๑๒๓๔ ๕๖๗๘, 0-7535-6555") == ["0812345678", "075356555"]
    assert field.prepare_value(["0812345678", "075356555"]) == "08 1234 5678, 0-7535-6555"
    assert field.clean("") == []


def test_a_telephone_with_eleven_digits_is_refused_with_the_reason() -> None:
    assert "เกินมา 1 หลัก" in error_of(PhonesField(), "08123456789")


def test_a_telephone_that_lost_its_zero_is_offered_with_it() -> None:
    field = PhonesField(label="โทรศัพท์")
    error_of(field, "๘๙๑๒๓๔๕๖๗, 75356555")
    assert field.offer == "08 9123 4567, 0-7535-6555"
    assert field.clean(field.offer) == ["0891234567", "075356555"]


@pytest.mark.parametrize(
    ("typed", "offer"),
    [("08912345670812345678", "08 9123 4567, 08 1234 5678"), ("12345", ""), ("891234567 ต่อ 2", "")],
)
def test_telephones_run_together_are_parted_and_nothing_else_is_guessed(typed: str, offer: str) -> None:
    field = PhonesField(label="โทรศัพท์")
    error_of(field, typed)
    assert field.offer == offer


@pytest.mark.parametrize("text", ["29/2/63", "29-2-2563", "๒๙ ก.พ. ๒๕๖๓"])
def test_a_whole_day_in_the_first_box_fills_all_three(text: str) -> None:
    widget = ThaiDateField().widget
    assert widget.value_from_datadict({"day_0": text}, {}, "day") == ["29", "2", "2563"]
    assert ThaiDateField().clean(["29", "2", "2563"]) == date(2020, 2, 29)


def test_boxes_of_text_are_never_cut_by_the_browser() -> None:
    box = str(ThaiCharField(max_length=5).widget.render("name", ""))
    form = type("NameForm", (ThaiFormMixin, forms.Form), {"name": ThaiCharField(label="ชื่อ", max_length=5)})
    assert "maxlength" not in box + str(form()["name"])
    assert "data-limit" in str(form()["name"])
    assert "ไม่เกิน 5 ตัวอักษร" in form({"name": "ก" * 6}).errors["name"][0]


@pytest.mark.parametrize("typed", ["1,234.50", "๑,๒๓๔.๕๐", "1234.5 บาท"])
def test_money_is_read_with_commas_and_thai_digits(typed: str) -> None:
    assert BahtField().clean(typed) == Decimal("1234.50")


def test_no_money_is_none_and_zero_is_zero() -> None:
    assert BahtField(required=False).clean("") is None
    assert BahtField(required=False).clean("0") == Decimal(0)


@pytest.mark.parametrize(("typed", "number"), [("๑,๒๓๔", 1234), (" 12 ", 12), ("0", 0)])
def test_a_count_is_read_with_commas_and_thai_digits(typed: str, number: int) -> None:
    assert ThaiIntegerField().clean(typed) == number


@pytest.mark.parametrize(("typed", "words"), [("1.5", "จำนวนเต็ม"), ("สิบ", "จำนวนเต็ม"), ("-1", "ตั้งแต่ 0")])
def test_a_wrong_count_is_refused_in_thai(typed: str, words: str) -> None:
    assert words in error_of(ThaiIntegerField(min_value=0), typed)


def test_text_is_stored_in_one_spelling() -> None:
    assert ThaiCharField().clean("  นํ้าพริก\u200b  เเม่ ") == "น้ำพริก แม่"
    assert ThaiTextField().clean("หนึ่ง\r\nสอง") == "หนึ่ง\nสอง"


def test_text_of_invisible_letters_alone_counts_as_empty() -> None:
    assert error_of(ThaiCharField(), "\u200b \u200d")


# --- places -----------------------------------------------------------------------------------------


def test_a_subdistrict_of_another_district_is_refused(cast: Cast) -> None:
    field = SubdistrictField(label="ตำบล")
    field.within("8001", DAY)
    assert field.clean("800102").name == "ท่าวัง"
    assert "ไม่อยู่ในอำเภอ" in error_of(field, "800201")


def test_a_subdistrict_box_is_a_plain_select_that_scripts_may_improve(cast: Cast) -> None:
    class PlaceForm(ThaiFormMixin, forms.Form):
        subdistrict = SubdistrictField(label="ตำบล")

    form = PlaceForm()
    form.fields["subdistrict"].within("8001", DAY)
    html = str(form["subdistrict"])
    assert html.startswith("<select")
    assert "data-typeahead" in html
    assert html.count("<option") == 3


# --- messages ---------------------------------------------------------------------------------------


class EveryForm(ThaiFormMixin, forms.Form):
    name = forms.CharField(label="ชื่อผู้ประกอบการ", max_length=5)
    kind = forms.ChoiceField(label="ประเภท", choices=[("a", "ก")])
    proof = forms.FileField(label="สำเนาใบอนุญาต")
    agreed = forms.BooleanField(label="คนไทย")
    address = forms.EmailField(label="อีเมล")
    own = forms.CharField(label="เหตุผล", error_messages={"required": "บอกเหตุผลที่ส่งกลับ"})


def test_a_missing_answer_is_asked_for_by_its_label() -> None:
    errors = {name: texts[0] for name, texts in EveryForm({}).errors.items()}
    assert errors == {
        "name": "กรอกชื่อผู้ประกอบการ",
        "kind": "เลือกประเภท",
        "proof": "แนบสำเนาใบอนุญาต",
        "agreed": "กรุณาทำเครื่องหมายที่ คนไทย",
        "address": "กรอกอีเมล",
        "own": "บอกเหตุผลที่ส่งกลับ",
    }


def test_a_wrong_answer_says_how_to_put_it_right() -> None:
    errors = EveryForm({"name": "ก" * 6, "kind": "z", "address": "x@", "agreed": "on", "own": "-"}).errors
    assert errors["name"] == ["ชื่อผู้ประกอบการยาวเกินไป กรุณาย่อให้ไม่เกิน 5 ตัวอักษร"]
    assert errors["kind"] == ["ประเภทที่เลือกไม่อยู่ในรายการ กรุณาเลือกใหม่"]
    assert "somchai@example.go.th" in errors["address"][0]


def test_messages_of_one_form_do_not_leak_into_another() -> None:
    EveryForm({})
    assert "กรอก" not in str(EveryForm.base_fields["name"].error_messages["required"])


@pytest.mark.django_db
@pytest.mark.parametrize("form", [NewPlaceForm, ChairForm])
def test_a_field_that_a_form_adds_says_what_to_do_too(form: type[forms.Form]) -> None:
    """It said "ฟิลด์นี้จำเป็น", which names nothing."""
    said = [sentence for sentences in form({}).errors.values() for sentence in sentences]
    assert said
    assert "ฟิลด์นี้จำเป็น" not in said
