"""What the department types to hold, close and announce a round; each form says what it asks of the journey."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms import BoundField

from otop_registry import thai
from registration.forms.fields import ThaiCharField, ThaiDateField, ThaiFormMixin, ThaiTextField
from registration.forms.left_out import LeftOutMixin
from registration.forms.signers import SignerField
from registration.models import Closing, Unit
from registration.services.journey.advancing import Ask

LONGEST_REASON = 300
PUBLIC_REASON = "เหตุผลจะแสดงในประกาศสาธารณะ โปรดไม่ใส่ชื่อหรือข้อมูลส่วนบุคคล"


class ActForm(ThaiFormMixin, forms.Form):
    """An act of the closing that asks for nothing more."""

    def __init__(self, *args: Any, closing: Closing, left_out: Iterable[Unit] = (), **options: Any) -> None:
        self.closing, self.left_out = closing, list(left_out)
        super().__init__(*args, **options)

    @property
    def ask(self) -> Ask:
        return Ask()


class HoldForm(LeftOutMixin, ActForm):
    """One reason for every province that has not certified, or its own for some of them."""

    prefix_of_own, word = "reason", "จังหวัด"

    shared = ThaiTextField(label="เหตุผลที่ใช้กับทุกจังหวัด", max_length=LONGEST_REASON, help_text=PUBLIC_REASON)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.ask_reasons({unit.code: unit for unit in self.left_out}, LONGEST_REASON)

    def provinces(self) -> list[tuple[Unit, BoundField]]:
        """Each province with the box for its own reason."""
        return [(unit, self.own_field(unit.code)) for unit in self.left_out]

    @property
    def ask(self) -> Ask:
        return Ask(details={"left_out": self.reasons})


class ReopenForm(ActForm):
    """Why the round is let go on."""

    reason = ThaiTextField(label="เหตุผลที่ยกเลิกการพักระบบ", max_length=LONGEST_REASON)

    @property
    def ask(self) -> Ask:
        return Ask(reason=self.cleaned_data["reason"])


class CloseForm(ActForm):
    """The round, typed once more by hand: a closed round never opens again."""

    typed = ThaiCharField(max_length=20)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        label = self.closing.round.quarter.label
        field = self.fields["typed"]
        field.label = f"พิมพ์ {label} เพื่อยืนยันว่าต้องการปิดรอบนี้"
        field.help_text = "ใช้เลขไทยหรือเลขอารบิกก็ได้"
        field.error_messages["required"] = f"พิมพ์ {label} เพื่อยืนยัน"
        field.widget.attrs |= {"class": "width-6", "autocomplete": "off"}

    def clean_typed(self) -> str:
        """As the label writes it, so that it is typed and not recognised: 2561/2 is not 2/2561."""
        asked = self.closing.round.quarter.label
        if thai.to_arabic(self.cleaned_data["typed"]) != asked:
            raise forms.ValidationError(f"ข้อความที่พิมพ์ไม่ตรงกับรอบที่กำลังจะปิด กรุณาพิมพ์ {asked}")
        return asked


class AnnounceForm(ActForm):
    """Number and day of the department's announcement."""

    announcement_number = ThaiCharField(label="เลขที่ประกาศ", max_length=100, help_text="เช่น พช 0408/1234")
    announcement_day = ThaiDateField(label="ลงวันที่", help_text="ไม่หลังวันนี้ เช่น 27 มีนาคม 2561")
    announcement_signer = SignerField()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["announcement_signer"].offer("")

    @property
    def ask(self) -> Ask:
        return Ask(details=dict(self.cleaned_data))
