"""What one row says of money: the parts that its finest columns give, and whether its sums agree with them.

Pure. A blank channel beside a filled one is nought; a row without any amount says nothing, which is never zero.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from otop_registry import thai
from registration.services.imports.sales_columns import Meaning
from registration.services.imports.sales_heads import COVERS
from registration.services.sales.splitting import Cover
from registration.services.uploads import units, values
from registration.services.uploads.amounts import amount_of
from registration.services.uploads.findings import Finding, Severity, at
from registration.services.uploads.records import Record
from registration.services.uploads.sheets import Cell
from registration.services.uploads.units import Unit

_NOTHING: Final = Decimal(0)


@dataclass
class Money:
    """The parts of one answer by the channels that each covers, none of them twice. `said` {key: amount read}."""

    parts: dict[str, Decimal] = field(default_factory=dict)
    said: dict[str, Decimal] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_said(self) -> bool:
        return bool(self.said)

    @property
    def total(self) -> Decimal:
        return sum(self.parts.values(), _NOTHING)


def money_of(record: Record, meant: Mapping[str, Meaning], passed: Collection[str] = ()) -> Money:
    """The amounts of a row; `passed` are keys whose value stands in another row's merged cell."""
    money = Money()
    unit = _unit_of(record, money)
    for key in COVERS:
        cell, meaning = record.cells.get(key), meant.get(key)
        if cell is None or meaning is None or key in passed:
            continue
        amount = _amount(cell, meaning, record, money, unit)
        if amount is not None:
            money.said[key] = amount
    _choose(money)
    _compare(money, record)
    return money


def _unit_of(record: Record, money: Money) -> Unit | None:
    """The unit that the row states in a column of its own, told where it multiplies; a unit of goods is none."""
    cell = record.cells.get("unit")
    found = units.take(values.text_of(cell))[0] if cell and not cell.is_formula else []
    unit = found[0] if len(set(found)) == 1 else None
    if cell and unit and unit.baht not in {None, Decimal(1)}:
        text = f"อ่านเป็น{unit.word} คูณด้วย {unit.baht:,} เป็นบาท"
        money.findings.append(at(cell, Severity.WARNING, "unit", text, record.sheet))
    return unit


def _amount(cell: Cell, meaning: Meaning, record: Record, money: Money, unit: Unit | None) -> Decimal | None:
    try:
        if unit and meaning.unit and unit.baht != meaning.unit.baht:
            raise ValueError(f"หน่วยของแถว ({unit.word}) ไม่ตรงกับหน่วยของคอลัมน์หรือตาราง ({meaning.unit.word})")
        amount = amount_of(cell, meaning.unit or unit)
        if amount is not None and meaning.fault:
            raise ValueError(f"คอลัมน์ {meaning.column.letter}: {meaning.fault}")
    except ValueError as fault:
        if not cell.is_formula:  # told by whoever read the table
            money.findings.append(at(cell, Severity.ERROR, "amount", str(fault), record.sheet))
        return None
    return amount


def _choose(money: Money) -> None:
    """The finest amounts that do not overlap; what covers them is only compared with them."""
    taken: set[int] = set()
    for key, amount in money.said.items():  # in the order of COVERS
        if not taken & set(COVERS[key]):
            money.parts[key] = amount
            taken |= set(COVERS[key])


def _compare(money: Money, record: Record) -> None:
    for key, amount in money.said.items():
        if key in money.parts:
            continue
        inside = [part for part in money.parts if _lies_in(COVERS[part], COVERS[key])]
        overlapping = [part for part in money.parts if set(COVERS[part]) & set(COVERS[key])]
        summed = sum((money.parts[part] for part in inside), _NOTHING)
        if inside == overlapping and summed == amount:
            continue
        differs = thai.baht(abs(amount - summed))
        said = (
            f"ผลรวมในแถว {thai.baht(amount)} แต่ช่องทางรวมได้ {thai.baht(summed)} ต่าง {differs} บาท"
            if inside == overlapping
            else "ยอดในแถวซ้อนกันคนละแบบ กรุณากรอกแยกช่องทาง"
        )
        money.findings.append(at(record.cells[key], Severity.ERROR, "total_differs", said, record.sheet))


def _lies_in(part: Cover, whole: Cover) -> bool:
    return set(part) <= set(whole)
