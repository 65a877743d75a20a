"""What a post owes of the monthly reports: the months that may be confirmed and are not, the late ones first.

Source: letter นค 0019.3/ก 9929, ข้อ ๒; docs/rules.md 2 ("what I owe on the 15th"). Reads only.
"""

from dataclasses import dataclass
from datetime import date

from otop_registry import thai
from registration.models import Post
from registration.models.sales import SalesLock
from registration.places import province_of
from registration.timetable import Due, Quarter
from registration.workflow import Role
from reporting.services import overtaken, rounds
from reporting.services.rounds import State


@dataclass(frozen=True)
class Owed:
    """A month whose report is open: when it is due, whether that is over, how many districts have not confirmed."""

    due: Due
    is_late: bool
    district_count: int
    unit_code: str
    again_count: int = 0  # districts whose sales changed since they confirmed

    @property
    def name(self) -> str:
        return thai.month_name(self.due.month)


def by_post(post: Post, on: date) -> list[Owed]:
    """The open months of a district's officer, or of a province's districts; the oldest first."""
    if post.role == Role.DISTRICT:
        return _of_district(post, on)
    return _of_province(post, on) if post.role == Role.PROVINCE else []


def _of_district(post: Post, on: date) -> list[Owed]:
    open_states = {State.MISSING, State.NOT_DUE}
    found = rounds.of_district(post.unit, on)
    shut = locked(post.unit_id)
    held = [each.due.month for each in found if each.is_overtaken and Quarter.of(each.due.month) in shut]
    closed = set(held) - (overtaken.reopened(post.unit_id, held) if held else set())
    return [
        Owed(
            each.due,
            each.state == State.MISSING,
            int(each.state in open_states),
            post.unit_id,
            int(each.is_overtaken),
        )
        for each in reversed(found)
        if rounds.is_confirmable(each.due.month, on)
        and (each.state in open_states or (each.is_overtaken and each.due.month not in closed))
    ]


def _of_province(post: Post, on: date) -> list[Owed]:
    shut = locked(post.unit_id)
    found = []
    for each in reversed(rounds.board(post.unit_id, on).columns):
        again = 0 if Quarter.of(each.due.month) in shut else each.again
        waiting = each.total - each.reported
        if (waiting or again) and rounds.is_confirmable(each.due.month, on):
            found.append(Owed(each.due, each.missing > 0, waiting, post.unit_id, again))
    return found


def locked(unit_code: str) -> set[Quarter]:
    """Of a unit's province the quarters whose sales no longer move: their reports are confirmed no more."""
    rows = SalesLock.objects.filter(province_id=province_of(unit_code)).select_related("quarter")
    return {lock.quarter.quarter for lock in rows}
