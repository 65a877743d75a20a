"""The days worth practising on, for a newcomer who walks a round in five minutes (demo mode only)."""

from dataclasses import dataclass
from datetime import date, timedelta

from otop_registry import thai
from registration.models.calendar import windows_for
from registration.timetable import Quarter, Step

PRACTICE_ROUND = Quarter(2561, 2)


@dataclass(frozen=True)
class Suggestion:
    """A day worth practising on, and what one sees then."""

    day: date | None
    label: str
    note: str

    @property
    def year_be(self) -> int | None:
        return thai.year_be(self.day) if self.day else None


def suggested_days() -> list[Suggestion]:
    """The days of round 2/2561 to practise on, read from the plan; last of all the real day."""
    windows = {w.step: w for w in windows_for("") if w.round == PRACTICE_ROUND}
    if len(windows) < len(Step):
        return [_REAL_DAY]
    register, verify, close = (windows[step] for step in Step)
    name = PRACTICE_ROUND.label
    return [
        Suggestion(register.last_day - timedelta(days=2), f"ลงทะเบียน {name}", "อำเภอบันทึกและส่งข้อมูล"),
        Suggestion(verify.first_day, "ตรวจสอบและรับรอง", "จังหวัดตรวจ ส่งกลับ รับรอง และประกาศ"),
        Suggestion(close.first_day, "ปิดระบบ", "กรมฯ พักระบบ ปิดระบบ และประกาศผล"),
        Suggestion(
            register.last_day + timedelta(days=1), "วันว่างระหว่างช่วง", "ไม่มีขั้นตอนใดเปิด ดูได้ เก็บร่างได้ ส่งไม่ได้"
        ),
        _REAL_DAY,
    ]


_REAL_DAY = Suggestion(None, "วันจริง", "เลิกใช้วันฝึกอบรม ใช้วันที่ของเครื่อง")
