"""Every write to users, their posts and the waivers of four eyes. Only the department does these.

Nobody sees or sets another person's password: a new person gets a link by mail. Each write has one event in
the department's journal. Source: docs/rules.md 4.11 and 7.1.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404

from otop_registry import thai
from registration import access, content
from registration.access import Action
from registration.models import FourEyesWaiver, Post, Unit, User
from registration.places import Level
from registration.services.journal import Act, append_event, lock_unit
from registration.services.people.accounts import ask_password_link, end_sessions
from registration.workflow import Refused, Role

NAME_FIELDS = ("title", "first_name", "last_name", "email", "phone")
_REACHED_BY = {"email", "phone"}  # the journal says that they changed, not what they were


@dataclass(frozen=True)
class Appointment:
    """What a post says beside its holder: unit, role, days, and the order that gives it."""

    unit: Unit
    role: str
    valid_from: date
    valid_to: date | None = None
    position: str = ""
    order_number: str = ""
    acting_for: str = ""
    acting_for_position: str = ""

    @property
    def journalled(self) -> dict[str, Any]:
        """The appointment as the journal keeps it."""
        said = {name: content.plain(value) for name, value in vars(self).items() if value}
        return said | {"unit": self.unit.code}


# --- finding ---------------------------------------------------------------------------------------------------------


def find(*, by: User, on: date, words: str = "", unit_code: str = "", role: str = "") -> QuerySet[User]:
    """The people whose name, user name or e-mail holds the words; of a unit and below, of a role, as of today.

    Posts are loaded, the newest first.
    """
    access.check(by, Action.PEOPLE_EDIT, department(), on)
    rows = User.objects.order_by("first_name", "last_name", "pk").prefetch_related(
        Prefetch("posts", Post.objects.select_related("unit").order_by("-valid_from", "pk"))
    )
    for word in thai.repair(words).split():
        named = [
            Q(**{f"{name}__icontains": word}) for name in ("username", "first_name", "last_name", "email")
        ]
        rows = rows.filter(Q(*named, _connector=Q.OR))
    posts = Post.objects.on(on).filter(user=OuterRef("pk"))
    if unit_code:
        posts = posts.filter(unit__code__startswith=unit_code)
    if role:
        posts = posts.filter(role=role)
    return rows.filter(Exists(posts)) if unit_code or role else rows


def get_or_404(pk: int, *, by: User, on: date) -> User:
    """One person with posts loaded. Raises: Http404; PermissionDenied for anybody but the department."""
    person = find(by=by, on=on).filter(pk=pk).first()
    if person is None:
        raise Http404("ไม่พบผู้ใช้")
    return person


def department() -> Unit:
    """The unit in whose journal the acts about people stand."""
    return Unit.objects.get(pk="")


def units(on: date) -> QuerySet[Unit]:
    """The units that a post may be in."""
    return Unit.objects.valid(on)


class TimeState(StrEnum):
    """Where a day stands in the days of a post or waiver."""

    AHEAD = "ahead"
    NOW = "now"
    PAST = "past"


def state_of(dated: Post | FourEyesWaiver, on: date) -> TimeState:
    """Whether the row holds on the day, did, or will."""
    if dated.valid_from > on:
        return TimeState.AHEAD
    return TimeState.PAST if dated.valid_to and dated.valid_to < on else TimeState.NOW


def current(person: User, on: date) -> list[Post]:
    """The posts of the day, out of those loaded with the person."""
    return [post for post in person.posts.all() if state_of(post, on) == TimeState.NOW]


# --- persons ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def add_person(
    username: str, names: Mapping[str, str], appointment: Appointment, *, by: User, on: date, site: str
) -> User:
    """A new person with a first post; the link to set a first password goes out by mail. Raises: Refused."""
    post = _locked_check(by, on)
    return _add(username, names, appointment, Act(by, on, post), site)


def _add(username: str, names: Mapping[str, str], appointment: Appointment, act: Act, site: str) -> User:
    person = User(username=username, **{name: names.get(name, "") for name in NAME_FIELDS})
    person.set_unusable_password()
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError:
        raise Refused("มีชื่อผู้ใช้นี้แล้ว กรุณาใช้ชื่ออื่น") from None
    _appoint(person, appointment)
    said = {"username": username, "name": str(person), "post": appointment.journalled}
    _journal("add_person", act, person, ({}, said))
    ask_password_link(person, site=site)
    return person


@transaction.atomic
def make_first_admin(username: str, email: str, *, on: date, site: str) -> User:
    """The department's first person, who appoints everybody else; the link to set a password goes out by mail.

    Raises: Refused as soon as anybody holds or held a post of the department: from then on they appoint.
    """
    try:
        unit = lock_unit("")
    except Unit.DoesNotExist:
        raise Refused("ยังไม่มีหน่วยงาน กรุณาสั่ง load_reference ก่อน") from None
    if Post.objects.filter(unit=unit, role=Role.DEPARTMENT).exists():
        raise Refused("กรมฯ มีผู้ดูแลระบบแล้ว ให้ผู้ดูแลระบบนั้นเพิ่มผู้ใช้ในหน้า ผู้ใช้")
    return _add(username, {"email": email}, Appointment(unit, Role.DEPARTMENT, on), Act(None, on), site)


@transaction.atomic
def change_person(person: User, names: Mapping[str, str], *, by: User, on: date) -> User:
    """New names, e-mail or telephone. The journal keeps old and new names, of the rest only that it changed."""
    post = _locked_check(by, on)
    person = User.objects.get(pk=person.pk)
    changed = [name for name in NAME_FIELDS if name in names and names[name] != getattr(person, name)]
    if not changed:
        return person
    before = {name: getattr(person, name) for name in changed}
    for name in changed:
        setattr(person, name, names[name])
    person.save(update_fields=changed)
    after = {name: getattr(person, name) for name in changed}
    _journal("change_person", Act(by, on, post), person, (_discreet(before), _discreet(after)))
    return person


def _discreet(values: Mapping[str, str]) -> dict[str, str]:
    return {name: "•••" if name in _REACHED_BY and value else value for name, value in values.items()}


@transaction.atomic
def send_link(person: User, *, by: User, on: date, site: str) -> None:
    """Mails a fresh link to set a password. Raises: Refused for a person without an address or shut out."""
    post = _locked_check(by, on)
    if not person.is_active or not person.email:
        raise Refused("ส่งลิงก์ไม่ได้ เพราะผู้ใช้ถูกระงับหรือไม่มีอีเมล")
    _journal("send_password_link", Act(by, on, post), person, ({}, {}))
    ask_password_link(person, site=site)


@transaction.atomic
def deactivate(person: User, *, by: User, on: date, reason: str) -> User:
    """Shuts a person out at once; posts and past acts stay as they are. Raises: Refused."""
    post = _locked_check(by, on)
    if person.pk == by.pk:
        raise Refused("ระงับบัญชีของตนเองไม่ได้ ให้ผู้ดูแลระบบอีกคนดำเนินการ")
    _check_department_keeps_one(on, without_user=person.pk)
    person = _set_active(person, Act(by, on, post, reason), active=False)
    end_sessions(person)  # or the old ones would work again once the account does
    return person


@transaction.atomic
def activate(person: User, *, by: User, on: date, reason: str) -> User:
    """Lets a person who was shut out sign in again."""
    return _set_active(person, Act(by, on, _locked_check(by, on), reason), active=True)


def _set_active(person: User, act: Act, *, active: bool) -> User:
    if not act.reason.strip():
        raise Refused("กรุณาระบุเหตุผล")
    if not User.objects.filter(pk=person.pk, is_active=not active).update(is_active=active):
        raise Refused("บัญชีนี้มีผู้เปลี่ยนสถานะไปแล้ว")
    verb = "activate_person" if active else "deactivate_person"
    _journal(verb, act, person, ({"is_active": not active}, {"is_active": active}))
    return User.objects.get(pk=person.pk)


# --- posts -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def add_post(person: User, appointment: Appointment, *, by: User, on: date) -> Post:
    """Appoints a person to a unit. Raises: Refused when the same post is already held at that time."""
    post = _locked_check(by, on)
    appointed = _appoint(person, appointment)
    _journal("add_post", Act(by, on, post), person, ({}, appointment.journalled))
    return appointed


def _appoint(person: User, appointment: Appointment) -> Post:
    _check_fits(appointment)
    _check_not_held(person, appointment)
    return Post.objects.create(user=person, **vars(appointment))


def _check_fits(appointment: Appointment) -> None:
    """A role goes with a level of unit; acting for somebody needs an order. The table holds the same."""
    if appointment.unit.level not in LEVELS[Role(appointment.role)]:
        label = Role(appointment.role).label
        raise Refused(f"บทบาท{label} ใช้กับ{appointment.unit}ไม่ได้ กรุณาเลือกหน่วยงานให้ตรงระดับ")
    if appointment.acting_for and not appointment.order_number:
        raise Refused("การปฏิบัติหน้าที่แทนต้องมีเลขที่คำสั่ง")


LEVELS = {
    Role.DISTRICT: {Level.DISTRICT},
    Role.PROVINCE: {Level.PROVINCE},
    Role.DEPARTMENT: {Level.DEPARTMENT},
    Role.EXECUTIVE: {Level.DEPARTMENT, Level.PROVINCE},
}


def _check_not_held(person: User, appointment: Appointment) -> None:
    same = person.posts.filter(unit=appointment.unit, role=appointment.role)
    still_held = same.filter(Q(valid_to=None) | Q(valid_to__gte=appointment.valid_from))
    if appointment.valid_to:
        still_held = still_held.filter(valid_from__lte=appointment.valid_to)
    if still_held.exists():
        raise Refused("ผู้ใช้มีตำแหน่งนี้ในหน่วยงานนี้อยู่แล้วในช่วงวันดังกล่าว")


@transaction.atomic
def end_post(held: Post, *, last_day: date, by: User, on: date, reason: str) -> Post:
    """The post ends with `last_day`, which may be no earlier than yesterday: what was done under it stays lawful.

    Raises: Refused.
    """
    post = _locked_check(by, on)
    if not reason.strip():
        raise Refused("กรุณาระบุเหตุผลหรือเลขที่คำสั่ง")
    if last_day < max(on - timedelta(days=1), held.valid_from):
        raise Refused("วันสุดท้ายต้องไม่ก่อนเมื่อวานและไม่ก่อนวันเริ่มตำแหน่ง เพราะงานที่ทำไว้แล้วต้องตรวจสอบย้อนหลังได้")
    if held.role == Role.DEPARTMENT:
        _check_department_keeps_one(last_day + timedelta(days=1), without_post=held.pk)
    running = Q(valid_to=None) | Q(valid_to__gt=last_day)
    if not Post.objects.filter(running, pk=held.pk).update(valid_to=last_day):
        raise Refused("ตำแหน่งนี้สิ้นสุดก่อนวันที่ระบุอยู่แล้ว")
    days = ({"valid_to": content.plain(held.valid_to)}, {"valid_to": content.plain(last_day)})
    _journal("end_post", Act(by, on, post, reason), held.user, days)
    return Post.objects.get(pk=held.pk)


def _check_department_keeps_one(on: date, *, without_user: int = 0, without_post: int = 0) -> None:
    """Somebody who may appoint others is left on the day. Raises: Refused."""
    posts = Post.objects.on(on).filter(role=Role.DEPARTMENT, user__is_active=True)
    if not posts.exclude(user_id=without_user).exclude(pk=without_post).exists():
        raise Refused("ต้องมีผู้ดูแลระบบกรมฯ ที่ใช้งานได้อย่างน้อยหนึ่งคน กรุณาแต่งตั้งผู้อื่นก่อน")


# --- four eyes -------------------------------------------------------------------------------------------------------


@transaction.atomic
def grant_waiver(
    province: Unit, *, by: User, on: date, days: tuple[date, date], order_number: str, reason: str
) -> FourEyesWaiver:
    """A dated leave for a one-person office to certify what the same person entered (decision 0011).

    Raises: Refused without reason or order, for a unit that certifies nothing, or days that are over.
    """
    post = access.check(by, Action.PEOPLE_EDIT, province, on)
    if province.level != Level.PROVINCE:
        raise Refused("ข้อยกเว้นนี้ให้ได้เฉพาะระดับจังหวัด ซึ่งเป็นผู้รับรองข้อมูล")
    if not reason.strip() or not order_number.strip():
        raise Refused("กรุณาระบุเหตุผลและเลขที่คำสั่ง")
    first, last = days
    if last < first or last < on:
        raise Refused("วันสุดท้ายต้องไม่มาก่อนวันแรก และต้องยังไม่ผ่านไป")
    waiver = FourEyesWaiver.objects.create(
        unit=province,
        reason=reason,
        order_number=order_number,
        valid_from=first,
        valid_to=last,
        granted_by=by,
    )
    said = {"unit": province.code, "order_number": order_number, "days": [content.plain(day) for day in days]}
    append_event(
        "", "grant_waiver", Act(by, on, post, reason), subject=f"waiver:{waiver.pk}", changes=({}, said)
    )
    return waiver


@transaction.atomic
def end_waiver(waiver: FourEyesWaiver, *, by: User, on: date, reason: str) -> None:
    """From now on the province certifies with four eyes again; a waiver that began today or later never was.

    Raises: Refused without a reason, or for one that is over.
    """
    post = _locked_check(by, on)
    if not reason.strip():
        raise Refused("กรุณาระบุเหตุผลหรือเลขที่คำสั่ง")
    running = FourEyesWaiver.objects.filter(pk=waiver.pk, valid_to__gte=on)
    yesterday = on - timedelta(days=1)
    has_held = waiver.valid_from < on
    ended = running.update(valid_to=yesterday) if has_held else running.delete()[0]
    if not ended:
        raise Refused("ข้อยกเว้นนี้สิ้นสุดไปแล้ว")
    before = {"unit": waiver.unit_id, "valid_to": content.plain(waiver.valid_to)}
    after = {"valid_to": content.plain(yesterday)} if has_held else {}
    act = Act(by, on, post, reason)
    append_event("", "end_waiver", act, subject=f"waiver:{waiver.pk}", changes=(before, after))


def waivers(*, by: User, on: date) -> QuerySet[FourEyesWaiver]:
    """Every waiver, those that run longest first."""
    access.check(by, Action.PEOPLE_EDIT, department(), on)
    return FourEyesWaiver.objects.select_related("unit", "granted_by").order_by("-valid_to", "unit_id")


# --- parts of a write ------------------------------------------------------------------------------------------------


def _locked_check(by: User, on: date) -> Post:
    """The department's post of `by`, its journal held until the transaction ends: two admins act in turn."""
    return access.check(by, Action.PEOPLE_EDIT, lock_unit(""), on)


def _journal(verb: str, act: Act, person: User, changes: tuple[dict[str, Any], dict[str, Any]]) -> None:
    append_event("", verb, act, subject=f"user:{person.pk}", changes=changes)
