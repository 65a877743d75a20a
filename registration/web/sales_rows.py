"""The rows of a month's grid as the page and the script see them: boxes with their past, errors, who was faster."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypedDict

from django.forms import BoundField
from django.utils import timezone

from otop_registry import thai
from registration.forms.sales import SHORT_LABELS, MonthAnswerForm, as_line
from registration.models import Sale
from registration.models.sales import CHANNELS
from registration.services import sales
from registration.services.sales.grid import GridLine

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Box:
    """One channel of a row: what stands or was typed, what is wrong with it, and the same channel before."""

    name: str
    label: str
    value: str
    errors: tuple[str, ...]
    amount: Decimal | None
    last_month: Decimal | None
    last_year: Decimal | None


@dataclass(frozen=True)
class SalesRow:
    """A product's row. `theirs` is the answer that somebody saved in between, told in `conflict`."""

    line: GridLine
    boxes: tuple[Box, ...]
    zero: bool
    reason: str
    seen: int
    was: str
    is_first: bool
    zero_errors: tuple[str, ...] = ()
    reason_errors: tuple[str, ...] = ()
    conflict: str = ""
    is_unsaved: bool = False

    @property
    def key(self) -> int:
        return self.line.product.pk

    @property
    def is_wrong(self) -> bool:
        return bool(
            self.conflict or self.zero_errors or self.reason_errors or any(b.errors for b in self.boxes)
        )


@dataclass(frozen=True)
class Typed:
    """What came back from a page: forms not written, because of their errors or because somebody was faster."""

    forms: Mapping[int, MonthAnswerForm]
    conflicts: Mapping[int, Sale | None]


def rows_of(lines: Iterable[GridLine], typed: Typed) -> list[SalesRow]:
    """The rows in order; the first of each producer carries its name."""
    rows, producer = [], None
    for line in lines:
        is_first = line.product.producer_id != producer
        producer = line.product.producer_id
        rows.append(_row(line, typed.forms.get(line.product.pk), typed, is_first))
    return rows


class Standing(TypedDict):
    """What a row shows, whether somebody typed into it or not."""

    boxes: tuple[Box, ...]
    seen: int
    was: str
    is_first: bool


def _row(line: GridLine, form: MonthAnswerForm | None, typed: Typed, is_first: bool) -> SalesRow:
    sale, key = line.sale, line.product.pk
    values: Standing = {
        "boxes": tuple(_box(line, name, form) for name in CHANNELS),
        "seen": sale.version if sale else 0,
        "was": as_line(sale),
        "is_first": is_first,
    }
    if form is None:
        return SalesRow(line, zero=bool(sale and sale.is_zero), reason=sale.reason if sale else "", **values)
    return SalesRow(
        line,
        zero=bool(form["zero"].value()),
        reason=str(form["reason"].value() or ""),
        zero_errors=_errors(form["zero"]),
        reason_errors=_errors(form["reason"]),
        conflict=conflict_sentence(typed.conflicts[key]) if key in typed.conflicts else "",
        is_unsaved=True,
        **values,
    )


def _box(line: GridLine, name: str, form: MonthAnswerForm | None) -> Box:
    stands = _amount(line.sale, name)
    field = form[name] if form else None
    return Box(
        name=f"{line.product.pk}-{name}",
        label=SHORT_LABELS[name],
        value=str(field.value() or "") if field else shown(line.sale, name),
        errors=_errors(field) if field else (),
        amount=stands,
        last_month=_amount(line.last_month, name),
        last_year=_amount(line.last_year, name),
    )


def _errors(field: BoundField) -> tuple[str, ...]:
    return tuple(map(str, field.errors))


def _amount(sale: Sale | None, name: str) -> Decimal | None:
    return getattr(sale, name) if sale else None


def shown(sale: Sale | None, name: str) -> str:
    """What stands in a box: nothing for no answer and for a confirmed zero, which has its own mark."""
    return thai.baht(getattr(sale, name)) if sale and not sale.is_zero else ""


def conflict_sentence(sale: Sale | None) -> str:
    """Whose answer stands now, in one sentence."""
    if sale is None:
        return "มีผู้อื่นลบคำตอบของรายการนี้แล้ว"
    answer = "ไม่มียอด" if sale.is_zero else f"{thai.baht(sum(sales.amounts_of(sale), ZERO))} บาท"
    return f"มีผู้อื่นแก้ไข: {sale.entered_by} บันทึก {answer} เมื่อ {time_of(sale)}"


def time_of(sale: Sale) -> str:
    """10:42 น."""
    return f"{timezone.localtime(sale.entered_at):%H:%M} น."


# --- for the script ---


def as_json(row: SalesRow, told: str) -> dict[str, Any]:
    """A row's outcome: `state` is saved, wrong or conflict; `theirs` what the boxes would hold with their answer."""
    sale = row.line.sale
    errors = {box.name: box.errors for box in row.boxes if box.errors}
    errors |= {f"{row.key}-zero": row.zero_errors} if row.zero_errors else {}
    errors |= {f"{row.key}-reason": row.reason_errors} if row.reason_errors else {}
    return {
        "state": "conflict" if row.conflict else "wrong" if errors else "saved",
        "told": row.conflict or ("ยังไม่ได้บันทึก กรุณาแก้ไขช่องที่ผิด" if errors else told),
        "errors": errors,
        "seen": row.seen,
        "was": row.was,
        "findings": [each.message for each in row.line.findings],
        "needs_reason": row.line.needs_reason,
        "theirs": {
            "amounts": [shown(sale, name) for name in CHANNELS],
            "zero": bool(sale and sale.is_zero),
            "reason": sale.reason if sale else "",
        },
    }
