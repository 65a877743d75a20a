"""A table laid out for paper: its columns' widths, one size of letters, headings in two rows, entries kept together.

Widths come from what is printed: numbers, codes and days are measured and never broken; texts share what is left.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice

from reporting.document import measuring, values
from reporting.document.values import Digits
from reporting.paper import Column, Form, Table, Value

ENTRY_ROWS = 15  # a longer entry is drawn in pieces, or it would leave half a page empty
AGAIN = "(ต่อ)"
HEADING_PIECE = 4.0  # em: what a heading needs at least to break well


@dataclass(frozen=True)
class Cell:
    """One cell as it is printed. `pieces` are parted by spaces; a piece marked so is never broken."""

    pieces: tuple[tuple[str, bool], ...]
    classes: str
    span: int = 1

    @property
    def words(self) -> str:
        return " ".join(piece for piece, _ in self.pieces)


@dataclass(frozen=True)
class Heading:
    """A cell of the table's head."""

    words: str
    across: int = 1
    down: int = 1


@dataclass(frozen=True)
class Room:
    """What a table may take, in pt: its width, both sides of a cell, and between which sizes its letters lie."""

    width: float
    padding: float = 5.0
    smallest: float = 7.0
    largest: float = 11.5


@dataclass(frozen=True)
class Layout:
    """How wide the columns are, in percent, and how large the letters."""

    size: float  # pt
    percents: tuple[float, ...]
    ems: tuple[float, ...]  # of text that fits into each column


def layout(table: Table, room: Room, digits: Digits) -> Layout:
    """The largest letters with which every column gets the width it asks for, between two bounds.

    Below the smallest size the texts give way, never the numbers.
    """
    needs = [_need(table, index, digits) for index in range(len(table.columns))]
    available = room.width - room.padding * len(needs)
    size = max(room.smallest, min(room.largest, available / sum(needs)))
    total = available / size
    fixed = [need if _is_firm(column) else 0.0 for column, need in zip(table.columns, needs, strict=True)]
    texts = sum(needs) - sum(fixed)
    share = (total - sum(fixed)) / texts if texts else 1.0
    if share < 0.4:  # nothing left for texts: everything gives way alike
        fixed, share = [0.0] * len(needs), total / sum(needs)
    stretch = 1.0 if texts else total / sum(needs)
    ems = [firm * stretch if firm else need * share for firm, need in zip(fixed, needs, strict=True)]
    widths = [em * size + room.padding for em in ems]
    return Layout(round(size, 2), tuple(round(100 * each / sum(widths), 3) for each in widths), tuple(ems))


def fits(table: Table, room: Room, digits: Digits) -> bool:
    """No column has to give way."""
    needs = sum(_need(table, index, digits) for index in range(len(table.columns)))
    return needs * room.smallest + room.padding * len(table.columns) <= room.width


def _is_firm(column: Column) -> bool:
    return column.form is not Form.TEXT


def _need(table: Table, index: int, digits: Digits) -> float:
    """em: the width asked for, or that of the widest number when it is more."""
    column = table.columns[index]
    of_group = [each for each in table.columns if column.group and each.group == column.group]
    heading = max(_heading_need(column.label), _heading_need(column.group) / max(len(of_group), 1))
    if not _is_firm(column):
        return max(column.width * measuring.AVERAGE, heading)
    rows = [*table.rows, *([table.total] if table.total else [])]
    widest = max(rows, key=lambda row: len(values.words(row[index], column.form)), default=None)
    text = digits(values.words(widest[index], column.form)) if widest else ""
    return max(measuring.width(text) * 1.04, heading, 2.0)


def _heading_need(label: str) -> float:
    """em: the longest word, or as much of it as breaks well."""
    return min(max(map(measuring.width, label.split()), default=0.0), HEADING_PIECE)


def headings(table: Table) -> tuple[tuple[Heading, ...], ...]:
    """One row, or two when neighbours share a group: the group above, its columns below."""
    if not any(column.group for column in table.columns):
        return (tuple(Heading(column.label) for column in table.columns),)
    above: list[Heading] = []
    below: list[Heading] = []
    for group, columns in groupby(table.columns, key=lambda column: column.group):
        labels = [column.label for column in columns]
        if group:
            above.append(Heading(group, across=len(labels)))
            below += [Heading(label) for label in labels]
        else:
            above += [Heading(label, down=2) for label in labels]
    return tuple(above), tuple(below)


Entry = list[tuple[Value, ...]]


def entries(table: Table) -> Iterator[Entry]:
    """The rows cut into entries; without `sizes` each row is one."""
    rows = iter(table.rows)
    for size in table.sizes or [1] * len(table.rows):
        yield list(islice(rows, size))


def pieces(table: Table, sizes: Sequence[int]) -> list[Table]:
    """The table cut at the ends of entries; the total and the note stay with the last."""
    found, entry, row = [], 0, 0
    for number, size in enumerate(sizes):
        of_part = table.sizes[entry : entry + size]
        rows = sum(of_part) if table.sizes else size
        is_last = number == len(sizes) - 1
        found.append(
            replace(
                table,
                rows=table.rows[row : row + rows],
                sizes=of_part,
                total=table.total if is_last else None,
                note=table.note if is_last else "",
            )
        )
        entry, row = entry + size, row + rows
    return found


@dataclass(frozen=True)
class Printer:
    """Writes the cells of one table."""

    table: Table
    layout: Layout
    digits: Digits

    def group(self, entry: Entry) -> Iterator[list[list[Cell]]]:
        """The printed rows of an entry, in pieces that fit on a page; a further piece says that it goes on."""
        for start in range(0, len(entry), ENTRY_ROWS):
            piece = entry[start : start + ENTRY_ROWS]
            merged = self.table.merged if len(self.table.sizes) else 0
            rows = []
            for place, row in enumerate(piece):
                head = [self._cell(i, row[i], span=len(piece)) for i in range(merged)] if place == 0 else []
                if head and start and merged:
                    head[-1] = self._going_on(head[-1])
                rows.append(head + [self._cell(i, row[i]) for i in range(merged, len(row))])
            yield rows

    def total(self, row: Sequence[Value]) -> list[Cell]:
        """The last row: empty before its first word and where its column has no numbers."""
        cells = []
        for index, value in enumerate(row):
            is_number = self.table.columns[index].form in values.NUMBERS and any(cell.words for cell in cells)
            cells.append(self._cell(index, "" if value is None and not is_number else value))
        return cells

    def _cell(self, index: int, value: Value, span: int = 1) -> Cell:
        column = self.table.columns[index]
        words = self.digits(values.words(value, column.form))
        if column.form in values.NUMBERS and not isinstance(value, str):
            return Cell(((words, False),), "n", span)
        if _is_firm(column):
            return Cell(((words, False),), "c", span)
        room = self.layout.ems[index]
        if measuring.width(words) <= room:
            return Cell(((words, False),), "k", span)
        pieces = tuple((piece, measuring.width(piece) <= room) for piece in words.split())
        return Cell(pieces, "", span)

    def _going_on(self, cell: Cell) -> Cell:
        return Cell((*cell.pieces, (AGAIN, True)), "", cell.span)
