"""The products that the lines of one producer name: a line each, or several columns of a line.

What one column says beside several products of a line is asked about, but for the type, which they may share.
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Any, Final

from otop_registry import thai
from registration import content
from registration.services.imports import roster_ticks
from registration.services.imports.roster_columns import LEAD, OF_PRODUCT
from registration.services.imports.roster_said import Reader, Said, often, tell
from registration.services.uploads import several, values
from registration.services.uploads.findings import Severity
from registration.services.uploads.records import Record
from registration.services.uploads.sheets import Cell

_EXPIRED: Final = "(หมดอายุ)"  # how our own roster marks a certificate
OF_ONE_PRODUCT: Final[Mapping[str, tuple[str, Reader]]] = {
    "product_name": ("name", values.product_name),
    "product_type": ("product_type", often(values.product_type)),
    "price_baht": ("price_baht", values.baht),
    "selling_unit": ("selling_unit", often(values.text)),
    "material": ("material", values.text),
    "size": ("size", values.text),
    "monthly_capacity": ("monthly_capacity", values.monthly_count),
    "description": ("description", values.line),
    "state": ("state", often(values.product_state)),
}
OF_WHICH: Final = "แถวนี้มีหลายผลิตภัณฑ์ จึงไม่รู้ว่าช่องนี้เป็นของผลิตภัณฑ์ใด กรุณาแยกเป็นคอลัมน์ของแต่ละผลิตภัณฑ์"
OF_SEVERAL: Final = OF_PRODUCT - {LEAD}


def read(said: Said, columns: Container[str]) -> list[dict[str, Any]]:
    """The products of the lines; one that is said again without contradiction is told and counts once."""
    found: list[_Named] = []
    for record in said.records:
        for place, cells in _by_place(said, record, columns).items():
            first = next((each for each in found if each.is_same(cells)), None)
            if first is None:
                found.append(_Named(record.row, place, cells))
                continue
            first.cells = {**cells, **first.cells}
            cell = next(iter(cells.values()))
            said.tell(cell, Severity.WARNING, "repeated_line", f"ซ้ำกับแถว {first.row} จึงนับครั้งเดียว")
    by_row = {record.row: record.cells for record in said.records}
    for each in found:
        _take_marks(said, each, by_row[each.row], is_alone=sum(one.row == each.row for one in found) == 1)
    return [_product(said, each) for each in found]


def _take_marks(said: Said, named: "_Named", cells: Mapping[str, Cell], *, is_alone: bool) -> None:
    """What marks beside a product say of it: its type, and its standards where it stands alone in the line."""
    code, cell = roster_ticks.answer(cells, "product_type")
    if cell and "product_type" not in named.cells:
        if code:
            named.cells = {**named.cells, "product_type": cell._replace(value=values.TYPES[code][0])}
        else:
            text = "ช่องเครื่องหมายของประเภทผลิตภัณฑ์ไม่ได้เลือกไว้ช่องเดียว จึงไม่ใช้"
            said.tell(cell, Severity.WARNING, "marks", text)
    if (text := roster_ticks.standards(cells)) and "standards" not in named.cells:
        first = next(iter(roster_ticks.marked(cells, "standards").values()))
        if is_alone:
            named.cells = {**named.cells, "standards": first._replace(value=text)}
        else:
            said.tell(first, Severity.ERROR, "of_which", OF_WHICH)


@dataclass
class _Named:
    """A product where it is named first, with what other lines add to it."""

    row: int
    place: int
    cells: Mapping[str, Cell]

    def is_same(self, cells: Mapping[str, Cell]) -> bool:
        """Whether cells name the product again, and nothing they say is otherwise."""
        both = self.cells.keys() & cells.keys()
        return LEAD in both and all(
            thai.repair(values.text_of(self.cells[key])) == thai.repair(values.text_of(cells[key]))
            for key in both
        )


def _by_place(said: Said, record: Record, columns: Container[str]) -> dict[int, dict[str, Cell]]:
    """{place: cells} of the products of a line; one type beside several products is that of each, and nothing else."""
    found: dict[int, dict[str, Cell]] = {}
    for key, cell in record.cells.items():
        if (base := several.base_of(key)) in OF_PRODUCT and key not in record.filled:
            found.setdefault(several.place_of(key), {})[base] = cell
    silent = [place for place, cells in found.items() if all(map(_says_nothing, cells.values()))]
    for place in silent if len(found) > 1 else ():
        del found[place]  # "-" beside products that the line does name
    if not found:
        return {}
    for key in OF_PRODUCT & record.cells.keys() & record.filled:
        found.setdefault(1, {})[key] = record.cells[key]  # merged over the lines of several products
    named = [place for place, cells in found.items() if LEAD in cells]
    for key in OF_SEVERAL & found.get(1, {}).keys() if len(named) > 1 else ():
        if several.key_at(key, 2) not in columns:
            _share(said, key, found)
    return found


def _says_nothing(cell: Cell) -> bool:
    return isinstance(cell.value, str) and values.is_no_text(cell.value)


def _share(said: Said, key: str, found: Mapping[int, dict[str, Cell]]) -> None:
    """What one column says beside several products of a line."""
    cell = found[1][key]
    if key == "product_type":
        said.tell(cell, Severity.REMARK, "shared_type", "ประเภทในช่องนี้ใช้กับทุกผลิตภัณฑ์ในแถว")
        for cells in found.values():
            cells.setdefault(key, cell)
        return
    said.tell(cell, Severity.ERROR, "of_which", OF_WHICH)


def _product(said: Said, named: _Named) -> dict[str, Any]:
    product: dict[str, Any] = {"row": named.row, "place": named.place}
    for key, (name, reader) in OF_ONE_PRODUCT.items():
        if cell := named.cells.get(key):
            read = reader(cell)
            tell(said, cell, read)
            if not read.fault:
                product[name] = content.plain(read.value)
    if cell := named.cells.get("standards"):
        product["standards_typed"] = thai.repair(values.text_of(cell))
        _read_standards(said, cell, product)
    return product


def _read_standards(said: Said, cell: Cell, product: dict[str, Any]) -> None:
    text = values.text_of(cell).replace(_EXPIRED, " ")
    read = values.standards(Cell(cell.row, cell.column, text, cell.is_formula))
    tell(said, cell, read)
    proofs = read.value if not read.fault else ()
    product["certificates"] = [
        {"standard": proof.standard, "number": proof.number} for proof in proofs if proof.number
    ]
    product["unproved"] = [proof.standard for proof in proofs if not proof.number]
