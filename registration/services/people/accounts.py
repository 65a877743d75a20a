"""Passwords of people: what is stored, and the link that is mailed to set one."""

from registration.models import Job, User
from registration.models.jobs import Lane
from registration.services import jobs

LINK = jobs.Order("registration.tasks.mail_password_link", Lane.MAIL, "ส่งลิงก์ตั้งรหัสผ่าน", max_attempts=6)


def ask_password_link(person: User, *, site: str) -> Job:
    """Has a link to a new password mailed. `site` is the address asked from, checked by ALLOWED_HOSTS."""
    return jobs.ask(LINK, {"user_id": person.pk, "site": site})


def set_password(person: User, *, password: str) -> User:
    """Stores the hash of a checked password; every other session of the person ends with it."""
    person.set_password(password)
    person.save(update_fields=["password"])
    return person
