"""Several districts of a province signed in one act: each by the same guard as one alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from registration.models import Certification, Submission, User
from registration.services.journey import coverage, province
from registration.services.journey.advancing import advance
from registration.services.journey.coverage import Marks
from registration.workflow import Refused, Status


def waiting(certification: Certification) -> list[Submission]:
    """The districts that wait for the province, by code."""
    rows = Submission.objects.in_scope(certification.province_id, certification.round_id)
    return list(
        rows.filter(status=Status.SUBMITTED).select_related("district", "round").order_by("district_id")
    )


@dataclass(frozen=True)
class Line:
    """A district as the page of the signature shows it: how it was looked at, and what is missing."""

    submission: Submission
    marks: Marks

    @property
    def lacks(self) -> list[str]:
        return self.marks.lacks_before_rest

    @property
    def is_ready(self) -> bool:
        return not self.lacks

    @property
    def unopened(self) -> int:
        """How many records the signature passes unopened, those passed so before among them."""
        return self.marks.bulk + self.marks.clean


def lines(certification: Certification) -> list[Line]:
    """The districts that wait, ready ones first."""
    rows = waiting(certification)
    marks = coverage.marks([row.district_id for row in rows], certification.round)
    return sorted((Line(row, marks[row.district_id]) for row in rows), key=lambda line: not line.is_ready)


def sign(submissions: Iterable[Submission], *, by: User, on: date) -> int:
    """Passes the unflagged rest of each district and certifies it: all of them or none. Returns how many.

    Raises: Refused naming the district that stands in the way.
    """
    rows = list(submissions)
    if not rows:
        raise Refused("กรุณาเลือกอำเภอที่จะรับรองอย่างน้อยหนึ่งแห่ง")
    with transaction.atomic():
        for row in rows:
            try:
                province.pass_rest(row, by=by, on=on)
                advance(row, "certify", by=by, on=on)
            except Refused as refused:
                words = f"{row.district}: {refused.rule}"
                raise Refused(words, since=refused.since, reopens=refused.reopens) from refused
    return len(rows)
