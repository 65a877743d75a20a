"""One province of about 3,000 producers for the trial: turned on by a command or a button, once, in small steps.

Each step is a transaction of its own, so that nobody waits for the whole; whoever starts it again goes on where it
stopped. Invented; the producers come into the oldest round of 2561 that is not closed.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cached_property
from typing import Final

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Count

from registration.demo import acts, entering, hours
from registration.demo.acts import Act
from registration.demo.people import PASSWORD, load_officer
from registration.demo.producers import Inventor
from registration.models import Closing, Event, Job, Producer, Round, Unit, User
from registration.models.calendar import windows_for
from registration.models.jobs import JobState, Lane
from registration.services import jobs, notices
from registration.services.registry import NewProducer
from registration.timetable import Step, Window
from registration.workflow import ClosingStatus, Refused

PROVINCE: Final = "50"  # เชียงใหม่
OFFICER: Final = f"changwat.{PROVINCE}"
PRODUCERS: Final = 3_000
YEAR_BE: Final = 2561
STEP: Final = 25  # producers in one transaction: less than half a second
PRICES: Final = 41  # baht that prices of one name are spread over
UNSENT: Final = 6  # one in so many districts is still entering
ORDER: Final = jobs.Order(
    "registration.tasks.load_demo_province",
    Lane.IMPORTS,
    f"เตรียมจังหวัดขนาดใหญ่ของระบบทดลอง ผู้ผลิตสมมติ {PRODUCERS:,} ราย",
    key="demo:province",
)
ReportProgress = Callable[[int, str], None]


def ask(*, by: User) -> Job:
    """The job that makes the province; a second asking finds the same one. Raises: PermissionError outside the demo."""
    _check_demo()
    with transaction.atomic():
        return jobs.ask(ORDER, {}, by=by)


def newest_job() -> Job | None:
    """The last job that was asked to make the province."""
    return Job.objects.filter(key=ORDER.key).order_by("-pk").first()


@dataclass(frozen=True)
class Standing:
    """How far the province is: producers that stand, and whether its districts have sent them, which comes last."""

    producers: int
    is_ready: bool
    job: Job | None

    @property
    def is_under_way(self) -> bool:
        return self.job is not None and self.job.state in (JobState.WAITING, JobState.RUNNING)


def standing() -> Standing:
    """How far the province is."""
    count = Producer.objects.filter(district__code__startswith=PROVINCE).count()
    sent = Event.objects.filter(unit__code__startswith=PROVINCE, verb="submit").exists()
    return Standing(count, sent, newest_job())


def load(report_progress: ReportProgress = lambda percent, words: None, *, producers: int = PRODUCERS) -> int:
    """Makes what is still missing of the province; returns how many producers it has.

    Raises: PermissionError outside demo mode; Refused without the plan, or when every round of the year is closed.
    """
    _check_demo()
    making = _Making(_open_round(), producers)
    report_progress(1, "กำลังตั้งเจ้าหน้าที่ของจังหวัดและอำเภอ")
    making.appoint()
    for done in making.enter():
        report_progress(2 + 88 * done // producers, f"บันทึกแล้ว {done:,} จาก {producers:,} ราย")
    report_progress(92, "กำลังส่งข้อมูลของอำเภอให้จังหวัด")
    making.submit()
    return Producer.objects.filter(district__code__startswith=PROVINCE).count()


def make(job: Job, report_progress: ReportProgress) -> None:
    """Does what a job asks for. Raises: as load."""
    load(report_progress)


def _check_demo() -> None:
    if not settings.DEMO:
        raise PermissionError("The demo's province exists in demo mode only")


def _open_round() -> Round:
    waiting = Closing.objects.filter(status=ClosingStatus.OPEN, round__fiscal_year_be=YEAR_BE)
    found = waiting.select_related("round").order_by("round_id").first()
    if found is None:
        raise Refused(f"ทุกรอบของปี {YEAR_BE} ปิดแล้วหรือยังไม่มีแผน จึงเพิ่มจังหวัดขนาดใหญ่ไม่ได้")
    return found.round


class _Making:
    """The province in one round: its districts, the days of the register step, what is still to be entered."""

    def __init__(self, round: Round, producers: int) -> None:
        self.round, self.producers = round, producers
        units = Unit.objects.districts().valid(self.window.first_day).below(PROVINCE)
        self.districts = [unit for unit in units.order_by("code") if unit.subdistricts.exists()]

    @cached_property
    def window(self) -> Window:
        windows = (each for each in windows_for(PROVINCE) if each.step == Step.REGISTER)
        return next(each for each in windows if each.round == self.round.quarter)

    @cached_property
    def days(self) -> list[date]:
        """The working days on which producers are entered; the rest is for sending."""
        first, last = self.window.first_day, self.window.last_day
        return hours.working_days(first + timedelta(days=7), last - timedelta(days=14))

    @transaction.atomic
    def appoint(self) -> None:
        """An officer for the province and for each district."""
        password = make_password(PASSWORD)
        for unit in (Unit.objects.get(pk=PROVINCE), *self.districts):
            load_officer(unit, password)

    def enter(self) -> Iterator[int]:
        """Enters what is missing, a few at a time; yields how many stand after each step."""
        rows = Producer.objects.filter(district__in=self.districts).order_by()
        known = dict(rows.values_list("district_id").annotate(Count("pk")))
        done = sum(known.values())
        for number, district in enumerate(self.districts):
            share, rest = divmod(self.producers, len(self.districts))
            wanted = share + (number < rest)
            invented = self._invented(district, wanted)[known.get(district.pk, 0) :]
            lots = [invented[start : start + STEP] for start in range(0, len(invented), STEP)]
            sittings = hours.moments(random.Random(district.pk), self.days, len(lots))  # noqa: S311
            for sitting, lot in zip(sittings, lots, strict=True):
                done += entering.enter(district, [sitting], lot, by=acts.officer_of(district.pk))
                yield done

    def _invented(self, district: Unit, count: int) -> list[NewProducer]:
        """Always the same ones in the same order; few products of one name cost the same."""
        inventor = Inventor(district)
        made = [inventor.producer() for _ in range(count)]
        for number, (_, products) in enumerate(made):
            for place, product in enumerate(products):
                product["price_baht"] += (number * 7 + place) % PRICES
        return [NewProducer(*each) for each in made]

    def submit(self) -> None:
        """All districts but the last ones send their round, each on its day; nobody is told of it."""
        last_days = hours.working_days(self.window.last_day - timedelta(days=13), self.window.last_day)
        found = [
            Act(self.round.pk, last_days[number % len(last_days)], time(9 + number % 7, 8), unit.pk, "submit")
            for number, unit in enumerate(self.districts[: -(len(self.districts) // UNSENT)])
        ]
        acts.catch_up(found, self.window.last_day)
        with transaction.atomic():
            notices.pass_over(below=PROVINCE)
