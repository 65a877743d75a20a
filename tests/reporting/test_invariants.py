"""check_invariants: silent over a true history, and each of its seven questions names what was slipped in."""

import io
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from grading.models import Grade, GradeRun, RunKind
from grading.services import policies
from otop_registry import clock
from registration.models import Edition, EditionFigure, Notice, Round, Submission
from registration.models.notices import Kind, NoticeState
from registration.services.journal import Act, append_event
from registration.services.notices import Owed, owe
from registration.timetable import Quarter
from reporting.services import invariants
from tests.world.cast import Cast
from tests.world.closed import DAY, FIRST

LATE = date(2017, 12, 22)  # the day after the register step of round 1/2561


def slip_in_late_entry(cast: Cast) -> None:
    tell(cast, "register", LATE, Round.objects.get(pk=FIRST))


def slip_in_figure(cast: Cast) -> None:
    """One producer more in a tambon that the roster does not know."""
    row = EditionFigure(edition=Edition.objects.get(round=FIRST), district=cast.a, subdistrict_id="800102")
    row.producers_new = row.producers_left = row.group = 1
    row.save(force_insert=True)


def change_status(cast: Cast) -> None:
    Submission.objects.filter(district=cast.a, round=FIRST).update(
        status="submitted", certified_at=None, certified_by=None
    )


def call_sent(cast: Cast) -> None:
    owe([Owed(Kind.SENT_BACK, cast.a.pk, "round:25611", "0", "/")], clock.now())
    [row] = Notice.objects.filter(kind=Kind.SENT_BACK, person=cast.district)
    Notice.objects.filter(pk=row.pk).update(state=NoticeState.SENT, sent_at=clock.now())


def act_elsewhere(cast: Cast) -> None:
    """An officer of 8002 in the chain of 8001."""
    act = Act(cast.neighbour, date(2017, 10, 3))
    append_event(cast.a.pk, "amend", act, subject="producer:1", round=Round.objects.get(pk=FIRST))


def give_another_grade(cast: Cast) -> None:
    quarter = Quarter(2561, 1)
    run = GradeRun.objects.create(
        province=cast.home,
        quarter_id=FIRST,
        kind=RunKind.INTERIM,
        as_of=DAY,
        policy=policies.stored(policies.policy_for(quarter)),
        made_at=clock.now(),
    )
    said = {"letter": "A", "by_products": "D", "by_sales": "D", "increase": 0, "gross_new": 0}
    baht = {"sales_baht": Decimal(100), "base_baht": Decimal(100)}
    Grade.objects.create(run=run, district=cast.a, **said, **baht)


def tell(cast: Cast, verb: str, day: date, round: Round) -> None:
    append_event(cast.a.pk, verb, Act(cast.district, day), subject="producer:1", round=round)


BROKEN: dict[str, Callable[[Cast], None]] = {
    "I1": slip_in_late_entry,
    "I2": slip_in_figure,
    "I3": slip_in_figure,
    "I4": change_status,
    "I5": call_sent,
    "I6": act_elsewhere,
    "I7": give_another_grade,
}


def test_a_true_history_breaks_none(closed: Cast) -> None:
    assert list(invariants.violations()) == []


@pytest.mark.parametrize("name", BROKEN)
def test_each_names_what_breaks_it(closed: Cast, name: str) -> None:
    BROKEN[name](closed)
    assert [each.invariant for each in invariants.violations([name])] == [name]


def test_the_command_prints_the_agreed_shape_and_fails(closed: Cast) -> None:
    call_sent(closed)
    out = io.StringIO()
    with pytest.raises(CommandError, match="พบข้อที่ไม่เป็นจริง 1 แห่ง"):
        call_command("check_invariants", "I5", "I6", "--format", "json", stdout=out)
    said = json.loads(out.getvalue())
    assert said["asked"] == ["I5", "I6"]
    assert [set(each) for each in said["violations"]] == [{"invariant", "where", "why"}]


def test_a_name_that_is_none_is_refused(closed: Cast) -> None:
    with pytest.raises(CommandError, match="ไม่มีข้อ I9"):
        call_command("check_invariants", "I9")
