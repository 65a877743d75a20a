"""What demo offices were allowed: dates of their own inside the plan's, and leave from four eyes. Invented."""

from datetime import date, time
from typing import Final

from otop_registry import clock
from registration.demo.acts import officer_of
from registration.models import Unit, Window
from registration.services import calendar
from registration.services.calendar import Authority, Dates
from registration.services.people import posts
from registration.timetable import Step

# (province, round, first and last day to register, the day it was decided, letter, why)
OWN_DATES: Final = (
    (
        "43",
        25612,
        (date(2018, 1, 3), date(2018, 3, 14)),
        date(2018, 1, 10),
        Authority("นค 0019/ว 88 (ตัวอย่าง)", "ให้จังหวัดมีเวลาตรวจร่วมกับอำเภอก่อนช่วงตรวจสอบและรับรอง"),
    ),
    (
        "80",
        25613,
        (date(2018, 4, 2), date(2018, 6, 8)),
        date(2018, 3, 12),
        Authority("นศ 0019/ว 451 (ตัวอย่าง)", "ให้อำเภอส่งก่อนงานแสดงสินค้า OTOP ของจังหวัดหนึ่งสัปดาห์"),
    ),
)
ALONE: Final = "43"  # its office has one officer
LEAVE: Final = (date(2018, 1, 3), date(2018, 3, 30))
ORDER: Final = "คำสั่งกรมการพัฒนาชุมชน ที่ 14/2561 (ตัวอย่าง)"
BECAUSE: Final = "สำนักงานมีเจ้าหน้าที่คนเดียว รอบรรจุผู้ช่วย"


def allow() -> None:
    """The provinces' own dates, and the waiver of a one-person office, each on its day. Once: the rounds load it."""
    with clock.hour(time(14, 5)):
        posts.grant_waiver(
            Unit.objects.get(pk=ALONE),
            by=officer_of(""),
            on=LEAVE[0],
            days=LEAVE,
            order_number=ORDER,
            reason=BECAUSE,
        )
    for code, round_id, days, decided, authority in OWN_DATES:
        window = Window.objects.national().get(round_id=round_id, step=Step.REGISTER)
        with clock.hour(time(10, 50)):
            calendar.narrow_window(
                window,
                Unit.objects.get(pk=code),
                Dates(*days),
                by=officer_of(code),
                on=decided,
                authority=authority,
            )
