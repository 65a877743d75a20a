"""Who receives a unit's notices on a day: its people with a post, and its coordinators. Nobody: the level above.

One directory per sweep, whatever the number of units.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from registration import places
from registration.messages import line
from registration.models import Contact, LineTarget, NoticeChoice, Post
from registration.models.notices import Channel, Group, Pace
from registration.models.people import ContactRole
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
        self._people: dict[str, dict[str, Recipient]] = {}
        self._contacts: dict[tuple[str, str], dict[str, Recipient]] = {}
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
            self._people.setdefault(unit, {}).setdefault(address.lower(), one)
        rows = (
            NoticeChoice.objects.all() if wanted is None else NoticeChoice.objects.filter(person__in=people)
        )
        self._choices = {(row.person_id, row.group): row.pace for row in rows}

    def _read_contacts(self, on: date, wanted: set[str] | None) -> None:
        rows = Contact.objects.reached(on).exclude(email="")
        rows = rows if wanted is None else rows.filter(unit_id__in=wanted)
        for unit, role, address in rows.values_list("unit_id", "role", "email"):
            one = Recipient(address.lower(), address)
            self._contacts.setdefault((unit, role), {}).setdefault(address.lower(), one)

    def of(self, unit_code: str, roles: Collection[ContactRole]) -> list[Recipient]:
        """The unit's people and its coordinators of the roles, each address once; empty when there is nobody.

        LINE comes beside the mail, never instead of it.
        """
        found: dict[str, Recipient] = {}
        for role in roles:
            found |= self._contacts.get((unit_code, role), {})
        found |= self._people.get(unit_code, {})  # who has an account reads it there too
        return [*found.values(), *self._line.get(unit_code, [])] if found else []

    def pace(self, recipient: Recipient, group: Group) -> Pace:
        """What the person chose for the group; contacts and LINE get everything at once."""
        chosen = self._choices.get((recipient.person_id or 0, group), Pace.AT_ONCE)
        return Pace(chosen)

    def lacking(self, unit_code: str, roles: Collection[ContactRole]) -> tuple[str, str]:
        """(the unit that nobody reads for, the one above to tell): a whole province without anybody is one unit."""
        lacking, above = unit_code, places.above(unit_code)
        while above and not self.of(above, roles):
            lacking, above = above, places.above(above)
        return lacking, above


def _with_above(unit_codes: Iterable[str]) -> set[str]:
    return {each for code in unit_codes for each in (code, places.above(code), "")}
