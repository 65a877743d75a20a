"""The blocks of a paper as the templates of templates/print take them: texts in its digits, tables in their room.

Set abreast, a table of fifty rows is small, one of seventy-seven in two halves, and short ones share a line: the last
way to one sheet.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, pairwise
from typing import Any, TypeGuard

from reporting.document import keeping, pictures, tables, values
from reporting.paper import Block, Column, Facts, Form, Map, Paper, Prose, Table, Tiles, Value

Plans = Mapping[tuple[Column, ...], tables.Layout]  # of tables whose parts lie on several sheets
ABREAST = "abreast"
SHORT_LABEL, SHORT_ANSWER = (
    60,
    14,
)  # letters: labelled values of which three share a line of a sheet that lies
LONG, SHORT = 24, 6  # rows: a table set small or halved, and one that may stand beside another
SMALL, READABLE, BAND = 6.5, 9.0, 10.0  # pt
# Inside the margins of paper.css: 170 mm, lying 273 mm.
PORTRAIT, LANDSCAPE = tables.Room(481.0), tables.Room(773.0, smallest=7.6)
# Inside those of paper-abreast.css: 186 mm, 91 mm for one of two beside each other.
WIDE = tables.Room(527.0, padding=2.6, smallest=6.2, largest=9.0)
HALF = tables.Room(258.0, padding=2.6, smallest=6.2, largest=9.0)
# A page to look at has the margins of paper-picture.css; from step to step its table is set smaller.
PICTURED = {
    "": replace(WIDE, largest=9.5),
    "dense": replace(WIDE, largest=8.2),
    "denser": replace(WIDE, largest=7.2),
}

# A form on one sheet has the margins of paper-one.css; from step to step its letters get smaller.
ONE_SHEET = {
    "": 11.5, "dense": 11.0, "dense s10": 10.2, "dense s9": 9.4,
    "dense s8": 8.6, "dense s7": 7.8, "dense s6": 7.2, "dense s5": 6.6,
}  # fmt: skip


def room_of(paper: Paper, density: str) -> tables.Room:
    """What a table may take of the paper's page."""
    if paper.is_one_sheet_form:
        room = WIDE if not paper.is_landscape else replace(WIDE, width=LANDSCAPE.width)
        return replace(room, padding=3.4, smallest=SMALL, largest=ONE_SHEET[density])
    if density == ABREAST:
        return WIDE
    if paper.is_pictured:
        return PICTURED[density]
    room = LANDSCAPE if paper.is_landscape else PORTRAIT
    return replace(room, largest=min(room.largest, ONE_SHEET.get(density, room.largest)))


@dataclass(frozen=True)
class Writer:
    """Makes of each block what the template needs, by its kind."""

    digits: values.Digits
    room: tables.Room
    density: str
    plans: Plans = field(default_factory=dict)

    def blocks(self, blocks: Sequence[Block], end: dict[str, Any] | None) -> list[dict[str, Any]]:
        """Each block, named after its place; two that stand beside each other are one.

        `end` is what closes the paper: it stays with the last block, or is one of its own behind two such.
        """
        folded = self._folded(blocks)
        arranged = list(self._abreast(folded) if self.density == ABREAST else folded)
        has_end = [end is not None and place == len(arranged) for place in range(1, len(arranged) + 1)]
        shown = [
            self._beside(*each, str(place))
            if isinstance(each, tuple)
            else self._block(each, str(place), has_end=has_end[place])
            for place, each in enumerate(arranged)
        ]
        for block, following in pairwise(shown):
            block["leads"] = following["kind"] == "table"  # "… as follows" stands with what follows
        if end is not None and (not shown or shown[-1]["kind"] == "halves"):
            shown.append({"kind": "end"})
        if end is not None:
            shown[-1]["end"] = end
        return shown

    def _folded(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """A wide table that would be hard to read comes in two bands; one drawn in parts stays as it is."""
        for block in blocks:
            if not isinstance(block, Table) or not block.fold:
                yield block
            elif block.rows and not self.plans and self._is_small(block):
                yield from tables.bands(block)
            else:
                yield replace(block, fold=0)

    def _is_small(self, table: Table) -> bool:
        return tables.layout(table, self.room, self.digits).size < READABLE

    def _abreast(self, blocks: Iterable[Block]) -> Iterator[Block | tuple[Table, Table]]:
        """A long table in its two halves, two short ones that follow each other as a pair, all else as it is."""
        waiting = deque(blocks)
        while waiting:
            block = waiting.popleft()
            following = waiting[0] if waiting else None
            if _is_short(block) and _is_short(following):
                waiting.popleft()
                yield block, following
            elif isinstance(block, Table) and _is_long(block) and tables.fits(block, HALF, self.digits):
                first = -(-len(block.rows) // 2)
                left, right = tables.pieces(block, [first, len(block.rows) - first])
                yield left, right
            else:
                yield block

    def _room_of(self, table: Table) -> tables.Room:
        """What is long is set small, abreast: fifty districts on one sheet. Bands share their sheet."""
        if self.density == ABREAST and _is_long(table):
            return replace(self.room, largest=SMALL)
        return replace(self.room, largest=BAND) if table.fold else self.room

    def _block(self, block: Block, name: str, *, has_end: bool) -> dict[str, Any]:
        """`name` tells the tables of a sheet apart."""
        if isinstance(block, Table) and block.picture:
            return pictures.of_table(block, name, self.digits)
        if isinstance(block, Table):
            return self._table(block, name, self._room_of(block), has_end=has_end)
        if isinstance(block, Tiles):
            return pictures.of_tiles(block, self.digits)
        if isinstance(block, Map):
            return pictures.of_map(block, self.digits)
        if isinstance(block, Facts):
            rows = [(self.digits(label), self._answer(value, form)) for label, value, form in block.rows]
            return {
                "kind": "facts",
                "name": self.digits(block.name),
                "rows": rows,
                "note": self.digits(block.note),
                "is_short": all(
                    len(label) <= SHORT_LABEL and len(text) <= SHORT_ANSWER for label, text in rows
                ),
            }
        if isinstance(block, Prose):
            words = [keeping.pieces(self.digits(each)) for each in block.paragraphs]
            return {"kind": "prose", "heading": self.digits(block.heading), "paragraphs": words}
        raise TypeError(f"no such block: {type(block).__name__}")

    def _answer(self, value: Value, form: Form) -> str:
        """A code keeps its digits: somebody compares it with a screen."""
        text = values.words(value, form)
        return text if form is Form.CODE else self.digits(text)

    def _beside(self, left: Table, right: Table, name: str) -> dict[str, object]:
        halves = [self._table(left, f"{name}-left", HALF), self._table(right, f"{name}-right", HALF)]
        return {
            "kind": "halves",
            "halves": halves,
            "rules": [rule for each in halves for rule in each["rules"]],
        }

    def _headings(
        self, table: Table, plan: tables.Layout
    ) -> list[list[tuple[list[keeping.Piece], tables.Heading]]]:
        return [
            [(tables.heading_pieces(self.digits(each.words), each, plan), each) for each in row]
            for row in tables.headings(table)
        ]

    def _table(self, table: Table, name: str, room: tables.Room, *, has_end: bool = False) -> dict[str, Any]:
        plan = self.plans.get(table.columns) or tables.layout(table, room, self.digits)
        printer = tables.Printer(table, plan, self.digits)
        return {
            "kind": "table",
            "index": name,
            "name": self.digits(table.name),
            "columns": range(len(table.columns)),
            "headings": [] if table.goes_on else self._headings(table, plan),
            "bodies": printer.bodies(f"r{name}", has_end=has_end),
            "note": self.digits(table.note),
            "rules": _rules(name, plan),
        }


def plans_of(blocks: Iterable[Block], room: tables.Room, digits: values.Digits) -> Plans:
    """One layout for a table and those that go on in its columns."""
    found = [block for block in blocks if isinstance(block, Table)]
    joint = {each.columns for each in found if each.goes_on}
    together = {columns: [each for each in found if each.columns == columns] for columns in joint}
    return {
        columns: tables.layout(replace(same[0], rows=[*chain(*map(tables.all_rows, same))]), room, digits)
        for columns, same in together.items()
    }


def _is_short(block: Block | None) -> TypeGuard[Table]:
    return isinstance(block, Table) and not block.picture and len(block.rows) <= SHORT


def _is_long(table: Table) -> bool:
    return len(table.rows) >= LONG and not table.sizes


def _rules(name: str, plan: tables.Layout) -> list[str]:
    """Only numbers of our own reckoning go in here, never a text of a paper."""
    widths = [
        f"#t{name} col:nth-child({place}) {{ width: {percent}% }}"
        for place, percent in enumerate(plan.percents, 1)
    ]
    return [f"#t{name} {{ font-size: {plan.size}pt }}", *widths]
