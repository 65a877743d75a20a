"""หนังสือภายนอก as PDF: the layout of the regulation, Thai numerals everywhere, ร่าง across it until it is numbered."""

from dataclasses import fields, replace
from datetime import date
from typing import TypeVar

from django.template.loader import render_to_string

from otop_registry import thai
from reporting.document import pages
from reporting.document.keeping import Piece, pieces
from reporting.document.rendering import HtmlPage, render
from reporting.paper import Imprint, LetterPaper

TIGHT = "tight"
_AS_IT_IS = {"link", "day", "is_draft"}
T = TypeVar("T")


def draw_letter(letter: LetterPaper, imprint: Imprint | None) -> bytes:
    """The letter, without attachments: `join` lays them behind it. Without an imprint no number is printed below.

    It is set tighter when that saves a sheet; each sheet says below with which words the next one begins.
    """
    drawn = render(sheet(letter, imprint))
    if drawn.pages > 1:
        tighter = render(sheet(letter, imprint, density=TIGHT))
        drawn = tighter if tighter.pages < drawn.pages else drawn
    return drawn.pdf


def sheet(letter: LetterPaper, imprint: Imprint | None, density: str = "") -> HtmlPage:
    """The letter as finished HTML."""
    shown = in_thai_digits(letter)
    context = {
        "letter": shown,
        "density": density,
        "day": day_words(letter.day),
        "subject": pieces(shown.subject),
        "references": [pieces(line) for line in shown.references],
        "attachments": _enclosures(shown),
        "paragraphs": [pieces(text) for text in shown.paragraphs],
        "closing": pieces(shown.closing),
        "imprint_words": _imprint_words(imprint),
        "qr": pages.qr(letter.link),
        "dots": pages.DOTS,
    }
    html = render_to_string("print/letter.html", context)
    return HtmlPage(html, ("paper.css", "paper-letter.css"), says_next=True)


def _enclosures(letter: LetterPaper) -> list[tuple[str, list[Piece], str]]:
    """Each line of สิ่งที่ส่งมาด้วย: its number when there are several, what, and how many copies."""
    several = len(letter.attachments) > 1
    return [
        (thai.to_thai_digits(str(place)) if several else "", pieces(each.words), each.count_words)
        for place, each in enumerate(letter.attachments, start=1)
    ]


def in_thai_digits(letter: LetterPaper) -> LetterPaper:
    """Every text of the letter with ๐-๙; the link stays as it must be typed."""
    changed = {
        each.name: _digits(getattr(letter, each.name))
        for each in fields(letter)
        if each.name not in _AS_IT_IS
    }
    return replace(letter, **changed)


def _digits(value: object) -> object:
    if isinstance(value, str):
        return thai.to_thai_digits(value)
    if isinstance(value, tuple):
        return tuple(map(_digits, value))
    return replace(value, words=_digits(value.words), count_words=_digits(value.count_words))


def day_words(day: date | None) -> str:
    """๑๓ มีนาคม ๒๕๖๑; without a day room to write one."""
    return thai.to_thai_digits(thai.long_date(day)) if day else "." * 40


def _imprint_words(imprint: Imprint | None) -> str:
    if imprint is None:
        return ""
    return f"{imprint.number} · รหัสตรวจสอบ {pages.short_print(imprint.fingerprint)}"
