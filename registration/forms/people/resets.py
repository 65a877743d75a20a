"""Asking to clear somebody's second factor."""

from django import forms

from registration.forms.fields import ThaiFormMixin, ThaiTextField
from registration.forms.reasons import LONGEST_REASON


class FactorResetForm(ThaiFormMixin, forms.Form):
    """Whose, and why: the reason says how the person was recognised."""

    username = forms.CharField(
        label="ชื่อผู้ใช้", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    reason = ThaiTextField(
        label="เหตุผล",
        max_length=LONGEST_REASON,
        help_text="เช่น โทรศัพท์หาย พบตัวที่สำนักงานและตรวจบัตรประจำตัวเจ้าหน้าที่แล้ว",
    )
