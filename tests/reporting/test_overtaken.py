"""A confirmed report whose sales changed since is to be confirmed again, wherever the report is told."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from grading.services import runs
from otop_registry import clock
from registration.messages import words
from registration.models import Notice, Post
from registration.models.notices import Kind
from registration.models.sales import Sale
from registration.services import sales
from registration.services.notices import morning_of
from registration.services.sales import MonthAnswer
from reporting.models import MonthlyReport
from reporting.services import monthly, notices, owed, rounds, summary
from reporting.services.overtaken import overtaken
from reporting.services.papers import monthly as paper
from tests.conftest import Freeze
from tests.world.grading_scene import AUGUST, AUGUST_ROUND, JULY, QUARTER, Scene

pytestmark = pytest.mark.django_db
ON, LATER = date(2024, 8, 9), date(2024, 8, 20)
AGAIN = "ต้องยืนยันอีกครั้ง"


@pytest.fixture
def scene() -> Scene:
    """4301 confirmed July with 15,000.00 baht."""
    scene = Scene()
    scene.products("4301", 1)
    scene.base("4301", "10000", "10000", "10000")
    scene.sell("4301", JULY, "15000")
    confirm(scene, JULY, ON)
    return scene


def confirm(scene: Scene, month: date, on: date) -> MonthlyReport:
    unit, by = scene.units["4301"], scene.officers["4301"]
    seal = monthly.draft(unit, month, on).seal
    return monthly.confirm(unit, month, note="-", seen=seal, by=by, on=on)


def change(scene: Scene, baht: str) -> None:
    row = Sale.objects.get(month=JULY)
    cell = MonthAnswer((Decimal(baht), *(Decimal(0),) * 3), seen=row.version)
    by = scene.officers["4301"]
    sales.record_month(scene.units["4301"], JULY, {row.product_id: cell}, by=by, on=LATER)


def test_a_report_fits_until_its_sales_change_and_again_when_they_are_changed_back(scene: Scene) -> None:
    assert overtaken("43", [JULY]) == set()
    change(scene, "1015000")
    assert overtaken("43", [JULY]) == {("4301", JULY)}
    change(scene, "15000")
    assert overtaken("43", [JULY]) == set()


def test_confirming_again_ends_it_and_keeps_the_day_of_the_first(scene: Scene) -> None:
    change(scene, "1015000")
    row = confirm(scene, JULY, LATER)
    assert overtaken("43", [JULY]) == set()
    assert row.figures["sales_month"] == "1015000.00"


def test_a_later_report_of_the_quarter_is_overtaken_too(scene: Scene) -> None:
    """August's report tells the quarter so far, of which July is a part."""
    scene.sell("4301", AUGUST, "1")
    confirm(scene, AUGUST, date(2024, 9, 5))
    change(scene, "1015000")
    assert overtaken("43", [JULY, AUGUST]) == {("4301", JULY), ("4301", AUGUST)}


def test_a_report_confirmed_before_its_answers_were_kept_tells_its_own_month(scene: Scene) -> None:
    row = MonthlyReport.objects.get()
    figures = {name: value for name, value in row.figures.items() if name != "sold"}
    MonthlyReport.objects.update(figures=figures)
    assert overtaken("43", [JULY]) == set()
    change(scene, "1015000")
    assert overtaken("43", [JULY]) == {("4301", JULY)}


def test_board_tasks_summary_and_paper_say_so(scene: Scene) -> None:
    change(scene, "1015000")
    runs.run_interim(scene.province, QUARTER, on=AUGUST_ROUND)
    board = rounds.board("43", LATER)
    july = next(column for column in board.columns if column.due.month == JULY)
    assert (july.again, july.on_time, board.rows[0].cells[1].is_overtaken) == (1, 1, True)
    for code in ("4301", "43"):
        [post] = Post.objects.filter(unit_id=code).exclude(role="executive")
        assert [each.again_count for each in owed.by_post(post, LATER) if each.due.month == JULY] == [1]
    page = summary.of_province(scene.province, date(2024, 8, 1), LATER, seen="43")
    assert page is not None
    assert page.again == (scene.units["4301"].name,)
    facts = paper.paper(scene.units["4301"], JULY, on=LATER).blocks[2]
    assert AGAIN in str(facts.rows)


def test_pages_say_so(scene: Scene, freeze: Freeze, client: Client) -> None:
    change(scene, "1015000")
    freeze(LATER)
    client.force_login(scene.officers["4301"])
    addresses = [
        reverse("reporting:monthly_home"),
        reverse("reporting:tasks"),
        reverse("reporting:monthly_receipt", args=[2567, 7, "4301"]),
        reverse("registration:sales_month", args=[2567, 7]) + "?unit=4301",
    ]
    for address in addresses:
        assert AGAIN in client.get(address).content.decode(), address


def test_after_the_lock_nobody_is_asked_to_confirm_again(scene: Scene) -> None:
    change(scene, "1015000")
    sales.lock_quarter(scene.province, QUARTER, by=scene.officer, on=LATER)
    [post] = Post.objects.filter(unit_id="4301").exclude(role="executive")
    assert JULY not in [each.due.month for each in owed.by_post(post, LATER)]
    assert overtaken("43", [JULY]) == {("4301", JULY)}


# --- who is told ---

AGAIN_DAY = "ยืนยันรายงานเดือนกรกฎาคม2567เมื่อวันที่9สิงหาคม2567"


def mails() -> list[EmailMessage]:
    return sorted(
        (each for each in mail.outbox if "อีกครั้ง" in each.subject), key=lambda each: -len(each.subject)
    )


def told(scene: Scene) -> list[tuple[str, str]]:
    rows = Notice.objects.filter(kind=Kind.MONTHLY_AGAIN).order_by("unit_id", "pk")
    return [(row.unit_id, words.subject_of(row)) for row in rows]


def test_who_holds_an_overtaken_report_is_told_once_on_the_next_working_morning(scene: Scene) -> None:
    change(scene, "1015000")  # on a Tuesday
    notices.sweep(morning_of(LATER).replace(hour=16))
    assert told(scene) == []  # still typing
    for hour in (9, 15):
        notices.sweep(morning_of(LATER + timedelta(days=1)).replace(hour=hour))
    assert told(scene) == [
        ("43", f"1 อำเภอต้องยืนยันรายงานเดือนกรกฎาคม 2567 อีกครั้ง {scene.province}"),
        ("4301", f"ต้องยืนยันรายงานเดือนกรกฎาคม 2567 อีกครั้ง {scene.units['4301']}"),
    ]
    notices.deliver(clock.now())
    assert [AGAIN_DAY in "".join(each.body.split()) for each in mails()] == [False, True]


def test_a_report_confirmed_again_is_reminded_of_no_more_and_a_further_change_anew(scene: Scene) -> None:
    change(scene, "1015000")
    notices.sweep(morning_of(LATER + timedelta(days=1)))
    confirm(scene, JULY, LATER + timedelta(days=1))
    notices.deliver(clock.now())
    assert mails() == []
    change(scene, "20000")
    notices.sweep(morning_of(LATER + timedelta(days=2)))
    assert [unit for unit, _ in told(scene)] == ["43", "4301", "4301"]


def test_nobody_is_reminded_once_the_sales_are_locked(scene: Scene) -> None:
    change(scene, "1015000")
    sales.lock_quarter(scene.province, QUARTER, by=scene.officer, on=LATER)
    notices.sweep(morning_of(LATER + timedelta(days=1)))
    assert told(scene) == []
