"""The demo's rounds of 2561: the first closed and announced, the second half entered, by the real services."""

from datetime import date
from typing import Final

from django.conf import settings
from django.db import transaction

from registration import places
from registration.demo.people import PROVINCES
from registration.demo.producers import Inventor
from registration.models import Certification, Closing, Producer, Submission, Unit, User
from registration.services import journey, notices, registry
from registration.services.journey.advancing import Ask
from registration.workflow import CertificateStatus, Role

FIRST_ROUND, SECOND_ROUND = 25611, 25612
REGISTER_1, VERIFY_1, CLOSE_1 = date(2017, 11, 20), date(2017, 12, 25), date(2017, 12, 29)
REGISTER_2, SUBMIT_2 = date(2018, 2, 20), date(2018, 3, 12)
WALKED_BY_HAND: Final = ("8001", "8003")  # left in entry for the newcomer's own walk
LATE: Final = ("8007", "8019", "4308", "4315")  # have begun round 2 and not submitted
REASON: Final = "อยู่นอกพื้นที่สาธิต"


@transaction.atomic
def load_rounds() -> int:
    """Walks round 1/2561 to its announcement and begins round 2/2561; returns how many producers there are.

    A second load changes nothing.
    """
    if not settings.DEMO:
        raise PermissionError("Demo rounds exist in demo mode only")
    if not Producer.objects.exists():
        inventors = [Inventor(unit) for unit in _districts()]
        for inventor in inventors:
            _first_round(inventor)
        _close_first_round()
        for inventor in inventors:
            _second_round(inventor)
        notices.pass_over()
    return Producer.objects.count()


def _districts() -> list[Unit]:
    units = Unit.objects.districts().valid(REGISTER_1)
    return [unit for unit in units if places.province_of(unit.code) in PROVINCES]


def _officer(unit_code: str) -> User:
    """The first officer of a unit who is not an executive."""
    posts = User.objects.filter(posts__unit_id=unit_code).exclude(posts__role=Role.EXECUTIVE)
    return posts.order_by("posts__pk")[0]


def _first_round(inventor: Inventor) -> None:
    code = inventor.district.code
    for _ in range(inventor.random.randint(6, 11)):
        fields, products = inventor.producer()
        registry.register(
            inventor.district, by=_officer(code), on=REGISTER_1, fields=fields, products=products
        )
    submission = Submission.objects.get(district=inventor.district, round_id=FIRST_ROUND)
    journey.advance(submission, "submit", by=_officer(code), on=REGISTER_1)
    journey.advance(submission, "certify", by=_officer(places.province_of(code)), on=VERIFY_1)


def _close_first_round() -> None:
    for code in PROVINCES:
        certification = Certification.objects.get(province_id=code, round_id=FIRST_ROUND)
        journey.advance(certification, "certify_province", by=_officer(code), on=VERIFY_1)
        number = {"announcement_number": f"{code}/2560 (ตัวอย่าง)", "announcement_day": VERIFY_1}
        journey.advance(
            certification, "announce_province", by=_officer(code), on=VERIFY_1, ask=Ask("", number)
        )
    closing, admin = Closing.objects.get(round_id=FIRST_ROUND), _officer("")
    pending = Certification.objects.filter(round_id=FIRST_ROUND, status=CertificateStatus.PENDING)
    left_out = dict.fromkeys(pending.values_list("province_id", flat=True), REASON)
    journey.advance(closing, "soft_close", by=admin, on=CLOSE_1, ask=Ask("", {"left_out": left_out}))
    journey.advance(closing, "hard_close", by=admin, on=CLOSE_1)
    number = {"announcement_number": "1/2560 (ตัวอย่าง)", "announcement_day": CLOSE_1}
    journey.advance(closing, "announce_round", by=admin, on=CLOSE_1, ask=Ask("", number))


def _second_round(inventor: Inventor) -> None:
    district, code = inventor.district, inventor.district.code
    officer = _officer(code)
    for _ in range(inventor.random.randint(0, 3)):
        fields, products = inventor.producer()
        registry.register(district, by=officer, on=REGISTER_2, fields=fields, products=products)
    known = Producer.objects.filter(district=district, registered_round_id=FIRST_ROUND)
    _grow(known[0], inventor, officer)
    if code in WALKED_BY_HAND + LATE:
        return
    registry.confirm_unchanged(district, known.values_list("pk", flat=True), by=officer, on=SUBMIT_2)
    submission = Submission.objects.get(district=district, round_id=SECOND_ROUND)
    journey.advance(submission, "submit", by=officer, on=SUBMIT_2)


def _grow(producer: Producer, inventor: Inventor, officer: User) -> None:
    """One producer of each district brings a new product in round 2."""
    fields = {
        name: getattr(producer, name)
        for name in ("kind", "name", "owner_first_name", "owner_last_name", "citizen_id", "subdistrict")
    }
    registry.amend(
        producer,
        by=officer,
        on=REGISTER_2,
        version=producer.version,
        fields=fields | {"email": "shop@demo.invalid"},
        products=[inventor.product(producer.products.values_list("name", flat=True))],
    )
