"""A paper becomes sheets of finished HTML: escaped by the templates of templates/print, widths as rules of numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import segno
from django.template.loader import render_to_string

from reporting.document import tables, values
from reporting.document.rendering import Sheet
from reporting.paper import Block, Facts, Imprint, Paper, Prose, Table

PORTRAIT_POINTS, LANDSCAPE_POINTS = 481.0, 757.0  # between the margins of paper.css: 170 mm, 267 mm
SHORT_PRINT = 16  # signs of a fingerprint that a person compares
PERSONAL = "เอกสารมีข้อมูลส่วนบุคคล ห้ามเผยแพร่"
DENSITIES = ("", "dense", "denser")


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
    points = LANDSCAPE_POINTS if paper.is_landscape else PORTRAIT_POINTS
    shown = [_shown(block, index, digits, points) for index, block in enumerate(part.blocks)]
    context = {
        "paper": _in_digits(paper),
        "part": part,
        "blocks": shown,
        "imprint": replace(imprint, number=digits(imprint.number), drawn_at=digits(imprint.drawn_at)),
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


def _shown(block: Block, index: int, digits: values.Digits, points: float) -> dict[str, object]:
    """What the template needs of a block, by its kind."""
    if isinstance(block, Table):
        return _table(block, index, digits, points)
    if isinstance(block, Facts):
        rows = [(digits(label), digits(values.words(value, form))) for label, value, form in block.rows]
        return {"kind": "facts", "name": digits(block.name), "rows": rows, "note": digits(block.note)}
    if isinstance(block, Prose):
        words = tuple(map(digits, block.paragraphs))
        return {"kind": "prose", "heading": digits(block.heading), "paragraphs": words}
    raise TypeError(f"no such block: {type(block).__name__}")


def _table(table: Table, index: int, digits: values.Digits, points: float) -> dict[str, object]:
    plan = tables.layout(table, points, digits)
    printer = tables.Printer(table, plan, digits)
    groups = [rows for entry in tables.entries(table) for rows in printer.group(entry)]
    is_plain = not table.sizes
    return {
        "kind": "table",
        "index": index,
        "name": digits(table.name),
        "columns": range(len(table.columns)),
        "headings": [[(digits(each.words), each) for each in row] for row in tables.headings(table)],
        "groups": [[rows[0] for rows in groups]] if is_plain and groups else groups,
        "is_plain": is_plain,
        "total": printer.total(table.total) if table.total else None,
        "note": digits(table.note),
        "empty": digits(table.empty),
        "rules": _rules(index, plan),
    }


def _rules(index: int, plan: tables.Layout) -> list[str]:
    """Only numbers of our own reckoning go in here, never a text of a paper."""
    widths = [
        f"#t{index} col:nth-child({place}) {{ width: {percent}% }}"
        for place, percent in enumerate(plan.percents, 1)
    ]
    return [f"#t{index} {{ font-size: {plan.size}pt }}", *widths]


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
