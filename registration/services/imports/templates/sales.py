"""The file of a district's month of sales: a row for each product that is asked, with four channels to fill."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from otop_registry import thai
from registration.models import Product, Sale, Unit
from registration.models.sales import CHANNELS
from registration.services import sales
from registration.services.imports.templates.drawing import Box, Form, draw

_CHANNELS: Final = dict(
    zip(("domestic_offline", "domestic_online", "abroad_offline", "abroad_online"), CHANNELS, strict=True)
)
_AMOUNT: Final = "ยอดของเดือนเป็นบาท มีสตางค์ได้ ไม่มียอดในช่องทางนี้ให้เว้นว่าง"
_BOXES: Final = (
    Box("number", "เลขทะเบียนผู้ผลิต", 20, "80-01-61-00001-8", "ระบบเติมให้ ไม่ต้องแก้"),
    Box("producer", "ผู้ผลิต ผู้ประกอบการ", 34, "กลุ่มแม่บ้านเกษตรกรบ้านคีรีวง", "ระบบเติมให้ ไม่ต้องแก้"),
    Box("product", "ผลิตภัณฑ์", 30, "กล้วยฉาบ", "ระบบเติมให้ หนึ่งผลิตภัณฑ์ต่อหนึ่งแถว"),
    Box("domestic_offline", "ในประเทศ ออฟไลน์", 16, "12500.00", _AMOUNT, is_money=True),
    Box("domestic_online", "ในประเทศ ออนไลน์", 16, "3200.50", _AMOUNT, is_money=True),
    Box("abroad_offline", "ต่างประเทศ ออฟไลน์", 16, "", _AMOUNT, is_money=True),
    Box("abroad_online", "ต่างประเทศ ออนไลน์", 16, "", _AMOUNT, is_money=True),
    Box("zero", "ไม่มียอด", 11, "ใช่", "เลือก “ใช่” ถ้ายืนยันว่าเดือนนี้ไม่มียอดจำหน่าย", choices=("ใช่",)),
    Box("reason", "เหตุผล", 30, "น้ำท่วมพื้นที่ผลิต", "กรอกเมื่อยอดเปลี่ยนจากเดือนก่อนมาก หรือไม่มียอด"),
)  # fmt: skip


def sales_file(district: Unit, month: date, *, like_before: bool = False) -> bytes:
    """The file of a month; with `like_before` the amounts of the month before stand in it, to be gone over."""
    rows = list(_rows(district, month, like_before=like_before))
    name = thai.month_name(month)
    before = "ยอดที่เติมไว้เป็นของเดือนก่อน กรุณาแก้ให้เป็นยอดจริงทุกช่อง" if like_before else ""
    lines = ("กรอกยอดเป็นบาท ไม่มียอดทั้งเดือนให้เลือก “ใช่” ในช่องไม่มียอด", before)
    title = f"ยอดจำหน่ายผลิตภัณฑ์ OTOP ประจำเดือน{name} {district.full_name}"
    return draw(Form("sales", title, tuple(filter(None, lines)), _BOXES, rows, frozen=3))


def _rows(district: Unit, month: date, *, like_before: bool) -> Iterator[dict[str, object]]:
    """A row for each product that is asked."""
    products = list(sales.products_of(district, month))
    known = _before(products, thai.previous_month(month)) if like_before else {}
    for product in products:
        row: dict[str, object] = {
            "number": product.producer.registration_number,
            "producer": product.producer.name,
            "product": product.name,
        }
        if sale := known.get(product.pk):
            amounts = {key: getattr(sale, name) for key, name in _CHANNELS.items()}
            row |= {"zero": "ใช่"} if sale.is_zero else {key: value for key, value in amounts.items() if value}
        yield row


def _before(products: list[Product], month: date) -> dict[int, Sale]:
    rows = Sale.objects.filter(product__in=products, month=month)
    return {row.product_id: row for row in rows}
