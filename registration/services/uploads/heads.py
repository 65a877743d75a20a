"""The head of a table: one to three rows, merged or not, with the units and years of the lines around it.

A head is read word by word. What a reader does not know of a column of amounts is asked about, never skipped.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from otop_registry import thai
from registration.services.uploads import months, units
from registration.services.uploads.sheets import Cell, Sheet
from registration.services.uploads.units import Unit

TALLEST: Final = 3  # rows of one head
MOST_TRIED: Final = (
    100  # rows with a head's word: in the cells of a table of records they may stand in each row
)
MOST_REMEMBERED: Final = 5000  # texts of which it is remembered what they mean
_ROW_NUMBER: Final = re.compile(r"\(?[0-9][0-9,.]*\)?%?")
_BEGINS_FIGURE: Final = frozenset("(0123456789๐๑๒๓๔๕๖๗๘๙")
_YEAR: Final = re.compile("2[45][0-9]{2}")
_SIGNS: Final = re.compile(r"[\W_]+")


_ENUMERATED: Final = re.compile(r"^\(?[0-9๐-๙]{1,2}[.)]+(?:[0-9๐-๙]{1,2}[.)]?)?(?=[^0-9๐-๙])")


def bare(text: str) -> str:
    """A head as it is compared: in small letters, without spaces, a question's number or the star of a needed one."""
    return _ENUMERATED.sub("", "".join(text.lower().split())).rstrip("*:")


@dataclass(frozen=True)
class Column:
    """A column that a kind of table knows: a head is one of `names`, or holds one of `words`; spaces do not count.

    `title` is what it is called where a person chooses it, and in our own files. `weak` names count when nothing else
    knows the head, and where `beside` is given only in a table that has one of these keys. Several columns may have the
    key: `joined` is the sign between their values, `is_repeated` makes each a thing of its own, `is_alike` takes every
    such head for one more. What a head of `perhaps` means is asked;
    a head that is `one_of` several answers is none by itself.
    """

    key: str
    names: frozenset[str]
    words: tuple[str, ...] = ()
    title: str = ""
    weak: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()
    joined: str = ""
    is_repeated: bool = False
    is_alike: bool = False
    perhaps: frozenset[str] = frozenset()
    one_of: str = ""

    @property
    def is_many(self) -> bool:
        """Whether several columns of a table may have the key."""
        return self.is_repeated or bool(self.joined)

    def is_named(self, plain: str) -> bool:
        """Whether a bare text is one of its whole names, or its title."""
        return plain in self.names or plain == self._called

    @cached_property
    def _called(self) -> str:
        return bare(self.title)

    def is_worded(self, plain: str) -> bool:
        """Whether a bare text holds one of its words."""
        return any(word in plain for word in self.words)

    def is_headed(self, text: str) -> bool:
        return self.is_named(bare(text)) or self.is_worded(bare(text))


OUTCOME_HEAD: Final = "ผลการตรวจของระบบ"
# The column of outcomes in a file that was given back; every kind of table knows it, and reads nothing from it.
OUTCOME: Final = Column("outcome", frozenset(), (OUTCOME_HEAD,), title=f"{OUTCOME_HEAD} (ไม่บันทึก)")


@dataclass(frozen=True)
class Kind:
    """What a kind of table is made of. `row_keys`: one of them names whom a row is about.

    `known_words` may stand in the head of an amount and change nothing; any other word is asked about. A row that
    says nothing but `unsaid` keys is no record; amounts `by_month` may stand once for each month, the last of them is
    meant where a head says the month alone; `over` {key: how a line of its own names it for the rows under it}; `lead`
    is the key of what may be repeated in a row, as a producer's products are.
    """

    columns: tuple[Column, ...]
    row_keys: frozenset[str]
    known_words: tuple[str, ...]
    unsaid: frozenset[str] = frozenset()
    by_month: tuple[str, ...] = ()
    over: Mapping[str, re.Pattern[str]] = field(default_factory=dict)
    lead: str = ""

    def meant(self, plain: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """(the keys that a bare head names, those whose words it holds), each text of a file once."""
        if (found := self._meant.get(plain)) is None:
            if len(self._meant) >= MOST_REMEMBERED:
                self._meant.clear()
            found = self._meant[plain] = (
                tuple(each.key for each in self.columns if each.is_named(plain)),
                tuple(each.key for each in self.columns if each.is_worded(plain)),
            )
        return found

    @cached_property
    def _meant(self) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
        return {}


@dataclass(frozen=True)
class Amounts:
    """A column of amounts: its head, the months and years that it names, its units, and what nobody knows of it."""

    head: Cell
    text: str
    spoken: months.Spoken
    units: tuple[Unit, ...]
    unknown: str

    @property
    def is_total(self) -> bool:
        """Whether it adds up others: รวม, a quarter, or several months."""
        return (
            "รวม" in self.text
            or len(self.spoken.months) > 1
            or bool(self.spoken.quarter and not self.spoken.months)
        )


@dataclass(frozen=True)
class Head:
    """Where a table's columns are. `keys` {key: column}, `amounts` {column: what its head says}."""

    first_row: int
    last_row: int
    keys: Mapping[str, int]
    amounts: Mapping[int, Amounts]
    others: Mapping[int, Cell] = field(default_factory=dict)

    @property
    def by_month(self) -> dict[int, Amounts]:
        """The columns of which each is one month's."""
        return {at: each for at, each in self.amounts.items() if len(each.spoken.months) == 1}

    @property
    def plain(self) -> dict[int, Amounts]:
        """The columns of amounts that name no month."""
        return {
            at: each
            for at, each in self.amounts.items()
            if not each.spoken.months and not each.spoken.quarter
        }


def find(sheet: Sheet, kind: Kind, start: int) -> Head | None:
    """The first head at or after row `start`; among bands that end close together, the one that says most."""
    best: tuple[int, Head] | None = None
    for last in _candidates(sheet, kind, start):
        if best and last > best[1].last_row + TALLEST - 1:
            break
        for first in range(last, max(start, last - TALLEST + 1) - 1, -1):
            head = _judge(sheet, kind, first, last)
            rank = _rank(head, kind) if head else 0
            if head and rank > (best[0] if best else 0):
                best = (rank, head)
    return _widened(sheet, kind, best[1], start) if best else None


def _candidates(sheet: Sheet, kind: Kind, start: int) -> Iterator[int]:
    """The rows in which a head may end: a word for the row's key stands in them, or at most two rows above."""
    columns = [column for column in kind.columns if column.key in kind.row_keys]
    named = count = 0  # the last row with such a word, and how many had one
    for row in range(start, len(sheet.rows) + 1):
        texts = [str(cell.value) for cell in sheet.rows[row - 1] if isinstance(cell.value, str)]
        if any(column.is_headed(thai.repair(text)) for text in texts for column in columns):
            named, count = row, count + 1
        if count > MOST_TRIED:
            return
        if named and row < named + TALLEST:
            yield row


def _rank(head: Head, kind: Kind) -> int:
    """0 for no head; a month in the heads says most, then a column of months, then amounts alone."""
    if not kind.row_keys & head.keys.keys():
        return 0
    if head.by_month:
        return 3
    if not head.plain:
        return 0
    return 2 if "month" in head.keys else 1


def _judge(sheet: Sheet, kind: Kind, first: int, last: int) -> Head | None:
    """The band read as a head; None when one of its rows holds figures."""
    rows = range(first, last + 1)
    if any(holds_figures(sheet.rows[row - 1]) for row in rows):
        return None
    width = max(len(sheet.rows[row - 1]) for row in rows)
    cells = {column: _stack(sheet, rows, column) for column in range(1, width + 1)}
    return _head(kind, rows, cells)


def _head(kind: Kind, rows: range, cells: Mapping[int, list[Cell]]) -> Head:
    keys: dict[str, int] = {}
    amounts: dict[int, Amounts] = {}
    others: dict[int, Cell] = {}
    for column, stack in cells.items():
        if not stack:
            continue
        key = _key(kind, stack)
        read = None if key and key != "amount" else _amounts(kind, stack, is_amount=key == "amount")
        if read:
            amounts[column] = read
        elif key and key != "amount" and key not in keys:
            keys[key] = column
        else:
            others[column] = stack[-1]
    return Head(rows[0], rows[-1], keys, amounts, others)


def _stack(sheet: Sheet, rows: Iterable[int], column: int) -> list[Cell]:
    """The cells of a column's head from top to bottom, each merged one once."""
    stack: list[Cell] = []
    for row in rows:
        cell = sheet.filled(row, column)
        if cell and not cell.is_blank and cell not in stack:
            stack.append(cell)
    return stack


def _key(kind: Kind, stack: list[Cell]) -> str:
    text = thai.repair(" ".join(months.written(cell.value) for cell in stack))
    singles = [thai.repair(months.written(cell.value)) for cell in stack]
    for column in kind.columns:
        if any(column.is_headed(each) for each in [text, *singles]):
            return column.key
    return ""


def _amounts(kind: Kind, stack: list[Cell], *, is_amount: bool) -> Amounts | None:
    """The stack as the head of amounts: it names a month, or is one by the kind's own words."""
    text = thai.repair(" ".join(months.written(cell.value) for cell in stack))
    try:
        spoken = months.spoken(text)
    except ValueError as fault:
        spoken = months.Spoken((), (), None, None, str(fault))
        return Amounts(stack[-1], text, spoken, (), str(fault)) if is_amount or _names_month(text) else None
    if not spoken.months and not spoken.quarter and not is_amount:
        return None
    found, rest = units.take(spoken.rest)
    return Amounts(stack[-1], text, spoken, tuple(found), unknown_words(kind, rest))


def _names_month(text: str) -> bool:
    return any(name in text for name in (*thai.MONTHS, *thai.SHORT_MONTHS))


def unknown_words(kind: Kind, text: str) -> str:
    """What is left of a head after every known word; "" for nothing."""
    for word in sorted(kind.known_words, key=len, reverse=True):
        text = re.sub(re.escape(word), " ", text, flags=re.IGNORECASE)
    return " ".join(part for part in text.split() if _SIGNS.sub("", part)).strip(" ()[]:-/")


def holds_figures(cells: Iterable[Cell]) -> bool:
    """Whether a row holds a number that is no year: then it is no part of a head."""
    return any(cell.is_formula or is_figure(cell) for cell in cells)


def is_figure(cell: Cell) -> bool:
    value = cell.value
    if isinstance(value, bool) or value is None:
        return False
    if isinstance(value, str) and value.lstrip()[:1] not in _BEGINS_FIGURE:
        return False
    text = thai.to_arabic(str(value)).strip().removesuffix(".0")
    return bool(_ROW_NUMBER.fullmatch(text)) and not _YEAR.fullmatch(text)


def _widened(sheet: Sheet, kind: Kind, head: Head, start: int) -> Head:
    """With the rows above that group its columns, such as "ปี 2566" over three months, and the units right below."""
    first, last = head.first_row, head.last_row
    while first > start and head.first_row - first < TALLEST - 1 and _groups(sheet, head, first - 1):
        first -= 1
    while last < len(sheet.rows) and last == head.last_row and _is_under(sheet, head, last + 1):
        last += 1
    above, own, whole = range(first, head.first_row), range(head.first_row, last + 1), range(first, last + 1)
    if not above and last == head.last_row:
        return head
    width = max(len(sheet.rows[row - 1]) for row in whole)
    cells = {
        column: [*_spread(sheet, head, above, column), *_stack(sheet, own, column)]
        for column in range(1, width + 1)
    }
    return _head(kind, whole, cells)


def _groups(sheet: Sheet, head: Head, row: int) -> bool:
    """Whether a row above stands over columns of amounts, and is no title over the whole table."""
    spans = {sheet.spans.get((row, column)) for column in head.amounts} - {None}
    if any(set(span.columns) & set(head.keys.values()) for span in spans if span):
        return False
    if holds_figures(sheet.rows[row - 1]):
        return False
    said = [column for column in head.amounts if (cell := sheet.at(row, column)) and not cell.is_blank]
    return len(said) > 1 or any(span and len(span.columns) > 1 for span in spans)


def _spread(sheet: Sheet, head: Head, rows: Iterable[int], column: int) -> dict[Cell, None]:
    """What group rows say of a column; an unmerged cell speaks for the blank ones to its right."""
    keys, said = set(head.keys.values()), dict[Cell, None]()
    for row in rows:
        for left in range(column, 0, -1):
            cell = sheet.filled(row, left)
            if left in keys or (cell and not cell.is_blank):
                said |= {cell: None} if cell and left not in keys else {}
                break
    return said


def _is_under(sheet: Sheet, head: Head, row: int) -> bool:
    """Whether the row right below still belongs to the head: units alone, under columns of amounts."""
    cells = [cell for cell in sheet.rows[row - 1] if not cell.is_blank]
    if not cells or any(cell.column in head.keys.values() for cell in cells):
        return False
    return all(units.stated(str(cell.value)) for cell in cells if cell.column in head.amounts) and any(
        cell.column in head.amounts for cell in cells
    )


def is_numbering(cells: Iterable[Cell]) -> bool:
    """(1) (2) (3), or 1 2 3: the columns numbered, as official tables do."""
    texts = [thai.to_arabic(str(cell.value)).strip(" ()").removesuffix(".0") for cell in cells]
    numbers = [int(text) for text in texts if re.fullmatch("[0-9]{1,2}", text)]
    return len(texts) > 2 and numbers == list(range(1, len(texts) + 1))
