"""A paper's values as the printed page shows them: text in cells, headings in two rows, entries with their height."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from otop_registry import thai
from reporting.paper import Block, Column, Facts, Form, Table, Value

NO_ANSWER = "–"
NUMBERS = {Form.COUNT, Form.BAHT, Form.PERCENT}


@dataclass(frozen=True)
class Cell:
    """One cell: its text, how it stands (number, code, text, day), over how many rows and columns."""

    text: str
    look: str
    height: int = 1
    width: int = 1


@dataclass(frozen=True)
class Sheet:
    """A table ready to print: widths in percent, one or two rows of headings, entries whose rows stay together."""

    widths: tuple[str, ...]
    headings: tuple[tuple[Cell, ...], ...]
    entries: tuple[tuple[tuple[Cell, ...], ...], ...]
    total: tuple[Cell, ...]
    note: str
    empty: str
    span: int


def text_of(value: Value, form: Form = Form.TEXT) -> str:
    """A value in the words of its column; no answer is a dash, never a zero."""
    if value is None or value == "":
        return NO_ANSWER if form != Form.TEXT or value is None else ""
    if isinstance(value, date):
        return thai.short_date(value)
    if isinstance(value, Decimal):
        return f"{value:,.2f}" if form == Form.PERCENT else thai.baht(value)
    return thai.count(value) if isinstance(value, int) else value


def digits(text: str, *, is_thai: bool) -> str:
    """The text in Thai numerals when the paper is written in them."""
    return thai.to_thai_digits(text) if is_thai else text


def part_of(table: Table, start: int, stop: int) -> Table:
    """The entries from `start` to `stop` of a table as a table of its own; the total only at the end."""
    sizes = table.sizes or (1,) * len(table.rows)
    first, last = sum(sizes[:start]), sum(sizes[:stop])
    is_end = stop >= len(sizes)
    return Table(
        table.name,
        table.columns,
        table.rows[first:last],
        table.total if is_end else None,
        table.sizes[start:stop],
        table.merged,
        table.note if is_end else "",
        table.empty,
    )


def entry_count(table: Table) -> int:
    return len(table.sizes) or len(table.rows)


def sheet_of(table: Table, *, is_thai: bool) -> Sheet:
    """The table as cells."""
    total_width = sum(column.width for column in table.columns)
    return Sheet(
        tuple(f"{column.width * 100 / total_width:.2f}" for column in table.columns),
        tuple(_headings(table.columns)),
        tuple(_entries(table, is_thai)),
        _row(table.columns, table.total, is_thai) if table.total else (),
        digits(table.note, is_thai=is_thai),
        table.empty,
        len(table.columns),
    )


def _headings(columns: Sequence[Column]) -> Iterator[tuple[Cell, ...]]:
    if not any(column.group for column in columns):
        yield tuple(Cell(column.label, "head") for column in columns)
        return
    above: list[Cell] = []
    for group, members in groupby(columns, key=lambda column: column.group):
        found = list(members)
        if group:
            above.append(Cell(group, "head", width=len(found)))
        else:
            above += [Cell(column.label, "head", height=2) for column in found]
    yield tuple(above)
    yield tuple(Cell(column.label, "head") for column in columns if column.group)


def _entries(table: Table, is_thai: bool) -> Iterator[tuple[tuple[Cell, ...], ...]]:
    rows = iter(table.rows)
    for size in table.sizes or (1,) * len(table.rows):
        lines = [_row(table.columns, next(rows), is_thai) for _ in range(size)]
        yield tuple(_merged(lines, table.merged if size > 1 else 0))


def _merged(lines: list[tuple[Cell, ...]], merged: int) -> Iterator[tuple[Cell, ...]]:
    first, *others = lines
    head = tuple(Cell(cell.text, cell.look, height=len(lines)) for cell in first[:merged])
    yield (*head, *first[merged:])
    for line in others:
        yield line[merged:]


def _row(columns: Sequence[Column], values: Sequence[Value], is_thai: bool) -> tuple[Cell, ...]:
    return tuple(
        Cell(digits(text_of(value, column.form), is_thai=is_thai), _look(column.form))
        for column, value in zip(columns, values, strict=True)
    )


def _look(form: Form) -> str:
    return "number" if form in NUMBERS else form.value


def blocks_of(blocks: Sequence[Block], *, is_thai: bool) -> list[dict[str, Any]]:
    """Each block under its own name for the template: {"table": Sheet} | {"facts": …} | {"prose": …}."""
    return [_block(block, is_thai) for block in blocks]


def _block(block: Block, is_thai: bool) -> dict[str, Any]:
    if isinstance(block, Table):
        return {"table": sheet_of(block, is_thai=is_thai), "name": block.name}
    if isinstance(block, Facts):
        rows = [
            (label, digits(text_of(value, form), is_thai=is_thai), _look(form))
            for label, value, form in block.rows
        ]
        return {"facts": rows, "name": block.name, "note": digits(block.note, is_thai=is_thai)}
    words = [digits(paragraph, is_thai=is_thai) for paragraph in block.paragraphs]
    return {"prose": words, "heading": digits(block.heading, is_thai=is_thai)}
