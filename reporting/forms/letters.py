"""What an officer types into a letter: what it is about, its parts, its number and day."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from otop_registry import thai
from registration.forms.fields import (
    ThaiCharField,
    ThaiDateField,
    ThaiFormMixin,
    ThaiIntegerField,
    ThaiTextField,
)
from registration.models import Round, Unit
from reporting.kinds import Kind
from reporting.models.letters import Occasion, Urgency
from reporting.services.letters import About

MOST_ATTACHMENTS = 9


class LinesField(ThaiTextField):
    """One entry a line; [] for none."""

    def clean(self, value: object) -> list[str]:
        text = super().clean(value)
        return [line.strip() for line in text.splitlines() if line.strip()] if text else []

    def prepare_value(self, value: object) -> object:
        return "\n".join(value) if isinstance(value, list) else value


class ParagraphsField(LinesField):
    """Paragraphs parted by an empty line; a single line break joins with its neighbour, as a pasted text has them."""

    def clean(self, value: object) -> list[str]:
        text = ThaiTextField.clean(self, value)
        parts = (" ".join(part.split()) for part in str(text or "").split("\n\n"))
        return [part for part in parts if part]

    def prepare_value(self, value: object) -> object:
        return "\n\n".join(value) if isinstance(value, list) else value


class AboutForm(ThaiFormMixin, forms.Form):
    """What a new letter is for."""

    occasion = forms.ChoiceField(label="หนังสือ", choices=Occasion.choices)
    round = forms.ModelChoiceField(
        label="รอบการลงทะเบียน",
        queryset=Round.objects.none(),
        required=False,
        empty_label="เลือกรอบ",
        help_text="ใช้กับหนังสือส่งแผน ส่งกลับแก้ไข และส่งประกาศ",
    )
    month = forms.TypedChoiceField(
        label="ยอดจำหน่ายเดือน",
        required=False,
        coerce=date.fromisoformat,
        empty_value=None,
        help_text="ใช้กับหนังสือรายงานประจำเดือน",
    )
    addressed_to = forms.ModelChoiceField(
        label="ถึง",
        queryset=Unit.objects.none(),
        required=False,
        empty_label="ทุกหน่วยงานในสังกัด",
        help_text="หนังสือส่งกลับแก้ไขต้องเลือกหน่วยงานเดียว",
    )

    def __init__(
        self, *args: Any, rounds: QuerySet[Round], months: list[date], units: QuerySet[Unit], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["round"].queryset = rounds
        names = [(each.isoformat(), thai.month_name(each)) for each in months]
        self.fields["month"].choices = [("", "เลือกเดือน"), *names]
        self.fields["addressed_to"].queryset = units
        monthly, returned = Occasion.MONTHLY.label, Occasion.SEND_BACK.label
        self.fields["round"].need = f"ต้องเลือก เว้นแต่หนังสือ{monthly}"
        self.fields["month"].need = f"ต้องเลือกถ้าเป็นหนังสือ{monthly}"
        self.fields["addressed_to"].need = f"ต้องเลือกถ้าเป็นหนังสือ{returned}"

    @property
    def about(self) -> About:
        """The letter's matter; what its occasion has no use for is left out."""
        data, occasion = self.cleaned_data, Occasion(self.cleaned_data["occasion"])
        is_monthly = occasion == Occasion.MONTHLY
        return About(
            occasion,
            None if is_monthly else data["round"],
            data["month"] if is_monthly else None,
            data["addressed_to"],
        )


class LetterForm(ThaiFormMixin, forms.Form):
    """Every part of a draft, in the order of the sheet."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    urgency = forms.ChoiceField(label="ชั้นความเร็ว", choices=Urgency.choices, required=False)
    office = LinesField(
        label="ที่ตั้งของส่วนราชการเจ้าของหนังสือ", help_text="บรรทัดละหนึ่งรายการ เช่น ศาลากลางจังหวัด แล้วถนนและรหัสไปรษณีย์"
    )
    subject = ThaiCharField(label="เรื่อง", max_length=300)
    addressee = ThaiCharField(label="เรียน", max_length=200)
    references = LinesField(label="อ้างถึง", required=False, help_text="บรรทัดละหนึ่งฉบับ")
    due_day = ThaiDateField(
        label="กำหนดส่ง", required=False, help_text="ใส่ในข้อความที่ช่อง {กำหนดส่ง} ต้องไม่มาก่อนวันที่หนังสือ"
    )
    paragraphs = ParagraphsField(
        label="ข้อความ",
        widget=forms.Textarea(attrs={"rows": 18}),
        max_length=12_000,
        help_text="เว้นหนึ่งบรรทัดระหว่างย่อหน้า คำในวงเล็บปีกกา เช่น {กำหนดส่ง} ระบบใส่ให้เอง",
    )
    closing = ThaiCharField(label="ภาคสรุป", max_length=200)
    signer = ThaiCharField(
        label="ผู้ลงชื่อ", required=False, max_length=200, help_text="เว้นว่างไว้ได้ จะเป็นเส้นประในวงเล็บ"
    )
    position = ThaiCharField(label="ตำแหน่ง", max_length=200)
    acting = LinesField(
        label="ปฏิบัติราชการแทน", required=False, help_text="บรรทัดละหนึ่งรายการ เช่น ปฏิบัติราชการแทน แล้วตำแหน่งที่แทน"
    )
    sender = LinesField(label="ส่วนราชการเจ้าของเรื่อง", help_text="บรรทัดละหนึ่งรายการ สำนักงาน กลุ่มงาน โทรศัพท์")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["due_day"].need = "ต้องกรอกถ้าข้อความมีช่อง {กำหนดส่ง}"


class AttachmentForm(ThaiFormMixin, forms.Form):
    """A line of สิ่งที่ส่งมาด้วย; an empty name leaves the line out."""

    says_required = False

    words = ThaiCharField(label="ชื่อเอกสาร", required=False, max_length=300)
    count = ThaiIntegerField(label="จำนวน", required=False, min_value=1, max_value=999)
    measure = forms.ChoiceField(
        label="หน่วย", choices=[(each, each) for each in ("ชุด", "ฉบับ", "แผ่น", "เล่ม")], required=False
    )
    kind = forms.ChoiceField(
        label="เอกสารในระบบ",
        choices=[("", "แนบเอง"), *(each for each in Kind.choices if each[0] != Kind.LETTER)],
        required=False,
    )

    @property
    def data_of_line(self) -> dict[str, object]:
        data = self.cleaned_data
        return {
            "kind": data["kind"],
            "words": data["words"],
            "count": data["count"] or 1,
            "measure": data["measure"] or "ชุด",
        }


class AttachmentLines(forms.BaseFormSet):
    """The attachments in their order."""

    @property
    def lines(self) -> list[dict[str, object]]:
        return [form.data_of_line for form in self.forms if form.cleaned_data.get("words")]


AttachmentFormSet = forms.formset_factory(
    AttachmentForm, formset=AttachmentLines, extra=2, max_num=MOST_ATTACHMENTS
)


class IssueForm(ThaiFormMixin, forms.Form):
    """The number and the day out of the book of outgoing letters."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    number = ThaiCharField(label="ที่", max_length=60, help_text="เช่น นศ 0019/01467 พิมพ์เลขไทยหรืออารบิกก็ได้")
    day = ThaiDateField(label="ลงวันที่")
