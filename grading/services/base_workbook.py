"""A workbook, text or pasted table of base figures → what it says; nothing is stored before the lines are applied.

Every visible sheet is read. Sheets of different months are one base; of sheets that say the same month twice,
the first is read and the others are offered. Hidden ones are read only when asked for.
"""

from collections.abc import Sequence
from datetime import date

from grading.services import bases
from grading.services.base_kind import BaseMonths
from grading.services.base_reading import Reading, as_plain, from_plain
from grading.services.base_table import SMALL_BAHT, SheetReader, Task
from grading.services.policies import policy_for
from otop_registry import thai
from registration.models import Unit
from registration.services.uploads import sources
from registration.services.uploads.findings import Severity, at
from registration.services.uploads.sheets import Sheet
from registration.timetable import Quarter
from registration.workflow import Refused

TOGETHER = "ทุกแผ่นรวมกัน"
__all__ = ["Reading", "as_plain", "from_plain", "read", "readings"]


def read(
    data: bytes, province: Unit, quarter: Quarter, on: date, *, sheet: str = "", name: str = "base.xlsx"
) -> Reading:
    """One reading of a file: of a named sheet, else the first that `readings` offers.

    Raises: Refused for a file that is no harmless workbook or text, or has no such sheet.
    """
    found = readings(sources.sheets_of_upload(data, name), province, quarter, on)
    if not sheet:
        return found[0]
    named = [each for each in found if each.sheet == sheet]
    if not named:
        offered = " ".join(f"“{each.sheet}”" for each in found)
        raise Refused(f"ไม่มีแผ่นงาน “{sheet}” ในไฟล์ มี {offered}")
    return named[0]


def readings(brought: Sequence[Sheet], province: Unit, quarter: Quarter, on: date) -> list[Reading]:
    """Every reading that sheets offer for the province's base of a quarter, the best first."""
    months = BaseMonths(quarter, tuple(bases.base_quarters(policy_for(quarter), quarter)))
    districts = {unit.code: unit for unit in Unit.objects.districts().valid(on).below(province.pk)}
    task = Task(province, months, districts, bases.standing_of(province.pk, quarter))
    found = {sheet.name: (sheet, SheetReader(task, sheet).read()) for sheet in brought}
    visible = [reading for sheet, reading in found.values() if not sheet.is_hidden]
    hidden = [reading for sheet, reading in found.values() if sheet.is_hidden]
    holding = [reading for reading in visible if reading.sources or reading.lines]
    together = _together(holding)
    rest = [reading for reading in visible if reading not in holding]
    order = [*([together] if together else []), *holding, *rest, *hidden]
    for reading in order:
        reading.choices = tuple(each.sheet for each in order)
        _tell_choice(reading, holding, hidden)
        _tell_small(reading)
        _tell_hidden_rows(reading, [sheet for sheet, _ in found.values()])
        _tell_lacking(reading, task)
    return order


def _together(holding: list[Reading]) -> Reading | None:
    """The sheets as one, where no two of them speak of the same district and month."""
    keys = [(line.district_code, line.month) for reading in holding for line in reading.lines]
    if len([reading for reading in holding if reading.lines]) < 2 or len(keys) != len(set(keys)):
        return None
    whole = Reading(sheet=TOGETHER)
    for reading in holding:
        whole.lines += reading.lines
        whole.findings += reading.findings
        whole.sources += reading.sources
        whole.rows += reading.rows
        whole.total_rows += reading.total_rows
        whole.note_rows += reading.note_rows
    return whole


def _tell_choice(reading: Reading, holding: list[Reading], hidden: list[Reading]) -> None:
    """Says which sheet was read where there was a choice, and which are hidden."""
    others = [each.sheet for each in holding if each.sheet != reading.sheet]
    if reading.sheet != TOGETHER and others:
        said = " ".join(f"“{name}”" for name in others)
        text = f"อ่านแผ่นงาน “{reading.sheet}” แผ่นงาน {said} ก็มีตาราง เลือกอ่านแทนได้"
        reading.findings.insert(0, at(None, Severity.WARNING, "sheet", text, reading.sheet))
    if hidden and reading not in hidden:
        said = " ".join(f"“{each.sheet}”" for each in hidden)
        reading.findings.append(at(None, Severity.WARNING, "hidden_sheet", f"ไม่ได้อ่านแผ่นงานที่ซ่อนไว้ {said}"))


def _tell_small(reading: Reading) -> None:
    """Amounts that no district sells in a month, in a file that names no unit, are probably not baht."""
    names_unit = any(each.code == "unit" for each in reading.findings)
    largest = max((line.amount_baht for line in reading.lines), default=SMALL_BAHT)
    if not names_unit and largest < SMALL_BAHT:
        text = f"ยอดสูงสุดในไฟล์คือ {thai.baht(largest)} บาท กรุณาตรวจว่าหน่วยเป็นบาทจริง"
        reading.findings.append(at(None, Severity.WARNING, "small", text))


def _tell_hidden_rows(reading: Reading, found: list[Sheet]) -> None:
    for sheet in found:
        if sheet.hidden_rows and reading.sheet in {sheet.name, TOGETHER}:
            text = f"แผ่นงาน “{sheet.name}” มีแถวที่ซ่อนไว้ {thai.count(len(sheet.hidden_rows))} แถว ระบบอ่านด้วย"
            reading.findings.append(at(None, Severity.WARNING, "hidden_rows", text, sheet.name))


def _tell_lacking(reading: Reading, task: Task) -> None:
    """Says which districts and months would still be without a base."""
    said = {(line.district_code, line.month) for line in reading.lines} | set(task.standing)
    if not reading.sources:
        return
    for code, unit in task.districts.items():
        lacking = [
            thai.MONTHS[month.month - 1] for month in task.months.quarter.months if (code, month) not in said
        ]
        if lacking:
            text = f"{unit} ยังไม่มีฐานของเดือน{' '.join(lacking)} ซึ่งไม่นับเป็นศูนย์"
            reading.findings.append(at(None, Severity.WARNING, "missing", text))
