"""Why personal data are looked at or taken out, and the days that are asked about."""

from datetime import date, timedelta
from typing import Any, Final

from django import forms

from registration.forms.fields import ThaiDateField, ThaiFormMixin, ThaiTextField

OTHER: Final = "other"
REASONS: Final = {
    "papers": "ตรวจกับเอกสารตัวจริง",
    "subject": "เจ้าของข้อมูลมาติดต่อ",
    "twins": "ตรวจรายที่อาจซ้ำกัน",
    "report": "ใช้ในงานทะเบียนหรือรายงานของหน่วยงาน",
    "law": "หน่วยงานที่มีอำนาจตามกฎหมายขอ",
    OTHER: "เหตุผลอื่น (กรุณาระบุ)",
}


class WhyForm(ThaiFormMixin, forms.Form):
    """A reason chosen or typed; the other reason is always typed."""

    why = forms.ChoiceField(label="เหตุผล", choices=[("", "เลือกเหตุผล"), *REASONS.items()])
    note = ThaiTextField(
        label="รายละเอียด", required=False, max_length=300, help_text="เช่น เลขที่หนังสือ หรือเรื่องที่ติดต่อ"
    )

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.cleaned_data.get("why") == OTHER and not self.cleaned_data.get("note"):
            self.add_error("note", "กรุณาระบุเหตุผล")
        return self.cleaned_data

    @property
    def reason(self) -> str:
        """The reason in the words of the screen."""
        why, note = self.cleaned_data["why"], self.cleaned_data["note"]
        words = "" if why == OTHER else REASONS[why]
        return " ".join(filter(None, (words, note)))


class BetweenForm(ThaiFormMixin, forms.Form):
    """Two days, both inclusive; the last thirty unless told."""

    first = ThaiDateField(label="ตั้งแต่วันที่")
    last = ThaiDateField(label="ถึงวันที่")

    def __init__(self, data: Any = None, *, on: date) -> None:  # noqa: ANN401 (as a form takes it)
        super().__init__(data, initial={"first": on - timedelta(days=30), "last": on})

    def clean(self) -> dict[str, Any]:
        super().clean()
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and first > last:
            self.add_error("last", "วันสุดท้ายต้องไม่มาก่อนวันแรก")
        return self.cleaned_data

    @property
    def days(self) -> tuple[date, date] | None:
        """The days asked about, those of the beginning when nobody asked yet; None while they are faulty."""
        said = self.initial if not self.is_bound else self.cleaned_data if self.is_valid() else None
        return (said["first"], said["last"]) if said else None
