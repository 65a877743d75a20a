"""A lost second factor is cleared by two officers: one asks with a reason, another agrees, the person is told by mail.

A province clears those of its own offices, the department everybody's; nobody their own. Source: decision 0097.
"""

from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from otop_registry import clock
from registration import access
from registration.access import Action
from registration.models import AuthenticatorApp, FactorReset, Post, User
from registration.services.journal import Act, append_event, lock_unit
from registration.services.people.accounts import end_sessions, tell_by_mail
from registration.services.people.factors import has_any
from registration.workflow import Refused

OPEN_FOR: Final = timedelta(days=3)
NOBODY: Final = "ไม่พบผู้ใช้ชื่อนี้ในหน่วยงานที่ท่านดูแล หรือผู้ใช้ไม่มีการยืนยันขั้นที่สอง"
OVER: Final = "คำขอนี้มีผู้ดำเนินการไปแล้วหรือเกิน 3 วัน"


def waiting(by: User, on: date) -> list[FactorReset]:
    """What waits for a second officer in the scope of `by`, the newest first."""
    return [row for row in _open() if row.user_id != by.pk and _post_over(by, row.user, on)]


def _open() -> QuerySet[FactorReset]:
    rows = FactorReset.objects.filter(decided_at=None, asked_at__gte=clock.now() - OPEN_FOR)
    return rows.select_related("user", "asked_by")


def _post_over(by: User, person: User, on: date) -> Post | None:
    """The post under which `by` may clear for the person: it covers every post that the person holds."""
    held = [post.unit_id for post in access.posts(person, on)] or [""]  # without a post: the department's
    for post in access.posts(by, on):
        if post.role in access.ROLES[Action.FACTOR_RESET] and all(post.covers(code) for code in held):
            return post
    return None


@transaction.atomic
def ask(username: str, reason: str, *, by: User, on: date) -> FactorReset:
    """The first pair of eyes. Raises: Refused, alike for who is unknown, foreign or without a factor."""
    lock_unit("")
    person = User.objects.filter(username=username, is_active=True).first()
    post = _post_over(by, person, on) if person else None
    if person is None or post is None or not has_any(person) or person.pk == by.pk:
        raise Refused(NOBODY)
    if _open().filter(user=person).exists():
        raise Refused("มีคำขอของผู้ใช้นี้รออยู่แล้ว ให้เจ้าหน้าที่อีกคนเห็นชอบ")
    asked = FactorReset.objects.create(user=person, reason=reason, asked_by=by, asked_at=clock.now())
    append_event("", "ask_factor_reset", Act(by, on, post, reason), subject=f"user:{person.pk}")
    tell_by_mail(person, "factor_reset_asked")
    return asked


@transaction.atomic
def agree(pk: int, *, by: User, on: date) -> FactorReset:
    """The second pair of eyes clears everything and ends the person's sessions. Raises: Refused."""
    lock_unit("")
    asked = _open().filter(pk=pk).first()
    post = _post_over(by, asked.user, on) if asked else None
    if asked is None or post is None or asked.user_id == by.pk:
        raise Refused(OVER)
    if asked.asked_by_id == by.pk:
        raise Refused("ท่านเป็นผู้ขอ ต้องให้เจ้าหน้าที่อีกคนเห็นชอบ")
    FactorReset.objects.filter(pk=pk).update(decided_by=by, decided_at=clock.now())
    clear(asked.user, Act(by, on, post, asked.reason))
    return asked


@transaction.atomic
def clear(person: User, act: Act) -> None:
    """No factor and no session of the person is left; the next sign-in adds one anew where it must be had."""
    AuthenticatorApp.objects.filter(user=person).delete()
    person.passkeys.all().delete()
    person.recovery_codes.all().delete()
    end_sessions(person)
    append_event("", "reset_factors", act, subject=f"user:{person.pk}")
    tell_by_mail(person, "factors_reset")
