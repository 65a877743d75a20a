"""A table of sales → one set of plain fields for each thing it says, and its totals compared with its rows.

Rows that share a merged amount say one thing together: the sum of their products.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from otop_registry import thai
from registration.services.imports import sales_columns
from registration.services.imports.sales_amounts import Money, money_of
from registration.services.imports.sales_columns import Meaning, month_fault
from registration.services.imports.sales_heads import COVERS
from registration.services.uploads import months, values
from registration.services.uploads.findings import Finding, Severity, at
from registration.services.uploads.records import FORMULA, Record, Table
from registration.services.uploads.sheets import Cell
from registration.services.uploads.tables import spoken_in
from registration.timetable import Quarter

NAMES: Final = ("number", "producer", "product", "district")
_MEETING: Final = "ครั้งที่"  # ครั้งที่ 1/2567 is no month
_YES: Final = frozenset(
    {"ใช่", "x", "✓", "✔", "/", "1", "yes", "true", "y", "ไม่มี", "ไม่มียอด", "ไม่มียอดจำหน่าย", "0"}
)


@dataclass
class Said:
    """What one or more rows say, as plain data; `findings` are what could not be read, `is_other`: of another month."""

    records: tuple[Record, ...]
    fields: dict[str, Any]
    findings: list[Finding] = field(default_factory=list)
    is_other: bool = False


def read(table: Table, month: date, *, is_sure: bool = False, doubt: str = "") -> list[Said]:
    """Everything that the records of a table say of a month; what is told of its columns goes into its findings.

    `is_sure`: it is of that month, whatever the lines around say. `doubt`: why no row of it can be taken.
    """
    meant = sales_columns.meanings(table, month)
    table.findings += sales_columns.tell(meant.values(), table.sheet)
    table.findings += _compared(table, meant)
    doubt = doubt or ("" if is_sure else _doubt(table, month))
    found = [_said(group, meant, month) for group in _groups(table.records)]
    needless = {(each.row, each.letter) for said in found for each in _needless(said)}
    table.findings[:] = [
        each for each in table.findings if each.code != FORMULA or (each.row, each.column) not in needless
    ]
    if any(each.row for each in table.findings):
        _give(table, found)
    for said in found:
        if doubt and not said.is_other:
            place = next(iter(said.records[0].cells.values()), None)
            said.findings.append(at(place, Severity.ERROR, "other_month", doubt, table.sheet))
    _name_above(found)
    return found


def _give(table: Table, found: Sequence[Said]) -> None:
    """What reading the table found in the cells of a row stands with the row, as long as that is not mended."""
    owners = {
        (cell.row, cell.letter): said
        for said in found
        for record in said.records
        for cell in record.cells.values()
    }
    rest: list[Finding] = []
    for each in table.findings:
        owner = owners.get((each.row, each.column))
        (owner.findings if owner else rest).append(each)
    table.findings[:] = rest


def _name_above(found: Sequence[Said]) -> None:
    """Rows that name a product alone keep whose rows stand right above them, in case several sell such a product."""
    above, row = "", 0
    for said in found:
        for record, names in zip(said.records, said.fields["names"], strict=True):
            is_next = record.row == row + 1
            row = record.row
            if names.get("producer") or names.get("number"):
                above = names.get("producer", "")
            elif is_next and above and names.get("product"):
                names["above"] = above
            else:
                above = ""


def _doubt(table: Table, month: date) -> str:
    """What the lines around a table say against its month, where they name one month and it is another."""
    around = spoken_in(cell for cell in table.around if _MEETING not in str(cell.value))
    named = {(each.months, each.year_of(each.months[0])): each for each in around if each.months}
    if not named and (years := _other_years(around, month)):
        return f"ข้อความเหนือตารางหรือชื่อแผ่นงานบอกปี {years} ซึ่งไม่ใช่ปีของเดือน{thai.month_name(month)}"
    if len({spoken for spoken, _ in named}) != 1:
        return ""
    faults = [fault for each in named.values() if (fault := month_fault(each, month))]
    return f"ข้อความเหนือตารางหรือชื่อแผ่นงานบอกว่า{faults[0]}" if faults else ""


def _other_years(around: Iterable[months.Spoken], month: date) -> str:
    """The years that lines name, of the calendar or the fiscal one, where none of them is the month's; else nothing."""
    named = [year for each in around for year in (*each.years, *filter(None, [each.fiscal_be]))]
    own = {thai.year_be(month), Quarter.of(month).fiscal_year_be}
    return "" if own & set(named) else ", ".join(map(str, dict.fromkeys(named)))


def _groups(records: Sequence[Record]) -> Iterator[list[Record]]:
    """The records one by one, but together where one merged cell holds the amount of several."""
    group: list[Record] = []
    for record in records:
        if group and any(
            record.cells[key] is group[0].cells.get(key) for key in record.filled & COVERS.keys()
        ):
            group.append(record)
            continue
        if group:
            yield group
        group = [record]
    if group:
        yield group


def _said(group: list[Record], meant: Mapping[str, Meaning], month: date) -> Said:
    first = group[0]
    money = money_of(first, meant)
    is_zero, findings = _zero(first)
    said = Said(tuple(group), {}, [*money.findings, *findings])
    said.is_other = _is_other_month(first, month, said)
    for other in group[1:]:
        own = [other.cells[key] for key in other.cells.keys() & COVERS.keys() if key not in other.filled]
        said.findings += [
            at(cell, Severity.ERROR, "merged", "ยอดแถวนี้ปนกับยอดที่ผสานหลายแถว กรุณาแยกยอดของแต่ละแถว", other.sheet)
            for cell in own
        ]
    said.fields = {
        "names": [_names(each) for each in group],
        "money": {key: f"{amount:.2f}" for key, amount in money.parts.items()},
        "zero": is_zero,
        "reason": _text(first.cells.get("reason")),
        "places": _places(first, money),
    }
    return said


def _names(record: Record) -> dict[str, str]:
    names = {key: _text(record.cells[key]) for key in NAMES if key in record.cells}
    product = values.product_name(record.cells.get("product"))
    return names | ({"product": product.value} if product.value else {})


def _text(cell: Cell | None) -> str:
    if cell is None or cell.is_formula:
        return ""
    said = thai.repair(str(cell.value))
    return "" if thai.is_no_figure(said) else said


def _places(record: Record, money: Money) -> dict[str, list[Any]]:
    """{key: [row, letter]}: where a later judgement points at."""
    keys = [*NAMES, *money.parts, "zero"]
    cells = {key: record.cells[key] for key in keys if key in record.cells}
    return {key: [cell.row, cell.letter] for key, cell in cells.items()}


def _zero(record: Record) -> tuple[bool, list[Finding]]:
    """Whether the row says that nothing was sold; a word that is neither yes nor nothing is asked about."""
    cell = record.cells.get("zero")
    said = _text(cell).lower()
    if not said or said in {"ไม่ใช่", "no", "false", "n"}:
        return False, []
    if said.removesuffix(".0") in _YES:
        return True, []
    text = f"ช่อง “ไม่มียอด” เขียนว่า “{said}” กรุณาใส่ “ใช่” หรือเว้นว่าง"
    return False, [at(cell, Severity.ERROR, "zero_word", text, record.sheet)]


def _is_other_month(record: Record, month: date, said: Said) -> bool:
    """Whether the row's own month is another one; one that cannot be read is asked about."""
    cell = record.cells.get("month")
    if cell is None:
        return False
    try:
        spoken = months.spoken(months.written(cell.value))
        if len(spoken.months) != 1:
            raise ValueError("อ่านเดือนของแถวนี้ไม่ได้ กรุณาพิมพ์ เช่น ก.ค. 2567")
    except ValueError as fault:
        said.findings.append(at(cell, Severity.ERROR, "month", str(fault), record.sheet))
        return False
    return bool(month_fault(spoken, month))


def _needless(said: Said) -> Iterator[Cell]:
    """Formulas that only add up what the row says itself: nobody needs their result."""
    if not said.fields["money"]:
        return
    covered = {channel for key in said.fields["money"] for channel in COVERS[key]}
    for record in said.records:
        for key in record.cells.keys() & COVERS.keys():
            if record.cells[key].is_formula and len(COVERS[key]) > 1 and covered & set(COVERS[key]):
                yield record.cells[key]


# --- totals -----------------------------------------------------------------------------------------


def _compared(table: Table, meant: Mapping[str, Meaning]) -> Iterator[Finding]:
    """Every total of the file that is not the sum of the rows before it, since the last total or in all."""
    since: dict[str, Decimal] = {}
    whole: dict[str, Decimal] = {}
    totals = {id(each) for each in table.totals}
    for row in sorted([*table.records, *table.totals], key=lambda each: each.row):
        said = money_of(row, meant, row.filled).said
        if id(row) not in totals:
            for sums in (since, whole):
                sums |= {key: sums.get(key, Decimal(0)) + amount for key, amount in said.items()}
            continue
        for key, amount in said.items():
            added = since.get(key, Decimal(0)), whole.get(key, Decimal(0))
            if amount not in added:
                text = f"{_place(row, meant[key])} ผลรวมในไฟล์ {thai.baht(amount)} แต่แถวที่อ่านได้รวม {thai.baht(added[1])}"
                text += f" ต่าง {thai.baht(abs(amount - added[1]))} บาท"
                yield at(row.cells[key], Severity.WARNING, "total_differs", text, table.sheet)
        since.clear()


def _place(row: Record, meaning: Meaning) -> str:
    """Where a total stands, with the head of its column, which says of which month it is."""
    column = meaning.column
    return f"แถว {row.row} คอลัมน์ {column.letter} “{column.head}”"
