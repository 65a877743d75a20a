"""The pages of moves: offered with its effect, asked for without a word of the record, answered once."""

import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from registration.models import Plan, Producer, Transfer, User
from tests.conftest import Freeze
from tests.world.cast import Cast
from tests.world.factories import GAP_DAY, REGISTER_DAY, amend, make_producer, make_product_fields
from tests.world.round_pages import count_queries

pytestmark = pytest.mark.django_db
LIST, TAKE = "/transfers/", "/transfers/take/"
OF_A: dict[str, Any] = {
    "name": "กลุ่มแม่บ้านนาดี", "owner_first_name": "บัวลอย", "citizen_id": "1102001234562", "house_number": "77/8",
    "phones": ["0899999999"],
}  # fmt: skip
PLACE = {"house_number": "9", "village_number": "3", "subdistrict": "800201", "postcode": "80320"}


@pytest.fixture
def producer(cast: Cast, plan: Plan, freeze: Freeze) -> Producer:
    freeze(REGISTER_DAY)
    return make_producer(cast.a, by=cast.district, products=[make_product_fields(name="ลาพับ")], **OF_A)


def text_of(answer: HttpResponse) -> str:
    return " ".join(re.sub("<[^>]+>", " ", answer.content.decode()).split())


def as_(client: Client, person: User) -> Client:
    client.force_login(person)
    return client


def give(client: Client, cast: Cast, producer: Producer) -> str:
    said = {"target": "8002", "reason": "ย้ายสถานที่ผลิต"}
    answer = as_(client, cast.district).post(f"{LIST}give/{producer.pk}/", said)
    return answer.url


def test_an_offer_is_read_with_its_effect_and_accepted_with_a_place(
    client: Client, cast: Cast, producer: Producer
) -> None:
    url = give(client, cast, producer)
    as_(client, cast.neighbour)
    assert "รอท่านตอบ 1" in text_of(client.get(LIST))
    page = client.get(url)
    assert all(word in text_of(page) for word in ("กลุ่มแม่บ้านนาดี", "ลาพับ", "ผู้ผลิต ย้ายเข้า 0 1", "ย้ายสถานที่ผลิต"))
    assert "ผลต่อรายงานของอำเภอเมือง" not in text_of(page)
    said = {"act": "accept", "version": producer.version, **PLACE}
    assert "subdistrict" in client.post(url, said | {"subdistrict": ""}).context["accept_form"].errors
    assert client.post(url, said).status_code == 302
    assert "ย้ายแล้ว" in text_of(client.get(url))
    assert client.get(f"/producers/{producer.pk}/").status_code == 200
    as_(client, cast.district)
    assert client.get(f"/producers/{producer.pk}/").status_code == 404
    assert "ย้ายออกไปอำเภอพรหมคีรี" in text_of(client.get("/rounds/2561/2/8001/"))


def test_who_asks_reads_nothing_of_the_record_until_it_has_moved(
    client: Client, cast: Cast, producer: Producer
) -> None:
    hidden = [
        "กลุ่มแม่บ้านนาดี",
        "บัวลอย",
        producer.registration_number,
        "77/8",
        "ลาพับ",
        "เมืองนครศรีธรรมราช",
        "1-1020",
    ]
    as_(client, cast.neighbour)
    url = client.post(TAKE, {"number": OF_A["citizen_id"], "reason": "ย้ายมาแล้ว", **PLACE}).url
    for page in (url, LIST, f"{LIST}?show=outgoing"):
        text = client.get(page).content.decode()
        assert [word for word in hidden if word in text] == []
    as_(client, cast.district)
    assert "กลุ่มแม่บ้านนาดี" in text_of(client.get(url))
    assert client.post(url, {"act": "accept", "version": producer.version}).status_code == 302
    as_(client, cast.neighbour)
    assert "กลุ่มแม่บ้านนาดี" in text_of(client.get(url))
    assert Producer.objects.get(pk=producer.pk).subdistrict_id == "800201"


def test_a_refusal_says_why_and_a_request_is_answered_once(
    client: Client, cast: Cast, producer: Producer
) -> None:
    url = give(client, cast, producer)
    as_(client, cast.neighbour)
    assert client.post(url, {"act": "refuse"}).context["refuse_form"].errors
    assert client.post(url, {"act": "nothing"}).status_code == 200
    assert client.post(url, {"act": "recall"}).status_code == 403
    client.post(url, {"act": "refuse", "reason": "ไม่ได้อยู่ที่นี่"})
    assert "ไม่ได้อยู่ที่นี่" in text_of(as_(client, cast.district).get(url))
    client.post(url, {"act": "recall"})
    assert Transfer.objects.get().status == "refused"
    assert "กลุ่มแม่บ้านนาดี" not in text_of(as_(client, cast.neighbour).get(url))


def test_a_stale_page_is_shown_again_and_outside_the_window_it_says_so(
    client: Client, cast: Cast, producer: Producer, freeze: Freeze
) -> None:
    url = give(client, cast, producer)
    amend(producer, by=cast.district, on=REGISTER_DAY, phones=["0811111111"])
    as_(client, cast.neighbour)
    answer = client.post(url, {"act": "accept", "version": producer.version, **PLACE}, follow=True)
    assert "มีผู้อื่นบันทึกระเบียนนี้" in text_of(answer)
    freeze(GAP_DAY)
    as_(client, cast.neighbour)
    assert "หมดเวลา" in text_of(client.get(url))
    assert "รอท่านตอบ 0" in text_of(client.get(LIST))


def test_a_mistaken_move_is_undone_by_both_offices(client: Client, cast: Cast, producer: Producer) -> None:
    url = give(client, cast, producer)
    as_(client, cast.neighbour).post(url, {"act": "accept", "version": producer.version, **PLACE})
    ask = f"{url}undo/"
    as_(client, cast.district)
    assert ask in client.get(url).content.decode()
    assert "เหมือนไม่เคยย้าย" in text_of(client.get(ask))
    assert client.post(ask, {"reason": ""}).context["form"].errors
    back = client.post(ask, {"reason": "เลือกผิดราย"}).url
    assert "กลุ่มแม่บ้านนาดี" in text_of(client.get(back))
    assert "ข้อมูลที่จะกลับเป็นตามเดิม" not in text_of(client.get(back))
    as_(client, cast.neighbour)
    page = text_of(client.get(back))
    assert all(word in page for word in ("ข้อมูลที่จะกลับเป็นตามเดิม", "เมื่อย้อนแล้ว", "ผู้ผลิต ย้ายเข้า 1 0"))
    client.post(back, {"act": "accept", "version": producer.version + 1})
    assert Producer.objects.get().district_id == "8001"
    assert "ย้อนแล้ว" in text_of(client.get(f"{LIST}?show=done"))
    hidden = client.get(ask).content.decode() + client.get(url).content.decode()
    assert "กลุ่มแม่บ้านนาดี" not in hidden


def test_a_long_list_asks_no_more_than_a_short_one(client: Client, cast: Cast, producer: Producer) -> None:
    give(client, cast, producer)
    few = count_queries(client, cast.province, LIST)
    for _ in range(5):
        give(client, cast, make_producer(cast.a, by=cast.district))
    assert count_queries(client, cast.province, LIST) == few
