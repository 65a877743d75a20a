"""The year's plan as the letter prints it: four quarters of three steps, in Thai numerals.

Source: attachment 1 of letter นศ 0019/01467 (13 March 2561), every heading and every word of its table. Only the
national windows make the table; a province's narrower dates are told below it, extensions are letters of their own.
"""

from datetime import date
from typing import Final

from otop_registry import thai
from registration.models import Plan, Unit, Window
from registration.places import Level, province_of
from registration.services import subjects
from registration.services.calendar import days_off
from registration.timetable import Quarter, Step, narrows, working_days
from reporting.kinds import Kind
from reporting.paper import Column, Paper, Stand, Table

TITLE: Final = "แผนการดำเนินงานการลงทะเบียนผู้ผลิต ผู้ประกอบการ OTOP ปีงบประมาณ พ.ศ. {year}"
COLUMNS: Final = (
    Column("ระยะเวลาดำเนินการ", width=19),
    Column("ขั้นตอนที่", width=9),
    Column("รายละเอียดการดำเนินงาน", width=48),
    Column("จำนวนวัน", width=9),
    Column("ระยะเวลาดำเนินการ", width=31),
    Column("ผู้รับผิดชอบ", width=15),
)
DETAILS: Final = {
    Step.REGISTER: "อำเภอลงทะเบียนผู้ผลิต ผู้ประกอบการ OTOP ในระบบออนไลน์",
    Step.VERIFY: "จังหวัดและกรุงเทพมหานคร ตรวจสอบข้อมูล รับรองข้อมูลในระบบออนไลน์/ประกาศรับรองข้อมูลผลการลงทะเบียนฯ "
    "และรายงานผลการลงทะเบียนฯ ให้กรมฯ ทราบ",
    Step.CLOSE: "กรมฯ ปิดระบบ ประกาศรับรองข้อมูลผลการลงทะเบียนฯ",
}
RESPONSIBLE: Final = {Step.REGISTER: "อำเภอ", Step.VERIFY: "จังหวัด/ กรุงเทพมหานคร", Step.CLOSE: "กรมฯ"}
IN_FORCE: Final = "ตามแผนที่ประกาศใช้"
PROPOSED: Final = "ร่างแผน ยังไม่ประกาศใช้"


def paper(unit: Unit, fiscal_year_be: int, *, on: date) -> Paper:
    """The plan of a fiscal year as it stands on the day; a year without windows has an empty table."""
    plan = Plan.objects.filter(pk=fiscal_year_be).first()
    windows = list(Window.objects.national().in_year(fiscal_year_be).select_related("round"))
    title = TITLE.format(year=fiscal_year_be)
    is_in_force = plan is not None and plan.is_published
    return Paper(
        Kind.PLAN,
        unit.code,
        subject=subjects.of_year(fiscal_year_be),
        title=thai.to_thai_digits(title),
        lines=(),
        stand=Stand(on, interim_words=IN_FORCE if is_in_force else PROPOSED),
        blocks=(_table(windows, fiscal_year_be, narrowed(unit, windows)),),
        remarks=_remarks(plan),
        is_landscape=True,
        fits_one_sheet=True,
        uses_thai_digits=True,
    )


def _table(windows: list[Window], fiscal_year_be: int, note: str) -> Table:
    """One entry per quarter, its first column merged; steps in the letter's order, whatever their dates."""
    off = days_off() if any(row.stated_days is None for row in windows) else frozenset()
    order = list(Step)
    windows = sorted(windows, key=lambda row: (row.round_id, order.index(Step(row.step))))
    rows = [tuple(map(thai.to_thai_digits, _row(window, off))) for window in windows]
    rounds = [window.round_id for window in windows]
    return Table(
        f"แผน {fiscal_year_be}",
        COLUMNS,
        rows,
        sizes=tuple(rounds.count(each) for each in dict.fromkeys(rounds)),
        merged=1,
        note=note,
        empty="ยังไม่มีแผนของปีงบประมาณนี้",
    )


def _row(window: Window, off: frozenset[date]) -> tuple[str, ...]:
    """The letter's own count of days where it states one: a count never moves a date (docs/rules.md 3)."""
    step = Step(window.step)
    days = window.stated_days
    if days is None:
        days = working_days(window.first_day, window.last_day, off)
    return (
        f"ไตรมาส {window.round.number} ปีงบประมาณ {window.round.fiscal_year_be}",
        str(list(Step).index(step) + 1),
        DETAILS[step],
        f"{days} วัน",
        thai.long_period(window.first_day, window.last_day),
        RESPONSIBLE[step],
    )


def narrowed(unit: Unit, national: list[Window]) -> str:
    """The narrower dates that the unit's province has set and that hold, in one sentence; "" without any."""
    if not unit.code:
        return ""
    rows = Window.objects.filter(unit_id=province_of(unit.code), round__in={row.round_id for row in national})
    pure = [row.as_pure() for row in national]
    said = [
        f"{_label(row.round.quarter)} ขั้นตอนที่ {list(Step).index(Step(row.step)) + 1} "
        f"{thai.long_period(row.first_day, row.last_day)}"
        for row in rows.select_related("round")
        if narrows(row.as_pure(), pure)
    ]
    if not said:
        return ""
    province = unit if unit.level == Level.PROVINCE else Unit.objects.get(pk=province_of(unit.code))
    return thai.to_thai_digits(f"{province}กำหนดวันภายในห้วงเวลาข้างต้นดังนี้ {' / '.join(said)}")


def _label(quarter: Quarter) -> str:
    return f"ไตรมาส {quarter.label}"


def _remarks(plan: Plan | None) -> tuple[str, ...]:
    if plan is None or not plan.letter_number:
        return ()
    day = f" ลงวันที่ {thai.long_date(plan.letter_day)}" if plan.letter_day else ""
    return (thai.to_thai_digits(f"ตามหนังสือ ที่ {plan.letter_number}{day}"),)
