"""Who is asked for a month's report: districts that stood at its end, and who came after them."""

from collections.abc import Collection
from datetime import date, datetime

import pytest
from django.utils import timezone

from registration.models import Succession, Unit
from reporting.models import MonthlyReport
from reporting.services import asked, rounds
from reporting.services.rounds import State
from tests.world.factories import make_officer, make_unit

pytestmark = pytest.mark.django_db
JUNE, JULY, AUGUST = date(2024, 6, 1), date(2024, 7, 1), date(2024, 8, 1)
ON = date(2024, 9, 20)


@pytest.fixture(autouse=True)
def split() -> None:
    """4301 stands always; 4399 was split into 4302 and 4303 on 1 August 2567."""
    for code in ("", "43", "4301", "4302", "4303", "4399"):
        make_unit(code)
    Unit.objects.filter(pk__in=["4302", "4303"]).update(valid_from=AUGUST)
    Unit.objects.filter(pk="4399").update(valid_to=date(2024, 7, 31))
    for code in ("4302", "4303"):
        Succession.objects.create(predecessor_code="4399", successor_code=code, day=AUGUST, share="0.5")


def report(code: str, month: date) -> None:
    at = datetime(2024, 8, 9, 12, tzinfo=timezone.get_current_timezone())
    MonthlyReport.objects.create(
        district_id=code, month=month, figures={}, first_confirmed_at=at, latest_confirmed_at=at,
        confirmed_by=make_officer(code), receipt_number=f"{code}{month:%m}",
    )  # fmt: skip


def awaited(month: date) -> Collection[str]:
    return rounds.awaited(month, ON)


def test_a_new_district_is_asked_from_its_first_month_on() -> None:
    report("4399", JUNE)
    report("4399", JULY)
    assert awaited(JULY) == ["4301"]
    assert awaited(AUGUST) == ["4301", "4302", "4303"]


def test_what_an_ended_district_has_not_reported_is_asked_of_its_successors() -> None:
    report("4399", JUNE)
    assert awaited(JUNE) == ["4301"]
    assert awaited(JULY) == ["4301", "4302", "4303"]
    assert {code for code, _ in asked.of("4302", [JULY], ON).keys} == {"4302"}


def test_successors_of_successors_are_asked() -> None:
    make_unit("4304")
    Unit.objects.filter(pk="4303").update(valid_to=date(2024, 8, 14))
    Succession.objects.create(predecessor_code="4303", successor_code="4304", day=date(2024, 8, 15))
    assert "4304" in awaited(JULY)
    assert "4303" not in awaited(JULY)


def test_the_board_counts_only_who_is_asked() -> None:
    report("4399", JULY)
    board = rounds.board("43", ON, [AUGUST, JULY])
    assert [(column.total, column.reported) for column in board.columns] == [(3, 0), (2, 1)]
    states = {row.unit.pk: [cell.state for cell in row.cells] for row in board.rows}
    assert states["4302"] == [State.MISSING, State.NOT_ASKED]
    assert states["4399"] == [State.NOT_ASKED, State.ON_TIME]


def test_a_district_lists_the_months_it_is_asked_for() -> None:
    report("4399", JUNE)
    report("4399", JULY)
    months = [each.due.month for each in rounds.of_district(Unit.objects.get(pk="4302"), ON)]
    assert months == [date(2024, 9, 1), AUGUST]
