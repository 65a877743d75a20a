"""The lines of one producer → its fields as plain data, in the shape of content.py, with what was read otherwise.

Only what the file says is in the fields: a blank cell says nothing, and "-" says that there is none.
"""

import re
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from functools import lru_cache
from typing import Any, Final

from otop_registry import thai
from registration import content, identifiers, names, places
from registration.services.imports.roster_columns import OF_PRODUCT, UNSAID
from registration.services.uploads import places_named, values
from registration.services.uploads.findings import Finding, Severity, at
from registration.services.uploads.places_named import Places
from registration.services.uploads.records import Record
from registration.services.uploads.sheets import Cell
from registration.services.uploads.values import Address, Read

Reader = Callable[[Cell | None], Read[Any]]
_AUTHORITY: Final = re.compile(
    r"^(?:เทศบาล(?:นคร|เมือง|ตำบล)|องค์การบริหารส่วนตำบล|อบต\.?|ทต\.?|ทม\.?|ทน\.?)\s*(?=[ก-ฮเแโใไ])"
)
_EXPIRED: Final = "(หมดอายุ)"  # how our own roster marks a certificate
TOGETHER: Final = frozenset({"phones", "remarks"})  # what several lines say of it belongs together
OWNER: Final = ("owner", "owner_first_name", "owner_last_name")
OWNER_BOXES: Final = ("owner_title", "owner_first_name", "owner_last_name")
DECISIVE: Final = frozenset({"name", "kind", *OWNER, "citizen_id", "juristic_id", "registration_number"})


def _registration_number(cell: Cell | None) -> Read[str]:
    read = values.text(cell)
    if not read.value:
        return read
    try:
        return Read(identifiers.check_registration_number(read.value))
    except ValueError as fault:
        return Read("", fault=str(fault), code="registration_number")


def _often(reader: Reader) -> Reader:
    """A reader of a column in which the same few values stand in most rows: each of them is read once."""

    @lru_cache(maxsize=500, typed=True)
    def of(value: str | int, number_format: str) -> Read[Any]:
        return reader(Cell(0, 0, value, False, number_format))

    def read(cell: Cell | None) -> Read[Any]:
        if cell is None or cell.is_formula or not isinstance(cell.value, str | int):
            return reader(cell)
        return of(cell.value, cell.number_format)

    return read


SIMPLE: Final[Mapping[str, Reader]] = {
    "registration_number": _registration_number,
    "name": values.text,
    "kind": _often(values.producer_kind),
    "owner_title": _often(values.text),
    "owner_first_name": values.text,
    "owner_last_name": values.text,
    "citizen_id": values.citizen_id,
    "juristic_id": values.juristic_id,
    "members_male_count": values.whole_number,
    "members_female_count": values.whole_number,
    "founded_day": values.day,
    "phones": values.phones,
    "email": values.text,
    "line_id": values.text,
    "house_number": values.house_number,
    "village": values.text,
    "lane": values.text,
    "road": values.text,
    "postcode": _often(values.postcode),
    "is_thai": _often(values.yes_no),
    "takes_part_in_production": _often(values.yes_no),
    "takes_part_in_management": _often(values.yes_no),
    "community_benefits": _often(values.yes_no),
    "representative": values.text,
    "former_numbers": values.text,
    "remarks": values.line,
}
OF_ONE_PRODUCT: Final[Mapping[str, tuple[str, Reader]]] = {
    "product_name": ("name", values.product_name),
    "product_type": ("product_type", _often(values.product_type)),
    "price_baht": ("price_baht", values.baht),
    "selling_unit": ("selling_unit", _often(values.text)),
    "material": ("material", values.text),
    "size": ("size", values.text),
    "monthly_capacity": ("monthly_capacity", values.monthly_count),
    "description": ("description", values.line),
    "state": ("state", _often(values.product_state)),
}
_BOXES: Final = ("house_number", "village_number", "village", "lane", "road", "postcode")


@dataclass
class Said:
    """What the lines of one producer say. `typed` {key: the text of a cell that is compared as a whole}."""

    records: tuple[Record, ...]
    fields: dict[str, Any] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    typed: dict[str, str] = field(default_factory=dict)

    def tell(self, cell: Cell | None, severity: Severity, code: str, message: str) -> None:
        self.findings.append(at(cell, severity, code, message, self.records[0].sheet))


def read(
    records: Sequence[Record], known: Places, within: str, columns: Container[str] = frozenset()
) -> Said:
    """What the lines of one producer say, inside the unit `within`; `columns` are the keys that the table has."""
    said = Said(tuple(records))
    cells = _first_cells(said)
    for key, reader in SIMPLE.items():
        if key in cells:
            _take(said, key, cells[key], reader)
    _read_more_phones(said)
    _read_owner(said, cells)
    _read_one_for_both(said, cells, columns)
    _read_village_number(said, cells)
    _read_place(said, cells, known, within)
    said.fields["products"] = _products(said)
    return said


def _first_cells(said: Said) -> dict[str, Cell]:
    """The producer's cells, each from the first line that has it; lines that say something else are told."""
    first: dict[str, Cell] = {}
    for record in said.records:
        for key, cell in record.cells.items():
            if key in OF_PRODUCT or key in UNSAID:
                continue
            if key not in first:
                first[key] = cell
            elif key not in TOGETHER and values.text_of(first[key]) != values.text_of(cell):
                _tell_other(said, key, first[key], cell)
    return first


def _tell_other(said: Said, key: str, first: Cell, other: Cell) -> None:
    """Two lines of one producer differ: who it is must be clear, of the rest the first line's is taken."""
    if re.sub(r"\s", "", thai.repair(values.text_of(first))) == re.sub(
        r"\s", "", thai.repair(values.text_of(other))
    ):
        return
    severity = Severity.ERROR if key in DECISIVE else Severity.WARNING
    shown = "" if key in content.SECRET_FIELDS else f" (“{values.text_of(first)}”)"
    message = f"ต่างจากแถว {first.row} ของรายเดียวกัน{shown}"
    if severity == Severity.WARNING:
        message += f" ระบบใช้ค่าในแถว {first.row}"
    said.tell(other, severity, "other_value", message)


def _take(said: Said, key: str, cell: Cell, reader: Reader) -> None:
    """A field from a cell; what could not be read is told and stays unsaid, what is masked too."""
    read = reader(cell)
    _tell(said, cell, read)
    if not read.fault and read.code != "masked" and read.value is not None:
        said.fields[key] = content.plain(read.value)


def _tell(said: Said, cell: Cell, read: Read[Any]) -> None:
    if read.fault:
        said.tell(cell, Severity.ERROR, read.code or "unreadable", read.fault)
    elif read.said:
        severity = Severity.WARNING if read.code == values.SEVERAL else Severity.REMARK
        said.tell(cell, severity, read.code or "read_as", read.said)


def _read_more_phones(said: Said) -> None:
    """The telephones of the other lines beside those of the first: a producer has several."""
    cells = {values.text_of(cell): cell for each in said.records if (cell := each.cells.get("phones"))}
    for cell in list(cells.values())[1:]:
        read = values.phones(cell)
        _tell(said, cell, read)
        known = said.fields.setdefault("phones", [])
        known += [number for number in read.value if number not in known]


def _read_owner(said: Said, cells: Mapping[str, Cell]) -> None:
    """The owner in three boxes; a title that was typed into the first name goes into its own."""
    if cell := cells.get("owner"):
        said.typed["owner"] = thai.repair(values.text_of(cell))
        read = values.person_name(cell)
        _tell(said, cell, read)
        said.fields = _owner_fields(read) | said.fields
    elif cell := cells.get("owner_first_name"):
        _part_title(said, cell)


def _owner_fields(read: Read[values.PersonName]) -> dict[str, str]:
    if read.fault or not read.value.first_name:
        return {}
    boxes = read.value.title, read.value.first_name, read.value.last_name
    return dict(zip(OWNER_BOXES, boxes, strict=True))


def _part_title(said: Said, cell: Cell) -> None:
    title, first = (str(said.fields.get(name, "")) for name in OWNER_BOXES[:2])
    try:
        parted = names.part_title(title, first)
    except ValueError as fault:
        said.tell(cell, Severity.ERROR, "owner_title", str(fault))
        return
    if parted != (title, first):
        said.tell(cell, Severity.REMARK, "name", f"อ่านว่า คำนำหน้า “{parted[0]}” ชื่อ “{parted[1]}”")
        said.fields |= dict(zip(OWNER_BOXES, parted, strict=False))


def _read_one_for_both(said: Said, cells: Mapping[str, Cell], columns: Container[str]) -> None:
    """In a table with one column for producer and person, a person's name is both; told, for nobody wrote it twice."""
    if "name" not in columns and said.fields.get("owner_first_name"):
        boxes = (str(said.fields.get(name, "")) for name in OWNER_BOXES)
        said.fields["name"] = name = names.full_name(*boxes)
        place = cells.get("owner") or cells.get("owner_first_name")
        said.tell(place, Severity.WARNING, "name_of_owner", f"ไม่มีคอลัมน์ชื่อกลุ่ม/ผู้ประกอบการ จึงใช้ชื่อเจ้าของ “{name}”")
    elif not any(key in columns for key in OWNER) and (cell := cells.get("name")):
        read = values.person_name(cell)
        if (owner := _owner_fields(read)) and owner["owner_title"] and owner["owner_last_name"]:
            said.fields = owner | said.fields
            text = f"ไม่มีคอลัมน์ประธาน/เจ้าของ จึงอ่านเจ้าของว่า “{read.value}” จากชื่อ"
            said.tell(cell, Severity.WARNING, "owner_of_name", text)


_VILLAGE: Final = re.compile(
    r"(?:หมู่(?:บ้าน)?(?:\s*ที่)?|ม\s*\.?)?\s*([0-9]{1,3}(?:/[0-9]{1,3})?)\s*(?:\(?\s*(?:หมู่)?บ้าน\s*([ก-๎][^()]*?)\s*\)?)?"
)


def _read_village_number(said: Said, cells: Mapping[str, Cell]) -> None:
    """The number as the form keeps it, "หมู่ที่ 4 บ้านนา" parted; what holds no number is asked back."""
    cell = cells.get("village_number")
    read = _village(cell)
    if cell is None or not (read.value or read.fault):
        return
    _tell(said, cell, read)
    number, village = read.value or ("", "")
    said.fields |= {"village_number": number} if number else {}
    said.fields |= {"village": village} if village and not said.fields.get("village") else {}


@values.reader(lambda: None)
def _village(cell: Cell) -> Read[tuple[str, str] | None]:
    """(number, name of the village); a name alone is the village's."""
    if isinstance(cell.value, date | time):
        raise ValueError(f"Excel เปลี่ยนหมู่ที่เป็นวันที่หรือเวลา ({values.text_of(cell)}) กรุณาพิมพ์ใหม่ เช่น 4")
    typed = thai.to_arabic(thai.repair(values.text_of(cell)))
    if found := _VILLAGE.fullmatch(typed):
        number, village = found[1], found[2] or ""
    elif found := re.fullmatch(r"(?:หมู่)?บ้าน\s*([ก-๎].*)", typed):
        number, village = "", found[1]
    else:
        number, village = names.village_number(typed), ""
    shown = " ".join(filter(None, [names.show_village(number), village and f"บ้าน{village}"]))
    return Read((number, village), said=f"อ่านว่า “{shown}”" if village else "", code="village")


def _read_place(said: Said, cells: Mapping[str, Cell], known: Places, within: str) -> None:
    """The boxes of the address and the subdistrict's code; columns of their own go before the address in one cell."""
    within = _district(said, cells, known, within)
    address = Address()
    if cell := cells.get("address"):
        read = values.address(cell)
        address = read.value
        said.typed["address"] = thai.repair(values.text_of(cell))
        _tell(said, cell, read)
        boxes = {box: getattr(address, box) for box in _BOXES if getattr(address, box)}
        said.fields = boxes | said.fields
    code = _subdistrict(said, cells, known, within, address)
    if code:
        said.fields["subdistrict_id"] = code


def _district(said: Said, cells: Mapping[str, Cell], known: Places, within: str) -> str:
    """The district in which the place is looked for; one outside the unit is told."""
    province, district = cells.get("province"), cells.get("district")
    around = places_named.province(province, known).value if province else ""
    around = around or places.province_of(within)
    if district is None:
        if province and not within.startswith(around):
            said.tell(province, Severity.ERROR, "other_district", f"อยู่นอก{known.full(within)} จึงไม่นำเข้าที่นี่")
        return within
    read = places_named.district(district, known, around)
    _tell(said, district, read)
    if read.value and not read.value.startswith(within):
        said.tell(district, Severity.ERROR, "other_district", f"อยู่นอก{known.full(within)} จึงไม่นำเข้าที่นี่")
    return read.value or within


def _subdistrict(said: Said, cells: Mapping[str, Cell], known: Places, within: str, address: Address) -> str:
    """The subdistrict's code: from its own column, then the address, then the name of the local authority."""
    if cell := cells.get("subdistrict"):
        if not cell.is_formula and _AUTHORITY.match(values.text(cell).value):
            return _of_authority(said, {"authority": cell}, known, within, f"ไม่รู้จัก “{values.text_of(cell)}”")
        read = places_named.subdistrict(cell, known, within)
        _tell(said, cell, read)
        return read.value
    read = places_named.subdistrict_of(address, known, within)
    if read.value and not read.value.startswith(within):
        said.tell(cells.get("address"), Severity.ERROR, "place", f"ที่อยู่นี้คือ {known.full(read.value)}")
        return ""
    if read.value and read.said:
        said.tell(cells.get("address"), Severity.REMARK, read.code, read.said)
    return read.value or _of_authority(said, cells, known, within, read.fault)


def _of_authority(said: Said, cells: Mapping[str, Cell], known: Places, within: str, fault: str) -> str:
    """The subdistrict that a local authority is named after: told, because the authority may reach further."""
    cell = cells.get("authority")
    name = _AUTHORITY.sub("", values.text(cell).value) if cell else ""
    read = (
        places_named.subdistrict(Cell(cell.row, cell.column, name), known, within) if cell and name else None
    )
    if cell and read and read.value:
        message = f"อ่านตำบลจากชื่อ อปท. ว่า {known.full(read.value)}"
        said.tell(cell, Severity.WARNING, "place_of_authority", message)
        return read.value
    if fault:
        said.tell(cells.get("address") or cell, Severity.ERROR, "place", fault)
    return ""


# --- products -----------------------------------------------------------------------------------


def _products(said: Said) -> list[dict[str, Any]]:
    """The products of the lines; a line that repeats another in every cell is told and counts once."""
    products: list[dict[str, Any]] = []
    seen: dict[tuple[tuple[str, str], ...], int] = {}
    for record in said.records:
        whole = _whole(record) if len(said.records) > 1 else ()
        if whole in seen:
            first = next(iter(record.cells.values()))
            said.tell(first, Severity.WARNING, "repeated_line", f"ซ้ำกับแถว {seen[whole]} ทุกช่อง จึงนับครั้งเดียว")
            continue
        seen[whole] = record.row
        if OF_PRODUCT & record.cells.keys() - record.filled:
            products.append(_product(said, record))
    return products


def _whole(record: Record) -> tuple[tuple[str, str], ...]:
    """Every cell of a line as text."""
    said = ((key, values.text_of(cell)) for key, cell in record.cells.items() if key not in UNSAID)
    return tuple(sorted(said))


def _product(said: Said, record: Record) -> dict[str, Any]:
    product: dict[str, Any] = {"row": record.row}
    for key, (name, reader) in OF_ONE_PRODUCT.items():
        if cell := record.cells.get(key):
            read = reader(cell)
            _tell(said, cell, read)
            if not read.fault:
                product[name] = content.plain(read.value)
    if cell := record.cells.get("standards"):
        product["standards_typed"] = thai.repair(values.text_of(cell))
        _read_standards(said, cell, product)
    return product


def _read_standards(said: Said, cell: Cell, product: dict[str, Any]) -> None:
    text = values.text_of(cell).replace(_EXPIRED, " ")
    read = values.standards(Cell(cell.row, cell.column, text, cell.is_formula))
    _tell(said, cell, read)
    proofs = read.value if not read.fault else ()
    product["certificates"] = [
        {"standard": proof.standard, "number": proof.number} for proof in proofs if proof.number
    ]
    product["unproved"] = [proof.standard for proof in proofs if not proof.number]
