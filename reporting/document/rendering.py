"""Finished HTML becomes a PDF: own fonts only, nothing fetched, the same bytes for the same page. Needs no Django."""

import logging
import threading
from dataclasses import dataclass
from functools import cache

from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration

from reporting.document import continuing, leading, line_ends, text_layer
from reporting.document.fetching import BASE, STATIC, OwnFilesOnly

logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)  # a line per page, else
MOST_LAYOUTS = 8  # each moves rows forward only, so that there is an end
_ONE_AT_A_TIME = threading.Lock()  # Pango and Fontconfig are not promised to be safe in two threads


@dataclass(frozen=True)
class HtmlPage:
    """A page ready to be drawn: escaped HTML, names of files in static/css, and rules made from numbers alone."""

    html: str
    styles: tuple[str, ...]
    rules: str = ""
    says_next: bool = False  # below each page the words with which the next one begins: คำต่อ


@dataclass(frozen=True)
class Drawn:
    """A finished PDF and how many pages it has."""

    pdf: bytes
    pages: int


def render(sheet: HtmlPage) -> Drawn:
    """The PDF of a sheet; threads wait for each other."""
    with _ONE_AT_A_TIME:
        document = lay_out(sheet)
        return Drawn(document.write_pdf(), len(document.pages))


def lay_out(sheet: HtmlPage) -> Document:
    """The pages of a sheet with every long entry carried on by its name."""
    text_layer.install()
    line_ends.install()
    fetcher, fonts = OwnFilesOnly(), FontConfiguration()
    rules = [*(_source(name) for name in sheet.styles), sheet.rules]
    styles = [
        CSS(string=text, base_url=f"{BASE}css/", url_fetcher=fetcher, font_config=fonts)
        for text in rules
        if text
    ]
    page = HTML(string=sheet.html, base_url=BASE, url_fetcher=fetcher)
    document = page.render(font_config=fonts, stylesheets=styles)
    for _ in range(MOST_LAYOUTS):
        if not continuing.carry_on(page.etree_element, [each.anchors for each in document.pages]):
            break
        document = page.render(font_config=fonts, stylesheets=styles)
    if sheet.says_next and leading.say_next(page.etree_element, document):
        document = page.render(font_config=fonts, stylesheets=styles)
    return document


@cache
def _source(name: str) -> str:
    return (STATIC / "css" / name).read_text(encoding="utf-8")
