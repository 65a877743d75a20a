"""The pages of a correction: its effect in sight, errors beside the boxes, nothing typed lost."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from registration.models import Correction, Edition, User
from registration.services import editions
from tests.world.cast import Cast
from tests.world.closed import DAY, FIRST, SECOND, approve, ask_for_sole_owner, named

pytestmark = pytest.mark.django_db


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page_of(name: str) -> str:
    return reverse("registration:correction_new", args=[named(name).pk, 2561, 1])


def typed(closed_page: object, **over: str) -> dict[str, str]:
    """What the browser sends of the form as it was shown."""
    form = closed_page.context["form"]
    shown = {name: form[name].value() for name in form.fields}
    kept = {name: value for name, value in shown.items() if value not in (None, False, "")}
    return {name: str(value) for name, value in kept.items()} | over


@time_machine.travel(DAY)
def test_a_district_reads_the_effect_before_it_asks(closed: Cast) -> None:
    client, url = client_of(closed.district), page_of("สอง")
    said = typed(client.get(url), lane="2", letter_number="นศ 1/2561", reason="พิมพ์ตก")
    looked = client.post(url, said | {"look": "1"})
    assert not Correction.objects.exists()
    assert "ไม่มีจำนวนใดเปลี่ยน" in looked.content.decode()
    product = next(name for name in said if name.endswith("_name") and name.startswith("product_"))
    ends = {product.replace("_name", "_ends"): "on"}
    looked = client.post(url, said | ends | {"look": "1"})
    assert ["อำเภอเมืองนครศรีธรรมราช", "ผลิตภัณฑ์คงเหลือ", 3, 2] in [
        [row.unit, row.label, row.before, row.after] for row in looked.context["rounds"][0].counts
    ]
    client.post(url, said | ends | {"ask": "1"})
    correction = Correction.objects.get()
    assert (correction.status, len(correction.changes)) == ("asked", 2)


@time_machine.travel(DAY)
def test_what_is_wrong_stands_beside_its_box_and_nothing_typed_is_lost(closed: Cast) -> None:
    client, url = client_of(closed.district), page_of("สอง")
    said = typed(client.get(url), letter_number="", reason="พิมพ์ตก", house_number="")
    answer = client.post(url, said | {"look": "1"})
    assert set(answer.context["form"].errors) == {"letter_number", "house_number"}
    assert "พิมพ์ตก" in answer.content.decode()
    unchanged = client.post(url, typed(client.get(url), letter_number="1", reason="พิมพ์ตก") | {"look": "1"})
    assert "ไม่มีข้อใดเปลี่ยน" in unchanged.content.decode()


@time_machine.travel(DAY)
def test_a_correction_goes_from_page_to_page_to_its_edition(closed: Cast) -> None:
    asked = ask_for_sole_owner(closed)
    for officer, verb in ((closed.province, "agree_correction"), (closed.department, "approve_correction")):
        client, url = client_of(officer), reverse("registration:correction_step", args=[asked.pk, verb])
        page = client.get(url)
        assert "ผลิตภัณฑ์คงเหลือ" in page.content.decode()
        assert "kind" in [change.field for change in page.context["record"]]
        client.post(url, {"seen": page.context["form"]["seen"].value()})
    done = client.get(reverse("registration:correction", args=[asked.pk]))
    assert [row.edition.number for row in done.context["rounds"]] == [1, 1]
    assert "อนุมัติแล้ว" in done.content.decode()
    assert editions.latest(FIRST).correction == Correction.objects.get()
    assert "หนึ่ง" in client.get(reverse("registration:corrections")).content.decode()


@time_machine.travel(DAY)
def test_a_page_read_before_something_moved_decides_nothing(closed: Cast) -> None:
    asked = ask_for_sole_owner(closed)
    client_of(closed.province).post(
        reverse("registration:correction_step", args=[asked.pk, "agree_correction"])
    )
    url = reverse("registration:correction_step", args=[asked.pk, "approve_correction"])
    answer = client_of(closed.department).post(url, {"seen": "0" * 64})
    assert "อ่านผลอีกครั้ง" in answer.content.decode()
    assert Edition.objects.filter(number=2).count() == 0


@time_machine.travel(DAY)
def test_a_neighbour_finds_no_correction_of_another_district(closed: Cast) -> None:
    asked = ask_for_sole_owner(closed)
    assert (
        client_of(closed.neighbour).get(reverse("registration:correction", args=[asked.pk])).status_code
        == 404
    )


@time_machine.travel(DAY)
def test_the_departments_page_lists_the_editions_with_reason_proof_and_what_changed(closed: Cast) -> None:
    asked = approve(ask_for_sole_owner(closed), closed)
    first, second = Edition.objects.filter(round=SECOND).order_by("number")
    client, url = client_of(closed.department), reverse("registration:closing", args=[2561, 2])
    page = client.get(url).content.decode()
    for said in (first.fingerprint, second.fingerprint, asked.reason, asked.letter_number, "?edition=1"):
        assert said in page
    assert "ตามการแก้ไขรอบ 1/2561" in " ".join(page.split())  # it reached this round from the one before
    assert reverse("registration:correction", args=[asked.pk]) in page
    assert "สิ่งที่เปลี่ยนจากฉบับก่อน" in page
    earlier = client.get(url, {"edition": "1"})
    assert "มีฉบับใหม่กว่าแล้ว" in earlier.content.decode()
    assert earlier.context["sheet"].total.products_brought == 3  # 8002 is left out: in no total
    assert client.get(url, {"edition": "3"}).status_code == 404
    assert "คำขอแก้ไข" not in client_of(closed.executive).get(url).content.decode()
