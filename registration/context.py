"""What every page knows: the day, the training date, the person's posts and the menu of their roles."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from otop_registry import clock
from registration import access
from registration.access import Action


@dataclass(frozen=True)
class Link:
    """One entry of the menu."""

    label: str
    url: str


MENU = (
    (Action.TASKS_VIEW, "งานของฉัน", "registration:tasks"),
    (Action.PRODUCER_VIEW, "ผู้ผลิต ผู้ประกอบการ", "registration:producers"),
    (Action.ROUND_VIEW, "รอบการลงทะเบียน", "registration:rounds"),
    (Action.GRADE_VIEW, "ระดับหน่วยงาน", "grading:home"),
    (Action.MONTHLY_VIEW, "รายงานรายเดือน", "reporting:monthly_home"),
    (Action.SUMMARY_VIEW, "สรุปผู้บริหาร", "reporting:summary_home"),
    (Action.LETTER_VIEW, "หนังสือราชการ", "reporting:letters"),
    (Action.DOCUMENT_VIEW, "เอกสาร", "reporting:documents"),
    (Action.SALES_VIEW, "ยอดจำหน่าย", "registration:sales"),
    (Action.CLOSING_VIEW, "ปิดระบบ", "registration:closings"),
    (Action.PLAN_VIEW, "ปฏิทิน", "registration:plan"),
    (Action.PEOPLE_EDIT, "ผู้ใช้", "registration:people"),
    (Action.CONTACT_EDIT, "ผู้ประสานงาน", "registration:contacts"),
    (Action.JOB_VIEW, "งานเบื้องหลัง", "registration:jobs"),
)


def site(request: HttpRequest) -> dict[str, Any]:
    """`today`, `training_day`, `demo`, `posts` and `nav` for base.html. One query for a signed-in person."""
    on = clock.today()
    posts = access.posts(request.user, on) if hasattr(request, "user") else []
    nav = [Link(label, reverse(name)) for action, label, name in MENU if posts and _may(request, action)]
    return {
        "today": on,
        "training_day": clock.training_day(),
        "demo": settings.DEMO,
        "posts": posts,
        "nav": nav,
    }


def _may(request: HttpRequest, action: Action) -> bool:
    return access.may_ever(request.user, action, clock.today())
