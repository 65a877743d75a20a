"""The table of checks: code, area, words, source, level and since which version of the set (decision 0057).

A change of what a check finds is a new version: the new row gets the next number, and `VERSION` follows once it is to
be in force. A certificate names the version that its records were checked by.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import TextChoices

WARNING_RISK: Final = 10  # one warning weighs more than all notices of a record together
MOST_RISK: Final = 999
_OTHER: Final = "อีกราย"
_FIGURE: Final = re.compile(r":? ?\{\w+\}")  # in the words of a check


class Level(TextChoices):
    """Whether somebody must look before the record is certified, or is only told."""

    WARNING = "warning", "ควรตรวจ"
    NOTICE = "notice", "เพื่อทราบ"


class Area(TextChoices):
    """What a check is about."""

    IDENTITY = "identity", "ตัวตน"
    LIFE = "life", "ประวัติการลงทะเบียน"
    PRODUCT = "product", "ผลิตภัณฑ์"
    PEOPLE = "people", "สมาชิกและการติดต่อ"
    CHANGE = "change", "การแก้ไข"
    PATTERN = "pattern", "รูปแบบที่ผิดสังเกต"


@dataclass(frozen=True)
class Check:
    """One check. `words` is a sentence with the figures of a finding in braces.

    `is_answered`: the district says why before it submits. A finding about what it answered already asks nothing.
    """

    code: str
    area: Area
    words: str
    source: str
    level: Level
    since: int
    is_answered: bool = True

    @property
    def title(self) -> str:
        """The words without the figures of any finding: of a pair “the other one”."""
        words = self.words.removesuffix(": {who}").removesuffix(": {names}")
        return _FIGURE.sub(" …", words.replace("{who}", _OTHER))

    @property
    def advice(self) -> str:
        """What whoever reads it does about it."""
        return ADVICE[self.code]

    @property
    def asks_reason(self) -> bool:
        return self.level == Level.WARNING and self.is_answered


_W, _N = Level.WARNING, Level.NOTICE
_TWO_OF_ONE: Final = "decision 0016"
_LIFE: Final = "decision 0012"
_RULES: Final = "docs/rules.md 5"
_GRADES: Final = "letter นค 0019.3/ว 9929 (16 Jul 2567), attachment 1"
CHECKS: Final = (
    Check("same_id_other_name", Area.IDENTITY, "เลขประจำตัวประชาชนตรงกับ{who} แต่ชื่อเจ้าของต่างกัน", _TWO_OF_ONE, _W, 2),
    Check("same_name", Area.IDENTITY, "ชื่อตรงกับ{who}", _TWO_OF_ONE, _W, 1),
    Check("alike_name", Area.IDENTITY, "ชื่อคล้ายกับ{who} ในตำบลเดียวกัน", _TWO_OF_ONE, _W, 2),
    Check("same_phone", Area.IDENTITY, "โทรศัพท์ {phone} ตรงกับ{who} ซึ่งเป็นเจ้าของคนละคน", _TWO_OF_ONE, _W, 2),
    Check("same_address", Area.IDENTITY, "ที่ตั้งเดียวกับ{who} ซึ่งเป็นเจ้าของคนละคน", _TWO_OF_ONE, _W, 2),
    Check("same_person", Area.IDENTITY, "เจ้าของคนเดียวกันลงทะเบียนเป็นประเภทอื่นด้วย: {who}", _TWO_OF_ONE, _N, 2),
    Check("left_elsewhere", Area.LIFE, "เจ้าของคนนี้เคยลงทะเบียนในพื้นที่อื่นและยกเลิกในรอบ {round}", _LIFE, _W, 2),
    Check("came_back", Area.LIFE, "เคยยกเลิกแล้วกลับมาลงทะเบียนอีกครั้ง ลงทะเบียนครั้งแรกในรอบ {round}", _LIFE, _N, 2),
    Check("moved", Area.LIFE, "ย้ายสถานที่ผลิตจาก{place}", _LIFE, _N, 2),
    Check("twin_products", Area.PRODUCT, "มีผลิตภัณฑ์ชื่อเดียวกันมากกว่าหนึ่งรายการ: {names}", _TWO_OF_ONE, _W, 1, False),
    Check("lacks_licence", Area.PRODUCT, "ผลิตภัณฑ์ที่ต้องมีใบอนุญาตยังไม่มีใบที่ใช้ได้: {names}", _RULES, _W, 1, False),
    Check(
        "licence_by_type", Area.PRODUCT, "ประเภทนี้มักมีกฎหมายให้ต้องมีใบอนุญาต แต่ไม่ได้ระบุไว้: {names}", _RULES, _N, 2,
    ),
    Check("strange_certificate", Area.PRODUCT, "ใบรับรองไม่ตรงกับประเภทผลิตภัณฑ์: {names}", _RULES, _W, 2),
    Check("expired_certificate", Area.PRODUCT, "ใบรับรองหมดอายุแล้ว: {names}", _RULES, _N, 2),
    Check("odd_price", Area.PRODUCT, "ราคาต่างจากผลิตภัณฑ์ประเภทเดียวกันมาก: {names}", _RULES, _W, 2),
    Check(
        "product_like_anothers", Area.PRODUCT, "ชื่อ ประเภท และราคาผลิตภัณฑ์ตรงกับของ{who}: {names}", _LIFE, _N, 2,
    ),
    Check("no_members", Area.PEOPLE, "กลุ่มไม่มีสมาชิก", _RULES, _W, 2),
    Check("no_juristic_number", Area.PEOPLE, "ชื่อเป็นบริษัทหรือห้างหุ้นส่วน แต่ไม่มีเลขนิติบุคคล", _RULES, _W, 2),
    Check("no_phone", Area.PEOPLE, "ไม่มีหมายเลขโทรศัพท์", _RULES, _N, 2),
    Check("key_changed", Area.CHANGE, "ข้อมูลสำคัญต่างจากที่รับรองล่าสุด: {names}", _LIFE, _W, 2),
    Check(
        "was_returned", Area.CHANGE, "เคยส่งกลับ อำเภอแก้ไขหรือชี้แจงแล้ว {count} ข้อ", "decision 0050", _W, 1, False,
    ),
    Check(
        "edited_after_sending", Area.CHANGE, "แก้ไขหลังส่งให้จังหวัดครั้งแรกเมื่อ {day}", "decision 0015", _W, 2, False,
    ),
    Check("heaped_up", Area.PATTERN, "เพิ่ม {count} ผลิตภัณฑ์ในสัปดาห์สุดท้ายก่อนปิดรับลงทะเบียน", _GRADES, _W, 2),
    Check(
        "grown_alike", Area.PATTERN,
        "ยอดจำหน่ายเปลี่ยนจากปีก่อน {percent} เท่ากันกับผู้ผลิตในตำบลเดียวกันอีก {count} ราย", _GRADES, _W, 2,
    ),
)  # fmt: skip
_ONE_OF_TWO: Final = "ถ้าเป็นรายเดียวกัน แจ้งจังหวัดให้รวมเป็นรายเดียว ถ้าคนละราย ให้บอกว่าต่างกันอย่างไร"
ADVICE: Final = {
    "same_id_other_name": "ตรวจเลขและชื่อกับบัตรประชาชน แก้ไขรายที่พิมพ์ผิด หรือบอกว่าเปลี่ยนชื่อ",
    "same_name": _ONE_OF_TWO,
    "alike_name": _ONE_OF_TWO,
    "same_phone": "ถามว่าเป็นหมายเลขของใคร ถ้าใช้ร่วมกัน ให้บอกว่าเกี่ยวข้องกันอย่างไร",
    "same_address": "ถ้าอยู่บ้านเดียวกันแต่ทำคนละกลุ่ม ให้บอกว่าเกี่ยวข้องกันอย่างไร ถ้าบ้านเลขที่ผิดให้แก้ไข",
    "same_person": "คนหนึ่งเป็นประธานกลุ่มและมีกิจการของตนเองได้ ดูว่าผลิตภัณฑ์ไม่ซ้ำกัน",
    "left_elsewhere": "ถ้าเป็นกิจการเดิมที่ย้ายมา ไม่ใช่รายใหม่ ให้บอกเลขทะเบียนเดิม ถ้าเป็นกิจการใหม่ให้บอกเหตุผล",
    "came_back": "ดูว่าผลิตอยู่จริงอีกครั้ง",
    "moved": "ดูว่าที่ตั้งใหม่อยู่ในอำเภอนี้จริง",
    "twin_products": "อ่านเหตุผลที่ต่างกันซึ่งอำเภอพิมพ์ไว้ที่ผลิตภัณฑ์ ถ้าเป็นรายการเดียวกันให้เลิกรายการหนึ่ง",
    "lacks_licence": "เพิ่มใบอนุญาตที่ยังไม่หมดอายุ หรือแก้ไขถ้าผลิตภัณฑ์ไม่อยู่ใต้กฎหมายนั้น",
    "licence_by_type": "ถามว่าต้องมีใบอนุญาตหรือไม่ ถ้าต้องมี ให้ระบุที่ผลิตภัณฑ์และเพิ่มใบ",
    "strange_certificate": "ตรวจใบจริงว่าออกให้ผลิตภัณฑ์นี้ แก้ไขประเภทของผลิตภัณฑ์หรือของใบที่เลือกผิด",
    "expired_certificate": "ถามว่าต่ออายุแล้วหรือไม่ ถ้าต่อแล้ว เพิ่มใบใหม่",
    "odd_price": "ดูจุดทศนิยม จำนวนศูนย์ และหน่วยที่ขาย ถ้าราคาถูกต้องให้บอกเหตุผล",
    "product_like_anothers": "ดูว่าผลิตเองจริง ไม่ได้ลงทะเบียนสินค้าของอีกราย",
    "no_members": "เพิ่มจำนวนสมาชิก หรือแก้ไขประเภทถ้าไม่ใช่กลุ่ม",
    "no_juristic_number": "เพิ่มเลขนิติบุคคล 13 หลัก หรือแก้ไขชื่อถ้าไม่ได้จดทะเบียน",
    "no_phone": "เพิ่มหมายเลขที่ติดต่อได้เมื่อทราบ",
    "key_changed": "ตรวจกับเอกสารว่ายังเป็นรายเดิม ถ้าเป็นกิจการอื่น ให้ยกเลิกรายเดิมและลงทะเบียนใหม่",
    "was_returned": "เทียบข้อมูลขณะนี้กับเมื่อส่งกลับ และอ่านคำชี้แจงของอำเภอ",
    "edited_after_sending": "ดูว่าแก้ไขช่องใดหลังวันนั้น",
    "heaped_up": "ดูหลักฐานว่าผลิตภัณฑ์มีจริงก่อนปิดรับ และบอกเหตุที่เพิ่มพร้อมกัน",
    "grown_alike": "ตรวจยอดกับหลักฐานการขายของแต่ละราย",
}
VERSION: Final = 2  # in force: what is found and stored, and what a certificate names
NEWEST: Final = max(check.since for check in CHECKS)  # one above VERSION is prepared: looked at, never stored
FIGURES: Final = frozenset(
    {"who", "names", "count", "round", "place", "day", "phone", "percent"}
)  # what may fill the words of a check
_BY_CODE: Final = {check.code: check for check in CHECKS}
_PLACES: Final = {check.code: place for place, check in enumerate(CHECKS)}


def of_version(number: int) -> tuple[Check, ...]:
    """The checks of a version of the set."""
    return tuple(check for check in CHECKS if check.since <= number)


def named(code: str) -> Check:
    """The check of a code. Raises: KeyError for a code that no version has."""
    return _BY_CODE[code]


def is_known(code: str) -> bool:
    return code in _BY_CODE


def place_of(code: str) -> int:
    """Where a check stands in the table: findings are told in this order."""
    return _PLACES[code]


def risk_of(codes: Iterable[str]) -> int:
    """What a record's findings weigh together: 0 for none, below WARNING_RISK for notices alone."""
    levels = [named(code).level for code in codes]
    notices = min(levels.count(Level.NOTICE), WARNING_RISK - 1)
    return min(levels.count(Level.WARNING) * WARNING_RISK + notices, MOST_RISK)


def is_flagged(risk: int) -> bool:
    """Whether somebody must look at a record of this risk before it is certified."""
    return risk >= WARNING_RISK
