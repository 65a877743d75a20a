"""Criteria and targets of a quarter: the table of grades in the letter's words, and what each district needs.

Source: letter นค 0019.3/ก 9929 (16 July 2567), สิ่งที่ส่งมาด้วย ๑ and ๒; decisions 0001-0004.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

from grading import scoring
from grading.models import BaseRule, Increase, Policy
from grading.scoring import Outcome, Reason
from grading.services import bases, monthly, targets
from grading.services.policies import policy_for
from grading.services.targets import TargetLine
from otop_registry import thai
from registration.models import Round, Unit
from registration.places import Level, word_below
from registration.services import subjects
from registration.timetable import Quarter
from reporting.kinds import Kind
from reporting.paper import Column, Form, Paper, Prose, Stand, Table, Value
from reporting.services.papers.places import full_name

CRITERIA, AIMS, PROJECT = "เกณฑ์การจัดระดับหน่วยงาน", "เป้าหมายการดำเนินงาน", "โครงการหนึ่งตำบล หนึ่งผลิตภัณฑ์"
TITLE: Final = f"{CRITERIA}และ{AIMS} {PROJECT}"
MORE_PRODUCTS: Final = "๑) มีจำนวนผลิตภัณฑ์ OTOP ลงทะเบียนในระบบเพิ่มขึ้น ไตรมาสละ {bound} ผลิตภัณฑ์"
MORE_SALES: Final = "๒) มีผลรวมยอดจำหน่ายผลิตภัณฑ์ OTOP เพิ่มขึ้น เมื่อเทียบกับ{base} {bound}"
HIGHEST: Final = (
    "ระดับหน่วยงานคือระดับสูงสุดที่ผ่านทั้งสองเงื่อนไข หน่วยงานที่ไม่ผ่านเงื่อนไขของระดับใดเลยเป็นระดับ D "
    "ซึ่งรวมถึงยอดจำหน่ายที่เพิ่มขึ้นเท่ากับร้อยละของเกณฑ์พอดี"
)
MEANING: Final = (  # the letter's own explanation
    "๑) จำนวนผู้ลงทะเบียน หมายถึง จำนวนผู้ผลิต ผู้ประกอบการ OTOP ของอำเภอที่มีข้อมูลอยู่ในระบบการลงทะเบียน"
)
NEEDED: Final = (
    "๓) ยอดที่ต้องมี คือยอดจำหน่ายรวมทั้งไตรมาสที่น้อยที่สุดซึ่งเพิ่มขึ้นเกินร้อยละของเกณฑ์ คิดถึงสตางค์ และต้องผ่านเงื่อนไขด้านผลิตภัณฑ์ด้วย"
)
ASKED: Final = 10  # columns up to the base; behind them what each grade needs
NO_BASE: Final = "๔) หน่วยงานที่ไม่มีฐาน หรือฐานเป็น 0 บาท ประเมินไม่ได้ แยกจากระดับ D"


def paper(unit: Unit, quarter: Quarter, *, on: date) -> Paper:
    """The criteria in force for the quarter, and the targets of a province's districts or of one."""
    policy = policy_for(quarter)
    return Paper(
        Kind.TARGETS,
        unit.code,
        subject=subjects.of_round(Round.id_of(quarter)),
        title=TITLE,
        lines=(full_name(unit), f"ไตรมาสที่ {quarter.number} ปีงบประมาณ พ.ศ. {quarter.fiscal_year_be}"),
        stand=Stand(on, interim_words="ข้อมูล"),
        blocks=(_criteria(policy, quarter), _targets(unit, quarter, on), _explained(policy, quarter)),
        remarks=(f"{policy.name} ฉบับที่ {policy.version}", *([policy.source] if policy.source else [])),
        is_landscape=True,
        uses_thai_digits=True,
        attributes={"policy": str(policy.version), "base": bases.pointer(policy, quarter)},
    )


def halves(paper: Paper) -> tuple[Paper, Paper]:
    """The paper as a letter encloses it in two: the criteria with what explains them, and the targets."""
    criteria, aims, explained = paper.blocks
    return (
        replace(paper, title=f"{CRITERIA} {PROJECT}", blocks=(criteria, explained)),
        replace(paper, title=f"{AIMS} {PROJECT}", blocks=(aims,)),
    )


# --- attachment 1 ---


def _criteria(policy: Policy, quarter: Quarter) -> Table:
    """A, B, C as the policy's bands say, and D as the letter writes it: less than the lowest band asks."""
    bands, against = policy.scoring_bands, _against(policy, quarter)
    rows = [_criterion(band.grade, "ไม่น้อยกว่า", "มากกว่า", band, against) for band in bands]
    rows.append(_criterion(scoring.LOWEST, "น้อยกว่า", "น้อยกว่า", bands[-1], against))
    columns = (
        Column("ระดับหน่วยงาน", Form.CODE, width=14),
        Column("เงื่อนไข ๑ ผลิตภัณฑ์", width=50),
        Column("เงื่อนไข ๒ ยอดจำหน่าย", width=60),
    )
    return Table("เกณฑ์การจัดระดับ", columns, rows, note=HIGHEST)


def _criterion(
    letter: str, products: str, growth: str, band: scoring.Band, against: str
) -> tuple[str, str, str]:
    percent = f"{band.growth.normalize():f}"
    return (
        letter,
        thai.to_thai_digits(MORE_PRODUCTS.format(bound=f"{products} {band.new_products}")),
        thai.to_thai_digits(MORE_SALES.format(base=against, bound=f"{growth}ร้อยละ {percent}")),
    )


def _against(policy: Policy, quarter: Quarter) -> str:
    """ไตรมาสเดียวกันของปี พ.ศ.๒๕๖๖: the letter's words; a first quarter lies in another calendar year and says so."""
    era = "ปีงบประมาณ พ.ศ." if quarter.number == 1 else "ปี พ.ศ."
    years = [f"{era}{each.fiscal_year_be}" for each in bases.base_quarters(policy, quarter)]
    mean = "ค่าเฉลี่ยของ" if policy.base_rule == BaseRule.MEAN_OF_THREE else ""
    return f"{mean}ไตรมาสเดียวกันของ{' '.join(years)}"


def _explained(policy: Policy, quarter: Quarter) -> Prose:
    net = "หักด้วยที่ยกเลิก" if policy.increase == Increase.NET else "โดยไม่หักที่ยกเลิก"
    counted = f"๒) ผลิตภัณฑ์ที่เพิ่มขึ้น นับผลิตภัณฑ์ที่ลงทะเบียนใหม่ในรอบ {net} ผลิตภัณฑ์ที่กลับมาลงทะเบียนไม่นับเป็นการเพิ่มขึ้น"
    days = [
        f"ครั้งที่ {number} วันที่ {thai.long_date(each.nominal_day)}{_moved(each.nominal_day, each.effective_day)}"
        for number, each in enumerate(monthly.rounds(quarter), 1)
    ]
    reports = f"๕) รายงานผลภายในวันที่ ๑๕ ของทุกเดือน {' / '.join(days)}"
    return Prose((MEANING, counted, NEEDED, NO_BASE, reports), heading="คำอธิบายเพิ่มเติม")


def _moved(nominal: date, effective: date) -> str:
    return "" if nominal == effective else f" (ส่งได้ถึง{thai.weekday_date(effective)})"


# --- attachment 2 ---


def _targets(unit: Unit, quarter: Quarter, on: date) -> Table:
    lines = targets.lines_of(unit, quarter, on)
    changed = bases.changed_districts(unit.code, quarter)
    rows = [_row(place, line, quarter, changed) for place, line in enumerate(lines, 1)]
    is_one = unit.level == Level.DISTRICT
    return Table(
        f"เป้าหมาย {quarter.number}-{quarter.fiscal_year_be}",
        _columns(quarter, _word(unit)),
        rows,
        total=None if is_one or not rows else _total(lines),
        note="" if is_one else "ผลรวมของฐานและเป้าหมายรวมเฉพาะอำเภอที่มีตัวเลข",
        fold=ASKED,
        empty="ไม่มีอำเภอ",
    )


def _word(unit: Unit) -> str:
    """อำเภอ or เขต, for a district its own."""
    return unit.kind if unit.level == Level.DISTRICT else word_below(unit.code)


def _columns(quarter: Quarter, word: str) -> tuple[Column, ...]:
    base = "ฐานที่ใช้เทียบ (บาท)"
    months = [Column(thai.MONTHS[month.month - 1], Form.BAHT, base, width=15) for month in quarter.months]
    letters = [Column(letter, Form.BAHT, "ยอดที่ต้องมีทั้งไตรมาส (บาท)", width=15) for letter in scoring.LETTERS]
    return (
        Column("ที่", Form.COUNT, width=5),
        Column(word, width=18),
        Column("ผู้ลงทะเบียน (ราย)", Form.COUNT, width=9),
        Column("ผลิตภัณฑ์ต้นไตรมาส", Form.COUNT, width=10),
        Column("ผลิตภัณฑ์เพิ่มขึ้น", Form.COUNT, "เป้าหมาย", width=9),
        Column("ยอดจำหน่าย (บาท)", Form.BAHT, "เป้าหมาย", width=15),
        *months,
        Column("รวม", Form.BAHT, base, width=15),
        *letters,
        Column("หมายเหตุ", width=20),
    )


def _row(place: int, line: TargetLine, quarter: Quarter, changed: set[str]) -> tuple[Value, ...]:
    return (
        place,
        str(line.unit),
        line.counts.producers_left,
        line.counts.products_brought,
        line.target.products if line.target else None,
        line.target.sales_baht if line.target else None,
        *line.bases,
        line.base_baht,
        *line.needed,
        why_not(line, quarter, changed),
    )


def why_not(line: TargetLine, quarter: Quarter, changed: set[str]) -> str:
    """Why a district cannot be assessed by sales; "" when it can."""
    missing = [month for month, baht in zip(quarter.months, line.bases, strict=True) if baht is None]
    if not missing:
        return "" if line.base_baht else Outcome("", Reason.NO_BASE, has_base=True).words
    if line.unit.code in changed:
        return Outcome("", Reason.BASE_CHANGED).words
    if len(missing) == len(quarter.months):
        return Outcome("", Reason.NO_BASE).words
    names = " ".join(thai.MONTHS[month.month - 1] for month in missing)
    return f"ประเมินทั้งไตรมาสไม่ได้ (ไม่มีฐานเดือน{names})"


def _total(lines: list[TargetLine]) -> tuple[Value, ...]:
    """Sums of what each column holds; what grades need is no sum."""
    aims = [line.target for line in lines if line.target]
    asked = [aim.sales_baht for aim in aims if aim.sales_baht is not None]
    months = zip(*(line.bases for line in lines), strict=True)
    return (
        "",
        "รวม",
        sum(line.counts.producers_left for line in lines),
        sum(line.counts.products_brought for line in lines),
        sum(aim.products for aim in aims) if aims else None,
        _sum(asked),
        *(_sum(column) for column in months),
        _sum(line.base_baht for line in lines),
        *("" for _ in scoring.LETTERS),
        "",
    )


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of the amounts there are; None without any, which is not zero."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None
