"""Passwords of people."""

from registration.models import User


def set_password(person: User, *, password: str) -> User:
    """Stores the hash of a checked password; every other session of the person ends with it."""
    person.set_password(password)
    person.save(update_fields=["password"])
    return person
