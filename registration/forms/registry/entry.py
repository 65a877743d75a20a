"""The whole entry of a producer on one page: the producer's form and the rows of its products."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Self

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from registration.forms.registry.producers import ProducerForm
from registration.forms.registry.products import (
    FRESH,
    SELLING_UNITS,
    ProductRows,
    Typed,
    row_of,
    typed_values,
)
from registration.models import Producer, Unit
from registration.names import is_no_surname
from registration.services.registry.record import Return

KEPT_OF_LAST = ("kind", "subdistrict")
COPIED_OF_LAST = (*KEPT_OF_LAST, "postcode", "house_number", "village_number", "village", "lane", "road")
DRAFT_KEY = "draft_key"  # which of the person's drafts of one record a page keeps; "" for the first
NOT_TYPED = {"csrfmiddlewaretoken", DRAFT_KEY}


class ProducerEntry:
    """One producer's page of forms: `producer` and `products`, blank, as typed, or to be judged.

    `typed` never judges: it shows a draft, or the page again with one row more. `posted` judges.
    """

    def __init__(
        self,
        district: Unit,
        on: date,
        *,
        data: MultiValueDict | None = None,
        initial: Typed | None = None,
        registered: Producer | None = None,
    ) -> None:
        initial = initial or {}
        self.registered = registered
        self.producer = ProducerForm(
            data, initial={"district": district.code, **initial}, registered=registered
        )
        self.producer.within(district.code, on)
        self.products = ProductRows("products", data, initial.get("products", ()))

    @classmethod
    def posted(cls, district: Unit, on: date, data: QueryDict, *, registered: Producer | None = None) -> Self:
        """The page as posted, to be judged."""
        return cls(district, on, data=data, registered=registered)

    def is_valid(self) -> bool:
        producer, products = self.producer.is_valid(), self.products.is_valid()  # both tell their errors
        if not (producer and products):
            return False
        self.products.refuse_strangers(_product_ids(self.registered))
        self.products.ask_repeated()
        return not self.errors

    @property
    def errors(self) -> bool:
        return any(form.errors for form in (self.producer, *self.more))

    @property
    def more(self) -> list[forms.Form]:
        """The forms beside the producer's, for the error summary."""
        return self.products.with_certificates

    @property
    def fields(self) -> dict[str, Any]:
        return self.producer.fields_for_registry

    @property
    def product_fields(self) -> list[dict[str, Any]]:
        return [form.fields_for_registry for form in self.products.filled]

    def show_returns(self, returns: Iterable[Return]) -> None:
        """Writes what the province wants put right beside the boxes it names."""
        asked: dict[str, list[str]] = {}
        for each in returns:
            asked.setdefault(each.field, []).append(each.sentence)
        self.producer.show_returns(asked)
        for form in self.products:
            prefix = f"products.{form['id'].value()}."
            form.show_returns({k.removeprefix(prefix): v for k, v in asked.items() if k.startswith(prefix)})

    @property
    def selling_units(self) -> tuple[str, ...]:
        return SELLING_UNITS


def _product_ids(producer: Producer | None) -> list[int]:
    return [product.pk for product in producer.products.all()] if producer else []


# --- what stands in the boxes ---


def typed_of(data: MultiValueDict) -> Typed:
    """Everything that stands in the boxes of a posted page, as `initial` of an entry."""
    return {**typed_values(ProducerForm, data), "products": ProductRows.typed(data, "products")}


def typed_of_draft(fields: Mapping[str, Any]) -> Typed:
    """What a draft holds, as `initial` of an entry."""
    data = MultiValueDict(
        {name: value if isinstance(value, list) else [value] for name, value in fields.items()}
    )
    return typed_of(data)


def fields_to_keep(data: QueryDict) -> dict[str, Any]:
    """The posted boxes as plain data for a draft: text, or a list of texts where a name stands twice."""
    return {
        name: values if len(values) > 1 else values[0]
        for name, values in data.lists()
        if values and name not in NOT_TYPED
    }


def typed_of_producer(producer: Producer) -> Typed:
    """A registered producer as `initial` of its entry; products and certificates must be prefetched."""
    names = set(ProducerForm.base_fields) - {"district", "began", "has_basic_evidence", "citizen_id"}
    names -= {"has_no_last_name"}
    values = {name: getattr(producer, name) for name in names}
    values["has_no_last_name"] = is_no_surname(producer.owner_last_name)
    if values["has_no_last_name"]:
        values["owner_last_name"] = ""
    products = [row_of(product) for product in producer.products.all() if not product.is_withdrawn]
    return {**values, "products": products}


def kept_of_last(last: Producer | None) -> Typed:
    """What "save and next" keeps for the next producer: kind, subdistrict and product type; the postcode follows."""
    if last is None:
        return {}
    products = list(last.products.all())
    kept = {name: getattr(last, name) for name in KEPT_OF_LAST}
    return {**kept, "products": [{"product_type": products[0].product_type}] if products else []}


def with_copied(typed: Typed, last: Producer | None) -> Typed:
    """What is typed, with kind and address of the last producer in the boxes that are still empty."""
    copied = {name: getattr(last, name) for name in COPIED_OF_LAST} if last else {}
    return {**typed, **{name: value for name, value in copied.items() if not typed.get(name)}}


# --- one row more or less, without scripts ---


def with_changed_rows(typed: Typed, act: str, target: str) -> Typed:
    """The page with one row added to or removed from `target`.

    `target` is "products" or "products-1-certificates" to add, "products-1" or "products-1-certificates-0" to
    remove. Anything else changes nothing.
    """
    words = target.split("-")
    places = [int(word) for word in words[1::2] if word.isascii() and word.isdigit()]
    rows = _rows_of(typed["products"], words, places)
    if rows is None:
        return typed
    if act == "add":
        rows.append({FRESH: True})
    elif len(places) == len(words[::2]) and places[-1] < len(rows):
        rows.pop(places[-1])
    return typed


def _rows_of(products: list[Typed], words: list[str], places: list[int]) -> list[Typed] | None:
    """The list of rows that the words speak of; None when there is none."""
    names = words[::2]
    if names == ["products"]:
        return products
    if names == ["products", "certificates"] and places and places[0] < len(products):
        return products[places[0]].setdefault("certificates", [])
    return None
