"""Whether a district may write to its registry today, and into which round: the door of every registry write."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db.models import QuerySet
from django.utils import timezone

from registration import access, timetable
from registration.models import Producer, Registration, Round, Submission, Unit
from registration.models.calendar import windows_for
from registration.models.producers import CAME_BACK
from registration.timetable import Step, Window
from registration.workflow import Refused, Status, transition


@dataclass(frozen=True)
class Entry:
    """The round that takes a write, with the district's locked submission."""

    round: Round
    submission: Submission


def open_entry(district: Unit, on: date, *, producer: Producer | None = None) -> Entry:
    """The entry that takes a write of the district on `on`: the oldest open round that still takes it.

    In entry every record may be written; in a sent-back round only the returned ones (docs/rules.md 4.8).
    Locks the submission until the transaction ends, so that a write is before a certificate or after it.
    Raises: Refused that says why, since when and when it opens again.
    """
    return _find_entry(district, on, producer, _submissions().select_for_update(of=("self",)))


def expected_entry(district: Unit, on: date, *, producer: Producer | None = None) -> Entry:
    """The entry that a write would take now, without a lock: for a page that says beforehand what it will refuse.

    Raises: Refused, as open_entry would.
    """
    return _find_entry(district, on, producer, _submissions())


def one_round(entries: Sequence[Entry]) -> Round:
    """The round that takes the writes of two districts. Raises: Refused when they write into two."""
    first, second = (entry.round for entry in entries)
    if first != second:
        raise Refused(f"อำเภอหนึ่งยังอยู่ในรอบ {first} อีกอำเภออยู่ในรอบ {second} จึงทำได้เมื่อทั้งสองอยู่ในรอบเดียวกัน")
    return first


def open_round(district: Unit, round_id: int, on: date) -> Submission:
    """The district's round, locked, for words on its records that change nothing in them.

    Every record may be explained while the round is with the district, also one that a later round has touched and
    one that was not returned: otherwise a new warning could keep a round from ever being sent.
    Raises: Refused that says why, since when and when it opens again.
    """
    windows = windows_for(district.code)
    submission = (
        _submissions().select_for_update(of=("self",)).filter(district=district, round_id=round_id).first()
    )
    refused = None
    for window in _open_for_writing(windows, on):
        if Round.id_of(window.round) == round_id:
            refusal = _refusal_of_round(submission, window, district.code, on)
            if submission and refusal is None:
                return submission
            refused = refused or refusal
    raise refused or _between_windows(windows, on, district.code)


def _submissions() -> QuerySet[Submission]:
    return Submission.objects.select_related("round", "district")


def _find_entry(
    district: Unit, on: date, producer: Producer | None, submissions: QuerySet[Submission]
) -> Entry:
    windows = windows_for(district.code)
    refused = None
    for window in _open_for_writing(windows, on):
        round_id = Round.id_of(window.round)
        submission = submissions.filter(district=district, round_id=round_id).first()
        refusal = _refusal(submission, window, district.code, producer, on)
        if submission and refusal is None:
            return Entry(submission.round, submission)
        refused = refused or refusal
    raise refused or _between_windows(windows, on, district.code)


def _open_for_writing(windows: list[Window], on: date) -> list[Window]:
    steps = (Step.REGISTER, Step.VERIFY)
    return sorted((w for w in windows if w.covers(on) and w.step in steps), key=lambda w: (w.round, w.step))


def _refusal(
    submission: Submission | None, window: Window, district: str, producer: Producer | None, on: date
) -> Refused | None:
    refusal = _refusal_of_round(submission, window, district, on)
    if refusal or submission is None:
        return refusal
    if submission.status == Status.ENTRY:
        return _acted_later(submission, producer)
    return None if _was_returned(submission, producer) else _only_returned(submission)


def _refusal_of_round(
    submission: Submission | None, window: Window, district: str, on: date
) -> Refused | None:
    if submission is None:
        helper = partial(access.who_helps, district, on)
        return Refused(f"ไม่มีอำเภอนี้ในแผนของรอบ {window.round.label}", helper=helper)
    try:
        access.check_not_closed(submission, on)
    except Refused as refused:
        return refused
    if refusal := _overtaken(submission):
        return refusal
    is_entry = submission.status == Status.ENTRY and window.step == Step.REGISTER
    return None if is_entry or submission.status == Status.SENT_BACK else _not_in_entry(submission, on)


def _overtaken(submission: Submission) -> Refused | None:
    """Nothing slips into an earlier round behind a later certificate: what was signed holds both."""
    later = Submission.objects.filter(
        district_id=submission.district_id, round_id__gt=submission.round_id, status=Status.CERTIFIED
    )
    signed = later.values_list("round_id", flat=True).first()
    if signed is None:
        return None
    told = Round.label_of(signed)
    return Refused(f"แก้ไขรอบ {submission.round} ไม่ได้ เพราะจังหวัดรับรองรอบ {told} ซึ่งเป็นรอบถัดไปแล้ว")


def _acted_later(submission: Submission, producer: Producer | None) -> Refused | None:
    """A record that a later round has touched goes on there: a lifespan never runs backwards."""
    later = Registration.objects.filter(producer=producer, round_id__gt=submission.round_id)
    if producer is None or not later.exists():
        return None
    return Refused(f"ระเบียนนี้บันทึกในรอบถัดไปแล้ว จึงแก้ไขย้อนไปในรอบ {submission.round} ไม่ได้")


def _was_returned(submission: Submission, producer: Producer | None) -> bool:
    if producer is None:
        return False
    rows = Registration.objects.filter(producer=producer, round_id=submission.round_id)
    return rows.filter(review__in=CAME_BACK).exists()


def _only_returned(submission: Submission) -> Refused:
    return Refused(f"รอบ {submission.round} ถูกส่งกลับแก้ไข แก้ได้เฉพาะระเบียนที่จังหวัดส่งกลับเท่านั้น")


def _not_in_entry(submission: Submission, on: date) -> Refused:
    if submission.status == Status.ENTRY:
        windows = [w for w in windows_for(submission.district_id) if w.step == Step.REGISTER]
        return access.outside_window(
            windows, on, f"พ้นช่วงลงทะเบียนรอบ {submission.round} แล้ว", submission.district_id
        )
    moment = submission.certified_at or submission.latest_submitted_at
    return Refused(
        f"แก้ไขไม่ได้ เพราะข้อมูลรอบ {submission.round} {submission.get_status_display()}",
        since=timezone.localdate(moment) if moment else None,
        helper=partial(access.who_helps, submission.district_id, on),
        recallable=submission.round.quarter if _may_be_recalled(submission, on) else None,
    )


def _may_be_recalled(submission: Submission, on: date) -> bool:
    """Whether the district can take its own submission back today, as the transition table says."""
    row = transition("recall")
    windows = windows_for(submission.district_id)
    return submission.status == row.source and any(
        timetable.is_open(windows, submission.round.quarter, step, on) for step in row.during
    )


def _between_windows(windows: list[Window], on: date, code: str) -> Refused:
    registering = [window for window in windows if window.step == Step.REGISTER]
    return access.outside_window(registering, on, "ขณะนี้ไม่อยู่ในช่วงลงทะเบียน เก็บเป็นร่างไว้ได้", code)
