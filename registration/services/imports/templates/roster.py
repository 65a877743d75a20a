"""The file of a district's producers: a row for each product, blank, or with what is registered to be gone over.

A citizen's number is never written into it: a blank box keeps the one that is registered.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from otop_registry import thai
from registration import identifiers, places
from registration.models import Certificate, Producer, Product, Subdistrict, Unit
from registration.models.producers import ProducerKind, ProductState, ProductType
from registration.names import TITLES
from registration.services.imports.roster_columns import HEADS
from registration.services.imports.templates.drawing import Box, Form, draw

_HEAD_OF: Final = {column.key: column.title for column in HEADS.columns}
_YES: Final = "ใช่"
_YES_NO: Final = (_YES, "ไม่ใช่")
_LINK: Final = "เลือก “ใช่” อย่างน้อยหนึ่งในสามข้อ"
_SAID_TITLES: Final = tuple(title for title in TITLES if "." not in title and title != "คุณ")
_PRODUCER_FACTS: Final = (
    "registration_number", "name", "owner_title", "owner_first_name", "owner_last_name",
    "members_male_count", "members_female_count", "email", "line_id", "house_number", "village_number", "village",
    "lane", "road", "postcode", "representative", "former_numbers", "remarks",
)  # fmt: skip
_PRODUCT_FACTS: Final = ("selling_unit", "material", "size", "monthly_capacity", "description")
_TICKS: Final = ("is_thai", "takes_part_in_production", "takes_part_in_management", "community_benefits")


def roster_file(district: Unit, on: date, *, is_filled: bool) -> bytes:
    """The file of a district, blank or with its producers as they are registered on the day."""
    title = f"ทะเบียนผู้ผลิต ผู้ประกอบการ OTOP {district.full_name}"
    lines = ("หนึ่งผลิตภัณฑ์ต่อหนึ่งแถว ผู้ผลิตที่มีหลายผลิตภัณฑ์ให้พิมพ์ชื่อผู้ผลิตซ้ำทุกแถว", "หัวคอลัมน์สีเหลืองต้องกรอก")
    rows = list(_rows(district)) if is_filled else []
    return draw(Form("roster", title, lines, tuple(_boxes(district, on)), rows, frozen=2))


def boxes_of(district: Unit, on: date) -> dict[str, Box]:
    """{key: its box} of the file of a district: what may be chosen, and what is said of it."""
    return {box.key: box for box in _boxes(district, on)}


# --- columns ------------------------------------------------------------------------------------


def _boxes(district: Unit, on: date) -> Iterator[Box]:
    below = Subdistrict.objects.filter(district=district).valid(on).order_by("code")
    subdistricts = tuple(below.values_list("name", flat=True))
    yield _box("registration_number", 20, "", "เว้นว่างสำหรับรายใหม่ รายที่มีแล้วระบบเติมให้ ไม่ต้องแก้")
    yield from _who()
    yield from _where(district, subdistricts)
    for key in _TICKS:
        yield _box(
            key,
            14,
            _YES,
            _LINK if key != "is_thai" else "ผู้ผลิตและสมาชิกมีสัญชาติไทย",
            is_needed=True,
            choices=_YES_NO,
        )
    yield from _what()


def _who() -> Iterator[Box]:
    yield _box("name", 34, "กลุ่มแม่บ้านเกษตรกรบ้านคีรีวง", "ชื่อกลุ่ม ร้าน หรือกิจการ", is_needed=True)
    yield _box(
        "kind",
        24,
        ProducerKind.GROUP.label,
        "เลือกจากรายการ",
        is_needed=True,
        choices=tuple(map(str, ProducerKind.labels)),
    )
    yield _box("owner_title", 10, "นาง", "เลือกหรือพิมพ์เอง", choices=_SAID_TITLES, is_open=True)
    yield _box("owner_first_name", 18, "สมศรี", "ชื่อประธานกลุ่มหรือเจ้าของ ไม่รวมนามสกุล", is_needed=True)
    yield _box("owner_last_name", 18, "ใจดี", "ถ้าไม่มีนามสกุลให้ใส่ -", is_needed=True)
    yield _box(
        "citizen_id", 20, "1-1017-00230-70-8", "13 หลัก รายที่ลงทะเบียนแล้วเว้นว่างไว้ ระบบใช้เลขเดิม", is_needed=True
    )
    yield _box("juristic_id", 18, "", "13 หลัก ขึ้นต้นด้วย 0 เฉพาะนิติบุคคล รายที่ลงทะเบียนแล้วเว้นว่าง")
    yield _box("members_male_count", 10, "4", "เฉพาะกลุ่ม ถ้าไม่มีใส่ 0")
    yield _box("members_female_count", 10, "12", "เฉพาะกลุ่ม ถ้าไม่มีใส่ 0")
    yield _box("founded_day", 14, "16/3/2561", "วัน/เดือน/ปี พ.ศ.")
    yield _box("phones", 24, "08 1234 5678, 0-7535-6555", "หลายเบอร์คั่นด้วย ,")
    yield _box("email", 22)
    yield _box("line_id", 14)


def _where(district: Unit, subdistricts: tuple[str, ...]) -> Iterator[Box]:
    yield _box("house_number", 12, "99/1", "ของสถานที่ผลิต", is_needed=True)
    yield _box("village_number", 8, "4", "เฉพาะตัวเลข")
    yield _box("village", 16, "คีรีวง", "ชื่อหมู่บ้านหรือชุมชน ไม่ต้องมีคำว่าหมู่บ้าน")
    yield _box("lane", 12)
    yield _box("road", 14)
    first = subdistricts[0] if subdistricts else ""
    hint = f"สถานที่ผลิตต้องอยู่ใน{district.full_name} เลือกจากรายการ"
    yield _box("subdistrict", 18, first, hint, is_needed=True, choices=subdistricts)
    yield _box("postcode", 11, "", f"เว้นว่างได้ ระบบเติมให้จาก{places.word_below(district.pk)}")


def _what() -> Iterator[Box]:
    yield _box("product_name", 26, "กล้วยฉาบ", "หนึ่งผลิตภัณฑ์ต่อหนึ่งแถว", is_needed=True)
    yield _box(
        "product_type",
        26,
        ProductType.FOOD.label,
        "เลือกจากรายการ",
        is_needed=True,
        choices=tuple(map(str, ProductType.labels)),
    )
    yield _box("standards", 28, "มผช. 36/2546, อย. 80-1-00123", "ชื่อมาตรฐานและเลขที่ หลายรายการคั่นด้วย ,")
    yield _box("price_baht", 12, "120.00", "บาท")
    yield _box("selling_unit", 10, "ถุง", "")
    yield _box("material", 18)
    yield _box("size", 14, "250 กรัม", "")
    yield _box("monthly_capacity", 12, "300", "จำนวนต่อเดือน")
    yield _box("description", 34, "", "เรื่องราวหรือรายละเอียด")
    yield _box(
        "state",
        14,
        ProductState.PRODUCING.label,
        "เลือกจากรายการ",
        choices=tuple(map(str, ProductState.labels)),
    )
    yield _box("representative", 20, "", "ต้องมีหนังสือมอบอำนาจ")
    yield _box("former_numbers", 18, "", "เลขจากระบบเดิม หลายเลขคั่นด้วย ,")
    yield _box("remarks", 26)


def _box(key: str, width: int, example: str = "", hint: str = "", **more: Any) -> Box:
    """A column of a list of producers, under the head that its reader knows."""
    return Box(key, _HEAD_OF[key], width, example, hint, **more)


# --- rows ---------------------------------------------------------------------------------------


def _rows(district: Unit) -> Iterator[dict[str, object]]:
    """What is registered, a row for each product; of a producer without one its own."""
    rows = Producer.objects.filter(district=district).active().select_related("subdistrict")
    for producer in rows.prefetch_related("products__certificates"):
        standing = [product for product in producer.products.all() if not product.is_withdrawn]
        own = _of_producer(producer)
        yield from [own | _of_product(product) for product in standing] or [own]


def _of_producer(producer: Producer) -> dict[str, object]:
    facts = {name: _text(getattr(producer, name)) for name in _PRODUCER_FACTS}
    return {
        **facts,
        **{name: _YES if getattr(producer, name) else _YES_NO[1] for name in _TICKS},
        "kind": producer.get_kind_display(),
        "founded_day": thai.short_date(producer.founded_day) if producer.founded_day else "",
        "phones": ", ".join(map(identifiers.show_phone, producer.phones)),
        "subdistrict": producer.subdistrict.name,
    }


def _of_product(product: Product) -> dict[str, object]:
    facts = {name: _text(getattr(product, name)) for name in _PRODUCT_FACTS}
    return {
        **facts,
        "product_name": product.name,
        "product_type": product.get_product_type_display(),
        "standards": ", ".join(map(_said, product.certificates.all())),
        "price_baht": thai.baht(product.price_baht) if product.price_baht is not None else "",
        "state": product.get_state_display(),
    }


def _said(certificate: Certificate) -> str:
    return f"{certificate.get_standard_display()} {certificate.number}"


def _text(value: object) -> str:
    return "" if value is None else str(value)
