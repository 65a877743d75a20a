"""What the list of pairs is narrowed to, and why a pair is decided so."""

from django import forms

from registration.forms.fields import ThaiFormMixin, ThaiTextField
from registration.forms.reasons import LONGEST_REASON, ReasonForm
from registration.forms.registry.listing import PlaceMixin, UnitChoice


class PairPlaceForm(PlaceMixin, ThaiFormMixin, forms.Form):
    """The province or district that one of the two lies in."""

    province = UnitChoice(label="จังหวัด", empty_label="ทุกจังหวัด")
    district = UnitChoice(label="อำเภอ/เขต", empty_label="ทุกอำเภอ")
    show = forms.CharField(required=False, widget=forms.HiddenInput)


class ApartForm(ReasonForm):
    """Why two that look alike are two."""

    reason = ThaiTextField(
        label="เหตุผลที่เป็นคนละราย",
        max_length=LONGEST_REASON,
        help_text="เช่น เป็นพี่น้องกัน อยู่บ้านเดียวกันแต่ทำคนละกลุ่ม ตรวจกับสำเนาบัตรแล้ว",
    )


class AnewForm(ReasonForm):
    """Why a decision is taken back."""

    reason = ThaiTextField(label="เหตุผลที่พิจารณาใหม่", max_length=LONGEST_REASON)
