"""What an edition says otherwise of single records than the one before, by name: for who may read the roster.

Asks for the rows that the edition stores and for what they were, whatever the country holds. Source: decision 0079.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from registration import content
from registration.content import Change
from registration.models import Edition, RosterRow
from registration.services.editions import following

LISTED: Final = "ทะเบียนรายชื่อ"
ON, OFF = "มีชื่อ", "ไม่มีชื่อ"


@dataclass(frozen=True)
class RecordChange:
    """One field of one record: as the edition before said it, and as the edition says it."""

    district_code: str
    registration_number: str
    name: str
    label: str
    before: str
    after: str


def changed_by(edition: Edition, unit_code: str = "") -> list[RecordChange]:
    """What the edition says otherwise of the records of a unit; nothing for the first."""
    earlier = following.one_before(edition)
    if earlier is None:
        return []
    rows = RosterRow.objects.filter(edition=edition, district__code__startswith=unit_code)
    named = list(rows.order_by("district_id", "producer_id"))
    stood = RosterRow.objects.kept(earlier).filter(producer__in=[row.producer_id for row in named])
    before = {row.producer_id: row for row in stood}
    return [line for row in named for line in _lines(before.get(row.producer_id), row)]


def _lines(before: RosterRow | None, row: RosterRow) -> Iterator[RecordChange]:
    said = row.content
    head = (row.district_id, said["registration_number"], said["name"])
    for change in _changes(before, row):
        yield RecordChange(*head, change.label, change.before, change.after)


def _changes(before: RosterRow | None, row: RosterRow) -> list[Change]:
    """Whether the roster lists it, then its fields; of a record that stood on no roster before only the former."""
    was_listed = bool(before and before.is_listed)
    listing = []
    if was_listed != row.is_listed:
        words = {True: ON, False: OFF}
        listing = [Change("", LISTED, words[was_listed], words[row.is_listed])]
    fields = content.difference_by_name(before.content, row.content) if before else []
    return [*listing, *(each for each in fields if not listing or each.field != "withdrawn_round")]
