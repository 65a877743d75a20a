"""What every page knows: the day, the training date, the person's posts and the menu of their roles."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from otop_registry import clock
from registration import access
from registration.access import Action
from registration.services.notices import inbox
from registration.web.kept import kept_boxes


@dataclass(frozen=True)
class Link:
    """One entry of the menu."""

    label: str
    url: str


DAILY = (  # in the bar, for what people do every week
    (Action.TASKS_VIEW, "งานของฉัน", "reporting:tasks"),
    (Action.PRODUCER_VIEW, "ผู้ผลิต ผู้ประกอบการ", "registration:producers"),
    (Action.ROUND_VIEW, "รอบการลงทะเบียน", "registration:rounds"),
    (Action.SALES_VIEW, "ยอดจำหน่าย", "registration:sales"),
    (Action.MONTHLY_VIEW, "รายงานรายเดือน", "reporting:monthly_home"),
    (Action.GRADE_VIEW, "ระดับหน่วยงาน", "grading:home"),
    (Action.SUMMARY_VIEW, "สรุปผู้บริหาร", "reporting:summary_home"),
    (Action.DOCUMENT_VIEW, "เอกสาร", "reporting:documents"),
)
SELDOM = (  # behind "เพิ่มเติม", so that the bar stays one line
    (Action.LETTER_VIEW, "หนังสือราชการ", "reporting:letters"),
    (Action.IMPORT, "นำเข้าจาก Excel", "registration:imports"),
    (Action.PAIR_VIEW, "รายที่อาจซ้ำกัน", "registration:pairs"),
    (Action.FAULT_VIEW, "ข้อผิดที่พบหลังรับรอง", "registration:faults"),
    (Action.CHECK_LOOK, "ข้อตรวจ", "registration:checks"),
    (Action.TRANSFER_VIEW, "ย้ายระหว่างอำเภอ", "registration:transfers"),
    (Action.PLAN_VIEW, "ปฏิทิน", "registration:plan"),
    (Action.CORRECTION_VIEW, "แก้ไขหลังปิดระบบ", "registration:corrections"),
    (Action.CLOSING_VIEW, "ปิดระบบ", "registration:closings"),
    (Action.CONTACT_EDIT, "ผู้ประสานงาน", "registration:contacts"),
    (Action.PEOPLE_EDIT, "ผู้ใช้", "registration:people"),
    (Action.UNIT_EDIT, "หน่วยงาน", "reporting:units"),
    (Action.FACTOR_RESET, "ล้างการยืนยันขั้นที่สอง", "registration:factor_resets"),
    (Action.JOURNAL_VIEW, "บันทึกเหตุการณ์", "registration:journal"),
    (Action.RETENTION_EDIT, "อายุการเก็บข้อมูล", "registration:retention"),
    (Action.JOB_VIEW, "งานเบื้องหลัง", "registration:jobs"),
)


def site(request: HttpRequest) -> dict[str, Any]:
    """What base.html and its header read on every page."""
    on = clock.today()
    posts = access.posts(request.user, on) if hasattr(request, "user") else []
    return {
        "today": on,
        "training_day": clock.training_day(),
        "demo": settings.DEMO,
        "posts": posts,
        "kept_boxes": partial(kept_boxes, request),  # asked when the page is drawn, after the view
        "unread_notices": _unread(request),
        "nav": _links(request, DAILY, on) if posts else [],
        "more": _links(request, SELDOM, on) if posts else [],
    }


def _unread(request: HttpRequest) -> Callable[[], str]:
    """What the badge beside the bell says; asked by the header alone, so that parts of pages cost nothing."""

    def badge() -> str:
        count = inbox.unread_count(request.user) if request.user.is_authenticated else 0
        return f"{inbox.MOST_SHOWN}+" if count > inbox.MOST_SHOWN else str(count or "")

    return badge


def _links(request: HttpRequest, menu: tuple[tuple[Action, str, str], ...], on: date) -> list[Link]:
    allowed = [(label, name) for action, label, name in menu if access.may_ever(request.user, action, on)]
    return [Link(label, reverse(name)) for label, name in allowed]
