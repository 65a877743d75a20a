"""The trial's date, the walk through one round, and the mailbox; none of them outside demo mode."""

from datetime import date
from pathlib import Path

import pytest
from django.core.mail import get_connection, send_mail
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from otop_registry import clock
from registration.demo import training
from registration.models import Plan, User
from registration.views.training import GUIDE
from tests.world.cast import Cast
from tests.world.factories import make_post, make_user
from tests.world.round_pages import read

pytestmark = pytest.mark.django_db
URL = reverse("registration:training_day")


@pytest.fixture
def demo(settings: Settings, tmp_path: Path) -> Settings:
    settings.DEMO = True
    settings.TRAINING_DAY_FILE = tmp_path / "training_day"
    settings.EMAIL_FILE_PATH = tmp_path / "outbox"
    return settings


def test_a_typed_day_moves_the_trial_and_empty_boxes_move_it_back(
    demo: Settings, cast: Cast, client: Client
) -> None:
    client.force_login(cast.district)
    client.post(URL, {"day_0": "๑๔", "day_1": "มี.ค.", "day_2": "๒๕๖๑"})
    assert clock.today() == date(2018, 3, 14)
    assert "วันพุธที่ 14 มีนาคม 2561" in read(client, cast.district, URL)
    client.post(URL, {"day_0": "", "day_1": "", "day_2": ""})
    assert clock.training_day() is None


def test_a_day_that_does_not_exist_is_refused(demo: Settings, cast: Cast, client: Client) -> None:
    client.force_login(cast.district)
    text = client.post(URL, {"day_0": "31", "day_1": "2", "day_2": "2561"}).content.decode()
    assert "ไม่มีวันที่ 31" in text
    assert clock.training_day() is None


def test_from_a_day_without_any_post_one_can_come_back(demo: Settings, cast: Cast, client: Client) -> None:
    client.force_login(cast.district)
    client.post(URL, {"day_0": "1", "day_1": "1", "day_2": "2550"})
    assert "ยังไม่มีตำแหน่ง" in read(client, cast.district, reverse("reporting:tasks"))
    client.post(URL, {"day_0": "", "day_1": "", "day_2": ""})
    assert clock.training_day() is None


def test_the_days_to_practise_on_come_from_the_plan(demo: Settings, cast: Cast, plan: Plan) -> None:
    days = [suggestion.day for suggestion in training.suggested_days()]
    assert days == [date(2018, 3, 14), date(2018, 3, 19), date(2018, 3, 26), date(2018, 3, 17), None]


def test_without_the_plan_only_the_real_day_is_left(demo: Settings, cast: Cast, client: Client) -> None:
    assert [suggestion.day for suggestion in training.suggested_days()] == [None]
    assert "วันจริง" in read(client, cast.district, URL)


def test_a_step_of_the_walk_sets_the_day_and_signs_its_person_in(
    demo: Settings, cast: Cast, plan: Plan, client: Client
) -> None:
    person = make_user(GUIDE[0].person, email="a@demo.invalid")
    make_post(person, cast.a)
    text = read(client, cast.district, URL)
    assert [step.person in text for step in GUIDE] == [True] * 5
    answer = client.post(
        URL, {"day_0": "14", "day_1": "3", "day_2": "2561", "person": person.username}, follow=True
    )
    assert answer.wsgi_request.user == person
    assert clock.today() == date(2018, 3, 14)


def test_only_demo_people_are_signed_in(demo: Settings, cast: Cast, client: Client) -> None:
    client.force_login(cast.district)
    client.post(URL, {"day_0": "14", "day_1": "3", "day_2": "2561", "person": "department"})
    assert client.get(URL).wsgi_request.user == cast.district


def test_the_mailbox_is_read_as_plain_text(demo: Settings, client: Client) -> None:
    backend = get_connection("django.core.mail.backends.filebased.EmailBackend")
    body = "เรียน <b>ท่าน</b>\nเปิด http://testserver/accounts/ ภายใน 1 ชั่วโมง"
    send_mail("ตั้งรหัสผ่าน <script>", body, None, ["somsri@example.go.th"], connection=backend)
    listed = client.get(reverse("registration:outbox"))
    (mail,) = listed.context["mails"]
    assert (mail.subject, mail.to) == ("ตั้งรหัสผ่าน <script>", "somsri@example.go.th")
    text = client.get(reverse("registration:outbox_mail", args=[mail.name])).content.decode()
    assert "&lt;b&gt;ท่าน&lt;/b&gt;" in text
    assert 'href="http://testserver/accounts/"' in text
    assert "<b>" not in text


@pytest.mark.parametrize("name", ["secret_key", "..", "20180101-000000-1-1"])
def test_no_other_file_is_read(demo: Settings, client: Client, name: str) -> None:
    folder = Path(demo.EMAIL_FILE_PATH)
    folder.mkdir()
    (folder / "secret_key").write_text("x", encoding="ascii")
    (folder.parent / "20180101-000000-1.log").write_text("Subject: x\n\nx", encoding="ascii")
    assert client.get(f"/outbox/{name}/").status_code == 404
    assert "ยังไม่มีจดหมาย" in client.get(reverse("registration:outbox")).content.decode()


def test_outside_demo_mode_nothing_of_it_exists(cast: Cast, client: Client) -> None:
    client.force_login(cast.district)
    before = User.objects.get(pk=cast.district.pk).last_login
    for url in (URL, reverse("registration:outbox"), "/outbox/x/"):
        assert client.get(url).status_code == 404
        assert client.post(url, {"person": "department"}).status_code == 404
    assert User.objects.get(pk=cast.district.pk).last_login == before
