"""Bases that were taken from sales follow their correction, with the grades that rest on them; documents stay."""

from datetime import date
from decimal import Decimal

import pytest

from grading.models import BaseOrigin, BaseSale, Grade, GradeRun
from grading.services import bases, policies, rebased
from registration.models import Event
from registration.timetable import Quarter
from reporting.services import sales_corrections
from tests.world.grading_scene import SEPTEMBER
from tests.world.published_scene import Published

pytestmark = pytest.mark.django_db
NEXT = Quarter(2568, 4)
LATER = date(2024, 12, 2)
NEXT_SEPTEMBER = date(2025, 9, 1)


@pytest.fixture
def scene() -> Published:
    """The base of 4/2568 is taken from the sales of 4/2567."""
    scene = Published.here()
    bases.take_from_sales(scene.province, NEXT, by=scene.officer, on=LATER)
    return scene


def amount(code: str) -> Decimal:
    return BaseSale.objects.get(district=code, month=NEXT_SEPTEMBER).amount_baht


def test_a_base_taken_from_the_month_follows_it(scene: Published) -> None:
    BaseSale.objects.filter(district="4301").update(frozen_at="2024-12-02T00:00:00Z")
    agreed = scene.agree(scene.ask())
    line = next(
        each for each in sales_corrections.effect_of(agreed).lines if "ฐานเดือนกันยายน 2568" in each.label
    )
    assert (line.before, line.after, line.change) == ("110,000.00", "98,000.00", "−12,000.00")
    scene.approve(agreed)
    assert amount("4301") == Decimal("98000.00")
    told = Event.objects.get(verb="correct_base")
    assert (told.unit_id, told.before, told.after) == (
        "4301",
        {"amount_baht": "110000.00"},
        {"amount_baht": "98000.00"},
    )


def test_what_a_document_or_somebody_says_stays_and_the_difference_is_told(scene: Published) -> None:
    rows = BaseSale.objects.filter(district="4301", month=NEXT_SEPTEMBER)
    rows.update(origin=BaseOrigin.DOCUMENT, document="หนังสือ 1")
    (moved,) = rebased.moved(Quarter(2567, 4), {("4301", SEPTEMBER): Decimal(-12000)})
    assert (moved.follows, moved.change) == (False, Decimal("-12000.00"))
    rows.update(origin=BaseOrigin.SALES, document="", amount_baht="109000.00")  # corrected by hand
    (moved,) = rebased.moved(Quarter(2567, 4), {("4301", SEPTEMBER): Decimal(-12000)})
    assert (moved.follows, moved.change) == (False, Decimal("-11000.00"))
    done = scene.correct()
    assert amount("4301") == Decimal("109000.00")
    assert [each["after"] for each in done.lines_of("4301") if "ฐานเดือน" in each["label"]] == [
        "คงเดิม ต่างจากยอดที่แก้ไขแล้ว −11,000.00"
    ]


def test_published_grades_on_a_base_that_follows_are_given_again(scene: Published) -> None:
    """The run of 4/2568 that was published on the old base gets a run 2 beside that of 4/2567."""
    run = GradeRun.objects.create(
        province=scene.province, quarter=policies.round_of(NEXT), kind="final", as_of=date(2025, 10, 16),
        policy=scene.run.policy, edition=scene.run.edition, made_at="2025-10-16T00:00:00Z",
        published_at="2025-10-16T00:00:00Z",
    )  # fmt: skip
    months = [month.isoformat() for month in NEXT.months]
    Grade.objects.create(
        run=run, district_id="4301", letter="D", by_products="C", by_sales="D", increase=1, gross_new=1,
        sales_baht="320000.00", base_baht="320000.00", months=months,
    )  # fmt: skip
    effect = sales_corrections.effect_of(scene.ask())
    assert [(each.run.quarter.quarter, each.run.number) for each in effect.again] == [
        (Quarter(2567, 4), 2),
        (NEXT, 2),
    ]
    assert [each.code for each in effect.grades if "4/2568" in each.label] == ["4301"]
