"""What the lists of producers are asked for: filters, the day of a roster, which records stand unchanged."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from registration.forms.fields import ThaiCharField, ThaiDateField, ThaiFormMixin
from registration.models import Subdistrict, Unit
from registration.models.producers import ProducerKind
from registration.places import is_district
from registration.services.registry.searching import RoundState, Search

LONGEST_SEARCH = 100
ROUNDS_BACK = (("", "ทั้งหมด"), ("2", "2 รอบขึ้นไป"), ("4", "4 รอบขึ้นไป (1 ปี)"), ("8", "8 รอบขึ้นไป (2 ปี)"))


class UnitChoice(forms.ModelChoiceField):
    """A unit by its name, with a word for all of them."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Unit.objects.none(), required=False, **options)


class PlaceMixin:
    """Boxes for province and district, as far as the reader's scope has more than one of them."""

    def choose_from(self, units: QuerySet[Unit], chosen_code: str) -> None:
        """Offers the units of the scope; a whole nation's districts only of the chosen province."""
        provinces = units.provinces().order_by("sort_key")
        districts = units.districts().order_by("sort_key")
        if provinces.count() > 1:
            self.fields["province"].queryset = provinces
            districts = districts.filter(code__startswith=chosen_code) if chosen_code else districts.none()
        else:
            del self.fields["province"]
        if districts.count() > 1:
            self.fields["district"].queryset = districts
        else:
            del self.fields["district"]

    @property
    def unit(self) -> Unit | None:
        """The narrowest unit chosen."""
        return self.cleaned_data.get("district") or self.cleaned_data.get("province")


class ProducerFilterForm(PlaceMixin, ThaiFormMixin, forms.Form):
    """The filters of the list. The text is a name, a product, a number or a telephone, never a personal number."""

    q = ThaiCharField(
        label="ชื่อ เจ้าของ ผลิตภัณฑ์ เลขทะเบียน โทรศัพท์ หรือเลข 13 หลัก",
        required=False,
        max_length=LONGEST_SEARCH,
        widget=forms.TextInput({"autocomplete": "off", "type": "search"}),
    )
    province = UnitChoice(label="จังหวัด", empty_label="ทุกจังหวัด")
    district = UnitChoice(label="อำเภอ/เขต", empty_label="ทุกอำเภอ")
    subdistrict = forms.ModelChoiceField(
        label="ตำบล/แขวง", queryset=Subdistrict.objects.none(), required=False, empty_label="ทุกตำบล"
    )
    kind = forms.ChoiceField(
        label="ประเภทผู้ผลิต", required=False, choices=[("", "ทุกประเภท"), *ProducerKind.choices]
    )
    state = forms.ChoiceField(label="ในรอบนี้", required=False, choices=[("", "ทุกสถานะ"), *RoundState.choices])

    def choose_subdistricts(self, district_code: str, on: date) -> None:
        """Offers the subdistricts of one district; none are offered for a wider list."""
        rows = Subdistrict.objects.filter(district_id=district_code).valid(on).order_by("sort_key")
        if is_district(district_code):
            self.fields["subdistrict"].queryset = rows
        else:
            del self.fields["subdistrict"]

    @property
    def search(self) -> Search:
        """What is asked for; a filter that is not on offer is no filter."""
        place = self.cleaned_data.get("subdistrict")
        return Search(
            text=self.cleaned_data.get("q", ""),
            kind=self.cleaned_data.get("kind", ""),
            state=self.cleaned_data.get("state", ""),
            unit_code=self.unit.code if self.unit else "",
            subdistrict_code=place.code if place else "",
        )


class RosterForm(PlaceMixin, ThaiFormMixin, forms.Form):
    """The day and the unit of a roster."""

    province = UnitChoice(label="จังหวัด", empty_label="เลือกจังหวัด")
    district = UnitChoice(label="อำเภอ/เขต", empty_label="ทุกอำเภอ")
    day = ThaiDateField(label="ณ วันที่")

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today

    def clean_day(self) -> date:
        if self.cleaned_data["day"] > self.today:
            raise ValidationError("วันที่ต้องไม่เกินวันนี้ เพราะทะเบียนของวันข้างหน้ายังไม่มี")
        return self.cleaned_data["day"]


class ConfirmForm(ThaiFormMixin, forms.Form):
    """Which records stand as registered: those ticked, or every one that the filter shows."""

    rounds = forms.ChoiceField(label="ไม่ได้ยืนยันมาแล้ว", required=False, choices=ROUNDS_BACK)
    producer = forms.TypedMultipleChoiceField(label="ผู้ผลิต", coerce=int, required=False)
    everyone = forms.BooleanField(required=False)

    def offer(self, pks: Iterable[int]) -> None:
        """The records that may be chosen: what another officer has handled meanwhile is no longer among them."""
        self.offered = list(pks)
        self.fields["producer"].choices = [(pk, pk) for pk in self.offered]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("everyone") and not cleaned.get("producer") and not self.errors:
            raise ValidationError("เลือกผู้ผลิตที่จะยืนยันอย่างน้อยหนึ่งราย")
        return cleaned

    @property
    def chosen(self) -> list[int]:
        return self.offered if self.cleaned_data["everyone"] else self.cleaned_data["producer"]

    @property
    def rounds_back(self) -> int:
        return int(self.cleaned_data.get("rounds") or 0)
