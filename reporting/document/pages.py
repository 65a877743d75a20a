"""A paper becomes sheets of finished HTML: escaped by the templates of templates/print, widths as rules of numbers."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeGuard

import segno
from django.template.loader import render_to_string

from reporting.document import tables, values
from reporting.document.rendering import Sheet
from reporting.paper import Block, Facts, Form, Imprint, Paper, Prose, Table, Value

PORTRAIT, LANDSCAPE = (
    tables.Room(481.0),
    tables.Room(757.0),
)  # inside the margins of paper.css: 170 mm, 267 mm
SMALL = 6.5  # pt
# Inside the margins of paper-abreast.css: 186 mm, or 91 mm for one of two beside each other.
WIDE = tables.Room(527.0, padding=2.6, smallest=6.2, largest=9.0)
HALF = tables.Room(258.0, padding=2.6, smallest=6.2, largest=9.0)
SHORT_PRINT = 16  # signs of a fingerprint that a person compares
PERSONAL = "เอกสารมีข้อมูลส่วนบุคคล ห้ามเผยแพร่"
ABREAST = "abreast"
DENSITIES = ("", "dense", "denser", ABREAST)
LONG, SHORT = 30, 6  # rows: a table set small or halved, and one that may stand beside another


@dataclass(frozen=True)
class Part:
    """Which blocks a sheet shows, and whether it is the first or last of its paper."""

    blocks: tuple[Block, ...]
    is_first: bool = True
    is_last: bool = True
    continues: bool = False  # its first table goes on from the sheet before

    @property
    def is_whole(self) -> bool:
        return self.is_first and self.is_last


def sheet(paper: Paper, imprint: Imprint, part: Part | None = None, density: str = "") -> Sheet:
    """The paper, or the given part of it. A part has no page numbers: they are known when all are drawn."""
    part = part or Part(paper.blocks)
    digits = values.digits_of(paper)
    room = WIDE if density == ABREAST else LANDSCAPE if paper.is_landscape else PORTRAIT
    write = _Writer(digits, room, density)
    shown = write.blocks(part.blocks)
    context = {
        "paper": _in_digits(paper),
        "part": part,
        "blocks": shown,
        "imprint": replace(imprint, drawn_at=digits(imprint.drawn_at)),  # its number is typed from paper: 0-9
        "stand": digits(paper.stand.words),
        "print": short_print(imprint.fingerprint),
        "edition_print": short_print(paper.stand.edition_fingerprint),
        "qr": qr(imprint.link),
        "personal": PERSONAL if paper.is_personal else "",
        "classes": _classes(paper, density),
        "dots": DOTS,
    }
    styles = ["paper.css"]
    styles += ["paper-wide.css"] if paper.is_landscape else []
    styles += ["paper-abreast.css"] if density == ABREAST else []
    styles += [] if part.is_whole else ["paper-part.css"]
    rules = "\n".join(rule for each in shown for rule in each.get("rules", ()))
    return Sheet(render_to_string("print/paper.html", context), tuple(styles), rules)


DOTS = "." * 60


def _classes(paper: Paper, density: str) -> str:
    script = "thai-digits" if paper.uses_thai_digits else "arabic-digits"
    return " ".join(filter(None, (f"kind-{paper.kind}", script, density)))


def _in_digits(paper: Paper) -> Paper:
    """The texts around the blocks in the digits of the paper."""
    if not paper.uses_thai_digits:
        return paper
    digits = values.digits_of(paper)
    signatures = tuple(
        replace(each, role=digits(each.role), position=digits(each.position)) for each in paper.signatures
    )
    return replace(
        paper,
        title=digits(paper.title),
        lines=tuple(map(digits, paper.lines)),
        remarks=tuple(map(digits, paper.remarks)),
        signatures=signatures,
    )


@dataclass(frozen=True)
class _Writer:
    """Makes of each block what the template needs, by its kind."""

    digits: values.Digits
    room: tables.Room
    density: str

    def blocks(self, blocks: Sequence[Block]) -> list[dict[str, Any]]:
        """Each block, named after its place; two that stand beside each other are one."""
        arranged = self._abreast(blocks) if self.density == ABREAST else blocks
        return [
            self._beside(*each, str(place)) if isinstance(each, tuple) else self._block(each, str(place))
            for place, each in enumerate(arranged)
        ]

    def _abreast(self, blocks: Sequence[Block]) -> Iterator[Block | tuple[Table, Table]]:
        """A long table in its two halves, two short ones that follow each other as a pair, all else as it is."""
        waiting = deque(blocks)
        while waiting:
            block = waiting.popleft()
            if _is_short(block) and waiting and _is_short(waiting[0]):
                yield block, waiting.popleft()
            elif isinstance(block, Table) and _is_long(block) and tables.fits(block, HALF, self.digits):
                first = -(-len(block.rows) // 2)
                yield tuple(_pieces(block, [first, len(block.rows) - first]))
            else:
                yield block

    def _room_of(self, table: Table) -> tables.Room:
        """What is long is set small, abreast: fifty districts on one sheet."""
        return replace(self.room, largest=SMALL) if self.density == ABREAST and _is_long(table) else self.room

    def _block(self, block: Block, name: str) -> dict[str, object]:
        """`name` tells the tables of a sheet apart."""
        if isinstance(block, Table):
            return self._table(block, name, self._room_of(block))
        if isinstance(block, Facts):
            rows = [(self.digits(label), self._answer(value, form)) for label, value, form in block.rows]
            return {
                "kind": "facts",
                "name": self.digits(block.name),
                "rows": rows,
                "note": self.digits(block.note),
            }
        if isinstance(block, Prose):
            words = tuple(map(self.digits, block.paragraphs))
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

    def _table(self, table: Table, name: str, room: tables.Room) -> dict[str, Any]:
        plan = tables.layout(table, room, self.digits)
        printer = tables.Printer(table, plan, self.digits)
        groups = [rows for entry in tables.entries(table) for rows in printer.group(entry)]
        is_plain = not table.sizes
        return {
            "kind": "table",
            "index": name,
            "name": self.digits(table.name),
            "columns": range(len(table.columns)),
            "headings": [[(self.digits(each.words), each) for each in row] for row in tables.headings(table)],
            "groups": [[rows[0] for rows in groups]] if is_plain and groups else groups,
            "is_plain": is_plain,
            "total": printer.total(table.total) if table.total else None,
            "note": self.digits(table.note),
            "empty": self.digits(table.empty),
            "rules": _rules(name, plan),
        }


def _is_short(block: Block) -> TypeGuard[Table]:
    return isinstance(block, Table) and len(block.rows) <= SHORT


def _is_long(table: Table) -> bool:
    return len(table.rows) >= LONG and not table.sizes


def _rules(name: str, plan: tables.Layout) -> list[str]:
    """Only numbers of our own reckoning go in here, never a text of a paper."""
    widths = [
        f"#t{name} col:nth-child({place}) {{ width: {percent}% }}"
        for place, percent in enumerate(plan.percents, 1)
    ]
    return [f"#t{name} {{ font-size: {plan.size}pt }}", *widths]


def short_print(fingerprint: str) -> str:
    """The first signs of a fingerprint in fours, as people read them."""
    head = fingerprint[:SHORT_PRINT]
    return " ".join(head[start : start + 4] for start in range(0, len(head), 4))


def qr(link: str) -> str:
    """A picture of the link as a data: address; nothing for no link."""
    if not link:
        return ""
    return segno.make(link, error="m", micro=False).svg_data_uri(scale=4, border=2)


def stamps(paper: Paper, pages: int) -> Sheet:
    """As many empty pages, each with only its "หน้า x จาก y"."""
    context = {"pages": range(pages), "classes": _classes(paper, "")}
    styles = ("paper.css", "paper-wide.css") if paper.is_landscape else ("paper.css",)
    return Sheet(render_to_string("print/page_numbers.html", context), styles)


def cut(paper: Paper, sizes: Sequence[int]) -> list[Part]:
    """The parts of a paper whose longest table is cut after these numbers of entries."""
    long = max(paper.tables, key=lambda table: len(table.rows))
    place = paper.blocks.index(long)
    pieces = list(_pieces(long, sizes))
    last = len(pieces) - 1
    return [
        Part(
            (paper.blocks[:place] if number == 0 else ())
            + (piece,)
            + (paper.blocks[place + 1 :] if number == last else ()),
            is_first=number == 0,
            is_last=number == last,
            continues=number > 0,
        )
        for number, piece in enumerate(pieces)
    ]


def _pieces(table: Table, sizes: Sequence[int]) -> list[Table]:
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
