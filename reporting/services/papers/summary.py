"""The executives' page on paper: counts per grade, what changed, who is late, what each lacks, four quarters.

Told from the same page objects as the screen, so that paper and screen cannot differ; only the map stays on the
screen. The month is that of the meeting. Source: mission.md 6; letter นค 0019.3/ก 9929, หมายเหตุ.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from grading.models import GradeRun, RunKind
from grading.scoring import told_percent
from otop_registry import thai
from registration.models import Unit
from registration.places import province_of, word_below
from registration.services import subjects
from reporting.kinds import Kind
from reporting.paper import Block, Column, Form, Paper, Prose, Stand, Table, Value
from reporting.services import nation, summary
from reporting.services.nation import NationPage, ProvinceLine
from reporting.services.papers.places import full_name
from reporting.services.rounds import month_name, previous_month
from reporting.services.summary import LETTERS, NONE, Line, ProvincePage, Tally
from reporting.services.trend import Bar

TITLE: Final = "สรุปผลการจัดระดับหน่วยงานสำหรับผู้บริหาร"
NO_GRADE: Final = "ประเมินไม่ได้"
EMPTY: Final = "เดือนนี้ยังไม่มีการจัดระดับหน่วยงาน"
GRADE: Final = "ระดับหน่วยงาน"
HIGHEST: Final = "สูงสุดแล้ว"
NAMED: Final = 10  # names in a sentence; the table below it has every one
GRADE_COLUMNS: Final = tuple(Column(letter, Form.COUNT, GRADE, width=7) for letter in LETTERS)
LETTER_COLUMNS: Final = (*GRADE_COLUMNS, Column(NO_GRADE, Form.COUNT, width=10))


def paper(unit: Unit, month: date, *, on: date) -> Paper:
    """The page of the nation, of a province, or of a district: its own line while grades are not published."""
    if not unit.code:
        found = nation.of_nation(month, on)
        return _nation(unit, month, on, found) if found else _empty(unit, month, on)
    province = summary.province_of(unit)
    page = summary.of_province(province, month, on, seen=unit.code)
    return _province(unit, month, on, page) if page else _empty(unit, month, on)


def _paper(unit: Unit, month: date, words: str, stand: Stand, blocks: Sequence[Block]) -> Paper:
    return Paper(
        Kind.SUMMARY,
        unit.code,
        subject=subjects.of_month(month),
        title=TITLE,
        lines=(full_name(unit), f"ประชุมประจำเดือน{month_name(month)}", *([words] if words else [])),
        stand=stand,
        blocks=tuple(blocks),
        fits_one_sheet=True,
    )


def _empty(unit: Unit, month: date, on: date) -> Paper:
    return _paper(unit, month, "", Stand(on, interim_words="ข้อมูล"), [Prose((EMPTY,))])


# --- a province ---


def _province(unit: Unit, month: date, on: date, page: ProvincePage) -> Paper:
    words = f"{GRADE} ไตรมาส {page.chosen.quarter.label} {run_words(page.run)}"
    return _paper(
        unit,
        month,
        words,
        _stand(page.run),
        [
            _tallies(page.tallies),
            _trend(page.bars),
            _districts(page.lines, word_below(province_of(unit.code)), str(page.run.policy)),
            Prose(tuple(_changes(page))),
            Prose(tuple(_near(page))),
            Prose(tuple(_late(page, month, on))),
        ],
    )


def run_words(run: GradeRun) -> str:
    """ผลชั่วคราว or ผลสุดท้าย, never without its word; an unpublished final run says so."""
    if run.kind == RunKind.FINAL:
        return "ผลสุดท้าย" if run.published_at else "ผลสุดท้าย (ยังไม่ประกาศ)"
    return "ผลชั่วคราว"


def _stand(run: GradeRun) -> Stand:
    if run.edition:
        return Stand(run.as_of, run.edition.number, run.edition.fingerprint)
    return Stand(run.as_of, interim_words="ระดับหน่วยงานชั่วคราว ข้อมูล")


def _tallies(tallies: Sequence[Tally]) -> Table:
    """Counts of the month, of the month before where it had a run, and the change. All add up to the districts."""
    rows: list[tuple[Value, ...]] = [_with_sum("เดือนนี้", [tally.count for tally in tallies])]
    before = [tally.before for tally in tallies if tally.before is not None]
    if before:
        rows.append(_with_sum("เดือนก่อน", before))
        changes = [tally.change or 0 for tally in tallies]
        rows.append(("เปลี่ยนแปลง", *changes, sum(changes)))
    columns = (Column("จำนวนอำเภอ", width=14), *LETTER_COLUMNS, Column("รวม", Form.COUNT, width=8))
    return Table("จำนวนตามระดับหน่วยงาน", columns, rows)


def _with_sum(label: str, counts: Sequence[int]) -> tuple[Value, ...]:
    return (label, *counts, sum(counts))


def _districts(lines: Iterable[Line], word: str, policy: str) -> Table:
    rows = [_district(line) for line in lines]
    has_reasons = any(NO_GRADE in str(row[1]) for row in rows)  # they want their width only where they are
    columns = (
        Column(word, width=17),
        Column(GRADE, width=26 if has_reasons else 12),
        Column("เดือนก่อน", width=11 if has_reasons else 8),
        Column("ผลิตภัณฑ์เพิ่ม", Form.COUNT, width=8),
        Column("ยอดจำหน่าย (บาท)", Form.BAHT, width=15),
        Column("ฐาน (บาท)", Form.BAHT, width=15),
        Column("ร้อยละ", Form.PERCENT, width=8),
        Column("ระดับถัดไป", Form.TEXT, "ยังขาด", width=10),
        Column("ผลิตภัณฑ์", Form.COUNT, "ยังขาด", width=8),
        Column("ยอดจำหน่าย (บาท)", Form.BAHT, "ยังขาด", width=15),
        Column("รายงาน", width=12),
    )
    note = f"เกณฑ์: {policy} เทียบเฉพาะเดือนที่รายงานครบของแต่ละแห่ง ยังไม่รายงานไม่ใช่ศูนย์"
    return Table(f"{GRADE}ราย{word}", columns, rows, note=note)


def _district(line: Line) -> tuple[Value, ...]:
    gap = line.gap
    highest = HIGHEST if line.letter else None
    return (
        line.district.name,
        line.letter or f"{NO_GRADE} ({line.reason_words})",
        (line.before.letter or NO_GRADE) if line.before else None,
        line.grade.increase,
        line.grade.sales_baht,
        line.grade.base_baht,
        None if line.growth is None else told_percent(line.growth),
        gap.grade if gap else highest,
        gap.products if gap else None,
        gap.baht if gap else None,
        str(line.standing.state.label) if line.standing else None,
    )


def _named(names: Sequence[str], between: str) -> str:
    """The first names, and how many more: a province of fifty still fits on one sheet."""
    rest = len(names) - NAMED
    return between.join(names[:NAMED]) + (f"{between}และอีก {rest} แห่งตามตาราง" if rest > 0 else "")


def _changes(page: ProvincePage) -> Iterable[str]:
    if not page.chosen.before:
        yield "เปลี่ยนจากเดือนก่อน: ยังไม่มีการจัดระดับของเดือนก่อนในไตรมาสนี้"
        return
    moves = [f"{line.district.name} {_move(line)}" for line in page.changes]
    yield f"เปลี่ยนจากเดือนก่อน: {_named(moves, ' / ') or 'ทุกอำเภอระดับเท่าเดิม'}"


def _move(line: Line) -> str:
    old, new = (line.before.letter if line.before else NONE), line.letter
    word = "ดีขึ้นจาก" if line.is_up else "ลดลงจาก" if line.is_down else "จาก"
    return f"{word} {old or NO_GRADE} เป็น {new or NO_GRADE}"


def _near(page: ProvincePage) -> Iterable[str]:
    """Who is one step from the next grade, in the order of the page."""
    products = [f"{line.district.name} (ระดับ {line.gap.grade})" for line in page.near_products if line.gap]
    sales = [
        f"{line.district.name} {thai.baht(line.gap.baht)} บาท (ระดับ {line.gap.grade})"
        for line in page.near_sales
        if line.gap
    ]
    if products:
        yield f"ขาดผลิตภัณฑ์เดียวถึงระดับถัดไป: {_named(products, ' / ')}"
    if sales:
        yield f"ขาดยอดจำหน่ายอย่างเดียวถึงระดับถัดไป: {_named(sales, ' / ')}"
    if not products and not sales:
        yield "ไม่มีอำเภอที่ขาดเพียงเงื่อนไขเดียวถึงระดับถัดไป"


def _late(page: ProvincePage, month: date, on: date) -> Iterable[str]:
    said = [f"{group.state.label} {len(group.names)} แห่ง ({_named(group.names, ' ')})" for group in page.late]
    if not said:
        is_open = on <= page.due.effective_day
        said = ["ยังไม่ถึงกำหนด" if is_open else "ทุกแห่งรายงานตรงเวลา"]
    yield f"{_asked(month, page.due.effective_day, on)}: {' / '.join(said)}"


def _asked(month: date, due: date, on: date) -> str:
    sales = month_name(previous_month(month))
    return f"รายงานยอดจำหน่ายเดือน{sales} กำหนด {thai.long_date(due)} สถานะ ณ วันที่ {thai.long_date(on)}"


def _trend(bars: Iterable[Bar]) -> Table:
    """Four quarters; a quarter without grades has no numbers, which are not zeros."""
    rows: list[tuple[Value, ...]] = []
    for bar in bars:
        counts = dict(bar.counts)
        numbers = [counts[letter] if bar.total else None for letter in (*LETTERS, NONE)]
        rows.append((f"{bar.quarter.label}{' (ไตรมาสนี้)' if bar.is_now else ''}", *numbers))
    return Table("สี่ไตรมาส", (Column("ไตรมาส", width=18), *LETTER_COLUMNS), rows)


# --- the nation ---


def _nation(unit: Unit, month: date, on: date, page: NationPage) -> Paper:
    kinds = " และ".join(page.kinds)
    words = f"{GRADE} ไตรมาส {page.chosen.quarter.label} ผล{kinds}"
    waiting = [
        _some(line.province, ("ล่าช้า", line.reports.late), ("ยังไม่รายงาน", line.reports.missing))
        for line in page.waiting
    ]
    moved = [_some(line.province, ("ดีขึ้น", line.up), ("ลดลง", line.down)) for line in page.moved]
    asked = _asked(month, page.reports.due.effective_day, on)
    late = f"{asked}: รายงานแล้ว {page.reports.reported} จาก {page.reports.total} แห่ง"
    return _paper(
        unit,
        month,
        words,
        _national_stand(page),
        [
            _tallies(page.tallies),
            _trend(page.bars),
            Prose((f"จังหวัดที่อำเภอเปลี่ยนระดับมากที่สุด: {' / '.join(moved) or 'ไม่มี'}",)),
            Prose((late, f"จังหวัดที่ค้างรายงานมากที่สุด: {' / '.join(waiting) or 'ไม่มี'}")),
            _provinces(page.lines, page.last_day),
        ],
    )


def _some(province: Unit, *counts: tuple[str, int]) -> str:
    """หนองคาย (ดีขึ้น 2 ลดลง 1): of the counts those that are not 0."""
    return f"{province.name} ({' '.join(f'{word} {count}' for word, count in counts if count)})"


def _national_stand(page: NationPage) -> Stand:
    """An edition only when every province is shown from the same one."""
    runs = list(page.chosen.runs.values())
    editions = {run.edition for run in runs}
    if len(editions) == 1 and runs[0].edition and not page.without_run:
        return _stand(runs[0])
    return Stand(page.last_day, interim_words=f"ระดับหน่วยงาน{' และ'.join(page.kinds)} ข้อมูลล่าสุด")


def _provinces(lines: Sequence[ProvinceLine], last_day: date) -> Table:
    columns = (
        Column("จังหวัด", width=16),
        *GRADE_COLUMNS,
        Column("ไม่ได้", Form.COUNT, "ประเมิน", width=8),
        Column("ร้อยละ", Form.PERCENT, "A+B", width=8),
        Column("ดีขึ้น", Form.COUNT, "จากเดือนก่อน", width=7),
        Column("ลดลง", Form.COUNT, "จากเดือนก่อน", width=7),
        Column("แล้ว", Form.COUNT, "อำเภอรายงาน", width=8),
        Column("จาก", Form.COUNT, "อำเภอรายงาน", width=8),
        Column("ผล", width=9),
    )
    rows = [(line.province.name, *_province_numbers([line]), _result(line.run, last_day)) for line in lines]
    note = "ฉบับที่: ผลสุดท้ายจากฉบับที่ปิดระบบแล้ว / ร้อยละของอำเภอที่ประเมินได้ ปัดลง"
    return Table(f"{GRADE}รายจังหวัด", columns, rows, ("รวม", *_province_numbers(lines), ""), note=note)


def _province_numbers(lines: Sequence[ProvinceLine]) -> tuple[Value, ...]:
    """Counts of some provinces together; the share is of their assessed districts, rounded down as on the page.

    A province without a run has no counts, which are not zeros.
    """
    graded = [line for line in lines if line.run]
    counts = [
        sum(line.counts[place] for line in graded) if graded else None for place in range(len(LETTER_COLUMNS))
    ]
    assessed, good = sum(line.assessed for line in lines), sum(line.good for line in lines)
    return (
        *counts,
        good * 100 // assessed if assessed else None,
        sum(line.up for line in graded) if graded else None,
        sum(line.down for line in graded) if graded else None,
        sum(line.reports.reported for line in lines),
        sum(line.reports.total for line in lines),
    )


def _result(run: GradeRun | None, last_day: date) -> str:
    """Short, for a narrow column; an interim run older than the newest says its day."""
    if run is None:
        return "ยังไม่จัด"
    if run.edition:
        return f"ฉบับที่ {run.edition.number}"
    return "ชั่วคราว" if run.as_of == last_day else f"ชั่วคราว {thai.short_date(run.as_of)}"
