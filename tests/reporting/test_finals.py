"""Publishing final grades: what is open is read first, and the journal keeps what was read."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from grading.models import GradeRun
from grading.services import runs
from registration.models import Event
from registration.models.sales import Sale
from registration.services import sales
from registration.services.sales import MonthAnswer
from registration.workflow import Refused
from reporting.services import finals, monthly
from tests.conftest import Freeze
from tests.world.factories import make_user
from tests.world.grading_scene import FINAL_DAY, JULY, QUARTER, Scene

pytestmark = pytest.mark.django_db
PUBLISH = reverse("reporting:grades_publish", args=[2567, 4, "43"])
CONFIRMED = date(2024, 10, 5)


@pytest.fixture
def scene() -> Scene:
    """4301 confirmed every month and changed July afterwards; 4302 told nothing; a final run waits."""
    scene = Scene()
    for code in ("4301", "4302"):
        scene.products(code, 1)
        scene.base(code, "1", "1", "1")
    for month in QUARTER.months:
        scene.sell("4301", month, "5")
        confirm(scene, month)
    row = Sale.objects.get(month=JULY)
    cell = MonthAnswer((Decimal(9), *(Decimal(0),) * 3), seen=row.version)
    sales.record_month(
        scene.units["4301"], JULY, {row.product_id: cell}, by=scene.officers["4301"], on=CONFIRMED
    )
    scene.close()
    runs.run_final(scene.province, QUARTER, by=scene.officer, on=FINAL_DAY)
    return scene


def confirm(scene: Scene, month: date) -> None:
    unit, by = scene.units["4301"], scene.officers["4301"]
    seal = monthly.draft(unit, month, CONFIRMED).seal
    monthly.confirm(unit, month, note="-", seen=seal, by=by, on=CONFIRMED)


def run() -> GradeRun:
    return GradeRun.objects.get(kind="final")


def test_the_list_names_the_unconfirmed_the_overtaken_and_who_has_no_letter(scene: Scene) -> None:
    found = {each.kind: each.districts for each in finals.checklist(run()).remarks}
    names = {code: unit.name for code, unit in scene.units.items()}
    assert found == {
        "unconfirmed": (("4302", names["4302"], "กรกฎาคม สิงหาคม กันยายน"),),
        "overtaken": (("4301", names["4301"], "กรกฎาคม สิงหาคม กันยายน"),),
        "not_assessed": (("4302", names["4302"], "รายงานยอดจำหน่ายไม่ครบทุกเดือน"),),
    }


def test_publishing_keeps_in_the_journal_what_was_read(scene: Scene) -> None:
    finals.publish(run(), seen=finals.checklist(run()).seal, by=scene.officer, on=FINAL_DAY)
    event = Event.objects.get(verb="publish_grades")
    assert event.after == {"unconfirmed": ["4302"], "overtaken": ["4301"], "not_assessed": ["4302"]}


def test_a_list_that_changed_since_is_read_again(scene: Scene) -> None:
    seen = finals.checklist(run()).seal
    confirm(scene, JULY)
    with pytest.raises(Refused, match="เปลี่ยนไป"):
        finals.publish(run(), seen=seen, by=scene.officer, on=FINAL_DAY)
    assert run().published_at is None


def test_nobody_publishes_past_a_district_without_a_letter(scene: Scene) -> None:
    with pytest.raises(Refused, match="รับทราบ"):
        runs.publish(run(), remarks={}, by=scene.officer, on=FINAL_DAY)


def test_the_page_wants_the_list_acknowledged(scene: Scene, client: Client, freeze: Freeze) -> None:
    freeze(FINAL_DAY)
    client.force_login(scene.officer)
    page = client.get(PUBLISH)
    assert "ยังไม่ยืนยันรายงานรายเดือน 1 อำเภอ" in page.content.decode()
    read = {"run": run().pk, "seen": page.context["checklist"].seal}
    assert "กรุณาอ่านรายการ" in client.post(PUBLISH, read).content.decode()
    assert (
        "มีการจัดระดับฉบับสุดท้ายใหม่" in client.post(PUBLISH, read | {"run": 0, "has_read": "on"}).content.decode()
    )
    assert client.post(PUBLISH, read | {"has_read": "on"}).status_code == 302
    assert run().published_by == scene.officer
    client.force_login(make_user())
    assert "ประกาศเมื่อ 16 ตุลาคม 2567" in client.get("/grades/2567/4/4301/").content.decode()


def test_without_a_draft_the_page_leads_back(scene: Scene, client: Client, freeze: Freeze) -> None:
    freeze(FINAL_DAY)
    run().delete()
    client.force_login(scene.officer)
    assert client.get(PUBLISH).status_code == 302
