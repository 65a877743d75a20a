"""Entering and changing a producer in the browser: rules beside the boxes, rows, drafts, two editors."""

import re
from datetime import datetime

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from registration.models import Draft, Plan, Producer
from registration.services import registry
from registration.services.registry import as_of
from registration.workflow import Status
from tests.conftest import BANGKOK, Freeze
from tests.world.cast import Cast
from tests.world.factories import (
    GAP_DAY,
    REGISTER_DAY,
    VERIFY_DAY,
    amend,
    make_citizen_id,
    make_officer,
    make_post,
    make_producer,
    number_of,
    submission_of,
    walk,
)
from tests.world.producer_pages import drawn_boxes, newest, type_page, type_products

NEW = "/producers/new/"


@pytest.fixture
def desk(cast: Cast, plan: Plan, client: Client, freeze: Freeze) -> Client:
    """The browser of district A's officer on a day of the register step."""
    freeze(REGISTER_DAY)
    client.force_login(cast.district)
    return client


def edit_url(producer: Producer) -> str:
    return reverse("registration:producer_edit", args=[producer.pk])


def text_of(answer: HttpResponse) -> str:
    return str(answer.content.decode())


# --- registering ---


def test_a_typed_page_becomes_a_registered_producer(desk: Client) -> None:
    answer = desk.post(NEW, type_page({"price_baht": "๑,๒๐๐.๕๐", "selling_unit": "ถุง"}), follow=True)
    producer = newest()
    assert answer.redirect_chain == [(producer.get_absolute_url(), 302)]
    assert f"เลขทะเบียน {producer.registration_number}" in text_of(answer)
    assert (producer.name, producer.village_number, producer.phones) == ("ร้านป้าแจ๋ว", "3", ["0812345678"])
    assert producer.postcode == "80000", "an empty box takes the subdistrict's only postcode"
    assert [str(product.price_baht) for product in producer.products.all()] == ["1200.50"]


def test_what_people_type_of_owner_and_village_is_read_and_printed_once(desk: Client) -> None:
    boxes = {
        "owner_title": "",
        "owner_first_name": "นายจะแฮ",
        "owner_last_name": "",
        "has_no_last_name": "on",
    }
    desk.post(NEW, type_page(**boxes, village_number="หมู่ ๔"))
    producer = newest()
    assert (producer.owner_title, producer.owner_first_name, producer.owner_last_name) == ("นาย", "จะแฮ", "")
    assert (producer.owner_name, producer.village_number) == ("นายจะแฮ", "4")
    page = desk.get(edit_url(producer)).context["form"]
    assert page["has_no_last_name"].value() is True
    asked = desk.post(NEW, type_page(owner_last_name=""))
    assert "กรอกนามสกุล หรือเลือก “ไม่มีนามสกุล”" in text_of(asked)


def test_an_old_dash_for_a_surname_is_not_printed_and_no_change(desk: Client, cast: Cast) -> None:
    old = {"owner_title": "นาย", "owner_first_name": "จะแฮ", "owner_last_name": "-", "village_number": "หมู่ 4"}
    producer = make_producer(cast.a, by=cast.district, kind="sole_owner", **old)
    assert "นายจะแฮ</dd>" in text_of(desk.get(producer.get_absolute_url()))
    entry = as_of.roster(cast.a, REGISTER_DAY).entries()[0]
    assert (entry.owner_name, "หมู่ที่ 4" in entry.address, "หมู่ที่ หมู่" in entry.address) == ("นายจะแฮ", True, False)
    desk.post(edit_url(producer), drawn_boxes(desk, edit_url(producer)))
    producer.refresh_from_db()
    assert (producer.owner_last_name, producer.village_number) == ("-", "หมู่ 4")


def test_a_lost_zero_is_put_back_by_one_press(desk: Client) -> None:
    boxes = type_page(phones="891234567")
    answer = desk.post(NEW, boxes)
    assert 'name="phones-offer" value="08 9123 4567"' in text_of(answer)
    desk.post(NEW, boxes | {"phones-offer": "08 9123 4567"})
    assert newest().phones == ["0891234567"]


def test_save_and_next_keeps_place_kind_and_product_type(desk: Client) -> None:
    answer = desk.post(NEW, type_page({"product_type": "cloth"}) | {"next": "1"})
    assert answer.url == f"{NEW}?after={newest().pk}&district=8001"
    page = desk.get(answer.url).context["page"]
    assert page.producer["kind"].value() == "sole_owner"
    assert page.producer["subdistrict"].value() == "800101"
    assert page.products.forms[0]["product_type"].value() == "cloth"
    assert not page.producer["name"].value()


def test_copy_fills_the_empty_boxes_from_the_last_producer_and_keeps_what_is_typed(
    desk: Client, cast: Cast
) -> None:
    make_producer(cast.a, by=cast.district, house_number="7/7", road="ราชดำเนิน")
    typed = {"name": "ร้านใหม่", "house_number": "1", "products-count": "1", "copy": "1"}
    page = desk.post(NEW, typed).context["page"]
    values = {name: page.producer[name].value() for name in ("name", "house_number", "road", "kind")}
    assert values == {"name": "ร้านใหม่", "house_number": "1", "road": "ราชดำเนิน", "kind": "group"}
    assert not page.errors


def test_rows_grow_and_shrink_by_submit_buttons_with_everything_kept(desk: Client) -> None:
    typed = type_page(name="ร้านสองแถว", founded_day_0="16", founded_day_1="มี.ค.")
    page = desk.post(NEW, typed | {"add": "products"}).context["page"]
    assert (len(page.products.forms), page.producer["name"].value()) == (2, "ร้านสองแถว")
    assert page.producer["founded_day"].value() == ["16", "มี.ค.", None]
    assert not page.errors
    more = typed | type_products({}, {"name": "ผ้ายก"}) | {"add": "products-1-certificates"}
    page = desk.post(NEW, more).context["page"]
    assert [len(form.certificates.forms) for form in page.products] == [0, 1]
    page = desk.post(NEW, more | {"add": ["nonsense-7"]}).context["page"]
    assert len(page.products.forms) == 2
    fewer = typed | type_products({}, {"name": "ผ้ายก"}) | {"remove": "products-0"}
    assert [f["name"].value() for f in desk.post(NEW, fewer).context["page"].products] == ["ผ้ายก"]
    assert not Producer.objects.exists()


def test_errors_stand_in_a_summary_and_nothing_typed_is_lost(desk: Client) -> None:
    text = text_of(desk.post(NEW, type_page({"name": ""}, citizen_id="123", subdistrict="")))
    assert "<title>ผิดพลาด: " in text
    assert '<a href="#id_citizen_id">เลขประจำตัวประชาชนต้องมี 13 หลัก แต่พิมพ์มา 3 หลัก' in text
    assert '<a href="#id_products-0-name">กรอกชื่อผลิตภัณฑ์</a>' in text
    assert 'value="ร้านป้าแจ๋ว"' in text
    assert not Producer.objects.exists()


def test_an_own_duplicate_is_linked_and_a_foreign_one_tells_nothing(desk: Client, cast: Cast) -> None:
    own = make_producer(cast.a, by=cast.district, kind="sole_owner", name="ร้านเดิม")
    foreign = make_producer(cast.b, by=cast.neighbour, kind="sole_owner", name="ร้านเพื่อนบ้าน")
    text = text_of(desk.post(NEW, type_page(citizen_id=number_of(own))))
    assert f'<a href="{own.get_absolute_url()}">' in text
    assert "ร้านเดิม" in text
    text = text_of(desk.post(NEW, type_page(citizen_id=number_of(foreign))))
    assert "เลขนี้ลงทะเบียนอยู่แล้วในพื้นที่อื่น" in text
    assert not {"ร้านเพื่อนบ้าน", foreign.registration_number, foreign.get_absolute_url()} & {
        word
        for word in (foreign.name, foreign.registration_number, foreign.get_absolute_url())
        if word in text
    }


def test_a_place_outside_the_district_is_no_choice(desk: Client, cast: Cast) -> None:
    answer = desk.post(NEW, type_page(subdistrict="800201"))
    assert "subdistrict" in answer.context["form"].errors
    assert desk.post(NEW, type_page(district="8002")).status_code == 404


def test_an_officer_of_two_districts_chooses_by_the_address(desk: Client, cast: Cast) -> None:
    make_post(cast.district, cast.b)
    assert "อำเภอพรหมคีรี" in text_of(desk.get(f"{NEW}?district=8002"))
    desk.post(NEW, type_page(district="8002", subdistrict="800201"))
    assert newest().district == cast.b


# --- drafts ---


def test_between_windows_the_page_opens_says_why_and_keeps_a_draft(
    desk: Client, cast: Cast, freeze: Freeze
) -> None:
    freeze(GAP_DAY)
    desk.force_login(cast.district)
    text = text_of(desk.get(NEW))
    assert "เปิดอีกครั้ง" in text
    assert "วันจันทร์ที่ 2 เมษายน 2561" in text
    assert "เก็บเป็นร่าง</button>" in text
    answer = desk.post(NEW, type_page(name="ร้านนอกเวลา"), follow=True)
    assert answer.redirect_chain == [(f"{NEW}?draft=1&district=8001", 302)]
    assert "จึงเก็บเป็นร่างไว้ให้แล้ว" in text_of(answer)
    assert 'value="ร้านนอกเวลา"' in text_of(answer)
    assert not Producer.objects.exists()


def test_a_draft_is_offered_opened_saved_and_then_gone(desk: Client, cast: Cast) -> None:
    typed = type_page(name="ร้านร่าง", documents_seen=["id_card", "house"])
    assert desk.post("/producers/draft/new/", typed).json() == {}
    offer = text_of(desk.get(NEW))
    assert "มีร่างที่ยังไม่บันทึก" in offer
    assert "data-autosave-url" in offer, "the page keeps a draft of its own beside the one on offer"
    assert "ร้านร่าง" in text_of(desk.get("/producers/drafts/"))
    opened = drawn_boxes(desk, f"{NEW}?draft=1")
    assert opened["name"] == "ร้านร่าง"
    assert opened["documents_seen"] == ["id_card", "house"]
    desk.post(NEW, opened)
    assert newest().name == "ร้านร่าง"
    assert not Draft.objects.exists()


def test_a_draft_can_be_thrown_away_and_is_nobody_elses(desk: Client, cast: Cast) -> None:
    desk.post("/producers/draft/new/", type_page(name="ร้านร่าง"))
    desk.force_login(cast.colleague)
    assert "ร้านร่าง" not in text_of(desk.get("/producers/drafts/"))
    assert "มีร่างที่ยังไม่บันทึก" not in text_of(desk.get(NEW))
    desk.force_login(cast.district)
    assert desk.post("/producers/draft/new/discard/", {"list": "1"}).url == "/producers/drafts/"
    assert not Draft.objects.exists()


def test_two_pages_keep_their_drafts_apart(desk: Client, freeze: Freeze, cast: Cast) -> None:
    desk.post("/producers/draft/new/", type_page(name="ร่างเก่า"))
    [key] = re.findall('name="draft_key" value="([0-9a-f]{8})"', text_of(desk.get(NEW)))
    desk.post("/producers/draft/new/", type_page(name="ร่างที่สอง", draft_key=key))
    assert {row.title for row in Draft.objects.all()} == {"ร่างเก่า", "ร่างที่สอง"}
    freeze(GAP_DAY)
    desk.force_login(cast.district)
    answer = desk.post(NEW, type_page(name="ร่างที่สอง แก้", draft_key=key))
    assert answer.url == f"{NEW}?draft={key}&district=8001"
    assert 'value="ร่างที่สอง แก้"' in text_of(desk.get(answer.url))
    freeze(REGISTER_DAY)
    desk.force_login(cast.district)
    desk.post(NEW, type_page(name="ร่างที่สอง แก้", draft_key=key))
    assert newest().name == "ร่างที่สอง แก้"
    assert [row.title for row in Draft.objects.all()] == ["ร่างเก่า"]


def test_a_draft_of_a_record_that_somebody_saved_is_kept_and_says_so(desk: Client, cast: Cast) -> None:
    producer = make_producer(cast.a, by=cast.district)
    boxes = drawn_boxes(desk, edit_url(producer))
    amend(producer, by=cast.colleague, on=REGISTER_DAY, road="ใหม่")
    answer = desk.post(f"/producers/draft/{producer.pk}/", boxes)
    assert answer.status_code == 409
    assert "มีผู้อื่นแก้ไขระเบียนนี้" in answer.json()["message"]
    assert Draft.objects.get().subject == f"producer:{producer.pk}"


def test_a_page_posted_after_the_session_ended_is_offered_again(
    desk: Client, cast: Cast, freeze: Freeze
) -> None:
    desk.get(NEW)
    freeze(datetime(2018, 2, 1, 16, tzinfo=BANGKOK))  # four hours idle
    assert desk.post(NEW, type_page(name="ร้านหมดเวลา")).url.startswith("/accounts/sign-in/")
    desk.force_login(cast.district)
    assert 'value="ร้านหมดเวลา"' in text_of(desk.get(NEW))


# --- changing ---


def test_a_page_saved_untouched_changes_nothing_but_the_version(desk: Client, cast: Cast) -> None:
    certificate = {
        "standard": "halal",
        "number": "ฮล 1",
        "issuer": "",
        "issued_day": None,
        "expires_day": None,
    }
    product = {"name": "ขนม", "product_type": "food", "certificates": [certificate]}
    producer = make_producer(cast.a, by=cast.district, products=[product], members_male_count=1)
    before = producer.revisions.get().content
    boxes = drawn_boxes(desk, edit_url(producer)) | {"members_female_count": "0"}
    assert "citizen_id" not in boxes, "the whole number never travels to the browser"
    assert desk.post(edit_url(producer), boxes).url == producer.get_absolute_url()
    after = producer.revisions.get(number=2).content
    assert after == before | {"members_female_count": 0}


def test_a_colleagues_save_leads_to_a_comparison_that_loses_nothing(desk: Client, cast: Cast) -> None:
    producer = make_producer(cast.a, by=cast.district, kind="sole_owner", road="เดิม", lane="เดิม")
    boxes = drawn_boxes(desk, edit_url(producer))
    amend(producer, by=cast.colleague, on=REGISTER_DAY, road="ของเขา", lane="ของเขา")
    mine = boxes | {"road": "ของฉัน", "village": "คีรีวง"}
    answer = desk.post(edit_url(producer), mine)
    seen = {row.key: row.chosen for row in answer.context["seen"].rows}
    assert seen == {"village": "mine", "lane": "theirs", "road": ""}
    assert f"{cast.colleague} บันทึก" in text_of(answer)
    asked = dict(answer.context["hidden"]) | {"version": "2", "began": "1"}
    again = desk.post(edit_url(producer), asked | {"take:village": "mine", "take:lane": "theirs"})
    assert "เลือกข้อมูลที่จะใช้ให้ครบทุกช่อง" in text_of(again)
    chosen = {"take:village": "mine", "take:lane": "theirs", "take:road": "mine"}
    assert desk.post(edit_url(producer), asked | chosen).url == producer.get_absolute_url()
    saved = Producer.objects.get()
    assert (saved.road, saved.lane, saved.village, saved.version) == ("ของฉัน", "ของเขา", "คีรีวง", 3)


def test_a_third_save_during_the_comparison_is_compared_again(desk: Client, cast: Cast) -> None:
    producer = make_producer(cast.a, by=cast.district, kind="sole_owner")
    boxes = drawn_boxes(desk, edit_url(producer)) | {"road": "ของฉัน"}
    second = amend(producer, by=cast.colleague, on=REGISTER_DAY, road="สอง")
    amend(second, by=cast.colleague, on=REGISTER_DAY, road="สาม")
    answer = desk.post(edit_url(producer), boxes | {"version": "2", "began": "1", "take:road": "mine"})
    assert [row.theirs for row in answer.context["seen"].rows] == ["สาม"]
    assert Producer.objects.get().road == "สาม"


def test_a_product_withdrawn_meanwhile_is_left_out_and_named(desk: Client, cast: Cast) -> None:
    producer = make_producer(cast.a, by=cast.district, kind="sole_owner")
    boxes = drawn_boxes(desk, edit_url(producer)) | {"road": "ของฉัน"}
    gone = producer.products.get()
    registry.withdraw_product(gone, by=cast.colleague, on=REGISTER_DAY, version=1, reason="เลิกทำ")
    answer = desk.post(edit_url(producer), boxes)
    assert answer.context["seen"].withdrawn == (gone.name,)
    asked = dict(answer.context["hidden"]) | {"version": "2", "began": "1", "take:road": "mine"}
    desk.post(edit_url(producer), asked)
    assert Producer.objects.get().road == "ของฉัน"
    assert producer.products.get().is_withdrawn


def test_a_strangers_product_cannot_be_saved_into_a_record(desk: Client, cast: Cast) -> None:
    producer = make_producer(cast.a, by=cast.district, kind="sole_owner")
    other = make_producer(cast.a, by=cast.district).products.get()
    boxes = drawn_boxes(desk, edit_url(producer)) | {"products-0-id": str(other.pk)}
    assert "ไม่อยู่ในระเบียนนี้แล้ว" in text_of(desk.post(edit_url(producer), boxes))


def test_a_returned_record_shows_the_reason_beside_its_box_and_is_answered(
    desk: Client, cast: Cast, freeze: Freeze
) -> None:
    producer = make_producer(cast.a, by=cast.district, kind="sole_owner")
    make_producer(cast.a, by=cast.district, name="รายที่ไม่ถูกส่งกลับ")
    walk(submission_of(cast.a), Status.SENT_BACK)
    freeze(VERIFY_DAY)
    desk.force_login(cast.district)  # the session ended long ago
    text = text_of(desk.get(edit_url(producer)))
    assert "จังหวัดส่งกลับให้แก้ไข 1 ข้อ" in text
    assert "<strong>จังหวัดให้แก้ไข: ข้อมูลไม่ถูกต้อง</strong>" in text
    desk.post(edit_url(producer), drawn_boxes(desk, edit_url(producer)) | {"phones": "0899999999"})
    assert producer.registrations.get().review == "answered"
    assert "แก้ได้เฉพาะระเบียนที่จังหวัดส่งกลับ" in text_of(desk.get(edit_url(newest())))


def test_the_pages_of_another_officer_are_closed(desk: Client, cast: Cast) -> None:
    producer = make_producer(cast.a, by=cast.district)
    for person, code in ((cast.neighbour, 404), (cast.province, 403), (cast.department, 403)):
        desk.force_login(person)
        assert desk.get(edit_url(producer)).status_code == code
    make_post(cast.neighbour, cast.home)
    desk.force_login(cast.neighbour)
    assert desk.get(edit_url(producer)).status_code == 403, "seen through the province, not the officer's own"


def test_two_registrations_of_one_person_by_hand_make_one_record(desk: Client, cast: Cast) -> None:
    typed = type_page(citizen_id=make_citizen_id())
    desk.post(NEW, typed)
    desk.force_login(make_officer("8001"))
    assert "ลงทะเบียนแล้วในอำเภอของท่าน" in text_of(desk.post(NEW, typed))
    assert Producer.objects.count() == 1
