"""What the 15th owes: the days of June and August 2567 by hand, and invariant I5 over random years of sweeps."""

from collections import Counter
from datetime import date, datetime, time, timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from otop_registry import clock
from registration.messages import words
from registration.models import Notice, User
from registration.models.notices import Kind, NoticeState
from registration.models.people import ContactRole
from registration.models.sales import MonthlyRound
from registration.services import calendar
from registration.services.notices import ledger
from registration.services.sales.grid import dues
from reporting.models import MonthlyReport
from reporting.services import notices
from tests.conftest import Freeze
from tests.world.cast import Cast
from tests.world.factories import make_contact
from tests.world.round_pages import read

pytestmark = pytest.mark.django_db
JUNE, AUGUST = date(2024, 6, 1), date(2024, 8, 1)
DUE = date(2024, 7, 15)
DISTRICTS = {"4301", "8001", "8002"}


@pytest.fixture
def year(cast: Cast) -> Cast:
    """The cast in the year of the letter, with its days off."""
    calendar.load_holidays(JUNE, [2567])
    return cast


def morning(day: date) -> datetime:
    return ledger.morning_of(day)


def confirm(code: str, month: date, by: User, at: datetime) -> MonthlyReport:
    return MonthlyReport.objects.create(
        district_id=code,
        month=month,
        figures={},
        first_confirmed_at=at,
        latest_confirmed_at=at,
        confirmed_by=by,
        receipt_number=f"{code}{month:%Y%m}",
    )


def steps(kind: Kind = Kind.MONTHLY_DUE) -> set[tuple[str, str]]:
    return set(Notice.objects.filter(kind=kind).values_list("unit_id", "step"))


def test_the_days_of_june_by_hand(year: Cast) -> None:
    # Thursday 4 July, Wednesday 10, Friday 12, Monday 15, Tuesday 16; no holiday before the 22nd
    found = notices.steps_of(dues([JUNE])[JUNE], calendar.days_off())
    assert {step: day.day for step, day in found.items()} == {"7": 4, "3": 10, "1": 12, "0": 15, "late": 16}


def test_the_days_of_august_roll_over_the_sunday(year: Cast) -> None:
    found = notices.steps_of(dues([AUGUST])[AUGUST], calendar.days_off())
    assert {step: day.day for step, day in found.items()} == {"7": 5, "3": 11, "1": 13, "0": 16, "late": 17}


def test_a_letter_after_the_due_day_moves_the_reminders_too(year: Cast) -> None:
    MonthlyRound.objects.create(month=JUNE, letter_day=date(2024, 7, 16))
    notices.sweep(morning(DUE))
    assert steps() == {(code, "1") for code in DISTRICTS}


@pytest.mark.parametrize(
    ("day", "clock_time", "step"),
    [(3, time(9), ""), (4, time(8, 29), ""), (4, time(8, 30), "7"), (9, time(9), "7"), (10, time(9), "3"),
     (14, time(9), "1"), (15, time(8, 29), "1"), (15, time(8, 30), "0"), (16, time(8), "0"), (16, time(9), "late"),
     (29, time(9), "late"), (30, time(9), "")],
)  # fmt: skip
def test_only_the_newest_step_is_owed(year: Cast, day: int, clock_time: time, step: str) -> None:
    notices.sweep(morning(date(2024, 7, day)).replace(hour=clock_time.hour, minute=clock_time.minute))
    assert {step for _, step in steps()} == ({step} if step else set())


def test_who_has_confirmed_hears_nothing(year: Cast) -> None:
    confirm("8001", JUNE, year.district, morning(date(2024, 7, 2)))
    notices.sweep(morning(DUE))
    assert steps() == {("4301", "0"), ("8002", "0")}


def test_a_confirmation_between_sweep_and_sending_is_heeded(year: Cast) -> None:
    notices.sweep(morning(DUE))
    confirm("8001", JUNE, year.district, morning(DUE))
    notices.deliver(clock.now())
    assert {to for each in mail.outbox for to in each.to} == {year.neighbour.email, year.other_district.email}


def test_after_the_day_the_head_is_told_and_the_province_gets_one_digest_a_day(year: Cast) -> None:
    make_contact(year.b, email="head@example.org", role=ContactRole.HEAD)
    confirm("8001", JUNE, year.district, morning(DUE))
    for day in range(15, 27):
        for _ in range(2):
            notices.sweep(morning(date(2024, 7, day)))
            notices.deliver(clock.now())
    sent = Counter(to for each in mail.outbox for to in each.to)
    assert sent["head@example.org"] == 1  # not on the day itself
    assert sent[year.neighbour.email] == 2  # on the day, and late
    assert sent[year.province.email] == 5  # 16 to 19 and, over a weekend and Monday's day off, 23 July
    assert steps(Kind.MONTHLY_LATE) == {
        (code, f"late:2024-07-{day}") for code in ("80", "43") for day in ("16", "17", "18", "19", "23")
    }


def test_the_digest_names_the_districts(year: Cast) -> None:
    notices.sweep(morning(date(2024, 7, 16)))
    row = Notice.objects.filter(kind=Kind.MONTHLY_LATE, person=year.province).get()
    drawn = words.words_of(row)
    assert drawn.subject == "2 อำเภอยังไม่ยืนยันรายงานเดือนมิถุนายน 2567 จังหวัดนครศรีธรรมราช"
    assert "- อำเภอเมืองนครศรีธรรมราช\n- อำเภอพรหมคีรี" in drawn.body


def test_an_outage_is_caught_up_with_the_newest_step_only(year: Cast) -> None:
    notices.sweep(morning(date(2024, 7, 4)))  # owed, but the mail server was down until the 15th
    notices.sweep(morning(DUE))
    notices.deliver(clock.now())
    assert len(mail.outbox) == 4  # one each
    assert all("ครบกำหนดวันนี้" in each.subject for each in mail.outbox)


def test_the_text_for_a_line_group_needs_no_channel(year: Cast, client: Client, freeze: Freeze) -> None:
    freeze(DUE)
    confirm("8001", JUNE, year.district, morning(DUE))
    text = read(client, year.province, reverse("reporting:monthly_share", args=[2567, 6]))
    assert "ครบกำหนดวันนี้ วันจันทร์ที่ 15 กรกฎาคม 2567" in text
    assert "- อำเภอพรหมคีรี" in text
    assert "- อำเภอเมืองนครศรีธรรมราช" not in text
    assert "http://testserver/monthly/2567/6/" in text
    board = read(client, year.province, reverse("reporting:monthly_home"))
    assert "คัดลอกข้อความสำหรับกลุ่ม LINE" in board


# --- I5: over random days, outages, confirmations and repetitions ---

ACTS = st.one_of(
    st.tuples(st.just("go on"), st.integers(1, 9)),  # days without any sweep, as in an outage
    st.tuples(st.just("sweep"), st.integers(1, 3)),  # beat repeats itself
    st.tuples(st.just("send"), st.integers(1, 2)),
    st.tuples(st.just("confirm"), st.sampled_from(sorted(DISTRICTS))),
)


class Months:
    """A walk through July and August 2567, and what must hold whenever something is sent."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.day, self.sent = cast, date(2024, 7, 1), Counter[str]()

    def act(self, what: str, value: int | str) -> None:
        if what == "go on":
            self.day += timedelta(days=int(value))
        elif what == "confirm":
            self.confirm(str(value))
        else:
            for _ in range(int(value)):
                notices.sweep(morning(self.day)) if what == "sweep" else self.send()

    def confirm(self, code: str) -> None:
        month = notices._months(self.day)[-1]
        if not MonthlyReport.objects.filter(district_id=code, month=month).exists():
            confirm(code, month, self.cast.district, morning(self.day))

    def send(self) -> None:
        """Every mail is the first of its kind, and was right at the last sweep and is not overtaken by an act."""
        before = len(mail.outbox)
        notices.deliver(clock.now())
        confirmed = set(MonthlyReport.objects.values_list("district_id", "month"))
        for each in mail.outbox[before:]:
            key = each.extra_headers["Message-ID"]
            row = Notice.objects.get(uuid=key.strip("<>").partition("@")[0])
            self.sent[key] += 1
            assert (row.state, self.sent[key]) == (NoticeState.SENT, 1)
            month = date.fromisoformat(row.details["month"])
            assert row.kind == Kind.MONTHLY_LATE or (row.unit_id, month) not in confirmed

    def check(self) -> None:
        rows = Notice.objects.filter(kind=Kind.MONTHLY_DUE)
        by_reader: dict[tuple[str, str, str], list[Notice]] = {}
        for row in rows.order_by("pk"):
            by_reader.setdefault((row.unit_id, row.subject, row.recipient), []).append(row)
        order = ["7", "3", "1", "0", "late"]
        for owed in by_reader.values():
            told = [order.index(row.step) for row in owed]
            assert told == sorted(set(told))  # each step once, never an earlier one after a later one
            waiting = [row.state for row in owed if row.state == NoticeState.OWED]
            assert len(waiting) <= 1  # no burst: the newest only


@given(st.lists(ACTS, max_size=25))
def test_each_owed_notice_is_sent_once_and_none_after_it_is_overtaken(
    year: Cast, acts: list[tuple[str, int | str]]
) -> None:
    with transaction.atomic():
        mail.outbox.clear()
        months = Months(year)
        for act in acts:
            months.act(*act)
            months.check()
        months.act("sweep", 1)
        months.act("send", 2)
        months.check()
        transaction.set_rollback(True)
