"""What a table of base figures is made of, and which month of the base a head or cell means."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from otop_registry import thai
from registration.services.uploads import months
from registration.services.uploads.heads import Column, Kind
from registration.timetable import Quarter

NO_HEADER: Final = (
    "ไม่พบหัวตาราง ต้องมีคอลัมน์ “อำเภอ” หรือ “รหัสอำเภอ” และคอลัมน์เดือน เช่น “ก.ค. 2566” หรือคอลัมน์ “เดือน” กับ “ยอดจำหน่าย”"
)


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


BASE: Final = Kind(
    columns=(
        Column("code", _names("รหัส รหัสหน่วยงาน code district_code"), ("รหัสอำเภอ", "รหัสเขต")),
        Column("province", _names("จังหวัด ชื่อจังหวัด province")),
        Column("name", _names("อำเภอ อำเภอ/เขต เขต ชื่ออำเภอ หน่วยงาน พื้นที่ อำเภอ/หน่วยงาน district name")),
        Column("year", _names("ปี พ.ศ. ปีพ.ศ. ปีงบประมาณ ปีงบประมาณพ.ศ. year")),
        Column("month", _names("เดือน เดือน/ปี เดือนปี ประจำเดือน งวด งวดเดือน ช่วงเวลา month")),
        Column("unit", _names("หน่วย หน่วยนับ หน่วยเงิน หน่วยวัด unit")),
        Column(
            "amount", _names("ค่าข้อมูล"), ("ยอด", "จำนวนเงิน", "บาท", "amount", "ฐาน", "รวม", "รายได้", "มูลค่า")
        ),
    ),
    row_keys=frozenset({"code", "name"}),
    known_words=tuple(
        "ยอดจำหน่าย ยอดขาย จำหน่าย ยอด รายได้ มูลค่า จำนวนเงิน จำนวน เงิน ฐาน รวมทั้งสิ้น รวมทั้งหมด รวม ทั้งสิ้น หน่วย เป็น "
        "ประจำ เดือน ปีงบประมาณ ปี พ.ศ. ที่ สินค้า ผลิตภัณฑ์ หนึ่งตำบล หนึ่ง ตำบล โอทอป otop ชุมชน ของ การ จาก ค่าข้อมูล "
        "amount sales base".split()
    ),
)


@dataclass(frozen=True)
class BaseMonths:
    """The months of a quarter, and the months of the base that they are compared with."""

    quarter: Quarter
    bases: tuple[Quarter, ...]

    def meant(self, month: int, year_be: int | None) -> date | None:
        """The month of the quarter that a month of the base stands for; None for another month.

        Raises: LookupError where the policy takes the mean of several years and one is named.
        """
        by_number = {
            base.month: to for base, to in zip(self.bases[0].months, self.quarter.months, strict=True)
        }
        if year_be is None:
            return by_number.get(month)
        if len(self.bases) > 1:
            labels = " ".join(base.label for base in self.bases)
            raise LookupError(
                f"ฐานของไตรมาส {self.quarter.label} ต้องเป็นเดือนของไตรมาส {labels} ให้ใส่ชื่อเดือนโดยไม่ใส่ปี"
            )
        day = date(year_be - thai.BE_OFFSET, month, 1)
        return by_number.get(month) if day in self.bases[0].months else None

    def named(self, to: date) -> str:
        """The month of the base behind a month of the quarter: ก.ค. 2566."""
        day = self.bases[0].months[self.quarter.months.index(to)]
        name = thai.SHORT_MONTHS[day.month - 1]
        return name if len(self.bases) > 1 else f"{name} {thai.year_be(day)}"

    @property
    def wanted(self) -> str:
        """What is asked for, in words."""
        labels = " ".join(base.label for base in self.bases)
        return f"ฐานของไตรมาส {self.quarter.label} ต้องเป็นเดือนของไตรมาส {labels}"

    @property
    def numbers(self) -> frozenset[int]:
        return frozenset(month.month for month in self.quarter.months)


def single(spoken: months.Spoken) -> tuple[int, int | None] | None:
    """(month, year B.E. or None) of a text that names one month; None for any other."""
    return (spoken.months[0], spoken.year_of(spoken.months[0])) if len(spoken.months) == 1 else None
