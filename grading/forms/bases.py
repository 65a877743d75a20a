"""What a province enters of bases: a table with its document, or the correction of one figure."""

from typing import Any

from django import forms

from registration.forms.fields import BahtField, ThaiCharField, ThaiFormMixin, ThaiTextField


class ImportForm(ThaiFormMixin, forms.Form):
    """A file or a pasted table, and the document that its figures come from."""

    document = ThaiCharField(
        label="เอกสารอ้างอิง",
        max_length=300,
        help_text="เลขที่และวันที่ของเอกสารที่ตัวเลขมาจาก เช่น รายงานยอดจำหน่าย OTOP ปี 2566 ลงวันที่ 20 ตุลาคม 2566",
    )
    file = forms.FileField(
        label="ไฟล์ Excel (.xlsx) หรือ CSV",
        required=False,
        help_text="คอลัมน์อำเภอ (ชื่อหรือรหัส) และคอลัมน์เดือนละคอลัมน์ เช่น ก.ค. 2566 หรือคอลัมน์เดือนกับยอดจำหน่าย ไม่เกิน 5 MB",
        widget=forms.ClearableFileInput(
            attrs={
                "accept": ".xlsx,.csv,.txt,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            }
        ),
    )
    pasted = forms.CharField(
        label="หรือวางตารางที่คัดลอกมา",
        required=False,
        strip=False,
        help_text="เลือกตารางใน Excel พร้อมหัวตาราง คัดลอก แล้ววางที่นี่",
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        is_pasted = bool((data.get("pasted") or "").strip())
        if not self.errors.get("file") and bool(data.get("file")) == is_pasted:
            self.add_error("file", "กรุณาเลือกอย่างเดียว" if is_pasted else "กรุณาแนบไฟล์ หรือวางตาราง")
        return data


class CorrectionForm(ThaiFormMixin, forms.Form):
    """The right amount of one figure, and why it changes."""

    amount_baht = BahtField(label="ยอดฐานที่ถูกต้อง (บาท)")
    reason = ThaiTextField(label="เหตุผลที่แก้ไข", max_length=1000)
