"""Notices of the registry: windows and transitions, who gets them, choices, the digest, and the words."""

import re
from datetime import date, datetime, time
from pathlib import Path

import pytest
from django.conf import settings as site
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import reverse

from otop_registry import clock
from registration.messages import words
from registration.models import Contact, Notice, Plan, Post, Unit, User
from registration.models.notices import GROUP_OF, Kind, NoticeState, Pace
from registration.models.people import ContactRole
from registration.services.notices import Owed, delivery, digest, events, inbox, ledger, owe, windows
from registration.timetable import Step
from registration.workflow import CertificateStatus, ClosingStatus, Status
from tests.world.cast import Cast
from tests.world.factories import (
    DAY,
    certification_of,
    closing_of,
    make_contact,
    make_extension,
    make_producer,
    make_unit,
    step,
    submission_of,
    walk,
)

pytestmark = pytest.mark.django_db
LAST = date(2018, 3, 16)  # of the register step of round 2/2561, a Friday
DETAILS = {"round": "2561/2", "act_day": "2018-02-01"}


def at(day: date, hour: int = 9) -> datetime:
    return ledger.morning_of(day).replace(hour=hour, minute=0)


def told(kind: Kind) -> list[tuple[str, str]]:
    """(unit, step) of what is owed, in order."""
    return sorted(set(Notice.objects.filter(kind=kind).values_list("unit_id", "step")))


def sweep(moment: datetime) -> list[tuple[str, str]]:
    """What the windows of round 2/2561 owe at a moment."""
    owed = windows.owed(moment)
    ledger.withdraw_rest([Kind.WINDOW], owed, moment)
    owe(owed, moment)
    return sorted((each.unit_code, each.step) for each in owed if each.subject.startswith("round:25612"))


# --- windows ---

DISTRICTS = ["4301", "8001", "8002"]


@pytest.mark.parametrize(
    ("moment", "codes", "expected"),
    [
        (at(date(2018, 1, 2)), DISTRICTS, ""),
        (datetime.combine(date(2018, 1, 3), time(8, 29), tzinfo=at(DAY).tzinfo), DISTRICTS, ""),
        (at(date(2018, 1, 3)), DISTRICTS, "opens"),
        (at(date(2018, 3, 12)), DISTRICTS, "opens"),
        (at(date(2018, 3, 13)), DISTRICTS, "closes:3"),
        (at(date(2018, 3, 15)), DISTRICTS, "closes:3"),
        (at(LAST), DISTRICTS, "closes:0"),
        (at(date(2018, 3, 17)), DISTRICTS, ""),
        (at(date(2018, 3, 19)), DISTRICTS, "late"),
        (at(date(2018, 3, 30)), DISTRICTS, "late"),
        (at(date(2018, 3, 31)), DISTRICTS, ""),
        (at(date(2018, 3, 19)), ["43", "80"], "opens"),
        (at(date(2018, 3, 23)), ["43", "80"], "closes:0"),
        (at(date(2018, 3, 26)), ["43", "80"], "late"),
        (at(date(2018, 3, 26)), [""], "opens"),
    ],
)
def test_windows_of_the_plan(
    cast: Cast, plan: Plan, moment: datetime, codes: list[str], expected: str
) -> None:
    sweep(moment)
    rows = Notice.objects.filter(kind=Kind.WINDOW, subject__startswith="round:25612", unit__in=codes)
    told = set(rows.values_list("unit_id", "step"))
    assert told == ({(code, expected) for code in codes} if expected else set())


def test_the_level_above_hears_who_missed_the_last_day(cast: Cast, plan: Plan) -> None:
    walk(submission_of(cast.a), Status.SUBMITTED)
    sweep(at(date(2018, 3, 19)))
    rows = Notice.objects.filter(kind=Kind.WINDOW_LATE).order_by("unit_id")
    said = {row.unit_id: (row.step, row.details["units"], row.details["late_count"]) for row in rows}
    assert said == {
        "": ("late:2018-03-19", ["43", "80"], 2),
        "43": ("late:2018-03-19", ["4301"], 1),
        "80": ("late:2018-03-19", ["8002"], 1),
    }
    drawn = words.words_of(rows.filter(unit=cast.home).first())
    assert "1 อำเภอไม่แล้วเสร็จขั้นลงทะเบียน รอบ 2/2561" in drawn.subject
    assert "- อำเภอพรหมคีรี" in drawn.body


def test_the_head_of_a_late_district_hears_of_it_too(cast: Cast, plan: Plan) -> None:
    make_contact(cast.b, email="head@example.org", role=ContactRole.HEAD)
    sweep(at(LAST))
    assert not Notice.objects.filter(address="head@example.org").exists()
    sweep(at(date(2018, 3, 19)))
    row = Notice.objects.get(address="head@example.org", subject__startswith="round:25612")
    assert (row.kind, row.step) == (Kind.WINDOW, "late")
    assert words.subject_of(row).startswith("พ้นกำหนดแล้ว: ขั้นลงทะเบียน รอบ 2/2561")


def test_nobody_is_late_while_an_extension_is_still_to_come(cast: Cast, plan: Plan) -> None:
    make_extension(cast.a, Step.REGISTER, (date(2018, 3, 21), date(2018, 3, 22)), by=cast.department, on=DAY)
    assert ("8001", "late") not in sweep(at(date(2018, 3, 19)))
    assert ("8002", "late") in sweep(at(date(2018, 3, 19)))
    assert ("8001", "late") in sweep(at(date(2018, 3, 23)))


def test_who_has_submitted_is_not_reminded(cast: Cast, plan: Plan) -> None:
    walk(submission_of(cast.a), Status.SUBMITTED)
    assert ("8001", "closes:0") not in sweep(at(LAST))
    assert ("8002", "closes:0") in sweep(at(LAST))


def test_a_returned_district_is_reminded_before_the_verify_step_ends(cast: Cast, plan: Plan) -> None:
    walk(submission_of(cast.a), Status.SENT_BACK)
    assert ("8001", "closes:0") in sweep(at(date(2018, 3, 23)))
    row = Notice.objects.filter(kind=Kind.WINDOW, unit=cast.a).latest("pk")
    assert "แก้ไขข้อมูลที่จังหวัดส่งกลับ รอบ 2/2561" in words.subject_of(row)


def test_a_later_step_overtakes_what_was_not_sent(cast: Cast, plan: Plan) -> None:
    sweep(at(date(2018, 1, 3)))
    sweep(at(LAST))
    rows = Notice.objects.filter(kind=Kind.WINDOW, unit=cast.b, subject__startswith="round:25612")
    assert dict(rows.values_list("step", "state")) == {
        "opens": NoticeState.SKIPPED,
        "closes:0": NoticeState.OWED,
    }


def test_who_takes_a_submission_back_is_reminded_after_all(cast: Cast, plan: Plan) -> None:
    sweep(at(LAST))
    walk(submission_of(cast.a), Status.SUBMITTED)
    sweep(at(LAST, 10))
    rows = Notice.objects.filter(kind=Kind.WINDOW, unit=cast.a)
    assert {row.state for row in rows} == {NoticeState.SKIPPED}
    step(submission_of(cast.a), "recall", on=LAST)
    sweep(at(LAST, 11))
    assert [row.state for row in rows.all()] == [NoticeState.OWED] * 2


def test_a_slow_sweep_undoes_nothing_of_a_later_one(cast: Cast, plan: Plan) -> None:
    early = at(date(2018, 3, 15))
    slow = windows.owed(early)
    sweep(at(LAST))
    ledger.withdraw_rest([Kind.WINDOW], slow, early)
    owe(slow, early)
    rows = Notice.objects.filter(kind=Kind.WINDOW, unit=cast.a, step="closes:0")
    assert {row.state for row in rows} == {NoticeState.OWED}


def test_an_extension_is_told_with_its_own_last_day(cast: Cast, plan: Plan) -> None:
    sweep(at(LAST))
    last = date(2018, 3, 22)
    make_extension(cast.b, Step.REGISTER, (date(2018, 3, 16), last), by=cast.department)
    assert ("8002", "opens") in sweep(at(LAST))
    assert ("8001", "closes:0") in sweep(at(LAST))
    assert ("8002", "closes:0") in sweep(at(last))
    row = Notice.objects.filter(unit=cast.b, kind=Kind.WINDOW, step="closes:0").latest("pk")
    assert "วันพฤหัสบดีที่ 22 มีนาคม 2561" in words.words_of(row).body


def test_the_last_look_asks_where_the_step_stands(cast: Cast, plan: Plan) -> None:
    sweep(at(LAST))
    row = Notice.objects.filter(unit=cast.a, kind=Kind.WINDOW).first()
    assert not windows.is_over(row)
    walk(submission_of(cast.a), Status.SUBMITTED)
    assert windows.is_over(row)


# --- transitions ---


def test_sending_back_is_owed_at_once_to_everybody_of_the_district(cast: Cast, plan: Plan) -> None:
    walk(submission_of(cast.a), Status.SENT_BACK)
    rows = Notice.objects.filter(kind=Kind.SENT_BACK)
    assert {row.person for row in rows} == {cast.district, cast.colleague}
    assert {row.state for row in rows} == {NoticeState.OWED}
    assert {row.path for row in rows} == {reverse("registration:round", args=[2561, 2, "8001"])}


def test_an_act_that_is_undone_owes_nothing(cast: Cast, plan: Plan) -> None:
    walk(submission_of(cast.a), Status.SUBMITTED)
    before = Notice.objects.count()

    def act() -> None:
        with transaction.atomic():
            step(submission_of(cast.a), "certify")
            assert Notice.objects.count() > before
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act()
    assert Notice.objects.count() == before


def test_a_second_return_is_a_second_notice(cast: Cast, plan: Plan) -> None:
    submission = walk(submission_of(cast.a), Status.SENT_BACK)
    submission = step(submission, "resubmit")
    step(submission, "send_back")
    assert Notice.objects.filter(kind=Kind.SENT_BACK, person=cast.district).count() == 2


def test_the_journey_tells_those_whom_it_concerns(cast: Cast, plan: Plan) -> None:
    walk(certification_of(cast.home), CertificateStatus.ANNOUNCED)
    walk(closing_of(25611), ClosingStatus.ANNOUNCED)
    units = {kind: {unit for unit, _ in told(kind)} for kind in Kind}
    assert units[Kind.CERTIFIED] == {"8001"}
    assert units[Kind.ANNOUNCED] == {"8001", "8002"}
    assert units[Kind.CLOSED] == units[Kind.ROUND_ANNOUNCED] == {"80", "43"}


# --- recipients ---


def make_owed(unit: Unit, kind: Kind = Kind.CERTIFIED, step: str = "event:1") -> Owed:
    return Owed(kind, unit.pk, "round:25612", step, "/tasks/", DETAILS)


def test_coordinators_of_the_role_get_it_and_an_address_only_once(cast: Cast) -> None:
    make_contact(cast.a, email="round@example.org", role=ContactRole.REGISTRATION)
    make_contact(cast.a, email="month@example.org", role=ContactRole.MONTHLY)
    make_contact(cast.a, email=cast.district.email.upper(), role=ContactRole.REGISTRATION)
    owe([make_owed(cast.a)], at(DAY))
    got = sorted(Notice.objects.values_list("address", flat=True))
    assert got == sorted(["round@example.org", cast.district.email, cast.colleague.email])


def test_who_lost_the_post_or_has_no_address_is_not_reached(cast: Cast) -> None:
    User.objects.filter(pk=cast.colleague.pk).update(email="")
    owe([make_owed(cast.a)], at(DAY))
    assert [row.person for row in Notice.objects.all()] == [cast.district]


def test_a_unit_without_anybody_is_told_of_one_level_up_once_a_month(cast: Cast) -> None:
    Post.objects.filter(unit=cast.b).delete()
    for number, day in enumerate((DAY, date(2018, 2, 20), date(2018, 3, 1))):
        owe([make_owed(cast.b, step=f"event:{number}")], at(day))
    rows = Notice.objects.filter(person=cast.province)
    assert set(Notice.objects.values_list("kind", "unit_id")) == {(Kind.NOBODY_REACHABLE, "80")}
    assert sorted(row.subject for row in rows) == ["nobody_reachable:2018-02", "nobody_reachable:2018-03"]
    assert words.subject_of(rows[0]) == "อำเภอพรหมคีรีไม่มีผู้รับการแจ้งเตือน"


def test_a_province_without_anybody_is_one_notice_to_the_department(cast: Cast) -> None:
    Post.objects.filter(unit__code__startswith="80").delete()
    owe([make_owed(cast.a), make_owed(cast.b)], at(DAY))
    rows = Notice.objects.filter(person=cast.department)
    assert [row.details for row in rows] == [{"units": ["80"]}]


def test_many_units_without_anybody_are_one_notice_a_month_that_grows(cast: Cast) -> None:
    units = [make_unit(f"80{number}") for number in range(50, 60)]
    owe([make_owed(unit) for unit in units[:9]], at(DAY))
    inbox.mark_read(cast.province)
    owe([make_owed(unit) for unit in units], at(DAY, 10))
    [row] = Notice.objects.filter(person=cast.province)
    assert row.details["units"] == [unit.pk for unit in units]
    assert row.read_at is None, "news again, because one more is named"
    assert words.subject_of(row) == "หน่วยงานในสังกัด 10 แห่งไม่มีผู้รับการแจ้งเตือน"


def test_the_badge_counts_what_is_unread_and_goes(cast: Cast, client: Client, plan: Plan) -> None:
    owe([make_owed(cast.a, step=f"event:{number}") for number in range(3)], at(DAY))
    client.force_login(cast.district)
    page = reverse("registration:notices")
    assert '<span class="badge" data-unread>3</span>' in client.get(page).text
    client.post(reverse("registration:notices_read"))
    assert "data-unread" not in client.get(page).text
    owe([make_owed(cast.a, step=f"more:{number}") for number in range(120)], at(DAY))
    assert '<span class="badge" data-unread>99+</span>' in client.get(page).text


def test_nobody_at_all_is_an_error_in_the_log(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    Post.objects.all().delete()
    Contact.objects.all().delete()
    owe([make_owed(cast.a)], at(DAY))
    assert "nobody reads the notices of the department" in caplog.text


# --- choices and digest ---


def choose(user: User, pace: Pace) -> None:
    inbox.choose(user, dict.fromkeys(inbox.groups(), pace))


def test_who_wants_only_acts_is_spared_what_is_for_information(cast: Cast) -> None:
    choose(cast.other_district, Pace.ACTION)
    owe([make_owed(cast.far_district), make_owed(cast.far_district, Kind.WITHDRAWN)], at(DAY))
    assert dict(Notice.objects.values_list("kind", "state")) == {
        Kind.CERTIFIED: NoticeState.SKIPPED,
        Kind.WITHDRAWN: NoticeState.OWED,
    }


@pytest.mark.parametrize(
    ("kind", "step"), [(Kind.SENT_BACK, "event:9"), (Kind.MONTHLY_DUE, "0"), (Kind.WINDOW, "closes:0")]
)
@pytest.mark.parametrize("pace", [Pace.DIGEST, Pace.ACTION])
def test_returned_to_you_and_due_today_cannot_be_put_off(
    cast: Cast, pace: Pace, kind: Kind, step: str
) -> None:
    choose(cast.other_district, pace)
    owe([make_owed(cast.far_district, kind, step)], at(DAY))
    row = Notice.objects.get()
    assert (row.state, row.digest_day) == (NoticeState.OWED, None)


def test_a_digest_is_one_mail_of_the_next_morning(cast: Cast) -> None:
    choose(cast.other_district, Pace.DIGEST)
    owe([make_owed(cast.far_district, step=f"event:{n}") for n in range(3)], at(DAY, 10))
    for moment in (at(DAY, 23), at(DAY.replace(day=2), 8)):
        assert digest.collect(moment) == 0
    assert [digest.collect(at(DAY.replace(day=2), hour)) for hour in (9, 10)] == [1, 0]
    delivery.send_due(clock.now())
    [sent] = mail.outbox
    assert "3 เรื่อง" in sent.subject
    assert sent.body.count("จังหวัดรับรองข้อมูลรอบ 2/2561 อำเภอเมืองหนองคาย แล้ว") == 3
    assert set(Notice.objects.values_list("state", flat=True)) == {NoticeState.SENT}


def test_what_comes_after_the_digest_waits_for_the_next(cast: Cast) -> None:
    choose(cast.other_district, Pace.DIGEST)
    owe([make_owed(cast.far_district)], at(DAY, 7))
    digest.collect(at(DAY))
    delivery.send_due(clock.now())
    owe([make_owed(cast.far_district, step="event:2")], at(DAY, 7))
    assert digest.collect(at(DAY, 12)) == 0
    assert digest.collect(at(DAY.replace(day=2))) == 1


def test_a_digest_in_the_hands_of_a_worker_takes_no_more(cast: Cast) -> None:
    choose(cast.other_district, Pace.DIGEST)
    owe([make_owed(cast.far_district)], at(DAY, 7))
    digest.collect(at(DAY))
    assert delivery.claim(Notice.objects.get(kind=Kind.DIGEST)) is not None
    owe([make_owed(cast.far_district, step="event:2")], at(DAY, 7))
    digest.collect(at(DAY))
    assert Notice.objects.get(step="event:2").state == NoticeState.OWED


def test_a_digest_of_which_nothing_is_left_is_not_sent(cast: Cast) -> None:
    choose(cast.other_district, Pace.DIGEST)
    owe([make_owed(cast.far_district, Kind.WINDOW, "opens")], at(DAY, 7))
    digest.collect(at(DAY))
    ledger.withdraw_rest([Kind.WINDOW], [], at(DAY, 9))
    assert digest.drop_empty() == 1
    delivery.send_due(clock.now())
    assert mail.outbox == []


# --- words ---

EXAMPLE = {
    "month": "2024-06-01", "due_day": "2024-07-15", "units": ["8001", "8002"], "about": "8002",
    "round": "2561/2", "window_step": "verify", "first_day": "2018-03-19", "last_day": "2018-03-23",
    "act_day": "2018-03-20", "is_extension": False, "is_returned": False, "late_count": 2,
}  # fmt: skip
STEPS = {Kind.MONTHLY_DUE: ["7", "3", "1", "0", "late"], Kind.WINDOW: ["opens", "closes:3", "closes:0"]}


@pytest.mark.parametrize(("kind", "step"), [(kind, step) for kind in Kind for step in STEPS.get(kind, [""])])
def test_every_message_names_unit_and_task_and_nobody(cast: Cast, plan: Plan, kind: Kind, step: str) -> None:
    producer = make_producer(cast.a, by=cast.district, on=DAY)
    row = Notice(kind=kind, unit=cast.home, step=step, path="/rounds/2561/2/80/", details=EXAMPLE)
    row.owed_day = date(2018, 3, 23)
    drawn = words.words_of(row)
    said = f"{drawn.subject}\n{drawn.body}\n{drawn.line}"
    assert len(drawn.subject) < 120
    assert said.count("/rounds/2561/2/80/") == 2
    assert cast.home.full_name in said
    assert not re.search(r"[0-9]{13}|{{|{%|None|\b(19|20)[0-9]{2}\b", said)
    for name in (producer.name, producer.owner_last_name, cast.district.last_name, cast.district.username):
        assert name not in said
    assert "\n\n\n" not in drawn.body


def test_every_kind_has_its_folder_and_its_group() -> None:
    folder = Path(site.BASE_DIR) / "templates" / "notices"
    for kind in Kind:
        assert {path.name for path in (folder / kind).iterdir()} == {"subject.txt", "body.txt", "line.txt"}
    assert set(GROUP_OF) == set(Kind) - {Kind.DIGEST}
    assert {kind for kind, _ in events.TOLD.values()} <= set(Kind)
