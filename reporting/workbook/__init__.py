"""Papers as workbooks an accountant can work on: real numbers and days, totals as values, no formula anywhere.

Draws, never counts: the only sums made here are those that must equal the paper's own totals.
Source: docs/rules.md 6; the letters' own forms were not found, the layout is ours.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

from openpyxl import Workbook
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.writer.excel import ExcelWriter

from reporting.paper import Block, Facts, Imprint, Paper, Prose, Table
from reporting.workbook.archive import PinnedArchive
from reporting.workbook.cells import Ink
from reporting.workbook.origin import describe, draw_origin
from reporting.workbook.sheets import Margins, draw_facts, draw_prose, draw_table
from reporting.workbook.sums import Control, SumsDiffer, draw_controls

__all__ = ["SumsDiffer", "draw", "ignore"]

ReportProgress = Callable[[int, str], None]
DRAWN: Final = 90  # percent; packing the file takes the rest


def ignore(percent: int, words: str) -> None:
    """For a caller to whom nobody listens."""


def draw(
    paper: Paper,
    imprint: Imprint,
    target: IO[bytes],
    *,
    flat: bool = False,
    report_progress: ReportProgress = ignore,
) -> None:
    """Writes the paper into `target` as .xlsx; the same paper and imprint give the same bytes.

    As on paper: titles, merged headings and entries, places to sign. `flat`, for data: one heading row, every value
    in each row, no total among the rows. Rows are streamed; `report_progress` hears percent and a Thai word on the way.

    Raises: SumsDiffer when a table's total is not the sum of its rows; nothing has been written to `target` then.
    """
    book = Workbook(write_only=True)
    ink = Ink(is_flat=flat, uses_thai_digits=paper.uses_thai_digits and not flat)
    with _clean_end(book):
        controls = _draw_blocks(book, paper, imprint, ink, report_progress)
        draw_controls(book, controls, ink)
        draw_origin(book, paper, imprint, ink)
        describe(book, paper, imprint)
        report_progress(DRAWN, "กำลังบันทึกไฟล์")
        with PinnedArchive(target) as archive:
            ExcelWriter(book, archive).write_data()
    report_progress(100, "เสร็จแล้ว")


@contextmanager
def _clean_end(book: Workbook) -> Iterator[None]:
    """Each worksheet grows in a temporary file, which a failure must not leave behind."""
    try:
        yield
    finally:
        for sheet in book.worksheets:
            _discard(sheet)


def _discard(sheet: WriteOnlyWorksheet) -> None:
    """Removes what a worksheet has on disk; a packed one has nothing."""
    writer = sheet._writer
    if writer is None or not Path(writer.out).exists():
        return
    with suppress(Exception):  # whatever broke the drawing may break the closing too
        sheet.close()
    writer.cleanup()


def _draw_blocks(
    book: Workbook, paper: Paper, imprint: Imprint, ink: Ink, report_progress: ReportProgress
) -> list[Control]:
    """One worksheet per table or form; prose stands above the one that follows it, or below the last."""
    leaves = _with_their_prose(paper.blocks)
    controls = []
    for place, (block, above, below) in enumerate(leaves):
        margins = Margins.of(paper, imprint, above, below, is_last=place == len(leaves) - 1)
        told = _part_of(report_progress, place, len(leaves))
        if isinstance(block, Table):
            controls.append(draw_table(book, block, margins, ink, told))
        elif isinstance(block, Facts):
            draw_facts(book, block, margins, ink)
        else:
            draw_prose(book, margins, ink)
    return controls


Leaf = tuple[Table | Facts | None, list[Prose], list[Prose]]


def _with_their_prose(blocks: Sequence[Block]) -> list[Leaf]:
    """What a workbook has of a paper: pictures show its tables once more."""
    leaves: list[Leaf] = []
    waiting: list[Prose] = []
    for block in blocks:
        if isinstance(block, Prose):
            waiting.append(block)
        elif isinstance(block, Table | Facts):
            leaves.append((block, waiting, []))
            waiting = []
    if waiting and not leaves:
        return [(None, waiting, [])]
    if waiting:
        leaves[-1][2].extend(waiting)
    return leaves


def _part_of(report_progress: ReportProgress, place: int, of: int) -> ReportProgress:
    """Percent of one worksheet become percent of the whole."""
    return lambda percent, words: report_progress((place * 100 + percent) * DRAWN // (of * 100), words)
