"""Signs that the paper's fonts do not have: they would be printed as empty boxes, so that who asks is told of them."""

from collections.abc import Iterator
from dataclasses import fields
from functools import singledispatch
from typing import Final

from registration import printable
from reporting.paper import Block, Facts, LetterPaper, Paper, Prose, Table

SAID: Final = "แบบอักษรของเอกสารไม่มีเครื่องหมาย {signs} จึงพิมพ์เป็นกรอบว่าง กรุณาแก้ข้อความในระบบ แล้วขอเอกสารใหม่"


def unprintable_signs(shown: Paper | LetterPaper) -> list[str]:
    """The sentence that tells of them; [] when every sign can be printed. Reads each row once."""
    found = printable.lacking(_texts(shown))
    return [SAID.format(signs=printable.named(found))] if found else []


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
