"""The pages of notices: one's own, the choices about them, what failed and is sent again, the LINE groups."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from registration.models import Event, Notice, Plan, User
from registration.models.notices import Group, Kind, NoticeState, Pace
from registration.services.notices import digest, inbox, owe
from registration.workflow import CertificateStatus, Status
from tests.conftest import Freeze
from tests.registration.test_notices import at, choose, make_owed
from tests.world.cast import Cast
from tests.world.factories import DAY, VERIFY_DAY, certification_of, make_producer, submission_of, walk
from tests.world.round_pages import read

pytestmark = pytest.mark.django_db


def test_the_own_notices_are_listed_and_marked_read(cast: Cast, client: Client) -> None:
    owe([make_owed(cast.a), make_owed(cast.b)], at(DAY))
    text = read(client, cast.district, reverse("registration:notices"))
    assert "ยังไม่ได้อ่าน 1 เรื่อง" in text
    assert "อำเภอเมืองนครศรีธรรมราช" in text
    assert "พรหมคีรี" not in text
    client.post(reverse("registration:notices_read"))
    assert "อ่านครบทุกเรื่องแล้ว" in read(client, cast.district, reverse("registration:notices"))
    assert Notice.objects.filter(read_at=None).count() == 2  # the colleague's and the neighbour's


def test_a_choice_is_kept(cast: Cast, client: Client) -> None:
    client.force_login(cast.district)
    url = reverse("registration:notice_choices")
    assert client.post(url, {"monthly": "digest"}).status_code == 200  # the others are missing
    typed = dict.fromkeys([group.value for group in inbox.groups()], "digest")
    assert client.post(url, typed).status_code == 302
    assert inbox.choices(cast.district)[Group.MONTHLY] == Pace.DIGEST
    assert inbox.choices(cast.colleague)[Group.MONTHLY] == Pace.AT_ONCE


def test_failures_are_seen_in_the_unit_and_above_it(cast: Cast, client: Client) -> None:
    owe([make_owed(cast.a)], at(DAY))
    Notice.objects.update(state=NoticeState.FAILED, error="เครื่องรับอีเมลไม่รับ (550)")
    url = reverse("registration:notices_failed")
    for user in (cast.district, cast.province, cast.department):
        assert "(550)" in read(client, user, url)
    for user in (cast.neighbour, cast.other_province):
        assert "ไม่มีรายการที่ส่งไม่สำเร็จ" in read(client, user, url)


def test_what_failed_is_sent_again_to_the_address_of_today(cast: Cast, client: Client) -> None:
    owe([make_owed(cast.a)], at(DAY))
    Notice.objects.update(state=NoticeState.FAILED, error="550", attempts=12)
    row = Notice.objects.get(person=cast.district)
    User.objects.filter(pk=cast.district.pk).update(email="new@example.org")
    client.force_login(cast.province)
    url = reverse("registration:notice_again", args=[row.pk])
    for words in ("จะส่งอีกครั้ง", "ส่งอีกครั้งได้เฉพาะ"):  # the second time it waits already
        assert words in client.post(url, follow=True).content.decode()
    row.refresh_from_db()
    assert (row.state, row.attempts, row.address, row.error) == (NoticeState.OWED, 0, "new@example.org", "")
    assert Event.objects.filter(verb="send_notice_again", subject=f"notice:{row.pk}").count() == 1


def test_a_digest_is_sent_again_with_what_it_holds(cast: Cast) -> None:
    choose(cast.district, Pace.DIGEST)
    owe([make_owed(cast.a)], at(DAY))
    digest.collect(at(DAY + timedelta(days=1)))
    whole = Notice.objects.get(kind=Kind.DIGEST)
    Notice.objects.update(state=NoticeState.FAILED, error="550")
    inbox.send_again(whole, by=cast.department, on=DAY)
    assert {row.state for row in whole.collected.all()} == {NoticeState.COLLECTED}
    whole.refresh_from_db()
    assert whole.state == NoticeState.OWED


def test_a_rounds_text_names_the_open_step_and_who_is_awaited(
    cast: Cast, plan: Plan, freeze: Freeze, client: Client
) -> None:
    make_producer(cast.a, by=cast.district)
    walk(submission_of(cast.a), Status.SUBMITTED)
    url = reverse("registration:round_share", args=[2561, 2, "80"])
    freeze(date(2018, 3, 16))
    text = read(client, cast.province, url)
    assert "ขั้นลงทะเบียน วันนี้ วันศุกร์ที่ 16 มีนาคม 2561 เป็นวันสุดท้าย" in text
    assert "ยังไม่ส่งข้อมูลให้จังหวัด 1 แห่ง\n- อำเภอพรหมคีรี" in text
    assert "http://testserver/rounds/2561/2/" in text
    assert url in read(client, cast.province, reverse("registration:round", args=[2561, 2, "80"]))
    freeze(date(2018, 3, 17))  # in no window
    assert "ขั้นตรวจสอบและรับรองเปิดวันจันทร์ที่ 19 มีนาคม 2561" in read(client, cast.province, url)


def test_the_departments_text_names_the_provinces(
    cast: Cast, plan: Plan, freeze: Freeze, client: Client
) -> None:
    freeze(VERIFY_DAY)
    walk(certification_of(cast.home), CertificateStatus.CERTIFIED)
    text = read(client, cast.department, reverse("registration:closing_share", args=[2561, 2]))
    assert "ยังไม่รับรองระดับจังหวัด 1 แห่ง\n- จังหวัดหนองคาย" in text
    walk(certification_of(cast.far), CertificateStatus.CERTIFIED)
    assert "ครบทุกแห่งแล้ว" in read(
        client, cast.department, reverse("registration:closing_share", args=[2561, 2])
    )


def test_a_line_group_is_kept_by_its_own_unit(cast: Cast, client: Client) -> None:
    client.force_login(cast.province)
    url = reverse("registration:line_groups")
    assert client.post(url, {"name": "กลุ่ม", "target": "abc"}).status_code == 200
    for status in (302, 200):  # the second time it is there already
        assert client.post(url, {"name": "กลุ่ม", "target": f"C{'1' * 32}"}).status_code == status
    [group] = cast.home.line_targets.all()
    client.post(reverse("registration:line_group_remove", args=[group.pk]))
    assert not cast.home.line_targets.exists()
