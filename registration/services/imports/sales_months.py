"""A table of sales that holds several months → one table for each month, and every amount of it accounted for.

Pure. Months stand in columns of their own, ต.ค. 66 | พ.ย. 66 | …, or in a column that names each row's. Where one month
is asked, the others are told with their sums; where a fiscal year is, its months are read each by itself.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Final

from otop_registry import thai
from registration.services import subjects
from registration.services.imports import sales_columns
from registration.services.imports.sales_amounts import Money, money_of
from registration.services.imports.sales_heads import COVERS
from registration.services.uploads import months
from registration.services.uploads.amounts import amount_of
from registration.services.uploads.findings import Finding, Severity, at
from registration.services.uploads.monthly import MonthKey
from registration.services.uploads.records import FORMULA, Record, Table
from registration.services.uploads.sheets import Cell
from registration.services.uploads.tables import spoken_in
from registration.services.uploads.units import Unit
from registration.timetable import Quarter
from registration.workflow import Refused

NO_AMOUNTS: Final = "ตารางไม่มีคอลัมน์ยอดจำหน่ายที่ระบบรู้จัก กรุณาเลือกความหมายของคอลัมน์"
NO_MONTHS: Final = "ตารางนี้ไม่มีคอลัมน์ของแต่ละเดือน และไม่มีคอลัมน์ “เดือน” กรุณานำเข้าใหม่โดยเลือกเดือนของยอดจำหน่าย"
Columns = Mapping[date, Mapping[str, str]]  # {month: {key in the table: key of the amount}}


@dataclass(frozen=True)
class Part:
    """One month of a table; `is_sure`: its columns or rows say so themselves, whatever the lines around say.

    `doubt`: why none of its rows can be taken; `told` {row: what is wrong with it over all its months}.
    """

    month: date
    table: Table
    is_sure: bool = False
    doubt: str = ""
    told: Mapping[int, Sequence[Finding]] = field(default_factory=dict)


def parts(table: Table, subject: str) -> list[Part]:
    """The months of a table that a subject asks for. Raises: Refused for a year of which no month is told apart."""
    asked = asked_months(subject)
    if columns := _columns(table, asked):
        return _by_columns(table, columns, asked)
    if len(asked) > 1:
        return list(_by_rows(table, asked))
    is_known = {column.key for column in table.columns} & {*COVERS, "zero"}
    return [Part(asked[0], table, doubt="" if is_known else NO_AMOUNTS)]


def _by_columns(table: Table, columns: Columns, asked: Sequence[date]) -> list[Part]:
    _without_sums(table)
    every = {month: _part(table, month, columns) for month in columns}
    money = {month: dict(_money(part, month)) for month, part in every.items()}
    table.findings += _told(table, money, asked)
    told = dict(_told_of_rows(table, money, asked[0]))
    is_sure = len(columns) > 1
    found = [Part(each, every[each], is_sure, told=told) for each in asked if each in columns]
    return found or [Part(asked[0], _part(table, asked[0], {asked[0]: {}}), True, _lacks(asked))]


def _lacks(asked: Sequence[date]) -> str:
    if len(asked) == 1:
        return f"ตารางไม่มีคอลัมน์ของเดือน{thai.month_name(asked[0])}"
    return f"ตารางไม่มีคอลัมน์ของปีงบประมาณ {Quarter.of(asked[0]).fiscal_year_be}"


def asked_months(subject: str) -> list[date]:
    """The month of month:2567-07, the twelve of year:2567."""
    if not subjects.is_year(subject):
        return [subjects.month_in(subject)]
    return [month for quarter in Quarter.all_of(subjects.year_in(subject)) for month in quarter.months]


def month_of(subject: str, fields: Mapping[str, object]) -> date:
    """The month of a row: its own where the upload is about a year."""
    said = fields.get("month")
    return date.fromisoformat(str(said)) if said else asked_months(subject)[0]


# --- months in columns ------------------------------------------------------------------------------


def _columns(table: Table, asked: Sequence[date]) -> dict[date, dict[str, str]]:
    found: dict[date, dict[str, str]] = {}
    year = _year_around(table)
    for column in table.columns:
        if key := MonthKey.of(column.key):
            found.setdefault(_day(key, year, asked), {})[column.key] = key.amount
    return dict(sorted(found.items()))


def _year_around(table: Table) -> tuple[int | None, int | None]:
    """(calendar year, fiscal year) B.E. that the lines around name, where they name one."""
    spoken = spoken_in(table.around)
    years = {year for each in spoken for year in each.years if not each.months}
    fiscal = {each.fiscal_be for each in spoken if each.fiscal_be}
    return (
        years.pop() if len(years) == 1 and not fiscal else None,
        fiscal.pop() if len(fiscal) == 1 else None,
    )


def _day(key: MonthKey, around: tuple[int | None, int | None], asked: Sequence[date]) -> date:
    """The month of a column; without a year of its own it is of the year around, else of the year that is asked."""
    calendar, fiscal = around
    year_be = key.year_be or calendar
    if year_be is None:
        fiscal = fiscal or Quarter.of(asked[0]).fiscal_year_be
        year_be = fiscal - (key.month >= months.FISCAL_START)
    return date(year_be - thai.BE_OFFSET, key.month, 1)


def _part(table: Table, month: date, columns: Columns) -> Table:
    """The columns of one month under the keys of amounts; of the rows those that say something of it, or nothing."""
    own = columns[month]
    every = {key for keys in columns.values() for key in keys}
    is_first = month == min(columns)
    return replace(
        table,
        columns=tuple(
            replace(each, key=own.get(each.key, "" if _is_amount(each.key) else each.key))
            for each in table.columns
        ),
        records=[
            _record(each, month, own)
            for each in table.records
            if own.keys() & each.cells.keys() or (is_first and not every & each.cells.keys())
        ],
        totals=[_record(each, month, own) for each in table.totals],
        findings=_own_findings(table, own),
    )


def _own_findings(table: Table, own: Mapping[str, str]) -> list[Finding]:
    """What was found in the cells of a month, taken from the table."""
    letters = {column.letter for column in table.columns if column.key in own}
    found: list[Finding] = []
    rest: list[Finding] = []
    for each in table.findings:
        (found if each.row and each.column in letters else rest).append(each)
    table.findings[:] = rest
    return found


def _is_amount(key: str) -> bool:
    return key in COVERS or MonthKey.of(key) is not None


def _record(record: Record, month: date, own: Mapping[str, str]) -> Record:
    """What a row says of a month, which stands in it as if the row had a column for it."""
    cells = {
        own.get(key, key): cell for key, cell in record.cells.items() if key in own or not _is_amount(key)
    }
    place = next((cell for key, cell in record.cells.items() if key in own), Cell(record.row, 0, None))
    if own:
        cells["month"] = Cell(record.row, place.column, thai.month_name(month))
    filled = frozenset(own.get(key, key) for key in record.filled)
    return replace(record, cells=cells, filled=filled & cells.keys())


# --- what is told of them ---------------------------------------------------------------------------


def _told(
    table: Table, money: Mapping[date, Mapping[int, Money]], asked: Sequence[date]
) -> Iterator[Finding]:
    """The months that are not asked, with their sums, and amounts of no month."""
    others = [month for month in money if month not in asked]
    if others:
        sums = " · ".join(
            f"{thai.month_name(each)} {thai.baht(_sum(money[each].values()))} บาท" for each in others
        )
        text = f"คอลัมน์ของเดือนที่ไม่ได้เลือก ไม่นำเข้าในครั้งนี้: {sums}"
        yield at(None, Severity.WARNING, "other_months", text, table.sheet)
    for column in table.columns:
        if column.key in COVERS.keys() - {"total"}:
            text = f"คอลัมน์ {column.letter} “{column.head}” ไม่บอกเดือน จึงไม่นำเข้า"
            yield Finding(0, column.letter, Severity.WARNING.value, "no_month", text, table.sheet)


def _told_of_rows(
    table: Table, money: Mapping[date, Mapping[int, Money]], month: date
) -> Iterator[tuple[int, list[Finding]]]:
    """(row, what is wrong with it): a sum that is not that of its months, a tick that says no month."""
    unit = _unit_of_total(table, month)
    for record in table.records:
        own = [each[record.row] for each in money.values() if record.row in each]
        told = list(_differs(record, unit, own))
        if (tick := record.cells.get("zero")) and str(tick.value or "").strip():
            text = "ตารางหลายเดือน ช่อง “ไม่มียอด” ไม่บอกว่าเดือนใด กรุณาใส่ 0 ในช่องของเดือน แล้วเว้นช่องนี้ว่าง"
            told.append(at(tick, Severity.ERROR, "zero_month", text, table.sheet))
        yield record.row, told


def _money(part: Table, month: date) -> Iterator[tuple[int, Money]]:
    meant = sales_columns.meanings(part, month)
    for record in part.records:
        yield record.row, money_of(record, meant, record.filled)


def _sum(several: Iterable[Money]) -> Decimal:
    return sum((each.total for each in several), Decimal(0))


def _unit_of_total(table: Table, month: date) -> Unit | None:
    """The unit of the column that sums up all months."""
    columns = tuple(each for each in table.columns if each.key == "total")
    meant = sales_columns.meanings(replace(table, columns=columns), month)
    return meant["total"].unit if columns else None


def _differs(record: Record, unit: Unit | None, own: Sequence[Money]) -> Iterator[Finding]:
    """A row's sum over all months beside its months; while one of these cannot be read, none of them is."""
    cell = record.cells.get("total")
    if cell is None or cell.is_formula:
        return
    try:
        said = amount_of(cell, unit)
    except ValueError as fault:
        yield at(cell, Severity.ERROR, "amount", str(fault), record.sheet)
        return
    if said is None:
        return
    if any(found.is_error for each in own for found in each.findings):
        text = f"เทียบผลรวมในแถว {thai.baht(said)} ไม่ได้ เพราะมีช่องของเดือนที่อ่านไม่ได้ กรุณาแก้ช่องนั้นในไฟล์แล้วนำเข้าใหม่"
        yield at(cell, Severity.ERROR, "total_differs", text, record.sheet)
    elif said != _sum(own):
        text = f"ผลรวมในแถว {thai.baht(said)} แต่ทุกเดือนรวมได้ {thai.baht(_sum(own))}"
        yield at(cell, Severity.ERROR, "total_differs", text, record.sheet)


def _without_sums(table: Table) -> None:
    """A formula that only adds up the months of its row: nobody needs its result."""
    sums = {
        (cell.row, cell.letter)
        for each in table.records
        if (cell := each.cells.get("total")) and cell.is_formula
    }
    table.findings[:] = [
        each for each in table.findings if each.code != FORMULA or (each.row, each.column) not in sums
    ]


# --- a month in each row ----------------------------------------------------------------------------


def _by_rows(table: Table, asked: Sequence[date]) -> Iterator[Part]:
    """The rows by the month that each names; one that names none of the year is told with the first."""
    if all(each.key != "month" for each in table.columns):
        raise Refused(NO_MONTHS)
    rows: dict[date, list[Record]] = {}
    for record in table.records:
        if "month" not in record.cells:
            place = next(iter(record.cells.values()))
            table.findings.append(at(place, Severity.ERROR, "month", "ไม่ได้ระบุเดือนของแถวนี้", table.sheet))
        rows.setdefault(_named(record, asked), []).append(record)
    for month, records in sorted(rows.items()):
        yield Part(month, replace(table, records=records, totals=[], findings=[]), True)


def _named(record: Record, asked: Sequence[date]) -> date:
    cell = record.cells.get("month")
    try:
        spoken = months.spoken(months.written(cell.value)) if cell else None
    except ValueError:
        return asked[0]
    number = spoken.months[0] if spoken and len(spoken.months) == 1 else 0
    year = spoken.year_of(number) if spoken and number else None
    named = [each for each in asked if each.month == number and year in {None, thai.year_be(each)}]
    return named[0] if named else asked[0]
