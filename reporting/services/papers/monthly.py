"""The monthly report on paper: a district's form, and the table of a province or of the nation.

A confirmed report is told as it was frozen; without one, the live draft, marked as not confirmed and never in a
total with confirmed ones. The grade is interim and says so. Source: letter นค 0019.3/ก 9929, สิ่งที่ส่งมาด้วย ๓;
decisions 0005-0007.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import Final

from django.utils import timezone

from grading.comparing import Comparison, compare, total
from grading.moves import ALL_LETTERS
from otop_registry import thai
from registration import places
from registration.models import Unit
from registration.places import Level
from registration.services import subjects
from registration.services.people import signers
from registration.services.sales.grid import dues
from registration.timetable import Due, Quarter
from reporting.kinds import Kind
from reporting.models import MonthlyReport
from reporting.paper import Block, Column, Facts, Form, Paper, Prose, Signature, Stand, Table, Value
from reporting.services import asked, monthly
from reporting.services.monthly import Draft
from reporting.services.overtaken import overtaken
from reporting.services.papers.places import full_name
from reporting.services.papers.stands import REPORTER, signed
from reporting.services.rounds import State, state_of

TITLE: Final = "แบบรายงานผลการดำเนินงาน โครงการหนึ่งตำบล หนึ่งผลิตภัณฑ์ รายเดือน"
NOT_CONFIRMED: Final = "ร่าง ยังไม่ยืนยัน"
GRADE: Final = "ระดับหน่วยงานระหว่างไตรมาส"
NO_GRADE: Final = "ยังประเมินไม่ได้"
LYING: Final = 28  # districts that a lying sheet shows in larger letters than one that stands
AGAIN: Final = "ยอดเปลี่ยนหลังยืนยัน ต้องยืนยันอีกครั้ง"
LIKE_FOR_LIKE: Final = (
    "ยอดจำหน่ายในไตรมาสและฐานนับเฉพาะเดือนที่รายงานครบ เดือนเดียวกันของปีก่อน ยังไม่รายงานไม่ใช่ศูนย์ ผลรวมคือผลรวมของแถวที่แสดง"
)


@dataclass(frozen=True)
class ReportLine:
    """A unit's month as told: the numbers and, once it is confirmed, the report that froze them."""

    district: Unit
    draft: Draft
    report: MonthlyReport | None
    is_overtaken: bool = False

    @property
    def state(self) -> str:
        """ยืนยันแล้ว 9 ส.ค. 2567 เลขที่ใบรับ …, or that it is a draft."""
        if self.report is None or self.day is None:
            return NOT_CONFIRMED
        again = f" {AGAIN}" if self.is_overtaken else ""
        return f"ยืนยันแล้ว {thai.short_date(self.day)} ใบรับ {self.report.receipt_number}{again}"

    @property
    def day(self) -> date | None:
        """When it was confirmed last."""
        return timezone.localdate(self.report.latest_confirmed_at) if self.report else None

    def remarks(self, most: int) -> list[str]:
        """Why there is no letter, which months are compared where others of the table compare more, confirm again."""
        is_short = 0 < len(self.draft.months) < most
        said = (
            "" if self.draft.letter else self.outcome,
            f"เทียบเฉพาะเดือน{self.draft.month_names}" if is_short else "",
            AGAIN if self.is_overtaken else "",
        )
        return [each for each in said if each]

    @property
    def outcome(self) -> str:
        """The letter, or that there is none yet and why."""
        return self.draft.outcome.words


def paper(unit: Unit, month: date, *, on: date) -> Paper:
    """The report of a month of sales (its first day). The nation's is told from confirmed reports alone."""
    due = dues([month])[month]
    if unit.level == Level.DISTRICT:
        return _of_district(unit, due, on)
    roll = asked.of(unit.code, [month], on)
    again = overtaken(unit.code, [month]) if roll.reports else set()
    reports = {row.district_id: row for row in _reports(unit, month)}
    confirmed = [
        ReportLine(each, Draft.of(row.figures), row, is_overtaken=(each.code, month) in again)
        for each in roll.districts
        if (row := reports.get(each.code))
    ]
    waiting = [each for each in roll.districts if (each.code, month) in roll.awaited]
    if unit.code:
        return _of_province(unit, due, on, confirmed, waiting)
    return _of_nation(unit, due, on, confirmed, waiting)


def _reports(unit: Unit, month: date) -> Iterable[MonthlyReport]:
    rows = MonthlyReport.objects.filter(month=month, district__code__startswith=unit.code)
    return rows.select_related("confirmed_by")


def _paper(unit: Unit, due: Due, stand: Stand, blocks: Sequence[Block], signature: Signature) -> Paper:
    return Paper(
        Kind.MONTHLY,
        unit.code,
        subject=subjects.of_month(due.month),
        title=TITLE,
        lines=(full_name(unit), period_words(due), round_words(due)),
        stand=stand,
        blocks=tuple(blocks),
        signatures=(signature,),
        is_landscape=unit.level != Level.DISTRICT,
    )


def period_words(due: Due) -> str:
    """ยอดจำหน่ายเดือนมิถุนายน 2567 ไตรมาส 3/2567: what every figure of the report speaks of."""
    return f"ยอดจำหน่ายเดือน{thai.month_name(due.month)} ไตรมาส {Quarter.of(due.month).label}"


def round_words(due: Due) -> str:
    """รายงานครั้งที่ 2 ของไตรมาส 4/2567 …: the letter numbers the rounds of a quarter by the month of their day.

    The first round of a quarter reports the last month of the one before, and says so.
    """
    quarter = Quarter.of(due.nominal_day)
    number = [month.month for month in quarter.months].index(due.nominal_day.month) + 1
    moved = "" if due.nominal_day == due.effective_day else f" ส่งได้ถึง{thai.weekday_date(due.effective_day)}"
    told = f"ส่งเป็นรายงานครั้งที่ {number} ของไตรมาส {quarter.label} กำหนดวันที่ {thai.long_date(due.nominal_day)}{moved}"
    own = Quarter.of(due.month)
    return told if own == quarter else f"{told} ตัวเลขทั้งหมดเป็นของไตรมาส {own.label}"


# --- a district ---


def _of_district(unit: Unit, due: Due, on: date) -> Paper:
    report = monthly.report_of(unit, due.month)
    draft = Draft.of(report.figures) if report else monthly.draft(unit, due.month, on)
    line = ReportLine(
        unit, draft, report, is_overtaken=(unit.code, due.month) in overtaken(unit.code, [due.month])
    )
    state = state_of(due, report.first_confirmed_at if report else None, on)
    if report is None:
        return _paper(
            unit,
            due,
            Stand(on, interim_words=f"{NOT_CONFIRMED} ข้อมูล"),
            _facts(line, due.month, state),
            REPORTER,
        )
    reporter = signed(REPORTER, report.confirmed_by, unit.code, report.latest_confirmed_at)
    return _paper(
        unit, due, Stand(draft.as_of, interim_words="ยืนยันแล้ว ข้อมูล"), _facts(line, due.month, state), reporter
    )


def _facts(line: ReportLine, month: date, state: State) -> list[Facts]:
    draft, report = line.draft, line.report
    quarter = f"ไตรมาส {Quarter.of(month).label}"
    numbers: list[tuple[str, Value, Form]] = [
        ("ข้อมูล ณ วันที่", draft.as_of, Form.DAY),
        ("เดือนที่รายงานยอดจำหน่ายครบ", f"{draft.month_names} ({quarter})" if draft.months else None, Form.TEXT),
        ("ผู้ผลิต ผู้ประกอบการ ที่ลงทะเบียน (ราย)", draft.producers, Form.COUNT),
        (f"ผลิตภัณฑ์ที่ลงทะเบียนในเดือน{thai.month_name(month)} (รายการ)", draft.products_month, Form.COUNT),
        (f"ผลิตภัณฑ์ที่ลงทะเบียนใหม่ใน{quarter} (รายการ)", draft.products_gross, Form.COUNT),
        (f"ผลิตภัณฑ์เพิ่มขึ้นสุทธิใน{quarter} (รายการ)", draft.products_net, Form.COUNT),
        (f"ยอดจำหน่ายเดือน{thai.month_name(month)} (บาท)", draft.sales_month, Form.BAHT),
        (f"ยอดจำหน่ายใน{quarter} (บาท)", draft.sales_quarter, Form.BAHT),
        ("ฐานเดือนเดียวกัน (บาท)", draft.base, Form.BAHT),
        ("เปลี่ยนแปลง (บาท)", draft.change_baht, Form.BAHT),
        ("เปลี่ยนแปลง (ร้อยละ)", draft.change_percent, Form.PERCENT),
        (GRADE, line.outcome, Form.TEXT),
    ]
    answers: list[tuple[str, Value, Form]] = [
        ("ผลิตภัณฑ์ที่รายงานยอดจำหน่าย", draft.reported, Form.COUNT),
        ("ผลิตภัณฑ์ที่ยืนยันว่าไม่มียอด", draft.zero, Form.COUNT),
        ("ผลิตภัณฑ์ที่ยังไม่มีคำตอบ", draft.missing, Form.COUNT),
    ]
    told: list[tuple[str, Value, Form]] = [
        ("ปัญหาและข้อเสนอแนะ", report.note or "ไม่มี" if report else None, Form.TEXT),
        ("ผู้รายงาน", _reporter(report) if report else None, Form.TEXT),
        ("สถานะการรายงาน", f"{line.state} ({state.label})", Form.TEXT),
    ]
    return [
        Facts("ผลการดำเนินงาน", tuple(numbers), note=f"เกณฑ์: {draft.policy}"),
        Facts("คำตอบเรื่องยอดจำหน่าย", tuple(answers)),
        Facts("การรายงาน", tuple(told)),
    ]


def _reporter(report: MonthlyReport) -> str:
    """Who confirmed it, by the name of that day."""
    return signers.name_on(report.confirmed_by, timezone.localdate(report.latest_confirmed_at))


# --- a province ---


def _of_province(unit: Unit, due: Due, on: date, confirmed: list[ReportLine], waiting: list[Unit]) -> Paper:
    """Confirmed reports with their total, then the others from their live drafts: one sheet for any province.

    More districts than a lying sheet shows in readable letters are on one that stands (decision 0064).
    """
    drafts = [ReportLine(each, monthly.draft(each, due.month, on), None) for each in waiting]
    word = places.word_below(unit.code)
    marks = _marks(confirmed, drafts)
    blocks: list[Block] = [_tally(confirmed, waiting, word)]
    if confirmed:
        blocks.append(_table("ยืนยันแล้ว", word, due.month, confirmed, marks, LIKE_FOR_LIKE))
    else:
        blocks.append(Prose((f"ยังไม่มี{word}ที่ยืนยันรายงาน",)))
    if drafts:
        blocks.append(Prose((), heading=f"{word}ที่ยังไม่ยืนยัน {len(drafts)} แห่ง ตัวเลขเป็นร่างและไม่รวมในยอดข้างต้น"))
        blocks.append(replace(_table("ยังไม่ยืนยัน", word, due.month, drafts, marks), goes_on=bool(confirmed)))
    made = _paper(unit, due, Stand(on, interim_words="รายงานที่ยืนยันแล้ว"), blocks, REPORTER)
    lies = len(confirmed) + len(drafts) <= LYING
    return replace(made, remarks=_problems(confirmed), is_landscape=lies, fits_one_sheet=True)


def _problems(lines: Iterable[ReportLine]) -> tuple[str, ...]:
    """What districts wrote of problems, each after its name."""
    told = [f"{line.district}: {line.report.note}" for line in lines if line.report and line.report.note]
    return (f"ปัญหาและข้อเสนอแนะ: {' / '.join(told)}",) if told else ()


def _tally(lines: list[ReportLine], waiting: list[Unit], word: str) -> Facts:
    """Confirmed districts by letter; who has none and who has not reported stand apart. They add up to all."""
    letters = Counter(line.draft.letter for line in lines)
    rows: list[tuple[str, Value, Form]] = [
        (f"ระดับ {letter}", letters[letter], Form.COUNT) for letter in ALL_LETTERS if letter
    ]
    rows.append((NO_GRADE, letters[""], Form.COUNT))
    rows.append(("ยังไม่ยืนยันรายงาน", len(waiting), Form.COUNT))
    again = sum(line.is_overtaken for line in lines)
    if again:
        rows.append(("ต้องยืนยันอีกครั้ง", again, Form.COUNT))
    return Facts(f"จำนวน{word}ตาม{GRADE}", tuple(rows))


NUMBERS: Final = 9  # of _number_columns


def _number_columns(month: date) -> tuple[Column, ...]:
    """What a report counts; each column says its period."""
    name, quarter = f"เดือน{thai.MONTHS[month.month - 1]}", f"ไตรมาส {Quarter.of(month).label}"
    products, sold = "ผลิตภัณฑ์ลงทะเบียน (รายการ)", "ยอดจำหน่าย (บาท)"
    return (
        Column("ผู้ผลิต (ราย)", Form.COUNT, width=9),
        Column(name, Form.COUNT, products, width=8),
        Column(quarter, Form.COUNT, products, width=8),
        Column(f"สุทธิ {quarter}", Form.COUNT, products, width=8),
        Column(name, Form.BAHT, sold, width=15),
        Column(quarter, Form.BAHT, sold, width=15),
        Column("ฐานเดือนเดียวกัน", Form.BAHT, sold, width=15),
        Column("บาท", Form.BAHT, "เปลี่ยนแปลง", width=15),
        Column("ร้อยละ", Form.PERCENT, "เปลี่ยนแปลง", width=8),
    )


def _marks(*tables: list[ReportLine]) -> dict[str, str]:
    """A number for each remark of the paper: the same one in each of its tables."""
    said = chain.from_iterable(line.remarks(_most(lines)) for lines in tables for line in lines)
    return {words: f"{place})" for place, words in enumerate(dict.fromkeys(said), 1)}


def _most(lines: Iterable[ReportLine]) -> int:
    """How many months the rows of a table compare that compare the most."""
    return max((len(line.draft.months) for line in lines), default=0)


def _table(
    name: str, word: str, month: date, lines: list[ReportLine], marks: dict[str, str], how: str = ""
) -> Table:
    """A row for each report. What is to be remarked has a number in its row and its words below the table.

    `how`: what is said of counting, once on a paper.
    """
    columns = (
        Column("ที่", Form.COUNT, width=5),
        Column(word, width=14),
        *_number_columns(month),
        Column(GRADE, Form.CODE, width=12),
        Column("ยืนยันเมื่อ", Form.DAY, width=11),
        Column("หมายเหตุ", Form.CODE, width=9),
    )
    most = _most(lines)
    remarks = [line.remarks(most) for line in lines]
    rows = [
        (
            place,
            line.district.name,
            *_own_numbers(line.draft),
            line.draft.letter or None,
            line.day,
            " ".join(marks[each] for each in said),
        )
        for place, (line, said) in enumerate(zip(lines, remarks, strict=True), 1)
    ]
    drafts = [line.draft for line in lines]
    mine = dict.fromkeys(chain(*remarks))
    told = " ".join(f"{mark} {words}" for words, mark in marks.items() if words in mine)
    note = f"{how} {_compared(drafts).like_words} {f'หมายเหตุ {told}' if told else ''}"
    return Table(name, columns, rows, ("", "รวม", *_numbers(drafts), "", "", ""), note=" ".join(note.split()))


def _note(drafts: Sequence[Draft]) -> str:
    return f"{LIKE_FOR_LIKE} {_compared(drafts).like_words}".strip()


def _compared(drafts: Sequence[Draft]) -> Comparison:
    return compare((each.sales_quarter, each.base) for each in drafts)


def _own_numbers(draft: Draft) -> tuple[Value, ...]:
    """The numbers of one report, in the order of _number_columns."""
    return (
        draft.producers,
        draft.products_month,
        draft.products_gross,
        draft.products_net,
        draft.sales_month,
        draft.sales_quarter,
        draft.base,
        draft.change_baht,
        draft.change_percent,
    )


def _numbers(drafts: Sequence[Draft]) -> tuple[Value, ...]:
    """The numbers of some drafts together, in the order of _number_columns.

    Each is the sum of its own column; a change stands only where it is that of the two sums beside it.
    """
    if not drafts:
        return (None,) * NUMBERS  # nobody has told anything, which is no zero
    sales = _compared(drafts)
    return (
        sum(each.producers for each in drafts),
        sum(each.products_month for each in drafts),
        sum(each.products_gross for each in drafts),
        sum(each.products_net for each in drafts),
        total(each.sales_month for each in drafts),
        sales.sales,
        sales.base,
        sales.change_baht if sales.is_whole else None,
        sales.growth if sales.is_whole else None,
    )


# --- the nation ---


def _of_nation(unit: Unit, due: Due, on: date, confirmed: list[ReportLine], waiting: list[Unit]) -> Paper:
    """Provinces with the sums of their confirmed reports, and how many districts have not reported."""
    by_province: dict[str, list[Draft]] = {}
    for line in confirmed:
        by_province.setdefault(places.province_of(line.district.code), []).append(line.draft)
    late = Counter(places.province_of(each.code) for each in waiting)
    rows = []
    for place, each in enumerate(Unit.objects.filter(level=Level.PROVINCE).valid(on), 1):
        mine = by_province.get(each.code, [])
        rows.append((place, str(each), len(mine), late[each.code], *_numbers(mine)))
    columns = (
        Column("ที่", Form.COUNT, width=5),
        Column("จังหวัด", width=22),
        Column("ยืนยันแล้ว", Form.COUNT, "อำเภอ", width=8),
        Column("ยังไม่ยืนยัน", Form.COUNT, "อำเภอ", width=8),
        *_number_columns(due.month),
    )
    drafts = [line.draft for line in confirmed]
    last = ("", "รวม", len(confirmed), len(waiting), *_numbers(drafts))
    table = Table("รายจังหวัด", columns, rows, last, note=f"นับเฉพาะรายงานที่ยืนยันแล้ว {_note(drafts)}")
    stand = Stand(on, interim_words="รายงานที่ยืนยันแล้ว")
    return _paper(unit, due, stand, [_tally(confirmed, waiting, "อำเภอ"), table], REPORTER)
