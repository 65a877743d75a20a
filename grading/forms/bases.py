"""What a province enters of bases: a workbook with its document, or the correction of one figure."""

from django import forms

from registration.forms.fields import BahtField, ThaiCharField, ThaiFormMixin, ThaiTextField


class ImportForm(ThaiFormMixin, forms.Form):
    """A workbook and the document that its figures come from."""

    document = ThaiCharField(
        label="เอกสารอ้างอิง",
        max_length=300,
        help_text="เลขที่และวันที่ของเอกสารที่ตัวเลขมาจาก เช่น รายงานยอดจำหน่าย OTOP ปี 2566 ลงวันที่ 20 ตุลาคม 2566",
    )
    file = forms.FileField(
        label="ไฟล์ Excel (.xlsx)",
        help_text="คอลัมน์อำเภอ (ชื่อหรือรหัส) และคอลัมน์เดือนละคอลัมน์ เช่น ก.ค. 2566 หรือคอลัมน์เดือนกับยอดจำหน่าย ไม่เกิน 5 MB",
        widget=forms.ClearableFileInput(
            attrs={"accept": ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
        ),
    )


class CorrectionForm(ThaiFormMixin, forms.Form):
    """The right amount of one figure, and why it changes."""

    amount_baht = BahtField(label="ยอดฐานที่ถูกต้อง (บาท)")
    reason = ThaiTextField(label="เหตุผลที่แก้ไข", max_length=1000)
