"""The values of a letter's fields on a day: from the plan's windows, the due days and the coordinators."""

from datetime import date

from otop_registry import thai
from registration.identifiers import show_phone
from registration.models import Contact, ContactRole, Unit
from registration.models.calendar import windows_for
from registration.places import is_province, word_below
from registration.services.people.contacts import reachable
from registration.timetable import Quarter, Step, next_month
from reporting.models import Letter
from reporting.models.letters import Occasion


def role_of(occasion: str) -> ContactRole:
    """Whose telephone a letter names."""
    return ContactRole.MONTHLY if occasion == Occasion.MONTHLY else ContactRole.REGISTRATION


def coordinator_data(contact: Contact) -> dict[str, str]:
    """What a letter keeps of a coordinator when it is issued."""
    return {"name": contact.name, "position": contact.position, "phone": contact.phone}


def coordinators(letter: Letter, on: date) -> list[dict[str, str]]:
    """Those frozen in an issued letter; of a draft those whom one reaches on the day."""
    if letter.is_issued:
        return list(letter.coordinators)
    return [coordinator_data(each) for each in reachable(letter.unit_id, role_of(letter.occasion), on)]


def coordinator_line(said: dict[str, str]) -> str:
    """นาง… ตำแหน่ง … หมายเลขโทรศัพท์ …, as the letter of 2567 writes it."""
    position = f" ตำแหน่ง {said['position']}" if said["position"] else ""
    return f"{said['name']}{position} หมายเลขโทรศัพท์ {show_phone(said['phone'])}"


def values(letter: Letter, on: date) -> dict[str, str]:
    """{field: its words}; an empty text where a draft lacks the answer."""
    people = " และ".join(coordinator_line(each) for each in coordinators(letter, on))
    said = {
        "หน่วยงาน": sender_name(letter.unit),
        "ผู้ประสานงาน": people,
        "กำหนดส่ง": thai.long_date(letter.due_day) if letter.due_day else "",
    }
    return said | _places(letter) | (_of_month(letter) if letter.month else _of_round(letter))


def sender_name(unit: Unit) -> str:
    """จังหวัด…, or the department by its name."""
    return unit.full_name if unit.code else "กรมการพัฒนาชุมชน"


def _places(letter: Letter) -> dict[str, str]:
    below = word_below(letter.unit_id)
    return {
        "ผู้รับ": below,
        "ผู้ส่ง": "จังหวัด" if is_province(letter.unit_id) else "กรมฯ",
        "ผู้ปฏิบัติ": f"พัฒนาการ{below}",
        "สำนักงานผู้รับ": f"สำนักงานพัฒนาชุมชน{below}",
    }


def quarter_of(letter: Letter) -> Quarter:
    """The quarter a letter speaks of: its round, or the one in which the month's report is due."""
    return letter.round.quarter if letter.round else Quarter.of(next_month(month_of(letter)))


def month_of(letter: Letter) -> date:
    """The month of a letter about monthly reports. Raises: ValueError for any other letter."""
    if letter.month is None:
        raise ValueError("This letter speaks of no month")
    return letter.month


def _of_month(letter: Letter) -> dict[str, str]:
    quarter = quarter_of(letter)
    return {
        "เดือน": thai.month_name(month_of(letter)),
        "ไตรมาส": str(quarter.number),
        "ปี": str(quarter.fiscal_year_be),
        "รอบ": quarter.label,
    }


def _of_round(letter: Letter) -> dict[str, str]:
    quarter = quarter_of(letter)
    windows = {
        window.step: window
        for window in windows_for(letter.unit_id)
        if window.round == quarter and not window.is_extension
    }
    last = {step: thai.long_date(window.last_day) for step, window in windows.items()}
    return {
        "รอบ": str(letter.round),
        "ไตรมาส": str(quarter.number),
        "ปี": str(quarter.fiscal_year_be),
        "วันสุดท้ายลงทะเบียน": last.get(Step.REGISTER, ""),
        "วันสุดท้ายตรวจสอบ": last.get(Step.VERIFY, ""),
    }


def verify_last_day(letter: Letter) -> date | None:
    """The last day of the verify step, by which reports and corrected records are due (L1 orders 2 and 4)."""
    days = [
        window.last_day
        for window in windows_for(letter.unit_id)
        if window.round == quarter_of(letter) and window.step == Step.VERIFY and not window.is_extension
    ]
    return max(days, default=None)
