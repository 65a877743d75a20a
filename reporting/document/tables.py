"""A table laid out for paper: its columns' widths, one size of letters, headings in two rows, entries kept together.

Widths come from what is printed: numbers, codes and days are measured and never broken; texts share what is left.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby, islice
from typing import NamedTuple, TypeVar

from registration import printable
from reporting.document import keeping, measuring, values
from reporting.document.values import Digits
from reporting.paper import Column, Form, Table, Value

KEPT_ROWS = 5  # a longer entry may go on on the next page, or it would leave half a page empty
GRADES = frozenset("ABCD")
LONG = "long"  # the class of such an entry
ROWS_WITH_END = 2
KEYS = 2  # columns that say of which line a row is: place and name
T = TypeVar("T")
SPARE = 1.05  # times what was measured: widths are rounded on their way to the page
BREAK = "\u200b"
OF_WORDS = frozenset("LMN")  # categories of letters, marks, digits
OPENING, QUOTES = frozenset({"Ps", "Pi", "Pf", "Pd"}), frozenset("\"'¡¿")
LEAST = 1.5  # em of a text or code, whatever the numbers take
LONGEST_CODE = 16.0  # em that a code may ask for; what is longer is broken
READABLE = 0.4  # of the width it asks for: with less of it a text stands in slivers
HEADING_PIECE = 4.5  # em: what a heading needs at least to break well
FEW_LINES = 2  # of a heading, give or take a word


class CellPiece(NamedTuple):
    """Words of a cell between two spaces. `opening` lets a line end before them where Unicode would forbid it."""

    words: str
    is_kept: bool = False  # never broken
    opening: str = ""


@dataclass(frozen=True)
class PrintedCell:
    """One cell as it is printed."""

    pieces: tuple[CellPiece, ...]
    classes: str
    down: int = 1
    across: int = 1
    is_name: bool = False  # where a continuation says (ต่อ)

    @property
    def words(self) -> str:
        return " ".join(piece.words for piece in self.pieces)


@dataclass(frozen=True)
class PrintedRow:
    """A printed row; `name` tells the pages apart on which the rows of a long entry come to stand."""

    cells: tuple[PrintedCell, ...]
    classes: str = ""
    name: str = ""


@dataclass(frozen=True)
class Body:
    """Rows that belong together."""

    rows: tuple[PrintedRow, ...]
    classes: str = ""

    @property
    def is_long(self) -> bool:
        return self.classes == LONG


@dataclass(frozen=True)
class Heading:
    """A cell of the table's head."""

    words: str
    across: int = 1
    down: int = 1
    place: int = 0  # of its first column


@dataclass(frozen=True)
class Room:
    """What a table may take, in pt: its width, both sides of a cell, and between which sizes its letters lie."""

    width: float
    padding: float = 5.2
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

    Below the smallest size texts give way first, then codes with them; numbers never, for them the letters get smaller.
    Where there is room, headings take two lines rather than four.
    """
    widest = _widest(table, digits)
    available = room.width - room.padding * len(table.columns)
    needs = _needs(table, widest, lines=FEW_LINES)
    if sum(needs) * room.largest > available:
        needs = _needs(table, widest, lines=0)
    numbers = sum(
        need for need, column in zip(needs, table.columns, strict=True) if not _is_no_number(column)
    )
    size = max(room.smallest, min(room.largest, available / sum(needs)))
    others = sum(map(_is_no_number, table.columns))
    size = min(size, available / (numbers + LEAST * others))
    ems = _shared(table.columns, needs, available / size)
    widths = [em * size + room.padding for em in ems]
    return Layout(round(size, 2), tuple(round(100 * each / sum(widths), 3) for each in widths), tuple(ems))


def _shared(columns: Sequence[Column], needs: Sequence[float], total: float) -> list[float]:
    """em of each column: what texts ask for grows or shrinks to what the others leave of `total`."""
    for gives_way in (_is_text, _is_no_number):
        asked = sum(need for need, column in zip(needs, columns, strict=True) if gives_way(column))
        share = (total - sum(needs) + asked) / asked if asked else 0.0
        if share >= READABLE:
            return [
                need * share if gives_way(each) else need for need, each in zip(needs, columns, strict=True)
            ]
    if not asked:
        return [need * total / sum(needs) for need in needs]
    left = (total - sum(needs) + asked - LEAST * sum(map(_is_no_number, columns))) / asked
    pairs = zip(needs, columns, strict=True)
    return [LEAST + need * left if _is_no_number(each) else need for need, each in pairs]


def fits(table: Table, room: Room, digits: Digits) -> bool:
    """No column has to give way."""
    needs = sum(_needs(table, _widest(table, digits), lines=0))
    return needs * room.smallest + room.padding * len(table.columns) <= room.width


def _is_text(column: Column) -> bool:
    return column.form is Form.TEXT


def _is_no_number(column: Column) -> bool:
    return column.form in {Form.TEXT, Form.CODE}


def all_rows(table: Table) -> Iterable[tuple[Value, ...]]:
    """Its rows, and its total."""
    return chain(table.rows, [table.total] if table.total else [])


def _widest(table: Table, digits: Digits) -> dict[int, float]:
    """em of the widest number or code of each column but those of text. Reads the rows once."""
    firm = [place for place, column in enumerate(table.columns) if not _is_text(column)]
    widest = dict.fromkeys(firm, 0.0)
    for row in all_rows(table):
        for place in firm:
            words = digits(values.words(row[place], table.columns[place].form))
            widest[place] = max(widest[place], *map(measuring.width, _listed(words)))
    return widest


def _needs(table: Table, widest: Mapping[int, float], lines: int) -> list[float]:
    """em of each column: the width it asks for, or that of its widest number or code, and of its heading in `lines`."""
    return [_need(table, place, widest.get(place), lines) for place in range(len(table.columns))]


def _listed(words: str) -> list[str]:
    """Codes of a list apart, each with its comma: several phones stand below each other."""
    *before, last = words.split(", ")
    return [*(f"{each}," for each in before), last]


def _need(table: Table, place: int, widest: float | None, lines: int) -> float:
    column = table.columns[place]
    of_group = [each for each in table.columns if column.group and each.group == column.group]
    above = _heading_need(column.group, lines) / max(len(of_group), 1)
    heading = max(_heading_need(column.label, lines), above)
    if widest is None:
        return max(column.width * measuring.AVERAGE, heading)
    asked = min(widest, LONGEST_CODE) if column.form is Form.CODE else widest
    return max(asked * SPARE, heading, 2.0)


def _heading_need(label: str, lines: int) -> float:
    """em: the longest word, or as much of it as breaks well; with `lines` what the heading takes to have no more."""
    piece = min(max(map(measuring.width, label.split()), default=0.0), HEADING_PIECE)
    return SPARE * max(piece, measuring.width(label) / lines if lines else 0.0)


def headings(table: Table) -> tuple[tuple[Heading, ...], ...]:
    """One row, or two when neighbours share a group: the group above, its columns below."""
    if not any(column.group for column in table.columns):
        return (tuple(Heading(column.label, place=place) for place, column in enumerate(table.columns)),)
    above: list[Heading] = []
    below: list[Heading] = []
    for group, columns in groupby(enumerate(table.columns), key=lambda pair: pair[1].group):
        labels = [(place, column.label) for place, column in columns]
        if group:
            above.append(Heading(group, across=len(labels), place=labels[0][0]))
        down = 1 if group else 2
        (below if group else above).extend(Heading(label, down=down, place=place) for place, label in labels)
    return tuple(above), tuple(below)


def heading_pieces(words: str, heading: Heading, plan: Layout) -> list[keeping.Piece]:
    """A heading in pieces; a compound stays whole where its column is wide enough."""
    room = sum(plan.ems[heading.place : heading.place + heading.across])
    return [(piece, kept and measuring.width(piece) <= room) for piece, kept in keeping.pieces(words)]


Entry = list[tuple[Value, ...]]


def entries(table: Table) -> Iterator[Entry]:
    """The rows cut into entries; without `sizes` each row is one."""
    rows = iter(table.rows)
    for size in table.sizes or [1] * len(table.rows):
        yield list(islice(rows, size))


def bands(table: Table) -> tuple[Table, Table]:
    """A wide table in two, one below the other: the columns before its fold, and those behind it with the first two.

    What is said of the whole stands below the second.
    """
    fold = table.fold

    def below(row: Sequence[T]) -> tuple[T, ...]:
        return (*row[:KEYS], *row[fold:])

    first = replace(
        table,
        columns=table.columns[:fold],
        rows=[row[:fold] for row in table.rows],
        total=table.total and table.total[:fold],
        note="",
    )
    has_sums = table.total is not None and any(table.total[fold:])
    second = replace(
        table,
        columns=below(table.columns),
        rows=[below(row) for row in table.rows],
        total=below(table.total) if table.total and has_sums else None,
    )
    return first, second


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

    def bodies(self, name: str, *, has_end: bool) -> list[Body]:
        """The rows in bodies that a page leaves whole, but for long entries, whose rows are named after `name`.

        The last two rows stay with the total and with what ends the paper: a sheet to sign shows what is signed.
        """
        found = [self._body(number, entry, name) for number, entry in enumerate(entries(self.table))]
        if not found:
            found = [
                Body(
                    (
                        PrintedRow(
                            (
                                PrintedCell(
                                    (CellPiece(self.digits(self.table.empty)),),
                                    "empty",
                                    across=len(self.table.columns),
                                ),
                            )
                        ),
                    )
                )
            ]
        kept = self._kept(found) if has_end or self.table.total else 0
        head, tail = found[: len(found) - kept], found[len(found) - kept :]
        if not self.table.sizes and head:
            head = [Body(tuple(row for body in head for row in body.rows))]
        rows = tuple(row for body in tail for row in body.rows)
        if self.table.total:
            rows += (PrintedRow(tuple(self._total(self.table.total)), "total"),)
        if not (has_end or rows):
            return head
        return [*head, Body(rows, "last" if kept else "last after")]

    def _kept(self, bodies: list[Body]) -> int:
        """How many of the last entries make up the rows that stay together; 0 when the last one may be cut."""
        rows = 0
        for number, body in enumerate(reversed(bodies)):
            if rows >= ROWS_WITH_END or body.is_long:
                return number
            rows += len(body.rows)
        return len(bodies)

    def _body(self, number: int, entry: Entry, name: str) -> Body:
        rows = self._entry(entry)
        if len(rows) <= KEPT_ROWS:
            return Body(tuple(PrintedRow(tuple(row)) for row in rows), "entry")
        named = (PrintedRow(tuple(row), name=f"{name}-{number}-{place}") for place, row in enumerate(rows))
        return Body(tuple(named), LONG)

    def _entry(self, entry: Entry) -> list[list[PrintedCell]]:
        """The printed rows of an entry; what its rows share is written once, beside all of them."""
        merged = self.table.merged if len(self.table.sizes) else 0
        name = next((i for i in range(merged) if _is_text(self.table.columns[i])), None)
        rows = []
        for place, row in enumerate(entry):
            head = [self._cell(i, row[i], down=len(entry), is_name=i == name) for i in range(merged)]
            cells = [self._cell(i, row[i]) for i in range(merged, len(row))]
            rows.append([*head, *cells] if place == 0 else cells)
        return rows

    def _total(self, row: Sequence[Value]) -> list[PrintedCell]:
        """The last row: empty before its first word and where its column has no numbers."""
        cells: list[PrintedCell] = []
        for index, value in enumerate(row):
            is_number = self.table.columns[index].form in values.NUMBERS and any(cell.words for cell in cells)
            cells.append(self._cell(index, "" if value is None and not is_number else value))
        return cells

    def _cell(self, index: int, value: Value, down: int = 1, *, is_name: bool = False) -> PrintedCell:
        """Only what surely fits is kept on one line; all else may break, at last between any two letters."""
        column = self.table.columns[index]
        words, room = self.digits(values.words(value, column.form)), self.layout.ems[index]
        if column.form in values.NUMBERS and not isinstance(value, str):
            return PrintedCell((CellPiece(words),), "n", down)
        kind = "" if _is_text(column) else "c"
        if column.is_grade and words in GRADES:
            return PrintedCell((CellPiece(words, is_kept=True),), f"g g-{words.lower()}", down)
        if _is_kept(words, room):
            return PrintedCell((CellPiece(words),), f"{kind} k".strip(), down, is_name=is_name)
        parts = keeping.words(words) if _is_text(column) else _listed(words)
        return PrintedCell(_pieces(parts, room), kind, down, is_name=is_name)


def _pieces(parts: Sequence[str], room: float) -> tuple[CellPiece, ...]:
    """A line may end between any two: else ")" would stay on the line of the word before it, however long both are."""
    pairs = zip(["", *parts], parts, strict=False)
    return tuple(
        CellPiece(part, _is_kept(part, room), BREAK if before and is_bound(before[-1], part[0]) else "")
        for before, part in pairs
    )


def is_bound(last: str, first: str) -> bool:
    """Whether Unicode (UAX 14) may keep both signs on one line although a space stands between."""
    opens = last in QUOTES or unicodedata.category(last) in OPENING
    return opens or unicodedata.category(first)[0] not in OF_WORDS


def _is_kept(words: str, room: float) -> bool:
    return measuring.width(words) <= room and printable.is_known(
        words
    )  # else another font draws it, wider or not
