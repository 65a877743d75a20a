"""A paper becomes sheets of finished HTML: escaped by the templates of templates/print, widths as rules of numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import segno
from django.template.loader import render_to_string

from reporting.document import tables, values
from reporting.document.blocks import ABREAST, Plans, Writer, plans_of, room_of
from reporting.document.rendering import HtmlPage
from reporting.paper import Block, Imprint, Paper

SHORT_PRINT = 16  # signs of a fingerprint that a person compares
PERSONAL = "เอกสารมีข้อมูลส่วนบุคคล ห้ามเผยแพร่"
DENSITIES = ("", "dense", "denser", ABREAST)


@dataclass(frozen=True)
class Part:
    """Which blocks a sheet shows, and whether it is the first or last of its paper."""

    blocks: tuple[Block, ...]
    is_first: bool = True
    is_last: bool = True
    plans: Plans = field(default_factory=dict)  # every part of a table has the columns of the whole

    @property
    def is_whole(self) -> bool:
        return self.is_first and self.is_last


def sheet(paper: Paper, imprint: Imprint, part: Part | None = None, density: str = "") -> HtmlPage:
    """The paper, or the given part of it. A part has no page numbers: they are known when all are drawn."""
    part = part or Part(paper.blocks)
    digits = values.digits_of(paper)
    end = _end(paper, imprint) if part.is_last else None
    room = room_of(paper, density)
    plans = part.plans or plans_of(part.blocks, room, digits)
    shown = Writer(digits, room, density, plans).blocks(part.blocks, end)
    context = {
        "paper": _in_digits(paper),
        "part": part,
        "blocks": shown,
        "imprint": imprint,
        "stand": digits(paper.stand.words),
        "has_stand": not paper.attributes.get("number"),  # an announcement's own number and day say it
        "print": short_print(imprint.fingerprint),
        "qr": "" if paper.has_garuda else qr(imprint.link),
        "personal": PERSONAL if paper.is_personal else "",
        "classes": _classes(paper, density),
    }
    styles = ["paper.css"]
    styles += ["paper-wide.css"] if paper.is_landscape else []
    styles += ["paper-abreast.css"] if density == ABREAST else []
    styles += ["paper-one.css"] if paper.is_one_sheet_form else []
    styles += ["paper-picture.css"] if paper.is_pictured else []
    styles += [] if part.is_whole else ["paper-part.css"]
    rules = "\n".join(rule for each in shown for rule in each.get("rules", ()))
    return HtmlPage(render_to_string("print/paper.html", context), tuple(styles), rules)


DOTS = "." * 60


def _end(paper: Paper, imprint: Imprint) -> dict[str, object]:
    """What closes a paper: remarks, places to sign, how a copy is checked. Numbers that people type stay 0-9."""
    shown = _in_digits(paper)
    return {
        "remarks": shown.remarks,
        "signatures": shown.signatures,
        "imprint": replace(imprint, drawn_at=values.digits_of(paper)(imprint.drawn_at)),
        "print": short_print(imprint.fingerprint),
        "edition_print": short_print(paper.stand.edition_fingerprint),
        "act_print": short_print(paper.attributes.get("fingerprint", "")),
        "qr": qr(imprint.link) if paper.has_garuda else "",
        "dots": DOTS,
        "is_beside": paper.is_one_sheet_form,
        "is_signed_first": paper.has_garuda,  # nothing comes between the day of an announcement and its signature
    }


def _classes(paper: Paper, density: str) -> str:
    script = "thai-digits" if paper.uses_thai_digits else "arabic-digits"
    side, head = "lying" if paper.is_landscape else "", "garuda" if paper.has_garuda else ""
    look = "pictured" * paper.is_pictured or "one" * paper.is_one_sheet_form
    hand = "to-fill" if paper.is_blank else ""
    return " ".join(filter(None, (f"kind-{paper.kind}", script, side, head, look, hand, density)))


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


def short_print(fingerprint: str) -> str:
    """The first signs of a fingerprint in fours, as people read them."""
    head = fingerprint[:SHORT_PRINT]
    return " ".join(head[start : start + 4] for start in range(0, len(head), 4))


def qr(link: str) -> str:
    """A picture of the link as a data: address; nothing for no link."""
    if not link:
        return ""
    return segno.make(link, error="m", micro=False).svg_data_uri(scale=4, border=2)


def stamps(paper: Paper, pages: int) -> HtmlPage:
    """As many empty pages, each with only its "หน้า x จาก y"."""
    context = {"pages": range(pages), "classes": _classes(paper, "")}
    styles = ("paper.css", "paper-wide.css") if paper.is_landscape else ("paper.css",)
    return HtmlPage(render_to_string("print/page_numbers.html", context), styles)


def cut(paper: Paper, sizes: Sequence[int]) -> list[Part]:
    """The parts of a paper whose longest table is cut after these numbers of entries."""
    long = max(paper.tables, key=lambda table: len(table.rows))
    place = paper.blocks.index(long)
    pieces = list(tables.pieces(long, sizes))
    last = len(pieces) - 1
    plans = {long.columns: tables.layout(long, room_of(paper, ""), values.digits_of(paper))}
    return [
        Part(
            (paper.blocks[:place] if number == 0 else ())
            + (piece,)
            + (paper.blocks[place + 1 :] if number == last else ()),
            is_first=number == 0,
            is_last=number == last,
            plans=plans,
        )
        for number, piece in enumerate(pieces)
    ]
