"""หนังสือภายนอก as PDF: the layout of the regulation, Thai numerals everywhere, ร่าง across it until it is numbered."""

import re
from dataclasses import fields, replace
from datetime import date
from typing import TypeVar

from django.template.loader import render_to_string

from otop_registry import thai
from reporting.document import pages
from reporting.document.rendering import Sheet, render
from reporting.paper import Imprint, LetterPaper

_NUMBERED = re.compile(r"\s*[๐-๙0-9]+(?:[.)]|\.[๐-๙0-9.]+\)?)\s")
_AS_IT_IS = {"link", "day", "is_draft"}
T = TypeVar("T")


def draw_letter(letter: LetterPaper, imprint: Imprint | None) -> bytes:
    """The letter, without attachments: `join` lays them behind it. Without an imprint no number is printed below."""
    return render(sheet(letter, imprint)).pdf


def sheet(letter: LetterPaper, imprint: Imprint | None) -> Sheet:
    """The letter as finished HTML."""
    shown = in_thai_digits(letter)
    context = {
        "letter": shown,
        "day": day_words(letter.day),
        "paragraphs": [(text, bool(_NUMBERED.match(text))) for text in shown.paragraphs],
        "imprint": imprint,
        "imprint_words": _imprint_words(imprint),
        "qr": pages.qr(letter.link),
        "dots": pages.DOTS,
    }
    return Sheet(render_to_string("print/letter.html", context), ("paper.css", "paper-letter.css"))


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
