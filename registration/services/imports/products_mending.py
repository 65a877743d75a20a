"""A row of a list of products on the page: its producer by number, and its products as the list says them."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from otop_registry import thai
from registration import content
from registration.models import Producer, Unit, UploadRow, User
from registration.models.producers import ProductState
from registration.services.imports import mending, roster_mending
from registration.services.imports.kinds import Scene
from registration.services.imports.roster_matching import Matcher

MOST_OFFERED: Final = 1000  # producers to choose from in the box of the number
UNTOUCHED: Final[Mapping[str, object]] = {"is_regulated": False, "state": ProductState.PRODUCING}


def boxes(scene: Scene, row: UploadRow, viewer: User) -> tuple[Producer | None, dict[str, Any]]:
    """The producer that a row is about, and its boxes: what the row says over what stands of a product of the name."""
    record = Matcher(scene.unit, scene.on, [row.fields]).verdict(row.fields).record
    record = record if record and not record.is_withdrawn else None
    standing = _standing(record)
    products = [
        {**standing.get(_key(each), {}), **_said(each), "certificates": each.get("certificates", [])}
        for each in row.fields.get("products", ())
    ]
    back = roster_mending.unread(row, {"products": products}, viewer)
    number = record.registration_number if record else row.fields.get("registration_number", "")
    return record, {"registration_number": number, "products": back["products"]}


def _standing(record: Producer | None) -> dict[str, dict[str, Any]]:
    """{key of a name: the fields of the record's product}"""
    products = content.of_producer(record)["products"] if record else []
    current = (each for each in products if each["withdrawn_round"] is None)
    return {_key(each): {name: each[name] for name in content.PRODUCT_FIELDS} for each in current}


def _key(product: Mapping[str, Any]) -> str:
    return thai.name_key(product.get("name") or "")


def _said(product: Mapping[str, Any]) -> dict[str, Any]:
    return {name: product[name] for name in content.PRODUCT_FIELDS if product.get(name) not in (None, "")}


def mend(
    row: UploadRow, number: str, products: Sequence[Mapping[str, Any]], scene: Scene, record: Producer | None
) -> None:
    """Puts the products of a producer in place of what was read; `record` is the one that the page showed.

    A box left as it stands on an empty page says nothing of a product that was not shown. Raises: Refused.
    """
    shown = _standing(record if record and record.registration_number == number else None)
    plain = []
    for each in products:
        said = roster_mending.plain_product(each)
        standing = shown.get(_key(said))
        plain.append({k: v for k, v in said.items() if standing or k not in UNTOUCHED or v != UNTOUCHED[k]})
    mending.put(row, {"registration_number": number, "products": plain}, scene)


def offered(unit: Unit) -> list[tuple[str, str]]:
    """(number, name) of the producers that may be chosen."""
    rows = Producer.objects.filter(district__code__startswith=unit.code, withdrawn_round=None)
    return list(rows.order_by("sort_key").values_list("registration_number", "name")[:MOST_OFFERED])
