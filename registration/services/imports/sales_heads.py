"""What a table of monthly sales is made of: whose row it is, and which channels each column of amounts covers.

Pure. A column may hold one channel (ในประเทศ ออฟไลน์), two of them (ในประเทศ, or ออนไลน์), or all four (รวม).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from registration.services.sales.splitting import EVERY, Cover
from registration.services.uploads.heads import OUTCOME, Column, Kind


@dataclass(frozen=True)
class Phrase(Column):
    """A head that a `Column` knows by its words, or that holds one of each of `every`; never with one of `never`."""

    every: tuple[tuple[str, ...], ...] = ()
    never: tuple[str, ...] = ()

    def is_worded(self, plain: str) -> bool:
        if any(word in plain for word in self.never):
            return False
        holds_all = all(any(word in plain for word in words) for words in self.every)
        return super().is_worded(plain) or (bool(self.every) and holds_all)


def names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_DOMESTIC: Final = ("ในประเทศ", "domestic")
_ABROAD: Final = ("ต่างประเทศ", "นอกประเทศ", "ส่งออก", "abroad", "export")
_OFFLINE: Final = ("ออฟไลน์", "ออฟไลน", "offline", "หน้าร้าน")
_ONLINE: Final = ("ออนไลน์", "ออนไลน", "online")
# Amounts of something else than what was sold in the month.
_OTHERS: Final = (
    "เดือนก่อน",
    "เดือนที่แล้ว",
    "ปีก่อน",
    "ปีที่แล้ว",
    "สะสม",
    "เป้า",
    "ร้อยละ",
    "%",
    "ต่อหน่วย",
    "ราคา",
    "ชิ้น",
    "ฐาน",
)

COVERS: Final[Mapping[str, Cover]] = {  # finest first: what is read before what is only compared with it
    "domestic_offline": (0,),
    "domestic_online": (1,),
    "abroad_offline": (2,),
    "abroad_online": (3,),
    "domestic": (0, 1),
    "abroad": (2, 3),
    "offline": (0, 2),
    "online": (1, 3),
    "total": EVERY,
}

SALES: Final = Kind(
    columns=(
        Phrase(
            "number",
            names("รหัสผู้ผลิต registration_number"),
            ("เลขทะเบียน", "เลขที่ทะเบียน"),
            never=("เดิม",),
            title="เลขทะเบียนผู้ผลิต",
        ),
        Phrase("zero", names("ไม่ได้จำหน่าย zero"), ("ไม่มียอด",), title="ไม่มียอด"),
        Phrase("reason", names("หมายเหตุ คำชี้แจง reason remark"), ("เหตุผล",), title="เหตุผล"),
        Phrase(
            "domestic_offline",
            frozenset(),
            every=(_DOMESTIC, _OFFLINE),
            never=(*_ABROAD, *_ONLINE, *_OTHERS),
            title="ในประเทศ ออฟไลน์",
        ),
        Phrase(
            "domestic_online",
            frozenset(),
            every=(_DOMESTIC, _ONLINE),
            never=(*_ABROAD, *_OFFLINE, *_OTHERS),
            title="ในประเทศ ออนไลน์",
        ),
        Phrase(
            "abroad_offline",
            frozenset(),
            every=(_ABROAD, _OFFLINE),
            never=(*_DOMESTIC, *_ONLINE, *_OTHERS),
            title="ต่างประเทศ ออฟไลน์",
        ),
        Phrase(
            "abroad_online",
            frozenset(),
            every=(_ABROAD, _ONLINE),
            never=(*_DOMESTIC, *_OFFLINE, *_OTHERS),
            title="ต่างประเทศ ออนไลน์",
        ),
        Phrase("domestic", frozenset(), every=(_DOMESTIC,), never=(*_ABROAD, *_OTHERS), title="ในประเทศ รวม"),
        Phrase("abroad", frozenset(), every=(_ABROAD,), never=(*_DOMESTIC, *_OTHERS), title="ต่างประเทศ รวม"),
        Phrase("offline", frozenset(), every=(_OFFLINE,), never=(*_ONLINE, *_OTHERS), title="ออฟไลน์ รวม"),
        Phrase("online", frozenset(), every=(_ONLINE,), never=(*_OFFLINE, *_OTHERS), title="ออนไลน์ รวม"),
        Phrase(
            "producer",
            names("ผู้ผลิต ผู้ประกอบการ กลุ่ม ร้าน สถานประกอบการ producer"),
            ("ชื่อผู้ผลิต", "ชื่อผู้ประกอบการ", "ชื่อกลุ่ม", "ชื่อสถานประกอบการ", "ผู้ผลิต/ผู้ประกอบการ", "ผู้ผลิตผู้ประกอบการ"),
            never=("ประเภท", "จำนวน"),
            title="ผู้ผลิต ผู้ประกอบการ",
        ),
        Phrase(
            "product",
            names("ผลิตภัณฑ์ สินค้า รายการ ผลิตภัณฑ์otop สินค้าotop product"),
            ("ชื่อผลิตภัณฑ์", "ชื่อสินค้า", "รายการสินค้า", "รายการผลิตภัณฑ์"),
            never=("ประเภท", "จำนวน", "ยอด"),
            title="ผลิตภัณฑ์",
        ),
        Phrase("district", names("อำเภอ เขต อำเภอ/เขต ชื่ออำเภอ รหัสอำเภอ"), title="อำเภอ"),
        Phrase("month", names("เดือน เดือน/ปี ประจำเดือน งวด month"), title="เดือน"),
        Phrase("unit", names("หน่วย หน่วยนับ หน่วยเงิน หน่วยของยอด unit"), title="หน่วยของยอด"),
        Phrase(
            "total",
            names("sales amount total ยอด ยอด(บาท) บาท ยอดเดือนนี้ เดือนนี้"),
            ("ยอดจำหน่าย", "ยอดขาย", "รวม", "จำนวนเงิน", "รายได้", "มูลค่า"),
            never=_OTHERS,
            title="ยอดจำหน่ายรวม",
        ),
        OUTCOME,
    ),
    unsaid=frozenset({OUTCOME.key}),
    row_keys=frozenset({"number", "producer", "product"}),
    by_month=tuple(COVERS),
    known_words=tuple(
        "ยอดจำหน่าย ยอดขาย จำหน่าย ยอด รายได้ มูลค่า จำนวนเงิน จำนวน เงิน รวมทั้งสิ้น รวมทั้งหมด รวม ทั้งสิ้น หน่วย เป็น ประจำ เดือนนี้ เดือน "
        "ปี พ.ศ. ที่ สินค้า ผลิตภัณฑ์ โอทอป otop ของ การ จาก ช่องทาง ตลาด ภายใน ใน ต่าง นอก ประเทศ ส่งออก ออฟไลน์ ออฟไลน "
        "ออนไลน์ ออนไลน หน้าร้าน domestic abroad export offline online amount sales total".split()
    ),
)
