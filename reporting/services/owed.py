"""What a post owes of the monthly reports: the months that may be confirmed and are not, the late ones first.

Source: letter นค 0019.3/ก 9929, ข้อ ๒; docs/rules.md 2 ("what I owe on the 15th"). Reads only.
"""

from dataclasses import dataclass
from datetime import date

from registration.models import Post
from registration.timetable import Due
from registration.workflow import Role
from reporting.services import rounds
from reporting.services.rounds import State


@dataclass(frozen=True)
class Owed:
    """A month whose report is open: when it is due, whether that is over, how many districts have not confirmed."""

    due: Due
    is_late: bool
    district_count: int
    unit_code: str

    @property
    def name(self) -> str:
        return rounds.month_name(self.due.month)


def by_post(post: Post, on: date) -> list[Owed]:
    """The open months of a district's officer, or of a province's districts; the oldest first. At most four queries."""
    if post.role == Role.DISTRICT:
        return _of_district(post, on)
    return _of_province(post, on) if post.role == Role.PROVINCE else []


def _of_district(post: Post, on: date) -> list[Owed]:
    open_states = {State.MISSING, State.NOT_DUE}
    standings = [
        each
        for each in rounds.of_district(post.unit, on)
        if each.state in open_states and rounds.is_confirmable(each.due.month, on)
    ]
    return [Owed(each.due, each.state == State.MISSING, 1, post.unit_id) for each in reversed(standings)]


def _of_province(post: Post, on: date) -> list[Owed]:
    columns = [
        each
        for each in rounds.board(post.unit_id, on).columns
        if each.total > each.reported and rounds.is_confirmable(each.due.month, on)
    ]
    return [
        Owed(each.due, each.missing > 0, each.total - each.reported, post.unit_id)
        for each in reversed(columns)
    ]
