"""A workbook of base figures → lines and findings by cell; nothing is stored before somebody applies the lines.

Read are three columns of months beside the district, or one row per district and month; districts by code or
name; Thai digits, "1,234.50", Buddhist months such as "ก.ค. 2566". A blank cell is missing, never zero.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from grading.services import bases
from grading.services.bases import Line
from grading.services.policies import policy_for
from otop_registry import thai
from registration.models import Unit
from registration.services.uploads import gate
from registration.services.uploads.gate import Cell
from registration.timetable import Quarter

HEADER_WITHIN: Final = 15  # rows in which a title may stand above the head of the table
SATANG: Final = Decimal("0.01")
NOISE: Final = Decimal("0.0001")  # what binary floating point adds to an amount of satang
_YEAR_FIRST: Final = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})")
_MONTH_YEAR: Final = re.compile(r"(.+?)(?:[\s/.-]*([0-9]{4}|(?<![0-9])[0-9]{2}))?")
_TITLE: Final = re.compile(r"^(?:กิ่ง)?(?:อำเภอ|เขต|อ\.)\s*")
NO_HEADER: Final = (
    "ไม่พบหัวตาราง ต้องมีคอลัมน์ “อำเภอ” หรือ “รหัสอำเภอ” และคอลัมน์เดือน เช่น “ก.ค. 2566” หรือคอลัมน์ “เดือน” กับ “ยอดจำหน่าย”"
)
_NO_FIGURE: Final = {"-", "–", "—", "ไม่มี", "ไม่มีข้อมูล"}


@dataclass(frozen=True)
class Finding:
    """What is wrong with, or worth knowing of, one cell; an error keeps the whole file from being applied."""

    row: int
    column: str
    severity: str  # "error" or "warning"
    code: str
    message: str

    @property
    def place(self) -> str:
        return f"{self.column}{self.row}" if self.row else "ทั้งไฟล์"


@dataclass
class Reading:
    """The outcome of a check: lines that can be applied, findings, and how many rows of data there are."""

    lines: list[Line] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    rows: int = 0

    @property
    def errors(self) -> list[Finding]:
        return [each for each in self.findings if each.severity == "error"]

    @property
    def can_apply(self) -> bool:
        return bool(self.lines) and not self.errors

    def rows_with(self, severity: str) -> set[int]:
        return {each.row for each in self.findings if each.severity == severity and each.row}


@dataclass(frozen=True)
class Head:
    """Where the columns are: `months` {column: month compared with} when wide, else `month` and `amount`."""

    row: int
    code: int = 0
    name: int = 0
    months: Mapping[int, date] = field(default_factory=dict)
    month: int = 0
    amount: int = 0


def check_size(byte_count: int) -> None:
    """Refuses a file by its size alone, before it is read into memory. Raises: Refused."""
    gate.check_size(byte_count)


def as_plain(reading: Reading) -> dict[str, Any]:
    """A reading as plain data for the session; `from_plain` gives it back."""
    return {
        "rows": reading.rows,
        "lines": [
            [line.district_code, line.month.isoformat(), str(line.amount_baht)] for line in reading.lines
        ],
        "findings": [asdict(each) for each in reading.findings],
    }


def from_plain(plain: Mapping[str, Any]) -> Reading:
    return Reading(
        [Line(code, date.fromisoformat(month), Decimal(baht)) for code, month, baht in plain["lines"]],
        [Finding(**each) for each in plain["findings"]],
        plain["rows"],
    )


def read(data: bytes, province: Unit, quarter: Quarter, on: date) -> Reading:
    """Reads a file for the province's base of a quarter. Raises: Refused for a file that is no harmless workbook."""
    reader = Reader(province, quarter, on)
    rows = gate.rows_of(data)
    head = reader.find_head(rows[:HEADER_WITHIN])
    if head is None:
        return reader.reading
    for row in rows[head.row :]:
        reader.take(row, head)
    reader.finish()
    return reader.reading


class Reader:
    """Collects lines and findings row by row; the districts and months of the task are known to it."""

    def __init__(self, province: Unit, quarter: Quarter, on: date) -> None:
        self.reading = Reading()
        self.quarter = quarter
        self.bases = bases.base_quarters(policy_for(quarter), quarter)
        self.districts = {unit.code: unit for unit in Unit.objects.districts().valid(on).below(province.pk)}
        self.standing = bases.standing_of(province.pk, quarter)
        self.seen: dict[tuple[str, date], str] = {}

    # --- the head ---

    def find_head(self, rows: Sequence[list[Cell]]) -> Head | None:
        """The first row that names districts and months; without one, a finding says what is looked for."""
        for cells in rows:
            head = self._head(cells)
            if head and (head.code or head.name) and (head.months or (head.month and head.amount)):
                return head
        self._find(None, "error", "no_header", NO_HEADER)
        return None

    def _head(self, cells: list[Cell]) -> Head | None:
        places: dict[str, int] = {}
        months: dict[int, date] = {}
        wrong: list[tuple[Cell, str]] = []
        for cell in (cell for cell in cells if not cell.is_blank):
            role = _role(str(cell.value))
            if role:
                places.setdefault(role, cell.column)
                continue
            try:
                months[cell.column] = self._month(cell)
            except LookupError as fault:
                wrong.append((cell, str(fault.args[0])))
            except ValueError:
                continue
        if not places.get("code") and not places.get("name"):
            return None
        for cell, text in wrong:
            self._find(cell, "error", "wrong_month", text)
        return Head(cells[0].row, months=months, **places)

    def _month(self, cell: Cell) -> date:
        """The month of the quarter that a cell means. Raises: ValueError for no month, LookupError for another."""
        day, has_year = month_of(cell.value, self.bases[0])
        for base in self.bases:
            exact = dict(zip(base.months, self.quarter.months, strict=True))
            if has_year and len(self.bases) == 1 and day in exact:
                return exact[day]
            named = {month.month: to for month, to in exact.items()}
            if not has_year and day.month in named:
                return named[day.month]
        labels = " ".join(base.label for base in self.bases)
        hint = " ให้ใส่ชื่อเดือนโดยไม่ใส่ปี" if len(self.bases) > 1 else ""
        raise LookupError(f"ฐานของไตรมาส {self.quarter.label} ต้องเป็นเดือนของไตรมาส {labels}{hint}")

    # --- the rows ---

    def take(self, cells: list[Cell], head: Head) -> None:
        """One row of data; blank rows and totals are passed over."""
        at = {cell.column: cell for cell in cells}
        named = [at[place] for place in (head.code, head.name) if place in at and not at[place].is_blank]
        if all(cell.is_blank for cell in cells) or any(str(c.value).strip().startswith("รวม") for c in named):
            return
        self.reading.rows += 1
        code = self._district(at, head, cells[0])
        for cell, month in self._amounts(at, head) if code else ():
            self._line(code, month, cell)

    def _district(self, at: Mapping[int, Cell], head: Head, first: Cell) -> str:
        """The code of the row's district; "" with a finding when it is not one of the province, or two."""
        by_code, by_name = at.get(head.code), at.get(head.name)
        found = set()
        for cell, find in ((by_code, self._by_code), (by_name, self._by_name)):
            if cell is None or cell.is_blank:
                continue
            code = find(cell)
            if not code:
                said = "สูตร" if cell.is_formula else f"“{cell.value}”"
                self._find(cell, "error", "unknown_district", f"ไม่พบอำเภอ {said} ในจังหวัดนี้")
                return ""
            found.add(code)
        if len(found) == 1:
            return found.pop()
        text = "รหัสกับชื่ออำเภอไม่ตรงกัน" if found else "ไม่ได้ระบุอำเภอ"
        self._find(
            by_code or by_name or first, "error", "district_contradicts" if found else "no_district", text
        )
        return ""

    def _by_code(self, cell: Cell) -> str:
        digits = thai.to_arabic(str(cell.value)).strip().removesuffix(".0")
        return digits if digits in self.districts else ""

    def _by_name(self, cell: Cell) -> str:
        name = _TITLE.sub("", thai.repair(str(cell.value)))
        if code := self._by_code(cell):
            return code
        exact = [code for code, unit in self.districts.items() if unit.name == name]
        towns = [
            code for code, unit in self.districts.items() if name == "เมือง" and unit.name.startswith(name)
        ]
        return (exact or towns or [""])[0]

    def _amounts(self, at: Mapping[int, Cell], head: Head) -> list[tuple[Cell, date]]:
        """The amounts of a row with their months: several when wide, one when long."""
        if head.months:
            return [(at[column], month) for column, month in head.months.items() if column in at]
        cell = at.get(head.month)
        try:
            month = self._month(cell) if cell else None
        except LookupError as fault:
            self._find(cell, "error", "wrong_month", str(fault.args[0]))
        except ValueError:
            self._find(cell, "error", "no_month", "อ่านเดือนไม่ได้ กรุณาพิมพ์ เช่น ก.ค. 2566")
        else:
            return [(at[head.amount], month)] if month and head.amount in at else []
        return []

    def _line(self, code: str, month: date, cell: Cell) -> None:
        try:
            amount = amount_of(cell)
        except ValueError as fault:
            self._find(cell, "error", "amount", str(fault))
            return
        if amount is None:
            return
        if before := self.seen.get((code, month)):
            text = f"มีฐานของอำเภอและเดือนนี้แล้วที่ช่อง {before}"
            self._find(cell, "error", "twice", text)
            return
        self.seen[(code, month)] = cell.place
        row = self.standing.get((code, month))
        if row and row.frozen_at and row.amount_baht != amount:
            text = f"ฐานนี้ตรึงแล้วที่ {thai.baht(row.amount_baht)} บาท แก้ได้ทีละรายการโดยระบุเหตุผล"
            self._find(cell, "error", "frozen", text)
        elif amount == 0:
            self._find(cell, "warning", "zero", "ฐานเป็น 0 บาท ถ้ารวมทั้งไตรมาสเป็น 0 จะประเมินระดับไม่ได้")
        self.reading.lines.append(Line(code, month, amount))

    def finish(self) -> None:
        """Says which districts and months would still be without a base."""
        for code, unit in self.districts.items():
            lacking = [
                thai.MONTHS[month.month - 1]
                for month in self.quarter.months
                if (code, month) not in self.seen and (code, month) not in self.standing
            ]
            if lacking:
                text = f"{unit} ยังไม่มีฐานของเดือน{' '.join(lacking)} ซึ่งไม่นับเป็นศูนย์"
                self._find(None, "warning", "missing", text)

    def _find(self, cell: Cell | None, severity: str, code: str, message: str) -> None:
        row, column = (cell.row, cell.letter) if cell else (0, "")
        self.reading.findings.append(Finding(row, column, severity, code, message))


def _role(head: str) -> str:
    """What a column is by its head; "" for a month or anything else."""
    text = thai.repair(head).lower().replace(" ", "")
    if "รหัส" in text or text in {"code", "district_code"}:
        return "code"
    if text in {"เดือน", "month"}:
        return "month"
    if text in {"อำเภอ", "อำเภอ/เขต", "เขต", "ชื่ออำเภอ", "หน่วยงาน", "พื้นที่", "district", "name"}:
        return "name"
    is_amount = any(word in text for word in ("ยอด", "จำนวนเงิน", "บาท", "amount", "ฐาน"))
    return (
        "amount"
        if is_amount and not any(month in text for month in (*thai.MONTHS, *thai.SHORT_MONTHS))
        else ""
    )


def month_of(value: gate.Value, base: Quarter) -> tuple[date, bool]:
    """(first day of the month, whether a year was written); a year of the Buddhist era also in a date cell.

    Raises: ValueError for anything that is no month.
    """
    if isinstance(value, date | datetime):
        year = value.year - thai.BE_OFFSET if value.year >= thai.FIRST_YEAR_BE else value.year
        return date(year, value.month, 1), True
    text = thai.to_arabic(thai.repair(str(value))).replace("พ.ศ.", " ").replace("เดือน", "").strip()
    text = re.sub(r"\(.*?\)|บาท", "", text).strip()
    if found := _YEAR_FIRST.fullmatch(text):
        return thai.parse_day("1", found[2], found[1]), True
    found = _MONTH_YEAR.fullmatch(text)
    if found is None or (found[1].isdigit() and not found[2]):
        raise ValueError("ไม่ใช่เดือน")
    year = found[2] or str(thai.year_be(next(d for d in base.months)))
    return thai.parse_day("1", found[1].strip(" /-"), year), bool(found[2])


def amount_of(cell: Cell) -> Decimal | None:
    """The amount of a cell; None for a blank one. Raises: ValueError with a Thai sentence."""
    if cell.is_formula:
        raise ValueError("ช่องนี้เป็นสูตร กรุณาวางเป็นค่า")
    if cell.is_blank or str(cell.value).strip() in _NO_FIGURE:
        return None
    if isinstance(cell.value, bool | date | datetime):
        raise ValueError("กรุณาพิมพ์จำนวนเงินเป็นตัวเลข เช่น 1,234.50")
    if isinstance(cell.value, float):
        exact = Decimal(repr(cell.value))
        near = exact.quantize(SATANG)
        return thai.parse_baht(f"{near if abs(exact - near) < NOISE else exact:f}")
    return thai.parse_baht(str(cell.value))
