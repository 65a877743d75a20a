"""How round 4/2567 of the demo's Nong Khai is sent, certified and closed, as the training date passes each step.

Beat calls it in demo mode. Nothing is done ahead of the training date.
"""

from datetime import date, time
from functools import partial
from typing import Final

from django.conf import settings

from grading.demo.grades import PROVINCE, ROUND_ID, SHAPE
from registration.demo import acts
from registration.demo.acts import Act, numbered, officer_of
from registration.demo.hours import LAST_EVENING
from registration.models import Certification, Product
from registration.workflow import CertificateStatus

BEGIN, END = date(2024, 7, 15), date(2024, 12, 31)  # of the training dates on which anything happens
SENT: Final = tuple(date(2024, 9, day) for day in (9, 10, 11, 12, 12, 13, 13, 16, 16))
LAST_DAY: Final = date(2024, 9, 16)  # of the register step
CERTIFIED, SIGNED, ANNOUNCED = date(2024, 9, 18), date(2024, 9, 19), date(2024, 9, 20)
HELD, CLOSED, PUBLISHED = date(2024, 9, 24), date(2024, 9, 25), date(2024, 9, 26)
_act = partial(Act, ROUND_ID)


def catch_up(on: date) -> int:
    """Does what is due by `on` and not done; returns how many acts. Raises: PermissionError outside demo mode."""
    if not settings.DEMO:
        raise PermissionError("The demo exists in demo mode only")
    if not BEGIN <= on <= END or not Product.objects.filter(registered_round_id=ROUND_ID).exists():
        return 0
    return acts.catch_up([*_of_districts(), *_of_province(), *_of_department()], on)


def _of_districts() -> list[Act]:
    found = []
    for number, (code, day) in enumerate(zip(SHAPE, SENT, strict=True)):
        hour = LAST_EVENING[number % 4] if day == LAST_DAY else time(9 + number % 7, 17 + 4 * number)
        found.append(_act(day, hour, code, "submit", before=acts.confirm_rest))
    return found


def _of_province() -> list[Act]:
    officer = officer_of(PROVINCE).username
    certified = [
        _act(
            CERTIFIED,
            time(9 + number // 3, 12 + 15 * (number % 3)),
            code,
            "certify",
            before=acts.pass_all,
            by=officer,
        )
        for number, code in enumerate(SHAPE)
    ]
    return [
        *certified,
        _act(SIGNED, time(10, 25), PROVINCE, "certify_province"),
        _act(
            ANNOUNCED, time(13, 50), PROVINCE, "announce_province", numbered("43-4/2567 (ตัวอย่าง)", ANNOUNCED)
        ),
    ]


def _of_department() -> list[Act]:
    """The department holds the round, closes it the day after and announces it the day after that."""
    pending = Certification.objects.filter(round_id=ROUND_ID, status=CertificateStatus.PENDING)
    waiting = acts.left_out(pending.values_list("province_id", flat=True), "อยู่นอกพื้นที่สาธิต")
    return [
        _act(HELD, time(9, 30), "", "soft_close", waiting),
        _act(CLOSED, time(10, 5), "", "hard_close"),
        _act(PUBLISHED, time(9, 45), "", "announce_round", numbered("4/2567 (ตัวอย่าง)", PUBLISHED)),
    ]
