"""A round on the start page: what is open until when, what waits, and the one next thing to do for a post."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from registration.models.producers import RegistrationKind
from registration.places import Level, level_of
from registration.services import start
from registration.services.start import RoundDesk, StartDesk
from registration.timetable import Step
from registration.workflow import CertificateStatus, ClosingStatus, Role, Status


@dataclass(frozen=True)
class Task:
    """One line of waiting work; `act` is the button's word when it is the next thing to do."""

    label: str
    url: str
    note: str = ""
    count: int | None = None
    act: str = ""


def shown(desk: StartDesk, each: RoundDesk, on: date) -> dict[str, Any]:
    """One round of a desk as the page draws it."""
    thing = each.thing
    todo = TASKS[Role(desk.post.role)](desk, each)
    return {
        "desk": each,
        "texts": [(window, TEXTS.get((Role(desk.post.role), Step(window.step)), "")) for window in each.open],
        "steps": start.step_lines(each.windows, on),
        "next": next((task for task in todo if task.act), None),
        "tasks": todo,
        "stats": STATS[level_of(desk.post.unit_id)](each),
        "status": (thing.status, thing.get_status_display()) if thing else None,
    }


TEXTS = {
    (Role.DISTRICT, Step.REGISTER): "อำเภอบันทึกและส่งข้อมูลให้จังหวัดได้ถึงวันสุดท้าย",
    (Role.DISTRICT, Step.VERIFY): "จังหวัดกำลังตรวจ อำเภอแก้ไขได้เฉพาะระเบียนที่จังหวัดส่งกลับ",
    (Role.DISTRICT, Step.CLOSE): "กรมฯ กำลังปิดระบบ ช่วงนี้อำเภอไม่มีงานของรอบนี้",
    (Role.PROVINCE, Step.REGISTER): "อำเภอกำลังบันทึกข้อมูล จังหวัดติดตามความคืบหน้าได้",
    (Role.PROVINCE, Step.VERIFY): "จังหวัดตรวจ ส่งกลับ รับรอง และประกาศได้ถึงวันสุดท้าย",
    (Role.PROVINCE, Step.CLOSE): "กรมฯ กำลังปิดระบบ จังหวัดถอนการรับรองได้ก่อนกรมฯ พักระบบ",
    (Role.DEPARTMENT, Step.REGISTER): "อำเภอกำลังบันทึกข้อมูลทั่วประเทศ",
    (Role.DEPARTMENT, Step.VERIFY): "จังหวัดกำลังตรวจสอบและรับรอง",
    (Role.DEPARTMENT, Step.CLOSE): "กรมฯ พักระบบ ปิดระบบ และประกาศผลได้ถึงวันสุดท้าย",
}


# --- figures ---------------------------------------------------------------------------------------------------------

Stat = tuple[str, int, str, bool]  # label, number, unit, whether it is what to look at first


def _district_stats(each: RoundDesk) -> list[Stat]:
    counted = [(str(kind.label), each.records.get(kind, 0), "ราย", False) for kind in RegistrationKind]
    return [("ยังไม่ดำเนินการ", each.waiting_count, "ราย", each.waiting_count > 0), *counted]


def _province_stats(each: RoundDesk) -> list[Stat]:
    return [
        (label, each.districts.get(status, 0), "อำเภอ", status == Status.SUBMITTED)
        for status, label in PROVINCE_STATUS.items()
    ]


PROVINCE_STATUS = {
    Status.ENTRY: "ยังไม่ส่ง",
    Status.SUBMITTED: "ส่งแล้ว รอตรวจ",
    Status.SENT_BACK: "ส่งกลับแก้ไข",
    Status.CERTIFIED: "รับรองแล้ว",
}


def _national_stats(each: RoundDesk) -> list[Stat]:
    return [
        (str(status.label), each.provinces.get(status, 0), "จังหวัด", status == CertificateStatus.PENDING)
        for status in CertificateStatus
    ]


STATS: dict[Level, Callable[[RoundDesk], list[Stat]]] = {
    Level.DISTRICT: _district_stats,
    Level.PROVINCE: _province_stats,
    Level.DEPARTMENT: _national_stats,
}


# --- district --------------------------------------------------------------------------------------------------------


def _district(desk: StartDesk, each: RoundDesk) -> list[Task]:
    """Returned records first; then what is not handled; then sending."""
    submission = each.submission
    if submission is None:
        return []
    page = _round_page(desk, each)
    if submission.status == Status.SENT_BACK:
        waiting = each.returned_count
        act = "แก้ไขระเบียนที่ส่งกลับ" if waiting else "ตรวจข้อมูลก่อนส่งอีกครั้ง"
        return [Task("ระเบียนที่จังหวัดส่งกลับ", page, "แก้ให้ครบแล้วส่งอีกครั้ง", waiting, act)]
    if submission.status == Status.ENTRY and each.is_open(Step.REGISTER):
        return _entering(desk, each, page)
    if submission.status == Status.ENTRY:
        note = "พ้นช่วงลงทะเบียนแล้ว ข้อมูลที่บันทึกไว้จะนับในรอบถัดไป เว้นแต่กรมฯ ขยายเวลาให้"
        return [Task("ยังไม่ได้ส่งรอบนี้ให้จังหวัด", page, note)]
    return [Task("ดูข้อมูลที่ส่งและใบรับ", page, submission.get_status_display())]


def _entering(desk: StartDesk, each: RoundDesk, page: str) -> list[Task]:
    producers = reverse("registration:producers")
    is_done = each.handled_count > 0 and each.waiting_count == 0
    tasks = [
        Task(
            "ผู้ผลิตเดิมที่ยังไม่ได้ยืนยันหรือปรับปรุงในรอบนี้",
            producers,
            "ยืนยันข้อมูลเดิม ปรับปรุง หรือยกเลิก",
            each.waiting_count,
            "" if is_done else "บันทึกผู้ผลิตของรอบนี้",
        ),
        Task(
            "ตรวจข้อมูลและส่งให้จังหวัด",
            page,
            "ดูรายการทั้งหมดอีกครั้งก่อนส่ง",
            None,
            "ตรวจข้อมูลก่อนส่ง" if is_done else "",
        ),
    ]
    if each.asked_count:
        note = "อีกอำเภอขอย้ายผู้ผลิต ตอบภายในช่วงลงทะเบียนของรอบนี้"
        tasks.insert(0, Task("คำขอย้ายที่รอท่านตอบ", reverse("registration:transfers"), note, each.asked_count))
    if desk.draft_count:
        tasks.append(Task("ร่างที่ยังไม่ได้บันทึก", producers, "เก็บไว้ให้เฉพาะท่าน", desk.draft_count))
    return tasks


# --- province --------------------------------------------------------------------------------------------------------


def _province(desk: StartDesk, each: RoundDesk) -> list[Task]:
    """What was sent and waits to be checked; then the province's own certificate and announcement."""
    page, counted = _round_page(desk, each), each.districts
    certificate = each.certification
    if certificate is None:
        return []
    if certificate.status == CertificateStatus.CERTIFIED:
        return [
            Task("บันทึกประกาศรับรองของจังหวัด", page, "เลขที่และวันที่ประกาศ", None, _if_verify(each, "บันทึกประกาศ"))
        ]
    if certificate.status == CertificateStatus.ANNOUNCED:
        return [Task("ดูผลการรับรองของจังหวัด", page, certificate.get_status_display())]
    waiting = counted.get(Status.SUBMITTED, 0)
    certified = counted.get(Status.CERTIFIED, 0)
    return [
        Task(
            "อำเภอที่ส่งแล้ว รอตรวจ", page, "", waiting, _if_verify(each, "ตรวจข้อมูลของอำเภอ") if waiting else ""
        ),
        Task(
            "รับรองระดับจังหวัด",
            page,
            f"รับรองแล้ว {certified} จาก {each.district_count} อำเภอ",
            None,
            _if_verify(each, "รับรองระดับจังหวัด") if certified and not waiting else "",
        ),
    ]


def _if_verify(each: RoundDesk, act: str) -> str:
    return act if each.is_open(Step.VERIFY) else ""


# --- department and executives ---------------------------------------------------------------------------------------


def _department(desk: StartDesk, each: RoundDesk) -> list[Task]:
    """The provinces that the closing waits for; during closing the closing itself."""
    closing, page = each.closing, _closing_page(each)
    if closing is None:
        return []
    if closing.status == ClosingStatus.ANNOUNCED:
        return [Task("ดูประกาศของรอบนี้", _announcement(each), closing.get_status_display())]
    can_act = each.is_open(Step.CLOSE) or closing.status == ClosingStatus.CLOSED  # announcing has no last day
    act = CLOSING_ACTS[ClosingStatus(closing.status)] if can_act else ""
    pending = each.provinces.get(CertificateStatus.PENDING, 0)
    return [
        Task("จังหวัดที่ยังไม่รับรอง", page, "", pending, "" if act else "ดูรายการตรวจก่อนปิด"),
        Task("ปิดระบบและประกาศผล", page, closing.get_status_display(), None, act),
    ]


CLOSING_ACTS = {
    ClosingStatus.OPEN: "ตรวจรายการก่อนปิดระบบ",
    ClosingStatus.SOFT_CLOSED: "ปิดระบบ",
    ClosingStatus.CLOSED: "บันทึกประกาศผล",
}


def _executive(desk: StartDesk, each: RoundDesk) -> list[Task]:
    """How far the round has come, and the last announcement."""
    tasks = []
    if desk.post.unit_id:
        done = each.districts.get(Status.CERTIFIED, 0)
        note = f"รับรองแล้ว {done} จาก {each.district_count} อำเภอ"
        tasks.append(Task("ความคืบหน้าของจังหวัด", _round_page(desk, each), note, None, "ดูความคืบหน้าของจังหวัด"))
    else:
        done = each.province_count - each.provinces.get(CertificateStatus.PENDING, 0)
        note = f"รับรองแล้ว {done} จาก {each.province_count} จังหวัด"
        tasks.append(Task("ความคืบหน้าของประเทศ", _closing_page(each), note, None, "ดูความคืบหน้าของรอบนี้"))
    return [*tasks, Task("ประกาศผลที่ผ่านมา", reverse("registration:announcements"))]


TASKS: dict[Role, Callable[[StartDesk, RoundDesk], list[Task]]] = {
    Role.DISTRICT: _district,
    Role.PROVINCE: _province,
    Role.DEPARTMENT: _department,
    Role.EXECUTIVE: _executive,
}


# --- addresses -------------------------------------------------------------------------------------------------------


def _place(each: RoundDesk) -> list[int]:
    return [each.quarter.fiscal_year_be, each.quarter.number]


def _round_page(desk: StartDesk, each: RoundDesk) -> str:
    return reverse("registration:round", args=[*_place(each), desk.post.unit_id])


def _closing_page(each: RoundDesk) -> str:
    return reverse("registration:closing", args=_place(each))


def _announcement(each: RoundDesk) -> str:
    return reverse("registration:announcement", args=_place(each))
