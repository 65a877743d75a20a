"""What a decree says of a unit, as it is typed; each form gives the terms of one change."""

from typing import Any

from django import forms

from registration.forms.fields import ThaiCharField, ThaiDateField, ThaiFormMixin, ThaiTextField
from registration.forms.reasons import ReasonForm
from registration.models import Unit
from registration.services.units.deciding import Decree
from registration.unit_terms import Terms

LONGEST_NAME = 100


class DecreeForm(ThaiFormMixin, forms.Form):
    """From which day, by which decree."""

    day = ThaiDateField(label="วันที่มีผล")
    decree = ThaiCharField(
        label="ราชกิจจานุเบกษา", max_length=300, help_text="เช่น เล่ม 128 ตอนที่ 18 ก วันที่ 22 มีนาคม 2554"
    )
    decree_text = ThaiTextField(label="ข้อความของประกาศ", max_length=2000, required=False)

    def __init__(self, *args: Any, unit: Unit, **options: Any) -> None:
        super().__init__(*args, **options)
        self.unit = unit
        last = ("day", "decree", "decree_text")
        self.order_fields([*(name for name in self.fields if name not in last), *last])

    @property
    def decree_said(self) -> Decree:
        said = self.cleaned_data
        return Decree(said["day"], said["decree"], said["decree_text"])

    @property
    def terms(self) -> Terms:
        """What is done on the day."""
        return Terms()


class RenameForm(DecreeForm):
    """The new name, without อำเภอ or จังหวัด before it."""

    name = ThaiCharField(label="ชื่อใหม่", max_length=LONGEST_NAME)

    def clean_name(self) -> str:
        """The name alone: the word before it comes from the code."""
        return self.cleaned_data["name"].removeprefix(self.unit.kind).strip()

    @property
    def terms(self) -> Terms:
        return Terms(name=self.cleaned_data["name"])


class DropForm(ReasonForm):
    """Why a change is not carried out after all."""
