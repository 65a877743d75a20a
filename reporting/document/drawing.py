"""A paper becomes a PDF: a short one in one piece here, a long one in parts in processes of their own.

Drawing costs about 12 ms and 0.16 MB a row, so that 3,000 rows in one piece would take the memory of the machine.
"""

from collections.abc import Callable

from reporting.document import blocks, pages, tables, values
from reporting.document.blocks import ONE_SHEET
from reporting.document.children import PROCESSES, draw_each
from reporting.document.joining import join_parts, stamp
from reporting.document.rendering import render
from reporting.paper import Imprint, Paper, Table

ReportProgress = Callable[[int, str], None]

LONG = 300  # rows; a longer table is drawn in parts
HALVED = 60  # rows that only two halves beside each other put on one sheet
CLOSEST, ON_A_SHEET = (
    "dense s9",
    32,
)  # how a form is set to save its second sheet, and the most rows that may fit
PART_ROWS = 400  # about 100 MB in a child
# pt that rows can take at most of a sheet with title, head and a place to sign; a row's height, in its letters' size
LYING_ROWS, STANDING_ROWS, LINE = 345.0, 600.0, 1.28


def ignore(percent: int, words: str) -> None:
    """Nobody wants to know."""


def draw(paper: Paper, imprint: Imprint, *, report_progress: ReportProgress = ignore) -> bytes:
    """The whole PDF of a paper; the same paper and imprint give the same bytes.

    Raises: children.DrawingFailed for a long paper that could not be drawn.
    """
    report_progress(0, "กำลังจัดหน้าเอกสาร")
    longest = max(paper.tables, key=lambda table: len(table.rows), default=None)
    if longest is not None and len(longest.rows) > LONG:
        pdf = _in_parts(paper, imprint, longest, report_progress)
    else:
        pdf = _in_one_piece(paper, imprint)
    report_progress(100, "จัดหน้าเอกสารแล้ว")
    return pdf


def _in_one_piece(paper: Paper, imprint: Imprint) -> bytes:
    """All but rosters are set tighter when that saves pages; what fits one sheet as tight as it takes."""
    first, *tighter_ones = _densities(paper)
    best = render(pages.sheet(paper, imprint, density=first))
    for density in tighter_ones:
        if best.pages == 1:
            break
        tighter = render(pages.sheet(paper, imprint, density=density))
        best = tighter if tighter.pages < best.pages else best
    return best.pdf


def _densities(paper: Paper) -> tuple[str, ...]:
    """Less room between the rows of a paper to sign, or smaller letters too; a roster is read as it is.

    More rows than one sheet holds at any size begin with the last way: the others would be drawn in vain.
    """
    if paper.is_one_sheet_form:
        return _sizes(paper)
    if paper.fits_one_sheet:
        is_hopeless = max((len(table.rows) for table in paper.tables), default=0) >= HALVED
        return pages.DENSITIES[-1:] if is_hopeless else pages.DENSITIES
    is_list = any(len(table.sizes) for table in paper.tables)
    is_tightened = paper.signatures or any(table.fold for table in paper.tables)
    if is_list or not is_tightened:
        return pages.DENSITIES[:1]
    rows = sum(len(table.rows) for table in paper.tables)
    return (*pages.DENSITIES[:2], CLOSEST) if rows <= ON_A_SHEET else pages.DENSITIES[:2]


def _sizes(paper: Paper) -> tuple[str, ...]:
    """The sizes of a form on one sheet, from the largest at which its rows alone leave room for all else.

    Sizes that its columns do not allow would draw the same once more: of these the first, and the closest.
    """
    rows = sum(1 + len(table.rows) for table in paper.tables)
    room = LYING_ROWS if paper.is_landscape else STANDING_ROWS
    fitting = [name for name, size in ONE_SHEET.items() if rows * LINE * size <= room] or [*ONE_SHEET][-1:]
    page, digits = blocks.room_of(paper, ""), values.digits_of(paper)
    most = min((tables.layout(table, page, digits).size for table in paper.tables), default=0.0)
    too_large = [name for name in fitting if ONE_SHEET[name] > most]
    return tuple(dict.fromkeys([*too_large[:1], *too_large[-1:], *fitting[len(too_large) :]]))


def _in_parts(paper: Paper, imprint: Imprint, longest: Table, report_progress: ReportProgress) -> bytes:
    parts = pages.cut(paper, part_sizes(longest))
    sheets = [pages.sheet(paper, imprint, part) for part in parts]
    drawn: dict[int, bytes] = {}
    for place, pdf in draw_each(sheets):
        drawn[place] = pdf
        report_progress(5 + 85 * len(drawn) // len(sheets), f"จัดหน้าแล้ว {len(drawn)} จาก {len(sheets)} ส่วน")
    report_progress(92, "กำลังรวมเล่มและใส่เลขหน้า")
    writer = join_parts([drawn[place] for place in range(len(sheets))], paper.title)
    numbers = render(pages.stamps(paper, len(writer.pages))).pdf
    return stamp(writer, numbers, paper.title)


def part_sizes(table: Table) -> list[int]:
    """Entries per part: parts of about equal rows, as many as keep every process busy to the end."""
    sizes = table.sizes or (1,) * len(table.rows)
    total = len(table.rows)
    wanted = -(-total // PART_ROWS)
    wanted = -(-wanted // PROCESSES) * PROCESSES
    found: list[int] = []
    entries = rows = 0
    for size in sizes:
        entries, rows = entries + 1, rows + size
        if rows * wanted >= total * (len(found) + 1):
            found.append(entries)
            entries = 0
    return [*found, entries] if entries else found
