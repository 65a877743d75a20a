"""The trial's large province: made once whatever is asked how often, gone on with where it stopped, by a button."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from registration.demo import province
from registration.models import Closing, Job, Producer, Registration, Submission, User
from registration.models.jobs import JobState, Lane
from registration.services import jobs, journal
from registration.workflow import ClosingStatus, Refused, Status
from tests.world.cast import Cast, build_cast, build_plan
from tests.world.factories import make_subdistrict, make_unit
from tests.world.round_pages import read

pytestmark = pytest.mark.django_db
WANTED = 45
URL, TRAINING = reverse("registration:large_province"), reverse("registration:training_day")


@pytest.fixture
def people(settings: Settings, tmp_path: Path) -> Cast:
    """The cast in demo mode, with a plan that knows the large province and its seven districts."""
    settings.DEMO, settings.TRAINING_DAY_FILE = True, tmp_path / "training_day"
    cast = build_cast()
    make_unit(province.PROVINCE)
    for number in range(1, 8):
        make_subdistrict(f"{province.PROVINCE}{number:02}01", postcodes="50000")
    build_plan()
    return cast


def test_it_is_made_once(people: Cast) -> None:
    told: list[int] = []
    assert province.load(lambda percent, words: told.append(percent), producers=WANTED) == WANTED
    assert told == sorted(told)
    assert province.load(producers=WANTED) == Producer.objects.count() == WANTED
    assert Registration.objects.filter(round_id=25611).count() == WANTED
    sent = Submission.objects.filter(district__code__startswith="50", status=Status.SUBMITTED)
    assert sent.count() == 6
    assert journal.verify_chains()[1] == []


def test_it_goes_on_where_it_stopped(people: Cast) -> None:
    def stop_half_way(percent: int, words: str) -> None:
        if percent > 40:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        province.load(stop_half_way, producers=WANTED)
    assert 0 < Producer.objects.count() < WANTED
    assert province.load(producers=WANTED) == WANTED
    assert Producer.objects.values("citizen_id").distinct().count() == WANTED


def test_it_needs_an_open_round(people: Cast) -> None:
    Closing.objects.update(status=ClosingStatus.SOFT_CLOSED, soft_closed_at=timezone.now())
    with pytest.raises(Refused, match="ปิดแล้ว"):
        province.load(producers=WANTED)


def test_the_button_asks_for_one_job_and_the_page_shows_how_far_it_is(people: Cast, client: Client) -> None:
    assert "เพิ่มจังหวัดขนาดใหญ่" in read(client, people.district, TRAINING)
    for _ in range(2):
        assert client.post(URL).status_code == 302
    job = Job.objects.get()
    assert (job.lane, job.asked_by) == (Lane.IMPORTS, people.district)
    jobs.perform(job.pk, lambda job, tell: tell(40, "บันทึกแล้ว 1,200 จาก 3,000 ราย"))
    Job.objects.filter(pk=job.pk).update(state=JobState.WAITING)
    text = read(client, people.district, TRAINING)
    assert "บันทึกแล้ว 1,200 จาก 3,000 ราย" in text
    assert "changwat.50" not in text


def test_the_page_tells_when_it_is_ready(people: Cast, client: Client) -> None:
    province.load(producers=WANTED)
    text = read(client, people.district, TRAINING)
    assert "19 มี.ค. 2561 เป็น changwat.50" in text
    client.post(URL)
    assert not Job.objects.exists()
    client.post(TRAINING, {"day_0": "19", "day_1": "3", "day_2": "2561", "person": province.OFFICER})
    assert client.get(TRAINING).wsgi_request.user.username == province.OFFICER


def test_outside_demo_mode_it_does_not_exist(people: Cast, client: Client, settings: Settings) -> None:
    settings.DEMO = False
    client.force_login(people.department)
    assert client.post(URL).status_code == 404
    with pytest.raises(CommandError, match="demo mode"):
        call_command("load_demo_province")
    with pytest.raises(PermissionError):
        province.load()
    assert not User.objects.filter(username=province.OFFICER).exists()
    assert not Job.objects.exists()
