"""Two officers changed one record: which fields differ, and the record that their choices make. Reads only.

Nothing typed is lost silently (docs/rules.md 7.3): a field that only one side changed is chosen already, a field that
both changed must be chosen.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from registration import content, numbers
from registration.content import CONTENT_FIELDS, PRODUCT_FIELDS, Content
from registration.lifespan import is_standing
from registration.models import Producer, Product, Subdistrict

Fields = dict[str, Any]
MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True)
class FieldRow:
    """One field that differs between what stands now and what was typed; `chosen` is "" when both changed it."""

    key: str
    label: str
    base: str
    theirs: str
    mine: str
    chosen: str


@dataclass(frozen=True)
class Comparison:
    """The fields to choose from, and the names of the products that the other officer withdrew meanwhile."""

    rows: tuple[FieldRow, ...]
    withdrawn: tuple[str, ...]


@dataclass(frozen=True)
class Typed:
    """What one officer wants to save: fields and products as services.registry takes them."""

    fields: Fields
    products: list[Fields]


def compare(base: Content, current: Producer, typed: Typed) -> Comparison:
    """What differs between `current` and `typed`, seen from `base`, the version the typing began from."""
    theirs = content.of_producer(current)
    standing = {row["id"] for row in theirs["products"] if is_standing(row["withdrawn_round"])}
    mine_values, their_values = dict(_flat_typed(typed, standing)), dict(_flat(theirs))
    base_values = dict(_flat(base))
    names = {row["id"]: row["name"] for row in theirs["products"]}
    rows = tuple(
        _row(key, _label(key, names), (base_values.get(key), their_values.get(key), mine))
        for key, mine in mine_values.items()
        if their_values.get(key) != mine
    )
    gone = [row["name"] for row in typed.products if row.get("id") and row["id"] not in standing]
    return Comparison(rows, tuple(gone))


def _flat(record: Content) -> Iterator[tuple[str, Any]]:
    yield from ((name, record[name]) for name in CONTENT_FIELDS if name in record)
    for product in record.get("products", []):
        yield from _flat_product(product["id"], product)


def _flat_typed(typed: Typed, standing: set[int]) -> Iterator[tuple[str, Any]]:
    for name in CONTENT_FIELDS:
        if name == "subdistrict_id":
            yield name, typed.fields["subdistrict"].pk
        elif name in typed.fields:
            said = content.plain(typed.fields[name])
            yield name, numbers.token_of(str(said or "")) if name in content.SECRET_FIELDS else said
    for product in typed.products:
        if product.get("id") in standing:
            yield from _flat_product(product["id"], _plain_product(product))


def _plain_product(product: Fields) -> Content:
    certificates = [
        {name: content.plain(value) for name, value in row.items()} for row in product["certificates"]
    ]
    values = {name: content.plain(product.get(name, "")) for name in PRODUCT_FIELDS}
    return {**values, "certificates": sorted(certificates, key=lambda row: (row["standard"], row["number"]))}


def _flat_product(pk: int, product: Content) -> Iterator[tuple[str, Any]]:
    for name in (*PRODUCT_FIELDS, "certificates"):
        yield f"products.{pk}.{name}", product.get(name) or ""


def _label(key: str, names: Mapping[int, str]) -> str:
    """The form's words, a product's with its name: a record may hold many."""
    if not key.startswith("products."):
        return content.label_of(key)
    word = content.label_of(key).removeprefix(content.PRODUCT_WORD)
    return f"{names[int(key.split('.')[1])]}: {word}"


def _row(key: str, label: str, values: tuple[object, object, object]) -> FieldRow:
    base, theirs, mine = values
    chosen = MINE if theirs == base else THEIRS if mine == base else ""
    stood, their_text, own_text = (_shown(key, value) for value in values)
    if their_text == own_text:  # a personal number: the mask hides where they differ
        own_text += " (ต่างกันในหลักที่ปิดไว้)"
    return FieldRow(key, label, stood, their_text, own_text, chosen)


def _shown(key: str, value: object) -> str:
    if key == "subdistrict_id" and value:
        return str(Subdistrict.objects.filter(pk=value).first() or value)
    if key.endswith(".certificates") and isinstance(value, list):
        return " · ".join(map(content.certificate_text, value))
    return content.shown(key, value)


def merged(current: Producer, typed: Typed, choices: Mapping[str, str]) -> Typed:
    """What was typed, with the standing value wherever "theirs" was chosen; withdrawn products are left out."""
    fields = dict(typed.fields)
    for name in CONTENT_FIELDS:
        if choices.get(name) == THEIRS:
            key = name.removesuffix("_id") if name == "subdistrict_id" else name
            fields[key] = getattr(current, key)
    standing = {product.pk: product for product in current.products.all() if not product.is_withdrawn}
    products = [
        _merged_product(product, standing.get(product.get("id") or 0), choices)
        for product in typed.products
        if not product.get("id") or product["id"] in standing
    ]
    return Typed(fields, products)


def _merged_product(typed: Fields, current: Product | None, choices: Mapping[str, str]) -> Fields:
    if current is None:
        return typed
    taken = [name for name in PRODUCT_FIELDS if choices.get(f"products.{current.pk}.{name}") == THEIRS]
    product = {**typed, **{name: getattr(current, name) for name in taken}}
    if choices.get(f"products.{current.pk}.certificates") == THEIRS:
        product["certificates"] = [
            {name: getattr(row, name) for name in content.CERTIFICATE_FIELDS}
            for row in current.certificates.all()
        ]
    return product
