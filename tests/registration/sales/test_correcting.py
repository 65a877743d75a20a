"""A locked month as a correction says it: what differs, how a total is spread, what it makes the month more or less."""

from decimal import Decimal

import pytest

from registration.services.sales import correcting
from registration.services.sales.writing import MonthAnswer
from registration.workflow import Refused
from tests.world.grading_scene import SEPTEMBER
from tests.world.published_scene import Published

pytestmark = pytest.mark.django_db
ZERO = Decimal("0.00")


@pytest.fixture
def scene() -> Published:
    return Published.here()


def test_only_what_differs_is_asked_for(scene: Published) -> None:
    rows = correcting.standing(scene.units["4301"], SEPTEMBER)
    first, second, third = (product.pk for product in rows)
    answers = {
        first: MonthAnswer((Decimal("98000.00"), ZERO, ZERO, ZERO)),
        second: MonthAnswer(None, is_zero=True, reason="ไม่ได้ผลิต"),  # as it stands
        third: MonthAnswer(None),  # left blank
    }
    changes = correcting.changes_of(rows, answers)
    assert set(changes) == {str(first)}
    assert correcting.size_of(changes) == correcting.Size(Decimal("-12000.00"), 0)


def test_a_missing_answer_is_one_more(scene: Published) -> None:
    rows = correcting.standing(scene.units["4302"], SEPTEMBER)
    changes = correcting.changes_of(rows, scene.wish("4302", "12000.00").answers)
    assert correcting.size_of(changes) == correcting.Size(Decimal("12000.00"), 1)


def test_a_total_is_spread_as_the_month_stands_or_the_month_before(scene: Published) -> None:
    """4301 sold by its first product alone; 4302 said nothing in September and sold by its one product in August."""
    total = (Decimal("98000.00"), ZERO, ZERO, ZERO)
    answers, rule = correcting.spread_total(scene.units["4301"], SEPTEMBER, total)
    amounts = [answer.amounts for answer in answers.values()]
    assert amounts == [total, None, None]
    assert "กันยายน 2567" in rule
    answers, rule = correcting.spread_total(
        scene.units["4302"], SEPTEMBER, (Decimal("12000.00"), ZERO, ZERO, ZERO)
    )
    assert [answer.amounts[0] for answer in answers.values()] == [Decimal("12000.00")]
    assert "สิงหาคม 2567" in rule
    with pytest.raises(Refused, match="กรุณากรอกแยกรายผลิตภัณฑ์"):
        correcting.spread_total(scene.units["4301"], SEPTEMBER, (ZERO, ZERO, ZERO, Decimal("1.00")))
