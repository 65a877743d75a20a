"""What a decree says of a unit, as it is typed; each form gives the terms of one change."""

from typing import Any, Final, cast

from django import forms

from otop_registry import thai
from registration import places
from registration.forms.fields import ThaiCharField, ThaiDateField, ThaiFormMixin, ThaiTextField
from registration.forms.reasons import ReasonForm
from registration.models import Unit
from registration.services.units import planning
from registration.services.units.deciding import Decree
from registration.services.units.planning import Part
from registration.unit_terms import Begun, Terms, share_of

LONGEST_NAME: Final = 100
PARTS: Final = (1, 2, 3)  # of a split; what makes more is split again
GOES: Final = "goes_"
LAST: Final = ("day", "decree", "decree_text")


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
        self.order_fields([*(name for name in self.fields if name not in LAST), *LAST])

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
        return name_alone(self.unit.pk, self.cleaned_data["name"])

    @property
    def terms(self) -> Terms:
        return Terms(name=self.cleaned_data["name"])


class DropForm(ReasonForm):
    """Why a change is not carried out after all."""


class CodeField(ThaiCharField):
    """A unit's code of DOPA, in Thai or Arabic digits."""

    def to_python(self, value: object) -> str:
        return thai.to_arabic(super().to_python(value)).replace(" ", "")


class ShareField(ThaiCharField):
    """A share as it is typed: 1/3, 0.25 or 25%."""

    def clean(self, value: object) -> object:
        typed = super().clean(value)
        try:
            return share_of(str(typed)) if typed else None
        except ValueError as fault:
            raise forms.ValidationError(str(fault)) from fault


class ReshapeForm(DecreeForm):
    """What does not add up is an error of the form, beside what was typed."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            try:
                self.planned = self.plan(cleaned)
            except ValueError as fault:
                self.add_error(None, str(fault))
        return cleaned

    def plan(self, said: dict[str, Any]) -> Terms:
        """The terms of what was typed. Raises: ValueError."""
        return Terms()

    @property
    def terms(self) -> Terms:
        return self.planned


class SplitForm(ReshapeForm):
    """Into which units, with which share each, and what of the old one goes to which."""

    own_share = ShareField(
        label="สัดส่วนของหน่วยงานเดิม",
        required=False,
        help_text="เช่น 2/3 เว้นว่างไว้ ถ้าหน่วยงานเดิมไม่คงอยู่ สัดส่วนทั้งหมดต้องรวมกันได้ 1 พอดี",
    )

    def __init__(self, *args: Any, unit: Unit, **options: Any) -> None:
        super().__init__(*args, unit=unit, **options)
        word = places.word_of(unit.pk)
        for number in PARTS:
            is_first = number == PARTS[0]
            proposed = planning.next_code(unit.parent_code) if is_first else ""
            self.fields |= {
                f"name_{number}": ThaiCharField(
                    label=f"{word}ใหม่ที่ {number}", max_length=LONGEST_NAME, required=is_first
                ),
                f"code_{number}": CodeField(
                    label=f"รหัสของ{word}ใหม่ที่ {number}", max_length=4, required=is_first, initial=proposed
                ),
                f"share_{number}": ShareField(
                    label=f"สัดส่วนของ{word}ใหม่ที่ {number}", required=is_first, help_text="เช่น 1/3"
                ),
            }
        goes = [("", f"อยู่ใน{unit}ตามเดิม"), *((str(n), f"ไป{word}ใหม่ที่ {n}") for n in PARTS)]
        for code, name in planning.below(unit):
            self.fields[f"goes_{code}"] = forms.ChoiceField(label=name, choices=goes, required=False)
        self.order_fields(["own_share", *(n for n in self.fields if n not in LAST), *LAST])

    def plan(self, said: dict[str, Any]) -> Terms:
        parts = {str(n): self._part(said, n) for n in PARTS if said.get(f"name_{n}")}
        goes = {}
        for name, number in said.items():
            if name.startswith(GOES) and number:
                if number not in parts:
                    raise ValueError(f"ยังไม่ได้ระบุชื่อของหน่วยงานใหม่ที่ {number}")
                goes[name.removeprefix(GOES)] = parts[number].code
        return planning.split(self.unit, list(parts.values()), said.get("own_share"), goes)

    def _part(self, said: dict[str, Any], number: int) -> Part:
        code, name, share = (said.get(f"{each}_{number}") for each in ("code", "name", "share"))
        if not code or not share:
            raise ValueError(f"กรุณาระบุรหัสและสัดส่วนของหน่วยงานใหม่ที่ {number}")
        return Part(code, name_alone(code, str(name)), share)


class MergeForm(ReshapeForm):
    """Into which unit that stands, or into which that begins with it."""

    into = forms.ChoiceField(label="รวมเข้ากับ", required=False)
    name = ThaiCharField(label="หรือรวมเป็นหน่วยงานใหม่ ชื่อ", max_length=LONGEST_NAME, required=False)
    code = CodeField(label="รหัสของหน่วยงานใหม่", max_length=4, required=False)

    def __init__(self, *args: Any, unit: Unit, **options: Any) -> None:
        super().__init__(*args, unit=unit, **options)
        into = cast(forms.ChoiceField, self.fields["into"])
        into.choices = [("", "เลือกหน่วยงานที่มีอยู่"), *planning.beside(unit)]

    def plan(self, said: dict[str, Any]) -> Terms:
        if bool(said["into"]) == bool(said["name"]):
            raise ValueError("กรุณาเลือกหน่วยงานที่มีอยู่ หรือกรอกชื่อหน่วยงานใหม่ อย่างใดอย่างหนึ่ง")
        if said["into"]:
            return planning.merge(self.unit, said["into"])
        if not said["code"]:
            raise ValueError("กรุณาระบุรหัสของหน่วยงานใหม่")
        begun = Begun(said["code"], name_alone(said["code"], said["name"]))
        return planning.merge(self.unit, begun.code, begun)


class CreateForm(ReshapeForm):
    """A unit that comes from no other: a district of a province, or a province."""

    name = ThaiCharField(label="ชื่อหน่วยงานใหม่", max_length=LONGEST_NAME)
    code = CodeField(label="รหัส", max_length=4, help_text="ตามรหัสของกรมการปกครอง")

    def __init__(self, *args: Any, unit: Unit, **options: Any) -> None:
        super().__init__(*args, unit=unit, **options)
        self.fields["code"].initial = planning.next_code(unit.pk)

    def plan(self, said: dict[str, Any]) -> Terms:
        if not places.is_directly_below(said["code"], self.unit.pk):
            raise ValueError("รหัสต้องขึ้นต้นด้วยรหัสจังหวัดและมี 4 หลัก หรือเป็นรหัสจังหวัด 2 หลัก")
        return Terms(begins=(Begun(said["code"], name_alone(said["code"], said["name"])),))


class EndForm(ReshapeForm):
    """A unit that has nothing left in it ends."""

    def plan(self, said: dict[str, Any]) -> Terms:
        return Terms(ends=(self.unit.pk,))


def name_alone(code: str, name: str) -> str:
    """The name without the word before it, which comes from the code."""
    word = places.word_of(code) if places.width_of(code) in places.WIDTHS.values() else ""
    return name.removeprefix(word).strip()
