"""A blank form: a kind's heads and lines with nothing in them, for those who are asked to use it."""

from dataclasses import replace
from typing import Final

from registration.stand import Basis, Stand
from reporting.paper import Block, Facts, Form, Paper, Table

ROWS: Final = 12  # of a sheet that lies
LINE: Final = "หน่วยงาน ......................................................"
BLANK: Final = "แบบฟอร์มเปล่า"


def blank(paper: Paper) -> Paper:
    """The same form without a unit, a number, a remark or a person; of its lines the period stays."""
    return replace(
        paper,
        lines=(LINE, *paper.lines[1:2]),
        stand=Stand(paper.stand.as_of, basis=Basis.AS_OF, told=BLANK),
        blocks=tuple(_emptied(block) for block in paper.blocks if isinstance(block, Table | Facts)),
        signatures=tuple(replace(each, name="", position="", acting="") for each in paper.signatures),
        remarks=(),
        is_personal=False,
        is_blank=True,
        attributes={},
    )


def _emptied(block: Table | Facts) -> Block:
    if isinstance(block, Facts):
        return replace(block, rows=tuple((label, "", Form.TEXT) for label, _, _ in block.rows), note="")
    row = ("",) * len(block.columns)
    total = tuple(value if isinstance(value, str) else "" for value in block.total) if block.total else None
    return replace(block, rows=(row,) * ROWS, total=total, sizes=(), merged=0, note="")
