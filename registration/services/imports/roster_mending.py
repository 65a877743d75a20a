"""A row of a list on the page of the form: beside its record, what its boxes hold, and what was mended in them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from registration import access, content
from registration.content import Change
from registration.models import Producer, UploadRow
from registration.models.uploads import RowState
from registration.services.imports import applying, checking, kinds
from registration.services.imports.kinds import Scene
from registration.services.imports.roster_matching import Matcher
from registration.services.uploads.findings import Severity
from registration.workflow import Refused

KEPT = (RowState.APPLIED, RowState.UNDONE)  # what became of these rows is history


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


def typed_lines(row: UploadRow) -> list[tuple[int, list[str]]]:
    """What stands in the file, line by line; personal numbers are not shown."""
    return [
        (line["row"], [text for key, text in line["cells"].items() if key not in content.SECRET_FIELDS])
        for line in row.cells
    ]


def mend(
    row: UploadRow, fields: Mapping[str, Any], products: Sequence[Mapping[str, Any]], scene: Scene
) -> None:
    """Puts what the form holds in place of what was read, and judges the row anew. Raises: Refused."""
    plain = {name: content.plain(value) for name, value in fields.items() if name != "subdistrict"}
    plain["subdistrict_id"] = fields["subdistrict"].pk
    plain["citizen_id"] = plain.get("citizen_id") or row.fields.get("citizen_id", "")
    plain["has_no_last_name"] = not plain["owner_last_name"]
    plain["products"] = [_plain_product(each) for each in products]
    if number := row.fields.get("registration_number"):
        plain["registration_number"] = number
    _change(row, scene, plain)


def _plain_product(product: Mapping[str, Any]) -> dict[str, Any]:
    certificates = [
        {name: content.plain(value) for name, value in each.items()} for each in product["certificates"]
    ]
    return {name: content.plain(value) for name, value in product.items()} | {"certificates": certificates}


def _change(row: UploadRow, scene: Scene, plain: dict[str, Any]) -> None:
    kind = kinds.of(row.upload.kind)
    if scene.by is None:
        raise RuntimeError("A row is mended by somebody")
    access.check(scene.by, kind.action, row.upload.unit, scene.on)
    with transaction.atomic():
        fresh = UploadRow.objects.select_for_update(of=("self",)).select_related("upload").get(pk=row.pk)
        refuse_history(fresh)
        fresh.fields, fresh.is_mended = plain, True
        fresh.title = str(plain["name"])[:200]
        fresh.findings = [each for each in fresh.findings if each["severity"] != Severity.ERROR]
        kind.judge_again(scene, [fresh])
        fresh.save()
        checking.count(fresh.upload)


def refuse_history(row: UploadRow) -> None:
    """Raises: Refused for a row that was written, and while a job has its upload."""
    if row.state in KEPT:
        raise Refused("แถวนี้บันทึกไปแล้ว กรุณาแก้ไขที่ระเบียน")
    if applying.is_busy(row.upload):
        raise Refused(applying.BUSY)
