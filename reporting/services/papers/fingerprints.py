"""What two papers have in common when they say the same: SHA-256 over their whole content.

The same in every process and on every database; an Imprint is no part of it, so a second copy has the same one.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import singledispatch
from typing import Any

from otop_registry.thai import Percent
from registration import content
from reporting.paper import Block, Facts, Map, Paper, Prose, Table, Tiles, Value

FORM: int = 1  # of the parts below; another form of them is another fingerprint


def fingerprint(paper: Paper) -> str:
    """64 hex digits over everything a paper says. Reads each row of its tables once."""
    parts = _parts(paper)
    return content.fingerprint(parts)


def _parts(paper: Paper) -> Iterator[Any]:
    yield {
        "form": FORM,
        "kind": str(paper.kind),
        "unit": paper.unit_code,
        "subject": paper.subject,
        "title": paper.title,
        "lines": paper.lines,
        "as_of": paper.stand.as_of.isoformat(),
        "edition": [paper.stand.edition_number, paper.stand.edition_fingerprint],
        "stand": paper.stand.words,
        "layout": [paper.is_landscape, paper.is_personal, paper.uses_thai_digits],
        "attributes": paper.attributes,
    }
    for block in paper.blocks:
        yield from parts_of(block)
    for signature in paper.signatures:
        yield ["signature", signature.role, signature.name, signature.position, signature.acting]
    yield ["remarks", *paper.remarks]


@singledispatch
def parts_of(block: Block) -> Iterator[Any]:
    """The parts of one block, in the order it is read."""
    raise TypeError(f"{type(block).__name__} is no block of a paper")


@parts_of.register
def _table(block: Table) -> Iterator[Any]:
    columns = [[each.label, str(each.form), each.group] for each in block.columns]
    yield ["table", block.name, columns, block.merged, block.note, block.empty]
    for row in block.rows:
        yield [_plain(value) for value in row]
    yield ["total", None if block.total is None else [_plain(value) for value in block.total]]
    yield ["sizes", *block.sizes]


@parts_of.register
def _facts(block: Facts) -> Iterator[Any]:
    yield ["facts", block.name, block.note]
    for label, value, form in block.rows:
        yield [label, _plain(value), str(form)]


@parts_of.register
def _prose(block: Prose) -> Iterator[Any]:
    yield ["prose", block.heading, *block.paragraphs]


@parts_of.register
def _tiles(block: Tiles) -> Iterator[Any]:
    yield ["tiles", block.name, *([each.name, each.letter, each.moved] for each in block.tiles)]


@parts_of.register
def _map(block: Map) -> Iterator[Any]:
    yield ["map", block.name, block.note, *([each.name, each.step] for each in block.areas)]


def _plain(value: Value) -> object:
    """A value that JSON keeps apart from every other: an amount or a day is told by its own key."""
    if isinstance(value, Percent):
        return {"percent": f"{value.exact.normalize() + 0:f}", "places": value.places}
    if isinstance(value, Decimal):
        return {"number": f"{value.normalize() + 0:f}"}  # 1.5 and 1.50 are one amount, and so are 0 and -0
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return str(value) if isinstance(value, str) else value
