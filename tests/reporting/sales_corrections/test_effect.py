"""What a corrected month would move, by hand from the letter's rules, before anybody agrees."""

from decimal import Decimal

import pytest

from grading.models import Grade, GradeRun
from registration.models import Sale
from reporting.services import sales_corrections
from tests.world.grading_scene import SEPTEMBER
from tests.world.published_scene import Published, sold_in

pytestmark = pytest.mark.django_db


def told(lines: object) -> dict[tuple[str, str], tuple[str, str, str]]:
    """{(unit's code, the first words of what moves): before, after, change}"""
    return {(each.code, each.label.split(" (")[0]): (each.before, each.after, each.change) for each in lines}


def test_a_month_less_by_12000_moves_sums_growth_and_grade_by_name() -> None:
    """320,000 over 300,000 is +6.67 %; 308,000 is +2.67 %: over 2 and not over 3, with two products C."""
    scene = Published.here()
    before = list(Grade.objects.order_by("pk").values()), list(Sale.objects.order_by("pk").values())
    effect = sales_corrections.effect_of(scene.ask())
    found = told(effect.lines)
    assert found["4301", "ยอดจำหน่ายเดือนกันยายน 2567"] == ("110,000.00", "98,000.00", "−12,000.00")
    assert found["4301", "ยอดจำหน่ายไตรมาส 4/2567"] == ("320,000.00", "308,000.00", "−12,000.00")
    assert found["43", "ยอดจำหน่ายไตรมาส 4/2567"] == ("520,000.00", "508,000.00", "−12,000.00")
    assert found["", "ยอดจำหน่ายปีงบประมาณ 2567"] == ("520,000.00", "508,000.00", "−12,000.00")
    assert found["4301", "ยอดจำหน่ายไตรมาส 4/2567 เทียบฐาน"] == ("+6.67", "+2.67", "")
    assert found["4301", "ระดับหน่วยงานไตรมาส 4/2567 ครั้งที่ 2"] == ("B", "C", "")
    assert [line.code for line in effect.grades] == ["4301"]
    assert before == (list(Grade.objects.order_by("pk").values()), list(Sale.objects.order_by("pk").values()))
    assert GradeRun.objects.count() == 1


def test_a_missing_month_of_12000_makes_a_district_assessable() -> None:
    """212,000 over a base of 207,000 is +2.415 %: over 2, with one product C."""
    scene = Published.here()
    effect = sales_corrections.effect_of(scene.ask("4302", "12000.00"))
    found = told(effect.lines)
    assert found["4302", "ยอดจำหน่ายเดือนกันยายน 2567"] == ("ยังไม่รายงาน", "12,000.00", "+12,000.00")
    assert found["4302", "ระดับหน่วยงานไตรมาส 4/2567 ครั้งที่ 2"] == (
        "ประเมินไม่ได้ (รายงานยอดจำหน่ายไม่ครบทุกเดือน)",
        "C",
        "",
    )
    (again,) = effect.again
    grade = next(each for each in again.grades if each.district_id == "4302")
    assert (grade.sales_baht, grade.base_baht) == (Decimal("212000.00"), Decimal("207000.00"))


def test_what_was_approved_is_what_was_read() -> None:
    scene = Published.here()
    agreed = scene.agree(scene.ask())
    effect = sales_corrections.effect_of(agreed)
    done = scene.approve(agreed)
    assert done.effect == effect.as_data()
    run = GradeRun.objects.in_force().get()
    assert [(g.district_id, g.letter, g.sales_baht) for g in run.grades.order_by("district_id")] == [
        (g.district_id, g.letter, g.sales_baht) for g in effect.again[0].grades
    ]
    assert sold_in("4301", SEPTEMBER) == Decimal("98000.00")
