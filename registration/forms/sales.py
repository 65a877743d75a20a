"""The answers of a month's grid: one small form per product, what was typed stays beside its error."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from django import forms

from registration.forms.fields import BahtField, ThaiCharField, ThaiFormMixin, ThaiIntegerField
from registration.models.sales import CHANNELS, Sale, SalesReason
from registration.services import sales
from registration.services.sales.writing import MonthAnswer
from registration.workflow import Refused

SHORT_LABELS = {
    "domestic_offline_baht": "ในประเทศ ออฟไลน์",
    "domestic_online_baht": "ในประเทศ ออนไลน์",
    "abroad_offline_baht": "ต่างประเทศ ออฟไลน์",
    "abroad_online_baht": "ต่างประเทศ ออนไลน์",
}
ZERO = Decimal("0.00")


class MonthBoxesForm(ThaiFormMixin, forms.Form):
    """One product's month: four amounts, or a confirmed zero, or nothing. `answer` is the answer once valid."""

    domestic_offline_baht = BahtField(label=SHORT_LABELS["domestic_offline_baht"], required=False)
    domestic_online_baht = BahtField(label=SHORT_LABELS["domestic_online_baht"], required=False)
    abroad_offline_baht = BahtField(label=SHORT_LABELS["abroad_offline_baht"], required=False)
    abroad_online_baht = BahtField(label=SHORT_LABELS["abroad_online_baht"], required=False)
    zero = forms.BooleanField(label="ไม่มียอด", required=False)
    reason = ThaiCharField(
        label="เหตุผล", required=False, max_length=Sale._meta.get_field("reason").max_length or 300
    )

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        try:
            sales.check_answer(self.answer)
        except Refused as refused:
            self.add_error("zero", str(refused))
        if cleaned["reason"] and self.answer.amounts is None and not self.answer.is_zero:
            self.add_error("reason", "มีเหตุผลแล้ว กรุณากรอกยอดหรือเลือกไม่มียอด")
        return cleaned

    @property
    def answer(self) -> MonthAnswer:
        """The answer; channels left empty beside a filled one are nought."""
        given = [self.cleaned_data.get(name) for name in CHANNELS]
        first, second, third, fourth = (amount or ZERO for amount in given)
        is_answered = any(amount is not None for amount in given)
        return MonthAnswer(
            (first, second, third, fourth) if is_answered else None,
            is_zero=self.cleaned_data["zero"],
            reason=self.cleaned_data["reason"],
            seen=self.cleaned_data.get("seen") or 0,
        )


class MonthAnswerForm(MonthBoxesForm):
    """The boxes in the month's grid, with what the page showed in them."""

    seen = ThaiIntegerField(label="รุ่นของข้อมูล", min_value=0)
    was = forms.CharField(required=False, strip=False)

    @property
    def is_changed(self) -> bool:
        """Whether the officer changed what the page showed; what was left alone is not written again."""
        return as_line(self.answer) != self.cleaned_data["was"]


def as_line(answer: MonthAnswer | Sale | None) -> str:
    """An answer as one line, to compare what a page showed with what came back; "" for no answer."""
    if isinstance(answer, Sale):
        answer = MonthAnswer(sales.amounts_of(answer), answer.is_zero, answer.reason)
    if answer is None or (answer.amounts is None and not answer.is_zero):
        return ""
    amounts = "zero" if answer.is_zero else " ".join(f"{amount:.2f}" for amount in answer.amounts or ())
    return f"{amounts} {answer.reason}".strip()


class ZeroForm(ThaiFormMixin, forms.Form):
    """ "No sales this month" for many products: which, and the one reason of all of them."""

    which = forms.ChoiceField(
        label="ผลิตภัณฑ์",
        choices=[
            ("picked", "เฉพาะรายการที่เลือกในตาราง"),
            ("missing", "ทุกรายการที่ยังไม่รายงานในเดือนนี้ รวมหน้าอื่นด้วย"),
        ],
        widget=forms.RadioSelect,
        initial="picked",
    )
    zero_reason = ThaiCharField(
        label="เหตุผลที่ไม่มียอดจำหน่าย", max_length=300, help_text="ใช้กับทุกรายการ เช่น หยุดผลิตชั่วคราว นอกฤดูกาล"
    )


class RemarkForm(ThaiFormMixin, forms.Form):
    """The reason of a finding of the month as a whole; the finding's kind is the prefix."""

    reason = ThaiCharField(
        label="เหตุผลของข้อสังเกตนี้",
        max_length=SalesReason._meta.get_field("reason").max_length or 300,
        help_text="จังหวัดอ่านเหตุผลได้ ข้อสังเกตไม่ปิดกั้นการรายงาน",
    )


def answers_in(posted: Mapping[str, object]) -> Iterator[int]:
    """The products whose answers a request holds, by their hidden version "<product>-seen"."""
    for name in posted:
        key, _, field = name.partition("-")
        if field == "seen" and key.isascii() and key.isdigit():
            yield int(key)


def picked(values: list[str]) -> list[int]:
    """The products ticked in the grid; whatever is no number is left out."""
    return [int(value) for value in values if value.isascii() and value.isdigit()]
