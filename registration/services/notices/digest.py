"""The daily digest: at half past eight, one mail to each person with what is owed to them for that day."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from otop_registry import clock
from registration.models import Notice
from registration.models.notices import Kind, NoticeState
from registration.services.notices.ledger import morning_of


def collect(at: datetime) -> int:
    """Puts what waits for a digest into it, when its morning has come; returns how many digests are new."""
    on = timezone.localdate(at)
    if at < morning_of(on):
        return 0
    waiting = Notice.objects.filter(state=NoticeState.OWED, digest_day__lte=on).order_by("person_id", "pk")
    groups = groupby(waiting, key=lambda row: row.person_id)
    return sum(_collect(list(rows), at) for _, rows in groups)


@transaction.atomic
def _collect(rows: list[Notice], at: datetime) -> int:
    """One person's digest of the day. What comes after it has gone out waits for the next."""
    digest = _digest_of(rows[0], at)
    kept, is_new = Notice.objects.get_or_create(**_key(digest), defaults=_rest(digest))
    untouched = Notice.objects.filter(pk=kept.pk, state=NoticeState.OWED, attempts=0)
    if not untouched.update(owed_at=at):  # a swap: whoever sends it now waits, or has it already
        return 0
    own = Notice.objects.filter(pk__in=[row.pk for row in rows], state=NoticeState.OWED)
    own.update(state=NoticeState.COLLECTED, digest=kept)
    return int(is_new)


def _digest_of(row: Notice, at: datetime) -> Notice:
    on = timezone.localdate(at)
    digest = Notice(kind=Kind.DIGEST, unit_id=row.unit_id, subject="digest", step=on.isoformat())
    digest.recipient, digest.person_id, digest.address = row.recipient, row.person_id, row.address
    digest.path, digest.owed_day, digest.owed_at, digest.next_try_at = (
        reverse("registration:notices"),
        on,
        at,
        clock.now(),
    )
    digest.uuid = digest.name()
    return digest


def _key(digest: Notice) -> dict[str, object]:
    """One digest a person and day, whatever their units."""
    return {name: getattr(digest, name) for name in ("kind", "subject", "step", "recipient", "channel")}


def _rest(digest: Notice) -> dict[str, object]:
    names = ("unit_id", "person_id", "address", "path", "owed_day", "owed_at", "next_try_at", "uuid")
    return {name: getattr(digest, name) for name in names}


def drop_empty() -> int:
    """Digests whose every notice was overtaken before they went out."""
    rows: Iterable[Notice] = Notice.objects.filter(kind=Kind.DIGEST, state=NoticeState.OWED)
    empty = [row.pk for row in rows if not row.collected.filter(state=NoticeState.COLLECTED).exists()]
    return Notice.objects.filter(pk__in=empty, state=NoticeState.OWED).update(state=NoticeState.SKIPPED)
