"""What always holds, as questions to the database: I1 to I7 of docs/rules.md 8, each with what breaks it.

Reads only, streams, and may be asked at any time, also of a database restored or left behind by a fault.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from django.db.models import Count, F

from grading.models import Grade, GradeRun
from grading.scoring import Band
from otop_registry import thai
from registration import figures, timetable, verbs, workflow
from registration.figures import Counts
from registration.models import (
    Edition,
    EditionFigure,
    Event,
    Notice,
    Post,
    RosterRow,
    Round,
)
from registration.models.calendar import windows_for
from registration.models.notices import NoticeState
from registration.models.producers import ProducerKind, ProductType
from registration.services import editions, journal
from registration.services.verifying import journeys
from registration.timetable import Quarter, Step, Window
from registration.workflow import Status, Transition

BATCH: Final = 2000
# What an officer of the district writes into the registry of a round
ENTRIES: Final = (
    "register", "amend", "withdraw_producer", "restore_producer", "withdraw_product", "answer_return", "undo_upload",
    "merge_into", "merge_from", "unmerge", "transfer_out", "transfer_in", "change_chair",
)  # fmt: skip
# Told in the chains of two districts; whoever decides sits in one of them
OF_TWO: Final = frozenset({"merge_into", "merge_from", "unmerge", "transfer_out", "transfer_in"})
# What stands at the end of a round, counted by figures and again by the roster
STANDING: Final = ("producers_left", "products_left", *ProducerKind.values, *ProductType.values)


@dataclass(frozen=True)
class Violation:
    """Where one of the invariants does not hold, in words for who looks after the installation."""

    invariant: str
    where: str
    why: str


def violations(only: Iterable[str] = ()) -> Iterator[Violation]:
    """Whatever breaks the invariants named, or all of them, in their order."""
    wanted = set(only) or set(INVARIANTS)
    for name, asked in INVARIANTS.items():
        if name in wanted:
            yield from (Violation(name, where, why) for where, why in asked())


Found = Iterator[tuple[str, str]]  # where, why


# --- I1 nothing of a round is written outside its windows ---


def _outside_windows() -> Found:
    """Transitions on a day without their step; entries on a day on which the district could write nothing."""
    told = Event.objects.filter(verb__in=[*ENTRIES, *_DURING], round__isnull=False)
    rows = told.order_by("unit_id", "round_id", "seq").values_list(
        "unit_id", "round_id", "seq", "verb", "day"
    )
    for code, of_unit in groupby(rows.iterator(chunk_size=BATCH), key=lambda row: row[0]):
        windows = windows_for(code)
        for round_id, of_round in groupby(of_unit, key=lambda row: row[1]):
            yield from _outside(code, Round.quarter_at(round_id), windows, of_round)


def _outside(
    code: str, quarter: Quarter, windows: list[Window], told: Iterable[tuple[str, int, int, str, date]]
) -> Found:
    status = str(Status.ENTRY)
    for _, _, seq, verb, day in told:
        row = _DURING.get(verb)
        steps = row.during if row else _ENTRY_STEPS.get(status, ())
        is_any_day = row is not None and not row.during
        if not is_any_day and not any(timetable.is_open(windows, quarter, step, day) for step in steps):
            yield f"{code or 'กรม'} #{seq}", f"{verb} วันที่ {thai.long_date(day)} นอกช่วงของรอบ {quarter.label}"
        status = row.target if row else status


_DURING: Final[Mapping[str, Transition]] = {row.verb: row for row in workflow.ALL_TRANSITIONS}
_ENTRY_STEPS: Final[Mapping[str, tuple[Step, ...]]] = {
    Status.ENTRY: (Step.REGISTER,),
    Status.SENT_BACK: (Step.REGISTER, Step.VERIFY),
}


# --- I2 the figures of an edition are the sum of its roster ---


def _figures_unlike_the_roster() -> Found:
    """What stands at the end of a round, in each subdistrict: the frozen figure and the rows of the roster."""
    for edition in Edition.objects.order_by("pk"):
        counted: dict[str, Counts] = {}
        rows = RosterRow.objects.of(edition).values_list("content", flat=True)
        for content in rows.iterator(chunk_size=BATCH):
            place = content["subdistrict_id"]
            counted[place] = counted.get(place, Counts()) + figures.count_of(content, edition.round_id)
        frozen = EditionFigure.objects.of(edition).values_list("subdistrict_id", *STANDING)
        told = {place: numbers for place, *numbers in frozen}
        for place in sorted(counted.keys() | told.keys()):
            listed = [getattr(counted.get(place, Counts()), name) for name in STANDING]
            if told.get(place, [0] * len(STANDING)) != listed:
                yield f"{edition} {place}", "จำนวนที่ตรึงไว้ไม่ตรงกับบัญชีรายชื่อ"


# --- I3 a closed edition's bytes never change ---


def _changed_editions() -> Found:
    for edition in Edition.objects.order_by("pk"):
        if editions.fingerprint_of(edition) != edition.fingerprint:
            yield str(edition), "เนื้อหาไม่ตรงกับลายนิ้วมือที่ผนึกไว้"
    for run in GradeRun.objects.exclude(edition=None).exclude(edition__round_id=F("quarter_id")):
        yield f"ผลระดับหน่วยงาน {run.pk}", "อ้างฉบับของรอบอื่น"


# --- I4 one transition is one event ---


def _untold_states() -> Found:
    """Chains that do not verify, and a status that the newest event of its transitions does not explain."""
    for fault in (*journal.verify_chains()[1], *journeys.faults()):
        yield f"{fault.unit_code or 'กรม'} #{fault.seq}", fault.why


# --- I5 an owed notice is delivered once ---


def _doubled_notices() -> Found:
    """One subject owed twice to one recipient, and what is called sent though nobody ever tried."""
    same = ("kind", "unit_id", "subject", "step", "recipient", "channel")
    doubled = Notice.objects.order_by().values(*same).annotate(times=Count("pk")).filter(times__gt=1)
    for row in doubled:
        yield (
            f"{row['unit_id'] or 'กรม'} {row['kind']} {row['subject']}",
            f"มี {row['times']} รายการถึงผู้รับเดียวกัน",
        )
    for pk in Notice.objects.filter(state=NoticeState.SENT, attempts=0, digest_day=None).values_list(
        "pk", flat=True
    ):
        yield f"การแจ้งเตือน {pk}", "ส่งแล้ว แต่ไม่มีครั้งที่ส่ง"


# --- I6 nobody acts outside a post ---


def _acts_without_a_post() -> Found:
    """Acts of a round by somebody who held no post over the unit on that day."""
    held: dict[int, list[Post]] = {}
    for post in Post.objects.all():
        held.setdefault(post.user_id, []).append(post)
    acts = Event.objects.filter(verb__in=_ONE_UNIT, by__isnull=False).order_by("unit_id", "seq")
    columns = ("unit_id", "seq", "verb", "day", "by_id")
    for code, seq, verb, day, by in acts.values_list(*columns).iterator(chunk_size=BATCH):
        if not any(post.covers(code) and post.is_held(day) for post in held.get(by, ())):
            yield f"{code or 'กรม'} #{seq}", f"{verb} โดยผู้ที่ไม่มีตำแหน่งครอบคลุมหน่วยงานในวันนั้น"


_ONE_UNIT: Final = (set(ENTRIES) | verbs.OF_ROUND.keys() | verbs.OF_REVIEW.keys() - {"carry_over"}) - OF_TWO


# --- I7 every input has exactly one grade ---


def _other_grades() -> Found:
    """A stored grade that its own inputs and policy do not give."""
    bands: dict[int, tuple[Band, ...]] = {}
    rows = Grade.objects.select_related("run__policy").exclude(letter="").order_by("pk")
    for grade in rows.iterator(chunk_size=BATCH):
        policy = grade.run.policy
        if policy.pk not in bands:
            bands[policy.pk] = policy.scoring_bands
        given = grade.score(bands[policy.pk])
        if (given.grade, given.by_products, given.by_sales) != (
            grade.letter,
            grade.by_products,
            grade.by_sales,
        ):
            yield f"ผล {grade.run_id} {grade.district_id}", f"ระดับ {grade.letter} แต่คำนวณได้ {given.grade}"


INVARIANTS: Final[Mapping[str, Callable[[], Found]]] = {
    "I1": _outside_windows,
    "I2": _figures_unlike_the_roster,
    "I3": _changed_editions,
    "I4": _untold_states,
    "I5": _doubled_notices,
    "I6": _acts_without_a_post,
    "I7": _other_grades,
}
