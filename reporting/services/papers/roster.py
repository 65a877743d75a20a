"""The roster of producers with their products, as of a day or as an edition froze it.

Source: docs/rules.md 6; letter นศ 0019/01467 (13 March 2561), attachment 4, and order 3 (registered by a day).
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import accumulate
from typing import Final, overload

from registration.models import Edition, Round, Unit
from registration.places import is_district
from registration.services import subjects
from registration.services.editions.published import full_names
from registration.services.registry import as_of
from registration.services.registry.as_of import Roster, RosterEntry, RosterProduct
from reporting.kinds import Kind
from reporting.paper import Column, Form, Paper, Stand, Table, Value
from reporting.services.papers import changed
from reporting.services.papers.places import full_name
from reporting.services.papers.stands import signatures, stand_of

NAME: Final = "ทะเบียนรายชื่อ"
INTERIM: Final = "รายชื่อที่ลงทะเบียนแล้ว"
BATCH: Final = 1000  # entries in memory at a time
OF_PRODUCER: Final = (
    Column("เลขทะเบียน", Form.CODE, width=16),
    Column("ชื่อกลุ่ม/ผู้ประกอบการ", width=20),
    Column("ประเภทผู้ผลิต", width=14),
    Column("ประธาน/เจ้าของ", width=15),
    Column("เลขประจำตัว", Form.CODE, width=17),
    Column("ที่ตั้ง", width=22),
    Column("โทรศัพท์", Form.CODE, width=13),
)
# No columns of stars and quadrants while no table holds them: a column of dashes only makes the letters smaller.
OF_PRODUCT: Final = (
    Column("ชื่อ", width=18, group="ผลิตภัณฑ์"),
    Column("ประเภท", width=21, group="ผลิตภัณฑ์"),
    Column("มาตรฐาน", width=19, group="ผลิตภัณฑ์"),
)
ROUND: Final = Column("รอบที่ลงทะเบียน", Form.CODE, width=8)
Row = tuple[Value, ...]


def paper(unit: Unit, round: Round | None = None, *, on: date, edition: Edition | None = None) -> Paper:
    """Who is registered in a unit: at the end of the day `on`, or in an edition of the round.

    Without a round the paper is about the day itself. Rows are read from the database as they are drawn.
    Raises: ValueError for an edition of another round, or without its round.
    """
    if edition and round is None:
        raise ValueError("An edition's roster names its round")
    round_id = round.pk if round else None
    found = as_of.frozen_roster(unit, edition) if edition else as_of.roster(unit, on, round_id)
    rows = RosterRows(found)
    about = (f"ไตรมาสที่ {round.number} ปีงบประมาณ พ.ศ. {round.fiscal_year_be}",) if round else ()
    counts = f"ผู้ผลิต ผู้ประกอบการ {len(rows.sizes):,} ราย"
    stand = stand_of(round, on, edition, interim_words=INTERIM) if round else Stand(on, interim_words=INTERIM)
    return Paper(
        kind=Kind.ROSTER,
        unit_code=unit.code,
        subject=subjects.of_round(round.pk) if round else subjects.of_day(on),
        title="ทะเบียนรายชื่อผู้ผลิต ผู้ประกอบการ OTOP",
        lines=(full_name(unit), *about, counts),
        stand=stand,
        blocks=(_table(unit, rows), *changed.of_records(unit, edition)),
        signatures=signatures(unit, round, edition) if round else (),
        is_landscape=True,
        is_personal=True,
    )


def _table(unit: Unit, rows: "RosterRows") -> Table:
    places = (Column("จังหวัด/อำเภอ", width=20),) if not unit.code else (Column("อำเภอ/เขต", width=13),)
    of_place = () if is_district(unit.code) else places
    head = (Column("ที่", Form.COUNT, width=6), *of_place, *OF_PRODUCER)
    return Table(
        NAME,
        (*head, *OF_PRODUCT, ROUND),
        rows,
        sizes=rows.sizes,
        merged=len(head),
        empty="ไม่มีผู้ผลิต ผู้ประกอบการ ที่ลงทะเบียน",
    )


class RosterRows(Sequence[Row]):
    """The rows of a roster, one per product, read batch by batch: a hundred thousand never stand in memory."""

    def __init__(self, roster: Roster) -> None:
        starts = range(0, len(roster.revision_pks), BATCH)
        self.sizes = tuple(count for start in starts for count in roster.row_counts(start, start + BATCH))
        self._roster = roster
        self._ends = list(accumulate(self.sizes))
        self._names: dict[str, str] = {}

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def __iter__(self) -> Iterator[Row]:
        for start in range(0, len(self.sizes), BATCH):
            yield from self._rows(start, start + BATCH)

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> list[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | list[Row]:
        """One row or a slice; reads the entries they belong to and no others."""
        wanted = range(len(self))[place]
        if isinstance(wanted, int):
            return self._between(wanted, wanted + 1)[0]
        if not wanted:
            return []
        low, high = min(wanted), max(wanted) + 1
        rows = self._between(low, high)
        return [rows[each - low] for each in wanted]

    def _between(self, low: int, high: int) -> list[Row]:
        first, last = bisect_right(self._ends, low), bisect_right(self._ends, high - 1)
        before = self._ends[first] - self.sizes[first]
        return self._rows(first, last + 1)[low - before : high - before]

    def _rows(self, start: int, stop: int) -> list[Row]:
        entries = self._roster.entries(start, stop)
        self._learn_names(entries)
        return [row for entry in entries for row in self._entry_rows(entry)]

    def _learn_names(self, entries: Sequence[RosterEntry]) -> None:
        """The districts that are new to the roster of a province or the nation."""
        if codes := {entry.district_code for entry in entries} - self._names.keys():
            self._names |= full_names(codes)

    def _entry_rows(self, entry: RosterEntry) -> list[Row]:
        head = (entry.place, *self._place(entry.district_code), *_of_producer(entry))
        products = entry.products or (None,)
        return [(*head, *_of_product(product), entry.round_label) for product in products]

    def _place(self, code: str) -> tuple[str, ...]:
        """In a province the district, in the nation the province too."""
        unit_code, name = self._roster.unit.code, self._names.get(code, code)
        if is_district(unit_code):
            return ()
        return (name.partition(" ")[0],) if unit_code else (name,)


def _of_producer(entry: RosterEntry) -> Row:
    return (
        entry.registration_number,
        entry.name,
        entry.kind_label,
        entry.owner_name,
        entry.masked_id,
        entry.address,
        ", ".join(entry.phones),
    )


def _of_product(product: RosterProduct | None) -> Row:
    """Name, type and standards; without a product no answers."""
    if product is None:
        return (None,) * len(OF_PRODUCT)
    return (product.name, product.type_label, ", ".join(product.standards) or None)
