"""The read log: one row for each look at personal data and for each file of it that leaves. Source: decision 0106."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction

from otop_registry import clock, thai
from registration import access
from registration.models import Edition, Post, Producer, Reading, RosterRow, Unit, User
from registration.models.readings import Look
from registration.workflow import Refused

AN_HOUR: Final = timedelta(hours=1)
_WORDS: Final = {
    Look.REVEAL: "เปิดเลขประจำตัว",
    Look.EXPORT: "นำไฟล์ที่มีข้อมูลส่วนบุคคลออก",
    Look.SUBJECT: "ออกข้อมูลให้เจ้าของข้อมูล",
}


@dataclass(frozen=True)
class Seen:
    """What was looked at: of which unit, how many persons; of a list the day it was true of, or its edition."""

    subject: str
    unit_code: str
    title: str
    count: int = 1
    as_of: date | None = None
    edition: Edition | None = None


def saw_records(producers: Iterable[Producer], *, by: User, on: date) -> None:
    """The person has these records on the screen: one row each and day."""
    for producer in producers:
        title = f"{producer.registration_number} {producer.name}"
        note(Look.RECORD, Seen(f"producer:{producer.pk}", producer.district_id, title), by=by, on=on)


def saw_roster(unit: Unit, as_of: date, count: int, *, by: User, on: date) -> None:
    """The person has a unit's list of persons on the screen: one row a day for each list."""
    seen = Seen(f"roster:{as_of.isoformat()}", unit.pk, f"ทะเบียนรายชื่อ {unit}", count, as_of)
    note(Look.ROSTER, seen, by=by, on=on)


def note(look: Look, seen: Seen, *, by: User, on: date, reason: str = "") -> None:
    """Writes the look down. What is opened again on the same day is one row, unless it has to be answered for."""
    known = Reading.objects.filter(by=by, look=look, subject=seen.subject, unit_id=seen.unit_code, day=on)
    if not reason and known.exists():
        return
    row = Reading(
        at=clock.instant(on), day=on, by=by, post=_post(by, seen.unit_code, on), look=look, unit_id=seen.unit_code,
        subject=seen.subject, title=seen.title, as_of=seen.as_of, edition=seen.edition, reason=reason,
        count=seen.count,
    )  # fmt: skip
    Reading.objects.bulk_create(
        [row], ignore_conflicts=not reason
    )  # two windows of one person open it at once


def _post(user: User, unit_code: str, on: date) -> Post | None:
    return next((post for post in access.posts(user, on) if post.covers(unit_code)), None)


@transaction.atomic
def note_limited(look: Look, seen: Seen, *, by: User, on: date, reason: str) -> None:
    """The same for what is counted. Raises: Refused beyond the most of an hour (settings), with nothing written."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # two windows of one person are counted in turn
    most = settings.REVEALS_PER_HOUR if look == Look.REVEAL else settings.EXPORTS_PER_HOUR
    now = clock.instant(on)
    done = Reading.objects.filter(by=by, look=look, at__gt=now - AN_HOUR, at__lte=now).count()
    if done >= most:
        raise Refused(f"{_WORDS[look]}ครบ {thai.count(most)} ครั้งในหนึ่งชั่วโมงแล้ว กรุณารอก่อน หรือให้เพื่อนร่วมงานช่วย")
    note(look, seen, by=by, on=on, reason=reason)


def may_take(subject: str, *, by: User, on: date) -> bool:
    """Whether the person has said today why this file is taken out."""
    return Reading.objects.filter(by=by, look=Look.EXPORT, subject=subject, day=on).exists()


def persons_in(unit_code: str, edition: Edition | None) -> int:
    """How many persons a list of the unit holds: in an edition those frozen, else those that stand today."""
    if edition:
        return RosterRow.objects.of(edition).filter(district__code__startswith=unit_code).count()
    return Producer.objects.active().filter(district__code__startswith=unit_code).count()
