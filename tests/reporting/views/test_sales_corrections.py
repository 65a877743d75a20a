"""The pages of a correction of sales: its effect in sight, errors beside the boxes, refusals in words."""

import io
import json
from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from grading.models import GradeRun
from registration.models import Proof, SalesCorrection, User
from registration.services import proofs, subjects
from registration.stand import Stand
from tests.world.published_scene import DAY, Published

pytestmark = pytest.mark.django_db
NEW = reverse("reporting:sales_correction_new", args=[2567, 9, "4301"])
NOON = datetime.combine(DAY, time(12), ZoneInfo("Asia/Bangkok"))


@pytest.fixture
def scene() -> Published:
    return Published.here()


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def typed(scene: Published, baht: str, **over: str) -> dict[str, str]:
    key = f"{scene.first('4301').pk}-domestic_offline_baht"
    return {"way": "product", key: baht, "letter_number": "นค 1", "reason": "ซ้ำ"} | over


@time_machine.travel(NOON)
def test_a_district_reads_the_effect_before_it_asks(scene: Published) -> None:
    client = client_of(scene.officers["4301"])
    assert "110,000.00" in client.get(NEW).content.decode()
    looked = client.post(NEW, typed(scene, "98,000.00", look="1"))
    assert ["อำเภอเมืองหนองคาย", "B", "C"] in [[x.unit, x.before, x.after] for x in looked.context["lines"]]
    assert not SalesCorrection.objects.exists()
    assert client.post(NEW, typed(scene, "98,000.00", ask="1")).status_code == 302
    listed = client.get(reverse("reporting:sales_corrections")).content.decode()
    assert "กันยายน 2567" in listed
    assert "รอจังหวัดเห็นชอบ" in listed


@time_machine.travel(NOON)
def test_what_is_wrong_stands_beside_its_box_and_nothing_typed_is_lost(scene: Published) -> None:
    client = client_of(scene.officers["4301"])
    wrong = client.post(NEW, typed(scene, "หนึ่งหมื่น", letter_number="", look="1"))
    form = wrong.context["form"]
    assert set(form.errors) == {"letter_number", "__all__"}
    assert [list(row.errors) for row in form.wrong_rows] == [["domestic_offline_baht"]]
    assert "หนึ่งหมื่น" in wrong.content.decode()
    same = client.post(NEW, typed(scene, "110000.00", look="1"))
    assert "ไม่มียอดใดเปลี่ยน" in same.content.decode()
    total = client.post(NEW, typed(scene, "", way="total", look="1"))
    assert "total_domestic_offline_baht" in total.context["form"].errors
    total = client.post(NEW, typed(scene, "", way="total", total_domestic_offline_baht="98000", look="1"))
    assert "แบ่งให้ผลิตภัณฑ์ตามสัดส่วน" in total.content.decode()


@time_machine.travel(NOON)
def test_from_page_to_page_to_the_second_run_and_the_old_paper(scene: Published) -> None:
    paper = proofs.draft(
        proofs.Subject("monthly", scene.units["4301"], subjects.of_month(DAY.replace(month=9, day=1))),
        fingerprint="0" * 64, issued_at=NOON, title="รายงาน", stand=Stand(DAY),
    )  # fmt: skip
    proofs.issue(paper)
    asked = scene.ask()
    for officer, verb in ((scene.officer, "agree_correction"), (scene.officers[""], "approve_correction")):
        client, url = client_of(officer), reverse("reporting:sales_correction_step", args=[asked.pk, verb])
        page = client.get(url)
        assert "รายงาน" in [proof.title for proof in page.context["papers"]]
        client.post(url, {"seen": page.context["form"]["seen"].value()})
    done = client.get(reverse("reporting:sales_correction", args=[asked.pk])).content.decode()
    assert "ครั้งที่ 2" in done
    said = Client().get(proofs.path_of(Proof.objects.get(pk=paper.pk))).content.decode()
    assert "มีฉบับใหม่กว่าแล้ว" in said
    assert "−12,000.00" in said
    assert "ทั้งประเทศ" not in said


@time_machine.travel(NOON)
def test_who_may_not_act_and_what_is_not_locked_is_told(scene: Published) -> None:
    asked = scene.ask()
    url = reverse("reporting:sales_correction_step", args=[asked.pk, "approve_correction"])
    assert client_of(scene.officers["4302"]).get(url).status_code == 404
    agreed = scene.agree(asked)
    answer = client_of(scene.officers[""]).post(url, {"seen": "0" * 64})
    assert "อ่านผลอีกครั้ง" in answer.content.decode()
    SalesCorrection.objects.filter(pk=agreed.pk).update(agreed_by=scene.officers[""])
    assert "ผู้อนุมัติต้องไม่ใช่" in client_of(scene.officers[""]).get(url).content.decode()
    open_month = reverse("reporting:sales_correction_new", args=[2567, 10, "4301"])
    assert "ยังแก้ได้ในหน้ายอดจำหน่าย" in client_of(scene.officers["4301"]).get(open_month).content.decode()
    assert GradeRun.objects.count() == 1


@time_machine.travel(NOON)
def test_the_runs_are_listed_with_what_they_moved_on_page_csv_and_json(scene: Published) -> None:
    done = scene.correct()
    client = client_of(scene.officers["4302"])
    page = client.get(reverse("grading:runs", args=[2567, 4, "43"])).content.decode()
    assert "B → <strong>C</strong>" in page
    assert done.letter_number in page
    rows = (
        client.get(reverse("grading:runs_csv", args=[2567, 4, "43"])).content.decode("utf-8-sig").splitlines()
    )
    assert len(rows) == 5
    assert rows[3].startswith("2,2024-11-04,1,")
    assert rows[3].endswith(",2,308000.00,300000.00,-12000.00")
    book = client.get(reverse("grading:runs_xlsx", args=[2567, 4, "43"])).content
    cells = list(load_workbook(io.BytesIO(book)).active.iter_rows(values_only=True))
    assert cells[3][-3:] == (308000, 300000, -12000)
    told = json.loads(client.get(reverse("grading:runs_json", args=[2567, 4, "43"])).content)
    assert told["runs"][1]["moved"][0]["before"]["grade"] == "B"
    old = client.get(reverse("grading:unit", args=[2567, 4, "43"]), {"run": scene.run.pk}).content.decode()
    assert "มีครั้งที่ 2 ใช้แทนแล้ว" in old
