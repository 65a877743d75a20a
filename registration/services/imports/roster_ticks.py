"""Columns of marks: one for each type, kind or standard, with a mark or a number in those that fit a row.

Their keys name the column that they stand for and what a mark says: product_type=food, standards=fda.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from registration.services.uploads import values
from registration.services.uploads.heads import Column
from registration.services.uploads.sheets import Cell
from registration.services.uploads.values.choices import KINDS, TYPES, kind_named, standard_named, type_named

SIGN: Final = "="
_MARKS: Final = frozenset({"/", "✓", "✔", "☑", "√", "x", "ใช่", "มี", "●", "*"})
_NAMED: Final = {"product_type": type_named, "kind": kind_named, "standards": standard_named}
_STANDARDS: Final = {
    "fda": "อย.", "community": "มผช.", "industrial": "มอก.", "halal": "ฮาลาล", "gmp": "GMP", "haccp": "HACCP",
    "organic": "เกษตรอินทรีย์", "gap": "GAP", "gi": "GI",
}  # fmt: skip


@dataclass(frozen=True)
class Tick(Column):
    """A column whose head is one of the answers of another column."""

    def is_named(self, plain: str) -> bool:
        of, _, code = self.key.partition(SIGN)
        return _NAMED[of](plain) == code


def columns() -> Iterator[Tick]:
    """Every column of marks that a list of producers may have."""
    for of, names, title in (("product_type", TYPES, "ผลิตภัณฑ์เป็น"), ("kind", KINDS, "ผู้ผลิตเป็น")):
        for code, words in names.items():
            yield Tick(f"{of}{SIGN}{code}", frozenset(), title=f"✓ {title}{words[0]}", one_of=of)
    for code, word in _STANDARDS.items():
        yield Tick(f"standards{SIGN}{code}", frozenset(), title=f"✓ มาตรฐาน {word}")


_KEYS: Final = frozenset(column.key for column in columns())


def is_tick(key: str) -> bool:
    return SIGN in key


def of_column(key: str) -> str:
    """The column that a column of marks stands for; of any other key itself."""
    return key.partition(SIGN)[0]


def marked(cells: Mapping[str, Cell], of: str) -> dict[str, Cell]:
    """{what it says: cell} of the marks in a row; a cell that says nothing is none."""
    if _KEYS.isdisjoint(cells):
        return {}
    prefix = f"{of}{SIGN}"
    found = {key.removeprefix(prefix): cell for key, cell in cells.items() if key.startswith(prefix)}
    return {code: cell for code, cell in found.items() if values.text(cell).value}


def is_mark(cell: Cell) -> bool:
    return values.text_of(cell).strip().lower() in _MARKS


def answer(cells: Mapping[str, Cell], of: str) -> tuple[str, Cell | None]:
    """(the one answer that is marked, its cell); ("", a cell) where several are, or something else is written."""
    found = marked(cells, of)
    if len(found) == 1:
        code, cell = next(iter(found.items()))
        return (code, cell) if is_mark(cell) else ("", cell)
    return "", next(iter(found.values()), None)


def standards(cells: Mapping[str, Cell]) -> str:
    """The standards that are marked, each with the number that stands in its column, as one text."""
    found = marked(cells, "standards")
    return ", ".join(
        _STANDARDS[code] if is_mark(cell) else f"{_STANDARDS[code]} {values.text(cell).value}"
        for code, cell in found.items()
    )
