"""The page of one producer and the acts that end or restore it; the rules of its form."""

from datetime import date

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from registration.forms.registry.entry import ProducerEntry
from registration.models import Plan, Producer, Registration, Unit
from registration.services import registry
from registration.workflow import Status
from tests.conftest import Freeze
from tests.world.cast import Cast
from tests.world.factories import (
    GAP_DAY,
    REGISTER_DAY,
    VERIFY_DAY,
    amend,
    make_producer,
    make_product_fields,
    make_subdistrict,
    make_unit,
    number_of,
    submission_of,
    walk,
)
from tests.world.producer_pages import type_page
from tests.world.round_pages import read

ROUND_1_DAY = date(2017, 11, 1)


@pytest.fixture
def desk(cast: Cast, plan: Plan, client: Client, freeze: Freeze) -> Client:
    """The browser of district A's officer on a day of the register step."""
    freeze(REGISTER_DAY)
    client.force_login(cast.district)
    return client


def url(name: str, pk: int) -> str:
    return reverse(f"registration:{name}", args=[pk])


# --- the record ---


def test_the_record_masks_the_persons_number_and_names_changes(desk: Client, cast: Cast) -> None:
    producer = make_producer(cast.a, by=cast.district, on=ROUND_1_DAY, road="เก่า")
    fresh = amend(producer, by=cast.colleague, on=REGISTER_DAY, road="ใหม่เอี่ยม")
    added = [make_product_fields(name="ของเพิ่ม")]
    registry.amend(
        fresh, by=cast.colleague, on=REGISTER_DAY, version=2, fields=_fields(fresh), products=added
    )
    text = read(desk, cast.district, producer.get_absolute_url())
    assert number_of(producer) not in text
    assert "xxxxx" in text
    assert "เปลี่ยนจากรอบก่อน 2 ช่อง" in text
    assert "ผลิตภัณฑ์ที่เพิ่ม" in text
    assert ">เก่า</span>" in text
    assert str(cast.colleague) in text


def _fields(producer: Producer) -> dict[str, object]:
    names = ("kind", "name", "owner_first_name", "owner_last_name", "citizen_id", "subdistrict")
    return {name: getattr(producer, name) for name in names}


def test_certificates_warn_before_and_after_they_end(desk: Client, cast: Cast) -> None:
    days = {"over": date(2018, 1, 31), "soon": date(2018, 4, 30), "": date(2018, 5, 31)}
    rows = [
        {"standard": "fda", "number": word, "issuer": "", "issued_day": None, "expires_day": day}
        for word, day in days.items()
    ]
    products = [make_product_fields(certificates=rows, is_regulated=True)]
    producer = make_producer(cast.a, by=cast.district, products=products)
    text = read(desk, cast.district, producer.get_absolute_url())
    assert "หมดอายุแล้ว 31 ม.ค. 2561" in text
    assert "ใกล้หมดอายุ 30 เม.ย. 2561" in text
    assert "ต้องมีใบอนุญาตที่ยังไม่หมดอายุก่อนส่งจังหวัด" not in text
    lacking = make_producer(cast.a, by=cast.district, products=[make_product_fields(is_regulated=True)])
    assert "ต้องมีใบอนุญาตที่ยังไม่หมดอายุก่อนส่งจังหวัด" in read(desk, cast.district, lacking.get_absolute_url())


def test_returns_are_shown_once_the_round_was_sent_back_and_only_then(
    desk: Client, cast: Cast, freeze: Freeze
) -> None:
    producer = make_producer(cast.a, by=cast.district)
    walk(submission_of(cast.a), Status.SENT_BACK)
    freeze(VERIFY_DAY)
    assert "จังหวัดส่งกลับให้แก้ไข 1 ข้อ" in read(desk, cast.district, producer.get_absolute_url())
    amend(producer, by=cast.district, on=VERIFY_DAY, phones=["0899999999"])
    text = read(desk, cast.district, producer.get_absolute_url())
    assert "จังหวัดส่งกลับให้แก้ไข" not in text
    assert "โทรศัพท์: ข้อมูลไม่ถูกต้อง" in text, "the history keeps what was asked"


def test_only_the_districts_officer_sees_buttons(desk: Client, cast: Cast) -> None:
    producer = make_producer(cast.a, by=cast.district)
    assert url("producer_edit", producer.pk) in read(desk, cast.district, producer.get_absolute_url())
    for person in (cast.province, cast.department):
        assert url("producer_edit", producer.pk) not in read(desk, person, producer.get_absolute_url())


def test_a_record_that_was_not_returned_has_no_button_to_edit(
    desk: Client, cast: Cast, freeze: Freeze
) -> None:
    returned, other = make_producer(cast.a, by=cast.district), make_producer(cast.a, by=cast.district)
    walk(submission_of(cast.a), Status.SENT_BACK)
    freeze(VERIFY_DAY)
    offers = {pk: url("producer_edit", pk) for pk in (returned.pk, other.pk)}
    seen = {pk: offers[pk] in read(desk, cast.district, url("producer", pk)) for pk in offers}
    answers = {row.producer_id: row.review == "returned" for row in Registration.objects.all()}
    assert seen == answers


def test_a_sent_round_offers_first_to_take_it_back(desk: Client, cast: Cast) -> None:
    producer = make_producer(cast.a, by=cast.district)
    walk(submission_of(cast.a), Status.SUBMITTED)
    text = read(desk, cast.district, producer.get_absolute_url())
    assert reverse("registration:round_own", args=[2561, 2]) in text
    assert "ติดต่อ สำนักงานพัฒนาชุมชน" not in text


# --- ending and restoring ---


def test_a_producer_is_withdrawn_with_a_reason_and_restored(desk: Client, cast: Cast) -> None:
    producer = make_producer(cast.a, by=cast.district)
    page = read(desk, cast.district, url("producer_withdraw", producer.pk))
    assert "คืนสถานะได้ทุกรอบด้วยเลขทะเบียนเดิม" in page
    assert "ไม่ต้องยกเลิก ให้ใช้ “ย้ายไปอำเภออื่น”" in page
    desk.post(url("producer_withdraw", producer.pk), {"version": 1, "reason": ""})
    assert not Producer.objects.get().is_withdrawn
    desk.post(url("producer_withdraw", producer.pk), {"version": 1, "reason": "ย้ายจังหวัด"})
    assert Producer.objects.get().is_withdrawn
    assert "ย้ายจังหวัด" in read(desk, cast.district, producer.get_absolute_url())
    assert desk.get(url("producer_edit", producer.pk)).url == producer.get_absolute_url()
    desk.post(url("producer_restore", producer.pk), {"version": 2})
    assert not Producer.objects.get().is_withdrawn


def test_a_product_is_withdrawn_alone(desk: Client, cast: Cast) -> None:
    rows = [make_product_fields(name=name) for name in ("ก", "ข")]
    producer = make_producer(cast.a, by=cast.district, products=rows)
    product = producer.products.get(name="ก")
    answer = desk.post(url("product_withdraw", product.pk), {"version": 1, "reason": "เลิกทำ"}, follow=True)
    assert answer.redirect_chain == [(producer.get_absolute_url(), 302)]
    assert [row.name for row in producer.products.active()] == ["ข"]


def test_an_act_on_an_old_version_asks_to_look_again(desk: Client, cast: Cast) -> None:
    producer = make_producer(cast.a, by=cast.district)
    amend(producer, by=cast.colleague, on=REGISTER_DAY, road="ใหม่")
    answer = desk.post(url("producer_withdraw", producer.pk), {"version": 1, "reason": "เลิก"})
    assert "กรุณาดูข้อมูลล่าสุดก่อน" in answer.content.decode()
    assert answer.context["form"]["version"].value() == 2
    assert answer.context["form"]["reason"].value() == "เลิก"
    assert not Producer.objects.get().is_withdrawn


def test_acts_between_windows_are_refused_with_the_next_opening(
    desk: Client, cast: Cast, freeze: Freeze
) -> None:
    producer = make_producer(cast.a, by=cast.district)
    freeze(GAP_DAY)
    for name in ("producer_withdraw", "producer_restore"):
        assert "วันจันทร์ที่ 2 เมษายน 2561" in read(desk, cast.district, url(name, producer.pk))
    desk.post(url("producer_withdraw", producer.pk), {"version": 1, "reason": "เลิก"})
    assert not Producer.objects.get().is_withdrawn


# --- the rules of the form ---


@pytest.fixture
def district(db: None) -> Unit:
    make_subdistrict("800101")
    make_subdistrict("800102", postcodes="80000 80280")
    make_subdistrict("800103", postcodes="")
    return make_unit("8001")


def judged(district: Unit, typed: dict[str, str]) -> ProducerEntry:
    data = QueryDict(mutable=True)
    for name, value in typed.items():
        data[name] = value
    entry = ProducerEntry(district, REGISTER_DAY, data=data)
    entry.is_valid()
    return entry


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"kind": "nonsense"}, "kind"),
        ({"kind": "sme", "juristic_id": "123"}, "juristic_id"),
        ({"kind": "group"}, "members_male_count"),
        ({"kind": "group", "members_male_count": "0", "members_female_count": "0"}, "members_male_count"),
        ({"kind": "group", "members_male_count": "-1", "members_female_count": "0"}, "members_male_count"),
        ({"is_thai": ""}, "is_thai"),
        ({"community_benefits": ""}, "takes_part_in_production"),
        ({"postcode": "8000"}, "postcode"),
        ({"postcode": "80a00"}, "postcode"),
        ({"subdistrict": "800102"}, "postcode"),
        ({"subdistrict": "800103"}, "postcode"),
        ({"founded_day_0": "31", "founded_day_1": "2", "founded_day_2": "2560"}, "founded_day"),
        ({"founded_day_0": "1"}, "founded_day"),
        ({"documents_seen": "nonsense"}, "documents_seen"),
        ({"phones": "12"}, "phones"),
        ({"email": "ไม่ใช่"}, "email"),
    ],
)
def test_a_rule_is_told_beside_its_box(district: Unit, over: dict[str, str], field: str) -> None:
    assert list(judged(district, type_page() | over).producer.errors) == [field]


def test_labels_say_in_which_case_a_box_must_be_filled(desk: Client, cast: Cast) -> None:
    make_subdistrict("800103", postcodes="80000 80280")
    text = " ".join(read(desk, cast.district, reverse("registration:producer_new")).split())
    assert text.count("(ต้องกรอก ถ้าไม่มีใส่ 0)") == 2
    assert "รหัสไปรษณีย์ <span" in text
    assert "(ต้องกรอกถ้าเป็นตำบล" in text


def test_what_a_kind_does_not_have_is_left_out(district: Unit) -> None:
    typed = {"members_male_count": "3", "juristic_id": "0994000165510"}
    fields = judged(district, type_page(**typed)).fields
    assert (fields["members_male_count"], fields["juristic_id"]) == (None, "")
    assert judged(district, type_page(**typed, kind="sme")).fields["juristic_id"] == "0994000165510"
    members = {"members_male_count": "๓", "members_female_count": "0"}
    assert judged(district, type_page(kind="group", **members)).fields["members_male_count"] == 3


def test_one_tick_stands_for_the_four_basic_papers(district: Unit) -> None:
    typed = type_page(has_basic_evidence="on", documents_seen="licence")
    seen = judged(district, typed).fields["documents_seen"]
    assert seen == ["id_card", "house", "product_photo", "place_photo", "licence"]


def test_without_a_former_number_the_registry_looks_for_it(district: Unit) -> None:
    assert "former_numbers" not in judged(district, type_page()).fields
    assert judged(district, type_page(former_numbers="๑๒/๓๔")).fields["former_numbers"] == "12/34"
