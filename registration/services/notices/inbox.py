"""A person's own notices, what they chose, and what operators see of failures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from otop_registry import clock
from registration import access
from registration.messages import words
from registration.models import LineTarget, Notice, NoticeChoice, Unit, User
from registration.models.notices import GROUP_OF, Group, Kind, NoticeState, Pace
from registration.services.journal import Act, append_event, lock_unit
from registration.services.notices.ledger import LONG_AGO, OVERTAKEN
from registration.workflow import Refused

MOST_SHOWN: Final = 99  # the badge then says 99+


@dataclass(frozen=True)
class NoticeLine:
    """A notice as a list shows it."""

    notice: Notice
    subject: str
    path: str


def own(user: User) -> QuerySet[Notice]:
    """What was sent, or will be, to the person; digests only repeat others, what was overtaken is no news."""
    rows = Notice.objects.filter(person=user).exclude(kind=Kind.DIGEST)
    rows = rows.exclude(state=NoticeState.SKIPPED, error__in=(OVERTAKEN, LONG_AGO))
    return rows.select_related("unit").order_by("-pk")


def unread_count(user: User) -> int:
    """How many of the person's notices are not read, MOST_SHOWN + 1 for more."""
    return own(user).filter(read_at=None)[: MOST_SHOWN + 1].count()


def lines(rows: list[Notice]) -> list[NoticeLine]:
    return [NoticeLine(row, words.subject_of(row), row.path) for row in rows]


def mark_read(user: User) -> int:
    """Every notice of the person counts as read; returns how many were not."""
    return own(user).filter(read_at=None).update(read_at=clock.now())


def failed(user: User, on: date) -> QuerySet[Notice]:
    """What could not be delivered to the people of the person's units and of those below."""
    rows = access.visible(Notice, user, on).filter(state=NoticeState.FAILED)
    return rows.select_related("unit", "person").order_by("-pk")


@transaction.atomic
def send_again(notice: Notice, *, by: User, on: date) -> None:
    """A notice that failed is owed anew with all its tries, to the person's address of today; a digest with its items.

    Raises: PermissionDenied; Refused while it has not failed.
    """
    post = access.check(by, access.Action.NOTICE_FAILURES, notice, on)
    address = notice.person.email if notice.person and notice.person.email else notice.address
    fresh = {"state": NoticeState.OWED, "attempts": 0, "error": "", "address": address, "digest": None}
    own = Notice.objects.filter(pk=notice.pk, state=NoticeState.FAILED)
    if not own.update(**fresh, digest_day=None, next_try_at=clock.now()):
        raise Refused("ส่งอีกครั้งได้เฉพาะรายการที่ส่งไม่สำเร็จ รายการนี้กำลังรอส่งหรือส่งไปแล้ว")
    held = Notice.objects.filter(digest=notice, state=NoticeState.FAILED)
    held.update(state=NoticeState.COLLECTED, error="")
    subject = f"notice:{notice.pk}"
    append_event(notice.unit_id, "send_notice_again", Act(by, on, post), subject=subject, changes=({}, {}))


def choices(user: User) -> dict[str, str]:
    """{group: pace} for every group that a person may choose about."""
    chosen = dict(NoticeChoice.objects.filter(person=user).values_list("group", "pace"))
    return {group: chosen.get(group, Pace.AT_ONCE) for group in groups()}


def groups() -> list[Group]:
    """The groups with a choice: what cares for others' reachability always comes with the digest."""
    return [group for group in Group if group != Group.CARE and group in GROUP_OF.values()]


@transaction.atomic
def choose(user: User, paces: Mapping[str, str]) -> None:
    """Keeps how a person wants each group."""
    for group in groups():
        if group in paces:
            NoticeChoice.objects.update_or_create(
                person=user, group=group, defaults={"pace": Pace(paces[group])}
            )


def line_units(user: User, on: date) -> list[Unit]:
    """The units whose LINE groups the person keeps."""
    roles = access.ROLES[access.Action.LINE_EDIT]
    return [post.unit for post in access.posts(user, on) if post.role in roles]


def line_targets(unit: Unit) -> QuerySet[LineTarget]:
    return LineTarget.objects.filter(unit=unit)


@transaction.atomic
def add_line_target(unit: Unit, target: str, name: str, *, by: User, on: date) -> LineTarget:
    """A LINE group of one's own unit. Raises: PermissionDenied; Refused when it is there already."""
    post = access.check(by, access.Action.LINE_EDIT, unit, on)
    lock_unit(unit.pk)
    if LineTarget.objects.filter(unit=unit, target=target).exists():
        raise Refused("มีกลุ่ม LINE นี้แล้ว")
    row = LineTarget.objects.create(unit=unit, target=target, name=name)
    append_event(
        unit.pk, "add_line_group", Act(by, on, post), subject=f"line:{row.pk}", changes=({}, {"name": name})
    )
    return row


@transaction.atomic
def remove_line_target(row: LineTarget, *, by: User, on: date) -> None:
    """The group gets nothing any more. Raises: PermissionDenied."""
    post = access.check(by, access.Action.LINE_EDIT, row, on)
    append_event(
        row.unit_id,
        "remove_line_group",
        Act(by, on, post),
        subject=f"line:{row.pk}",
        changes=({"name": row.name}, {}),
    )
    row.delete()
