"""The closing as its pages read it: the rounds, and the checklist of one round with whom to call. Reads only.

A person sees the provinces in the scope of their own posts: the department all, an executive of a province one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from registration import access, places, timetable
from registration.access import Action
from registration.models import Certification, Closing, Contact, Submission, Unit, User
from registration.models.calendar import windows_for
from registration.services import start
from registration.timetable import Step, Window
from registration.workflow import CertificateStatus, Status


@dataclass(frozen=True)
class ProvinceLine:
    """One line of the closing checklist: a province, its certificate and its districts by status."""

    certification: Certification
    certified_count: int
    district_count: int
    sent_back_count: int

    @property
    def is_ready(self) -> bool:
        return self.certification.status != CertificateStatus.PENDING


def checklist(round_id: int) -> list[ProvinceLine]:
    """Every province of the round, those not certified first. Two queries, whatever the size."""
    counted: dict[str, dict[str, int]] = {}
    for code, status in Submission.objects.filter(round_id=round_id).values_list("district_id", "status"):
        province = counted.setdefault(places.province_of(code), {})
        province[status] = province.get(status, 0) + 1
    rows = Certification.objects.filter(round_id=round_id).select_related("province", "certified_by")
    lines = [_line(row, counted.get(row.province_id, {})) for row in rows]
    return sorted(lines, key=lambda line: (line.is_ready, line.certification.province_id))


def _line(certification: Certification, counted: dict[str, int]) -> ProvinceLine:
    return ProvinceLine(
        certification,
        certified_count=counted.get(Status.CERTIFIED, 0),
        district_count=sum(counted.values()),
        sent_back_count=counted.get(Status.SENT_BACK, 0),
    )


@dataclass(frozen=True)
class ClosingLine:
    """One line of the list of rounds."""

    closing: Closing
    window: Window | None
    certified_count: int
    province_count: int


@dataclass(frozen=True)
class WaitingLine:
    """A province that has not certified: its districts, whom to call, why it is left out once that is said."""

    province: Unit
    certified_count: int
    district_count: int
    sent_back_count: int
    contact: Contact | None
    reason: str


@dataclass(frozen=True)
class Board:
    """The checklist of a round: one line per province, with the coordinator to call where one is known."""

    lines: tuple[ProvinceLine, ...]
    contacts: dict[str, Contact]
    reasons: dict[str, str]

    @property
    def waiting(self) -> list[ProvinceLine]:
        return [line for line in self.lines if not line.is_ready]

    @property
    def ready(self) -> list[ProvinceLine]:
        return [line for line in self.lines if line.is_ready]

    @property
    def waiting_lines(self) -> list[WaitingLine]:
        return [self._waiting_line(line) for line in self.waiting]

    def _waiting_line(self, line: ProvinceLine) -> WaitingLine:
        code = line.certification.province_id
        counts = (line.certified_count, line.district_count, line.sent_back_count)
        contact, reason = self.contacts.get(code), self.reasons.get(code, "")
        return WaitingLine(line.certification.province, *counts, contact=contact, reason=reason)

    @property
    def waiting_units(self) -> list[Unit]:
        return [line.certification.province for line in self.waiting]

    @property
    def announced_count(self) -> int:
        return sum(line.certification.status == CertificateStatus.ANNOUNCED for line in self.lines)

    @property
    def certified_district_count(self) -> int:
        return sum(line.certified_count for line in self.lines)

    @property
    def district_count(self) -> int:
        return sum(line.district_count for line in self.lines)

    @property
    def left_behind_count(self) -> int:
        """Districts that the edition will not include: not certified, or in a province that is not."""
        included = sum(line.certified_count for line in self.ready)
        return self.district_count - included


def scope(user: User, on: date) -> str:
    """The code of the widest post with which the person may see closings."""
    roles = access.ROLES[Action.CLOSING_VIEW]
    return min((post.unit_id for post in access.posts(user, on) if post.role in roles), key=len)


def overview(closings: Iterable[Closing], unit_code: str, on: date) -> list[ClosingLine]:
    """The rounds that have begun or come next, the newest first, with their certified provinces in the scope."""
    windows = {w.round: w for w in windows_for("") if w.step == Step.CLOSE}
    begun = timetable.Quarter.of(on).next
    counted = start.certification_counts(unit_code)
    lines = []
    for closing in sorted(closings, key=lambda row: -row.round_id):
        quarter = closing.round.quarter
        if quarter <= begun:
            counts = counted.get(closing.round_id, {})
            total = sum(counts.values())
            waiting = counts.get(CertificateStatus.PENDING, 0)
            lines.append(ClosingLine(closing, windows.get(quarter), total - waiting, total))
    return lines


def board(closing: Closing, unit_code: str, on: date) -> Board:
    """The checklist in the scope of a unit. Three queries."""
    lines = tuple(
        line for line in checklist(closing.round_id) if line.certification.province_id.startswith(unit_code)
    )
    waiting = [line.certification.province_id for line in lines if not line.is_ready]
    contacts = Contact.objects.on(on).filter(unit_id__in=waiting).order_by("-pk")
    return Board(lines, {contact.unit_id: contact for contact in contacts}, dict(closing.left_out))
