"""The number of a document, typed from paper."""

from django import forms

from registration.forms.fields import ThaiFormMixin, ThaiTextField
from registration.identifiers import DOCUMENT_EXAMPLE


class PaperNumberForm(ThaiFormMixin, forms.Form):
    """One box: the short number that stands beside the QR code."""

    number = ThaiTextField(
        label="เลขที่เอกสาร",
        max_length=40,
        help_text=f"อยู่ข้างรหัส QR ท้ายเอกสาร เช่น {DOCUMENT_EXAMPLE} พิมพ์ตัวพิมพ์เล็กหรือไม่ใส่ขีดก็ได้",
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
