"""คำต่อ: below a page of a letter stand the first words of the next, so that nobody misses or changes a sheet.

Source: ระเบียบสำนักนายกรัฐมนตรีว่าด้วยงานสารบรรณ, คำอธิบาย ๒ (การพิมพ์หนังสือราชการ).
"""

from typing import Final
from xml.etree.ElementTree import Element

from weasyprint.document import Document
from weasyprint.formatting_structure import boxes
from weasyprint.text.line_break import get_next_word_boundaries

MOST_PAGES: Final = 9  # paper-letter.css names the foot of each
ENOUGH: Final = 14  # letters of the leading words; marks count
IGNORED: Final = "\u200b"


def say_next(root: Element, document: Document) -> bool:
    """Gives the body the leading words of each page as data-next-N; False for a letter of one page."""
    body = root.find("body")
    if body is None or len(document.pages) < 2:
        return False
    for number, page in enumerate(document.pages[1 : MOST_PAGES + 1], 1):
        body.set(f"data-next-{number}", f"/{_leading(_first_line(page._page_box))} ...")
    return True


def _first_line(page: boxes.Box) -> str:
    """The text of the first line of a page's body; its margins are no part of it."""
    lines = (box for box in page.descendants() if isinstance(box, boxes.LineBox))
    for line in lines:
        texts = [box.text for box in line.descendants() if isinstance(box, boxes.TextBox)]
        if text := "".join(texts).replace(IGNORED, "").strip():
            return text
    return ""


def _leading(text: str) -> str:
    """The first words, as a dictionary knows them, until they are enough to be known again."""
    end = 0
    while end < min(len(text), ENOUGH):
        found = get_next_word_boundaries(text[end:], "th")
        if found is None or found[1] == 0:
            return text
        end += found[1]
    return text[:end].strip()
