"""What is owed: written once per recipient, withdrawn when a later step or an act has overtaken it.

No cron line and no ETA holds a deadline: a sweep says what is owed at a moment, the unique constraint says once.
Source: docs/rules.md I5; docs/house-style.md 9.
"""

import logging
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from otop_registry import clock
from registration.models import Notice
from registration.models.notices import (
    FOR_INFORMATION,
    GROUP_OF,
    LATE,
    PENDING,
    TODAY_STEPS,
    Group,
    Kind,
    NoticeState,
    Pace,
)
from registration.models.people import ContactRole
from registration.services.notices.recipients import Directory, Recipient

logger = logging.getLogger(__name__)

MORNING: Final = time(8, 30)  # when offices open: reminders and digests of a day go out from here on
BATCH: Final = 500
OVERTAKEN: Final = "มีเรื่องที่ใหม่กว่าหรือดำเนินการแล้ว จึงไม่ส่ง"
LONG_AGO: Final = "เกิดขึ้นก่อนเริ่มใช้งาน จึงไม่ส่ง"
NOT_WANTED: Final = "ผู้รับเลือกรับเฉพาะเรื่องที่ต้องดำเนินการ"
ROLES_OF: Final = {
    Group.MONTHLY: (ContactRole.MONTHLY,),
    Group.GRADES: (ContactRole.MONTHLY,),
    Group.WINDOWS: (ContactRole.REGISTRATION,),
    Group.JOURNEY: (ContactRole.REGISTRATION,),
    Group.CARE: (ContactRole.ADMIN,),
}


@dataclass(frozen=True)
class Owed:
    """One thing to tell one unit: `step` tells the reminders of a subject apart, `details` are ids and ISO days."""

    kind: Kind
    unit_code: str
    subject: str
    step: str
    path: str
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str, str, str]:
        return self.kind.value, self.unit_code, self.subject, self.step

    @property
    def roles(self) -> tuple[ContactRole, ...]:
        """Which coordinators hear of it beside the unit's people; who is late is told to the head too."""
        roles = ROLES_OF[GROUP_OF[self.kind]]
        return (*roles, ContactRole.HEAD) if self.step == LATE else roles


def morning_of(day: date) -> datetime:
    """Half past eight of a local day."""
    return datetime.combine(day, MORNING, tzinfo=timezone.get_current_timezone())


def owe(owed: Collection[Owed], at: datetime) -> int:
    """Writes what is not written yet, for everybody who reads for the units; returns how many rows are new.

    Call inside the write that owes it: when that is undone, nothing is owed. A unit without anybody is told of
    one level up, once a month. Safe to repeat and to run twice at once.
    """
    if not owed:
        return 0
    on = timezone.localdate(at)
    directory = Directory(on, None if len(owed) > BATCH else {each.unit_code for each in owed})
    lost = [each for each in owed if not directory.of(each.unit_code, each.roles)]
    rows = [row for each in [*owed, *_unreachable(lost, directory, on)] for row in _rows(each, directory, at)]
    known = _known(rows)
    fresh = [row for row in rows if (*row.key, *row.for_whom) not in known]
    Notice.objects.bulk_create(fresh, batch_size=BATCH, ignore_conflicts=True)
    again = {known[key] for row in rows if (key := (*row.key, *row.for_whom)) in known}
    _name_more_units([row for row in rows if row.kind == Kind.NOBODY_REACHABLE], known)
    return len(fresh) + _revive({pk for pk, state, why in again if (state, why) == WITHDRAWN})


WITHDRAWN: Final = (NoticeState.SKIPPED.value, OVERTAKEN)


def _known(rows: list[Notice]) -> dict[tuple[str, ...], tuple[int, str, str]]:
    """{key and reader: (pk, state, error)} of what is in the ledger about the same subjects and steps."""
    about = {"subject__in": {row.subject for row in rows}, "step__in": {row.step for row in rows}}
    columns = ("kind", "unit_id", "subject", "step", "recipient", "channel", "pk", "state", "error")
    return {(*found[:6],): found[6:] for found in Notice.objects.filter(**about).values_list(*columns)}


def _name_more_units(rows: list[Notice], known: dict[tuple[str, ...], tuple[int, str, str]]) -> None:
    """The month's notice of units that nobody reads for names those that came later too, and is news again."""
    told = {known[key][0]: row for row in rows if (key := (*row.key, *row.for_whom)) in known}
    for kept in Notice.objects.filter(pk__in=told).only("pk", "details") if told else ():
        named = set(kept.details.get("units", []))
        if more := set(told[kept.pk].details["units"]) - named:
            details = {"units": sorted(named | more)}
            Notice.objects.filter(pk=kept.pk).update(details=details, read_at=None)


def _revive(pks: Collection[int]) -> int:
    """What was withdrawn unsent is owed again when its reason comes back, such as a district that took back its
    submission; never an earlier step after a later one."""
    newer = Notice.objects.filter(
        kind=OuterRef("kind"),
        unit=OuterRef("unit"),
        subject=OuterRef("subject"),
        recipient=OuterRef("recipient"),
        channel=OuterRef("channel"),
        pk__gt=OuterRef("pk"),
    )
    rows = Notice.objects.filter(~Exists(newer), pk__in=pks)
    back = list(rows.values_list("pk", flat=True)) if pks else []
    again = Notice.objects.filter(pk__in=back, state=NoticeState.SKIPPED, error=OVERTAKEN)
    return again.update(state=NoticeState.OWED, error="", digest=None, next_try_at=clock.now())


def _rows(owed: Owed, directory: Directory, at: datetime) -> Iterator[Notice]:
    for recipient in directory.of(owed.unit_code, owed.roles):
        row = Notice(
            kind=owed.kind,
            unit_id=owed.unit_code,
            subject=owed.subject,
            step=owed.step,
            recipient=recipient.key,
            channel=recipient.channel,
            person_id=recipient.person_id,
            address=recipient.address,
            path=owed.path,
            details=owed.details,
            owed_day=timezone.localdate(at),
            owed_at=at,
            next_try_at=clock.now(),
        )
        row.uuid = row.name()
        _heed_choice(row, directory, recipient, at)
        yield row


def _heed_choice(row: Notice, directory: Directory, recipient: Recipient, at: datetime) -> None:
    """At once, with a digest, or not at all. Returned to you and due today cannot be put off."""
    kind = Kind(row.kind)
    if kind == Kind.SENT_BACK or row.step in TODAY_STEPS:
        return
    pace = directory.pace(recipient, GROUP_OF[kind])
    is_care = kind in {Kind.NOBODY_REACHABLE, Kind.UNDELIVERED} and row.person_id
    if pace == Pace.ACTION and kind in FOR_INFORMATION:
        row.state, row.error = NoticeState.SKIPPED, NOT_WANTED
    elif pace == Pace.DIGEST or is_care:
        row.digest_day = digest_day(at)


def digest_day(at: datetime) -> date:
    """The day whose digest takes what is owed now: today's before the morning, else tomorrow's."""
    local = timezone.localtime(at)
    return local.date() + timedelta(days=local.time() >= MORNING)


def _unreachable(lost: Iterable[Owed], directory: Directory, on: date) -> list[Owed]:
    """One notice a month to each level above units that nobody reads for; the department's own lack is logged."""
    found: dict[str, set[str]] = {}
    for each in lost:
        code, above = directory.lacking(each.unit_code, each.roles)
        found.setdefault(above, set()).update({code} - {""})
    if any(not directory.of(above, ROLES_OF[Group.CARE]) for above in found):
        logger.error("nobody reads the notices of the department: enter a post or a contact with an e-mail")
    kind, page = Kind.NOBODY_REACHABLE, reverse("registration:contacts")
    subject = f"{kind}:{on:%Y-%m}"
    return [
        Owed(kind, above, subject, "month", page, {"units": sorted(codes)})
        for above, codes in sorted(found.items())
        if codes
    ]


def undelivered(about: str, above: str, on: date) -> Owed:
    """Tells the level above that a unit's mail is refused: once a unit and month."""
    kind, page = Kind.UNDELIVERED, reverse("registration:notices_failed")
    return Owed(kind, above, f"{kind}:{about}:{on:%Y-%m}", "mail", page, {"about": about})


def withdraw_rest(kinds: Collection[Kind], owed: Iterable[Owed], at: datetime) -> int:
    """Of these kinds, what is still unsent but owed no more: a later step, a confirmation, another date came.

    What was owed after the moment `at` stays: a slow sweep never undoes a later one's work.
    """
    keys = {each.key for each in owed}
    waiting = Notice.objects.filter(kind__in=kinds, state__in=PENDING, owed_at__lte=at).only(
        "kind", "unit", "subject", "step"
    )
    gone = [row.pk for row in waiting if row.key not in keys]
    rows = Notice.objects.filter(pk__in=gone, state__in=PENDING)
    return rows.update(state=NoticeState.SKIPPED, error=OVERTAKEN)


def withdraw(kind: Kind, subjects: Iterable[str]) -> int:
    """What is still unsent of these subjects is owed no more: the act that owed it was taken back."""
    rows = Notice.objects.filter(kind=kind, subject__in=list(subjects), state__in=PENDING)
    return rows.update(state=NoticeState.SKIPPED, error=OVERTAKEN)


def pass_over(below: str = "") -> int:
    """What a loaded past owed to a unit and those below is not sent: rounds of long ago are no news to anybody."""
    now = clock.now()
    waiting = Notice.objects.filter(state__in=PENDING, unit__code__startswith=below)
    return waiting.update(state=NoticeState.SKIPPED, error=LONG_AGO, read_at=now)
