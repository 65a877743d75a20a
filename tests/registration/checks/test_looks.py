"""A version over the stock: asked once, done by a worker that may die, kept with its day, shown by place."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from registration.models import Finding, Job, Plan, Registration, Round, StockLook, StockPart
from registration.models.jobs import JobState
from registration.services.checks import looks
from registration.tasks import look_over_stock
from tests.conftest import Freeze
from tests.world.cast import Cast
from tests.world.factories import REGISTER_DAY, make_producer
from tests.world.round_pages import read

pytestmark = pytest.mark.django_db
PAGE = "registration:check_look"


@pytest.fixture
def stock(cast: Cast, plan: Plan, freeze: Freeze) -> Round:
    """A round with two of one name in district A, one of whom has no telephone, and a record in another province."""
    freeze(REGISTER_DAY)
    make_producer(cast.a, by=cast.district, name="แม่บ้านนาดี")
    make_producer(cast.a, by=cast.district, name="แม่บ้าน นาดี", phones=[])
    make_producer(cast.far_district, by=cast.other_district)
    return Round.objects.get(pk=25612)


def done(stock: Round, cast: Cast, version: int = 2) -> StockLook:
    look = looks.ask(stock, version, by=cast.department, on=REGISTER_DAY)
    look_over_stock(job_id=look.job_id)
    return StockLook.objects.get(pk=look.pk)


def counts(look: StockLook) -> dict[str, tuple[int, int]]:
    return {line.check.code: (line.records, line.stored) for line in looks.board(look).lines if line.records}


def test_a_look_counts_what_a_version_finds_and_stores_no_finding(stock: Round, cast: Cast) -> None:
    Finding.objects.all().delete()
    look = done(stock, cast)
    assert counts(look) == {"same_name": (2, 0), "no_phone": (1, 0)}
    assert counts(done(stock, cast, version=1)) == {"same_name": (2, 0)}
    assert (looks.board(look).records, looks.board(look).flagged) == (3, 2)
    assert not Finding.objects.exists()
    assert look.ended_at
    assert look.day == REGISTER_DAY


def test_a_look_is_asked_once_and_goes_on_where_a_worker_died(stock: Round, cast: Cast) -> None:
    look = looks.ask(stock, 2, by=cast.department, on=REGISTER_DAY)
    assert looks.ask(stock, 2, by=cast.department, on=REGISTER_DAY) == look
    first = StockPart.objects.create(look=look, district=cast.a, records=7, flagged=0, flagged_stored=0)
    Job.objects.update(state=JobState.FAILED)  # it died after the first district, and was given up
    again = looks.ask(stock, 2, by=cast.department, on=REGISTER_DAY)
    assert again == look
    assert again.job_id != look.job_id
    look_over_stock(job_id=again.job_id)
    assert [part.pk for part in look.parts.filter(district=cast.a)] == [first.pk]
    assert look.parts.count() == 2
    assert looks.ask(stock, 2, by=cast.department, on=REGISTER_DAY) != look  # that one is done


def test_a_check_that_the_round_was_not_checked_by_is_new(stock: Round, cast: Cast) -> None:
    new = {line.check.code for line in looks.board(done(stock, cast)).lines if line.is_new}
    assert {"same_name", "no_phone"} <= new  # no district was sent, so none was checked
    assert looks.stored_version(stock) == 0


def test_only_the_department_may_ask(stock: Round, cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        looks.ask(stock, 2, by=cast.province, on=REGISTER_DAY)


def test_the_page_shows_progress_and_the_result_by_check_and_province(
    stock: Round, cast: Cast, client: Client
) -> None:
    url = reverse(PAGE, args=[2561, 2, 2])
    assert "ยังไม่เคยลองฉบับนี้กับรอบนี้" in read(client, cast.department, url)
    assert "รอทำ" in client.post(url, follow=True).text
    job = Job.objects.latest("pk")
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED, error="ระบบขัดข้อง")
    assert "ทำต่อจากที่ค้าง" in read(client, cast.department, url)
    done(stock, cast)
    text = read(client, cast.department, f"{url}?check=same_name")
    assert "ตรวจใหม่กับข้อมูลวันนี้" in text
    assert "จังหวัดนครศรีธรรมราช" in text
    example = Registration.objects.filter(producer__name="แม่บ้านนาดี").get()
    assert example.producer.get_absolute_url() in text


def test_the_table_of_checks_leads_to_a_version_in_a_round(stock: Round, cast: Cast, client: Client) -> None:
    page = reverse("registration:checks")
    assert "ฉบับที่ 1 (เคยใช้)" in read(client, cast.department, page)
    answer = client.get(page, {"round": stock.pk, "version": "1"})
    assert answer.url == reverse(PAGE, args=[2561, 2, 1])
    assert client.get(reverse(PAGE, args=[2561, 2, 99])).status_code == 404
