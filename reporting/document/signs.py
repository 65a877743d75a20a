"""Signs that the paper's fonts do not have: they would be printed as empty boxes, so that who asks is told of them."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import fields
from functools import singledispatch
from typing import Final

from reporting.document import measuring
from reporting.paper import Block, Facts, LetterPaper, Paper, Prose, Table

MOST_NAMED: Final = 20
SAID: Final = "แบบอักษรของเอกสารไม่มีเครื่องหมาย {signs} จึงพิมพ์เป็นกรอบว่าง กรุณาแก้ข้อความในระบบ แล้วขอเอกสารใหม่"


def said_of(shown: Paper | LetterPaper) -> list[str]:
    """The sentence that tells of them; [] when every sign can be printed. Reads each row once."""
    found = without_glyph(_texts(shown))
    return [SAID.format(signs=" ".join(found[:MOST_NAMED]))] if found else []


def without_glyph(texts: Iterable[str]) -> list[str]:
    """The signs that no font of the paper has, each once, in order. Blanks and marks of control print nothing."""
    letters = {letter for text in texts if not measuring.is_known(text) for letter in text}
    strange = (letter for letter in letters if not measuring.is_known(letter))
    return sorted(letter for letter in strange if unicodedata.category(letter)[0] not in "CZ")


@singledispatch
def _texts(shown: object) -> Iterator[str]:
    raise TypeError(f"no such paper: {type(shown).__name__}")


@_texts.register
def _of_paper(paper: Paper) -> Iterator[str]:
    yield from (paper.title, *paper.lines, *paper.remarks)
    for each in paper.signatures:
        yield from (each.name, each.position, each.acting)
    for block in paper.blocks:
        yield from _of_block(block)


@_texts.register
def _of_letter(letter: LetterPaper) -> Iterator[str]:
    for each in fields(letter):
        value = getattr(letter, each.name)
        for part in value if isinstance(value, tuple) else (value,):
            yield str(getattr(part, "words", part))


def _of_block(block: Block) -> Iterator[str]:
    if isinstance(block, Table):
        yield block.note
        yield from (value for row in block.rows for value in row if isinstance(value, str))
    elif isinstance(block, Facts):
        yield block.note
        yield from (value for label, value, _ in block.rows if isinstance(value, str))
    elif isinstance(block, Prose):
        yield from (block.heading, *block.paragraphs)
