"""Passwords and sessions of people: what is stored, the link that is mailed to set one, and when sessions end."""

from collections.abc import Iterable
from datetime import date, datetime

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction

from registration.models import Job, User
from registration.models.jobs import Lane
from registration.services import jobs
from registration.services.journal import Act, append_event

NOBODY = 0  # no person's key
LINK = jobs.Order("registration.tasks.mail_password_link", Lane.MAIL, "ส่งลิงก์ตั้งรหัสผ่าน", max_attempts=6)

TOLD = jobs.Order("registration.tasks.mail_account_change", Lane.MAIL, "แจ้งการเปลี่ยนแปลงบัญชี", max_attempts=6)


def ask_password_link(person: User, *, site: str) -> Job:
    """Has a link to a new password mailed. `site` is the address asked from, checked by ALLOWED_HOSTS."""
    return jobs.ask(LINK, {"user_id": person.pk, "site": site})


def ask_password_links(people: Iterable[User], *, site: str) -> None:
    """A job for each, and one for nobody where there is none: the time it takes tells nothing either."""
    for key in [person.pk for person in people] or [NOBODY]:
        jobs.ask(LINK, {"user_id": key, "site": site})


def tell_by_mail(person: User, change: str) -> None:
    """Tells a person of what became of their account: templates/notices/account/<change>.txt."""
    if person.email:
        jobs.ask(TOLD, {"user_id": person.pk, "change": change})


def active(pk: int) -> User | None:
    """The person of a key, unless the account is shut."""
    return User.objects.filter(pk=pk, is_active=True).first()


@transaction.atomic
def set_password(person: User, *, password: str, on: date) -> User:
    """Stores the hash of a checked password; every other session of the person ends with it, and they are told."""
    person.set_password(password)
    person.save(update_fields=["password"])
    append_event("", "set_password", Act(person, on), subject=f"user:{person.pk}")
    tell_by_mail(person, "password_changed")
    return person


def end_sessions(person: User) -> int:
    """Ends every session of a person for good, on every machine; returns how many. Reads all live sessions."""
    theirs = [
        row.pk for row in Session.objects.iterator() if row.get_decoded().get(SESSION_KEY) == str(person.pk)
    ]
    person.open_sessions.all().delete()
    return Session.objects.filter(pk__in=theirs).delete()[0]


def forget_old_sessions(now: datetime) -> int:
    """Drops sessions that are over, with what was typed in them; returns how many."""
    return Session.objects.filter(expire_date__lt=now).delete()[0]
