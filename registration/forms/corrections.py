"""What is right in a record of a closed round, why, and by which letter; and the word of who decides."""

from dataclasses import replace
from datetime import date
from typing import Any, Final

from django import forms
from django.http import QueryDict

from registration import content
from registration.content import Content
from registration.forms.fields import ThaiCharField, ThaiFormMixin, ThaiTextField
from registration.forms.reasons import LONGEST_REASON
from registration.forms.registry.producers import ProducerForm
from registration.models import Correction, Producer, Product
from registration.models.producers import ProductType
from registration.services.corrections import Wish
from registration.services.corrections.effect import Frozen
from registration.services.corrections.forward import (
    CORRECTABLE,
    Right,
    all_ended,
    all_returned,
    changes_of,
)

KEPT: Final = frozenset({*CORRECTABLE, "subdistrict", "has_no_last_name"})
COMPUTED: Final = ("juristic_id", "members_male_count", "members_female_count")  # left out with the kind
LONGEST_FINGERPRINT: Final = 64
ENDS: Final = "ผู้ผลิตรายนี้ต้องไม่คงเหลือตั้งแต่รอบนี้ (ลงทะเบียนผิด หรือเลิกแล้วแต่ไม่ได้ยกเลิก)"
RETURNS: Final = "ผู้ผลิตรายนี้ต้องคงเหลือต่อไป (ยกเลิกผิด)"


class CorrectionForm(ProducerForm):
    """The record as a round froze it, to be put right; `wish` is what services.corrections.ask takes."""

    def __init__(self, data: QueryDict | None, *, found: Frozen, round_id: int, on: date) -> None:
        self.found, self.round_id = found, round_id
        super().__init__(data, initial=_initial(found.content))
        for name in set(self.fields) - KEPT:
            del self.fields[name]
        self.within(found.district_code, on)
        self._say_what_is_frozen()
        for product in found.content["products"]:
            if product["withdrawn_round"] is None:
                self._add_product(product)
            elif product["withdrawn_round"] == round_id:
                self._add_withdrawn(product)
        label = RETURNS if self.is_withdrawn else ENDS
        self.fields["stays" if self.is_withdrawn else "ends"] = forms.BooleanField(
            label=label, required=False
        )
        length = Correction._meta.get_field("letter_number").max_length
        self.fields["letter_number"] = ThaiCharField(
            label="เลขที่หนังสือ", max_length=length, help_text="เช่น นศ 0019/1467"
        )
        self.fields["reason"] = ThaiTextField(
            label="เหตุผล", max_length=LONGEST_REASON, help_text="ผิดอย่างไร และตรวจกับเอกสารใด"
        )
        self.say_what_to_do()

    @property
    def kept_juristic_id(self) -> str:
        return str(self.found.content["juristic_id"])

    def _say_what_is_frozen(self) -> None:
        for name in CORRECTABLE:
            field = self.fields.get("subdistrict" if name == "subdistrict_id" else name)
            if field and name != "subdistrict_id":
                field.help_text = f"ตรึงไว้ว่า {content.shown(name, self.found.content[name])}"

    def _add_product(self, product: Content) -> None:
        prefix, name = f"product_{product['id']}", product["name"]
        self.fields[f"{prefix}_name"] = ThaiCharField(
            label=f"ผลิตภัณฑ์ {name}: ชื่อ",
            max_length=Product._meta.get_field("name").max_length,
            initial=name,
        )
        self.fields[f"{prefix}_product_type"] = forms.ChoiceField(
            label=f"ผลิตภัณฑ์ {name}: ประเภท", choices=ProductType, initial=product["product_type"]
        )
        self.fields[f"{prefix}_ends"] = forms.BooleanField(
            label=f"ผลิตภัณฑ์ {name} ต้องไม่คงเหลือตั้งแต่รอบนี้", required=False
        )

    @property
    def is_withdrawn(self) -> bool:
        """Whether the round says that the record was withdrawn in it."""
        return bool(self.found.content["withdrawn_round"] == self.round_id)

    def _add_withdrawn(self, product: Content) -> None:
        """With the record its products stay as a rule; one that alone was withdrawn stays when it is ticked."""
        self.fields[f"product_{product['id']}_stays"] = forms.BooleanField(
            label=f"ผลิตภัณฑ์ {product['name']} ต้องคงเหลือต่อไป (ยกเลิกผิด)",
            required=False,
            initial=self.is_withdrawn,
        )

    @property
    def record_fields(self) -> list[forms.BoundField]:
        """The boxes of the record, in the order of the form."""
        return [self[name] for name in self.fields if name in KEPT]

    @property
    def product_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("product_")]

    @property
    def said_fields(self) -> list[forms.BoundField]:
        """Why, and by which letter."""
        return [self[name] for name in ("ends", "stays", "letter_number", "reason") if name in self.fields]

    @property
    def wish(self) -> Wish:
        """What a valid form asks for."""
        said, right = self.cleaned_data, self._right()
        if said.get("ends"):
            changes = all_ended(self.found.content, self.round_id)
        elif said.get("stays"):
            changes = all_returned(self.found.content, self.round_id, right.returned)
        else:
            if self.is_withdrawn:  # its products stay with it alone
                right = replace(right, returned=frozenset())
            changes = changes_of(self.found.content, right, self.round_id)
        return Wish(changes, said["reason"], said["letter_number"])

    def _right(self) -> Right:
        own = {"subdistrict_id": self.cleaned_data["subdistrict"].pk}
        touched = {*self.changed_data, *COMPUTED}
        for name in CORRECTABLE:
            if name in touched and name in self.cleaned_data:
                own[name] = content.plain(self.cleaned_data[name])
        products: dict[int, Content] = {}
        marked: dict[str, set[int]] = {"ends": set(), "stays": set()}
        for name, value in self.cleaned_data.items():
            if name.startswith("product_"):
                _, key, field = name.split("_", 2)
                if field in marked:
                    marked[field] |= {int(key)} if value else set()
                else:
                    products.setdefault(int(key), {})[field] = value
        return Right(own, products, frozenset(marked["ends"]), frozenset(marked["stays"]))


def _initial(frozen: Content) -> dict[str, Any]:
    """The frozen values as the boxes show them."""
    values = content.typed(Producer, frozen, CORRECTABLE)
    values["subdistrict"] = values.pop("subdistrict_id")
    return {**values, "has_no_last_name": not frozen["owner_last_name"]}


class CorrectionStepForm(ThaiFormMixin, forms.Form):
    """The word of who takes a step; `seen` names the effect that was read."""

    reason = ThaiTextField(label="เหตุผล", max_length=LONGEST_REASON)
    seen = forms.CharField(required=False, max_length=LONGEST_FINGERPRINT, widget=forms.HiddenInput)

    def __init__(self, *args: Any, needs_reason: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not needs_reason:
            del self.fields["reason"]
