"""What officers type about the calendar: dates of a step with their letter, days off, a day to try out."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from otop_registry import thai
from registration.forms.fields import (
    ThaiCharField,
    ThaiDateField,
    ThaiFormMixin,
    ThaiIntegerField,
    ThaiTextField,
)
from registration.forms.reasons import LONGEST_REASON
from registration.models import Holiday, Unit
from registration.services.calendar import Authority, Dates
from registration.timetable import Quarter

LONGEST_LETTER_NUMBER = 100


class UnitField(forms.ModelChoiceField):
    """A province or a district by name, within the units given to the form."""

    widget = forms.Select(attrs={"data-typeahead": ""})

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Unit.objects.none(), **options)
        self._provinces: dict[str, str] = {}

    def within(self, units: QuerySet[Unit]) -> None:
        """Offers these units in dictionary order."""
        self.queryset = units.order_by("sort_key")
        self._provinces = {unit.code: unit.name for unit in Unit.objects.provinces()}

    def label_from_instance(self, unit: Unit) -> str:
        province = self._provinces.get(unit.parent_code, "")
        return f"{unit.full_name} {province}".strip()


class AuthorityForm(ThaiFormMixin, forms.Form):
    """On what letter, and why. Optional while the plan is a draft."""

    letter_number = ThaiCharField(
        label="เลขที่หนังสือ", max_length=LONGEST_LETTER_NUMBER, help_text="เช่น มท 0402.3/ว 1234"
    )
    reason = ThaiTextField(label="เหตุผล", max_length=LONGEST_REASON)

    def __init__(self, *args: Any, is_draft: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if is_draft:
            self.fields["letter_number"].required = self.fields["reason"].required = False

    @property
    def authority(self) -> Authority:
        return Authority(self.cleaned_data["letter_number"], self.cleaned_data["reason"])


class NarrowForm(AuthorityForm):
    """A province's own dates of one step."""

    field_order = ("first_day", "last_day")

    first_day = ThaiDateField(label="วันแรก")
    last_day = ThaiDateField(label="วันสุดท้าย", help_text="นับรวมวันนี้ด้วย ถึงเวลา 24.00 น.")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", f"วันสุดท้ายต้องไม่มาก่อนวันแรก คือ {thai.long_date(first)}")
        return data

    @property
    def dates(self) -> Dates:
        return Dates(self.cleaned_data["first_day"], self.cleaned_data["last_day"])


class WindowForm(NarrowForm):
    """The national dates of one step and the count that the letter states."""

    field_order = ("first_day", "last_day", "stated_days")

    stated_days = ThaiIntegerField(
        label="จำนวนวันตามหนังสือ",
        required=False,
        min_value=1,
        max_value=366,
        help_text="ใช้เทียบกับจำนวนวันทำการเท่านั้น ไม่เปลี่ยนวันใด",
    )

    @property
    def dates(self) -> Dates:
        data = self.cleaned_data
        return Dates(data["first_day"], data["last_day"], data["stated_days"])


class ExtensionForm(NarrowForm):
    """More days for one unit in one step."""

    field_order = ("unit", "first_day", "last_day")

    unit = UnitField(
        label="หน่วยงานที่ขยายเวลาให้",
        empty_label="เลือกจังหวัด อำเภอ หรือเขต",
        help_text="ถ้าเลือกจังหวัด จะรวมทุกอำเภอในจังหวัดนั้น",
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].within(units)


class HolidayForm(ThaiFormMixin, forms.Form):
    """A day off that the seed does not know, such as one the cabinet adds."""

    day = ThaiDateField(label="วันที่หยุด")
    name = ThaiCharField(label="ชื่อวันหยุด", max_length=200)
    kind = forms.ChoiceField(label="ประเภท", choices=Holiday.Kind.choices, initial=Holiday.Kind.SPECIAL)
    source = ThaiCharField(label="ที่มา", max_length=200, help_text="เช่น มติคณะรัฐมนตรี 27 กุมภาพันธ์ 2561")

    def __init__(self, *args: Any, fiscal_year_be: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self._first = Quarter(fiscal_year_be, 1).first_day
        self._last = Quarter(fiscal_year_be, 4).last_day

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if not self._first <= day <= self._last:
            within = thai.long_period(self._first, self._last)
            raise forms.ValidationError(f"วันหยุดของหน้านี้ต้องอยู่ในปีงบประมาณ คือ {within}")
        return day


class ProposalForm(ThaiFormMixin, forms.Form):
    """For which fiscal year a plan is to be drafted."""

    fiscal_year_be = ThaiIntegerField(
        label="ปีงบประมาณ พ.ศ.", min_value=2550, max_value=2600, help_text="ปี พ.ศ. 4 หลัก เช่น 2570"
    )


class PublicationForm(ThaiFormMixin, forms.Form):
    """The letter with which the plan is published; a plan with serious findings also asks why."""

    letter_number = ThaiCharField(label="เลขที่หนังสือ", max_length=LONGEST_LETTER_NUMBER)
    letter_day = ThaiDateField(label="ลงวันที่")
    reason = ThaiTextField(label="เหตุผลที่เผยแพร่ทั้งที่มีข้อขัดแย้งของช่วงวัน", max_length=LONGEST_REASON)

    def __init__(self, *args: Any, needs_reason: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not needs_reason:
            del self.fields["reason"]

    @property
    def authority(self) -> Authority:
        return Authority(self.cleaned_data["letter_number"], self.cleaned_data.get("reason", ""))


class SimulatorForm(ThaiFormMixin, forms.Form):
    """A day, and the unit whose calendar is looked at; without one, the reader's own."""

    says_required = False

    day = ThaiDateField(label="วันที่ต้องการดู")
    unit = UnitField(label="หน่วยงาน", required=False, empty_label="หน่วยงานของท่าน")

    def __init__(self, *args: Any, units: QuerySet[Unit], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].within(units)
