"""One sheet of base figures → lines and findings: districts by their rows, amounts by their columns.

A table is wide (a column a month) or long (a row a district and month); with one month named over it, amounts
alone are enough. A blank cell is missing, never zero. Every row is read, compared as a total, or told of.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from grading.models import BaseSale
from grading.services.base_columns import Columns, Read
from grading.services.base_kind import BASE, NO_HEADER, BaseMonths, single
from grading.services.base_reading import Reading, Source
from grading.services.bases import Line
from otop_registry import thai
from registration.models import Unit
from registration.services.uploads import months, tables, units
from registration.services.uploads.amounts import amount_of
from registration.services.uploads.findings import Severity, at
from registration.services.uploads.heads import Head
from registration.services.uploads.sheets import Cell, Sheet
from registration.services.uploads.tables import Row, RowKind, Table
from registration.services.uploads.units import BAHT

_TITLE: Final = re.compile(r"^(?:กิ่ง)?(?:อำเภอ|เขต|อ\.)\s*")
_PROVINCE_TITLE: Final = re.compile(r"^(?:จังหวัด|จ\.)\s*")
BEGINNING: Final = 4  # cells that show how a sheet begins
MOST_NAMED: Final = 12
SMALL_BAHT: Final = Decimal(10_000)  # a district sells more in a month: less asks for the unit


@dataclass(frozen=True)
class Task:
    """What is asked for: a province's base of a quarter, its districts, and what stands."""

    province: Unit
    months: BaseMonths
    districts: Mapping[str, Unit]
    standing: Mapping[tuple[str, date], BaseSale]


@dataclass
class Sums:
    """What was read of a column so far: since the last total, and in all."""

    since: dict[int, Decimal] = field(default_factory=dict)
    whole: dict[int, Decimal] = field(default_factory=dict)
    rows: int = 0

    def add(self, column: int, amount: Decimal) -> None:
        for sums in (self.since, self.whole):
            sums[column] = sums.get(column, Decimal(0)) + amount


class SheetReader:
    """Collects lines and findings of a sheet, row by row."""

    def __init__(self, task: Task, sheet: Sheet) -> None:
        self.task, self.sheet = task, sheet
        self.reading = Reading(sheet=sheet.name)
        self.seen: dict[tuple[str, date], str] = {}
        self.passed: dict[str, list[Cell]] = {}  # rows of other months and provinces, told once for the sheet

    def read(self) -> Reading:
        """The whole sheet. Without a table, a finding says what is looked for."""
        found = [] if self.sheet.fault else tables.tables_of(self.sheet, BASE, self._is_record)
        if self.sheet.fault:
            self._find(None, Severity.ERROR, "sheet", self.sheet.fault)
        elif not found:
            self._find(None, Severity.ERROR, "no_header", NO_HEADER + self._begins())
        for table in found:
            self._table(table)
        for code, cells in self.passed.items():
            self._find(cells[0], Severity.REMARK, code, _told_of(cells))
        return self.reading

    def _begins(self) -> str:
        """How the sheet begins, so that the reader sees where was looked."""
        texts = [
            months.written(cell.value) for cells in self.sheet.rows for cell in cells if not cell.is_blank
        ]
        began = " · ".join(texts[:BEGINNING])
        return (
            f" แผ่นงาน “{self.sheet.name}” เริ่มด้วย “{began[:80]}”"
            if began
            else f" แผ่นงาน “{self.sheet.name}” ว่าง"
        )

    # --- a table ---

    def _table(self, table: Table) -> None:
        columns = Columns(table, self.task.months)
        self.reading.findings += columns.findings
        self.reading.sources += [self._source(read) for read in columns.read]
        self._tell_words(table, columns)
        sums = Sums()
        for row in table.rows:
            if row.kind == RowKind.RECORD:
                self._record(table, columns, row, sums)
            elif row.kind == RowKind.TOTAL:
                self._total(columns, row, sums)
            elif row.kind == RowKind.NOTE:
                self.reading.note_rows += 1
                self._find(
                    next(iter(row.cells.values())), Severity.REMARK, "note", f"ไม่ได้อ่านแถวนี้: {row.label}"
                )

    def _source(self, read: Read) -> Source:
        head = read.amounts.head
        month = self.task.months.named(read.month) if read.month else "ตามแต่ละแถว"
        return Source(f"{self.sheet.name}!{head.place}", read.amounts.text, month, (read.unit or BAHT).word)

    def _tell_words(self, table: Table, columns: Columns) -> None:
        """What changes the meaning of figures is told by cell: the unit, a year that nobody wrote, words over them."""
        for read in columns.read:
            if read.unit and read.unit.baht not in {None, Decimal(1)}:
                text = f"อ่าน “{read.amounts.text}” เป็น{read.unit.word} คูณด้วย {read.unit.baht:,} เป็นบาท"
                self._find(read.amounts.head, Severity.WARNING, "unit", text)
        for word, cell in table.altering:
            text = f"มีคำว่า “{word}” เหนือตาราง กรุณาตรวจว่าตัวเลขเป็นยอดจำหน่ายจริงของแต่ละเดือน"
            self._find(cell if cell.row else None, Severity.WARNING, "context_word", text)
        if columns.months and not columns.has_year:
            first = columns.months[0].amounts.head
            said = " ".join(self.task.months.named(read.month) for read in columns.months if read.month)
            self._find(first, Severity.WARNING, "no_year", f"หัวตารางไม่ได้บอกปี อ่านเป็น {said}")
        used = {
            *(read.column for read in (*columns.read, *columns.others, *columns.totals)),
            *table.head.keys.values(),
        }
        heads = [
            *table.head.others.values(),
            *(a.head for c, a in table.head.amounts.items() if c not in used),
        ]
        unused = [cell for cell in heads if not _is_row_number(cell)]
        if unused:
            said = " · ".join(f"{cell.letter} {months.written(cell.value)}" for cell in unused)
            self._find(unused[0], Severity.REMARK, "unused_columns", f"ไม่ได้ใช้คอลัมน์: {said}")

    # --- a row of a district ---

    def _is_record(self, head: Head, row: Row) -> bool:
        """Whether the keys of a row name a district of the province."""
        cells = [row.get(head.keys[key]) for key in ("code", "name") if key in head.keys]
        return any(cell and not cell.is_formula and self._code_of(cell) for cell in cells)

    def _record(self, table: Table, columns: Columns, row: Row, sums: Sums) -> None:
        self.reading.rows += 1
        code = self._district(table, columns, row, sums)
        if not code:
            return
        sums.rows += 1
        amounts: dict[int, Decimal] = {}
        for read in columns.read:
            month = read.month or self._month(table, row)
            amount = self._amount(table, row, read) if month else None
            if month and amount is not None:
                amounts[read.column] = amount
                sums.add(read.column, amount)
                self._line(code, month, amount, row.cells[read.column])
        self._check_total_columns(columns, row, amounts)

    def _district(self, table: Table, columns: Columns, row: Row, sums: Sums) -> str:
        """The code of the row's district; "" with a finding when it is none of the province, or two."""
        keys = table.head.keys
        province = row.get(keys.get("province", 0))
        if province and not self._is_ours(province):
            self.passed.setdefault("other_province", []).append(province)
            return ""
        cells = [cell for key in ("code", "name") if (cell := row.get(keys.get(key, 0)))]
        codes = [self._code_of(cell) for cell in cells]
        if not any(codes) and self._is_total(columns, row, sums):
            self.reading.rows -= 1
            text = f"“{row.label}” เท่ากับผลรวมของแถวก่อนหน้า จึงถือเป็นแถวผลรวม"
            self._find(next(iter(row.cells.values())), Severity.REMARK, "total", text)
            self._total(columns, row, sums)
            return ""
        if "" in codes:
            cell = cells[codes.index("")]
            said = "สูตร" if cell.is_formula else f"“{cell.value}”"
            self._find(cell, Severity.ERROR, "unknown_district", f"ไม่พบอำเภอ {said} ใน{self.task.province}")
            return ""
        if len(set(codes)) == 1:
            return codes[0]
        place = cells[0] if cells else self.sheet.at(row.number, 1)
        text = "รหัสกับชื่ออำเภอไม่ตรงกัน" if codes else "ไม่ได้ระบุอำเภอ"
        self._find(place, Severity.ERROR, "district_contradicts" if codes else "no_district", text)
        return ""

    def _is_ours(self, cell: Cell) -> bool:
        said = thai.to_arabic(thai.repair(str(cell.value)))
        return said == self.task.province.code or _PROVINCE_TITLE.sub("", said) == self.task.province.name

    def _code_of(self, cell: Cell) -> str:
        """The district that a cell names by code or name; "" for none. "เมือง" alone is the one of the capital."""
        digits = thai.to_arabic(str(cell.value)).strip().removesuffix(".0")
        if digits in self.task.districts:
            return digits
        name = _TITLE.sub("", thai.repair(str(cell.value))).removesuffix("ฯ")
        capital = f"เมือง{self.task.province.name}"
        wanted = capital if name == "เมือง" else name
        return next((code for code, unit in self.task.districts.items() if unit.name == wanted), "")

    def _month(self, table: Table, row: Row) -> date | None:
        """The month that a row of a long table names; None with a finding, or silently for another month."""
        cell, year = row.get(table.head.keys.get("month", 0)), row.get(table.head.keys.get("year", 0))
        place = cell or self.sheet.at(row.number, 1)
        if cell is None:
            self._find(place, Severity.ERROR, "no_month", "ไม่พบเดือนของแถวนี้ กรุณาระบุเดือน เช่น ก.ค. 2566")
            return None
        try:
            month = self._meant(table, cell, year)
        except LookupError as fault:
            self._find(cell, Severity.ERROR, "wrong_month", str(fault.args[0]))
        except ValueError as fault:
            self._find(cell, Severity.ERROR, "no_month", str(fault))
        else:
            if month is None:
                self.passed.setdefault("other_months", []).append(cell)
            return month
        return None

    def _meant(self, table: Table, cell: Cell, year: Cell | None) -> date | None:
        text = months.written(cell.value)
        if re.fullmatch("[0-9]{1,2}", bare := thai.to_arabic(text).strip().removesuffix(".0")) and year:
            text = thai.MONTHS[int(bare) - 1] if 1 <= int(bare) <= len(thai.MONTHS) else text
        found = single(months.spoken(text))
        if found is None:
            raise ValueError("อ่านเดือนไม่ได้ กรุณาพิมพ์ เช่น ก.ค. 2566")
        number, year_be = found
        if year_be is None and year:
            head = self.sheet.at(table.head.last_row, year.column)
            is_fiscal = "งบ" in str(head.value if head else "")
            year_be = months.spoken(
                f"{'ปีงบประมาณ' if is_fiscal else 'ปี'} {months.written(year.value)}"
            ).year_of(number)
        return self.task.months.meant(number, year_be)

    # --- amounts ---

    def _amount(self, table: Table, row: Row, read: Read) -> Decimal | None:
        cell = row.get(read.column)
        if cell is None:
            return None
        try:
            if table.shares_amount(cell):
                raise ValueError("ช่องนี้ผสานข้ามหลายอำเภอหรือหลายเดือน กรุณาแยกยอดของแต่ละช่อง")
            return amount_of(cell, self._unit(table, row, read))
        except ValueError as fault:
            self._find(cell, Severity.ERROR, "amount", str(fault))
            return None

    def _unit(self, table: Table, row: Row, read: Read) -> units.Unit | None:
        """The unit of a row's amount: its column's, or what a cell of the row says. Raises: ValueError for two."""
        texts = [
            cell
            for column, cell in row.cells.items()
            if isinstance(cell.value, str) and column not in table.head.amounts
        ]
        said = {unit.baht: unit for cell in texts for unit in units.take(cell.value)[0]}
        if read.unit:
            said[read.unit.baht] = read.unit
        if len(said) > 1:
            raise ValueError("หน่วยไม่ตรงกัน: " + " กับ ".join(unit.word for unit in said.values()))
        unit = next(iter(said.values()), None)
        if unit and unit != read.unit and unit.baht != 1:
            self._find(row.cells[read.column], Severity.WARNING, "unit", f"อ่านช่องนี้เป็น{unit.word} ตามที่แถวระบุ")
        return unit

    def _line(self, code: str, month: date, amount: Decimal, cell: Cell) -> None:
        if before := self.seen.get((code, month)):
            self._find(cell, Severity.ERROR, "twice", f"มีฐานของอำเภอและเดือนนี้แล้วที่ช่อง {before}")
            return
        self.seen[(code, month)] = cell.place
        row = self.task.standing.get((code, month))
        if row and row.frozen_at and row.amount_baht != amount:
            text = f"ฐานนี้ตรึงแล้วที่ {thai.baht(row.amount_baht)} บาท แก้ได้ทีละรายการโดยระบุเหตุผล"
            self._find(cell, Severity.ERROR, "frozen", text)
        elif amount == 0:
            self._find(cell, Severity.WARNING, "zero", "ฐานเป็น 0 บาท ถ้ารวมทั้งไตรมาสเป็น 0 จะประเมินระดับไม่ได้")
        self.reading.lines.append(Line(code, month, amount))

    # --- totals ---

    def _is_total(self, columns: Columns, row: Row, sums: Sums) -> bool:
        """Whether a row that names no district adds up the rows before it, whatever it is called."""
        said = {read.column: _quietly(row, read) for read in columns.read}
        filled = {column: amount for column, amount in said.items() if amount}
        return (
            bool(filled)
            and sums.rows > 1
            and any(
                all(side.get(column) == amount for column, amount in filled.items())
                for side in (sums.since, sums.whole)
            )
        )

    def _total(self, columns: Columns, row: Row, sums: Sums) -> None:
        """Compares a total of the file with the rows read; a formula was never worked out and says nothing."""
        self.reading.total_rows += 1
        for read in columns.read:
            said, cell = _quietly(row, read), row.get(read.column)
            added = sums.since.get(read.column, Decimal(0)), sums.whole.get(read.column, Decimal(0))
            if cell and said is not None and said not in added:
                differs = thai.baht(abs(said - added[1]))
                text = f"ผลรวมในไฟล์ {thai.baht(said)} แต่แถวที่อ่านได้รวม {thai.baht(added[1])} ต่าง {differs} บาท"
                self._find(cell, Severity.WARNING, "total_differs", text)
        sums.since = {}

    def _check_total_columns(self, columns: Columns, row: Row, amounts: Mapping[int, Decimal]) -> None:
        """Compares the sum a row states with its months: all of them, the base's, or those right before it."""
        every = dict(amounts)
        for read in columns.others:
            every[read.column] = _quietly(row, read) or Decimal(0)
        for read in columns.totals:
            said, cell = _quietly(row, read), row.get(read.column)
            before = [every[column] for column in sorted(every, reverse=True) if column < read.column]
            runs = {sum(before[:count], Decimal(0)) for count in range(1, len(before) + 1)}
            runs |= {sum(every.values(), Decimal(0)), sum(amounts.values(), Decimal(0))}
            if cell and said is not None and amounts and said not in runs:
                text = f"ผลรวมของแถวในไฟล์ {thai.baht(said)} แต่เดือนในแถวรวม {thai.baht(sum(amounts.values()))}"
                self._find(cell, Severity.WARNING, "total_differs", text)

    def _find(self, cell: Cell | None, severity: Severity, code: str, message: str) -> None:
        self.reading.findings.append(at(cell, severity, code, message, self.sheet.name))


def _quietly(row: Row, read: Read) -> Decimal | None:
    """The amount of a cell that is only compared; None for what is none."""
    cell = row.get(read.column)
    try:
        return amount_of(cell, read.unit) if cell else None
    except ValueError:
        return None


def _told_of(cells: list[Cell]) -> str:
    """How many rows were passed over, and what they are of."""
    named = list(dict.fromkeys(months.written(cell.value) for cell in cells))
    more = f" และอีก {len(named) - MOST_NAMED}" if len(named) > MOST_NAMED else ""
    return f"ไม่ได้ใช้ {thai.count(len(cells))} แถวของ {' · '.join(named[:MOST_NAMED])}{more}"


def _is_row_number(cell: Cell) -> bool:
    return thai.repair(str(cell.value)).rstrip(".") in {"ที่", "ลำดับ", "ลำดับที่", "no", "No", "#"}
