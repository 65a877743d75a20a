"""What a person types to move a round on: reasons, an announcement's number, the round by hand.

Each form says of itself what it asks of the journey: the page of every verb, of district, province and department,
has one of them.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms import BoundField

from otop_registry import thai
from registration import access
from registration.access import Thing
from registration.forms.fields import ThaiCharField, ThaiDateField, ThaiFormMixin, ThaiTextField
from registration.forms.reasons import LONGEST_REASON, ReasonForm
from registration.forms.signers import SignerField
from registration.models import Certification, Submission
from registration.services.journey import department, province
from registration.services.journey.advancing import Ask


class AdvanceForm(ThaiFormMixin, forms.Form):
    """A verb that asks for nothing but the decision."""

    def __init__(self, *args: Any, thing: Thing, **options: Any) -> None:
        self.thing = thing
        super().__init__(*args, **options)

    def ask(self) -> Ask:
        """What the service wants to know, of a valid form."""
        return Ask()


class TakeBackForm(ReasonForm, AdvanceForm):
    """A verb that takes back what was done, and must say why."""

    reason = ThaiTextField(
        label="เหตุผล", max_length=LONGEST_REASON, help_text="บันทึกในประวัติของรอบ อำเภอและจังหวัดอ่านได้"
    )

    def ask(self) -> Ask:
        return Ask(self.cleaned_data["reason"])


class AnnouncementForm(AdvanceForm):
    """The number, day and signer of an announcement, of a province or of the department."""

    announcement_number = ThaiCharField(
        label="เลขที่ประกาศ", max_length=100, help_text="ตามทะเบียนประกาศของหน่วยงาน เช่น 12/2561"
    )
    announcement_day = ThaiDateField(label="ลงวันที่", help_text="เช่น 23 มีนาคม 2561 ต้องไม่อยู่หลังวันนี้")
    announcement_signer = SignerField()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["announcement_signer"].offer(access.unit_code(self.thing))

    def ask(self) -> Ask:
        return Ask(details=dict(self.cleaned_data))


class CloseForm(AdvanceForm):
    """The round, typed once more by hand: a closed round never opens again."""

    typed = ThaiCharField(max_length=20)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        label = self.thing.round.quarter.label
        field = self.fields["typed"]
        field.label = f"พิมพ์ {label} เพื่อยืนยันว่าต้องการปิดรอบนี้"
        field.help_text = "ใช้เลขไทยหรือเลขอารบิกก็ได้"
        field.error_messages["required"] = f"พิมพ์ {label} เพื่อยืนยัน"
        field.widget.attrs |= {"class": "width-6", "autocomplete": "off"}

    def clean_typed(self) -> str:
        """As the label writes it, so that it is typed and not recognised: 2561/2 is not 2/2561."""
        asked = self.thing.round.quarter.label
        if thai.to_arabic(self.cleaned_data["typed"]) != asked:
            raise forms.ValidationError(f"ข้อความที่พิมพ์ไม่ตรงกับรอบที่กำลังจะปิด กรุณาพิมพ์ {asked}")
        return asked


# --- units that are left out: one reason for all of them, or its own for some (decision 0010) ---


class LeftOutForm(AdvanceForm):
    """A reason for every district that the province's certificate leaves out."""

    prefix_of_own, word = "left_out", "อำเภอ"

    shared = ThaiTextField(label="เหตุผลที่ใช้กับทุกอำเภอในรายการ", max_length=LONGEST_REASON)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.waiting = {access.unit_code(row): row for row in self.not_certified()}
        for code, row in self.waiting.items():
            self.fields[self._name(code)] = ThaiCharField(
                label=f"เหตุผลของ{_unit(row)}", required=False, max_length=LONGEST_REASON
            )
        if self.waiting:
            self._ask_for_all()
        else:
            del self.fields["shared"]

    def not_certified(self) -> Iterable[Submission | Certification]:
        """What would be left out."""
        return province.not_certified(self.thing)

    def _ask_for_all(self) -> None:
        """The shared reason must be given while a unit has none of its own."""
        silent = [
            _unit(row)
            for code, row in self.waiting.items()
            if not self.data.get(self._name(code), "").strip()
        ]
        names = " ".join(silent[:3]) + (" และอื่น ๆ" if len(silent) > 3 else "")
        shared: forms.Field = self.fields["shared"]
        shared.required, shared.need = bool(silent), f"ต้องกรอก เว้นแต่กรอกเหตุผลครบทุก{self.word}"
        shared.error_messages["required"] = (
            f"กรอกเหตุผลที่ใช้กับทุก{self.word} หรือกรอกเหตุผลของ{self.word}ที่ยังไม่มีอีก {len(silent)} แห่ง: {names}"
        )

    @property
    def own_reasons(self) -> list[tuple[Submission | Certification, BoundField]]:
        """Each row that would be left out, with the box for its own reason."""
        return [(row, self[self._name(code)]) for code, row in self.waiting.items()]

    @property
    def has_own_reasons(self) -> bool:
        """Whether somebody typed a reason of one unit, so that the list stays open."""
        return any(box.value() for _, box in self.own_reasons)

    def ask(self) -> Ask:
        data = self.cleaned_data
        reasons = {code: str(data.get(self._name(code)) or data.get("shared") or "") for code in self.waiting}
        return Ask(details={"left_out": reasons})

    def _name(self, code: str) -> str:
        return f"{self.prefix_of_own}_{code}"


def _unit(row: Submission | Certification) -> str:
    return str(row.district if isinstance(row, Submission) else row.province)


class HoldForm(LeftOutForm):
    """A reason for every province that the closing leaves out."""

    prefix_of_own, word = "reason", "จังหวัด"

    shared = ThaiTextField(
        label="เหตุผลที่ใช้กับทุกจังหวัด",
        max_length=LONGEST_REASON,
        help_text="เหตุผลจะแสดงในประกาศสาธารณะ โปรดไม่ใส่ชื่อหรือข้อมูลส่วนบุคคล",
    )

    def not_certified(self) -> Iterable[Submission | Certification]:
        return department.not_certified(self.thing)
