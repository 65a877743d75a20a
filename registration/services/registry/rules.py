"""What a valid producer is: the rules of one record, asked by the form, by every write and by any later entrance. Pure.

Source: docs/rules.md 5. A number registered twice is asked of the table, not here.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from otop_registry import thai
from registration.models.producers import Producer, ProducerKind
from registration.workflow import Refused

COMMUNITY_LINKS: Final = ("takes_part_in_production", "takes_part_in_management", "community_benefits")
MEMBERS: Final = ("members_male_count", "members_female_count")
JUDGED: Final = (
    "kind",
    "juristic_id",
    "is_thai",
    *MEMBERS,
    *COMMUNITY_LINKS,
)  # what `faults` asks beside the place
PRODUCTS: Final = "products"  # the field of a fault that is no box of the producer's own
Fields = Mapping[str, Any]


@dataclass(frozen=True)
class Fault:
    """What is wrong with a field, as the officer reads it beside the box."""

    field: str
    text: str


class Invalid(Refused):
    """A write that would store what no producer may be."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(" ".join(each.text for each in faults))
        self.faults = tuple(faults)


def faults(fields: Fields, district_code: str) -> list[Fault]:
    """What is wrong with a producer of the district. A rule is judged when every field it asks is there."""
    found = (judge(fields, district_code) for names, judge in _RULES if fields.keys() >= names)
    return [fault for fault in found if fault]


def _place(place: str, district_code: str) -> Fault | None:
    return None if place == district_code else Fault("subdistrict", "สถานที่ผลิตต้องอยู่ในอำเภอที่ลงทะเบียน")


def _nationality(fields: Fields) -> Fault | None:
    return None if fields["is_thai"] else Fault("is_thai", "ผู้ผลิตและสมาชิกต้องมีสัญชาติไทย")


def _members(kind: str, counts: list[int | None]) -> Fault | None:
    """A group has members, and says how many of each sex; the other kinds have none."""
    if kind != ProducerKind.GROUP:
        return Fault(MEMBERS[0], "จำนวนสมาชิกมีเฉพาะกลุ่มผู้ผลิตชุมชน") if counts != [None, None] else None
    if None in counts:
        return Fault(MEMBERS[0], "กรอกจำนวนสมาชิกชายและหญิงของกลุ่ม ถ้าไม่มีให้กรอก 0")
    return None if any(counts) else Fault(MEMBERS[0], "กลุ่มต้องมีสมาชิกอย่างน้อยหนึ่งคน")


def _juristic(kind: str, number: str) -> Fault | None:
    if not number or kind == ProducerKind.SME:
        return None
    return Fault("juristic_id", "เลขนิติบุคคลมีเฉพาะวิสาหกิจขนาดกลางและขนาดย่อม")


def _links(fields: Fields) -> Fault | None:
    if any(fields[name] for name in COMMUNITY_LINKS):
        return None
    return Fault(COMMUNITY_LINKS[0], "เลือกความเชื่อมโยงกับชุมชนอย่างน้อยหนึ่งข้อใน 3 ข้อ")


_RULES: Final[Sequence[tuple[Set[str], Callable[[Fields, str], Fault | None]]]] = (
    ({"subdistrict"}, lambda fields, district_code: _place(fields["subdistrict"].district_id, district_code)),
    ({"is_thai"}, lambda fields, _: _nationality(fields)),
    ({"kind", *MEMBERS}, lambda fields, _: _members(fields["kind"], [fields[name] for name in MEMBERS])),
    ({"kind", "juristic_id"}, lambda fields, _: _juristic(fields["kind"], fields["juristic_id"])),
    ({*COMMUNITY_LINKS}, lambda fields, _: _links(fields)),
)


def faults_of_new(fields: Fields, products: Sequence[Fields], district_code: str) -> list[Fault]:
    """What is wrong with one that is not registered yet; what the fields do not say is as the table has it."""
    return faults({**_unsaid(), **fields}, district_code) + faults_of_products(products)


@cache
def _unsaid() -> Fields:
    """How a new row of the table stands."""
    row = Producer()
    return {name: getattr(row, name) for name in JUDGED}


def faults_of_products(products: Sequence[Fields]) -> list[Fault]:
    """What is wrong with the standing products of one producer together."""
    if not products:
        return [Fault(PRODUCTS, "ผู้ผลิตต้องมีผลิตภัณฑ์อย่างน้อยหนึ่งรายการ")]
    unsaid = [products[place] for place in repeated(products) if not products[place].get("same_name_reason")]
    return [Fault(PRODUCTS, f"ผลิตภัณฑ์ “{each['name']}” มีชื่อซ้ำในรายนี้ กรุณาระบุว่าต่างกันอย่างไร") for each in unsaid]


def repeated(products: Iterable[Fields]) -> list[int]:
    """The places of products that bear the name of one before them, read without spaces and signs."""
    seen: set[str] = set()
    found = []
    for place, product in enumerate(products):
        key = thai.name_key(product["name"])
        if key in seen:
            found.append(place)
        seen.add(key)
    return found
