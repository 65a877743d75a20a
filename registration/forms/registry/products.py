"""What officers type about products and their certificates: rows that can grow without scripts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html
from django.utils.safestring import SafeString

from otop_registry import thai
from registration.forms.fields import (
    BahtField,
    ThaiCharField,
    ThaiDateField,
    ThaiFormMixin,
    ThaiIntegerField,
    ThaiTextField,
)
from registration.models import Certificate, Product
from registration.models.producers import ProductState, ProductType, Standard
from registration.services.registry import rules

MOST_PRODUCTS, MOST_CERTIFICATES = 40, 12
MOST_A_MONTH = 99_999_999
SELLING_UNITS = ("ชิ้น", "ผืน", "ถุง", "กล่อง", "ขวด", "กระปุก", "แพ็ก", "กิโลกรัม", "ใบ", "ชุด", "ตัว", "คู่")
FOLDED = ("material", "size", "monthly_capacity", "description")

FRESH = "is_fresh"  # marks a row that was just added
Typed = dict[str, Any]


def typed_values(form: type[forms.Form], data: MultiValueDict, prefix: str = "") -> Typed:
    """What stands in the boxes of a posted form, unread: the `initial` that shows it again, without errors."""
    return {
        name: field.widget.value_from_datadict(data, MultiValueDict(), f"{prefix}{name}")
        for name, field in form.base_fields.items()
    }


def with_return(hint: str, sentences: Iterable[str]) -> SafeString:
    """A hint followed by what the province asks to put right."""
    said = " · ".join(sentences)
    return format_html("{} <strong>จังหวัดให้แก้ไข: {}</strong>", hint, said)


class Rows:
    """Rows of one form, numbered under a prefix; a row left blank does not count, below `least` it is wrong."""

    form: type[forms.Form]
    least = 0
    most = 0

    def __init__(self, prefix: str, data: MultiValueDict | None = None, rows: Sequence[Typed] = ()) -> None:
        self.prefix = prefix
        if data is None:
            given = [*rows, *({} for _ in range(self.least - len(rows)))]
            self.forms = [self._shown(place, row) for place, row in enumerate(given)]
        else:
            self.forms = [
                self.form(data, prefix=f"{prefix}-{place}", empty_permitted=place >= self.least)
                for place in range(self._posted_count(data, prefix))
            ]

    def _shown(self, place: int, row: Typed) -> forms.Form:
        """A row as it stands; the cursor goes into one that was just added."""
        form = self.form(prefix=f"{self.prefix}-{place}", initial=row)
        if row.get(FRESH):
            form.visible_fields()[0].field.widget.attrs["autofocus"] = True
        return form

    def __iter__(self) -> Iterator[forms.Form]:
        return iter(self.forms)

    @classmethod
    def _posted_count(cls, data: MultiValueDict, prefix: str) -> int:
        text = str(data.get(f"{prefix}-count", ""))
        count = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
        return max(min(count, cls.most), cls.least)

    @classmethod
    def typed(cls, data: MultiValueDict, prefix: str) -> list[Typed]:
        """What stands in each posted row."""
        return [cls.typed_row(data, f"{prefix}-{place}-") for place in range(cls._posted_count(data, prefix))]

    @classmethod
    def typed_row(cls, data: MultiValueDict, prefix: str) -> Typed:
        return typed_values(cls.form, data, prefix)

    def is_valid(self) -> bool:
        return not [form for form in self.forms if not form.is_valid()]  # every row tells its errors

    @property
    def filled(self) -> list[forms.Form]:
        """The rows that count."""
        return [form for form in self.forms if form.has_changed()]

    @property
    def is_single(self) -> bool:
        return len(self.forms) == 1

    @property
    def can_grow(self) -> bool:
        return len(self.forms) < self.most


class WrittenNumberField(ThaiCharField):
    """A number that is text, such as 99/1 or ฮล. 12: Thai digits are stored as Arabic ones."""

    def to_python(self, value: object) -> str:
        return thai.to_arabic(super().to_python(value))


class CertificateForm(ThaiFormMixin, forms.Form):
    """One certificate of a product: content.CERTIFICATE_FIELDS."""

    use_required_attribute = False
    standard = forms.ChoiceField(label="มาตรฐาน", choices=[("", "เลือกมาตรฐาน"), *Standard.choices])
    number = WrittenNumberField(label="เลขที่", max_length=Certificate._meta.get_field("number").max_length)
    issuer = ThaiCharField(
        label="ผู้ออก", max_length=Certificate._meta.get_field("issuer").max_length, required=False
    )
    issued_day = ThaiDateField(label="วันที่ออก", required=False, help_text="เช่น 16 / 3 / 2561")
    expires_day = ThaiDateField(label="วันหมดอายุ", required=False, help_text="เว้นว่างถ้าไม่มีวันหมดอายุ")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        issued, expires = cleaned.get("issued_day"), cleaned.get("expires_day")
        if issued and expires and expires < issued:
            self.add_error("expires_day", f"วันหมดอายุต้องไม่มาก่อนวันที่ออก ({thai.short_date(issued)})")
        return cleaned


class CertificateRows(Rows):
    """The certificates of one product."""

    form = CertificateForm
    most = MOST_CERTIFICATES


class ProductForm(ThaiFormMixin, forms.Form):
    """One product with its certificates: content.PRODUCT_FIELDS, and "id" when it is registered."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = ThaiCharField(label="ชื่อผลิตภัณฑ์", max_length=200, widget=forms.TextInput({"autocomplete": "off"}))
    product_type = forms.ChoiceField(label="ประเภท", choices=[("", "เลือกประเภท"), *ProductType.choices])
    price_baht = BahtField(label="ราคา (บาท)", required=False)
    selling_unit = ThaiCharField(
        label="หน่วยขาย",
        max_length=50,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "list": "selling-units", "class": "width-13"}),
    )
    material = ThaiCharField(label="วัตถุดิบ", max_length=200, required=False)
    size = ThaiCharField(label="ขนาด", max_length=100, required=False)
    monthly_capacity = ThaiIntegerField(
        label="กำลังผลิตต่อเดือน (หน่วยขาย)", required=False, min_value=0, max_value=MOST_A_MONTH
    )
    description = ThaiTextField(label="เรื่องราว/รายละเอียด", max_length=2000, required=False)
    is_regulated = forms.BooleanField(
        label="มีกฎหมายกำหนดให้ต้องมีใบอนุญาต (ต้องมีใบรับรองที่ยังไม่หมดอายุก่อนส่งจังหวัด)", required=False
    )
    same_name_reason = ThaiCharField(
        label=Product._meta.get_field("same_name_reason").verbose_name,
        max_length=Product._meta.get_field("same_name_reason").max_length,
        required=False,
        help_text="เช่น คนละขนาด คนละสูตร ถ้าเป็นรายการเดียวกันให้ลบออกหนึ่งรายการ",
    )
    state = forms.ChoiceField(label="สถานะ", choices=ProductState, initial=ProductState.PRODUCING)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.certificates = CertificateRows(
            f"{self.prefix}-certificates",
            self.data if self.is_bound else None,
            self.initial.get("certificates") or (),
        )

    def is_valid(self) -> bool:
        own, below = super().is_valid(), self.certificates.is_valid()  # both tell their errors
        return own and below

    def has_changed(self) -> bool:
        return super().has_changed() or bool(self.certificates.filled)

    def show_returns(self, reasons: Mapping[str, list[str]]) -> None:
        """Writes the province's reasons beside the boxes they name; a certificate's beside the product's name."""
        for name, sentences in reasons.items():
            field = self.fields.get(name) or self.fields["name"]
            field.help_text = with_return(field.help_text, sentences)

    @property
    def is_registered(self) -> bool:
        return bool(self["id"].value())

    @property
    def has_twin(self) -> bool:
        """Whether the page asks how the product differs from another of the same name."""
        return bool(self["same_name_reason"].value() or self["same_name_reason"].errors)

    @property
    def is_open(self) -> bool:
        """Whether the folded fields hold something typed or something wrong."""
        return any(self[name].value() or self[name].errors for name in FOLDED)

    @property
    def fields_for_registry(self) -> dict[str, Any]:
        """What services.registry takes as one product."""
        certificates = [row.cleaned_data for row in self.certificates.filled]
        return {**self.cleaned_data, "certificates": certificates}


class ProductRows(Rows):
    """The products of one producer: at least one (a producer without a product is no producer)."""

    form = ProductForm
    least = 1
    most = MOST_PRODUCTS

    @classmethod
    def typed_row(cls, data: MultiValueDict, prefix: str) -> Typed:
        row = super().typed_row(data, prefix)
        return {**row, "certificates": CertificateRows.typed(data, f"{prefix}certificates")}

    @property
    def with_certificates(self) -> list[forms.Form]:
        """Every form of the rows, for the error summary."""
        return [form for product in self.forms for form in (product, *product.certificates)]

    def ask_repeated(self) -> None:
        """Asks of a product with the name of one before it how the two differ."""
        rows = self.filled
        for place in rules.repeated([form.cleaned_data for form in rows]):
            if not rows[place].cleaned_data["same_name_reason"]:
                rows[place].add_error("same_name_reason", "ชื่อนี้ซ้ำกับผลิตภัณฑ์อื่นของรายนี้ กรุณาระบุว่าต่างกันอย่างไร")

    def refuse_strangers(self, own: Iterable[int]) -> None:
        """A product that is not one of the producer's is no longer there, whatever the page says."""
        known = set(own)
        for form in self.forms:
            if form.cleaned_data.get("id") and form.cleaned_data["id"] not in known:
                form.add_error(None, f"ผลิตภัณฑ์ “{form.cleaned_data['name']}” ไม่อยู่ในระเบียนนี้แล้ว กรุณาเปิดหน้านี้ใหม่")


def row_of(product: Product) -> Typed:
    """A registered product as the values of its row; its certificates must be prefetched."""
    names = [name for name in ProductForm.base_fields if name != "id"]
    certificates = [
        {name: getattr(row, name) for name in CertificateForm.base_fields}
        for row in product.certificates.all()
    ]
    return {
        "id": product.pk,
        **{name: getattr(product, name) for name in names},
        "certificates": certificates,
    }
