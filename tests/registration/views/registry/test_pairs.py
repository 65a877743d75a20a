"""The pages of pairs: whose they are, what they hide, decided by a POST; many pairs ask no more than few."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from registration.models import PairDecision, Plan, Producer
from registration.workflow import Status
from tests.conftest import Freeze
from tests.world.cast import Cast
from tests.world.factories import REGISTER_DAY, make_producer, make_product_fields, submission_of, walk
from tests.world.round_pages import count_queries

pytestmark = pytest.mark.django_db
LIST = "/pairs/"
OF_B: dict[str, Any] = {
    "owner_first_name": "บัวลอย", "owner_last_name": "เพื่อนบ้าน", "citizen_id": "1102001234562",
    "house_number": "77/8", "phones": ["0899999999"], "email": "secret@example.org", "line_id": "secretline",
}  # fmt: skip


@pytest.fixture
def two(cast: Cast, plan: Plan, freeze: Freeze) -> tuple[Producer, Producer]:
    """Two of one name in neighbouring districts, either with data of its own."""
    freeze(REGISTER_DAY)
    products = [make_product_fields(name="ลาพับ")]
    second = make_producer(cast.b, by=cast.neighbour, name="กลุ่มแม่บ้านนาดีพัฒนา", products=products, **OF_B)
    return make_producer(cast.a, by=cast.district, name="แม่บ้านนาดีพัฒนา"), second


def text_of(answer: HttpResponse) -> str:
    return " ".join(answer.content.decode().split())


def address_of(two: tuple[Producer, Producer]) -> str:
    low, high = sorted(row.pk for row in two)
    return f"{LIST}{low}/{high}/"


def test_nothing_of_another_offices_producer_reaches_the_browser(
    client: Client, cast: Cast, two: tuple[Producer, Producer]
) -> None:
    hidden = [*map(str, OF_B.values()), "กลุ่มแม่บ้านนาดีพัฒนา", two[1].registration_number, "พรหมโลก", "ลาพับ"]
    hidden += ["0899999999", "08 9999 9999", "1-1020"]
    client.force_login(cast.district)
    for url in (LIST, address_of(two)):
        page = client.get(url).content.decode()
        assert "แม่บ้านนาดีพัฒนา" in page
        assert "ผู้ผลิตอีกรายในพื้นที่อื่น" in page
        assert [text for text in hidden if text in page] == []
    client.force_login(cast.province)
    page = text_of(client.get(address_of(two)))
    assert "นางบัวลอย เพื่อนบ้าน" in page
    assert "1-1020-xxxxx-xx-2" in page
    assert "1102001234562" not in page


def test_a_foreign_pair_is_missing_and_two_chosen_at_will_are_none(
    client: Client, cast: Cast, two: tuple[Producer, Producer]
) -> None:
    stranger = make_producer(cast.b, by=cast.neighbour)
    client.force_login(cast.other_district)
    assert client.get(address_of(two)).status_code == 404
    client.force_login(cast.district)
    first, second = two
    for low, high in ((first.pk, stranger.pk), (first.pk, second.pk), (first.pk, first.pk), (10**15, 10**16)):
        expected = 200 if low < high and (low, high) == tuple(sorted((first.pk, second.pk))) else 404
        assert client.get(f"{LIST}{low}/{high}/").status_code == expected


def test_the_province_decides_by_a_post_and_the_list_follows(
    client: Client, cast: Cast, two: tuple[Producer, Producer]
) -> None:
    client.force_login(cast.province)
    assert client.post(address_of(two), {"reason": " "}).status_code == 200
    assert not PairDecision.objects.exists()
    page = client.post(address_of(two), {"reason": "คนละหมู่บ้าน"}, follow=True)
    assert "จะไม่เตือนคู่นี้อีก" in text_of(page)
    assert "พิจารณาแล้ว: คนละราย" in text_of(page)
    assert "ไม่มีคู่ในรายการนี้" in text_of(client.get(LIST))
    assert "คนละหมู่บ้าน" in text_of(client.get(f"{LIST}?show=apart"))
    again = client.post(address_of(two), {"reason": "คนละบ้าน"})  # from a page opened before the decision
    assert (again.status_code, PairDecision.objects.get().reason) == (200, "คนละหมู่บ้าน")
    assert client.post(address_of(two), {"reason": "พบหลักฐานใหม่", "anew": "1"}).status_code == 302
    assert not PairDecision.objects.exists()


def test_a_district_reads_who_decides_and_may_not(
    client: Client, cast: Cast, two: tuple[Producer, Producer]
) -> None:
    client.force_login(cast.district)
    assert "จังหวัดเป็นผู้พิจารณาคู่นี้" in text_of(client.get(address_of(two)))
    assert client.post(address_of(two), {"reason": "คนละหมู่บ้าน"}).status_code == 403
    assert not PairDecision.objects.exists()


def test_the_list_asks_as_much_for_many_pairs_as_for_one(
    client: Client, cast: Cast, two: tuple[Producer, Producer]
) -> None:
    client.force_login(cast.province)
    few = count_queries(client, cast.province, f"{LIST}?show=province")
    for _ in range(4):
        make_producer(cast.a, by=cast.district, name="แม่บ้าน นาดีพัฒนา")
    page = client.get(LIST)
    assert page.context["page"].paginator.count == 15
    assert count_queries(client, cast.province, f"{LIST}?show=province") == few


def test_a_list_without_a_pair_says_so(client: Client, cast: Cast, plan: Plan, freeze: Freeze) -> None:
    freeze(REGISTER_DAY)
    for person, query in (
        (cast.district, ""),
        (cast.department, "?show=x&page=9"),
        (cast.province, "?district=8002"),
    ):
        client.force_login(person)
        page = client.get(f"{LIST}{query}")
        assert page.status_code == 200
        assert not page.context["lines"]


def test_a_merge_is_shown_before_it_happens_and_leads_to_the_one_that_stays(
    client: Client, cast: Cast, two: tuple[Producer, Producer]
) -> None:
    stays, ends = two
    address = f"{address_of(two)}merge/{stays.pk}/"
    client.force_login(cast.province)
    page = text_of(client.get(address))
    assert "ลาพับ" in page
    assert "ผลต่อรายงานของอำเภอพรหมคีรี" in page
    assert "ของอำเภอเมืองนครศรีธรรมราช อำเภอพรหมคีรี และรับรองระดับจังหวัดไม่ได้" in page
    assert "นับเป็นปรับปรุงข้อมูล" not in page  # the one that stays is new in this round
    stale = {"reason": "บัตรใบเดียวกัน", "kept_version": stays.version, "ended_version": 9}
    assert "มีผู้อื่นบันทึกระเบียนหนึ่ง" in text_of(client.post(address, stale, follow=True))
    posted = client.post(address, stale | {"ended_version": ends.version})
    assert posted.headers["Location"] == stays.get_absolute_url()
    gone = text_of(client.get(ends.get_absolute_url()))
    assert f'<a href="{stays.get_absolute_url()}">' in gone
    assert "คืนสถานะ" not in gone
    assert "พิจารณาไปแล้ว" in text_of(client.get(address))
    assert "กลับเป็นเหมือนก่อนรวม" in text_of(client.get(address_of(two)))
    client.force_login(cast.neighbour)
    gone = text_of(client.get(ends.get_absolute_url()))
    assert "รวมเป็นรายเดียวกับผู้ผลิตในพื้นที่อื่นแล้ว" in gone
    assert stays.registration_number not in gone


def test_what_cannot_be_merged_today_is_not_offered_and_says_why(
    client: Client, cast: Cast, two: tuple[Producer, Producer]
) -> None:
    client.force_login(cast.province)
    assert "คงอยู่</a>" in text_of(client.get(address_of(two)))
    walk(submission_of(cast.b), Status.SUBMITTED)
    page = text_of(client.get(address_of(two)))
    assert "คงอยู่</a>" not in page
    assert "ยังรวมเป็นรายเดียวกันไม่ได้ในขณะนี้" in page
    assert "ส่งจังหวัดแล้ว" in page


def test_two_that_differ_in_all_are_merged_only_by_who_has_seen_the_papers(
    client: Client, cast: Cast, plan: Plan, freeze: Freeze
) -> None:
    freeze(REGISTER_DAY)
    unlike = {"name": "ร้านขนมลาป้าแดง", "phones": ["0811111111"]}
    ends = make_producer(cast.b, by=cast.neighbour, name="กลุ่มทอผ้ายกเมืองนคร", phones=["0811111111"])
    stays = make_producer(cast.a, by=cast.district, **unlike)
    address = f"{address_of((stays, ends))}merge/{stays.pk}/"
    client.force_login(cast.province)
    assert "ชื่อ ตำบล และเลขประจำตัวต่างกันทั้งหมด" in text_of(client.get(address))
    said = {"reason": "เห็นบัตรแล้ว", "kept_version": stays.version, "ended_version": ends.version}
    assert client.post(address, said).status_code == 200
    assert client.post(address, said | {"papers_seen": "on"}).status_code == 302
    page = client.post(address_of((stays, ends)), {"unmerge": "1", "reason": "คนละคน"}, follow=True)
    assert "เลิกรวมแล้ว" in text_of(page)
    assert not PairDecision.objects.exists()
