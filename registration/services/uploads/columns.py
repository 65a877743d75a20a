"""Which column of a table of records is which: the head of one to three rows, merged or not, and what is guessed.

A head is a row, or a band of rows, in which a kind of table knows at least two columns by name.
"""

import hashlib
import json
import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from otop_registry import thai
from registration.services.uploads import heads, monthly, months, several
from registration.services.uploads.heads import Kind
from registration.services.uploads.sheets import Cell, Sheet, Span

NEEDED: Final = 2  # known columns that make a row a head
_ABOUT: Final = re.compile(r"^(?:ส่วนที่\s*[0-9๐-๙]+\s*)?(?:ข้อมูล|รายละเอียด)(?:ของ|เกี่ยวกับ|ด้าน)?\s*")
SEARCHED: Final = 100  # rows in which the first head must stand


@dataclass(frozen=True)
class Band:
    """The rows of one head. `stacks` {column: its cells from top to bottom}, `keys` {column: key}."""

    first_row: int
    last_row: int
    stacks: Mapping[int, tuple[Cell, ...]]
    keys: Mapping[int, str]

    def text(self, column: int) -> str:
        """A column's head in one line."""
        return _line(self.stacks.get(column, ()))

    @property
    def shape(self) -> str:
        """The same for every file with these heads in this order, however they are spaced."""
        said = [[column, heads.bare(self.text(column))] for column in sorted(self.stacks)]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:32]


def _line(stack: Iterable[Cell]) -> str:
    return " ".join(thai.repair(months.written(cell.value)) for cell in stack)


def find(sheet: Sheet, kind: Kind, start: int = 1, last: int | None = None) -> Band | None:
    """The head that knows the most columns, of those that begin at or after `start`; the lowest of equals."""
    rows = range(start, min(last or SEARCHED, len(sheet.rows)) + 1)
    bands = [band for row in rows for band in _bands(sheet, kind, row)]
    return max(bands, key=_rank, default=None)


def _rank(band: Band) -> tuple[int, int, int, int]:
    """What makes a band the head: the columns it knows, the months it names, and that it is low."""
    by_month = sum(monthly.MARK in key for key in band.keys.values())
    return len(band.keys), by_month, -_height(band), -band.first_row


def repeated(sheet: Sheet, kind: Kind, head: Band, row: int, known: frozenset[str]) -> Band | None:
    """The head that begins at a row under another one: the same again on a new page, or one of its own.

    A row is looked at only where it holds no figures and two of its texts are `known`: most rows are records.
    """
    if heads.holds_figures(sheet.rows[row - 1]):
        return None
    texts = (cell.value for cell in sheet.rows[row - 1] if isinstance(cell.value, str))
    if sum(heads.bare(text) in known for text in texts) < NEEDED:
        return None
    found = [band for band in _bands(sheet, kind, row) if _height(band) == _height(head)]
    for band in found:
        same = [column for column in band.stacks if band.text(column) == head.text(column)]
        if len(same) == len(head.stacks) == len(band.stacks):
            return band
        named = [column for column in band.keys if _is_name(kind, band.text(column))]
        if len(named) > max(NEEDED, len(band.stacks) / 2):
            return band
    return None


def guessed(sheet: Sheet) -> Band | None:
    """The first row of at least two texts without figures, for a table of which no column is known."""
    for row in range(1, min(SEARCHED, len(sheet.rows)) + 1):
        stacks = _stacks(sheet, range(row, row + 1))
        if len(stacks) >= NEEDED and not heads.holds_figures(sheet.rows[row - 1]):
            return Band(row, row, stacks, {})
    return None


def mapped(band: Band, mapping: Mapping[int, str], kind: Kind) -> Band:
    """The head with what a person said of its columns; a key goes to no two columns that may not share it."""
    taken = {several.base_of(key) for key in mapping.values()}
    guessed = {column: key for column, key in band.keys.items() if column not in mapping}
    rest = {column: key for column, key in guessed.items() if several.base_of(key) not in taken}
    said = {column: key for column, key in mapping.items() if key}
    texts = {column: band.text(column) for column in band.stacks}
    return Band(band.first_row, band.last_row, band.stacks, several.placed(kind, rest | said, texts))


def _height(band: Band) -> int:
    return band.last_row - band.first_row + 1


def _bands(sheet: Sheet, kind: Kind, first: int) -> Iterator[Band]:
    """The heads that begin at a row, from one to three rows high; a text that stands there alone is a title."""
    if _is_title(sheet, first):
        return
    for last in range(first, min(first + heads.TALLEST - 1, len(sheet.rows)) + 1):
        if heads.holds_figures(sheet.rows[last - 1]) or _cuts(sheet, last):
            if heads.holds_figures(sheet.rows[last - 1]):
                return
            continue
        stacks = _stacks(sheet, range(first, last + 1))
        keys = _keys(kind, stacks, sheet)
        if len(keys) >= NEEDED:
            yield Band(first, last, stacks, keys)


def _is_title(sheet: Sheet, row: int) -> bool:
    written = [cell for cell in sheet.rows[row - 1] if not cell.is_blank]
    span = sheet.spans.get((row, written[0].column)) if len(written) == 1 else None
    return len(written) == 1 and (span is None or len(span.columns) == 1)


def _cuts(sheet: Sheet, last: int) -> bool:
    """Whether a merged cell goes on under the row: then the head does not end there."""
    spans = (sheet.spans.get((last, cell.column)) for cell in sheet.rows[last - 1])
    return any(span and span.first_row <= last < span.last_row for span in spans)


def _stacks(sheet: Sheet, rows: range) -> dict[int, tuple[Cell, ...]]:
    """The cells of every column's head; a cell merged over all of them is a title and no head."""
    width = max((len(sheet.rows[row - 1]) for row in rows), default=0)
    found = {column: tuple(_stack(sheet, rows, column, width)) for column in range(1, width + 1)}
    groups = _groups(sheet, rows)
    return {
        column: tuple(dict.fromkeys([*groups.get(column, ()), *stack]))
        for column, stack in found.items()
        if stack
    }


def _groups(sheet: Sheet, rows: range) -> dict[int, list[Cell]]:
    """{column: what stands over it further left}: an unmerged head of several columns stands in the first of them."""
    found: dict[int, list[Cell]] = {}
    for row in rows[:-1]:
        for column, cell in _group_of(sheet, row):
            found.setdefault(column, []).append(cell)
    return found


def _group_of(sheet: Sheet, row: int) -> Iterator[tuple[int, Cell]]:
    """(column, the head that reaches over it) for the blank cells of a row with a head of their own right below."""
    written = [cell.column for cell in sheet.rows[row - 1] if not cell.is_blank]
    under = {cell.column for cell in sheet.rows[row] if not cell.is_blank}
    group: Cell | None = None
    for column in range(1, max(under, default=0) + 1):
        is_free = column in under and (row, column) not in sheet.spans
        if column in written:
            group = sheet.at(row, column) if is_free and len(written) >= NEEDED else None
        elif group and is_free:
            yield column, group
        else:
            group = None


def _stack(sheet: Sheet, rows: Iterable[int], column: int, width: int) -> Iterator[Cell]:
    said: list[Cell] = []
    for row in rows:
        span = sheet.spans.get((row, column))
        cell = sheet.filled(row, column)
        is_title = span is not None and len(span.columns) >= max(width, NEEDED)
        if cell and not cell.is_blank and not is_title and cell not in said:
            said.append(cell)
            yield cell


def _keys(kind: Kind, stacks: Mapping[int, tuple[Cell, ...]], sheet: Sheet) -> dict[int, str]:
    """{column: key}: whole names first, then words in a longer head; no key goes to two columns."""
    keys: dict[int, str] = {}
    said = {column: list(_said(stack, sheet)) for column, stack in stacks.items()}
    for is_whole in (True, False):
        for column, texts in said.items():
            taken = set(keys.values())
            if column not in keys and (key := _key(kind, texts, taken, is_whole=is_whole)):
                keys[column] = key
    for column, texts in said.items():
        if column not in keys and (key := _weak_key(kind, texts, set(keys.values()))):
            keys[column] = key
    keys = several.without_lone(kind, keys)
    keys |= several.more(kind, said, keys)
    keys = several.placed(kind, keys, {column: _line(stack) for column, stack in stacks.items()})
    by_month = monthly.keys(kind, {column: _line(stack) for column, stack in stacks.items()}, keys)
    rest = {column: key for column, key in keys.items() if column not in by_month}
    return dict(sorted((rest | by_month).items()))


def _weak_key(kind: Kind, texts: Iterable[str], taken: set[str]) -> str:
    """The free column that a head may mean: "ชื่อ" is a person's beside a surname, else the producer's."""
    said = {heads.bare(text) for text in texts}
    meant = [each for each in kind.columns if each.weak & said and each.key not in taken]
    fitting = [each for each in meant if not each.beside or each.beside & taken]
    return max(fitting, key=lambda each: bool(each.beside)).key if fitting else ""


def _said(stack: Sequence[Cell], sheet: Sheet) -> Iterator[str]:
    """The ways to read a head of several rows: all of it either way round, its last row, a row of its own column."""
    texts = [thai.repair(months.written(cell.value)) for cell in stack]
    yield " ".join(texts)
    yield " ".join(reversed(texts))
    yield " ".join(_ABOUT.sub("", text) for text in reversed(texts))
    for cell, text in zip(reversed(stack), reversed(texts), strict=True):
        span = sheet.spans.get((cell.row, cell.column), Span(cell.column, cell.row, cell.column, cell.row))
        if cell is stack[-1] or len(span.columns) == 1:
            yield text


def _key(kind: Kind, texts: Iterable[str], taken: Container[str], *, is_whole: bool) -> str:
    """The first free column that one of the ways to read a head means."""
    for text in texts:
        named, worded = kind.meant(heads.bare(text))
        for key in named if is_whole else worded:
            if key not in taken:
                return key
    return ""


def _is_name(kind: Kind, text: str) -> bool:
    """Whether a text is a column's whole name."""
    return any(column.is_named(heads.bare(text)) for column in kind.columns)
