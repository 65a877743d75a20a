"""The quarterly registration report: a district by subdistrict, a province by district, the nation by province.

Source: docs/rules.md 6; letter นศ 0019/01467 (13 March 2561), attachment 3. Every number is of registration.figures.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Final

from registration import figures, places
from registration.figures import Report
from registration.models import Edition, Round, Submission, Unit
from registration.services import subjects
from registration.services.editions.published import ColumnGroup, groups_of, numbers_of
from registration.services.registry.looked import looked_at_certified
from registration.workflow import Status
from reporting.kinds import Kind
from reporting.paper import Column, Form, Paper, Table
from reporting.services.papers import changed
from reporting.services.papers.places import full_name
from reporting.services.papers.stands import signatures, stand_of

NAME: Final = "รายงานการลงทะเบียน"
LEFT_OUT: Final = "ไม่ได้รับรองในรอบนี้"
KEPT: Final = f"หน่วยงานที่{LEFT_OUT} แสดงตัวเลขตามฉบับล่าสุดก่อนรอบนี้"
STILL: Final = "ยกมา + รายใหม่ (เพิ่ม) - ยกเลิก (ลด) = คงเหลือ และคงเหลือของรอบนี้เป็นยอดยกมาของรอบถัดไป"
IDENTITY: Final = (
    "ยกมา + รายใหม่ (เพิ่ม) + ย้ายเข้า - ยกเลิก (ลด) - ย้ายออก = คงเหลือ และคงเหลือของรอบนี้เป็นยอดยกมาของรอบถัดไป"
)
NUMBER_WIDTH: Final = 8
Row = tuple[str | int | None, ...]


def paper(unit: Unit, round: Round, *, on: date, edition: Edition | None = None) -> Paper:
    """The report of a unit's round, as an edition froze it or as registered on the day `on`."""
    report = figures.registration_report(unit.code, round.pk, edition)
    has_others = edition is not None and _left_out_below(unit.code, edition)
    identity = IDENTITY if edition is None or edition.tells_moves else STILL
    remarks = (identity, KEPT if has_others else "", looked_at_certified(unit.code, round.pk).words)
    return Paper(
        kind=Kind.QUARTERLY,
        unit_code=unit.code,
        subject=subjects.of_round(round.pk),
        title="แบบรายงานการลงทะเบียนผู้ผลิต ผู้ประกอบการ OTOP",
        lines=(full_name(unit), f"ไตรมาสที่ {round.number} ปีงบประมาณ พ.ศ. {round.fiscal_year_be}"),
        stand=stand_of(round, on, edition),
        blocks=(_table(unit, report, _notes(report)), *changed.counts(unit, edition)),
        signatures=signatures(unit, round, edition),
        remarks=tuple(filter(None, remarks)),
        is_landscape=True,
    )


def _table(unit: Unit, report: Report, notes: dict[str, str]) -> Table:
    groups = groups_of(report.edition)
    rows: tuple[Row, ...] = tuple(
        (place, row.name, *numbers_of(row.counts, groups), notes.get(row.code, ""))
        for place, row in enumerate(report.rows, 1)
    )
    total: Row = (None, "รวม", *numbers_of(report.total, groups), None)
    return Table(NAME, _columns(unit, groups), rows, total)


def _columns(unit: Unit, groups: Iterable[ColumnGroup]) -> tuple[Column, ...]:
    return (
        Column("ที่", Form.COUNT, width=4),
        Column(places.word_below(unit.code), width=24),
        *(
            Column(column.short, Form.COUNT, f"{group.label} ({group.unit})", NUMBER_WIDTH)
            for group in groups
            for column in group.columns
        ),
        Column("หมายเหตุ", width=18),
    )


# --- remarks ---


def _left_out_below(code: str, edition: Edition) -> bool:
    return edition.leaves_out(code) or any(each.startswith(code) for each in edition.left_out)


def _notes(report: Report) -> dict[str, str]:
    """{place code: what a reader must know of its line}."""
    if report.edition:
        return {row.code: _frozen_note(row.code, report.edition) for row in report.rows}
    return _live_notes(report)


def _frozen_note(code: str, edition: Edition) -> str:
    """A unit that the edition leaves out, or a province of which it leaves out some districts."""
    if edition.leaves_out(code):
        return LEFT_OUT
    count = sum(each.startswith(code) and each != code for each in edition.left_out)
    return f"{count} {places.word_below(code)}{LEFT_OUT}" if count else ""


def _live_notes(report: Report) -> dict[str, str]:
    """How far the districts of a round have come, for lines of districts and of provinces."""
    if places.is_district(report.unit_code):
        return {}
    found = Submission.objects.in_scope(report.unit_code, report.round_id)
    status = dict(found.values_list("district_id", "status"))
    if report.unit_code:
        return {code: str(Status(each).label) for code, each in status.items()}
    everyone = Counter(places.province_of(code) for code in status)
    certified = Counter(places.province_of(code) for code, each in status.items() if each == Status.CERTIFIED)
    return {code: f"รับรองแล้ว {certified[code]} จาก {count}" for code, count in everyone.items()}
