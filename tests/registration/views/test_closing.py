"""The pages of the department's closing, posted as a browser without JavaScript would."""

import pytest
from django.db import connection, models
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from registration import append_only
from registration.models import Certification, Edition, EditionFigure, Job, Plan
from registration.models.jobs import JobState, Lane
from registration.services import jobs
from registration.tasks import close_round
from registration.workflow import CertificateStatus, ClosingStatus
from tests.conftest import Freeze
from tests.world.cast import Cast
from tests.world.factories import (
    CLOSE_DAY,
    VERIFY_DAY,
    certification_of,
    closing_of,
    make_contact,
    make_producer,
    make_unit,
    walk,
)
from tests.world.round_pages import address, count_queries, meanwhile, read

pytestmark = pytest.mark.django_db
HOME = reverse("registration:closing", args=[2561, 2])
DAY_BOXES = {"announcement_day_0": "๒๖", "announcement_day_1": "มี.ค.", "announcement_day_2": "2561"}


def act(verb: str) -> str:
    return reverse("registration:closing_act", args=[2561, 2, verb])


@pytest.fixture
def certified(cast: Cast, plan: Plan, freeze: Freeze) -> Cast:
    """Province 80 has certified district A with a producer; province 43 has not. It is the day of closing."""
    make_producer(cast.a, by=cast.district)
    walk(certification_of(cast.home), CertificateStatus.CERTIFIED)
    freeze(CLOSE_DAY)
    return cast


def test_the_round_is_held_closed_and_announced(
    certified: Cast, client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    client.force_login(certified.department)
    steps = (
        ("soft_close", {"shared": "น้ำท่วม"}, ClosingStatus.SOFT_CLOSED),
        ("hard_close", {"typed": "๒/๒๕๖๑"}, ClosingStatus.CLOSED),
        ("announce_round", {"announcement_number": "พช 1/2561", **DAY_BOXES}, ClosingStatus.ANNOUNCED),
    )
    for verb, typed, status in steps:
        assert client.get(act(verb)).status_code == 200
        with django_capture_on_commit_callbacks(execute=True):
            assert client.post(act(verb), typed).url == HOME
        answer = client.get(HOME)
        assert closing_of().status == status
    edition = Edition.objects.get()
    text = answer.content.decode()
    assert edition.fingerprint in text
    assert "น้ำท่วม" in text
    assert "พช 1/2561" in text


def test_each_province_has_the_shared_reason_or_its_own(
    cast: Cast, plan: Plan, client: Client, freeze: Freeze
) -> None:
    freeze(CLOSE_DAY)
    client.force_login(cast.department)
    client.post(act("soft_close"), {"shared": "ไม่ทันกำหนด", "reason_43": " น้ำท่วม "})
    assert closing_of().left_out == {"43": "น้ำท่วม", "80": "ไม่ทันกำหนด"}


@pytest.mark.parametrize(
    ("typed", "missing"), [({"shared": " "}, "อีก 2 แห่ง"), ({"reason_43": "ก"}, "อีก 1 แห่ง: จังหวัดนครศรีธรรมราช")]
)
def test_a_province_without_a_reason_is_named(
    cast: Cast, plan: Plan, client: Client, freeze: Freeze, typed: dict[str, str], missing: str
) -> None:
    freeze(CLOSE_DAY)
    client.force_login(cast.department)
    text = client.post(act("soft_close"), typed).content.decode()
    assert missing in text
    assert closing_of().status == ClosingStatus.OPEN


@pytest.mark.parametrize("typed", ["", "3/2561", "2/2562", "ปิด", "2561/2", "2-2561"])
def test_the_round_must_be_typed_to_close_it(certified: Cast, client: Client, typed: str) -> None:
    walk(closing_of(), ClosingStatus.SOFT_CLOSED)
    client.force_login(certified.department)
    text = client.post(act("hard_close"), {"typed": typed}).content.decode()
    assert "2/2561" in text
    assert 'aria-invalid="true"' in text
    assert not Edition.objects.exists()


def test_a_held_round_is_let_go_on_with_a_reason(certified: Cast, client: Client) -> None:
    walk(closing_of(), ClosingStatus.SOFT_CLOSED)
    client.force_login(certified.department)
    assert "กรอกเหตุผล" in client.post(act("reopen"), {"reason": " "}).content.decode()
    client.post(act("reopen"), {"reason": "จังหวัดขอแก้"})
    assert closing_of().status == ClosingStatus.OPEN


@pytest.mark.parametrize(("who", "unit"), [("province", "80"), ("district", "8001")])
def test_whom_the_message_sends_to_the_history_reads_the_reason_there(
    certified: Cast, client: Client, who: str, unit: str
) -> None:
    walk(closing_of(), ClosingStatus.SOFT_CLOSED)
    client.force_login(certified.department)
    client.post(act("reopen"), {"reason": "จังหวัดขอแก้"})
    text = read(client, getattr(certified, who), address("round", unit))
    assert "กรมฯ ยกเลิกการพักระบบ" in text
    assert "จังหวัดขอแก้" in text


def test_a_province_without_any_data_is_one_line_with_whom_to_call(
    cast: Cast, plan: Plan, client: Client, freeze: Freeze
) -> None:
    freeze(CLOSE_DAY)
    contact = make_contact(cast.far, phone="0800000009")
    text = read(client, cast.department, f"{HOME}?part=silent")
    assert f'<a class="keep" href="tel:{contact.phone}">08 0000 0009</a>' in text
    assert "รอตรวจ" not in text
    assert 'type="search"' not in text  # two lines need no search


def test_outside_its_days_the_page_says_when_it_opens(
    cast: Cast, plan: Plan, client: Client, freeze: Freeze
) -> None:
    freeze(VERIFY_DAY)
    for url in (HOME, act("soft_close")):
        text = read(client, cast.department, url)
        assert "วันจันทร์ที่ 26 มีนาคม 2561" in text
        assert f'href="{act("soft_close")}"' not in text
    answer = client.post(act("soft_close"), {"shared": "ก"})
    assert answer.status_code == 409
    assert "อยู่นอกช่วงเวลาของรอบ 2/2561" in answer.text
    assert closing_of().status == ClosingStatus.OPEN


def test_an_act_of_another_status_is_refused_and_not_offered(certified: Cast, client: Client) -> None:
    client.force_login(certified.department)
    answer = client.post(act("hard_close"), {"typed": "2/2561"})
    assert answer.status_code == 409
    text = answer.text
    assert "สถานะขณะนี้คือ “ยังไม่ปิดระบบ”" in text
    assert "<form" not in text[text.index("<main") : text.index("</main")]


def test_an_act_that_stands_already_counts_as_done(certified: Cast, client: Client) -> None:
    client.force_login(certified.department)
    for _ in range(2):  # pressed twice, or a colleague was quicker
        assert client.post(act("soft_close"), {"shared": "น้ำท่วม"}).url == HOME
    assert closing_of().status == ClosingStatus.SOFT_CLOSED
    assert "ไปก่อนแล้ว ไม่มีการบันทึกซ้ำ" in client.get(HOME).text


def test_what_was_typed_against_a_rule_stays_in_its_boxes(certified: Cast, client: Client) -> None:
    walk(closing_of(), ClosingStatus.CLOSED)
    client.force_login(certified.department)
    tomorrow = {**DAY_BOXES, "announcement_day_0": "31"}
    answer = client.post(act("announce_round"), {"announcement_number": "พช 1/2561", **tomorrow})
    assert answer.status_code == 200
    assert "วันที่ของประกาศอยู่หลังวันนี้" in answer.text
    assert 'value="พช 1/2561"' in answer.text


def test_a_reason_is_as_long_as_everywhere(cast: Cast, plan: Plan, client: Client, freeze: Freeze) -> None:
    freeze(CLOSE_DAY)
    client.force_login(cast.department)
    assert client.post(act("soft_close"), {"shared": "ก" * 501}).status_code == 200
    assert client.post(act("soft_close"), {"shared": "ก" * 500}).url == HOME


def test_the_checklist_tells_whom_to_call_and_leads_there(certified: Cast, client: Client) -> None:
    make_contact(certified.far, name="นางรอ รับรอง", phone="0812345678")
    text = read(client, certified.department, HOME)
    assert "จังหวัดนครศรีธรรมราช" not in text, "what is certified is another part"
    assert "นางรอ รับรอง" in text
    assert "08 1234 5678" in text
    assert f'href="{address("round", "43")}"' in text
    ready = read(client, certified.department, f"{HOME}?part=ready")
    assert f'href="{address("certificate", "80")}"' in ready
    left = read(client, certified.department, f"{HOME}?part=left")
    assert f'href="{address("round", "8002")}"' in left


def test_the_checklist_is_short_however_many_provinces_wait(certified: Cast, client: Client) -> None:
    for number in range(45, 75):
        unit = make_unit(str(number))
        Certification.objects.create(round_id=closing_of().round_id, province=unit)
    text = read(client, certified.department, HOME)
    assert text.count('<th scope="row">') == 20
    found = read(client, certified.department, f"{HOME}?part=silent&q=หน่วยงาน 46")
    assert found.count('<th scope="row">') == 1
    costs = {count_queries(client, certified.department, f"{HOME}?page={page}") for page in (1, 2)}
    assert len(costs) == 1


def test_the_sums_are_counted_when_they_are_asked_for(certified: Cast, client: Client) -> None:
    assert "เจ้าของรายเดียว" not in read(client, certified.department, HOME)
    text = " ".join(read(client, certified.department, f"{HOME}?totals=1").split())
    assert "รวมเฉพาะ 1 อำเภอที่รับรองแล้ว" in text
    assert "<strong>1</strong> ราย (ใหม่ 1 ย้ายเข้า 0 ยกเลิก 0 ย้ายออก 0)" in " ".join(text.split())


def test_unfinished_jobs_are_named_before_the_round_is_closed(certified: Cast, client: Client) -> None:
    jobs.ask(jobs.Order("registration.tasks.close_round", Lane.DOCUMENTS, "ชุดเอกสารจังหวัด"), {})
    jobs.ask(jobs.Order("registration.tasks.mail_password_link", Lane.MAIL, "จดหมายถึงใคร"), {})
    text = read(client, certified.department, HOME)
    assert "ชุดเอกสารจังหวัด" in text
    assert "จดหมายถึงใคร" not in text
    assert "ชุดเอกสารจังหวัด" not in read(client, certified.executive, HOME)


def test_an_executive_reads_the_own_scope_and_gets_no_button(certified: Cast, client: Client) -> None:
    national = read(client, certified.executive, HOME)
    provincial = read(client, certified.province_executive, HOME)
    assert "จังหวัดหนองคาย" in national
    assert "จังหวัดหนองคาย" not in provincial
    assert act("soft_close") not in national + provincial
    walk(closing_of(), ClosingStatus.CLOSED)
    text = read(client, certified.province_executive, HOME)
    assert "เมืองนครศรีธรรมราช" in text
    assert "หนองคาย" not in text


def test_a_changed_edition_is_told_when_it_is_checked(certified: Cast, client: Client) -> None:
    walk(closing_of(), ClosingStatus.CLOSED)
    assert "ตรงกับลายนิ้วมือที่ตรึงไว้" in read(client, certified.department, f"{HOME}?verify=1")
    with append_only.lifted(connection):
        models.QuerySet(EditionFigure).update(food=99)  # past the manager, which refuses
    assert "ไม่ตรงกับลายนิ้วมือ" in read(client, certified.department, f"{HOME}?verify=1")


def test_the_list_of_rounds_costs_the_same_for_every_number(certified: Cast, client: Client) -> None:
    url = reverse("registration:closings")
    assert "รอบ 2/2561" in read(client, certified.department, url)
    assert count_queries(client, certified.department, url) <= 12


@pytest.mark.parametrize("place", ["2580/1", f"{10**20}/1", "2561/9", "2561/0", "0/0"])
def test_an_unknown_round_is_not_found(certified: Cast, client: Client, place: str) -> None:
    client.force_login(certified.department)
    assert client.get(f"/closings/{place}/").status_code == 404
    assert client.get(f"/closings/{place}/hard_close/").status_code == 404


# --- the close is a job ---


def test_while_the_worker_closes_the_page_shows_it_and_offers_nothing(
    certified: Cast, client: Client
) -> None:
    walk(closing_of(), ClosingStatus.SOFT_CLOSED)
    client.force_login(certified.department)
    for _ in range(2):  # a second click finds the same job
        client.post(act("hard_close"), {"typed": "2/2561"})
    assert Job.objects.count() == 1
    text = client.get(HOME).content.decode()
    assert "ปิดระบบรอบ 2/2561" in text
    assert "<progress" in text
    assert act("reopen") not in text


def test_a_close_that_ends_while_the_page_is_read_is_still_watched(certified: Cast, client: Client) -> None:
    """The job read after the edition left a checklist with a job that is over, and no further look."""
    walk(closing_of(), ClosingStatus.SOFT_CLOSED)
    client.force_login(certified.department)
    client.post(act("hard_close"), {"typed": "2/2561"})
    job = Job.objects.get()
    with meanwhile("registration_edition", lambda: close_round(job_id=job.pk)):
        assert "hx-get" in client.get(HOME).content.decode()
    assert Edition.objects.get().fingerprint in client.get(HOME).content.decode()


def test_a_close_that_is_done_twice_stays_one_edition(certified: Cast, client: Client) -> None:
    walk(closing_of(), ClosingStatus.SOFT_CLOSED)
    client.force_login(certified.department)
    client.post(act("hard_close"), {"typed": "2/2561"})
    job = Job.objects.get()
    close_round(job_id=job.pk)
    Job.objects.update(state=JobState.WAITING)  # the worker died after the commit, before it said so
    close_round(job_id=job.pk)
    assert Edition.objects.count() == 1
    assert Job.objects.get().state == JobState.DONE


def test_a_close_that_is_refused_says_why_on_the_page(certified: Cast, client: Client) -> None:
    walk(closing_of(), ClosingStatus.SOFT_CLOSED)
    client.force_login(certified.department)
    client.post(act("hard_close"), {"typed": "2/2561"})
    certified.department.posts.update(valid_to="2018-01-01")
    close_round(job_id=Job.objects.get().pk)
    assert Job.objects.get().state == JobState.FAILED
    assert closing_of().status == ClosingStatus.SOFT_CLOSED
    assert jobs.NO_RIGHT in read(client, certified.executive, HOME)
