"""The lines of one producer → its fields as plain data, in the shape of content.py, with what was read otherwise.

Only what the file says is in the fields: a blank cell says nothing, and "-" says that there is none.
"""

import re
from collections.abc import Container, Mapping, Sequence
from datetime import date, time
from typing import Final

from otop_registry import thai
from registration import content, identifiers, names, places
from registration.services.imports import roster_products, roster_ticks
from registration.services.imports.roster_columns import OF_PRODUCT, UNSAID
from registration.services.imports.roster_said import Reader, Said, often, tell
from registration.services.uploads import places_named, several, values
from registration.services.uploads.findings import Severity
from registration.services.uploads.places_named import Places
from registration.services.uploads.records import Record
from registration.services.uploads.sheets import Cell
from registration.services.uploads.values import Address, Read

_AUTHORITY: Final = re.compile(
    r"^(?:เทศบาล(?:นคร|เมือง|ตำบล)|องค์การบริหารส่วนตำบล|อบต\.?|ทต\.?|ทม\.?|ทน\.?)\s*(?=[ก-ฮเแโใไ])"
)
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


SIMPLE: Final[Mapping[str, Reader]] = {
    "registration_number": _registration_number,
    "name": values.text,
    "kind": often(values.producer_kind),
    "owner_title": often(values.text),
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
    "postcode": often(values.postcode),
    "is_thai": often(values.yes_no),
    "takes_part_in_production": often(values.yes_no),
    "takes_part_in_management": often(values.yes_no),
    "community_benefits": often(values.yes_no),
    "representative": values.text,
    "former_numbers": values.text,
    "remarks": values.line,
}
_BOXES: Final = ("house_number", "village_number", "village", "lane", "road", "postcode")


def read(
    records: Sequence[Record], known: Places, within: str, columns: Container[str] = frozenset()
) -> Said:
    """What the lines of one producer say, inside the unit `within`; `columns` are the keys that the table has."""
    said = Said(tuple(records))
    cells = _first_cells(said)
    for key, reader in SIMPLE.items():
        if key in cells:
            _take(said, key, cells[key], reader)
    _read_marked_kind(said, cells)
    _doubt_name(said, cells)
    _read_more_phones(said)
    _read_owner(said, cells)
    _read_one_for_both(said, cells, columns)
    _read_village_number(said, cells)
    _read_members(said, cells)
    _read_place(said, cells, known, within)
    said.fields["products"] = roster_products.read(said, columns)
    return said


def _first_cells(said: Said) -> dict[str, Cell]:
    """The producer's cells, each from the first line that has it; lines that say something else are told."""
    first: dict[str, Cell] = {}
    for record in said.records:
        for key, cell in record.cells.items():
            if several.base_of(key) in OF_PRODUCT or key in UNSAID or roster_ticks.is_tick(key):
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
    tell(said, cell, read)
    if not read.fault and read.code != "masked" and read.value is not None:
        said.fields[key] = content.plain(read.value)


def _read_marked_kind(said: Said, cells: Mapping[str, Cell]) -> None:
    """The kind by a mark in one of its columns, where no column says it."""
    kind, cell = next(
        (each for record in said.records if (each := roster_ticks.answer(record.cells, "kind"))[1]),
        ("", None),
    )
    if cell and "kind" not in cells and kind:
        said.fields["kind"] = kind
    elif cell and "kind" not in cells:
        said.tell(cell, Severity.WARNING, "marks", "ช่องเครื่องหมายของประเภทผู้ผลิตไม่ได้เลือกไว้ช่องเดียว จึงไม่ใช้")


_NO_NAME: Final = re.compile(r"ตำบล|อำเภอ|จังหวัด|(?<![ก-๎])[ตอจ]\.\s?[ก-ฮเแโใไ]|หมู่ที่\s*[0-9๐-๙]")
MOST_MARKS: Final = 2  # words of an address in a name; one may be a name's own


def _doubt_name(said: Said, cells: Mapping[str, Cell]) -> None:
    """A name that goes on with an address, or that lists several, is taken as it stands and told."""
    cell, name = cells.get("name"), str(said.fields.get("name") or "")
    if len(_NO_NAME.findall(name)) >= MOST_MARKS:
        said.tell(cell, Severity.WARNING, "address_in_name", f"ชื่อ “{name}” มีที่อยู่ต่อท้าย กรุณาแก้ให้เหลือเฉพาะชื่อ")
    elif name.count(",") >= MOST_MARKS or (", ร้าน" in name or " , " in name):
        said.tell(
            cell, Severity.WARNING, "several_names", f"ช่องชื่อ “{name}” อาจมีหลายชื่อ กรุณาตรวจว่าเป็นรายเดียวกัน"
        )


def _read_more_phones(said: Said) -> None:
    """The telephones of the other lines beside those of the first: a producer has several."""
    cells = {values.text_of(cell): cell for each in said.records if (cell := each.cells.get("phones"))}
    for cell in list(cells.values())[1:]:
        read = values.phones(cell)
        tell(said, cell, read)
        known = said.fields.setdefault("phones", [])
        known += [number for number in read.value if number not in known]


def _read_owner(said: Said, cells: Mapping[str, Cell]) -> None:
    """The owner in three boxes; a title that was typed into the first name goes into its own."""
    if cell := _whole_name(cells):
        said.typed["owner"] = thai.repair(values.text_of(cell))
        read = values.person_name(cell)
        tell(said, cell, read)
        said.fields = _owner_fields(read) | said.fields
    elif cell := cells.get("owner_first_name"):
        _part_title(said, cell)


def _whole_name(cells: Mapping[str, Cell]) -> Cell | None:
    """The owner's cell with the surname that stands in a column of its own behind it."""
    cell, last = cells.get("owner"), cells.get("owner_last_name")
    surname = values.text(last).value
    if cell is None or not surname or cell.is_formula or surname in thai.repair(values.text_of(cell)):
        return cell
    return cell._replace(value=f"{values.text_of(cell)} {surname}")


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
    elif not any(key in cells for key in OWNER) and (cell := cells.get("name")):
        read = values.person_name(cell)
        if (owner := _owner_fields(read)) and owner["owner_title"] and owner["owner_last_name"]:
            said.fields = owner | said.fields
            text = f"ไม่ได้บอกประธาน/เจ้าของ จึงอ่านเจ้าของว่า “{read.value}” จากชื่อ"
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
    tell(said, cell, read)
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


_BOTH: Final = re.compile(r"(?:ชาย|ช\.?)?\s*([0-9]+)\s*(?:คน)?\s*[/,-]?\s*(?:หญิง|ญ\.?)?\s*([0-9]+)\s*(?:คน)?")


def _read_members(said: Said, cells: Mapping[str, Cell]) -> None:
    """Men and women of one cell: 4/12, ช 4 ญ 12."""
    if cell := cells.get("members"):
        read = _members(cell)
        tell(said, cell, read)
        if read.value:
            said.fields = (
                dict(zip(("members_male_count", "members_female_count"), read.value, strict=True))
                | said.fields
            )


@values.reader(lambda: None)
def _members(cell: Cell) -> Read[tuple[int, int] | None]:
    found = (
        _BOTH.fullmatch(thai.to_arabic(thai.repair(values.text_of(cell))))
        if isinstance(cell.value, str)
        else None
    )
    if not found:
        raise ValueError(
            f"อ่านจำนวนสมาชิกชาย/หญิง “{values.text_of(cell)}” ไม่ได้ กรุณาพิมพ์เป็นข้อความ เช่น ชาย 4 หญิง 12"
        )
    men, women = int(found[1]), int(found[2])
    return Read((men, women), said=f"อ่านว่า ชาย {men} หญิง {women}", code="members")


def _read_place(said: Said, cells: Mapping[str, Cell], known: Places, within: str) -> None:
    """The boxes of the address and the subdistrict's code; columns of their own go before the address in one cell."""
    within = _district(said, cells, known, within)
    address = Address()
    if cell := cells.get("address"):
        read = values.address(cell)
        address = read.value
        said.typed["address"] = thai.repair(values.text_of(cell))
        tell(said, cell, read)
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
    tell(said, district, read)
    if read.value and not read.value.startswith(within):
        said.tell(district, Severity.ERROR, "other_district", f"อยู่นอก{known.full(within)} จึงไม่นำเข้าที่นี่")
    return read.value or within


def _subdistrict(said: Said, cells: Mapping[str, Cell], known: Places, within: str, address: Address) -> str:
    """The subdistrict's code: from its own column, then the address, then the name of the local authority."""
    if cell := cells.get("subdistrict"):
        if not cell.is_formula and _AUTHORITY.match(values.text(cell).value):
            return _of_authority(said, {"authority": cell}, known, within, f"ไม่รู้จัก “{values.text_of(cell)}”")
        read = places_named.subdistrict(cell, known, within)
        tell(said, cell, read)
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
