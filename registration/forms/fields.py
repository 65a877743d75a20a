"""Form fields that read what Thai officers type and say in Thai what to do. They convert; they never save."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise

from otop_registry import thai
from registration import identifiers, names, numbers, printable
from registration.models import Subdistrict

Value = TypeVar("Value")


def _read(convert: Callable[..., Value], *parts: str) -> Value:
    """What `convert` makes of the parts; its Thai ValueError becomes the error of the field."""
    try:
        return convert(*parts)
    except ValueError as fault:
        raise ValidationError(str(fault), code="unreadable") from fault


# --- text -------------------------------------------------------------------------------------------


class UncutMixin:
    """A box that takes any length: a browser cuts what is pasted without a word, the form refuses and says so."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, str]:
        attrs = super().widget_attrs(widget)
        limit = attrs.pop("maxlength", None)
        return {**attrs, "data-limit": limit} if limit else attrs


class PrintedMixin(UncutMixin):
    """A text that may come to stand on paper: what paper lacks is told beside the box, typed or stored."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, str]:
        return {**super().widget_attrs(widget), "data-printed": ""}

    def remark(self, value: object) -> str:
        """What the page says of the text that stands in the box."""
        return printable.remark(value) if isinstance(value, str) else ""


class ThaiCharField(PrintedMixin, forms.CharField):
    """One line in the one spelling of `thai.repair`."""

    def to_python(self, value: object) -> str:
        return thai.repair(super().to_python(value)) or self.empty_value


class ThaiTextField(PrintedMixin, forms.CharField):
    """Several lines, each in the one spelling of `thai.repair`."""

    widget = forms.Textarea(attrs={"rows": 3})

    def to_python(self, value: object) -> str:
        return thai.repair(super().to_python(value), multiline=True) or self.empty_value


class _ReadField(UncutMixin, forms.CharField):
    """Text that one function turns into a value; what was typed stays in the box when it is refused."""

    read: ClassVar[Callable[[str], object]]
    nothing: ClassVar[object] = ""  # the value of an empty box
    attributes: ClassVar[dict[str, str]] = {}

    def clean(self, value: object) -> object:
        text = super().clean(value)
        return _read(self.read, text) if text else self.nothing

    def widget_attrs(self, widget: forms.Widget) -> dict[str, str]:
        return {"autocomplete": "off", **super().widget_attrs(widget), **self.attributes}


class _NumberField(_ReadField):
    """A personal number: one that is registered is never sent back to the browser."""

    attributes: ClassVar[dict[str, str]] = {"inputmode": "numeric", "class": "width-13", "data-check": ""}

    def prepare_value(self, value: object) -> object:
        return "" if isinstance(value, str) and numbers.is_token(value) else value


class CitizenIdField(_NumberField):
    """13 digits of a citizen, check digit verified; dashes, spaces and Thai digits are read; "" for none."""

    read = staticmethod(identifiers.citizen_id)


class JuristicIdField(_NumberField):
    """13 digits of a juristic person, check digit verified; Thai digits and dashes are read; "" for none."""

    NONE: ClassVar[str] = "-"  # typed where the registered number is to go
    read = staticmethod(lambda text: "-" if text.strip() == "-" else identifiers.juristic_id(text))


class VillageNumberField(_ReadField):
    """หมู่ที่ as digits: "หมู่ ๔", "ม.4" and "หมู่ที่ 4" are read; "" for none."""

    read = staticmethod(names.village_number)
    attributes: ClassVar[dict[str, str]] = {"inputmode": "text"}  # the words หมู่ and ม. are typed too


class OfferedInput(forms.TextInput):
    """A box whose error offers a better value: the button of the offer is sent in its place."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Mapping[str, Any], name: str) -> object:
        return data.get(f"{name}-offer") or super().value_from_datadict(data, files, name)


class PhonesField(_ReadField):
    """Any number of telephones parted by commas → list of digits; [] for none.

    An offer to put back a lost 0 stands beside the error as a button named <name>-offer: one press takes it.
    """

    read = staticmethod(identifiers.phones)
    widget = OfferedInput
    offer = ""  # what was probably meant, once something was refused
    attributes: ClassVar[dict[str, str]] = {"class": "width-20"}  # no keypad for numbers: it lacks the comma

    def clean(self, value: object) -> object:
        try:
            return super().clean(value) or []
        except ValidationError:
            self.offer = identifiers.phones_meant(str(value or ""))
            raise

    def prepare_value(self, value: object) -> object:
        return ", ".join(map(identifiers.show_phone, value)) if isinstance(value, list) else value


class BahtField(_ReadField):
    """An amount of money with at most two decimals → Decimal; None for none, which is not zero."""

    read = staticmethod(thai.parse_baht)
    nothing: ClassVar[object] = None
    attributes: ClassVar[dict[str, str]] = {"inputmode": "decimal", "class": "width-13"}

    def to_python(self, value: object) -> str:
        """An accounting "-" is nothing typed, never a negative amount."""
        text = super().to_python(value)
        return self.empty_value if thai.is_no_figure(text) else text

    def prepare_value(self, value: object) -> object:
        return thai.baht(value) if isinstance(value, Decimal) else value


class ThaiIntegerField(forms.IntegerField):
    """A whole number, typed with Thai or Arabic digits, with or without commas between thousands."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "width-6"})
    default_error_messages = {
        "invalid": "กรุณากรอกเป็นตัวเลขจำนวนเต็ม เช่น 12",
        "min_value": "กรุณากรอกตัวเลขตั้งแต่ %(limit_value)s ขึ้นไป",
        "max_value": "กรุณากรอกตัวเลขไม่เกิน %(limit_value)s",
    }

    def to_python(self, value: object) -> int | None:
        if isinstance(value, str):
            value = thai.to_arabic(thai.repair(value)).replace(",", "").replace(" ", "")
        return super().to_python(value)


# --- days -------------------------------------------------------------------------------------------


class ThaiDateWidget(forms.MultiWidget):
    """Three labelled boxes วัน เดือน พ.ศ., named <name>_0 _1 _2. No picker: none knows Buddhist years."""

    template_name = "components/_date_boxes.html"
    use_fieldset = True
    labels = ("วัน", "เดือน", "พ.ศ.")

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        numeric = {"inputmode": "numeric", "autocomplete": "off"}
        boxes = [
            forms.TextInput(numeric),
            forms.TextInput({"autocomplete": "off"}),  # a month may be written as a word
            forms.TextInput(numeric),
        ]
        super().__init__(boxes, attrs)

    def value_from_datadict(self, data: Mapping[str, Any], files: Mapping[str, Any], name: str) -> list[str]:
        """What the boxes hold; a whole date in the first one, "29/2/2563", fills all three."""
        first, *others = super().value_from_datadict(data, files, name)
        if not first or any(others):
            return [first, *others]
        try:
            return self.decompress(thai.parse_date_text(first))
        except ValueError:
            return [first, *others]

    def decompress(self, value: date | None) -> list[str]:
        return [str(value.day), str(value.month), str(thai.year_be(value))] if value else ["", "", ""]

    def get_context(self, name: str, value: object, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for box, label in zip(context["widget"]["subwidgets"], self.labels, strict=True):
            box["label"] = label
        return context


class ThaiDateField(forms.MultiValueField):
    """A day of the Buddhist calendar from three boxes → date. What was typed stays when it is refused."""

    widget = ThaiDateWidget

    def __init__(self, **options: Any) -> None:
        super().__init__(fields=[forms.CharField(required=False)] * 3, require_all_fields=False, **options)

    def clean(self, value: list[str | None] | date | None) -> date | None:
        boxes = value if isinstance(value, list) else self.widget.decompress(value)
        typed = {
            label: thai.repair(text or "") for label, text in zip(self.widget.labels, boxes, strict=True)
        }
        if not any(typed.values()):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        if missing := [label for label, text in typed.items() if not text]:
            raise ValidationError(f"กรอก{self._name}ให้ครบ ยังขาด{' และ'.join(missing)}", code="incomplete")
        day = _read(thai.parse_day, *typed.values())
        self.run_validators(day)
        return day

    @property
    def _name(self) -> str:
        return str(self.label or "วันที่")


# --- places -----------------------------------------------------------------------------------------


class SubdistrictField(forms.ModelChoiceField):
    """One of the subdistricts that a district has on a day. Empty until the form calls `within`."""

    widget = forms.Select(attrs={"data-typeahead": ""})
    default_error_messages = {"invalid_choice": "ตำบลนี้ไม่อยู่ในอำเภอของท่านแล้ว กรุณาเลือกจากรายการ"}

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Subdistrict.objects.none(), empty_label="เลือกตำบล", **options)

    def within(self, district_code: str, on: date) -> None:
        """Offers the subdistricts of `district_code` that exist on `on`, in Thai dictionary order."""
        self.queryset = Subdistrict.objects.filter(district_id=district_code).valid(on).order_by("sort_key")


# --- every form -------------------------------------------------------------------------------------


class ThaiFormMixin:
    """Says what to do from the label: "กรอกชื่อผู้ประกอบการ", "เลือกตำบล". First in the bases of a form.

    A message that a field brings itself is kept. The browser's own bubbles are off: they speak its language.
    """

    use_required_attribute = False
    says_required = True  # "(ต้องกรอก)" beside the label; a sign-in form need not say it

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)
        self.say_what_to_do()

    def say_what_to_do(self) -> None:
        """The sentences of every field that the form has by now; a form that adds fields asks again."""
        for name, field in self.fields.items():
            for code, sentence in _sentences(field, str(field.label or name)).items():
                # Django's own messages are lazy translations; ours and the author's are plain text and stay.
                if isinstance(field.error_messages.get(code, Promise()), Promise):
                    field.error_messages[code] = sentence


def _sentences(field: forms.Field, label: str) -> dict[str, str]:
    """The Thai messages of one field. A length is said with its limit: the reader knows how much to cut."""
    sentences = {"required": f"{_verb(field)}{label}"}
    if isinstance(field, forms.ChoiceField):
        sentences["invalid_choice"] = f"{label}ที่เลือกไม่อยู่ในรายการ กรุณาเลือกใหม่"
    if isinstance(field, forms.EmailField):
        sentences["invalid"] = f"{label}ไม่ครบหรือมีตัวอักษรผิด กรุณาพิมพ์ให้ครบ เช่น somchai@example.go.th"
    if isinstance(field, forms.CharField):
        sentences["max_length"] = f"{label}ยาวเกินไป กรุณาย่อให้ไม่เกิน %(limit_value)d ตัวอักษร"
        sentences["min_length"] = f"{label}สั้นเกินไป กรุณากรอกอย่างน้อย %(limit_value)d ตัวอักษร"
        sentences["null_characters_not_allowed"] = f"{label}มีอักขระที่ใช้ไม่ได้ กรุณาลบแล้วพิมพ์ใหม่"
    return sentences


def _verb(field: forms.Field) -> str:
    if isinstance(field, forms.FileField):
        return "แนบ"
    if isinstance(field, forms.BooleanField):
        return "กรุณาทำเครื่องหมายที่ "
    return "เลือก" if isinstance(field, forms.ChoiceField) else "กรอก"
