"""How a person wants notices, and the LINE groups of a unit."""

from typing import Any

from django import forms

from registration.forms.fields import ThaiCharField, ThaiFormMixin
from registration.models.notices import Group, Pace


class ChoicesForm(forms.Form):
    """One choice for each group."""

    def __init__(self, *args: Any, groups: list[Group], **options: Any) -> None:
        super().__init__(*args, **options)
        for group in groups:
            self.fields[group.value] = forms.ChoiceField(label=group.label, choices=Pace.choices)


class LineGroupForm(ThaiFormMixin, forms.Form):
    """A LINE group: its id is letters and digits, as the webhook of the channel shows it."""

    name = ThaiCharField(label="ชื่อกลุ่ม", max_length=100, help_text="เช่น กลุ่ม OTOP จังหวัดหนองคาย")
    target = forms.RegexField(
        label="รหัสกลุ่ม (groupId)",
        regex=r"\A[CRU][0-9a-f]{32}\Z",
        help_text="ขึ้นต้นด้วย C, R หรือ U ตามด้วยตัวอักษรและตัวเลข 32 ตัว ผู้ดูแลช่องทาง LINE ของหน่วยงานทราบ",
        error_messages={"invalid": "รหัสกลุ่มต้องขึ้นต้นด้วย C, R หรือ U ตามด้วยตัวอักษร a-f หรือตัวเลข 32 ตัว"},
    )
