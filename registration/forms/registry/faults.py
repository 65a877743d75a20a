"""What came out about a certified record, and how it is known."""

from typing import Any

from django import forms

from registration.forms.fields import ThaiTextField
from registration.forms.reasons import LONGEST_REASON, ReasonForm


class FaultForm(ReasonForm):
    """Which field of the record was wrong, and why that is known."""

    field = forms.ChoiceField(label="ช่องที่ผิด")
    reason = ThaiTextField(
        label="ผิดอย่างไร และทราบจากอะไร",
        max_length=LONGEST_REASON,
        help_text="เช่น ลงพื้นที่แล้วไม่พบสถานที่ผลิต ใบอนุญาตเป็นของผู้อื่น",
    )
    field_order = ("field", "reason")

    def __init__(self, *args: Any, fields: list[tuple[str, list[tuple[str, str]]]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["field"].choices = [("", "เลือกช่อง"), *fields]  # type: ignore[attr-defined]
