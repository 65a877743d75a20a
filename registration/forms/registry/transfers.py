"""What is typed when a producer moves between districts: where to, from where, its new place, and why."""

from collections.abc import Sequence
from copy import deepcopy
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from registration import identifiers
from registration.forms.fields import ThaiCharField, ThaiFormMixin, ThaiTextField
from registration.forms.reasons import LONGEST_REASON, ReasonForm
from registration.forms.registry.places import PlaceOfProduction
from registration.forms.registry.producers import NEWEST_VERSION, ProducerForm

PLACE = ("house_number", "village_number", "village", "lane", "road", "subdistrict", "postcode")
LONGEST_NUMBER = 30
EXAMPLE = identifiers.registration_number("80", "8002", 2561, 12)


class NewPlaceForm(PlaceOfProduction):
    """Where it will produce: the boxes of the producer's own form."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in PLACE:
            self.fields[name] = deepcopy(ProducerForm.base_fields[name])
        self.say_what_to_do()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.fill_postcode(cleaned)
        return cleaned

    @property
    def place(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in PLACE}


class GiveForm(ReasonForm):
    """To which district a producer of one's own goes, and why."""

    reason = ThaiTextField(
        label="เหตุผลที่ย้าย", max_length=LONGEST_REASON, help_text="เช่น ย้ายสถานที่ผลิตไปตั้งแต่เดือนมกราคม"
    )
    target = forms.ChoiceField(label="ย้ายไปอำเภอ/เขต")
    field_order = ("target", "reason")

    def offer(self, districts: Sequence[tuple[str, Sequence[tuple[str, str]]]]) -> None:
        """The districts it may go to, a province's together."""
        target = cast(forms.ChoiceField, self.fields["target"])
        target.choices = [("", "เลือกอำเภอหรือเขต"), *districts]


class TakeForm(NewPlaceForm):
    """Which producer of another district one's own takes, its place here, and why."""

    number = ThaiCharField(
        label="เลขทะเบียน หรือเลขประจำตัวประชาชนของประธาน/เจ้าของ",
        max_length=LONGEST_NUMBER,
        help_text=f"เช่น {EXAMPLE} หรือเลข 13 หลัก",
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    reason = ThaiTextField(
        label="เหตุผลที่ย้าย", max_length=LONGEST_REASON, help_text="เช่น ย้ายสถานที่ผลิตมาตั้งแต่เดือนมกราคม"
    )
    field_order = ("number", *PLACE, "reason")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.order_fields(self.field_order)

    def clean_number(self) -> str:
        """A citizen's or a registration number, as it is registered."""
        typed = self.cleaned_data["number"]
        try:
            return identifiers.find_id(typed) or identifiers.check_registration_number(typed)
        except ValueError as fault:
            raise ValidationError(str(fault)) from fault


class AcceptForm(ThaiFormMixin, forms.Form):
    """The request accepted on the version of the record that the person saw."""

    version = forms.IntegerField(min_value=0, max_value=NEWEST_VERSION, widget=forms.HiddenInput)

    @property
    def place(self) -> dict[str, Any] | None:
        """The request names the place already."""
        return None


class AcceptWithPlaceForm(NewPlaceForm):
    """The same, with the place that the office which takes it knows."""

    version = forms.IntegerField(min_value=0, max_value=NEWEST_VERSION, widget=forms.HiddenInput)


class RefuseForm(ReasonForm):
    """Why the other office does not want the move."""

    reason = ThaiTextField(label="เหตุผลที่ไม่รับ", max_length=LONGEST_REASON)


class UndoForm(ReasonForm):
    """Why a move is undone as though it had never been."""

    reason = ThaiTextField(
        label="เหตุผลที่ย้อน", max_length=LONGEST_REASON, help_text="เช่น เลือกผิดราย หรือ เลือกผิดอำเภอ"
    )
