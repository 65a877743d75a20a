"""The columns of a list of producers and products, by the names and words that offices head them with."""

import re
from typing import Final

from registration.services.imports import roster_ticks
from registration.services.imports.sales_heads import Phrase
from registration.services.uploads.heads import OUTCOME, Column, Kind


def _named(text: str) -> frozenset[str]:
    return frozenset(text.lower().split())


REGISTRATION_NUMBER: Final = Column(
    "registration_number", _named("เลขทะเบียน เลขทะเบียนผู้ผลิต เลขที่ทะเบียน"), title="เลขทะเบียน"
)
# Words by which a head is about something else of a person than the name.
_OF_PERSON: Final = (
    "เบอร์",
    "โทร",
    "มือถือ",
    "บัตร",
    "เลข",
    "ที่อยู่",
    "อายุ",
    "เกิด",
    "เพศ",
    "ตำแหน่ง",
    "จำนวน",
    "อีเมล",
    "ไลน์",
)
_PRODUCER: Final = (
    REGISTRATION_NUMBER,
    Phrase(
        "name",
        _named(
            "ชื่อกลุ่ม/ผู้ประกอบการ ชื่อกลุ่ม ชื่อกลุ่มผู้ผลิต ชื่อผู้ประกอบการ ผู้ประกอบการ ผู้ผลิต ชื่อผู้ผลิต ชื่อร้าน ชื่อร้าน/กลุ่ม "
            "ชื่อกลุ่ม/ราย ชื่อกลุ่มหรือผู้ประกอบการ กลุ่ม/ผู้ประกอบการ ชื่อสถานที่จัดจำหน่าย สถานที่จัดจำหน่าย ชื่อผู้ผลิตผู้ประกอบการ "
            "ชื่อผู้ผลิต/ผู้ประกอบการ ชื่อวิสาหกิจชุมชน ชื่อกิจการ entrepreneurs_name producer "
            "กลุ่ม/ราย กลุ่ม/ผู้ผลิต กลุ่ม/ร้าน ชื่อสถานประกอบการ สถานประกอบการ ชื่อร้านค้า ชื่อวิสาหกิจ ชื่อธุรกิจ ผู้ประกอบการotop ผู้ผลิตotop "
            "รายชื่อผู้ประกอบการ รายชื่อผู้ผลิต รายชื่อกลุ่ม ชื่อ/กลุ่ม ชื่อองค์กร ชื่อกลุ่ม/องค์กร"
        ),
        ("ชื่อกลุ่ม", "ชื่อผู้ประกอบการ", "ชื่อผู้ผลิต", "รายชื่อกลุ่ม", "รายชื่อผู้ประกอบการ"),
        "ชื่อกลุ่ม/ผู้ประกอบการ",
        weak=_named("ชื่อ name"),
        never=_OF_PERSON,
    ),
    Column(
        "kind",
        _named(
            "ประเภทผู้ผลิต ประเภทผู้ประกอบการ ประเภทกลุ่ม ลักษณะผู้ประกอบการ ลักษณะกลุ่ม ประเภทผู้ผลิต/ผู้ประกอบการ รูปแบบการประกอบการ "
            "operating_model กลุ่ม/เดี่ยว เดี่ยว/กลุ่ม กลุ่ม/รายเดี่ยว กลุ่ม/รายเดียว กลุ่ม/บุคคล "
            "รายเดี่ยว/กลุ่ม ลักษณะการประกอบการ รูปแบบธุรกิจ ชนิดผู้ผลิต "
            "ประเภทผู้ผลิตผู้ประกอบการ ประเภทกิจการ สถานภาพผู้ประกอบการ"
        ),
        ("ประเภทผู้ผลิต", "ประเภทผู้ประกอบการ", "ลักษณะผู้ประกอบการ"),
        "ประเภทผู้ผลิต",
        perhaps=_named("แบบ รูปแบบ ลักษณะ ประเภท(กลุ่ม)"),
    ),
    Column("owner_title", _named("คำนำหน้า คำนำหน้าชื่อ คำนำหน้านาม"), title="คำนำหน้า"),
    Column("owner_last_name", _named("นามสกุล สกุล"), title="นามสกุล"),
    Column(
        "owner_first_name",
        _named("ชื่อตัว ชื่อประธาน/เจ้าของ(ชื่อ) ชื่อจริง"),
        title="ชื่อตัวของประธาน/เจ้าของ",
        weak=_named("ชื่อ"),
        beside=_named("owner_last_name"),
    ),
    Phrase(
        "owner",
        _named(
            "ประธาน/เจ้าของ ประธาน เจ้าของ ประธานกลุ่ม ชื่อประธาน ชื่อเจ้าของ ชื่อประธาน/เจ้าของ ชื่อ-สกุล ชื่อ-นามสกุล ชื่อสกุล ชื่อนามสกุล "
            "ชื่อ-สกุลประธาน/เจ้าของ ชื่อผู้ติดต่อ chairman_owner_name owner หัวหน้ากลุ่ม ชื่อหัวหน้ากลุ่ม ผู้นำกลุ่ม ชื่อผู้นำกลุ่ม ผู้แทนกลุ่ม "
            "ชื่อผู้แทนกลุ่ม ผู้จัดการ ผู้ติดต่อ ชื่อและนามสกุล ชื่อ/สกุล ชื่อ/นามสกุล ชื่อตัว-ชื่อสกุล"
        ),
        (
            "ประธาน",
            "เจ้าของ",
            "ชื่อ-สกุล",
            "ชื่อ-นามสกุล",
            "ชื่อ–สกุล",
            "ชื่อ–นามสกุล",
            "ชื่อสกุล",
            "ชื่อและสกุล",
            "ชื่อและนามสกุล",
        ),
        "ชื่อและนามสกุลประธาน/เจ้าของ",
        never=_OF_PERSON,
        perhaps=_named("ผู้ประสานงาน ชื่อผู้ประสานงาน ผู้ให้ข้อมูล"),
    ),
    Phrase(
        "citizen_id",
        _named(
            "เลขประจำตัวประชาชน เลขบัตรประชาชน เลขประจำตัว เลขบัตร เลข13หลัก บัตรประชาชน "
            "เลขประชาชน 13หลัก เลขประจำตัว13หลัก เลขที่บัตร "
            "หมายเลขบัตร หมายเลขประจำตัว idcard citizenid"
        ),
        ("ประจำตัวประชาชน", "บัตรประชาชน", "บัตรประจำตัว", "เลขประจำตัว", "ปชช", "บัตรปปช", "เลขบัตร"),
        "เลขประจำตัวประชาชน",
        never=("ที่อยู่", "หมดอายุ", "ออกบัตร", "สำเนา", "ผู้เสียภาษี", "นิติบุคคล"),
        perhaps=_named("id เลขผู้เสียภาษี เลขประจำตัวผู้เสียภาษี"),
    ),
    Column("juristic_id", _named("เลขนิติบุคคล ทะเบียนนิติบุคคล"), ("นิติบุคคล",), "เลขนิติบุคคล"),
    Column(
        "members_male_count",
        _named("สมาชิกชาย ชาย จำนวนสมาชิกชาย สมาชิกช สมาชิกช. ชาย(คน) จำนวนชาย"),
        ("สมาชิกชาย", "สมาชิก(ชาย)"),
        "สมาชิกชาย",
        weak=_named("ช ช."),
    ),
    Column(
        "members_female_count",
        _named("สมาชิกหญิง หญิง จำนวนสมาชิกหญิง สมาชิกญ สมาชิกญ. หญิง(คน) จำนวนหญิง"),
        ("สมาชิกหญิง", "สมาชิก(หญิง)"),
        "สมาชิกหญิง",
        weak=_named("ญ ญ."),
    ),
    Column(
        "members",
        _named(
            "ช/ญ ชาย/หญิง สมาชิก(ช/ญ) สมาชิกช/ญ สมาชิก(ชาย/หญิง) สมาชิกชาย/หญิง "
            "จำนวนสมาชิก(ช/ญ) จำนวนสมาชิกช/ญ จำนวนสมาชิก(ชาย/หญิง)"
        ),
        title="สมาชิกชาย/หญิง ในช่องเดียว",
        perhaps=_named("สมาชิก จำนวนสมาชิก เพศ สมาชิก(คน) จำนวนสมาชิก(คน) จำนวน(คน)"),
    ),
    Column("founded_day", _named("วันที่ก่อตั้ง วันก่อตั้ง วันจัดตั้ง วันที่จัดตั้ง ก่อตั้งเมื่อ"), title="วันที่ก่อตั้ง"),
    Phrase(
        "phones",
        _named(
            "โทรศัพท์ เบอร์โทรศัพท์ เบอร์โทร หมายเลขโทรศัพท์ โทร โทร. โทรฯ มือถือ เบอร์ เบอร์ติดต่อ เบอร์ที่ติดต่อ หมายเลขติดต่อ โทร.ติดต่อ "
            "โทรติดต่อ phone tel tel. mobile"
        ),
        ("โทรศัพท์", "เบอร์โทร", "มือถือ"),
        "โทรศัพท์",
        never=("โทรสาร", "แฟกซ์", "แฟ็กซ์", "fax", "จำนวน", "ยี่ห้อ"),
        perhaps=_named("ติดต่อ ช่องทางติดต่อ ช่องทางการติดต่อ การติดต่อ"),
        joined=", ",
        is_alike=True,
    ),
    Column("email", _named("อีเมล อีเมล์ email e-mail อีเมลล์"), title="อีเมล"),
    Column("line_id", _named("line lineid ไลน์ ไอดีไลน์ idline"), title="LINE"),
)
_PLACE: Final = (
    Phrase(
        "address",
        _named("ที่อยู่ ที่ตั้ง สถานที่ผลิต ที่อยู่สถานที่ผลิต สถานที่ตั้ง ที่ตั้งสถานที่ผลิต ที่อยู่ที่ติดต่อได้ address_info address"),
        ("ที่อยู่", "ที่ตั้ง", "สถานที่ผลิต"),
        "ที่อยู่รวมช่องเดียว",
        never=("ตามบัตร", "ทะเบียนบ้าน", "ภูมิลำเนา", "ประธาน", "เจ้าของ", "ส่งของ"),
        joined=" ",
    ),
    Column("house_number", _named("บ้านเลขที่ เลขที่บ้าน เลขที่"), title="บ้านเลขที่"),
    Column("village_number", _named("หมู่ที่ หมู่ ม. ม ม.ที่ หมู่บ้านที่ หมู่ที่/บ้าน หมู่/บ้าน หมู่ที่/ชื่อบ้าน หมู่ที่(บ้าน)"), title="หมู่ที่"),
    Column("village", _named("หมู่บ้าน ชื่อหมู่บ้าน บ้าน"), title="หมู่บ้าน"),
    Column("lane", _named("ซอย ตรอก/ซอย ซอย/ตรอก"), title="ซอย"),
    Column("road", _named("ถนน"), title="ถนน"),
    Column(
        "subdistrict",
        _named("ตำบล ตำบล/แขวง แขวง แขวง/ตำบล ชื่อตำบล ต. ตำบลที่ตั้ง ตำบลที่ผลิต ตำบล/เทศบาล ต./แขวง subdistrict"),
        title="ตำบล/แขวง",
    ),
    Column(
        "authority",
        _named(
            "อปท. อปท องค์กรปกครองส่วนท้องถิ่น องค์กรปกครองส่วนท้องถิ่น(อปท.) "
            "อบต./เทศบาล เทศบาล/อบต. อบต/เทศบาล เทศบาล/อบต ชื่ออปท."
        ),
        title="อปท.",
    ),
    Column(
        "district",
        _named("อำเภอ อำเภอ/เขต เขต ชื่ออำเภอ เขต/อำเภอ อ. district จังหวัด/อำเภอ"),
        title="อำเภอ/เขต",
    ),
    Column("province", _named("จังหวัด ชื่อจังหวัด จ. province"), title="จังหวัด"),
    Column("postcode", _named("รหัสไปรษณีย์ ไปรษณีย์ postcode"), title="รหัสไปรษณีย์"),
)
_FACTS: Final = (
    Column("is_thai", _named("สัญชาติไทย สัญชาติ"), ("สัญชาติไทย",), "สัญชาติไทย"),
    Column("takes_part_in_production", frozenset(), ("ส่วนร่วมในการผลิต",), "ชุมชนมีส่วนร่วมในการผลิต"),
    Column("takes_part_in_management", frozenset(), ("ส่วนร่วมในการบริหาร",), "ชุมชนมีส่วนร่วมในการบริหารจัดการ"),
    Column("community_benefits", frozenset(), ("ชุมชนได้รับประโยชน์",), "ชุมชนได้รับประโยชน์"),
    Column("representative", _named("ผู้รับมอบอำนาจ"), title="ผู้รับมอบอำนาจ"),
    Column(
        "former_numbers",
        _named("เลขทะเบียนเดิม เลขเดิม รหัสเดิม"),
        title="เลขทะเบียนเดิม",
        perhaps=_named("รหัสทะเบียน รหัส รหัสกลุ่ม เลขทะเบียนวิสาหกิจชุมชน รหัสวิสาหกิจชุมชน"),
    ),
)
LEAD: Final = "product_name"
_PRODUCT: Final = (
    Phrase(
        LEAD,
        _named(
            "ชื่อผลิตภัณฑ์ ผลิตภัณฑ์ชื่อ ผลิตภัณฑ์ ชื่อสินค้า สินค้า ชื่อสินค้าotop ชื่อผลิตภัณฑ์otop รายการผลิตภัณฑ์ รายชื่อผลิตภัณฑ์ รายการสินค้า "
            "ผลิตภัณฑ์/สินค้า product สินค้า/ผลิตภัณฑ์ สินค้าเด่น ผลิตภัณฑ์เด่น สินค้าหลัก ผลิตภัณฑ์หลัก ผลิตภัณฑ์ของกลุ่ม สินค้าของกลุ่ม ผลิตภัณฑ์ที่ผลิต "
            "สินค้าที่ผลิต ผลิตภัณฑ์ที่จำหน่าย สินค้าที่จำหน่าย ผลิตภัณฑ์ชุมชน สินค้าชุมชน ผลิตภัณฑ์otop สินค้าotop ผลิตภัณฑ์ที่ลงทะเบียน "
            "สินค้าที่ลงทะเบียน ผลิตภัณฑ์(ชื่อ) สินค้า(ชื่อ)"
        ),
        ("ชื่อผลิตภัณฑ์", "ชื่อสินค้า"),
        "ชื่อผลิตภัณฑ์",
        perhaps=_named("รายการ ชนิดผลิตภัณฑ์ ชนิดสินค้า ชนิด"),
        never=("จำนวน", "รหัส"),
        is_repeated=True,
    ),
    Column(
        "product_type",
        _named("ประเภทผลิตภัณฑ์ ผลิตภัณฑ์ประเภท ประเภทสินค้า ประเภท ประเภท(1-5) หมวดผลิตภัณฑ์ หมวดหมู่ หมวด"),
        ("ประเภทผลิตภัณฑ์", "ประเภทสินค้า"),
        "ประเภทผลิตภัณฑ์",
        perhaps=_named("แบบ ชนิด ชนิดผลิตภัณฑ์ ชนิดสินค้า กลุ่มผลิตภัณฑ์ กลุ่มสินค้า"),
        is_repeated=True,
    ),
    Column(
        "standards",
        _named("มาตรฐาน ผลิตภัณฑ์มาตรฐาน มาตรฐานที่ได้รับ มาตรฐานผลิตภัณฑ์ ใบรับรอง การรับรอง"),
        ("มาตรฐาน", "ใบรับรอง"),
        "มาตรฐานและเลขที่",
        joined=", ",
        is_repeated=True,
    ),
    Phrase(
        "price_baht",
        _named("ราคา ราคาขาย ราคา(บาท) ราคาต่อหน่วย"),
        ("ราคา",),
        "ราคา (บาท)",
        never=("ต้นทุน", "วัตถุดิบ"),
        is_repeated=True,
    ),
    Column("selling_unit", _named("หน่วยขาย หน่วยนับ หน่วย"), title="หน่วยขาย", is_repeated=True),
    Column("material", _named("วัตถุดิบ วัสดุ วัตถุดิบหลัก วัตถุดิบที่ใช้"), title="วัตถุดิบ", is_repeated=True),
    Column(
        "size", _named("ขนาด ขนาดบรรจุ ขนาด/น้ำหนัก ขนาด/ปริมาณ น้ำหนัก ปริมาณบรรจุ"), title="ขนาด", is_repeated=True
    ),
    Phrase(
        "monthly_capacity",
        _named("กำลังผลิต กำลังการผลิต"),
        ("กำลังผลิต", "กำลังการผลิต"),
        "กำลังผลิตต่อเดือน",
        never=("ปี", "วัน", "สัปดาห์", "อาทิตย์"),
        is_repeated=True,
    ),
    Column(
        "description",
        _named("เรื่องราว รายละเอียด เรื่องราวผลิตภัณฑ์"),
        ("เรื่องราว",),
        "เรื่องราว/รายละเอียด",
        is_repeated=True,
    ),
    Column("state", _named("สถานะ สถานะการผลิต"), title="สถานะการผลิต", is_repeated=True),
    Column("remarks", _named("หมายเหตุ หมายเหตุอื่นๆ"), title="หมายเหตุ", joined=" "),
)
_NOT_SAID: Final = (  # known, and no part of a record
    Column("running", _named("ที่ ลำดับ ลำดับที่ ลำดับ. ลดับ no no. # เลขลำดับ"), title="ลำดับ (ไม่บันทึก)"),
    Column("round", _named("รอบที่ลงทะเบียน รอบ ไตรมาสที่ลงทะเบียน"), title="รอบ (ไม่บันทึก)"),
    OUTCOME,
)
OF_PRODUCT: Final = frozenset(column.key for column in _PRODUCT) - {"remarks"}
UNSAID: Final = frozenset(column.key for column in _NOT_SAID)
HEADS: Final = Kind(
    columns=(*_PRODUCT, *_PRODUCER, *_PLACE, *_FACTS, *_NOT_SAID, *roster_ticks.columns()),
    row_keys=frozenset({"name", "product_name", "registration_number", "citizen_id"}),
    known_words=(),
    unsaid=UNSAID,
    lead=LEAD,
    over={
        "subdistrict": re.compile(r"(?:[0-9๐-๙]{1,2}\s?[.)]\s*)?(?:ตำบล|ต\.|แขวง)\s*:?\s*[ก-ฮเแโใไ][^:]*"),
        "product_type": re.compile(
            r"(?:ประเภท|หมวด)\s*(?:ผลิตภัณฑ์|สินค้า)?\s*:?\s*(?:อาหาร|เครื่องดื่ม|ผ้า|ของใช้|เครื่องใช้|สมุนไพร).*"
        ),
    },
)
# Where an officer finds a field of the form in the file: {field: the columns that may hold it}.
COLUMNS_OF: Final = {
    "owner_title": ("owner_title", "owner"),
    "owner_first_name": ("owner_first_name", "owner"),
    "owner_last_name": ("owner_last_name", "owner"),
    "subdistrict": ("subdistrict", "address", "authority"),
    "house_number": ("house_number", "address"),
    "village_number": ("village_number", "address"),
    "postcode": ("postcode", "address"),
    "products": ("product_name",),
}
