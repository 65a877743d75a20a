"""Addresses of the reports: years B.E., a district to its own report, a province to its board."""

from decimal import Decimal

import pytest

from registration.models import Sale
from registration.services import sales
from registration.services.sales import grid
from registration.services.sales.writing import MonthAnswer
from reporting.services import monthly
from reporting.services.owed import Owed
from reporting.templatetags import reports
from tests.world.grading_scene import AUGUST_ROUND, JULY, SEPTEMBER_ROUND, Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_a_summary_is_of_ones_own_unit_or_of_one_that_is_named(scene: Scene) -> None:
    assert reports.month_url(JULY) == "/summary/2567/7/"
    assert reports.month_url(JULY, scene.province) == "/summary/2567/7/?unit=43"
    assert reports.month_url(JULY, scene.officers[""].posts.get().unit) == "/summary/2567/7/"


def test_an_open_month_leads_a_district_to_its_report_and_a_province_to_its_board(scene: Scene) -> None:
    due = grid.dues([JULY])[JULY]
    assert reports.report_url(Owed(due, False, 1, "4301")) == "/monthly/2567/7/4301/"
    assert reports.report_url(Owed(due, False, 2, "43")) == "/monthly/?unit=43"


def test_a_report_is_overtaken_when_its_sales_change(scene: Scene) -> None:
    scene.products("4301", 1)
    scene.sell("4301", JULY, "15000")
    district, by = scene.units["4301"], scene.officers["4301"]
    seal = monthly.draft(district, JULY, AUGUST_ROUND).seal
    monthly.confirm(district, JULY, note="-", seen=seal, by=by, on=AUGUST_ROUND)
    assert not reports.is_overtaken(district, JULY)
    sale = Sale.objects.get()
    cell = MonthAnswer((Decimal(16000), *(Decimal(0),) * 3), seen=sale.version)
    sales.record_month(district, JULY, {sale.product_id: cell}, by=by, on=SEPTEMBER_ROUND)
    assert reports.is_overtaken(district, JULY)
    assert not reports.is_overtaken(scene.units["4302"], JULY)


def test_a_text_of_a_paper_keeps_its_day_in_one_piece() -> None:
    assert reports.kept("ข้อมูล ณ วันที่ 9 สิงหาคม 2567") == [("ข้อมูล ", False), ("ณ วันที่ 9 สิงหาคม 2567", True)]
