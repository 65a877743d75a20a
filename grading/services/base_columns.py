"""Which columns of a table of base figures are read, as which month and in which unit; every doubt by its cell."""

from dataclasses import dataclass
from datetime import date

from grading.services.base_kind import BaseMonths, single
from registration.services.uploads.findings import Finding, Severity, at
from registration.services.uploads.heads import Amounts
from registration.services.uploads.sheets import Cell
from registration.services.uploads.tables import Table
from registration.services.uploads.units import Unit


@dataclass(frozen=True)
class Read:
    """A column that is read. `month` None where each row names its own, or the column adds up others."""

    column: int
    amounts: Amounts
    month: date | None
    unit: Unit | None


class Columns:
    """The columns of one table: `months` hold the base, `others` other months, `totals` add up."""

    def __init__(self, table: Table, meant: BaseMonths) -> None:
        self.table, self.meant = table, meant
        self.findings: list[Finding] = []
        self.months: list[Read] = []
        self.others: list[Read] = []
        self.totals: list[Read] = []
        self.amount: Read | None = None
        self.has_year = True
        self._sort()

    @property
    def read(self) -> list[Read]:
        return [*self.months, *([self.amount] if self.amount else [])]

    def _sort(self) -> None:
        wide = self.table.head.by_month
        for column, amounts in wide.items():
            self._month_column(column, amounts)
        rest = {at_: each for at_, each in self.table.head.amounts.items() if at_ not in wide}
        if not wide:
            self._choose_amount(rest)
        elif not self.months and not self.findings:
            first = next(iter(wide.values())).head
            self._find(first, "wrong_month", f"ไม่มีคอลัมน์ของเดือนที่ต้องใช้ {self.meant.wanted}")
        for column, amounts in rest.items():
            if amounts.is_total and not (self.amount and self.amount.column == column):
                self.totals.append(Read(column, amounts, None, self._unit(amounts)))
        self._remark_on_others()

    def _month_column(self, column: int, amounts: Amounts) -> None:
        number, year = single(amounts.spoken) or (0, None)
        year = year or self._year_around(number)
        try:
            month = self.meant.meant(number, year)
        except LookupError as fault:
            self._find(amounts.head, "wrong_month", str(fault))
            return
        read = Read(column, amounts, month, self._unit(amounts, is_asked=month is not None))
        if month is None:
            self.others.append(read)
        elif amounts.unknown:
            self._unknown(amounts)
        else:
            self.months.append(read)
            self.has_year &= year is not None or len(self.meant.bases) > 1

    def _unknown(self, amounts: Amounts) -> None:
        text = (
            f"หัวตาราง “{amounts.text}” มีคำว่า “{amounts.unknown}” ที่ระบบไม่รู้ความหมาย "
            "ถ้าคอลัมน์นี้เป็นยอดจำหน่ายของเดือน ให้ลบคำนี้ออก ถ้าไม่ใช่ ให้ลบคอลัมน์นี้"
        )
        self._find(amounts.head, "unknown_word", text)

    def _choose_amount(self, rest: dict[int, Amounts]) -> None:
        """The one column of amounts of a table without months in its heads."""
        plain = {column: each for column, each in rest.items() if column in self.table.head.plain}
        known = {column: each for column, each in plain.items() if not each.unknown}
        parts = {column: each for column, each in known.items() if not each.is_total}
        chosen = parts or known
        if len(chosen) == 1 and len(plain) - len(known) == 0:
            column, amounts = next(iter(chosen.items()))
            month = self._month_around()
            if month is None and "month" not in self.table.head.keys:
                text = f"ตารางนี้ไม่ได้บอกว่าเป็นยอดของเดือนใด ยอดรายปีหรือรายไตรมาสใช้ไม่ได้ {self.meant.wanted}"
                self._find(amounts.head, "no_month", text)
                return
            self.amount = Read(column, amounts, month, self._unit(amounts))
            return
        for amounts in plain.values():
            if amounts.unknown:
                self._unknown(amounts)
        if len(chosen) > 1:
            said = " ".join(f"“{each.text}”" for each in chosen.values())
            last = list(chosen.values())[-1].head
            self._find(last, "two_amounts", f"มีคอลัมน์ยอดจำหน่ายมากกว่าหนึ่ง ({said}) กรุณาเหลือคอลัมน์เดียว")

    def _unit(self, amounts: Amounts, *, is_asked: bool = True) -> Unit | None:
        try:
            unit, cell = self.table.unit_of(amounts)
        except ValueError as fault:
            if is_asked:
                self._find(amounts.head, "unit_contradicts", str(fault))
            return None
        if unit and unit.baht is None and is_asked:
            self._find(cell, "currency", f"ยอดเป็น{unit.word} ซึ่งไม่ใช่บาท กรุณาแปลงเป็นบาทก่อน")
            return None
        return unit

    def _remark_on_others(self) -> None:
        """Other months are only told of, unless one of them stands where a month of the base is missing."""
        found = {read.month for read in self.months}
        lacking = {month.month for month in self.meant.quarter.months if month not in found}
        for read in self.others:
            if read.amounts.spoken.months[0] in lacking:
                self._find(read.amounts.head, "wrong_month", f"“{read.amounts.text}” {self.meant.wanted}")
        told = [read for read in self.others if read.amounts.spoken.months[0] not in lacking]
        if told:
            said = " · ".join(f"{read.amounts.head.letter} {read.amounts.text}" for read in told)
            self._find(told[0].amounts.head, "other_months", f"ไม่ได้ใช้คอลัมน์ของเดือนอื่น: {said}", Severity.REMARK)

    def _year_around(self, month: int) -> int | None:
        """The year that the lines around say, where they say only one."""
        years = {spoken.year_of(month) for spoken in self.table.spoken_around()} - {None}
        return years.pop() if len(years) == 1 and len(self.meant.bases) == 1 else None

    def _month_around(self) -> date | None:
        """The month of the whole table, from the lines around; None when each row has its own, or none is named."""
        named = {found for spoken in self.table.spoken_around() if (found := single(spoken))}
        if "month" in self.table.head.keys or len({month for month, _ in named}) != 1:
            return None
        month = next(iter(named))[0]
        year = next((year for _, year in named if year), None) or self._year_around(month)
        try:
            return self.meant.meant(month, year)
        except LookupError:
            return None

    def _find(self, cell: Cell, code: str, text: str, severity: Severity = Severity.ERROR) -> None:
        self.findings.append(at(cell, severity, code, text, self.table.sheet.name))
