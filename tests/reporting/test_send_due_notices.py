"""send_due_notices: a moment in B.E. and Thai digits, JSON, and nothing twice."""

import json
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from registration.models import Notice
from registration.services import calendar
from reporting import tasks
from tests.conftest import Freeze
from tests.reporting.test_notices import DUE, JUNE
from tests.world.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def year(cast: Cast) -> None:
    calendar.load_holidays(JUNE, [2567])


def run(at: str) -> dict[str, object]:
    out = StringIO()
    call_command("send_due_notices", at=at, format="json", stdout=out)
    found: dict[str, object] = json.loads(out.getvalue())
    return found


@pytest.mark.parametrize(
    "at", ["2567-07-15T08:30", "๒๕๖๗-๐๗-๑๕T๐๘:๓๐", "15/07/2567", "๑๕ กรกฎาคม ๒๕๖๗", "2024-07-15"]
)
def test_a_moment_is_read_in_the_buddhist_era(at: str) -> None:
    found = run(at)
    assert (found["at"], found["owed"], found["sent"]) == ("2024-07-15T08:30:00+07:00", 4, 4)
    assert len(mail.outbox) == 4


def test_the_second_run_sends_nothing() -> None:
    run("2567-07-15T08:30")
    again = run("2567-07-15T08:30")
    assert (again["owed"], again["sent"], again["left"]) == (0, 0, 0)
    assert len(mail.outbox) == 4


def test_before_the_morning_nothing_is_due_of_the_day() -> None:
    run("2567-07-15T08:29")
    assert not any("ครบกำหนดวันนี้" in each.subject for each in mail.outbox)


@pytest.mark.parametrize("at", ["yesterday", "2567-07-32", "2567-07-15T25:00"])
def test_nonsense_is_one_plain_line(at: str) -> None:
    with pytest.raises(CommandError, match="กรุณา"):
        run(at)


def test_the_tasks_of_beat_do_the_same(freeze: Freeze) -> None:
    freeze(DUE)
    assert [tasks.owe_notices(), tasks.owe_notices()] == [4, 0]
    assert [tasks.send_notices(), tasks.send_notices()] == [{"sent": 4}, {}]
    assert Notice.objects.count() == len(mail.outbox) == 4
