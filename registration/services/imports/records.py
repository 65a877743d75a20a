"""Fields as plain data (content.py) ↔ what the registry takes; and what no column of the table allows."""

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any, Final, cast

from django.core.exceptions import ValidationError
from django.db import models

from registration import content
from registration.models import Certificate, Producer, Product, Subdistrict
from registration.services.registry import rules
from registration.services.registry.rules import Fault

Fields = Mapping[str, Any]
NEEDED: Final = (
    "kind", "name", "owner_first_name", "owner_last_name", "citizen_id", "house_number", "subdistrict_id", "postcode",
)  # fmt: skip
NEEDED_OF_PRODUCT: Final = ("name", "product_type")
_SAID: Final = {  # Django's Thai has no words for these
    "max_length": "ยาวเกิน %(limit_value)s ตัวอักษร (พิมพ์มา %(show_value)s) กรุณาย่อ",
    "max_value": "ต้องไม่เกิน %(limit_value)s",
    "max_digits": "มีตัวเลขเกิน %(max)s หลัก",
    "max_decimal_places": "มีทศนิยมเกิน %(max)s ตำแหน่ง",
    "invalid_choice": "“%(value)s” ไม่อยู่ในรายการที่เลือกได้",
}
COLUMNS: Final = tuple(name for name in content.CONTENT_FIELDS if name != "subdistrict_id")
FORMS_NAME: Final = {"subdistrict_id": "subdistrict"}


def registry_fields(fields: Fields, places: Mapping[str, Subdistrict]) -> dict[str, Any]:
    """The producer's fields as the registry takes them; a subdistrict that is not known is left out."""
    found = content.typed(Producer, fields, COLUMNS)
    if place := places.get(fields.get("subdistrict_id") or ""):
        found["subdistrict"] = place
    return found


def registry_product(product: Fields) -> dict[str, Any]:
    """A product as the registry takes it."""
    found = content.typed(Product, product, content.PRODUCT_FIELDS)
    found["certificates"] = [
        content.typed(Certificate, each, content.CERTIFICATE_FIELDS)
        for each in product.get("certificates", ())
    ]
    return found | ({"id": product["id"]} if product.get("id") else {})


def column_faults(fields: Fields) -> list[Fault]:
    """What is missing or does not fit its column, of the producer and of its products."""
    found = [_missing(Producer, name) for name in NEEDED if _is_missing(fields, name)]
    found += _misfits(Producer, fields, COLUMNS)
    for product in fields.get("products", ()):
        found += [_missing(Product, name) for name in NEEDED_OF_PRODUCT if not product.get(name)]
        found += _misfits(Product, product, content.PRODUCT_FIELDS)
        for certificate in product.get("certificates", ()):
            found += _misfits(Certificate, certificate, content.CERTIFICATE_FIELDS)
    return found


def _is_missing(fields: Fields, name: str) -> bool:
    return not fields.get(name) and not (name == "owner_last_name" and fields.get("has_no_last_name"))


def _missing(model: type[models.Model], name: str) -> Fault:
    field = name if model is Producer else rules.PRODUCTS
    return Fault(FORMS_NAME.get(field, field), f"ยังไม่มี{content.label_of(_key(model, name))}")


def _key(model: type[models.Model], name: str) -> str:
    return name if model is Producer else f"products.0.{name}"


def _misfits(model: type[models.Model], fields: Fields, names: Iterable[str]) -> list[Fault]:
    """Values that are too long, no choice, or out of bounds; what is missing is told elsewhere."""
    found = []
    longest, free = _plain_columns(model)
    doubtful = {
        name: value
        for name, value in fields.items()
        if (
            len(value) > longest.get(name, 0)
            if type(value) is str
            else value is not None and name not in free
        )
    }
    for name in names:
        if name not in doubtful:
            continue
        value = doubtful[name]
        is_kept = isinstance(value, str | int) and name not in content.SECRET_FIELDS
        if said := (_judged_once if is_kept else _judged)(model, name, value):
            field = name if model is Producer else rules.PRODUCTS
            label = content.label_of(_key(model, name)).removeprefix(content.PRODUCT_WORD)
            found.append(Fault(field, f"{label}: {said}"))
    return found


@cache
def _plain_columns(model: type[models.Model]) -> tuple[Mapping[str, int], frozenset[str]]:
    """({column of which nothing is asked but a text: its most letters}, columns that take whatever is plain data).

    Most values of a list stand in these.
    """
    columns = [each for each in model._meta.concrete_fields if isinstance(each, models.CharField)]
    plain = [each for each in columns if not each.choices and len(each.validators) == 1]
    free = {each.name for each in model._meta.concrete_fields if isinstance(each, models.JSONField)}
    return {each.name: each.max_length or 0 for each in plain}, frozenset(free)


def _judged(model: type[models.Model], name: str, value: object) -> str:
    """What the column says against a value; "" for nothing."""
    column = cast("models.Field[Any, Any]", model._meta.get_field(name))
    try:
        column.clean(value, None)
    except ValidationError as error:
        return " ".join(map(_said, error.error_list))
    return ""


# most values of a list stand in many of its rows
_judged_once: Final = lru_cache(maxsize=4000, typed=True)(_judged)


def _said(error: ValidationError) -> str:
    """A refusal of a column in Thai."""
    return _SAID[error.code] % error.params if error.code in _SAID else " ".join(error.messages)
