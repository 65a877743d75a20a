"""The province's certificate: reasons for what is left out, the announcement's record, taking both back."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from registration.models import Certification, Plan, Post, Registration
from registration.services.journey import coverage, province
from registration.services.registry.looked import looked
from registration.workflow import CertificateStatus, Status
from tests.conftest import Freeze
from tests.world.cast import Cast
from tests.world.factories import (
    VERIFY_DAY,
    certification_of,
    make_producer,
    submission_of,
    walk,
)
from tests.world.review_scene import NAMES, enter_many
from tests.world.round_pages import address, read

pytestmark = pytest.mark.django_db
SIGN = reverse("registration:sign", args=[2561, 2, "80"])


@pytest.fixture
def certified_district(cast: Cast, plan: Plan, freeze: Freeze) -> None:
    """District A is certified, B has entered a producer and not submitted; today the province verifies."""
    make_producer(cast.a, by=cast.district)
    make_producer(cast.b, by=cast.neighbour)
    walk(submission_of(cast.a), Status.CERTIFIED)
    freeze(VERIFY_DAY)


def post(client: Client, verb: str, **data: object) -> str:
    """Where a verb leads, or what its page says when it stays."""
    answer = client.post(address("advance", "80", verb), data)
    return str(getattr(answer, "url", "") or answer.content.decode())


def test_every_district_left_out_needs_a_reason(certified_district: None, cast: Cast, client: Client) -> None:
    client.force_login(cast.province)
    text = post(client, "certify_province")
    assert "กรอกเหตุผลที่ใช้กับทุกอำเภอ หรือกรอกเหตุผลของอำเภอที่ยังไม่มีอีก 1 แห่ง" in text
    assert certification_of(cast.home).status == CertificateStatus.PENDING


def test_the_shared_reason_is_never_called_optional_while_it_is_wanted(
    certified_district: None, cast: Cast, client: Client
) -> None:
    text = read(client, cast.province, address("advance", "80", "certify_province"))
    assert "ไม่ได้ส่งในกำหนด" in text  # as the board says of the same district
    label = text[text.index("เหตุผลที่ใช้กับทุกอำเภอในรายการ") :][:200]
    assert "ต้องกรอก เว้นแต่กรอกเหตุผลครบทุกอำเภอ" in label


def test_after_certifying_the_main_button_records_the_announcement_then_shows_it(
    certified_district: None, cast: Cast, client: Client
) -> None:
    walk(submission_of(cast.b), Status.SUBMITTED)
    walk(certification_of(cast.home), CertificateStatus.CERTIFIED)
    text = read(client, cast.province, address("round", "80"))
    assert main_button(text) == address("advance", "80", "announce_province")
    walk(certification_of(cast.home), CertificateStatus.ANNOUNCED)
    assert main_button(read(client, cast.province, address("round", "80"))) == address("certificate", "80")


def main_button(text: str) -> str:
    """Where the page's first primary button leads."""
    return str(re.search(r'class="btn btn-primary"[^>]*href="([^"]+)"', text)[1])


@pytest.mark.parametrize("box", ["shared", "left_out_8002"])
def test_the_certificate_names_what_it_leaves_out_and_counts_the_rest(
    certified_district: None, cast: Cast, client: Client, box: str
) -> None:
    client.force_login(cast.province)
    assert post(client, "certify_province", **{box: "น้ำท่วมสำนักงาน"}) == address("certificate", "80")
    text = read(client, cast.province, address("certificate", "80"))
    assert certification_of(cast.home).left_out == {"8002": "น้ำท่วมสำนักงาน"}
    assert "น้ำท่วมสำนักงาน" in text
    assert certification_of(cast.home).fingerprint in text
    assert ("ตามที่จังหวัดรับรองเมื่อ" in text, "ข้อมูล ณ ขณะนี้" in text) == (True, False)
    footer = text[text.index("<tfoot>") : text.index("</tfoot>")]
    assert "<strong>1</strong>" in footer  # of the two producers, only that of the certified district


def test_the_announcement_is_recorded_in_thai_digits(
    certified_district: None, cast: Cast, client: Client
) -> None:
    client.force_login(cast.province)
    post(client, "certify_province", shared="น้ำท่วม")
    day = {"announcement_day_0": "๒๐", "announcement_day_1": "3", "announcement_day_2": "2561"}
    assert "กรอกเลขที่ประกาศ" in post(client, "announce_province", **day)
    post(client, "announce_province", announcement_number="12/2561", **day)
    text = read(client, cast.province_executive, address("certificate", "80"))
    assert "๑๒/๒๕๖๑" in text
    assert "๒๐ มีนาคม ๒๕๖๑" in text
    assert "ประกาศรับรองผลการลงทะเบียน" in text


def test_the_signer_is_chosen_from_those_with_an_office_on_the_day(
    certified_district: None, cast: Cast, client: Client
) -> None:
    client.force_login(cast.province)
    post(client, "certify_province", shared="น้ำท่วม")
    governor = Post.objects.get(user=cast.province_executive)
    Post.objects.filter(pk=governor.pk).update(
        position="ผู้ว่าราชการจังหวัดนครศรีธรรมราช", valid_to=date(2018, 3, 19)
    )
    day = {"announcement_day_0": "20", "announcement_day_1": "3", "announcement_day_2": "2561"}
    given = {"announcement_number": "12/2561", "announcement_signer": str(governor.pk)} | day
    assert "ไม่ได้ดำรงตำแหน่ง" in post(client, "announce_province", **given)
    Post.objects.filter(pk=governor.pk).update(valid_to=None)
    own = Post.objects.get(user=cast.province)
    assert "เลือก" in post(client, "announce_province", **given | {"announcement_signer": str(own.pk)})
    post(client, "announce_province", **given)
    assert Certification.objects.get(province_id="80", round_id=25612).announcement_signer == governor


def test_an_announcement_is_never_dated_ahead(certified_district: None, cast: Cast, client: Client) -> None:
    client.force_login(cast.province)
    post(client, "certify_province", shared="น้ำท่วม")
    day = {"announcement_day_0": "21", "announcement_day_1": "3", "announcement_day_2": "2561"}
    text = post(client, "announce_province", announcement_number="12/2561", **day)
    assert "วันที่ของประกาศอยู่หลังวันนี้" in text
    assert 'value="12/2561"' in text


def test_a_certificate_is_taken_back_with_a_reason(
    certified_district: None, cast: Cast, client: Client
) -> None:
    client.force_login(cast.province)
    post(client, "certify_province", shared="น้ำท่วม")
    assert post(client, "withdraw_certificate", reason="พบข้อมูลซ้ำ") == address("round", "80")
    assert client.get(address("certificate", "80")).url == address("round", "80")
    assert "พบข้อมูลซ้ำ" in read(client, cast.province, address("round", "80"))


def test_without_a_certified_district_there_is_nothing_to_certify(
    cast: Cast, plan: Plan, client: Client, freeze: Freeze
) -> None:
    freeze(VERIFY_DAY)
    client.force_login(cast.province)
    assert "ยังไม่มีอำเภอที่รับรองแล้วในรอบนี้" in post(client, "certify_province", shared="น้ำท่วม")


def test_a_clean_district_is_drawn_opened_and_certified_from_the_board(
    cast: Cast, plan: Plan, client: Client, freeze: Freeze
) -> None:
    """Review, draw, open what was drawn, certify, confirm: every step is a button of the page before it."""
    make_producer(cast.a, by=cast.district)
    walk(submission_of(cast.a), Status.SUBMITTED)
    freeze(VERIFY_DAY)
    board = read(client, cast.province, address("round", "80"))
    assert f'href="{address("review", "8001")}"' in board
    queue = client.get(address("review", "8001")).text
    assert f'action="{address("draw_sample", "8001")}"' in queue
    queue = client.post(address("draw_sample", "8001"), follow=True).text
    record = address("record", "8001", Registration.objects.get().pk)
    assert f'href="{record}?mark=must"' in queue
    queue = client.post(f"{record}?mark=must", {"act": "pass"}, follow=True).text
    assert f'href="{address("advance", "8001", "certify")}"' in queue
    client.post(address("advance", "8001", "certify"))
    assert submission_of(cast.a).status == Status.CERTIFIED


def test_several_districts_are_signed_together_each_as_far_as_it_was_looked_at(
    cast: Cast, plan: Plan, client: Client, freeze: Freeze
) -> None:
    enter_many(cast.a, cast.district)
    make_producer(cast.b, by=cast.neighbour)
    for unit in (cast.a, cast.b):
        walk(submission_of(unit), Status.SUBMITTED)
    freeze(VERIFY_DAY)
    client.force_login(cast.province)
    page = client.get(SIGN).text
    assert "พร้อมรับรอง 0 อำเภอ ยังขาด 2 อำเภอ" in page
    assert client.post(SIGN, {"district": ["8001"]}).status_code == 200
    client.post(address("draw_sample", "80"))
    must = Registration.objects.filter(coverage.FLAGGED | coverage.sampled(25612), district=cast.a)
    province.mark_passed(must, by=cast.province, on=VERIFY_DAY)
    opened = must.count()
    assert opened < len(NAMES)
    ready = client.get(SIGN).text
    assert ("พร้อมรับรอง 1 อำเภอ ยังขาด 1 อำเภอ" in ready, 'value="8001" checked' in ready) == (True, True)
    assert 'value="8001" checked' not in client.post(SIGN, {}).text  # nobody ticks again what was unticked
    assert client.post(SIGN, {"district": ["8001", "8002"]}).status_code == 200
    assert client.post(SIGN, {"district": ["8001"]}).url == address("round", "80")
    assert [submission_of(unit).status for unit in (cast.a, cast.b)] == [Status.CERTIFIED, Status.SUBMITTED]
    told = looked(["8001"], 25612)
    assert (told.opened, told.bulk) == (opened, len(NAMES) - opened)
