"""What may be set at once for producers of a list that lack it: kind, subdistrict, type of products, statements."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any, Final

from registration import content
from registration.models import Subdistrict, Upload
from registration.models.producers import ProducerKind, ProductType
from registration.services.imports.kinds import Setting
from registration.services.imports.roster_applying import RULE
from registration.services.registry import rules
from registration.services.uploads import several
from registration.services.uploads.values.reading import UNREADABLE

YES: Final = "yes"
_READ: Final = {
    "kind": "kind",
    "subdistrict": "subdistrict",
    "product_type": "product_type",
}  # {column: what is set}
_ASKED: Final = {
    f"{RULE}kind": "kind",
    f"{RULE}subdistrict": "subdistrict",
    "place": "subdistrict",
    f"{RULE}products": "product_type",
    f"{RULE}is_thai": "is_thai",
    f"{RULE}{rules.COMMUNITY_LINKS[0]}": "link",
}


def settings(upload: Upload, on: date) -> dict[str, Setting]:
    """{kind of finding: what may be set}, of rules and of cells that could not be read."""
    known = dict(_settings(upload, on))
    columns = {each["letter"]: several.base_of(each["key"]) for each in upload.columns}
    unread = {f"{UNREADABLE}-{letter}": _READ[key] for letter, key in columns.items() if key in _READ}
    return {code: known[name] for code, name in (_ASKED | unread).items()}


def _settings(upload: Upload, on: date) -> Iterator[tuple[str, Setting]]:
    below = Subdistrict.objects.filter(district=upload.unit_id).valid(on).order_by("code")
    yield "kind", _plain("kind", dict(ProducerKind.choices))
    yield "subdistrict", _plain("subdistrict_id", dict(below.values_list("code", "name")))
    yield "is_thai", Setting("สัญชาติไทย", {YES: "ใช่"}, partial(_put_true, "is_thai"))
    links = {name: content.label_of(name) for name in rules.COMMUNITY_LINKS}
    yield "link", Setting("ความเชื่อมโยงกับชุมชน", links, _put_link)
    yield "product_type", Setting("ประเภทผลิตภัณฑ์", dict(ProductType.choices), _put_type)


def _plain(name: str, choices: Mapping[str, str]) -> Setting:
    return Setting(content.label_of(name), choices, lambda fields, value: {**fields, name: value})


def _put_true(name: str, fields: Mapping[str, Any], _value: str) -> dict[str, Any]:
    return {**fields, name: True}


def _put_link(fields: Mapping[str, Any], value: str) -> dict[str, Any]:
    return {**fields, value: True}


def _put_type(fields: Mapping[str, Any], value: str) -> dict[str, Any]:
    """The type of the products that have none."""
    products = [
        {**each, "product_type": each.get("product_type") or value} for each in fields.get("products", ())
    ]
    return {**fields, "products": products}
