"""Tables, forms and prose as worksheets, in the paper's layout or flat for data."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby, islice, repeat
from typing import Final, TypeGuard

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from reporting.paper import Column, Facts, Imprint, Paper, Prose, Signature, Table, Value
from reporting.workbook.cells import (
    ANSWER,
    BODY,
    HEAD,
    HEADING,
    LABEL,
    LINE,
    NUMBER_FORMATS,
    PROSE,
    SIGN,
    TITLE,
    TOTAL,
    Ink,
    Look,
)
from reporting.workbook.leaf import Leaf, lines_of
from reporting.workbook.origin import PERSONAL
from reporting.workbook.sums import Control, heading_of

FACT_WIDTHS: Final = (38, 62)
PROSE_NAME: Final = "ข้อความ"
PROSE_WIDTHS: Final = (95,)
SHORT: Final = 1000  # rows whose numbers are measured
OF_LETTER: Final = 1.3  # a bold digit of 14 points in units of a column's width
LEAST_WIDTH: Final = 7.5  # for the headings
TOLD_EVERY: Final = 1000  # rows
DOTS: Final = "." * 30
ReportProgress = Callable[[int, str], None]


@dataclass(frozen=True)
class Margins:
    """What stands around a block on its own sheet: titles and prose above; prose, remarks, signatures below."""

    paper: Paper
    above: Sequence[Prose]
    below: Sequence[Prose]
    left_foot: str
    right_foot: str
    is_last: bool

    @classmethod
    def of(
        cls, paper: Paper, imprint: Imprint, above: Sequence[Prose], below: Sequence[Prose], *, is_last: bool
    ) -> "Margins":
        right = "มีข้อมูลส่วนบุคคล" if paper.is_personal else imprint.fingerprint[:16]
        return cls(paper, above, below, f"{imprint.number} {paper.stand.words}", right, is_last)

    @property
    def titles(self) -> tuple[str, ...]:
        """The lines under the title."""
        personal = (PERSONAL,) if self.paper.is_personal else ()
        return (*self.paper.lines, self.paper.stand.words, *personal)

    @property
    def height(self) -> int:
        """How many rows stand above the block."""
        return 1 + len(self.titles) + sum(len(prose_lines(prose)) for prose in self.above)

    def draw_above(self, leaf: Leaf) -> None:
        leaf.across(self.paper.title, TITLE)
        for line in self.titles:
            leaf.across(line, LINE)
        for prose in self.above:
            _draw_paragraphs(leaf, prose)

    def draw_below(self, leaf: Leaf, note: str = "") -> None:
        if note:
            leaf.across(note, PROSE)
        for prose in self.below:
            _draw_paragraphs(leaf, prose)
        if self.is_last:
            for remark in self.paper.remarks:
                leaf.across(remark, PROSE)
            _draw_signatures(leaf, self.paper.signatures)


# --- tables ---


def draw_table(
    book: Workbook, table: Table, margins: Margins, ink: Ink, report_progress: ReportProgress
) -> Control:
    """A table on its sheet. Raises: SumsDiffer."""
    leaf = Leaf(book, table.name, _widths(table), ink, is_landscape=margins.paper.is_landscape)
    leaf.foot(margins.left_foot, margins.right_foot)
    control = Control(table)
    if ink.is_flat:
        leaf.freeze(below=1)
        _draw_flat_head(leaf, table.columns)
        _draw_flat_rows(leaf, table, control, report_progress)
        control.rows = (2, leaf.written) if len(table.rows) and not len(table.sizes) else None
        control.check()
        leaf.close(titles=(1, 1), filtered=True)
        return control
    first = margins.height + 1
    last = first + _has_groups(table)
    leaf.freeze(below=last)
    margins.draw_above(leaf)
    _draw_head(leaf, table.columns)
    top = leaf.written + 1
    _draw_entries(leaf, table, control, report_progress)
    control.rows = (top, leaf.written) if len(table.rows) else None
    control.check()
    if table.total is not None:
        leaf.row(_total_cells(leaf, table, table.total), 1)
    margins.draw_below(leaf, table.note)
    leaf.close(titles=(first, last))
    return control


def _widths(table: Table) -> list[float]:
    """Of each column what it asks for; numbers of a short table what they take, so that it prints in larger letters."""
    if len(table.rows) > SHORT:
        return [column.width for column in table.columns]
    rows = [*table.rows, *([table.total] if table.total else [])]
    return [_width(column, [row[place] for row in rows]) for place, column in enumerate(table.columns)]


def _width(column: Column, values: Sequence[Value]) -> float:
    if column.form not in NUMBER_FORMATS:
        return column.width
    decimals = NUMBER_FORMATS[column.form].count("0") - 1
    longest = max((len(f"{value:,.{decimals}f}") for value in values if _is_number(value)), default=0)
    return max(longest * OF_LETTER, LEAST_WIDTH if column.group else min(column.width, LEAST_WIDTH))


def _is_number(value: Value) -> TypeGuard[int | Decimal]:
    return isinstance(value, int | Decimal)


def _has_groups(table: Table) -> bool:
    return any(column.group for column in table.columns)


def _draw_head(leaf: Leaf, columns: Sequence[Column]) -> None:
    """One row of headings, or two: shared headings over their columns, the others over both rows."""
    labels = [leaf.cell(column.label, look=HEAD) for column in columns]
    high = max(lines_of(column.label, column.width) for column in columns)
    if not any(column.group for column in columns):
        leaf.row(labels, high)
        return
    top = leaf.written + 1
    groups = [leaf.ink.blank(leaf.sheet, HEAD) for _ in columns]
    high_group = 1
    for group, places in groupby(range(len(columns)), key=lambda place: columns[place].group or place):
        run = list(places)
        if isinstance(group, str):
            groups[run[0]] = leaf.cell(group, look=HEAD)
            leaf.merge((top, run[0] + 1), (top, run[-1] + 1))
            high_group = max(high_group, lines_of(group, sum(columns[place].width for place in run)))
        else:
            groups[run[0]], labels[run[0]] = labels[run[0]], groups[run[0]]
            leaf.merge((top, run[0] + 1), (top + 1, run[0] + 1))
    leaf.row(groups, high_group)
    leaf.row(labels, high)


def _draw_flat_head(leaf: Leaf, columns: Sequence[Column]) -> None:
    headings = [heading_of(column) for column in columns]
    high = max(lines_of(text, column.width) for text, column in zip(headings, columns, strict=True))
    leaf.row([leaf.cell(text, look=HEAD) for text in headings], high)


def _cells(leaf: Leaf, table: Table, row: Sequence[Value], look: Look = BODY) -> list[WriteOnlyCell]:
    pairs = zip(row, table.columns, strict=True)
    return [leaf.cell(value, column.form, look) for value, column in pairs]


def _total_cells(leaf: Leaf, table: Table, total: Sequence[Value]) -> list[WriteOnlyCell]:
    """A column without a total stays empty: a dash would say that an answer is missing."""
    return [
        leaf.ink.blank(leaf.sheet, TOTAL) if value is None else leaf.cell(value, column.form, TOTAL)
        for value, column in zip(total, table.columns, strict=True)
    ]


def _draw_flat_rows(leaf: Leaf, table: Table, control: Control, report_progress: ReportProgress) -> None:
    for entry in _with_progress(entries(table), len(table.rows), table.name, report_progress):
        for place, row in enumerate(entry):
            control.add(row, is_first=place == 0)
            leaf.row(_cells(leaf, table, row))


def _draw_entries(leaf: Leaf, table: Table, control: Control, report_progress: ReportProgress) -> None:
    if not len(table.rows):
        leaf.across(table.empty, LINE)
    for entry in _with_progress(entries(table), len(table.rows), table.name, report_progress):
        for place, (row, high) in enumerate(zip(entry, _heights(entry, table), strict=True)):
            control.add(row, is_first=place == 0)
            cells = _cells(leaf, table, row)
            if place:
                cells[: table.merged] = [leaf.ink.blank(leaf.sheet) for _ in range(table.merged)]
            leaf.row(cells, high)
        if len(entry) > 1:
            top = leaf.written - len(entry) + 1
            for column in range(1, table.merged + 1):
                leaf.merge((top, column), (leaf.written, column))


def entries(table: Table) -> Iterator[list[tuple[Value, ...]]]:
    """The rows of each entry. Raises: ValueError when the sizes are not those of the rows."""
    if table.sizes and sum(table.sizes) != len(table.rows):
        raise ValueError(f"{table.name}: {sum(table.sizes)} rows in entries, {len(table.rows)} rows")
    rows = iter(table.rows)
    for size in table.sizes or repeat(1):
        entry = list(islice(rows, size))
        if not entry:
            return
        yield entry


def _with_progress(
    found: Iterator[list[tuple[Value, ...]]], count: int, name: str, report_progress: ReportProgress
) -> Iterator[list[tuple[Value, ...]]]:
    done = 0
    for entry in found:
        yield entry
        before, done = done, done + len(entry)
        if done // TOLD_EVERY > before // TOLD_EVERY:
            report_progress(done * 100 // count, f"{name} แถวที่ {done:,} จาก {count:,}")


def _heights(entry: Sequence[Sequence[Value]], table: Table) -> list[float]:
    """Lines of each row of an entry; what its merged cells need beyond them is shared by its rows."""
    shared = table.merged if len(entry) > 1 else 0
    highs = [_lines(row, table.columns, shared, len(table.columns)) for row in entry]
    lacking = _lines(entry[0], table.columns, 0, shared) - sum(highs)
    more = max(lacking, 0) / len(entry)
    return [high + more for high in highs]


def _lines(row: Sequence[Value], columns: Sequence[Column], start: int, stop: int) -> int:
    needs = [
        lines_of(value, columns[place].width)
        for place, value in enumerate(row[:stop])
        if place >= start and isinstance(value, str)
    ]
    return max(needs, default=1)


# --- forms and prose ---


def draw_facts(book: Workbook, facts: Facts, margins: Margins, ink: Ink) -> None:
    """A form: what is asked on the left, the answer on the right; flat without its titles."""
    leaf = Leaf(book, facts.name, FACT_WIDTHS, ink, is_landscape=margins.paper.is_landscape)
    leaf.foot(margins.left_foot, margins.right_foot)
    first = 1 if ink.is_flat else margins.height + 1
    leaf.freeze(below=first)
    if not ink.is_flat:
        margins.draw_above(leaf)
    leaf.row([leaf.cell(text, look=HEAD) for text in ("รายการ", "ข้อมูล")], 1)
    for label, value, form in facts.rows:
        high = max(lines_of(label, FACT_WIDTHS[0]), lines_of(_text(value), FACT_WIDTHS[1]))
        look = BODY if ink.is_flat else ANSWER
        leaf.row([leaf.cell(label, look=LABEL), leaf.cell(value, form, look)], high)
    if not ink.is_flat:
        margins.draw_below(leaf, facts.note)
    leaf.close(titles=(first, first))


def draw_prose(book: Workbook, margins: Margins, ink: Ink) -> None:
    """A paper of words alone."""
    leaf = Leaf(book, PROSE_NAME, PROSE_WIDTHS, ink, is_landscape=margins.paper.is_landscape)
    leaf.foot(margins.left_foot, margins.right_foot)
    margins.draw_above(leaf)
    margins.draw_below(leaf)
    leaf.close()


def _text(value: Value) -> str:
    return value if isinstance(value, str) else ""


def prose_lines(prose: Prose) -> list[tuple[str, bool]]:
    """(text, whether it is a heading) of each line."""
    heading = [(prose.heading, True)] if prose.heading else []
    return heading + [(paragraph, False) for paragraph in prose.paragraphs]


def _draw_paragraphs(leaf: Leaf, prose: Prose) -> None:
    for text, is_heading in prose_lines(prose):
        leaf.across(text, HEADING if is_heading else PROSE)


def _draw_signatures(leaf: Leaf, signatures: Sequence[Signature]) -> None:
    """Places to sign side by side, as many as there are columns for."""
    left = list(signatures)
    while left:
        beside, left = left[: len(leaf.widths)], left[len(leaf.widths) :]
        leaf.across("", PROSE, lines=1)
        for lines in zip(*(_signature_lines(each) for each in beside), strict=True):
            leaf.side_by_side(lines, SIGN)


def _signature_lines(signature: Signature) -> tuple[str, ...]:
    name = signature.name or DOTS
    return (
        f"(ลงชื่อ) {DOTS} {signature.role}",
        f"({name})",
        f"ตำแหน่ง {signature.position or DOTS}",
        signature.acting,
        "วันที่ ....... / ....... / .......",
    )
