"""The page that undoes a round's acts on a record: what is lost is read first, and what may not be is said."""

from datetime import date

import pytest
from django.test import Client

from registration.identifiers import show_phone
from registration.models import Plan, Producer
from registration.workflow import Status
from tests.conftest import Freeze
from tests.registration.views.registry.test_transfers import as_, text_of
from tests.world.cast import Cast
from tests.world.factories import (
    GAP_DAY,
    REGISTER_DAY,
    amend,
    make_producer,
    make_product_fields,
    submission_of,
    walk,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def producer(cast: Cast, plan: Plan, freeze: Freeze) -> Producer:
    """Certified in the first round, changed in the second."""
    said = {"by": cast.district, "on": date(2017, 11, 1), "phones": ["0811111111"]}
    found = make_producer(cast.a, products=[make_product_fields(name="ลาพับ")], **said)
    walk(submission_of(cast.a, 25611), Status.CERTIFIED)
    freeze(REGISTER_DAY)
    return amend(found, by=cast.district, on=REGISTER_DAY, phones=["0899999999"])


def test_the_page_says_what_is_lost_and_the_act_is_in_the_history(
    client: Client, cast: Cast, producer: Producer
) -> None:
    url, page = f"/producers/{producer.pk}/revert/", f"/producers/{producer.pk}/"
    as_(client, cast.district)
    assert url in client.get(page).content.decode()
    text = text_of(client.get(url))
    assert all(
        word in text
        for word in (*map(show_phone, ("0899999999", "0811111111")), "ผลต่อรายงานของ", "ยังไม่ได้ดำเนินการ")
    )
    assert client.post(url, {"version": producer.version}).context["form"].errors
    stale = client.post(url, {"version": 1, "reason": "แก้ผิดราย"}, follow=True)
    assert "มีผู้อื่นบันทึกระเบียนนี้" in text_of(stale)
    done = client.post(url, {"version": producer.version, "reason": "แก้ผิดราย"}, follow=True)
    assert "คืนระเบียนเป็นตามที่รับรองล่าสุด" in text_of(done)
    assert Producer.objects.get().phones == ["0811111111"]
    assert url not in client.get(page).content.decode()


def test_what_cannot_be_undone_says_why(
    client: Client, cast: Cast, producer: Producer, freeze: Freeze
) -> None:
    new = make_producer(cast.a, by=cast.district)
    as_(client, cast.district)
    assert f"/producers/{new.pk}/revert/" not in client.get(f"/producers/{new.pk}/").content.decode()
    url = f"/producers/{new.pk}/revert/"
    assert "ยังไม่เคยได้รับรอง" in text_of(client.get(url))
    assert "ยังไม่เคยได้รับรอง" in text_of(client.post(url, {"version": 1, "reason": "แก้ผิดราย"}))
    freeze(GAP_DAY)
    as_(client, cast.district)
    assert "ไม่อยู่ในช่วงลงทะเบียน" in text_of(client.get(f"/producers/{producer.pk}/revert/"))
