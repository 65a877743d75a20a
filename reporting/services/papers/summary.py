"""The executives' page on paper: counts per grade, what changed, who is late, what each lacks, four quarters.

Told from the same page objects as the screen, so that paper and screen cannot differ: with its colours, tiles and map.
The month is that of the meeting. Source: docs/rules.md 6; letter นค 0019.3/ก 9929, หมายเหตุ.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from grading.models import GradeRun, RunKind
from grading.moves import ALL_LETTERS, Move, Tally
from grading.services.board import Sums
from otop_registry import thai
from registration.models import Unit
from registration.places import province_of, word_below
from registration.services import subjects
from reporting.kinds import Kind
from reporting.paper import (
    Area,
    Block,
    Column,
    Facts,
    Form,
    Map,
    Paper,
    Picture,
    Prose,
    Stand,
    Table,
    Tile,
    Tiles,
    Value,
)
from reporting.services import nation, since, summary
from reporting.services.nation import NationLine, NationPage
from reporting.services.outlines import VIEW_BOX
from reporting.services.papers import changed
from reporting.services.papers.places import full_name
from reporting.services.summary import ProvincePage, SummaryLine, UngradedPage
from reporting.services.trend import Bar

TITLE: Final = "สรุปผลการจัดระดับหน่วยงานสำหรับผู้บริหาร"
NO_GRADE: Final = "ประเมินไม่ได้"
EMPTY: Final = "เดือนนี้ยังไม่มีการจัดระดับหน่วยงาน"
GRADE: Final = "ระดับหน่วยงาน"
HIGHEST: Final = "สูงสุดแล้ว"
CREDIT: Final = "แผนที่: MapSVG และ svg-maps (CC BY 4.0) ลดรายละเอียดแล้ว"
NAMED: Final = 10  # names in a sentence; the table below it has every one
GRADE_COLUMNS: Final = tuple(Column(letter, Form.COUNT, GRADE, width=7) for letter in ALL_LETTERS if letter)
LETTER_COLUMNS: Final = (*GRADE_COLUMNS, Column(NO_GRADE, Form.COUNT, width=10))


def paper(unit: Unit, month: date, *, on: date) -> Paper:
    """The page of the nation, of a province, or of a district: its own line while grades are not published."""
    if not unit.code:
        found = nation.of_nation(month, on)
        return _nation(unit, month, on, found) if found else _empty(unit, month, on)
    province = summary.province_of(unit)
    page = summary.of_province(province, month, on, seen=unit.code)
    return _province(unit, month, on, page) if page else _ungraded(unit, month, on, province)


def _paper(unit: Unit, month: date, words: str, stand: Stand, blocks: Sequence[Block]) -> Paper:
    return Paper(
        Kind.SUMMARY,
        unit.code,
        subject=subjects.of_month(month),
        title=TITLE,
        lines=(full_name(unit), f"ประชุมประจำเดือน{thai.month_name(month)}", *([words] if words else [])),
        stand=stand,
        blocks=tuple(blocks),
        fits_one_sheet=True,
    )


def _ungraded(unit: Unit, month: date, on: date, province: Unit) -> Paper:
    """A month without a run still has reports, sales and what the grades wait for."""
    page = summary.ungraded(province, month, on, seen=unit.code)
    quarter = f"ไตรมาส {page.quarter.label}"
    sales = page.sales
    rows: list[tuple[str, Value, Form]] = [
        (f"ยอดจำหน่าย {quarter} ของเดือนที่รายงานครบ (บาท)", sales.sales, Form.BAHT),
        ("ฐานเดือนเดียวกัน (บาท)", sales.base, Form.BAHT),
        ("เปลี่ยนแปลง (ร้อยละ)", sales.growth if sales.is_whole else None, Form.PERCENT),
        (f"ผลิตภัณฑ์เพิ่มสุทธิ {quarter} (รายการ)", page.increase, Form.COUNT),
        ("อำเภอที่ยังไม่มีฐาน", page.without_base, Form.COUNT),
    ]
    blocks: list[Block] = [
        Prose((EMPTY, page.why)),
        Facts("ข้อมูลที่มี", tuple(rows), note=sales.like_words),
        Prose((*_late(page, month, on, most=page.districts), *since.told(unit.code, month))),
    ]
    return _paper(unit, month, "", Stand(on, interim_words="ข้อมูล"), blocks)


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
            Tiles(f"{GRADE}รายแห่ง", tuple(_tile(line) for line in page.lines)),
            _districts(page, word_below(province_of(unit.code))),
            Prose(tuple(_changes(page))),
            Prose(tuple(_near(page))),
            Prose((*_late(page, month, on), *since.told(unit.code, month))),
            *changed.counts(unit, page.run.edition),
        ],
    )


def run_words(run: GradeRun) -> str:
    """ผลชั่วคราว or ผลสุดท้าย, never without its word; an unpublished final run says so."""
    if run.kind == RunKind.FINAL:
        return f"ผลสุดท้าย ครั้งที่ {run.number}" if run.published_at else "ผลสุดท้าย (ยังไม่ประกาศ)"
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
    return Table("จำนวนตามระดับหน่วยงาน", columns, rows, picture=Picture.TALLIES)


def _with_sum(label: str, counts: Sequence[int]) -> tuple[Value, ...]:
    return (label, *counts, sum(counts))


def _tile(line: SummaryLine) -> Tile:
    move, before = line.move, line.before
    moved = f"{move.label}จาก {before.letter}" if before and move and move in {Move.UP, Move.DOWN} else ""
    return Tile(line.district.name, line.letter, moved)


def _districts(page: ProvincePage, word: str) -> Table:
    rows = [_district(line) for line in page.lines]
    has_reasons = any(NO_GRADE in str(row[1]) for row in rows)  # they want their width only where they are
    columns = (
        Column(word, width=20),
        Column(GRADE, width=27 if has_reasons else 10, is_grade=True),
        Column("เดือนก่อน", width=11 if has_reasons else 8),
        Column("ผลิตภัณฑ์เพิ่ม", Form.COUNT, width=8),
        Column("ยอดจำหน่าย (บาท)", Form.BAHT, width=15),
        Column("ฐานเดือนเดียวกัน (บาท)", Form.BAHT, width=15),
        Column("ร้อยละ", Form.PERCENT, width=8),
        Column("ระดับถัดไป", Form.TEXT, "ยังขาด", width=9),
        Column("ผลิตภัณฑ์", Form.COUNT, "ยังขาด", width=8),
        Column("ยอดจำหน่าย (บาท)", Form.BAHT, "ยังขาด", width=15),
        Column("รายงาน", width=14),
    )
    note = f"เกณฑ์: {page.run.policy} เทียบเฉพาะเดือนที่รายงานครบของแต่ละแห่ง ยังไม่รายงานไม่ใช่ศูนย์"
    words = page.sums.sales.like_words
    total = _total(page.sums) if len(rows) > 1 else None
    return Table(f"{GRADE}ราย{word}", columns, rows, total, note=f"{note} {words}".strip())


def _total(sums: Sums) -> tuple[Value, ...]:
    """Sums of the rows; a growth only where it fits them."""
    sales = sums.sales
    growth = sales.growth if sales.is_whole else None
    return ("รวม", "", "", sums.increase, sales.sales, sales.base, growth, "", None, None, "")


def _district(line: SummaryLine) -> tuple[Value, ...]:
    gap = line.gap
    highest = HIGHEST if line.letter else None
    return (
        f"{line.district.name}{_partial(line)}",
        line.outcome.words,
        (line.before.letter or NO_GRADE) if line.before else None,
        line.grade.increase,
        line.grade.sales_baht,
        line.grade.compared_base_baht,
        line.growth,
        gap.grade if gap else highest,
        gap.products if gap else None,
        gap.baht if gap else None,
        _reported(line),
    )


def _partial(line: SummaryLine) -> str:
    """Which months a row compares where others of its table compare more."""
    names = " ".join(thai.SHORT_MONTHS[month.month - 1] for month in line.grade.months_compared)
    return f" (เฉพาะ {names})" if line.is_partial else ""


def _reported(line: SummaryLine) -> str | None:
    if line.standing is None:
        return None
    again = " ต้องยืนยันอีกครั้ง" if line.standing.is_overtaken else ""
    return f"{line.standing.state.label}{again}"


def _named(names: Sequence[str], between: str, most: int = NAMED) -> str:
    """The first names, and how many more: a province of fifty still fits on one sheet."""
    rest = len(names) - most
    return between.join(names[:most]) + (f"{between}และอีก {rest} แห่งตามตาราง" if rest > 0 else "")


def _changes(page: ProvincePage) -> Iterable[str]:
    if not page.chosen.before:
        yield "เปลี่ยนจากเดือนก่อน: ยังไม่มีการจัดระดับของเดือนก่อนในไตรมาสนี้"
        return
    moves = [f"{line.district.name} {_move(line)}" for line in page.changes]
    yield f"เปลี่ยนจากเดือนก่อน: {_named(moves, ' / ') or 'ทุกอำเภอระดับเท่าเดิม'}"


def _move(line: SummaryLine) -> str:
    now = line.letter or NO_GRADE
    if line.before is None:
        return f"{Move.FIRST.label} {now}"
    word = line.move.label if line.move in {Move.UP, Move.DOWN} else ""
    return f"{word}จาก {line.before.letter or NO_GRADE} เป็น {now}"


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


def _late(page: ProvincePage | UngradedPage, month: date, on: date, most: int = NAMED) -> Iterable[str]:
    """Who has not reported; `most` names where a table has all, every one where there is none."""
    said = [
        f"{group.state.label} {len(group.names)} แห่ง ({_named(group.names, ' ', most)})"
        for group in page.late
    ]
    said = said or [page.quiet_words]
    if page.again:
        said.append(f"ยอดเปลี่ยนหลังยืนยัน ต้องยืนยันอีกครั้ง {len(page.again)} แห่ง ({_named(page.again, ' ', most)})")
    yield f"{_asked(month, page.due.effective_day, on)}: {' / '.join(said)}"


def _asked(month: date, due: date, on: date) -> str:
    sales = thai.month_name(thai.previous_month(month))
    return f"รายงานยอดจำหน่ายเดือน{sales} กำหนด {thai.long_date(due)} สถานะ ณ วันที่ {thai.long_date(on)}"


def _trend(bars: Iterable[Bar]) -> Table:
    """Four quarters; a quarter without grades has no numbers, which are not zeros."""
    rows: list[tuple[Value, ...]] = []
    for bar in bars:
        counts = dict(bar.counts)
        numbers = [counts[letter] if bar.total else None for letter in ALL_LETTERS]
        rows.append((f"{bar.quarter.label}{' (ไตรมาสนี้)' if bar.is_now else ''}", *numbers))
    return Table("สี่ไตรมาส", (Column("ไตรมาส", width=18), *LETTER_COLUMNS), rows, picture=Picture.BARS)


# --- the nation ---


def _nation(unit: Unit, month: date, on: date, page: NationPage) -> Paper:
    kinds = " และ".join(page.kinds)
    words = f"{GRADE} ไตรมาส {page.chosen.quarter.label} ผล{kinds}"
    waiting = [
        _some(line.province, ("ล่าช้า", line.reports.late), ("ยังไม่รายงาน", line.reports.missing))
        for line in page.waiting
    ]
    moved = [
        _some(line.province, *((str(move.label), count) for move, count in line.changes))
        for line in page.moved
    ]
    asked = _asked(month, page.reports.due.effective_day, on)
    late = f"{asked}: รายงานแล้ว {page.reports.reported} จาก {page.reports.total} แห่ง"
    return _paper(
        unit,
        month,
        words,
        _national_stand(page),
        [
            _tallies(page.total.tallies),
            _map(page),
            _trend(page.bars),
            Prose((_national_sales(page.total.sums),)),
            Prose((_national_moves(page), f"จังหวัดที่อำเภอเปลี่ยนระดับมากที่สุด: {' / '.join(moved) or 'ไม่มี'}")),
            Prose(
                (
                    *since.told(unit.code, month),
                    late,
                    f"จังหวัดที่ค้างรายงานมากที่สุด: {' / '.join(waiting) or 'ไม่มี'}",
                )
            ),
            _provinces(page),
            *changed.counts(unit, page.edition),
        ],
    )


def _map(page: NationPage) -> Map:
    areas = (Area(line.province.name, line.outline, line.step) for line in page.lines if line.outline)
    missing = f" ยังไม่มีรูปในแผนที่: {page.unplaced}" if page.unplaced else ""
    return Map("สัดส่วนอำเภอระดับ A หรือ B", VIEW_BOX, tuple(areas), note=f"{CREDIT}{missing}")


def _national_sales(sums: Sums) -> str:
    """The page's total row in a sentence: the sheet has no room for three columns of amounts."""
    sales = sums.sales
    amounts = [
        f"{word} {thai.baht(amount)} บาท"
        for word, amount in (("ยอดจำหน่าย", sales.sales), ("ฐานเดือนเดียวกัน", sales.base))
        if amount is not None
    ]
    growth = f"เปลี่ยนแปลงร้อยละ {sales.growth}" if sales.is_whole and sales.growth else sales.like_words
    told = " ".join([*amounts, growth]).strip() or "ยังไม่มียอดให้เทียบ"
    return f"ทั้งประเทศ: ผลิตภัณฑ์เพิ่ม {sums.increase:,} รายการ {told}"


def _national_moves(page: NationPage) -> str:
    if not page.chosen.before:
        return "เปลี่ยนจากเดือนก่อน: ยังไม่มีการจัดระดับของเดือนก่อนในไตรมาสนี้"
    words = " ".join(f"{move.label} {count}" for move, count in page.changes)
    return f"เปลี่ยนจากเดือนก่อน: {f'{words} อำเภอ' if words else 'ทุกอำเภอระดับเท่าเดิม'}"


def _some(province: Unit, *counts: tuple[str, int]) -> str:
    """หนองคาย (ดีขึ้น 2 ลดลง 1): of the counts those that are not 0."""
    return f"{province.name} ({' '.join(f'{word} {count}' for word, count in counts if count)})"


def _national_stand(page: NationPage) -> Stand:
    """An edition only when every province is shown from the same one."""
    if page.edition:
        return _stand(next(iter(page.chosen.runs.values())))
    return Stand(page.last_day, interim_words=f"ระดับหน่วยงาน{' และ'.join(page.kinds)} ข้อมูลล่าสุด")


def _provinces(page: NationPage) -> Table:
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
    rows = [_province_row(line, page.last_day) for line in page.lines]
    total = page.total
    shown = (tally.count for tally in total.tallies)
    reports = (page.reports.reported, page.reports.total)
    last = ("รวม", *shown, total.share, total.up, total.down, *reports, "")
    note = "ฉบับที่: ผลสุดท้ายจากฉบับที่ปิดระบบแล้ว / ร้อยละ A+B คิดจากอำเภอที่ประเมินได้"
    return Table(f"{GRADE}รายจังหวัด", columns, rows, last, note=note)


def _province_row(line: NationLine, last_day: date) -> tuple[Value, ...]:
    """A province without a run has no counts, which are not zeros."""
    has_run = line.run is not None
    counts = line.counts if has_run else (None,) * len(ALL_LETTERS)
    moved = (line.up, line.down) if has_run else (None, None)
    reports = (line.reports.reported, line.reports.total)
    return (line.province.name, *counts, line.share, *moved, *reports, _result(line.run, last_day))


def _result(run: GradeRun | None, last_day: date) -> str:
    """Short, for a narrow column; an interim run older than the newest says its day."""
    if run is None:
        return "ยังไม่จัด"
    if run.edition:
        return f"ฉบับที่ {run.edition.number}{f' ครั้งที่ {run.number}' if run.number > 1 else ''}"
    return "ชั่วคราว" if run.as_of == last_day else f"ชั่วคราว {thai.short_date(run.as_of)}"
