"""What an edition changed in the one before it, as tables of its papers: counts by unit, and records by name.

A first edition has none, and a later one none where nothing of the unit changed. Source: decision 0079.
"""

from collections.abc import Iterable
from typing import Final

from registration.models import Edition, Unit
from registration.places import is_district
from registration.services.editions import moved, records
from registration.services.editions.moved import Moved
from registration.services.editions.published import full_names
from reporting.paper import Block, Column, Form, Prose, Table

COUNTS: Final = "สิ่งที่เปลี่ยนจากฉบับก่อน"
RECORDS: Final = "รายการที่แก้ไขจากฉบับก่อน"
BEFORE, AFTER = "ฉบับก่อน", "ฉบับนี้"


def counts(unit: Unit, edition: Edition | None) -> tuple[Block, ...]:
    """The counts of the unit and of the districts and provinces in it."""
    lines = moved.changed_by(edition, unit.code) if edition else []
    if edition is None or not lines:
        return ()
    heads = (f"ฉบับที่ {edition.number - 1}", f"ฉบับที่ {edition.number}")
    return Prose((_by_letter(edition),), heading=COUNTS), counts_table(lines, heads)


def counts_table(lines: Iterable[Moved], heads: tuple[str, str] = (BEFORE, AFTER)) -> Table:
    """A row for each count that moved, the difference behind it."""
    columns = (
        Column("พื้นที่", width=30),
        Column("รายการ", width=30),
        *(Column(head, Form.COUNT, width=13) for head in heads),
        Column("ผลต่าง", Form.COUNT, width=11),
    )
    rows = tuple((each.unit, each.label, each.before, each.after, each.after - each.before) for each in lines)
    return Table(COUNTS, columns, rows)


def of_records(unit: Unit, edition: Edition | None) -> tuple[Block, ...]:
    """What is said otherwise of the records of the unit: names persons."""
    lines = records.changed_by(edition, unit.code) if edition else []
    if edition is None or not lines:
        return ()
    names = {} if is_district(unit.code) else full_names(line.district_code for line in lines)
    columns = (
        *((Column("อำเภอ/เขต", width=22),) if names else ()),
        Column("เลขทะเบียน", Form.CODE, width=16),
        Column("ชื่อกลุ่ม/ผู้ประกอบการ", width=30),
        Column("รายการ", width=28),
        Column(f"ฉบับที่ {edition.number - 1}", width=24),
        Column(f"ฉบับที่ {edition.number}", width=24),
    )
    rows = tuple(
        (
            *((_place(unit, names[each.district_code]),) if names else ()),
            *(each.registration_number, each.name, each.label, each.before, each.after),
        )
        for each in lines
    )
    return Prose((_by_letter(edition),), heading=RECORDS), Table(RECORDS, columns, rows)


def _place(unit: Unit, name: str) -> str:
    """In a province the district, in the nation the province too, as the rows of the roster say it."""
    return name.partition(" ")[0] if unit.code else name


def _by_letter(edition: Edition) -> str:
    """By which letter: why stands in the request, which may name persons."""
    by = f" ตามหนังสือ {edition.correction.letter_number}" if edition.correction else ""
    return f"ฉบับที่ {edition.number} แก้ไขจากฉบับที่ {edition.number - 1}{by}"
