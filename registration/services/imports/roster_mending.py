"""A row of a list on the page of the form: beside its record, what its boxes hold, and what was mended in them."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from otop_registry import thai
from registration import content
from registration.content import Change
from registration.models import Producer, UploadRow, User
from registration.models.uploads import RowState
from registration.services.imports import mending
from registration.services.imports.kinds import Scene
from registration.services.imports.roster_matching import Matcher
from registration.services.imports.roster_products import OF_ONE_PRODUCT
from registration.services.imports.roster_reading import SIMPLE
from registration.services.registry import rules
from registration.services.uploads import several

CHOSEN: Final = frozenset({"kind", "founded_day", "is_thai", "registration_number", *rules.COMMUNITY_LINKS})
TYPED_BACK: Final = SIMPLE.keys() - CHOSEN  # boxes that take any text
PRODUCT_TYPED_BACK: Final = {
    key: each for key, each in OF_ONE_PRODUCT.items() if key not in {"product_type", "state"}
}


def changes(scene: Scene, rows: Sequence[UploadRow]) -> dict[int, list[Change]]:
    """{row's id: what the row changes of its record, old and new}, for rows that would change one."""
    own = [row for row in rows if row.state == RowState.CHANGES]
    matcher = Matcher(scene.unit, scene.on, [row.fields for row in own])
    found = {}
    for row in own:
        verdict = matcher.verdict(row.fields)
        if verdict.record:
            current = content.of_producer(verdict.record)
            found[row.pk] = content.with_place_names(
                content.difference(current, _after(current, verdict.merged))
            )
    return found


def _after(current: content.Content, merged: Mapping[str, Any]) -> content.Content:
    """The content as it would stand; a new product under a key of its own."""
    changed = {each["id"]: each for each in merged["products"] if each.get("id")}
    products = [{**each, **changed.get(each["id"], {})} for each in current["products"]]
    new = [each for each in merged["products"] if not each.get("id")]
    blank: dict[str, Any] = dict.fromkeys(content.PRODUCT_FIELDS) | {
        "withdrawn_round": None,
        "certificates": [],
    }
    products += [{**blank, **each, "id": f"new{place}"} for place, each in enumerate(new, 1)]
    for product in products:
        product["certificates"] = [
            dict.fromkeys(content.CERTIFICATE_FIELDS, "") | each for each in product["certificates"]
        ]
    return {**current, **{name: merged[name] for name in content.CONTENT_FIELDS}, "products": products}


def boxes(scene: Scene, row: UploadRow) -> tuple[Producer | None, dict[str, Any]]:
    """The record that a row is about, and what the boxes of its form hold: the record's values under the row's."""
    matcher = Matcher(scene.unit, scene.on, [row.fields])
    verdict = matcher.verdict(row.fields)
    record = verdict.record if verdict.record and not verdict.record.is_withdrawn else None
    merged = dict(verdict.merged or row.fields)
    if record:
        changed = {each["id"]: each for each in merged["products"] if each.get("id")}
        standing = [
            each for each in content.of_producer(record)["products"] if each["withdrawn_round"] is None
        ]
        new = [each for each in merged["products"] if not each.get("id")]
        merged["products"] = [{**each, **changed.get(each["id"], {})} for each in standing] + new
    merged["subdistrict"] = merged.pop("subdistrict_id", None)
    return record, merged


def unread(row: UploadRow, merged: Mapping[str, Any], viewer: User) -> dict[str, Any]:
    """What could not be read, for the boxes as it was typed; of a product, in the product of its name."""
    cells = mending.refused_cells(row, viewer)
    found: dict[str, Any] = {}
    for said in cells.values():
        for key in TYPED_BACK - row.fields.keys() & said.keys():
            found.setdefault(key, said[key])
    products = list(merged.get("products", ()))
    for product in row.fields.get("products", ()):
        said = cells.get(product.get("row", 0), {})
        back = {
            name: said[typed]
            for key, (name, _) in PRODUCT_TYPED_BACK.items()
            if (typed := several.key_at(key, product.get("place", 1))) in said and name not in product
        }
        name = thai.name_key(product.get("name") or "")
        place = next(
            (n for n, each in enumerate(products) if thai.name_key(each.get("name") or "") == name), None
        )
        if back and place is not None:
            products[place] = {**products[place], **back}
    return {**found, "products": products}


def mend(
    row: UploadRow, fields: Mapping[str, Any], products: Sequence[Mapping[str, Any]], scene: Scene
) -> None:
    """Puts what the form holds in place of what was read, and judges the row anew. Raises: Refused."""
    plain = {name: content.plain(value) for name, value in fields.items() if name != "subdistrict"}
    plain["subdistrict_id"] = fields["subdistrict"].pk
    plain["citizen_id"] = plain.get("citizen_id") or row.fields.get("citizen_id", "")
    plain["has_no_last_name"] = not plain["owner_last_name"]
    plain["products"] = [plain_product(each) for each in products]
    if number := row.fields.get("registration_number"):
        plain["registration_number"] = number
    mending.put(row, plain, scene, title=str(plain["name"]))


def plain_product(product: Mapping[str, Any]) -> dict[str, Any]:
    """A product of a form as plain data."""
    certificates = [
        {name: content.plain(value) for name, value in each.items()} for each in product["certificates"]
    ]
    return {name: content.plain(value) for name, value in product.items()} | {"certificates": certificates}
