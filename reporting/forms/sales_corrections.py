"""What is right of a locked month: product by product, or its totals by channel; why, and by which letter."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import forms
from django.http import QueryDict

from registration.forms.fields import BahtField, ThaiCharField, ThaiFormMixin, ThaiTextField
from registration.forms.reasons import LONGEST_REASON
from registration.forms.sales import SHORT_LABELS, ZERO, MonthBoxesForm
from registration.models import Product, Sale, SalesCorrection, Unit
from registration.models.sales import CHANNELS
from registration.services.sales import correcting
from registration.services.sales.correcting import WITHOUT_SALES
from registration.services.sales.writing import Amounts, MonthAnswer
from reporting.services.sales_corrections import Wish

BY_PRODUCT: Final = "product"
BY_TOTAL: Final = "total"
WAYS: Final = ((BY_PRODUCT, "กรอกแยกรายผลิตภัณฑ์"), (BY_TOTAL, "ทราบเพียงยอดรวมทั้งเดือนแยกตามช่องทาง"))
TOTALS: Final = tuple(f"total_{name}" for name in CHANNELS)


class BoxesForm(MonthBoxesForm):
    """The boxes of one product, filled with what stands."""

    def __init__(self, data: QueryDict | None, product: Product, sale: Sale | None) -> None:
        super().__init__(data, prefix=str(product.pk), initial=_initial(sale))
        for name, field in self.fields.items():
            field.widget.attrs["aria-label"] = f"{field.label} {product}"
            field.widget.attrs["class"] = {"zero": "form-check-input", "reason": "form-control"}.get(
                name, "form-control grid-box"
            )


def _initial(sale: Sale | None) -> dict[str, Any]:
    if sale is None:
        return {}
    amounts = {} if sale.is_zero else {name: getattr(sale, name) for name in CHANNELS}
    return {**amounts, "zero": sale.is_zero, "reason": sale.reason}


@dataclass(frozen=True)
class Row:
    """One product of the month: what stands, and its boxes."""

    product: Product
    sale: Sale | None
    form: BoxesForm

    @property
    def boxes(self) -> list[forms.BoundField]:
        return [self.form[name] for name in CHANNELS]


class SalesCorrectionForm(ThaiFormMixin, forms.Form):
    """The whole page; `wish` is what services.sales_corrections.ask takes, once it is valid."""

    way = forms.ChoiceField(label="วิธีกรอก", choices=WAYS, widget=forms.RadioSelect, initial=BY_PRODUCT)
    rest_is_zero = forms.BooleanField(
        label="รายการที่ยังไม่รายงานและเว้นว่างไว้ทั้งหมด คือไม่มียอดจำหน่าย", required=False
    )
    total_domestic_offline_baht = BahtField(
        label=f"ยอดรวม {SHORT_LABELS['domestic_offline_baht']}", required=False
    )
    total_domestic_online_baht = BahtField(
        label=f"ยอดรวม {SHORT_LABELS['domestic_online_baht']}", required=False
    )
    total_abroad_offline_baht = BahtField(
        label=f"ยอดรวม {SHORT_LABELS['abroad_offline_baht']}", required=False
    )
    total_abroad_online_baht = BahtField(label=f"ยอดรวม {SHORT_LABELS['abroad_online_baht']}", required=False)
    letter_number = ThaiCharField(
        label="เลขที่หนังสือ",
        max_length=SalesCorrection._meta.get_field("letter_number").max_length,
        help_text="เช่น นค 0019.3/512",
    )
    reason = ThaiTextField(label="เหตุผล", max_length=LONGEST_REASON, help_text="ผิดอย่างไร และตรวจกับเอกสารใด")

    def __init__(self, data: QueryDict | None, *, standing: Mapping[Product, Sale | None]) -> None:
        super().__init__(data)
        self.rows = [Row(each, sale, BoxesForm(data, each, sale)) for each, sale in standing.items()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("way") == BY_TOTAL:
            if not any(cleaned.get(name) for name in TOTALS):
                self.add_error("total_domestic_offline_baht", "กรุณากรอกยอดรวมอย่างน้อยหนึ่งช่องทาง")
        elif self.wrong_rows:
            raise forms.ValidationError("มีแถวที่กรอกไม่ถูกต้อง กรุณาแก้ในตาราง")
        return cleaned

    @property
    def wrong_rows(self) -> list[BoxesForm]:
        """The rows with an error, of a form that was sent."""
        return [row.form for row in self.rows if row.form.is_bound and not row.form.is_valid()]

    @property
    def total_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in TOTALS]

    @property
    def said_fields(self) -> list[forms.BoundField]:
        """Why, and by which letter."""
        return [self[name] for name in ("letter_number", "reason")]

    def wish(self, district: Unit, month: date) -> Wish:
        """What a valid form asks for. Raises: Refused where a total cannot be spread."""
        said, spread = self.cleaned_data, ""
        if said["way"] == BY_TOTAL:
            answers, spread = correcting.spread_total(district, month, self._total())
        else:
            answers = {row.product.pk: self._answer(row) for row in self.rows}
        return Wish(answers, said["reason"], said["letter_number"], spread)

    def _total(self) -> Amounts:
        first, second, third, fourth = (self.cleaned_data[name] or ZERO for name in TOTALS)
        return first, second, third, fourth

    def _answer(self, row: Row) -> MonthAnswer:
        answer = row.form.answer
        is_blank = answer.amounts is None and not answer.is_zero
        if is_blank and row.sale is None and self.cleaned_data["rest_is_zero"]:
            return MonthAnswer(None, is_zero=True, reason=WITHOUT_SALES)
        return answer
