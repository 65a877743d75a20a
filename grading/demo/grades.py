"""The demo of the 2567 letter: Nong Khai in 4/2567, its products, base and monthly sales, so that every grade occurs.

Totals are those that กรมการพัฒนาชุมชน published for Nong Khai, July to September 2567; how they fall on districts and
products is invented. Refused outside demo mode.
"""

from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_UP, Decimal
from typing import Final

from django.conf import settings
from django.db import transaction

from grading.models import BaseSale
from grading.services import bases, policies
from otop_registry import thai
from registration.demo.producers import Inventor
from registration.models import Certification, Closing, MonthlyRound, Producer, Submission, Unit, User
from registration.models.calendar import windows_for
from registration.services import calendar, journey, notices, registry, sales
from registration.services.journal import Act
from registration.services.journey.advancing import Ask
from registration.services.sales.writing import Cell
from registration.timetable import Quarter, Step
from registration.workflow import CertificateStatus, Role

QUARTER: Final = Quarter(2567, 4)
ROUND_ID: Final = 25674
PUBLISHED: Final = (
    Decimal(144_274_966),
    Decimal(160_218_174),
    Decimal(163_737_624),
)  # baht: July, August, September
DOCUMENT: Final = "ตัวอย่าง: ยอดฐานไตรมาส 4/2566 (ปรับจากยอดที่กรมการพัฒนาชุมชนเผยแพร่ ปีงบประมาณ 2567)"
LETTER: Final = ("นค 0019.3/ก 9929", date(2024, 7, 16))
NO_BASE = None
# district: weight of its sales in %, growth over the base in % (None: no base), new products, months answered
SHAPE: Final = {
    "4301": (24, Decimal("8.00"), 4, 2),  # A so far; September is left for the newcomer
    "4302": (18, Decimal("5.01"), 3, 3),  # A, by a hair
    "4305": (16, Decimal("5.00"), 3, 3),  # B: 5 % is not over 5 %
    "4307": (10, Decimal("9.40"), 2, 3),  # B: two products
    "4308": (9, Decimal("2.60"), 3, 3),  # C: sales
    "4314": (8, Decimal("2.00"), 1, 3),  # D: 2 % is not over 2 %
    "4315": (6, Decimal("-4.30"), 5, 3),  # D: sales fell
    "4316": (5, Decimal("6.20"), 2, 1),  # months missing
    "4317": (4, NO_BASE, 2, 3),  # not assessable
}


@transaction.atomic
def load_demo() -> int:
    """Loads the year 2567 of Nong Khai once; returns how many base figures stand. A second load changes nothing."""
    if not settings.DEMO:
        raise PermissionError("The demo exists in demo mode only")
    on = QUARTER.first_day - timedelta(days=20)
    policies.load_policy_2567(Act(None, on))
    if not BaseSale.objects.filter(quarter_id=ROUND_ID).exists():
        plan = calendar.propose_plan(QUARTER.fiscal_year_be, on=on)
        if not plan.is_published:
            calendar.publish_plan(plan, on=on, authority=calendar.Authority("ตัวอย่าง (โหมดสาธิต)"))
        _monthly_rounds()
        _products()
        _close()
        _bases()
        _sales()
        notices.pass_over()
    return BaseSale.objects.filter(quarter_id=ROUND_ID).count()


def _officer(unit_code: str) -> User:
    posts = User.objects.filter(posts__unit_id=unit_code).exclude(posts__role=Role.EXECUTIVE)
    return posts.order_by("posts__pk")[0]


def _first_day(unit_code: str, step: Step) -> date:
    """The first day of the step for the unit in the demo's round."""
    windows = [w for w in windows_for(unit_code) if (w.round, w.step) == (QUARTER, step)]
    return windows[0].first_day


def _monthly_rounds() -> None:
    """The letter's rounds: it is dated the day after its first due day, which makes nobody late (decision 0007)."""
    for month in (QUARTER.previous.months[2], *QUARTER.months[:2]):
        number, day = LETTER
        MonthlyRound.objects.get_or_create(month=month, defaults={"letter_number": number, "letter_day": day})


def _products() -> None:
    for code, (_, _, new_count, _) in SHAPE.items():
        district, on = Unit.objects.get(pk=code), _first_day(code, Step.REGISTER) + timedelta(days=14)
        inventor = Inventor(district)
        for producer in _standing(code)[:new_count]:
            _add_product(producer, inventor, on)
        submission = Submission.objects.get(district=district, round_id=ROUND_ID)
        journey.advance(submission, "submit", by=_officer(code), on=on)


def _standing(district_code: str) -> list[Producer]:
    return list(Producer.objects.active().filter(district_id=district_code).order_by("pk"))


def _add_product(producer: Producer, inventor: Inventor, on: date) -> None:
    kept = ("kind", "name", "owner_first_name", "owner_last_name", "citizen_id", "subdistrict")
    registry.amend(
        producer,
        by=_officer(producer.district_id),
        on=on,
        version=producer.version,
        fields={name: getattr(producer, name) for name in kept},
        products=[inventor.product(producer.products.values_list("name", flat=True))],
    )


def _close() -> None:
    """Certifies the nine districts and closes the round, so that a final grade can be made after 15 October."""
    officer, admin = _officer("43"), _officer("")
    verify, close = _first_day("43", Step.VERIFY), _first_day("", Step.CLOSE)
    for submission in Submission.objects.filter(round_id=ROUND_ID, district_id__in=SHAPE):
        journey.advance(submission, "certify", by=officer, on=verify)
    province = Certification.objects.get(round_id=ROUND_ID, province_id="43")
    journey.advance(province, "certify_province", by=officer, on=verify)
    pending = Certification.objects.filter(round_id=ROUND_ID, status=CertificateStatus.PENDING)
    left_out = dict.fromkeys(pending.values_list("province_id", flat=True), "อยู่นอกพื้นที่สาธิต")
    closing = Closing.objects.get(round_id=ROUND_ID)
    journey.advance(closing, "soft_close", by=admin, on=close, ask=Ask("", {"left_out": left_out}))
    journey.advance(closing, "hard_close", by=admin, on=close)


def _shares(total: Decimal, weights: list[int]) -> list[Decimal]:
    """`total` split by weight, exact to the satang: the last share takes what rounding leaves."""
    parts = [(total * weight / sum(weights)).quantize(thai.SATANG, rounding=ROUND_DOWN) for weight in weights]
    return [*parts[:-1], total - sum(parts[:-1], Decimal(0))]


def _sold() -> dict[str, list[Decimal]]:
    """{district: its sales of the three months}, adding up to what was published."""
    weights = [shape[0] for shape in SHAPE.values()]
    by_month = [_shares(total, weights) for total in PUBLISHED]
    return {code: [month[place] for month in by_month] for place, code in enumerate(SHAPE)}


def _bases() -> None:
    lines = [
        bases.Line(code, month, (amount * 100 / (100 + growth)).quantize(thai.SATANG, rounding=ROUND_UP))
        for code, amounts in _sold().items()
        for month, amount in zip(QUARTER.months, amounts, strict=True)
        if (growth := SHAPE[code][1]) is not None
    ]
    bases.import_base(
        Unit.objects.get(pk="43"), QUARTER, lines, document=DOCUMENT, by=_officer("43"), on=LETTER[1]
    )


def _sales() -> None:
    for code, amounts in _sold().items():
        district = Unit.objects.get(pk=code)
        for number, (month, amount) in enumerate(zip(QUARTER.months, amounts, strict=True)):
            if number < SHAPE[code][3]:
                _record(district, month, amount)


def _record(district: Unit, month: date, total: Decimal) -> None:
    products = list(sales.products_of(district, month).values_list("pk", flat=True))
    parts = _shares(total, [1 + pk % 7 for pk in products])
    cells = {
        pk: Cell((part - 3 * (part / 20).quantize(thai.SATANG), *[(part / 20).quantize(thai.SATANG)] * 3))
        for pk, part in zip(products, parts, strict=True)
    }
    on = max(month.replace(day=28), _first_day(district.code, Step.REGISTER))
    sales.record_month(district, month, cells, by=_officer(district.code), on=on)
