"""What an officer types in a monthly report: the note, and nothing else."""

from typing import Any

from django import forms

from registration.forms.fields import ThaiFormMixin, ThaiTextField

SEAL_LENGTH = 16


class ConfirmForm(ThaiFormMixin, forms.Form):
    """The note on problems, and the seal of the numbers that the page showed."""

    note = ThaiTextField(
        label="ปัญหาและข้อเสนอแนะ",
        required=False,
        max_length=2000,
        help_text="ต้องเขียนเมื่อยังมีผลิตภัณฑ์ที่ไม่มีคำตอบเรื่องยอดจำหน่าย เช่น ติดต่อผู้ผลิตไม่ได้ ไม่ต้องใส่ข้อมูลส่วนบุคคล",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    seen = forms.CharField(max_length=SEAL_LENGTH, widget=forms.HiddenInput)

    def __init__(self, *args: Any, has_missing: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if has_missing:
            self.fields["note"].need = "ต้องกรอก เพราะยังมีผลิตภัณฑ์ที่ไม่มีคำตอบ"
