"""Notices against real servers with every fault they know: one logical message, nothing lost, nobody hammered."""

import re
from datetime import timedelta

import pytest
from pytest_django import Settings

from otop_registry import clock
from registration.models import LineTarget, Notice, Unit
from registration.models.notices import Channel, Kind, NoticeState
from registration.services.notices import Owed, delivery, owe
from tests.world.cast import Cast
from tests.world.mail_servers import line_api, smtp

pytestmark = pytest.mark.django_db
SENT, OWED, FAILED = NoticeState.SENT, NoticeState.OWED, NoticeState.FAILED
DETAILS = {"month": "2024-06-01", "due_day": "2024-07-15"}
GROUP = f"C{'0' * 32}"


@pytest.fixture(autouse=True)
def mail(settings: Settings) -> None:
    """Real SMTP, as in production but without TLS; a server that hangs is left after a second."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_USE_TLS, settings.EMAIL_TIMEOUT = "127.0.0.1", False, 1
    settings.SITE_URL = "http://otop.example.org"


def remind(unit: Unit, step: str = "0") -> list[Notice]:
    """A reminder of the 15th, owed to everybody of a district."""
    one = Owed(Kind.MONTHLY_DUE, unit.pk, "month:2567-06", step, f"/monthly/2567/6/{unit.pk}/", DETAILS)
    owe([one], clock.now())
    return list(Notice.objects.filter(kind=Kind.MONTHLY_DUE, unit=unit, step=step).order_by("pk"))


def run(settings: Settings, port: int, times: int = 1) -> None:
    """So many runs of the sender, each after every pause is over."""
    settings.EMAIL_PORT = port
    for _ in range(times):
        Notice.objects.filter(state=OWED).update(next_try_at=clock.now())
        delivery.send_due(clock.now())


def states() -> dict[str, int]:
    found = list(Notice.objects.filter(kind=Kind.MONTHLY_DUE).values_list("state", flat=True))
    return {state: found.count(state) for state in set(found)}


def test_everybody_of_the_district_gets_it_once(cast: Cast, settings: Settings) -> None:
    with smtp() as box:
        remind(cast.a)
        remind(cast.a)
        run(settings, box.port, times=3)
    assert sorted(to for _, to, _, _ in box.got) == sorted([cast.district.email, cast.colleague.email])
    assert all(id.endswith("@otop.example.org>") for id in box.times)
    assert set(box.times.values()) == {1}
    assert states() == {SENT: 2}


@pytest.mark.parametrize("answer", ["451 Greylisted", "452 Full", "421 Busy"])
def test_a_4xx_is_tried_again_after_growing_pauses(cast: Cast, settings: Settings, answer: str) -> None:
    with smtp(answers=[answer] * 2) as box:
        remind(cast.far_district)
        pauses = []
        for _ in range(2):
            run(settings, box.port)
            row = Notice.objects.get(kind=Kind.MONTHLY_DUE)
            pauses.append(round((row.next_try_at - clock.now()).total_seconds() / 60))
            assert row.state == OWED
            assert answer[:3] in row.error
        delivery.send_due(clock.now())  # before its pause is over
        assert box.got == []
        run(settings, box.port)
    assert pauses == [1, 3]
    assert (states(), len(box.got)) == ({SENT: 1}, 1)


def test_a_5xx_is_shown_to_the_unit_and_told_one_level_up(cast: Cast, settings: Settings) -> None:
    with smtp(answers=["550 No such user"]) as box:
        remind(cast.far_district)
        run(settings, box.port, times=3)
    assert states() == {FAILED: 1}
    row = Notice.objects.get(kind=Kind.MONTHLY_DUE)
    assert "550" in row.error
    assert (row.attempts, "@" in row.error) == (1, False)
    told = Notice.objects.get(kind=Kind.UNDELIVERED)
    assert (told.unit, told.person, told.details) == (cast.far, cast.other_province, {"about": "4301"})


def test_a_message_accepted_without_a_word_is_repeated_under_its_own_id(
    cast: Cast, settings: Settings
) -> None:
    with smtp(drop_first=1) as box:
        remind(cast.far_district)
        run(settings, box.port)
        assert states() == {OWED: 1}
        run(settings, box.port, times=2)
    assert list(box.times.values()) == [2]  # twice on the wire, one logical message
    assert states() == {SENT: 1}


def test_a_server_that_hangs_is_left_at_the_time_out(cast: Cast, settings: Settings) -> None:
    with smtp(wait=1.6) as box:
        remind(cast.far_district)
        begun = clock.now()
        run(settings, box.port)
        assert clock.now() - begun < timedelta(seconds=6)
        assert states() == {OWED: 1}
        box.wait = 0
        run(settings, box.port)
    assert (states(), len(box.times)) == ({SENT: 1}, 1)


def test_without_a_server_one_row_is_tried_and_nothing_is_lost(cast: Cast, settings: Settings) -> None:
    with smtp() as box:
        pass
    remind(cast.a)
    run(settings, box.port, times=2)
    tried = sorted(Notice.objects.values_list("attempts", flat=True))
    assert (states(), sum(tried)) == ({OWED: 2}, 2)
    with smtp() as box:
        run(settings, box.port)
    assert (states(), set(box.times.values())) == ({SENT: 2}, {1})


def test_after_the_last_try_it_is_told_one_level_up(cast: Cast, settings: Settings) -> None:
    with smtp(answers=["451 Later"] * 50) as box:
        remind(cast.far_district)
        Notice.objects.update(attempts=delivery.MAX_ATTEMPTS - 1)
        run(settings, box.port)
    assert states() == {FAILED: 1}
    assert Notice.objects.filter(kind=Kind.UNDELIVERED, unit=cast.far).count() == 1


def test_a_notice_that_cannot_be_drawn_does_not_hold_up_the_others(cast: Cast, settings: Settings) -> None:
    first, _ = remind(cast.a)
    Notice.objects.filter(pk=first.pk).update(details={"month": "never"})
    with smtp() as box:
        run(settings, box.port)
    assert (states(), len(box.got)) == ({OWED: 1, SENT: 1}, 1)


def test_a_worker_that_died_is_followed_after_its_lease(cast: Cast, settings: Settings) -> None:
    [row] = remind(cast.far_district)
    assert delivery.claim(row) is not None  # and then nothing more is heard of it
    with smtp() as box:
        settings.EMAIL_PORT = box.port
        delivery.send_due(clock.now())
        assert box.got == []
        Notice.objects.update(next_try_at=clock.now() - timedelta(seconds=1))  # the lease has run out
        delivery.send_due(clock.now())
    assert (states(), len(box.got)) == ({SENT: 1}, 1)


def test_who_acts_at_the_last_moment_is_not_reminded(cast: Cast, settings: Settings) -> None:
    remind(cast.a)
    with smtp() as box:
        settings.EMAIL_PORT = box.port
        delivery.send_due(clock.now(), {Kind.MONTHLY_DUE: lambda notice: True})
    assert (states(), box.got) == ({NoticeState.SKIPPED: 2}, [])


def test_the_mail_says_day_and_task_and_nothing_of_a_person(cast: Cast, settings: Settings) -> None:
    with smtp() as box:
        remind(cast.far_district)
        run(settings, box.port)
    [(_, _, subject, text)] = box.got
    assert subject == "ครบกำหนดวันนี้: รายงานเดือนมิถุนายน 2567 อำเภอเมืองหนองคาย"
    assert "วันจันทร์ที่ 15 กรกฎาคม 2567" in text
    assert "http://otop.example.org/monthly/2567/6/4301/" in text.splitlines()
    assert not re.search(r"[0-9]{13}", text)
    assert cast.other_district.last_name not in text


# --- LINE ---


@pytest.fixture
def group(cast: Cast, settings: Settings) -> Notice:
    """One reminder owed to a LINE group; the mails are out of the way."""
    settings.LINE_CHANNEL_TOKEN = "token"
    LineTarget.objects.create(unit=cast.far_district, target=GROUP, name="กลุ่มอำเภอ")
    remind(cast.far_district)
    Notice.objects.filter(channel=Channel.MAIL).delete()
    return Notice.objects.get()


def test_line_gets_the_text_under_the_key_of_the_notice(group: Notice, settings: Settings) -> None:
    with line_api() as api:
        settings.LINE_API_URL = api.url
        run(settings, 1, times=2)
    [call] = api.calls
    assert (call["path"], call["to"]) == ("/v2/bot/message/push", GROUP)
    assert (call["x-line-retry-key"], call["authorization"]) == (str(group.uuid), "Bearer token")
    [message] = call["messages"]
    assert message["type"] == "text"
    assert "http://otop.example.org/monthly/2567/6/4301/" in message["text"]
    assert states() == {SENT: 1}


@pytest.mark.parametrize("status", [500, 429])
def test_line_is_asked_again_with_the_same_key_and_409_means_done(
    group: Notice, settings: Settings, status: int
) -> None:
    headers = {"Retry-After": "600"} if status == 429 else {}
    with line_api((status, "{}", headers), (409, "{}", {})) as api:
        settings.LINE_API_URL = api.url
        run(settings, 1)
        row = Notice.objects.get()
        wait = (row.next_try_at - clock.now()).total_seconds()
        assert row.state == OWED
        assert wait > (590 if status == 429 else 50)
        run(settings, 1)
    assert len({call["x-line-retry-key"] for call in api.calls}) == 1
    assert (len(api.calls), states()) == (2, {SENT: 1})


def test_a_spent_quota_stops_line_for_the_month(group: Notice, cast: Cast, settings: Settings) -> None:
    with line_api((429, '{"message":"You have reached your monthly limit."}', {})) as api:
        settings.LINE_API_URL = api.url
        run(settings, 1)
        remind(cast.far_district, "late")
        Notice.objects.filter(channel=Channel.MAIL).delete()
        run(settings, 1, times=3)
    assert (len(api.calls), states()) == (1, {FAILED: 2})
    assert not Notice.objects.filter(kind=Kind.UNDELIVERED).exists()  # the mail went


def test_a_wrong_group_is_final_and_a_wrong_token_is_not(group: Notice, settings: Settings) -> None:
    with line_api((401, "{}", {}), (400, "{}", {})) as api:
        settings.LINE_API_URL = api.url
        run(settings, 1)
        assert states() == {OWED: 1}
        run(settings, 1)
    assert states() == {FAILED: 1}


def test_without_a_token_nothing_is_owed_to_line(cast: Cast, settings: Settings) -> None:
    LineTarget.objects.create(unit=cast.far_district, target=GROUP, name="กลุ่มอำเภอ")
    assert [row.channel for row in remind(cast.far_district)] == [Channel.MAIL]
