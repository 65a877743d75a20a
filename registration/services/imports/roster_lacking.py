"""What the producers of a list still lack, each once, at the line where the office may write it into its own file."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from registration.models import Upload, UploadRow
from registration.models.uploads import RowState
from registration.services.imports.kinds import Fill
from registration.services.imports.roster_applying import RULE
from registration.services.imports.roster_columns import HEADS
from registration.services.imports.templates.drawing import Box
from registration.services.imports.templates.roster import boxes_of
from registration.services.registry import rules
from registration.services.uploads import several

# {field of a fault: the columns that answer it}; whose kind is not known may be a group, which has members
ANSWERED_BY: Final[Mapping[str, tuple[str, ...]]] = {
    "name": ("name",),
    "kind": ("kind", *rules.MEMBERS),
    rules.MEMBERS[0]: rules.MEMBERS,
    "owner_first_name": ("owner",),
    "owner_last_name": ("owner",),
    "citizen_id": ("citizen_id",),
    "house_number": ("house_number",),
    "subdistrict": ("subdistrict",),
    "is_thai": ("is_thai",),
    rules.COMMUNITY_LINKS[0]: rules.COMMUNITY_LINKS[:1],
}
OWNER: Final = frozenset({"owner", "owner_first_name", "owner_last_name"})
_HEAD_OF: Final = {column.key: column.title for column in HEADS.columns}
_OWNER_HINT: Final = "คำนำหน้า ชื่อ และนามสกุล เช่น นางสมศรี ใจดี"


def fills(upload: Upload, on: date) -> list[Fill]:
    """The columns to fill, in the order of the form; a column that the file has is filled where it stands."""
    lines: dict[str, dict[int, None]] = {}
    for row in upload.rows.filter(state=RowState.FAULTY).order_by("number", "pk"):
        for key, line in _lacks(row):
            lines.setdefault(key, {})[line] = None
    held = {several.base_of(each["key"]) for each in upload.columns}
    boxes = boxes_of(upload.unit, on)
    order = [column.key for column in HEADS.columns]
    return [
        _fill(key, list(lines[key]), boxes.get(key), is_held=key in held)
        for key in sorted(lines, key=order.index)
        if key in held or not (key == "owner" and held & OWNER)
    ]


def _lacks(row: UploadRow) -> Iterator[tuple[str, int]]:
    """(key, line): of a producer in its first line, of a product in its own."""
    for each in row.findings:
        for key in ANSWERED_BY.get(str(each["code"]).removeprefix(RULE), ()):
            yield key, row.number
    for line in _untyped(row.fields):
        yield "product_type", line


def _untyped(fields: Mapping[str, Any]) -> Iterable[int]:
    stated = fields.get("stated", {}).get("product_type")
    products = () if stated else fields.get("products", ())
    return (each["row"] for each in products if "row" in each and not each.get("product_type"))


def _fill(key: str, lines: list[int], box: Box | None, *, is_held: bool) -> Fill:
    hint = _OWNER_HINT if key == "owner" else box.hint if box else ""
    return Fill(key, _HEAD_OF[key], tuple(lines), hint, box.choices if box else (), is_held)
