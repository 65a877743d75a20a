"""What a producer's record says, as plain data: the one shape behind revisions, differences, editions and rosters.

Shape: {field: value} of CONTENT_FIELDS, plus "registration_number", "registered_round", "withdrawn_round" and
"products": [{"id", field of PRODUCT_FIELDS …, "certificates": [{field of CERTIFICATE_FIELDS}]}]. Who moved says so
too, and nobody else: "came_round", in a product that "stayed_behind"; and, where it left, "went_round".
Days are ISO text, money is text with two decimals, so that JSON keeps every value exactly.
"""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from django.db import models

from otop_registry import thai
from registration import identifiers, lifespan
from registration.models import Certificate, Producer, Product, Round, Subdistrict
from registration.models.producers import Evidence, Standard
from registration.numbers import SECRET_FIELDS as SECRET_FIELDS

CONTENT_FIELDS = (
    "kind", "name", "owner_title", "owner_first_name", "owner_last_name", "citizen_id", "juristic_id", "is_thai",
    "members_male_count", "members_female_count", "founded_day", "house_number", "village_number", "village",
    "lane", "road", "subdistrict_id", "postcode", "phones", "email", "line_id", "takes_part_in_production",
    "takes_part_in_management", "community_benefits", "documents_seen", "representative", "former_numbers", "remarks",
)  # fmt: skip
PRODUCT_FIELDS = (
    "name", "product_type", "description", "material", "size", "price_baht", "selling_unit", "monthly_capacity",
    "is_regulated", "state", "same_name_reason",
)  # fmt: skip
LATER = {"same_name_reason": ""}  # fields that contents written before them do not hold
CERTIFICATE_FIELDS = ("standard", "number", "issuer", "issued_day", "expires_day")
Content = dict[str, Any]
NOTHING = "–"  # what a screen shows of a field that says nothing


@dataclass(frozen=True)
class Change:
    """One field that differs between two contents; values as the screen shows them."""

    field: str
    label: str
    before: str
    after: str


def of_producer(producer: Producer) -> Content:
    """The content of a producer now. Reads its products and certificates, unless prefetched."""
    products = sorted(producer.products.all(), key=lambda product: product.pk)
    return of_rows(producer, [(product, list(product.certificates.all())) for product in products])


def of_rows(producer: Producer, products: Iterable[tuple[Product, Iterable[Certificate]]]) -> Content:
    """The content of a producer with these products, each with its certificates; reads nothing."""
    return {
        "registration_number": producer.registration_number,
        "registered_round": producer.registered_round_id,
        "withdrawn_round": producer.withdrawn_round_id,
        **_moved(producer),
        **_plain_fields(producer, CONTENT_FIELDS),
        "products": [_of_product(product, certificates) for product, certificates in products],
    }


def _of_product(product: Product, certificates: Iterable[Certificate]) -> Content:
    rows = sorted(certificates, key=lambda row: (row.standard, row.number))
    return {
        "id": product.pk,
        "first_round": product.first_round_id,
        "registered_round": product.registered_round_id,
        "withdrawn_round": product.withdrawn_round_id,
        **_moved(product),
        **({"stayed_behind": True} if product.stayed_behind else {}),
        **_plain_fields(product, PRODUCT_FIELDS),
        "certificates": [_plain_fields(certificate, CERTIFICATE_FIELDS) for certificate in rows],
    }


def _moved(row: Producer | Product) -> Content:
    """Nothing of who never moved: its contents are, byte for byte, what they were before anybody could."""
    return {"came_round": row.came_round_id} if row.came_round_id else {}


def _plain_fields(row: models.Model, names: Iterable[str]) -> Content:
    return {name: plain(getattr(row, name)) for name in names}


def plain(value: object) -> object:
    """A value as JSON keeps it exactly: days as ISO text, money with two decimals as text."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return value


def typed(model: type[models.Model], plain_fields: Mapping[str, Any], names: Iterable[str]) -> Content:
    """The fields of `names` that are there as their columns hold them: the way back from plain data."""
    read = _readers(model)
    return {name: read[name](plain_fields[name]) for name in names if name in plain_fields}


@cache
def _readers(model: type[models.Model]) -> Mapping[str, Callable[[Any], Any]]:
    columns = model._meta.concrete_fields
    return {name: column.to_python for column in columns for name in (column.name, column.attname)}


def moves_of(each: Content, round_id: int, went: int | None = None) -> frozenset[str]:
    """What a producer's content, or one of its products, is in a round where it stood: lifespan.moves.

    `went` is the round in which the producer moved away, for its products.
    """
    if each.get("stayed_behind"):
        return frozenset()
    went = each.get("went_round", went)
    return lifespan.moves(
        each["registered_round"], each["withdrawn_round"], round_id, came=each.get("came_round"), went=went
    )


def arrived(each: Content, place: Content, round_id: int) -> Content:
    """The content of a producer as it moved in: at its new place, with the products that stood."""
    products = [
        product | {"came_round": round_id}
        if lifespan.is_standing(product["withdrawn_round"])
        else product | {"stayed_behind": True}
        for product in each["products"]
    ]
    return each | place | {"came_round": round_id, "products": products}


def returned(each: Content, place: Content, round_id: int, going: Collection[int]) -> Content:
    """The content of a producer that withdrew elsewhere and comes back here, with the products that go along."""
    stay = {"registered_round": round_id, "withdrawn_round": None}
    products = [
        product | stay if product["id"] in going else product | {"stayed_behind": True}
        for product in each["products"]
    ]
    return each | place | stay | {"products": products}


def put_off(each: Content, round_id: int, following: int) -> Content:
    """The content with the acts of a round moved to the following one, which counts them instead (decision 0018)."""
    names = ("first_round", "registered_round", "came_round", "withdrawn_round")
    moved = {name: following for name in names if each.get(name) == round_id}
    products = (
        {"products": [put_off(product, round_id, following) for product in each["products"]]}
        if "products" in each
        else {}
    )
    return each | moved | products


def difference(before: Content | None, after: Content) -> list[Change]:
    """What changed from `before` to `after`, in the order of the form; everything when `before` is None."""
    old, new = told(before, after)
    return [Change(key, label_of(key), old[key], new[key]) for key in new]


def difference_by_name(before: Content, after: Content) -> list[Change]:
    """The same, each product's fields behind its name, and subdistricts by name."""
    products = {each["id"]: each["name"] for each in after["products"]}
    rows = difference(before, after)
    return with_place_names(replace(row, label=label_with_name(row.field, products)) for row in rows)


def told(before: Content | None, after: Content) -> tuple[dict[str, str], dict[str, str]]:
    """({key: as it was shown}, {key: as it is shown}) of what differs, as the journal keeps it."""
    old, new = dict(_flat(before or {})), dict(_flat(after))
    keys = [key for key in [*new, *(key for key in old if key not in new)] if old.get(key) != new.get(key)]
    was = {key: shown(key, old.get(key)) for key in keys} if before else dict.fromkeys(keys, NOTHING)
    return was, {key: shown(key, new.get(key)) for key in keys}


def _flat(content: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name in CONTENT_FIELDS:
        if name in content:
            yield name, content[name]
    if "withdrawn_round" in content:
        yield "withdrawn_round", content["withdrawn_round"]
    for product in content.get("products", []):
        yield from _flat_product(product)


def _flat_product(product: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    prefix = f"products.{product['id']}"
    for name in (*PRODUCT_FIELDS, "withdrawn_round"):
        yield f"{prefix}.{name}", product.get(name, LATER.get(name))
    for number, certificate in enumerate(product["certificates"], start=1):
        yield f"{prefix}.certificates.{number}", certificate_text(certificate)


def certificate_text(certificate: Mapping[str, Any]) -> str:
    """A certificate in one line: every field of it, so that two lines differ when the certificates do."""
    days = (("issued_day", "ออกเมื่อ"), ("expires_day", "หมดอายุ"))
    parts = [
        dict(Standard.choices).get(certificate["standard"], certificate["standard"]),
        certificate["number"],
    ]
    parts += [
        certificate["issuer"],
        *(f"{word} {_day(certificate[name])}" for name, word in days if certificate[name]),
    ]
    return " ".join(part for part in parts if part)


PRODUCT_WORD = "ผลิตภัณฑ์: "  # before every label of a product's field
_LABELS = {
    "withdrawn_round": "การยกเลิก",
    "subdistrict_id": "ตำบล/แขวง",
    "certificates": "ใบรับรองมาตรฐาน",
}


def label_of(key: str) -> str:
    """The form's words for a key of a Change, e.g. "ผลิตภัณฑ์: ชื่อผลิตภัณฑ์"."""
    name = key.rsplit(".", 1)[-1]
    if not key.startswith("products."):
        return _label(Producer, name)
    word = f"ใบรับรองที่ {name}" if ".certificates." in key else _label(Product, name)
    return f"{PRODUCT_WORD}{word}"


def label_with_name(key: str, products: Mapping[int, str]) -> str:
    """The same words, a product's behind its name: "ขนมลา: ประเภทผลิตภัณฑ์"."""
    label = label_of(key)
    if not key.startswith("products."):
        return label
    return f"{products.get(int(key.split('.')[1]), '')}: {label.removeprefix(PRODUCT_WORD)}"


@cache
def _label(model: type[models.Model], name: str) -> str:
    return _LABELS.get(name) or str(_column(model, name).verbose_name)


def _column(model: type[models.Model], name: str) -> models.Field:
    """A column of the model's own table, by its name or that of its key."""
    return next(field for field in model._meta.fields if name in {field.name, field.attname})


def shown(key: str, value: object) -> str:
    """A value of a Change as the screen shows it: choices by their label, personal numbers masked."""
    if value is None or value == "" or value == []:
        return NOTHING
    name = key.rsplit(".", 1)[-1]
    if name in _SHOWN:
        return _SHOWN[name](value)
    if isinstance(value, bool):
        return "ใช่" if value else "ไม่ใช่"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return _choice_label(key, name, value)


def _day(text: str) -> str:
    return thai.short_date(date.fromisoformat(text))


_SHOWN: Mapping[str, Callable[[Any], str]] = {
    "citizen_id": lambda number: identifiers.mask_id(str(number)),
    "juristic_id": lambda number: identifiers.mask_id(str(number)),
    "founded_day": _day,
    "phones": lambda phones: ", ".join(map(identifiers.show_phone, phones)),
    "documents_seen": lambda codes: ", ".join(dict(Evidence.choices).get(code, code) for code in codes),
    "price_baht": lambda price: thai.baht(Decimal(price)),
    "withdrawn_round": lambda round_id: f"ยกเลิกในรอบ {Round.label_of(round_id)}",
}


def _choice_label(key: str, name: str, value: object) -> str:
    if ".certificates." in key:
        return str(value)
    choices = _choices(Product if key.startswith("products.") else Producer, name)
    return str(choices.get(value, value)) if choices else str(value)


@cache
def _choices(model: type[models.Model], name: str) -> Mapping[object, object]:
    return dict(_column(model, name).flatchoices)


def with_place_names(changes: Iterable[Change]) -> list[Change]:
    """The changes with subdistricts by name."""
    rows = list(changes)
    codes = {code for row in rows if row.field == "subdistrict_id" for code in (row.before, row.after)}
    names = {row.pk: str(row) for row in Subdistrict.objects.filter(pk__in=codes)} if codes else {}
    return [
        replace(row, before=names.get(row.before, row.before), after=names.get(row.after, row.after))
        if row.field == "subdistrict_id"
        else row
        for row in rows
    ]


def numbers_of(content: Content) -> Iterator[str]:
    """The tokens of the numbers that a content names."""
    yield from (content[name] for name in SECRET_FIELDS if content.get(name))


def with_numbers(content: Content, known: Mapping[str, str]) -> Content:
    """The content as it was before numbers were sealed, for fingerprints of that time; `known` {token: number}."""
    read = {name: known.get(content[name], content[name]) for name in SECRET_FIELDS if content.get(name)}
    return content | read


def masked(content: Content) -> Content:
    """The content without personal numbers, for the journal and for lists."""
    return {
        key: identifiers.mask_id(value) if key in SECRET_FIELDS and value else value
        for key, value in content.items()
    }


def fingerprint(parts: Iterable[object], previous: str = "") -> str:
    """SHA-256 (64 hex digits) over `previous` and every part as canonical JSON, in the order given."""
    digest = hashlib.sha256(previous.encode())
    for part in parts:
        digest.update(canonical(part))
    return digest.hexdigest()


def canonical(part: object) -> bytes:
    """Canonical JSON: sorted keys, no spaces, Thai text as it is, a line feed at the end."""
    return json.dumps(part, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"
