"""The province's queue: the riskiest first, searched and filtered, of a district or of all that wait."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from registration.models import (
    Plan,
    Producer,
    Registration,
    Subdistrict,
    Submission,
)
from registration.models.producers import ReviewMark
from registration.services import registry
from registration.services.journey import province, queue
from registration.services.journey.queue import Asked
from registration.workflow import Status
from tests.conftest import Freeze
from tests.world.cast import Cast
from tests.world.factories import (
    REGISTER_DAY,
    VERIFY_DAY,
    amend,
    make_producer,
    make_product_fields,
    number_of,
    step,
    submission_of,
    walk,
)
from tests.world.review_scene import ROUND_1_DAY, make_twins, marks_of, record_of, send_records
from tests.world.round_pages import address, count_queries, make_many_records, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def submitted(cast: Cast, plan: Plan) -> Submission:
    return send_records(cast)


def names(submission: Submission) -> list[str]:
    return [row.producer.name for row in queue.rows(queue.scope_of(submission), Asked())]


def flags(submission: Submission) -> dict[str, list[str]]:
    """{name of a producer: the codes of what the checks found in its record}"""
    scope = queue.scope_of(submission)
    queue.check_fresh(scope, VERIFY_DAY)
    lines = queue.lines(scope, queue.keys(scope, Asked()))
    return {line.registration.producer.name: [each.check.code for each in line.findings] for line in lines}


def test_the_riskiest_records_come_first(submitted: Submission) -> None:
    assert names(submitted) == ["กลุ่ม แม่บ้าน", "คงเดิม", "เปลี่ยน", "รายใหม่"]


def test_a_name_is_a_duplicate_inside_the_province_only(submitted: Submission) -> None:
    flagged = flags(submitted)
    assert "same_name" in flagged["กลุ่ม แม่บ้าน"]
    assert "same_name" not in flagged["รายใหม่"]


def test_two_products_of_one_name_are_looked_into_when_the_round_brought_one(cast: Cast, plan: Plan) -> None:
    make_producer(cast.a, by=cast.district, name="สองชื่อ", products=make_twins())
    others = [make_product_fields(name=name) for name in ("ขนมลา", "ผ้ายก")]
    make_producer(cast.a, by=cast.district, name="ต่างชื่อ", products=others)
    old = make_producer(cast.a, by=cast.district, on=ROUND_1_DAY, name="รอบก่อน", products=make_twins())
    registry.confirm_unchanged(cast.a, [old.pk], by=cast.district, on=REGISTER_DAY)
    submission = walk(submission_of(cast.a), Status.SUBMITTED)
    twins = {name for name, codes in flags(submission).items() if "twin_products" in codes}
    assert twins == {"สองชื่อ"}
    assert names(submission)[0] == "สองชื่อ"


def test_a_twin_that_was_withdrawn_is_none(cast: Cast, plan: Plan) -> None:
    made = make_producer(cast.a, by=cast.district, products=make_twins())
    first = made.products.order_by("pk")[0]
    registry.withdraw_product(first, by=cast.district, on=REGISTER_DAY, version=made.version, reason="ซ้ำ")
    submission = walk(submission_of(cast.a), Status.SUBMITTED)
    assert not queue.exceptions(queue.scope_of(submission))


def test_an_answered_record_comes_first_and_stays_there_once_passed(
    submitted: Submission, cast: Cast
) -> None:
    again = step(step(submitted, "send_back"), "resubmit")
    assert "คงเดิม" in names(again)[:2]
    answered = queue.rows(queue.scope_of(again), Asked(mark=ReviewMark.ANSWERED))
    assert [row.producer.name for row in answered] == ["คงเดิม"]
    before = names(again)
    province.mark_passed([record_of("คงเดิม")], by=cast.province, on=VERIFY_DAY)
    assert names(again) == before
    assert marks_of(again).answered == 0


def test_a_licence_that_has_run_out_since_is_flagged(cast: Cast, plan: Plan) -> None:
    licence = {"standard": "fda", "number": "1", "expires_day": date(2018, 3, 19)}
    product = make_product_fields(is_regulated=True, certificates=[licence])
    make_producer(cast.a, by=cast.district, products=[product])
    submission = walk(submission_of(cast.a), Status.SUBMITTED)
    scope = queue.scope_of(submission)
    queue.check_fresh(scope, date(2018, 3, 19))
    assert not queue.exceptions(scope)
    queue.check_fresh(scope, VERIFY_DAY)
    [line] = queue.lines(scope, queue.exceptions(scope))
    assert "ใบอนุญาต" in line.findings[0].words


def test_the_queue_says_product_owner_tambon_findings_and_the_districts_reason(
    submitted: Submission, cast: Cast, client: Client, freeze: Freeze
) -> None:
    freeze(VERIFY_DAY)
    text = read(client, cast.province, address("review", "8001"))
    producer = record_of("กลุ่ม แม่บ้าน").producer
    for told in (producer.owner_name, producer.products.get().name, str(producer.subdistrict)):
        assert told in text
    assert "ชื่อตรงกับผู้ผลิตอีกรายในพื้นที่อื่น" in text
    assert "อำเภอชี้แจงว่า “ตรวจกับเอกสารแล้ว ถูกต้อง”" in text


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (Asked(text="เปลี่ยน"), ["เปลี่ยน"]),
        (Asked(kind="confirm"), ["คงเดิม"]),
        (Asked(flag="same_name"), ["กลุ่ม แม่บ้าน"]),
        (Asked(product_type="herb"), []),
        (Asked(subdistrict="800102"), []),
        (Asked(text="รายใหม่", subdistrict="800101"), ["รายใหม่"]),
        (Asked(officer=0, kind="update"), ["เปลี่ยน"]),
        (Asked(officer=987654), []),
    ],
)
def test_the_queue_is_searched_and_filtered(submitted: Submission, asked: Asked, found: list[str]) -> None:
    rows = queue.rows(queue.scope_of(submitted), asked)
    assert [row.producer.name for row in rows] == found


def test_what_is_searched_stays_in_the_address_and_a_personal_number_never(
    submitted: Submission, cast: Cast, client: Client, freeze: Freeze
) -> None:
    freeze(VERIFY_DAY)
    url = reverse("registration:review", args=[2561, 2, "8001"])
    client.force_login(cast.province)
    assert client.post(url, {"q": "แม่บ้าน", "mark": "waiting"}).url.startswith(f"{url}?q=")
    number = number_of(record_of("รายใหม่").producer)
    assert client.post(url, {"q": number, "mark": "waiting"}).url == f"{url}?mark=waiting"
    narrowed = read(client, cast.province, f"{url}?q=แม่บ้าน")
    assert "กลุ่ม แม่บ้าน</a>" in narrowed
    assert "รายใหม่</a>" not in narrowed
    assert "ไม่พบระเบียน" in read(client, cast.province, f"{url}?q=ไม่มีใครชื่อนี้")


def test_a_move_is_told_by_the_names_of_the_tambons(cast: Cast, plan: Plan) -> None:
    moved = make_producer(cast.a, by=cast.district, on=ROUND_1_DAY, name="ย้าย")
    place = Subdistrict.objects.filter(district="8001").exclude(pk=moved.subdistrict_id).earliest("code")
    amend(moved, by=cast.district, on=REGISTER_DAY, subdistrict=place)
    submission = walk(submission_of(cast.a), Status.SUBMITTED)
    scope = queue.scope_of(submission)
    [line] = queue.lines(scope, queue.keys(scope, Asked()))
    [change] = [each for each in line.changes if each.field == "subdistrict_id"]
    assert (change.before, change.after) == (str(moved.subdistrict), str(place))


def test_a_tab_keeps_the_filters_and_counts_what_its_own_list_holds(
    submitted: Submission, cast: Cast, client: Client, freeze: Freeze
) -> None:
    freeze(VERIFY_DAY)
    url = reverse("registration:review", args=[2561, 2, "8001"])
    text = " ".join(read(client, cast.province, f"{url}?q=แม่บ้าน&mark=waiting&page=1").split())
    searched = "q=%E0%B9%81%E0%B8%A1%E0%B9%88%E0%B8%9A%E0%B9%89%E0%B8%B2%E0%B8%99"
    assert f'<a href="{url}?{searched}&amp;mark=must" > ต้องเปิดดู <span class="number">1</span>' in text
    assert f'<a href="{url}?{searched}" > ทั้งหมด <span class="number">1</span>' in text


def test_the_address_of_a_record_carries_no_personal_number_on(
    submitted: Submission, cast: Cast, client: Client, freeze: Freeze
) -> None:
    freeze(VERIFY_DAY)
    client.force_login(cast.province)
    record = record_of("รายใหม่")
    url = address("record", "8001", record.pk)
    asked = {"q": number_of(record.producer), "mark": "waiting"}
    assert client.get(url, asked).url == f"{url}?mark=waiting"
    carried = f"{url}?q={number_of(record.producer)}"
    assert client.post(carried, {"act": "pass"}).url == url
    assert marks_of(submitted).passed == 0


def test_the_queue_offers_todays_tambons_and_a_former_one_that_a_record_lies_in(
    submitted: Submission,
) -> None:
    scope = queue.scope_of(submitted)
    tambons = Subdistrict.objects.filter(district="8001").order_by("code")
    used = record_of("รายใหม่").producer.subdistrict
    gone = tambons.exclude(pk=used.pk)[0]
    tambons.filter(pk__in=[used.pk, gone.pk]).update(valid_to=date(2017, 12, 31))
    offered = queue.choices(scope, "", VERIFY_DAY).subdistricts
    assert used in offered
    assert gone not in offered


def test_the_provinces_queue_goes_through_all_districts_that_wait(
    submitted: Submission, cast: Cast, client: Client, freeze: Freeze
) -> None:
    walk(submission_of(cast.b), Status.SUBMITTED)
    freeze(VERIFY_DAY)
    url = address("review", "80")
    text = read(client, cast.province, url)
    assert all(name in text for name in ("กลุ่มแม่บ้าน", "กลุ่ม แม่บ้าน", "อำเภอพรหมคีรี"))
    first = address("record", "8001", record_of("กลุ่ม แม่บ้าน").pk)
    other = address("record", "8002", Registration.objects.get(district=cast.b).pk)
    answer = client.post(f"{first}?mark=must&list=whole", {"act": "pass"})
    assert answer.url == f"{other}?mark=must&list=whole"
    assert client.post(answer.url, {"act": "pass"}).url == f"{url}?mark=must&list=whole"
    step(submitted, "certify")
    assert record_of("กลุ่ม แม่บ้าน").producer.registration_number not in read(client, cast.province, url)


def test_the_queue_shows_one_mark_at_a_time(
    submitted: Submission, cast: Cast, client: Client, freeze: Freeze
) -> None:
    freeze(VERIFY_DAY)
    province.mark_passed([record_of("รายใหม่")], by=cast.province, on=VERIFY_DAY)
    passed = read(client, cast.province, address("review", "8001") + "?mark=passed")
    assert "รายใหม่</a>" in passed
    assert "คงเดิม</a>" not in passed


def test_outside_the_step_the_queue_is_read_only(
    submitted: Submission, cast: Cast, client: Client, freeze: Freeze
) -> None:
    freeze(date(2018, 3, 18))
    text = read(client, cast.province, address("review", "8001"))
    assert "วันจันทร์ที่ 19 มีนาคม 2561" in text
    assert address("pass_clean", "8001") not in text
    answer = client.post(address("pass_clean", "8001"))
    assert answer.status_code == 409
    assert marks_of(submitted).passed == 0


def test_the_queue_costs_the_same_for_five_records_and_for_three_hundred(
    cast: Cast, plan: Plan, client: Client, freeze: Freeze
) -> None:
    make_many_records(cast.a, 5, by=cast.district)
    walk(submission_of(cast.a), Status.SUBMITTED)
    freeze(VERIFY_DAY)
    few = count_queries(client, cast.province, address("review", "8001"))
    freeze(REGISTER_DAY)
    step(submission_of(cast.a), "recall", on=REGISTER_DAY)
    make_many_records(cast.a, 295, by=cast.district)
    walk(submission_of(cast.a), Status.SUBMITTED)
    freeze(VERIFY_DAY)
    assert count_queries(client, cast.province, address("review", "8001")) == few
    assert Producer.objects.count() == 300
