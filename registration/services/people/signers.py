"""Who may sign a unit's papers: its head, or who acts for the head by an order; never simply who pressed the button.

Source: decision 0047; ระเบียบสำนักนายกรัฐมนตรีว่าด้วยงานสารบรรณ (ลงชื่อ, ตำแหน่ง).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any, Final, Self

from django.db.models import Q

from registration.models import Event, Post, Unit, User
from registration.models.people import DatedQuerySet
from registration.places import is_province
from registration.workflow import Refused

# The offices that sign in their own right, as positions begin.
OFFICES: Final = (
    "ผู้ว่าราชการ", "รองผู้ว่าราชการ", "ปลัดกรุงเทพมหานคร", "พัฒนาการจังหวัด", "นายอำเภอ", "ผู้อำนวยการเขต", "พัฒนาการอำเภอ", "อธิบดี",
    "รองอธิบดี",
)  # fmt: skip
GOVERNOR: Final = "ผู้ว่าราชการ"
NAMES: Final = ("title", "first_name", "last_name")


@dataclass(frozen=True)
class SignedBy:
    """Who signs as a paper says it: kept with what is signed, whatever becomes of the post or the name."""

    name: str
    position: str = ""
    acting: tuple[str, ...] = ()  # รักษาราชการแทน …, a line for each office acted for

    def as_data(self) -> dict[str, Any]:
        return {"name": self.name, "position": self.position, "acting": list(self.acting)}

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Self | None:
        """What `as_data` kept; None where nobody was chosen."""
        return cls(data["name"], data["position"], tuple(data["acting"])) if data else None


def signed_by(post: Post, on: date | None = None) -> SignedBy:
    """The words of a post, with the name as it is today or was on the day; the post itself never changes its words."""
    name = name_on(post.user, on) if on else str(post.user)
    return SignedBy(name, post.position, tuple(acting_of(post)))


def name_on(person: User, on: date) -> str:
    """A person's name as it was at the end of the day: what was signed stays signed by that name."""
    changes = Event.objects.filter(verb="change_person", subject=f"user:{person.pk}", day__gt=on)
    names: dict[str, str] = {}
    for before in changes.order_by("seq").values_list("before", flat=True):
        names = before | names  # the first change after the day tells what stood on it
    told = {name: names.get(name, getattr(person, name)) for name in NAMES}
    return str(User(username=person.username, **told))


def of_unit(unit_code: str) -> DatedQuerySet:
    """The posts that sign for a unit on their days: an office of its own, or acting for one by an order."""
    has_office = reduce(or_, (Q(position__startswith=office) for office in OFFICES))
    rows = Post.objects.filter(has_office | ~Q(acting_for=""), unit_id=unit_code)
    return rows.select_related("user", "unit").order_by("-acting_for", "pk")


def usual(unit_code: str, on: date) -> Post | None:
    """Who signs on a day when nobody was chosen: who acts for the head before the head."""
    return of_unit(unit_code).on(on).first()


def check(post: Post | None, unit_code: str, on: date) -> None:
    """Raises: Refused for a post that does not sign for the unit on the day."""
    if post and not of_unit(unit_code).on(on).filter(pk=post.pk).exists():
        raise Refused(f"{post.user} ไม่ได้ดำรงตำแหน่งหรือปฏิบัติหน้าที่แทนในวันที่ของเอกสาร กรุณาเลือกผู้ลงนามใหม่")


def office_of(post: Post) -> str:
    """The name and office as a list of choices says them, with the order that gives it."""
    order = f" (คำสั่งที่ {post.order_number})" if post.order_number else ""
    return f"{post.user} {' '.join([post.position, *acting_of(post)])}{order}"


def acting_of(post: Post) -> list[str]:
    """รักษาราชการแทนพัฒนาการจังหวัด… ปฏิบัติราชการแทนผู้ว่าราชการจังหวัด…, a line each."""
    lines = [f"{post.get_acting_for_display()}{post.acting_for_position}"] if post.acting_for else []
    held = post.acting_for_position or post.position
    if is_province(post.unit_id) and not held.startswith(GOVERNOR):
        lines.append("".join(for_governor(post.unit)))
    return lines


def for_governor(unit: Unit) -> list[str]:
    """What leaves a province's hall is the governor's, whoever signs it."""
    return ["ปฏิบัติราชการแทน", f"{GOVERNOR}{unit.full_name}"]


def head_of(unit: Unit) -> str:
    """The office in whose name a province or the department announces."""
    return f"{GOVERNOR}{unit.full_name}" if unit.code else "อธิบดีกรมการพัฒนาชุมชน"
