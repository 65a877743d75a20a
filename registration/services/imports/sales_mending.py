"""A row of sales on the page: beside what stands, the boxes of its products, and what was mended in them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from otop_registry import thai
from registration.content import Change
from registration.models import Product, Sale, UploadRow, User
from registration.models.sales import CHANNELS
from registration.models.uploads import READY
from registration.services import sales
from registration.services.imports import mending, sales_months
from registration.services.imports.kinds import Scene
from registration.services.imports.sales_heads import COVERS
from registration.services.imports.sales_judging import (
    MENDED,
    Answers,
    Judge,
    Verdict,
    as_plain,
    from_plain,
    standing_of,
)
from registration.services.sales.writing import MonthAnswer

LABELS: Final[Mapping[str, str]] = {
    **{field.name: str(field.verbose_name) for field in Sale._meta.fields if field.name in CHANNELS},
    "zero": "ไม่มียอด",
    "reason": "เหตุผล",
}
TITLES: Final = {
    "domestic": "ในประเทศ",
    "abroad": "ต่างประเทศ",
    "offline": "ออฟไลน์",
    "online": "ออนไลน์",
    "total": "รวม",
}


# --- beside what stands ---


def changes(scene: Scene, rows: Sequence[UploadRow]) -> dict[int, list[Change]]:
    """{row's id: each cell that the row would write, old and new}; nothing before where nothing is reported."""
    ready: dict[date, dict[int, Answers]] = {}
    for row in rows:
        if row.state in READY:
            month = sales_months.month_of(scene.subject, row.fields)
            ready.setdefault(month, {})[row.pk] = from_plain(row.fields.get("answers", ()))
    return {pk: told for month, answers in ready.items() for pk, told in _beside(month, answers).items()}


def _beside(month: date, answers: Mapping[int, Answers]) -> dict[int, list[Change]]:
    products = {pk for each in answers.values() for pk in each}
    standing = standing_of(products, month)
    names = dict(Product.objects.filter(pk__in=products).values_list("pk", "name"))
    return {
        row: [
            replace(change, label=f"{names.get(pk, '')} {change.label}" if len(several) > 1 else change.label)
            for pk, cell in several.items()
            for change in _changed(cell, standing.get(pk))
        ]
        for row, several in answers.items()
    }


def _changed(cell: MonthAnswer, sale: Sale | None) -> Iterator[Change]:
    before, after = _shown(sales.answer_of(sale)), _shown(cell)
    for key, label in LABELS.items():
        if before[key] != after[key]:
            yield Change(key, label, before[key] if sale else "", after[key])


def _shown(cell: MonthAnswer) -> dict[str, str]:
    amounts = cell.amounts or (None,) * len(CHANNELS)
    said = {name: thai.baht(baht) if baht else "0.00" for name, baht in zip(CHANNELS, amounts, strict=True)}
    return {**said, "zero": "ใช่" if cell.is_zero else "ไม่ใช่", "reason": cell.reason or "–"}


# --- the boxes ---


@dataclass(frozen=True)
class Boxes:
    """What may be chosen, {product: what stands}, the boxes of each product, and the sum that the file says."""

    products: Sequence[Product]
    standing: Mapping[int, Sale]
    rows: list[dict[str, Any]]
    said: str


def boxes(scene: Scene, row: UploadRow, viewer: User) -> Boxes:
    """The boxes of a row: one line for each product that it is about, at least one."""
    month = sales_months.month_of(scene.subject, row.fields)
    products = list(sales.products_of(scene.unit, month))
    verdict = Verdict(row.fields, row.sheet, row.number)
    Judge(scene.unit, month, scene.said).judge([verdict])
    found = [product.pk for product in verdict.found.products]
    answers = verdict.answers
    rows = [{"product": pk, **_filled(answers.get(pk))} for pk in found] or [{}]
    if len(rows) == 1:
        rows[0] |= ({} if answers else _read(row)) | _unread(row, viewer)
    money = row.fields.get("money", {})
    said = " · ".join(f"{_channel(key)} {thai.baht(thai.parse_baht(baht))}" for key, baht in money.items())
    return Boxes(products, standing_of(found, month), rows, said)


def _channel(key: str) -> str:
    return LABELS.get(f"{key}_baht") or TITLES[key]


def _filled(cell: MonthAnswer | None) -> dict[str, Any]:
    """An answer that could be read, in its boxes; channels of nothing stay blank beside a filled one."""
    if cell is None:
        return {}
    amounts = {name: baht for name, baht in zip(CHANNELS, cell.amounts or (), strict=False) if baht}
    return {**amounts, "zero": cell.is_zero, "reason": cell.reason}


def _read(row: UploadRow) -> dict[str, Any]:
    """What was read of a row that gives no answer yet."""
    money = row.fields.get("money", {})
    said = {f"{key}_baht": baht for key, baht in money.items() if len(COVERS[key]) == 1}
    return {"zero": bool(row.fields.get("zero")), "reason": row.fields.get("reason", ""), **said}


def _unread(row: UploadRow, viewer: User) -> dict[str, str]:
    """Amounts of single channels as they were typed, where they could not be read."""
    refused = mending.refused_cells(row, viewer).get(row.number, {})
    own = {key: text for key, text in refused.items() if len(COVERS.get(key, ())) == 1}
    return {f"{key}_baht": text for key, text in own.items() if key not in row.fields.get("money", {})}


def mend(row: UploadRow, answers: Iterable[tuple[int, MonthAnswer]], scene: Scene) -> None:
    """Puts the answers of products in place of what was read. Raises: Refused."""
    mending.put(row, {**row.fields, MENDED: as_plain(dict(answers))}, scene)
