"""A round in one text to paste into a LINE group: what is open until when, who is awaited, one link for all.

It needs no channel of one's own and names units, never persons. Source: letter นค 0019.3/ก 9929, order 2 (LINE group).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.template.loader import render_to_string

from registration import timetable
from registration.models import Certification, Round, Submission
from registration.services.journey.rounds import window_of, windows_of
from registration.timetable import Window
from registration.workflow import CertificateStatus, Status


@dataclass(frozen=True)
class AwaitedUnits:
    """Units that are awaited for the same thing."""

    words: str
    names: list[str]


def for_districts(certification: Certification, on: date, link: str) -> str:
    """What a province tells its districts."""
    province, round = certification.province, certification.round
    rows = list(Submission.objects.in_scope(province.code, round.pk).select_related("district"))
    groups = [
        AwaitedUnits("ยังไม่ส่งข้อมูลให้จังหวัด", _names(rows, Status.ENTRY)),
        AwaitedUnits("จังหวัดส่งกลับ รอแก้ไข", _names(rows, Status.SENT_BACK)),
    ]
    windows = windows_of(province.code, round.quarter)
    return _text(f"ทุกอำเภอ {province}", round, windows, groups, on, link)


def for_provinces(round: Round, on: date, link: str) -> str:
    """What the department tells the provinces."""
    rows = Certification.objects.filter(round=round, status=CertificateStatus.PENDING).select_related(
        "province"
    )
    groups = [AwaitedUnits("ยังไม่รับรองระดับจังหวัด", [str(row.province) for row in rows])]
    return _text("ทุกจังหวัด", round, windows_of("", round.quarter), groups, on, link)


def _names(rows: Sequence[Submission], status: Status) -> list[str]:
    return [str(row.district) for row in rows if row.status == status]


def _text(
    whom: str, round: Round, windows: Sequence[Window], groups: Sequence[AwaitedUnits], on: date, link: str
) -> str:
    step = timetable.open_step(windows, on)
    words = {
        "whom": whom,
        "round": round,
        "window": window_of(windows, step, on) if step else None,
        "next": timetable.next_opening(windows, on),
        "groups": [group for group in groups if group.names],
        "on": on,
        "link": link,
    }
    return render_to_string("notices/share/round.txt", words).strip()
