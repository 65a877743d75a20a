"""A table with a column for each month read as a table of one month: that column is the amount, the others are told.

Pure. A sum beside columns of months is of several of them, and never the amount of one.
"""

from dataclasses import replace
from datetime import date
from typing import Final

from otop_registry import thai
from registration.services.imports.sales_heads import COVERS, MONTH_KEYS
from registration.services.uploads.findings import Finding, Severity
from registration.services.uploads.records import ColumnRead, Record, Table

_WHOLE: Final = "total"


def of_month(table: Table, month: date) -> Table:
    """The table with its month's column as the whole amount; it goes on telling into the same findings."""
    if not any(column.key in MONTH_KEYS for column in table.columns):
        return table
    own = MONTH_KEYS[month.month - 1]
    table.findings += _told(table, own)
    return replace(
        table,
        columns=tuple(replace(each, key=_key(each.key, own)) for each in table.columns),
        records=[_record(each, own) for each in table.records],
        totals=[_record(each, own) for each in table.totals],
    )


def lacks(table: Table, month: date) -> str:
    """Why no row of a table can say anything of a month: it has no amounts, or only those of others; "" when it may."""
    keys = {column.key for column in table.columns}
    if not keys & {*COVERS, *MONTH_KEYS, "zero"}:
        return "ตารางไม่มีคอลัมน์ยอดจำหน่ายที่ระบบรู้จัก กรุณาเลือกความหมายของคอลัมน์"
    if keys & set(MONTH_KEYS) and MONTH_KEYS[month.month - 1] not in keys:
        return f"ตารางไม่มีคอลัมน์ของเดือน{thai.month_name(month)}"
    return ""


def _key(key: str, own: str) -> str:
    """What a column is called when only one month is asked for; "" for what is not used."""
    if key == own:
        return _WHOLE
    return "" if key in {*MONTH_KEYS, _WHOLE} else key


def _record(record: Record, own: str) -> Record:
    cells = {new: cell for key, cell in record.cells.items() if (new := _key(key, own))}
    return replace(record, cells=cells, filled=frozenset(_key(key, own) for key in record.filled) - {""})


def _told(table: Table, own: str) -> list[Finding]:
    """Which columns are of other months, and which sum is of several."""
    others = [each for each in table.columns if each.key in MONTH_KEYS and each.key != own]
    sums = [each for each in table.columns if each.key == _WHOLE]
    return [
        *_finding(table, "other_months", "คอลัมน์ของเดือนอื่น ไม่นำเข้า", others),
        *_finding(table, "sum_of_months", "คอลัมน์ที่เป็นผลรวมของหลายเดือน ไม่นำเข้า", sums),
    ]


def _finding(table: Table, code: str, said: str, columns: list[ColumnRead]) -> list[Finding]:
    listed = " ".join(f"{each.letter} “{each.head}”" for each in columns)
    return [Finding(0, "", Severity.REMARK.value, code, f"{said}: {listed}", table.sheet)] if columns else []
