"""Every write to the coordinators (ผู้ประสานงาน) of a unit: the one source for letters and refusals.

Each unit keeps its own; the level above reads them. Ended contacts stay, because letters of their day name them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet

from registration import access
from registration.access import Action
from registration.models import Contact, ContactRole, Post, Unit, User
from registration.services.journal import Act, append_event
from registration.workflow import Refused

FIELDS = ("role", "name", "position", "phone", "email", "valid_from", "valid_to", "stands_in_for")
NEEDED = (ContactRole.REGISTRATION, ContactRole.MONTHLY)  # somebody must answer for these in every unit


def own_units(user: User, on: date) -> list[Unit]:
    """The units whose coordinators the person keeps."""
    roles = access.ROLES[Action.CONTACT_EDIT]
    return list({post.unit_id: post.unit for post in access.posts(user, on) if post.role in roles}.values())


def of_unit(unit: Unit, on: date) -> QuerySet[Contact]:
    """The unit's coordinators of today and of days to come."""
    return (
        Contact.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on), unit=unit)
        .select_related("stands_in_for")
        .order_by("role", "valid_from", "pk")
    )


def one_level_below(unit: Unit, on: date) -> list[tuple[Unit, list[Contact]]]:
    """The units directly below with whom one reaches today; an empty list asks to be filled."""
    units = Unit.objects.valid(on).directly_below(unit.code)
    found: dict[str, list[Contact]] = {}
    for contact in Contact.objects.reached(on).filter(unit__in=units):
        found.setdefault(contact.unit_id, []).append(contact)
    return [(each, found.get(each.code, [])) for each in units]


@dataclass(frozen=True)
class ContactLine:
    """A unit one level below as the page of coordinators shows it: whom one reaches, and for what nobody."""

    unit: Unit
    contacts: list[Contact]

    @property
    def missing(self) -> list[str]:
        """The needed roles in which nobody is reachable: the finding that the unit above reads."""
        held = {contact.role for contact in self.contacts}
        return [str(role.label) for role in NEEDED if role not in held]


def lines_below(unit: Unit, on: date) -> list[ContactLine]:
    """The units directly below, those with a finding first."""
    lines = [ContactLine(each, people) for each, people in one_level_below(unit, on)]
    return sorted(lines, key=lambda line: not line.missing)


def unreached(user: User, on: date) -> list[tuple[Unit, int]]:
    """Per own unit how many units below it have a needed role with nobody to reach; none left out of the list."""
    counted = [
        (unit, sum(bool(line.missing) for line in lines_below(unit, on))) for unit in own_units(user, on)
    ]
    return [(unit, count) for unit, count in counted if count]


# --- whom to reach ---------------------------------------------------------------------------------------------------


def reachable(unit_code: str, role: ContactRole, on: date) -> list[Contact]:
    """The unit's coordinators of the role on the day, a stand-in instead of the one away."""
    return list(Contact.objects.reached(on).filter(unit_id=unit_code, role=role))


@transaction.atomic
def add_contact(unit: Unit, fields: Mapping[str, Any], *, by: User, on: date) -> Contact:
    """A new coordinator of one's own unit. Raises: PermissionDenied for another unit; Refused for the days."""
    post = check_own(unit, by=by, on=on)
    contact = Contact(unit=unit)
    _fill(contact, fields)
    contact.save(force_insert=True)
    _journal("add_contact", contact, Act(by, on, post))
    return contact


_EMPTY = {
    "role": ContactRole.REGISTRATION,
    "valid_from": None,
    "valid_to": None,
    "stands_in_for": None,
}  # of any other field: no text


@transaction.atomic
def change_contact(contact: Contact, fields: Mapping[str, Any], *, by: User, on: date) -> Contact:
    """Corrects a coordinator of one's own unit. Raises: PermissionDenied; Refused."""
    post = check_own(contact.unit, by=by, on=on)
    contact = Contact.objects.select_for_update().get(pk=contact.pk)
    _fill(contact, fields)
    contact.save()
    _journal("change_contact", contact, Act(by, on, post))
    return contact


@transaction.atomic
def end_contact(contact: Contact, *, last_day: date, by: User, on: date) -> Contact:
    """The coordinator's last day. Raises: PermissionDenied; Refused for a day before the first or long past."""
    post = check_own(contact.unit, by=by, on=on)
    if last_day < max(contact.valid_from, on - timedelta(days=1)):
        raise Refused("วันสุดท้ายต้องไม่ก่อนเมื่อวานและไม่ก่อนวันเริ่ม")
    Contact.objects.filter(pk=contact.pk).update(valid_to=last_day)
    contact = Contact.objects.get(pk=contact.pk)
    _journal("end_contact", contact, Act(by, on, post))
    return contact


def check_own(unit: Unit, *, by: User, on: date) -> Post:
    """The post with which `by` keeps the unit's coordinators. Raises: PermissionDenied."""
    access.check(by, Action.CONTACT_EDIT, unit, on)
    roles = access.ROLES[Action.CONTACT_EDIT]
    for post in access.posts(by, on):
        if post.unit_id == unit.pk and post.role in roles:
            return post
    raise PermissionDenied("แต่ละหน่วยงานดูแลรายชื่อผู้ประสานงานของตนเอง")


def _fill(contact: Contact, fields: Mapping[str, Any]) -> None:
    """Sets what was typed; a stand-in has the role of the one away. Raises: Refused."""
    for name in FIELDS:
        setattr(contact, name, fields.get(name) or _EMPTY.get(name, ""))
    if contact.valid_to and contact.valid_to < contact.valid_from:
        raise Refused("วันสุดท้ายต้องไม่มาก่อนวันเริ่ม")
    if contact.stands_in_for:
        _check_stand_in(contact, contact.stands_in_for)
        contact.role = contact.stands_in_for.role


def _check_stand_in(contact: Contact, away: Contact) -> None:
    """Raises: Refused for a stand-in of another unit, of oneself in any number of steps, or without a last day."""
    if away.unit_id != contact.unit_id:
        raise Refused("ผู้ปฏิบัติหน้าที่แทนต้องอยู่ในหน่วยงานเดียวกัน")
    if contact.valid_to is None:
        raise Refused("กรอกวันสุดท้ายของการปฏิบัติหน้าที่แทน หลังจากนั้นระบบจะกลับไปติดต่อเจ้าของหน้าที่")
    step: Contact | None = away
    while step:
        if step.pk == contact.pk:
            raise Refused(f"{contact.name} ปฏิบัติหน้าที่แทนตนเองไม่ได้ กรุณาเลือกผู้อื่น")
        step = step.stands_in_for


def _journal(verb: str, contact: Contact, act: Act) -> None:
    """The journal keeps who and since when; how to reach them stands in the contact alone."""
    said = {"name": contact.name, "position": contact.position}
    said |= {"role": str(contact.role), "valid_from": contact.valid_from.isoformat()}
    if contact.stands_in_for:
        said["stands_in_for"] = contact.stands_in_for.name
    if contact.valid_to:
        said["valid_to"] = contact.valid_to.isoformat()
    append_event(contact.unit_id, verb, act, subject=f"contact:{contact.pk}", changes=({}, said))
