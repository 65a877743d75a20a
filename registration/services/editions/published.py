"""What the public may read of a closed round: the announcement and its frozen figures, never a person's data.

Only rounds that the department has announced; every number comes from the rows of the edition in force.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from itertools import groupby
from typing import Any, Final

from django.db.models import QuerySet

from registration import figures, places
from registration.figures import Counts
from registration.models import Closing, Edition, Round, Unit
from registration.models.producers import ProducerKind, ProductType
from registration.timetable import Quarter
from registration.workflow import ClosingStatus


@dataclass(frozen=True)
class FigureColumn:
    """One count of the report: its field in figures.Counts, the word under its group, the words standing alone."""

    name: str
    short: str
    label: str


@dataclass(frozen=True)
class ColumnGroup:
    """Columns that belong together, with their unit."""

    label: str
    unit: str
    columns: tuple[FigureColumn, ...]


KIND_WORDS = {ProducerKind.GROUP: "กลุ่ม", ProducerKind.SOLE_OWNER: "รายเดียว", ProducerKind.SME: "SME"}
TYPE_WORDS = {
    ProductType.FOOD: "อาหาร",
    ProductType.DRINK: "เครื่องดื่ม",
    ProductType.CLOTH: "ผ้า",
    ProductType.UTENSIL: "ของใช้",
    ProductType.HERB: "สมุนไพร",
}
# Source: docs/rules.md 6, quarterly registration report
GROUPS = (
    ColumnGroup(
        "ผู้ผลิต ผู้ประกอบการ",
        "ราย",
        (
            FigureColumn("producers_brought", "ยกมา", "ผู้ผลิตยกมา"),
            FigureColumn("producers_new", "รายใหม่", "ผู้ผลิตรายใหม่"),
            FigureColumn("producers_came", "ย้ายเข้า", "ผู้ผลิตย้ายเข้า"),
            FigureColumn("producers_updated", "ปรับปรุง", "ผู้ผลิตปรับปรุง"),
            FigureColumn("producers_withdrawn", "ยกเลิก", "ผู้ผลิตยกเลิก"),
            FigureColumn("producers_went", "ย้ายออก", "ผู้ผลิตย้ายออก"),
            FigureColumn("producers_left", "คงเหลือ", "ผู้ผลิตคงเหลือ"),
        ),
    ),
    ColumnGroup(
        "คงเหลือตามประเภทผู้ผลิต",
        "ราย",
        tuple(FigureColumn(kind.value, KIND_WORDS[kind], str(kind.label)) for kind in ProducerKind),
    ),
    ColumnGroup(
        "ผลิตภัณฑ์",
        "รายการ",
        (
            FigureColumn("products_brought", "ยกมา", "ผลิตภัณฑ์ยกมา"),
            FigureColumn("products_added", "เพิ่ม", "ผลิตภัณฑ์เพิ่ม"),
            FigureColumn("products_came", "ย้ายเข้า", "ผลิตภัณฑ์ย้ายเข้า"),
            FigureColumn("products_reduced", "ลด", "ผลิตภัณฑ์ลด"),
            FigureColumn("products_went", "ย้ายออก", "ผลิตภัณฑ์ย้ายออก"),
            FigureColumn("products_left", "คงเหลือ", "ผลิตภัณฑ์คงเหลือ"),
        ),
    ),
    ColumnGroup(
        "คงเหลือตามประเภทผลิตภัณฑ์",
        "รายการ",
        tuple(FigureColumn(each.value, TYPE_WORDS[each], str(each.label)) for each in ProductType),
    ),
)
COLUMNS = tuple(column for group in GROUPS for column in group.columns)
MOVES: Final = frozenset({"producers_came", "producers_went", "products_came", "products_went"})


def groups_of(edition: Edition | None) -> tuple[ColumnGroup, ...]:
    """The columns of a report: a paper of an edition that knew of no moves stays as it was (decision 0077)."""
    if edition is None or edition.tells_moves:
        return GROUPS
    still = (tuple(each for each in group.columns if each.name not in MOVES) for group in GROUPS)
    return tuple(replace(group, columns=columns) for group, columns in zip(GROUPS, still, strict=True))


@dataclass(frozen=True)
class PublishedLine:
    """One place of a sheet with its counts in the order of COLUMNS."""

    code: str
    name: str
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class PublishedSheet:
    """A unit's report of an edition, ready to be drawn: the nation by province, a province by district."""

    unit: Unit
    total: Counts
    lines: tuple[PublishedLine, ...]
    silent_count: int  # places left out: named below the table, in none of its numbers
    groups: tuple[ColumnGroup, ...] = GROUPS

    @property
    def word(self) -> str:
        """What a line is: จังหวัด, อำเภอ, เขต."""
        return places.word_below(self.unit.code)

    @property
    def total_numbers(self) -> tuple[int, ...]:
        return numbers_of(self.total)


@dataclass(frozen=True)
class LeftOut:
    """A unit that the edition does not include, with the reason its officer gave."""

    code: str
    name: str
    reason: str


@dataclass(frozen=True)
class Announcement:
    """An announced round with the edition in force, or the one asked for of all `editions`."""

    closing: Closing
    edition: Edition
    editions: tuple[Edition, ...] = ()

    @property
    def older(self) -> Edition | None:
        """The edition shown, when it is not the one in force."""
        return None if self.edition == self.editions[-1] else self.edition

    @property
    def round(self) -> Round:
        return self.closing.round

    @property
    def quarter(self) -> Quarter:
        return self.closing.round.quarter


def announcements() -> list[Announcement]:
    """Every announced round, the newest first."""
    closings = list(_announced().order_by("-round_id"))
    rows = Edition.objects.filter(round_id__in=[closing.round_id for closing in closings]).order_by("number")
    newest = {row.round_id: row for row in rows}
    return [Announcement(closing, newest[closing.round_id]) for closing in closings]


def announcement(round_id: int, number: str = "") -> Announcement | None:
    """The announcement of a round, with the edition of a number or the one in force.

    None for a round unknown, open or not yet announced, and for an edition that is not there, all alike.
    """
    closing = _announced().filter(round_id=round_id).first()
    if closing is None:
        return None
    editions = tuple(Edition.objects.filter(round_id=round_id).order_by("number"))
    found = [each for each in editions if str(each.number) == number] if number else editions[-1:]
    return Announcement(closing, found[0], editions) if found else None


def _announced() -> QuerySet[Closing]:
    return Closing.objects.filter(status=ClosingStatus.ANNOUNCED).select_related("round")


def sheet(edition: Edition, unit_code: str = "") -> PublishedSheet | None:
    """The frozen figures of the nation or of one province; None for anything else."""
    asked = unit_code if re.fullmatch("([0-9]{2})?", unit_code) else None
    unit = Unit.objects.filter(pk=asked).first()
    if unit is None:
        return None
    report = figures.registration_report(unit_code, edition.round_id, edition)
    counted = included(edition, unit_code)
    shown = {places.child_of(unit_code, code) for code in counted}
    sums = {
        line: figures.total(each for code, each in counted.items() if code.startswith(line)) for line in shown
    }
    lines = [
        PublishedLine(row.code, _short(row.name), numbers_of(sums[row.code]))
        for row in report.rows
        if row.code in shown
    ]
    silent = len(report.rows) - len(lines)
    return PublishedSheet(unit, figures.total(counted.values()), tuple(lines), silent_count=silent)


def included(edition: Edition, unit_code: str = "") -> dict[str, Counts]:
    """{district code: frozen counts} of exactly the districts that the edition includes."""
    counted = figures.from_edition(edition, unit_code, places.DISTRICT_WIDTH)
    units = Unit.objects.districts().below(unit_code).valid(edition.day).values_list("code", flat=True)
    return {
        code: counted.get(code, Counts())
        for code in sorted(set(units) | set(counted))
        if not edition.leaves_out(code)
    }


def _short(name: str) -> str:
    """The name under a heading that says what the lines are."""
    return name.removeprefix("จังหวัด").removeprefix("อำเภอ").removeprefix("เขต")


def numbers_of(counts: Counts, groups: Iterable[ColumnGroup] = GROUPS) -> tuple[int, ...]:
    """The counts of a place in the order of the report's columns."""
    return tuple(getattr(counts, column.name) for group in groups for column in group.columns)


def left_out(edition: Edition) -> list[LeftOut]:
    """The units that the edition leaves out, in order of code."""
    names = full_names(edition.left_out)
    return [LeftOut(code, names.get(code, code), edition.left_out[code]) for code in sorted(edition.left_out)]


def full_names(codes: Iterable[str]) -> dict[str, str]:
    """{code: name} of the units asked for; a district is told with its province."""
    asked = set(codes)
    rows = Unit.objects.filter(code__in=asked | {places.province_of(code) for code in asked})
    units = {unit.code: unit for unit in rows}
    return {code: _full_name(units, code) for code in asked & set(units)}


def _full_name(units: dict[str, Unit], code: str) -> str:
    name = str(units[code])
    return f"{name} {units[places.above(code)]}" if places.is_district(code) else name


# --- open data -------------------------------------------------------------------------------------------------------


# what each column of the open data means; docs/open-data.md prints the same words
PLACE_COLUMNS: Final = {
    "fiscal_year_be": ("ปีงบประมาณ", "ปีงบประมาณ พ.ศ. ของรอบการลงทะเบียน"),
    "quarter": ("ไตรมาส", "รอบที่ 1 ถึง 4 ของปีงบประมาณ"),
    "edition": ("ฉบับที่", "ฉบับของข้อมูลที่ปิดระบบแล้ว"),
    "province_code": ("รหัสจังหวัด", "รหัสจังหวัด 2 หลัก"),
    "province": ("จังหวัด", "ชื่อจังหวัด"),
    "code": ("รหัสอำเภอ", "รหัสอำเภอหรือเขต 4 หลัก"),
    "name": ("อำเภอ", "ชื่ออำเภอหรือเขต"),
    "is_included": ("การรวมในประกาศ", "รวม คือรับรองและนับในประกาศ ไม่รวม คือไม่นับ และช่องตัวเลขว่าง ซึ่งไม่ใช่ศูนย์"),
    "reason": ("เหตุผลที่ไม่รวม", "เหตุผลที่หน่วยงานให้ไว้ ว่างเมื่อรวม"),
    "carried_producers": ("ผู้ผลิตยกไปรอบถัดไป", "ของอำเภอที่ไม่รวม ยอดคงเหลือจากฉบับก่อนรอบนี้ ไม่นับในประกาศ"),
    "carried_products": ("ผลิตภัณฑ์ยกไปรอบถัดไป", "ของอำเภอที่ไม่รวม ยอดคงเหลือจากฉบับก่อนรอบนี้ ไม่นับในประกาศ"),
}
INCLUDED, NOT_INCLUDED = "รวม", "ไม่รวม"


@dataclass(frozen=True)
class Place:
    """One district's line of the open data; a district that is left out has no counts, which are not zeros."""

    code: str
    name: str
    province: str
    counts: Counts | None
    reason: str = ""
    carried: Counts | None = None


def districts(edition: Edition) -> list[Place]:
    """Every district with its frozen counts, in order of code."""
    counted, everything = included(edition), figures.from_edition(edition, "", places.DISTRICT_WIDTH)
    units = {unit.code: unit for unit in Unit.objects.exclude(code="")}
    present = {code for code, unit in units.items() if places.is_district(code) and unit.stands(edition.day)}
    return [
        Place(
            code,
            str(units[code]),
            str(units[places.province_of(code)]),
            counted.get(code),
            reason="" if code in counted else _reason(edition, code),
            carried=None if code in counted else everything.get(code),
        )
        for code in sorted(present | set(everything))
    ]


def _reason(edition: Edition, code: str) -> str:
    """Why a district is left out: its own reason, or that of its province."""
    return edition.left_out.get(code) or edition.left_out.get(places.province_of(code), "")


def table(announcement: Announcement) -> Iterator[list[object]]:
    """The rows of the CSV: a heading, then one row per district; year and quarter apart, or they read as a date."""
    yield [*(heading for heading, _ in PLACE_COLUMNS.values()), *(column.label for column in COLUMNS)]
    quarter, edition = announcement.quarter, announcement.edition
    for place in districts(edition):
        carried, counts = place.carried, place.counts
        yield [
            quarter.fiscal_year_be,
            quarter.number,
            edition.number,
            places.province_of(place.code),
            place.province,
            place.code,
            place.name,
            INCLUDED if counts else NOT_INCLUDED,
            place.reason,
            carried.producers_left if carried else "",
            carried.products_left if carried else "",
            *(numbers_of(counts) if counts else [""] * len(COLUMNS)),
        ]


def as_data(announcement: Announcement) -> dict[str, Any]:
    """The announcement for machines: days ISO (C.E.), the round as "2561/2", counts by field name.

    A place that is left out has null for its counts; every total is of those that are included.
    """
    closing, edition = announcement.closing, announcement.edition
    rows = districts(edition)
    return {
        "round": str(announcement.quarter),
        "fiscal_year_be": announcement.quarter.fiscal_year_be,
        "quarter": announcement.quarter.number,
        "announcement_number": closing.announcement_number,
        "announcement_day": closing.announcement_day.isoformat() if closing.announcement_day else None,
        "edition": edition.number,
        "fingerprint": edition.fingerprint,
        "previous_fingerprint": edition.previous_fingerprint,
        "left_out": [asdict(unit) for unit in left_out(edition)],
        "headings": {column.name: column.label for column in COLUMNS},
        "dictionary": {name: meaning for name, (_, meaning) in PLACE_COLUMNS.items()},
        "total": asdict(figures.total(row.counts for row in rows if row.counts)),
        "provinces": [
            _province_data(code, list(own), edition)
            for code, own in groupby(rows, key=lambda row: places.province_of(row.code))
        ],
        "districts": [_district_data(row) for row in rows],
    }


def _province_data(code: str, rows: list[Place], edition: Edition) -> dict[str, Any]:
    own = [row.counts for row in rows if row.counts]
    return {
        "code": code,
        "name": rows[0].province,
        "is_included": bool(own),
        "reason": "" if own else edition.left_out.get(code, ""),
        "counts": asdict(figures.total(own)) if own else None,
    }


def _district_data(place: Place) -> dict[str, Any]:
    return {
        "code": place.code,
        "name": place.name,
        "is_included": place.counts is not None,
        "reason": place.reason,
        "counts": asdict(place.counts) if place.counts else None,
        "carried": {
            "producers_left": place.carried.producers_left,
            "products_left": place.carried.products_left,
        }
        if place.carried
        else None,
    }
