"""What each letter says, as data with fields: {รอบ}, {กำหนดส่ง} … The letters' own words, as close as they allow.

Source: letter นศ 0019/01467 (13 March 2561) for the plan; letter นค 0019.3/ก 9929 (16 July 2567) for the month.
The other two are worded after them. Fields are put in by `fill`, which knows names and nothing else: text of
officers is never a template.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from reporting.kinds import Kind
from reporting.models.letters import Occasion

FIELD: Final = re.compile(r"\{([ก-๙]+)\}")


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its known fields put in, once; anything else in braces stays as it was typed."""
    return FIELD.sub(lambda found: values.get(found[1]) or found[0], text)


def unfilled(texts: list[str], values: Mapping[str, str]) -> list[str]:
    """The known fields that the texts use and that have no value yet."""
    used = [name for text in texts for name in FIELD.findall(text)]
    return [name for name in dict.fromkeys(used) if name in values and not values[name]]


@dataclass(frozen=True)
class Attachment:
    """A line of สิ่งที่ส่งมาด้วย; a kind is drawn behind the letter, the others the officer encloses."""

    words: str
    measure: str = "ชุด"
    kind: str = ""
    count: int = 1

    @property
    def data(self) -> dict[str, object]:
        return {"kind": str(self.kind), "words": self.words, "count": self.count, "measure": self.measure}


@dataclass(frozen=True)
class Wording:
    """A letter of one occasion before anybody has changed it."""

    subject: str
    paragraphs: tuple[str, ...]
    attachments: tuple[Attachment, ...]
    closing: str = "จึงเรียนมาเพื่อพิจารณาดำเนินการ"
    urgency: str = ""


PLAN = Wording(
    subject="การลงทะเบียนผู้ผลิต ผู้ประกอบการ OTOP ปี {ปี}",
    urgency="ด่วนที่สุด",
    paragraphs=(
        (
            "ตามที่ {หน่วยงาน} ให้{ผู้รับ}ดำเนินการลงทะเบียนผู้ผลิต ผู้ประกอบการ OTOP "
            "โดยมีวัตถุประสงค์เพื่อจัดทำฐานข้อมูลผู้ผลิต ผู้ประกอบการ OTOP ให้เป็นปัจจุบัน และนำข้อมูลไปใช้ประโยชน์ในการส่งเสริม "
            "สนับสนุน พัฒนาการดำเนินงานโครงการหนึ่งตำบล หนึ่งผลิตภัณฑ์ (OTOP) ได้อย่างมีประสิทธิภาพ นั้น"
        ),
        "ในการนี้ {หน่วยงาน} ขอให้{ผู้รับ}มอบหมาย{ผู้ปฏิบัติ}ดำเนินการ ดังนี้",
        (
            "1) ดำเนินการลงทะเบียนผู้ผลิต ผู้ประกอบการ OTOP ปี {ปี} ตามแผนและแนวทางการดำเนินงานการลงทะเบียนฯ "
            "สิ่งที่ส่งมาด้วย 1 และ 2"
        ),
        (
            "2) ให้{ผู้รับ}รายงานผลการลงทะเบียนฯ ตามแบบรายงานรายไตรมาส (สิ่งที่ส่งมาด้วย 3) ให้{ผู้ส่ง}ทราบ ภายในวันที่ {กำหนดส่ง} "
            "โดยระบบจัดทำรายงานจากข้อมูลที่บันทึกไว้"
        ),
        (
            "3) {ผู้รับ}ดำเนินการบันทึกข้อมูลผู้ประกอบการ OTOP ไตรมาส {รอบ} ภายในวันที่ {วันสุดท้ายลงทะเบียน} ในระบบลงทะเบียน "
            "โดยสแกน QR Code ในหนังสือฉบับนี้ ทั้งนี้ ผู้ประกอบการ OTOP ที่จะเข้าร่วมอบรมตามโครงการต่าง ๆ ที่เกิดขึ้นในปี {ปี} "
            "ต้องลงทะเบียน OTOP ให้แล้วเสร็จภายในวันที่ {วันสุดท้ายลงทะเบียน}"
        ),
        (
            "4) ดำเนินการส่งรายชื่อผู้ประกอบการ OTOP ตามแบบฟอร์มสิ่งที่ส่งมาด้วย 4 ภายในวันที่ {กำหนดส่ง} "
            "โดยระบบจัดทำทะเบียนรายชื่อจากข้อมูลที่บันทึกไว้"
        ),
    ),
    attachments=(
        Attachment("แผนการดำเนินงานการลงทะเบียนปี {ปี}", "ฉบับ", Kind.PLAN),
        Attachment("แนวทางการดำเนินงานลงทะเบียนฯ"),
        Attachment("แบบรายงานการลงทะเบียน", kind=Kind.QUARTERLY),
        Attachment("แบบฟอร์มทะเบียนรายชื่อผู้ประกอบการ OTOP", "ฉบับ", Kind.ROSTER),
    ),
)

_MISSION = "ภารกิจสำคัญที่อธิบดีกรมการพัฒนาชุมชนเน้นย้ำในไตรมาสที่ {ไตรมาส} ภารกิจเรื่อง โครงการหนึ่งตำบล หนึ่งผลิตภัณฑ์"

MONTHLY = Wording(
    subject=f"การดำเนินงานตาม{_MISSION}",
    paragraphs=(
        (
            f"ตามที่{{หน่วยงาน}} ได้แจ้ง{_MISSION} เพื่อให้{{ผู้รับ}}ดำเนินงานและรายงานผลการดำเนินงานตามภารกิจสำคัญ"
            "ที่กรมการพัฒนาชุมชนเน้นย้ำในไตรมาสที่ {ไตรมาส} ให้{ผู้ส่ง}ทราบ นั้น"
        ),
        (
            f"ในการนี้ เพื่อให้การดำเนินงาน{_MISSION} เป็นไปด้วยความเรียบร้อยและบรรลุวัตถุประสงค์ "
            "จึงขอให้{ผู้รับ}มอบหมาย{สำนักงานผู้รับ}ดำเนินการ ดังนี้"
        ),
        (
            "1. ศึกษารายละเอียดการจัดระดับหน่วยงาน และคำอธิบายเพิ่มเติม ตามค่าเป้าหมายการดำเนินงานฯ "
            "ภารกิจเรื่อง โครงการหนึ่งตำบล หนึ่งผลิตภัณฑ์ (รายละเอียดปรากฏตามสิ่งที่ส่งมาด้วย 1 - 2)"
        ),
        (
            f"2. รายงานผลการดำเนินงาน{_MISSION} ให้{{ผู้ส่ง}}ทราบ ภายในวันที่ 15 ของทุกเดือน "
            "ครั้งนี้รายงานยอดจำหน่ายเดือน{เดือน} ภายในวันที่ {กำหนดส่ง} ผ่านระบบลงทะเบียน โดยการสแกน QR Code ในหนังสือฉบับนี้ "
            "ตามแบบรายงาน รายละเอียดปรากฏตามสิ่งที่ส่งมาด้วย 3 ทั้งนี้ ได้มอบหมายให้ {ผู้ประสานงาน} เป็นผู้ประสานงาน"
        ),
    ),
    attachments=(
        Attachment("รายละเอียดเกณฑ์การจัดระดับหน่วยงาน คำอธิบายเพิ่มเติม", kind=Kind.TARGETS),
        Attachment("เป้าหมายการดำเนินงานฯ", kind=Kind.TARGETS),
        Attachment("แบบรายงานการลงทะเบียนฯ", kind=Kind.MONTHLY),
    ),
)

SEND_BACK = Wording(
    subject="การแก้ไขข้อมูลการลงทะเบียนผู้ผลิต ผู้ประกอบการ OTOP ไตรมาส {รอบ}",
    paragraphs=(
        "ตามที่{ผู้รับ}ได้ส่งข้อมูลการลงทะเบียนผู้ผลิต ผู้ประกอบการ OTOP ไตรมาส {รอบ} ให้{ผู้ส่ง}ตรวจสอบและรับรอง นั้น",
        "{หน่วยงาน} ได้ตรวจสอบแล้ว พบว่ามีข้อมูลที่ต้องแก้ไข จึงส่งข้อมูลกลับและขอให้{ผู้รับ}มอบหมาย{ผู้ปฏิบัติ}ดำเนินการ ดังนี้",
        "1. แก้ไขข้อมูลตามรายการและเหตุผลที่ปรากฏในระบบลงทะเบียน โดยสแกน QR Code ในหนังสือฉบับนี้",
        "2. ส่งข้อมูลที่แก้ไขแล้วให้{ผู้ส่ง}อีกครั้ง ภายในวันที่ {กำหนดส่ง} หากมีข้อสงสัยขอให้ติดต่อ {ผู้ประสานงาน} เป็นผู้ประสานงาน",
    ),
    attachments=(),
)

ANNOUNCEMENT = Wording(
    subject="ประกาศรับรองข้อมูลผลการลงทะเบียนผู้ผลิต ผู้ประกอบการ OTOP ไตรมาส {รอบ}",
    closing="จึงเรียนมาเพื่อโปรดทราบ",
    paragraphs=(
        (
            "ตามแผนการดำเนินงานการลงทะเบียนผู้ผลิต ผู้ประกอบการ OTOP ปีงบประมาณ พ.ศ. {ปี} กำหนดให้{หน่วยงาน} "
            "ตรวจสอบ รับรองข้อมูลในระบบออนไลน์ และประกาศรับรองข้อมูลผลการลงทะเบียนฯ ไตรมาส {รอบ} นั้น"
        ),
        (
            "บัดนี้ {หน่วยงาน} ได้ตรวจสอบและรับรองข้อมูลดังกล่าวแล้ว จึงขอส่งประกาศรับรองข้อมูลผลการลงทะเบียนฯ ไตรมาส {รอบ} "
            "(สิ่งที่ส่งมาด้วย 1) และรายงานผลการลงทะเบียนฯ (สิ่งที่ส่งมาด้วย 2) มาเพื่อทราบและใช้ประโยชน์ในการส่งเสริม สนับสนุน "
            "และพัฒนาผู้ผลิต ผู้ประกอบการ OTOP ต่อไป หากมีข้อสงสัยขอให้ติดต่อ {ผู้ประสานงาน} เป็นผู้ประสานงาน"
        ),
    ),
    attachments=(
        Attachment("ประกาศรับรองข้อมูลผลการลงทะเบียน ไตรมาส {รอบ}", "ฉบับ", Kind.ANNOUNCEMENT),
        Attachment("แบบรายงานการลงทะเบียน", kind=Kind.QUARTERLY),
    ),
)

WORDINGS: Final[Mapping[str, Wording]] = {
    Occasion.PLAN: PLAN,
    Occasion.MONTHLY: MONTHLY,
    Occasion.SEND_BACK: SEND_BACK,
    Occasion.ANNOUNCEMENT: ANNOUNCEMENT,
}
