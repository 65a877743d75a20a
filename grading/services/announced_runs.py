"""The published final grades of a quarter, run by run, with what each moved: page, CSV, Excel and JSON.

Of a province, or of one of its districts. Source: decision 0086.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import Any, Final

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from grading.models import Grade, GradeRun
from grading.services import run_again
from grading.services.run_again import GradeMoved
from registration.models import Unit
from registration.places import province_of
from registration.timetable import Quarter

FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # no sign of XML
HEADS: Final = (
    "ครั้งที่", "ประกาศเมื่อ", "จากฉบับที่", "เหตุผลของครั้งใหม่", "รหัสอำเภอ", "อำเภอ", "ระดับหน่วยงาน",
    "ระดับหน่วยงานครั้งก่อน", "ผลิตภัณฑ์เพิ่มขึ้น", "ยอดจำหน่าย (บาท)", "ฐาน (บาท)", "ยอดจำหน่ายต่างจากครั้งก่อน (บาท)",
)  # fmt: skip


@dataclass(frozen=True)
class RunStep:
    """One run, the grades in it, and those that it moved; `is_newest`: it is in force."""

    run: GradeRun
    grades: tuple[Grade, ...]
    moved: tuple[GradeMoved, ...]
    is_newest: bool


def steps(unit: Unit, round_id: int) -> list[RunStep]:
    """The runs of a province's quarter, or what they say of one district, the first one first."""
    runs = run_again.chain(province_of(unit.pk), round_id)
    found = []
    for run, moved in run_again.steps(runs):
        rows = run.grades.filter(district__code__startswith=unit.pk).select_related("district")
        own = tuple(each for each in moved if each.district.pk.startswith(unit.pk))
        found.append(RunStep(run, tuple(rows.order_by("district_id")), own, is_newest=run == runs[-1]))
    return found


def table(found: list[RunStep]) -> Iterator[tuple[object, ...]]:
    """A head, then every district of every run: numbers as they are, "" for what there is not."""
    yield HEADS
    for each in found:
        before = {row.district.pk: row.before for row in each.moved}
        for grade in each.grades:
            yield _row(each.run, grade, before.get(grade.district_id))


def workbook(found: list[RunStep]) -> bytes:
    """The table as a workbook of one sheet: numbers as numbers, all else as text whatever it begins with."""
    book, kept = Workbook(write_only=True), BytesIO()
    sheet = book.create_sheet()
    for row in table(found):
        sheet.append([_cell(sheet, value) for value in row])
    book.save(kept)
    return kept.getvalue()


def _cell(sheet: WriteOnlyWorksheet, value: object) -> Cell | None:
    if value == "":
        return None
    if isinstance(value, int | Decimal):
        return WriteOnlyCell(sheet, value)
    cell = WriteOnlyCell(sheet, FORBIDDEN.sub("", str(value)))
    cell.data_type = "s"
    return cell


def _row(run: GradeRun, grade: Grade, before: Grade | None) -> tuple[object, ...]:
    return (
        run.number,
        _day(run),
        run.edition.number if run.edition else "",
        run.reason,
        grade.district_id,
        grade.district.name,
        grade.outcome.words,
        before.outcome.words if before else "",
        grade.increase,
        _known(grade.sales_baht),
        _known(grade.base_baht),
        run_again.sales_change(before, grade) if before else "",
    )


def _day(run: GradeRun) -> str:
    return timezone.localdate(run.published_at).isoformat() if run.published_at else ""


def _known(value: object) -> object:
    return "" if value is None else value


def as_data(unit: Unit, quarter: Quarter, found: list[RunStep]) -> dict[str, Any]:
    """The same for machines; amounts as text, so that nobody rounds them."""
    return {
        "unit": unit.pk,
        "quarter": str(quarter),
        "runs": [
            {
                "number": each.run.number,
                "published": _day(each.run),
                "edition": each.run.edition.number if each.run.edition else None,
                "policy": each.run.policy_id,
                "reason": each.run.reason,
                "grades": [_said(grade) for grade in each.grades],
                "moved": [
                    {"district": row.district.pk, "before": _said(row.before), "after": _said(row.after)}
                    for row in each.moved
                ],
            }
            for each in found
        ],
    }


def _said(grade: Grade) -> dict[str, object]:
    return {
        "district": grade.district_id,
        "grade": grade.letter,
        "reason": grade.reason,
        "increase": grade.increase,
        "sales_baht": None if grade.sales_baht is None else f"{grade.sales_baht:.2f}",
        "base_baht": None if grade.base_baht is None else f"{grade.base_baht:.2f}",
    }
