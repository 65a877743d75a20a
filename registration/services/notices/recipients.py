"""Who receives a unit's notices on a day: its people with a post, and its coordinators. Nobody: the level above.

One directory per sweep: four queries, whatever the number of units.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from registration.models import Contact, LineTarget, NoticeChoice, Post, Unit
from registration.models.notices import Channel, Group, Pace
from registration.notices import line
from registration.workflow import Role

WORKING_ROLES: Final = (Role.DISTRICT, Role.PROVINCE, Role.DEPARTMENT)  # executives read the summary instead


@dataclass(frozen=True)
class Recipient:
    """Where a notice goes. `key` stays when a person's address changes."""

    key: str
    address: str
    channel: Channel = Channel.MAIL
    person_id: int | None = None


class Directory:
    """The recipients of a day by unit, and what each person chose."""

    def __init__(self, on: date, unit_codes: Iterable[str] | None = None) -> None:
        self._mail: dict[str, dict[str, Recipient]] = {}
        self._line: dict[str, list[Recipient]] = {}
        self._choices: dict[tuple[int, str], str] = {}
        wanted = None if unit_codes is None else _with_above(unit_codes)
        self._read_posts(on, wanted)
        self._read_contacts(on, wanted)
        if line.is_on():
            for row in LineTarget.objects.all():
                one = Recipient(f"line:{row.target}", row.target, Channel.LINE)
                self._line.setdefault(row.unit_id, []).append(one)

    def _read_posts(self, on: date, wanted: set[str] | None) -> None:
        posts = Post.objects.on(on).filter(role__in=WORKING_ROLES, user__is_active=True)
        posts = posts if wanted is None else posts.filter(unit_id__in=wanted)
        people = set()
        for unit, person, address in posts.exclude(user__email="").values_list(
            "unit_id", "user_id", "user__email"
        ):
            people.add(person)
            one = Recipient(f"user:{person}", address, person_id=person)
            self._mail.setdefault(unit, {}).setdefault(address.lower(), one)
        rows = (
            NoticeChoice.objects.all() if wanted is None else NoticeChoice.objects.filter(person__in=people)
        )
        self._choices = {(row.person_id, row.group): row.pace for row in rows}

    def _read_contacts(self, on: date, wanted: set[str] | None) -> None:
        rows = Contact.objects.on(on).exclude(email="")
        rows = rows if wanted is None else rows.filter(unit_id__in=wanted)
        for unit, address in rows.values_list("unit_id", "email"):
            one = Recipient(address.lower(), address)
            self._mail.setdefault(unit, {}).setdefault(address.lower(), one)

    def of(self, unit_code: str) -> list[Recipient]:
        """By mail, then by LINE; empty when nobody can be reached by mail."""
        by_mail = list(self._mail.get(unit_code, {}).values())
        return [*by_mail, *self._line.get(unit_code, [])] if by_mail else []

    def pace(self, recipient: Recipient, group: Group) -> Pace:
        """What the person chose for the group; contacts and LINE get everything at once."""
        chosen = self._choices.get((recipient.person_id or 0, group), Pace.AT_ONCE)
        return Pace(chosen)

    def lacking(self, unit_code: str) -> tuple[str, str]:
        """(the unit that nobody reads for, the one above to tell): a whole province without anybody is one unit."""
        lacking, above = unit_code, parent(unit_code)
        while above and not self.of(above):
            lacking, above = above, parent(above)
        return lacking, above


def parent(unit_code: str) -> str:
    """The code one level up; the department is its own."""
    return unit_code[:2] if len(unit_code) > len("80") else ""


def _with_above(unit_codes: Iterable[str]) -> set[str]:
    return {each for code in unit_codes for each in (code, parent(code), "")}


def units_below(unit_code: str, on: date) -> list[str]:
    """The codes of the units directly below that exist on the day."""
    width = {0: 2, 2: 4}[len(unit_code)]
    rows = Unit.objects.valid(on).filter(code__startswith=unit_code, code__length=width)
    return list(rows.values_list("pk", flat=True))
