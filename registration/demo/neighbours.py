"""What the other offices of the demo do in round 2/2561 as the training date passes it: late sendings, returns
with answers, certificates that are taken back, a province that announces. เมืองนครศรีธรรมราช and ลานสกา are left alone.

Beat calls it in demo mode, and so does the page that moves the training date: who walks on at once finds done what the
others have done by then. Nothing is done ahead of the date.
"""

from datetime import date, time
from functools import partial
from typing import Final

from django.conf import settings
from django.db import transaction

from otop_registry import clock
from registration.demo import acts
from registration.demo.acts import Act, numbered, officer_of, who
from registration.demo.cases import KEPT
from registration.demo.rounds import LATE, SECOND_ROUND, WALK_BEGINS, submissions
from registration.models import Extension, Producer, ReturnReason, Round, Unit, Window
from registration.services import calendar, registry
from registration.services.calendar import Authority, Dates
from registration.services.checks import running
from registration.services.journey import province
from registration.services.journey.advancing import Ask
from registration.services.journey.province import FieldToCorrect
from registration.services.registry import returns
from registration.timetable import Step
from registration.workflow import ReturnCode

END: Final = date(2018, 3, 31)  # of the training dates on which anything happens
VERIFY, NEXT, THIRD, FOURTH = (date(2018, 3, day) for day in (19, 20, 21, 22))
REVIEWER: Final = "changwat.nst2"  # the second officer; the first one is the newcomer
ANSWERED, RETURNED, CERTIFIED, TAKEN_BACK, HALF_DONE = "8002", "8005", "8010", "8018", "8012"
EXTENDED: Final = "8007"
NOTED: Final = (  # what the province returns: the record, its field, why
    (0, "house_number", ReturnCode.MISSING, "ไม่มีเลขที่บ้าน"),
    (1, "phones", ReturnCode.WRONG, "โทรไม่ติด"),
    (2, "documents_seen", ReturnCode.NO_EVIDENCE, ""),
    (3, "owner_first_name", ReturnCode.UNCLEAR, ""),
)
NOTED_MORE: Final = (
    (0, "subdistrict_id", ReturnCode.OUTSIDE_AREA, "ที่ตั้งในแผนที่อยู่คนละอำเภอ"),
    (1, "name", ReturnCode.DUPLICATE, ""),
    (2, "remarks", ReturnCode.NOT_OTOP, "ซื้อมาขายไป ไม่ได้ผลิตเอง"),
)
ANSWER: Final = "ตรวจสอบกับกลุ่มแล้ว ข้อมูลเดิมถูกต้อง แนบหนังสือรับรองของกำนันไว้ในแฟ้มของอำเภอ"

_second = partial(Act, SECOND_ROUND)


def catch_up(on: date) -> int:
    """Does what is due by `on` and not done; returns how many acts.

    Raises: PermissionError outside demo mode.
    """
    if not settings.DEMO:
        raise PermissionError("The demo exists in demo mode only")
    if not WALK_BEGINS <= on <= END or not Producer.objects.filter(district=ANSWERED).exists():
        return 0
    _extend(on)
    done = acts.catch_up([*submissions(), *_reviews(), *_of_the_other_province()], on)
    running.refresh_sent(on)  # what the night does
    return done


def _reviews() -> list[Act]:
    returned, noted = partial(_return, noted=NOTED), partial(_return, noted=NOTED_MORE)
    return [
        _second(VERIFY, time(9, 34), ANSWERED, "send_back", before=returned, by=REVIEWER),
        _second(VERIFY, time(9, 52), RETURNED, "send_back", before=noted, by=REVIEWER),
        _second(VERIFY, time(10, 26), CERTIFIED, "certify", before=acts.pass_all, by=REVIEWER),
        _second(VERIFY, time(11, 8), TAKEN_BACK, "certify", before=acts.pass_all, by=REVIEWER),
        _second(VERIFY, time(14, 47), ANSWERED, "resubmit", before=_answer),
        _second(
            NEXT,
            time(9, 20),
            TAKEN_BACK,
            "withdraw",
            Ask("พบรายชื่อซ้ำกับอำเภอทุ่งใหญ่หลังรับรอง ขอตรวจอีกครั้ง"),
            by=REVIEWER,
        ),
        _second(NEXT, time(15, 3), EXTENDED, "submit", before=acts.confirm_rest),
        _second(THIRD, time(15, 41), RETURNED, "resubmit", before=_answer),
    ]


def _of_the_other_province() -> list[Act]:
    """Nong Khai certifies its districts one by one, then itself without the late ones, and announces."""
    sent = [act.unit_code for act in submissions() if act.unit_code.startswith("43")]
    late = [code for code in LATE if code.startswith("43")]
    officer = officer_of("43").username
    certified = [
        _second(
            VERIFY,
            time(13 + number // 4, 5 + 13 * (number % 4)),
            code,
            "certify",
            before=acts.pass_all,
            by=officer,
        )
        for number, code in enumerate(sent)
    ]
    signed = acts.left_out(late, "น้ำป่าตัดเส้นทาง อำเภอเก็บข้อมูลไม่ทันกำหนด จะนำเข้ารอบถัดไป")
    return [
        *certified,
        _second(THIRD, time(10, 15), "43", "certify_province", signed),
        _second(FOURTH, time(9, 40), "43", "announce_province", numbered("43-3/2561 (ตัวอย่าง)", FOURTH)),
    ]


# --- what prepares an act ---


def _return(act: Act, noted: tuple[tuple[int, str, ReturnCode, str], ...]) -> None:
    """Returns some records with reasons, and passes the one after them."""
    rows, by = acts.records(act), who(act)
    for place, field, code, note in noted:
        province.return_record(rows[place], [FieldToCorrect(field, code, note)], by=by, on=act.day)
    province.mark_passed([rows[len(noted)]], by=by, on=act.day)


def _answer(act: Act) -> None:
    """The district changes the telephone that was wrong, and says why the rest is right."""
    by = who(act)
    for reason in ReturnReason.objects.filter(
        registration__district_id=act.unit_code, registration__round_id=SECOND_ROUND, answered_at=None
    ).select_related("registration__producer"):
        producer = reason.registration.producer
        if reason.field == "phones":
            fields = {name: getattr(producer, name) for name in KEPT} | {"phones": ["0800555222"]}
            registry.amend(producer, by=by, on=act.day, version=producer.version, fields=fields)
        else:
            returns.answer(reason.registration, {reason.pk: ANSWER}, by=by, on=act.day)


@transaction.atomic
def _extend(on: date) -> None:
    """The department gives one late district more days, once."""
    granted = date(2018, 3, 15)
    if on < granted or Extension.objects.filter(unit=EXTENDED, round_id=SECOND_ROUND).exists():
        return
    window = Window.objects.national().get(round=Round.objects.get(pk=SECOND_ROUND), step=Step.REGISTER)
    with clock.hour(time(16, 10)):
        calendar.grant_extension(
            window,
            Unit.objects.get(pk=EXTENDED),
            Dates(window.first_day, NEXT),
            by=officer_of(""),
            on=granted,
            authority=Authority("มท 0405.2/ว 0312 (ตัวอย่าง)", "น้ำท่วมพื้นที่ เจ้าหน้าที่เข้าเก็บข้อมูลไม่ได้"),
        )
