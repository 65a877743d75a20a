"""A percentage as officers type it: 5, 2.5, ๒.๕, 5 %, -1."""

import re
from decimal import Decimal
from typing import Final

from django import forms

from otop_registry import thai

_PERCENT: Final = re.compile(r"-?[0-9]{1,4}(\.[0-9]{1,2})?")


class PercentField(forms.CharField):
    """A percentage with at most two decimals → Decimal; None for an empty box."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "width-6", "autocomplete": "off"})
    default_error_messages = {"unreadable": "กรุณากรอกร้อยละเป็นตัวเลข มีทศนิยมได้ไม่เกิน 2 ตำแหน่ง เช่น 2.5"}

    def clean(self, value: object) -> Decimal | None:
        text = thai.to_arabic(thai.repair(super().clean(value)))
        plain = text.replace("ร้อยละ", "").replace("%", "").replace("−", "-").replace(" ", "")
        if not plain:
            return None
        if not _PERCENT.fullmatch(plain):
            raise forms.ValidationError(self.error_messages["unreadable"], code="unreadable")
        return Decimal(plain)

    def prepare_value(self, value: object) -> object:
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value
