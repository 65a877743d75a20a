"""The demo's rounds of 2561: the first closed and announced, the second entered up to the day before the walk.

What other offices do from that day on, neighbours.py does when the training date has come to it.
"""

import random
from datetime import date, time
from functools import partial
from typing import Final

from django.conf import settings
from django.db import transaction

from otop_registry import clock
from registration import places
from registration.demo import acts, allowances, cases, corrections, doubts, entering, hours, moves, units
from registration.demo.acts import Act, numbered, officer_of
from registration.demo.notices import let_one_fail
from registration.demo.people import PROVINCES
from registration.demo.producers import Inventor
from registration.models import Certification, Producer, Unit
from registration.services import notices, registry
from registration.services.checks import running
from registration.services.journey.advancing import Ask
from registration.services.registry import NewProducer
from registration.workflow import CertificateStatus

FIRST_ROUND, SECOND_ROUND = 25611, 25612
REGISTER_1: Final = (date(2017, 10, 16), date(2017, 12, 14))
SITTINGS: Final = 2  # of a district's officer in a round
ENTERED: Final = time(16, 10)  # when what was entered is checked
SUBMIT_1: Final = (date(2017, 12, 18), date(2017, 12, 21))
VERIFY_1, ANNOUNCE_1, CLOSE_1 = date(2017, 12, 25), date(2017, 12, 26), date(2017, 12, 29)
REGISTER_2: Final = (date(2018, 1, 15), date(2018, 2, 28))
CONFIRMED: Final = date(2018, 3, 2)
SUBMIT_2: Final = (date(2018, 3, 5), date(2018, 3, 16))
WALK_BEGINS: Final = date(2018, 3, 14)
WALKED_BY_HAND: Final = ("8001", "8003")  # left in entry for the newcomer's own walk
LATE: Final = ("8007", "8019", "4308", "4315")  # have begun round 2 and not submitted
REASON: Final = "อยู่นอกพื้นที่สาธิต"
CHECKED_LATE: Final = "ตรวจพบชื่อกลุ่มสะกดผิดหลังลงนาม ขอถอนเพื่อแก้ไขก่อนกรมฯ ปิดระบบ"


_first = partial(Act, FIRST_ROUND)


@transaction.atomic
def load_rounds() -> int:
    """Walks round 1/2561 to its announcement and begins round 2/2561; returns how many producers there are.

    A second load changes nothing.
    """
    if not settings.DEMO:
        raise PermissionError("Demo rounds exist in demo mode only")
    if not Producer.objects.exists():
        inventors = [Inventor(unit) for unit in districts()]
        days = hours.working_days(*REGISTER_1), hours.working_days(*REGISTER_2)
        for inventor in inventors:
            _first_round(inventor, days[0])
        _close_first_round()
        allowances.allow()
        for inventor in inventors:
            _second_round(inventor, days[1])
        moves.before_the_walk()
        for act in submissions():
            if act.day < WALK_BEGINS:
                acts.perform(act)
        for inventor in inventors:
            doubts.before_the_walk(inventor)
        corrections.ask()
        units.prepare_split()
        notices.pass_over()
        let_one_fail(CLOSE_1)
    return Producer.objects.count()


def districts() -> list[Unit]:
    """The districts of the demo's provinces, in order of code."""
    units = Unit.objects.districts().valid(VERIFY_1).order_by("code")
    return [unit for unit in units if places.province_of(unit.code) in PROVINCES]


# --- round 1 ---


def _first_round(inventor: Inventor, days: list[date]) -> None:
    district, code = inventor.district, inventor.district.code
    with clock.hour(ENTERED), running.together():
        _enter(inventor, days, inventor.random.randint(11, 17))
        cases.of_round_1(district)
        doubts.of_round_1(district)
        moves.of_round_1(district)
    submitted = hours.moments(inventor.random, hours.working_days(*SUBMIT_1), 1)[0]
    acts.perform(_first(*submitted, code, "submit"))
    certified = hours.office_hour(inventor.random)
    officer = officer_of(places.province_of(code)).username
    acts.perform(_first(VERIFY_1, certified, code, "certify", before=acts.pass_all, by=officer))


def _enter(inventor: Inventor, days: list[date], count: int) -> None:
    district, sittings = inventor.district, hours.moments(inventor.random, days, SITTINGS)
    invented = [NewProducer(*inventor.producer()) for _ in range(count)]
    entering.enter(district, sittings, invented, by=officer_of(district.pk))


def _close_first_round() -> None:
    """One province takes its announcement back before the closing, and the department holds the round twice."""
    for number, code in enumerate(PROVINCES):
        said = f"{code}/2560 (ตัวอย่าง)"
        signed = time(9 + number, 12)
        acts.perform(_first(ANNOUNCE_1, signed, code, "certify_province"))
        acts.perform(_first(ANNOUNCE_1, time(13, 20), code, "announce_province", numbered(said, ANNOUNCE_1)))
    again, last = date(2017, 12, 27), PROVINCES[-1]
    for act in (
        _first(again, time(9, 5), last, "withdraw_announced", Ask(CHECKED_LATE)),
        _first(again, time(10, 30), last, "certify_province"),
        _first(again, time(11, 15), last, "announce_province", numbered(f"{last}-2/2560 (ตัวอย่าง)", again)),
    ):
        acts.perform(act)
    pending = Certification.objects.filter(round_id=FIRST_ROUND, status=CertificateStatus.PENDING)
    waiting = acts.left_out(pending.values_list("province_id", flat=True), REASON)
    for act in (
        _first(CLOSE_1, time(9, 10), "", "soft_close", waiting),
        _first(CLOSE_1, time(10, 40), "", "reopen", Ask("จังหวัดขอตรวจเหตุผลของอำเภออีกครั้งก่อนปิดระบบ")),
        _first(CLOSE_1, time(13, 45), "", "soft_close", waiting),
        _first(CLOSE_1, time(15, 20), "", "hard_close"),
        _first(CLOSE_1, time(16, 5), "", "announce_round", numbered("1/2560 (ตัวอย่าง)", CLOSE_1)),
    ):
        acts.perform(act)


# --- round 2 ---


def _second_round(inventor: Inventor, days: list[date]) -> None:
    district, code = inventor.district, inventor.district.code
    count = inventor.random.randint(1, 3)
    with clock.hour(ENTERED), running.together():
        _enter(inventor, days, count)
        doubts.of_round_2(inventor)
        cases.of_round_2(inventor)
        if code not in WALKED_BY_HAND + LATE:
            _confirm(district, hours.office_hour(inventor.random))
    cases.explain_round_2(district)


def _confirm(district: Unit, hour: time) -> None:
    """What nobody changed stands as it is."""
    known = Producer.objects.active().filter(district=district, registered_round_id=FIRST_ROUND)
    with clock.hour(hour):
        registry.confirm_unchanged(
            district, known.values_list("pk", flat=True), by=officer_of(district.pk), on=CONFIRMED
        )


def submissions() -> list[Act]:
    """When each district sends round 2: most before the walk, the last ones on the window's last evening."""
    days = hours.working_days(*SUBMIT_2)
    sending = [unit.code for unit in districts() if unit.code not in WALKED_BY_HAND + LATE]
    found = []
    for number, code in enumerate(sending):
        draw = random.Random(f"round 2 of {code}")  # noqa: S311 (invented, the same each time)
        day = days[number % len(days)] if code.startswith("80") else days[number % 5]
        hour = hours.office_hour(draw)
        if day == days[-1]:
            hour = hours.LAST_EVENING[number % len(hours.LAST_EVENING)]
        found.append(Act(SECOND_ROUND, day, hour, code, "submit"))
    return found
