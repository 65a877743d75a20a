"""What each column of amounts of a table of sales means: its channels, its unit, and that it is of the month asked for.

Pure. A doubt about a whole column is told once by its letter and keeps every row that has an amount in it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from otop_registry import thai
from registration.services.imports.sales_heads import COVERS, SALES
from registration.services.sales.splitting import Cover
from registration.services.uploads import heads, months, units
from registration.services.uploads.findings import Finding, Severity
from registration.services.uploads.records import ColumnRead, Table
from registration.services.uploads.tables import units_in
from registration.services.uploads.units import Unit


@dataclass(frozen=True)
class Meaning:
    """One column of amounts; `fault` says why it cannot be read."""

    column: ColumnRead
    cover: Cover
    unit: Unit | None = None
    fault: str = ""


def meanings(table: Table, month: date) -> dict[str, Meaning]:
    """{key: what its column means}; words that nobody knows are asked about, unless a person chose the meaning."""
    return {each.key: _meaning(each, table, month) for each in table.columns if each.key in COVERS}


def _is_chosen(column: ColumnRead) -> bool:
    """Whether the head alone would not have made it this column."""
    return not any(each.key == column.key and each.is_headed(column.head) for each in SALES.columns)


def _meaning(column: ColumnRead, table: Table, month: date) -> Meaning:
    cover = COVERS[column.key]
    try:
        spoken = months.spoken(column.head)
    except ValueError as error:
        return Meaning(column, cover, fault=str(error))
    found, rest = units.take(spoken.rest)
    unknown = "" if _is_chosen(column) else heads.unknown_words(SALES, rest)
    stated = {unit.baht: unit for unit in [*found, *(unit for unit, _ in units_in(table.around))]}
    unit = next(iter(stated.values()), None)
    fault = month_fault(spoken, month) or _year_fault(spoken) or _fault(list(stated.values()), unknown)
    return Meaning(column, cover, unit, fault)


def _year_fault(spoken: months.Spoken) -> str:
    """What a year without a month leaves open; "" for a head that names a month, or no time at all."""
    if spoken.months or spoken.quarter or not (spoken.years or spoken.fiscal_be):
        return ""
    return "หัวตารางบอกปีแต่ไม่บอกเดือน จึงอาจเป็นยอดทั้งปี ถ้าเป็นยอดของเดือนนี้ให้ลบปีจากหัวตาราง"


def _fault(stated: list[Unit], unknown: str) -> str:
    if len(stated) > 1:
        return f"หน่วยไม่ตรงกัน: {' กับ '.join(unit.word for unit in stated)}"
    if stated and stated[0].baht is None:
        return f"ยอดเป็น{stated[0].word} ซึ่งไม่ใช่บาท กรุณาแปลงเป็นบาทก่อน"
    if unknown:
        said = f"หัวตารางมีคำว่า “{unknown}” ที่ระบบไม่รู้ความหมาย"
        return f"{said} ถ้าเป็นยอดจำหน่ายของเดือนให้ลบคำนี้จากหัวตาราง ถ้าไม่ใช่ให้เลือกไม่ใช้คอลัมน์นี้"
    return ""


def month_fault(spoken: months.Spoken, month: date) -> str:
    """Why a text is not about a month; "" when it is, or names none."""
    if spoken.quarter or len(spoken.months) > 1:
        return f"เป็นยอดของหลายเดือน แต่กำลังนำเข้าเฉพาะเดือน{thai.month_name(month)}"
    year = spoken.year_of(month.month)
    other_year = year is not None and year != thai.year_be(month)
    if (spoken.months and spoken.months != (month.month,)) or (spoken.months and other_year):
        return f"เป็นเดือนอื่น ไม่ใช่เดือน{thai.month_name(month)} ที่กำลังนำเข้า"
    return ""


def tell(meant: Iterable[Meaning], sheet: str) -> Iterator[Finding]:
    """What is wrong with a column, or multiplied in it, once for the column."""
    for each in meant:
        letter, head = each.column.letter, each.column.head
        if each.fault:
            text = f"คอลัมน์ {letter} “{head}”: {each.fault}"
            yield Finding(0, letter, Severity.ERROR.value, "column", text, sheet)
        elif each.unit and each.unit.baht != 1:
            text = f"อ่านคอลัมน์ {letter} “{head}” เป็น{each.unit.word} คูณด้วย {each.unit.baht:,} เป็นบาท"
            yield Finding(0, letter, Severity.WARNING.value, "unit", text, sheet)
