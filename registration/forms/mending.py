"""The boxes in which a row of a file is mended: those of the typing forms, with the choice of what the row is about."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, cast

from django import forms
from django.utils.datastructures import MultiValueDict

from otop_registry import thai
from registration import content, identifiers
from registration.forms.fields import BahtField, ThaiCharField, ThaiFormMixin, ThaiIntegerField
from registration.forms.registry.entry import ProducerEntry
from registration.forms.registry.products import SELLING_UNITS, ProductForm, ProductRows, Rows, Typed
from registration.forms.sales import MonthBoxesForm
from registration.models import Producer, Product, Unit
from registration.services.sales.writing import MonthAnswer
from registration.services.uploads import values
from registration.services.uploads.sheets import Cell

Offered = Iterable[tuple[str, str]]  # (number, name) of producers to choose from


class MendedEntry(ProducerEntry):
    """The producer's form over a row of a file; a citizen's number that was read is never sent back to the browser."""

    def __init__(
        self,
        district: Unit,
        on: date,
        *,
        known_id: str,
        data: Any = None,  # noqa: ANN401 (a QueryDict or None, as the form takes it)
        initial: dict[str, Any] | None = None,
        registered: Producer | None = None,
    ) -> None:
        super().__init__(district, on, data=data, initial=initial, registered=registered)
        if known_id and not registered:
            field = self.producer.fields["citizen_id"]
            field.required = False
            field.help_text = f"เลขในไฟล์คือ {identifiers.mask_id(known_id)} เว้นว่างไว้ถ้าไม่เปลี่ยน"


class ProducerOfRowForm(ThaiFormMixin, forms.Form):
    """Whose products a row holds: the number of a registered producer, offered with its name."""

    number = ThaiCharField(
        label="เลขทะเบียนผู้ผลิต",
        max_length=24,
        help_text="พิมพ์ชื่อหรือเลขเพื่อค้นจากรายการ",
        widget=forms.TextInput({"autocomplete": "off", "list": "producers", "class": "width-20"}),
    )

    def clean_number(self) -> str:
        try:
            return identifiers.check_registration_number(self.cleaned_data["number"])
        except ValueError as fault:
            raise forms.ValidationError(str(fault), code="unreadable") from fault


class MendedProducts:
    """A producer's number and the rows of its products, blank, as typed, or to be judged."""

    def __init__(
        self, offered: Offered, *, data: MultiValueDict | None = None, initial: Typed | None = None
    ) -> None:
        typed = initial or {}
        self.form = ProducerOfRowForm(data, initial={"number": typed.get("registration_number", "")})
        self.products = ProductRows("products", data, typed.get("products", ()))
        self.offered = offered

    def is_valid(self) -> bool:
        own, products = self.form.is_valid(), self.products.is_valid()  # both tell their errors
        if own and products:
            self.products.ask_repeated()
        return own and products and not self.errors

    @property
    def errors(self) -> bool:
        return any(form.errors for form in (self.form, *self.more))

    @property
    def more(self) -> list[forms.Form]:
        return self.products.with_certificates

    @property
    def product_fields(self) -> list[dict[str, Any]]:
        return [form.fields_for_registry for form in cast(list[ProductForm], self.products.filled)]

    @property
    def selling_units(self) -> tuple[str, ...]:
        return SELLING_UNITS

    @classmethod
    def typed(cls, data: MultiValueDict) -> Typed:
        """Everything that stands in the boxes of a posted page, as `initial`."""
        return {
            "registration_number": data.get("number", ""),
            "products": ProductRows.typed(data, "products"),
        }


class FiguresForm(ThaiFormMixin, forms.Form):
    """A district's figures in a row of a province's table: which district, which month, products and baht."""

    district = forms.ChoiceField(label="อำเภอ", widget=forms.Select(attrs={"class": "form-select"}))
    month = ThaiCharField(
        label="เดือน",
        help_text="เช่น ก.ค. 2567",
        widget=forms.TextInput({"class": "width-10", "autocomplete": "off"}),
    )
    products = ThaiIntegerField(label="จำนวนผลิตภัณฑ์", required=False, min_value=0)
    sales_baht = BahtField(label="ยอดจำหน่าย (บาท)", required=False)

    def __init__(
        self,
        data: MultiValueDict | None = None,
        *,
        districts: Offered,
        labels: Mapping[str, str],
        initial: Typed | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        cast(forms.ChoiceField, self.fields["district"]).choices = [("", "เลือกอำเภอ"), *districts]
        for name in [name for name in self.fields if name not in labels]:
            del self.fields[name]
        for name, label in labels.items():
            self.fields[name].label = label

    def clean_month(self) -> str:
        """The first day of the month, as data keeps it."""
        read = values.month(Cell(0, 0, self.cleaned_data["month"]))
        month, year_be = read.value or (0, None)
        if year_be is None:
            raise forms.ValidationError(read.fault or "กรุณาพิมพ์เดือนและปี เช่น ก.ค. 2567", code="unreadable")
        return f"{year_be - thai.BE_OFFSET}-{month:02}-01"

    @property
    def figures(self) -> dict[str, Any]:
        """The fields of a valid page as plain data."""
        return {name: content.plain(value) for name, value in self.cleaned_data.items()}


class MendedFigures:
    """One form of figures, as pages take them."""

    more: ClassVar[list[forms.Form]] = []

    def __init__(self, form: FiguresForm) -> None:
        self.form = form

    @property
    def errors(self) -> bool:
        return bool(self.form.errors)

    def is_valid(self) -> bool:
        return self.form.is_valid()


class MendedAnswerForm(MonthBoxesForm):
    """One product's month in a row of a file: which product, and the boxes of the grid."""

    product = forms.ChoiceField(
        label="ผลิตภัณฑ์", widget=forms.Select(attrs={"class": "form-select", "data-typeahead": ""})
    )
    field_order = ("product",)


class AnswerRows(Rows):
    """The answers that a row of a file gives: one for each product."""

    form = MendedAnswerForm
    least = 1
    most = 60


class MendedAnswers:
    """The answers of a row, to be shown or judged. `form` is the first of them, for what is wrong with the whole."""

    def __init__(
        self,
        products: Sequence[Product],
        *,
        data: MultiValueDict | None = None,
        initial: Sequence[Typed] = (),
    ) -> None:
        self.rows = AnswerRows("answers", data, initial)
        choices = [("", "เลือกผลิตภัณฑ์"), *_grouped(products)]
        for form in self.rows:
            cast(forms.ChoiceField, form.fields["product"]).choices = choices

    @property
    def form(self) -> forms.Form:
        return self.rows.forms[0]

    @property
    def more(self) -> list[forms.Form]:
        return self.rows.forms[1:]

    @property
    def errors(self) -> bool:
        return any(form.errors for form in self.rows)

    def is_valid(self) -> bool:
        if not self.rows.is_valid():
            return False
        seen: set[str] = set()
        for form in self.rows.filled:
            if (product := form.cleaned_data["product"]) in seen:
                form.add_error("product", "ผลิตภัณฑ์นี้มีในอีกช่องแล้ว กรุณาเหลือช่องเดียว")
            seen.add(product)
        return not self.errors

    @property
    def answers(self) -> list[tuple[int, MonthAnswer]]:
        """(product, its answer) of a valid page."""
        rows = cast(list[MendedAnswerForm], self.rows.filled)
        return [(int(form.cleaned_data["product"]), form.answer) for form in rows]


def _grouped(products: Sequence[Product]) -> list[tuple[str, list[tuple[int, str]]]]:
    """The products under the names of their producers."""
    found: dict[int, tuple[str, list[tuple[int, str]]]] = {}
    for product in products:
        name = f"{product.producer.name} ({product.producer.registration_number})"
        found.setdefault(product.producer_id, (name, []))[1].append((product.pk, product.name))
    return list(found.values())
