"""The demo of the 2567 letter: Nong Khai in 4/2567, its products, base and monthly sales, so that every grade occurs.

Totals are those that กรมการพัฒนาชุมชน published for Nong Khai, July to September 2567; how they fall on districts and
products is invented. Refused outside demo mode.
"""

from datetime import date, time, timedelta
from decimal import ROUND_DOWN, ROUND_UP, Decimal
from itertools import count
from typing import Final

from django.conf import settings
from django.db import transaction

from grading.models import BaseSale
from grading.services import bases, policies, targets
from otop_registry import clock, thai
from registration.demo.acts import officer_of
from registration.demo.hours import working_days
from registration.demo.producers import Inventor
from registration.models import MonthlyRound, Producer, Sale, Unit
from registration.models.calendar import windows_for
from registration.models.sales import FindingKind
from registration.services import calendar, notices, registry, sales
from registration.services.journal import Act
from registration.services.sales import reasons
from registration.services.sales.writing import MonthAnswer
from registration.timetable import Quarter, Step, next_month

QUARTER: Final = Quarter(2567, 4)
PROVINCE: Final = "43"
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
    "4301": (24, Decimal("5.32"), 4, 2),  # A so far; September is left for the newcomer
    "4302": (18, Decimal("5.34"), 3, 3),  # A
    "4305": (16, Decimal("4.62"), 3, 3),  # B: sales, not far from A
    "4307": (10, Decimal("9.40"), 2, 3),  # B: two products
    "4308": (9, Decimal("2.60"), 3, 3),  # C: sales, which lose what July was ahead
    "4314": (8, Decimal("2.30"), 1, 3),  # C: one product, and July alone was not enough
    "4315": (6, Decimal("-4.30"), 5, 3),  # D: sales fell
    "4316": (5, Decimal("5.36"), 2, 1),  # months missing
    "4317": (4, NO_BASE, 2, 3),  # not assessable
}
# the growth of each month, where it is not that of the quarter: such a district moves between the runs
BY_MONTH: Final = {
    "4308": (Decimal("3.40"), Decimal("2.30"), Decimal("2.10")),
    "4314": (Decimal("1.40"), Decimal("3.00"), Decimal("2.45")),
}
# the districts that tell their sales of the year before, the last month of them that they told
TOLD_BEFORE: Final = {"4301": date(2024, 5, 1), "4302": date(2024, 6, 1), "4316": date(2024, 4, 1)}
GROWN_ALIKE: Final = "4316"  # confirms producers that will have grown by the percentage of their neighbours
EXPLAINED: Final = "4302"  # has said why its growth is that of others
LAST_TOLD: Final = date(2024, 12, 31)  # of the training dates on which anything is told
ENTERED: Final = (
    (9, 25),
    (10, 48),
    (13, 36),
    (15, 12),
    (16, 4),
)  # hours and minutes at which offices type sales


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
        _confirmed()
        _bases()
        _years_before()
        _aims()
        notices.pass_over()
    return BaseSale.objects.filter(quarter_id=ROUND_ID).count()


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
    for number, (code, (_, _, new_count, _)) in enumerate(SHAPE.items()):
        district, on = Unit.objects.get(pk=code), _first_day(code, Step.REGISTER) + timedelta(days=14)
        inventor = Inventor(district)
        for place, producer in enumerate(_standing(code)[:new_count]):
            with clock.hour(time(9 + number % 3, 7 + 9 * place)):
                _add_product(producer, inventor, on)


def _confirmed() -> None:
    """Some whose sales of the quarter will have changed like those of their neighbours: a check tells of it."""
    district, on = (
        Unit.objects.get(pk=GROWN_ALIKE),
        _first_day(GROWN_ALIKE, Step.REGISTER) + timedelta(days=14),
    )
    with clock.hour(time(15, 34)):
        rest = _standing(GROWN_ALIKE)[5:10]
        registry.confirm_unchanged(district, [each.pk for each in rest], by=officer_of(GROWN_ALIKE), on=on)


def _standing(district_code: str) -> list[Producer]:
    return list(Producer.objects.active().filter(district_id=district_code).order_by("pk"))


def _add_product(producer: Producer, inventor: Inventor, on: date) -> None:
    kept = ("kind", "name", "owner_first_name", "owner_last_name", "citizen_id", "subdistrict")
    registry.amend(
        producer,
        by=officer_of(producer.district_id),
        on=on,
        version=producer.version,
        fields={name: getattr(producer, name) for name in kept},
        products=[inventor.product(producer.products.values_list("name", flat=True))],
    )


def _shares(total: Decimal, weights: list[int]) -> list[Decimal]:
    """`total` split by weight, exact to the satang: the last share takes what rounding leaves."""
    parts = [(total * weight / sum(weights)).quantize(thai.SATANG, rounding=ROUND_DOWN) for weight in weights]
    return [*parts[:-1], total - sum(parts[:-1], Decimal(0))]


def _sold() -> dict[str, list[Decimal]]:
    """{district: its sales of the three months}, adding up to what was published."""
    weights = [shape[0] for shape in SHAPE.values()]
    by_month = [_shares(total, weights) for total in PUBLISHED]
    return {code: [month[place] for month in by_month] for place, code in enumerate(SHAPE)}


def _based(code: str) -> list[Decimal]:
    """What the district sold in the same months of the year before, given its growth; nothing without a base."""
    growth = SHAPE[code][1]
    if growth is None:
        return []
    growths = BY_MONTH.get(code, (growth,) * len(QUARTER.months))
    return [
        (amount * 100 / (100 + each)).quantize(thai.SATANG, rounding=ROUND_UP)
        for amount, each in zip(_sold()[code], growths, strict=True)
    ]


def _bases() -> None:
    lines = [
        bases.Line(code, month, amount)
        for code in SHAPE
        for month, amount in zip(QUARTER.months, _based(code), strict=False)
    ]
    with clock.hour(time(10, 20)):
        bases.import_base(
            Unit.objects.get(pk=PROVINCE),
            QUARTER,
            lines,
            document=DOCUMENT,
            by=officer_of(PROVINCE),
            on=LETTER[1],
        )


def _years_before() -> None:
    """The months before of three districts of like growth; one product of theirs then sells less than it did."""
    for code, last_month in TOLD_BEFORE.items():
        district, based = Unit.objects.get(pk=code), _based(code)
        month = QUARTER.same_last_year.months[0]
        for number in count():
            if month > last_month:
                break
            total = based[number] if number < len(based) else based[0] * (88 + 9 * number % 25) / 100
            _record(district, month, total.quantize(thai.SATANG), number, falling=True)
            month = next_month(month)


@transaction.atomic
def tell_sales(on: date) -> int:
    """The sales of the quarter's months that districts have typed by `on` and not yet told; returns how many months.

    Raises: PermissionError outside demo mode.
    """
    if not settings.DEMO:
        raise PermissionError("The demo exists in demo mode only")
    told = [month for month in QUARTER.months if _typing_day(month) <= on <= LAST_TOLD]
    if (
        not told
        or not BaseSale.objects.filter(quarter_id=ROUND_ID, district__code__startswith=PROVINCE).exists()
    ):
        return 0
    known = set(Sale.objects.of(PROVINCE, told).values_list("district_id", "month"))
    fresh = [
        (code, number)
        for code, shape in SHAPE.items()
        for number, month in enumerate(told)
        if number < shape[3] and (code, month) not in known
    ]
    sold = _sold()
    for code, number in fresh:
        _record(Unit.objects.get(pk=code), told[number], sold[code][number], number)
    if (EXPLAINED, 0) in fresh:
        _explain()
    return len(fresh)


def _explain() -> None:
    with clock.hour(time(16, 12)):
        reasons.explain(
            Unit.objects.get(pk=EXPLAINED),
            QUARTER.months[0],
            FindingKind.UNIFORM,
            by=officer_of(EXPLAINED),
            on=_typing_day(QUARTER.months[0]),
            reason="ตรวจกับใบเสร็จของกลุ่มแล้ว เป็นยอดที่เก็บจริง ออกงานเดียวกันทั้งสามอำเภอ",
        )


def _record(district: Unit, month: date, total: Decimal, number: int, *, falling: bool = False) -> None:
    """A month's sales of every product; the last one had none. `falling`: the first one still sold
    what the second one sells today."""
    *products, last = sales.products_of(district, month).values_list("pk", flat=True)
    weights = [1 + pk % 7 for pk in products]
    if falling:
        weights[:2] = [sum(weights[:2]) * 9, sum(weights[:2])]
        weights[2:] = [10 * each for each in weights[2:]]
    cells = {last: MonthAnswer(None, is_zero=True, reason="หยุดผลิตชั่วคราว รอวัตถุดิบตามฤดูกาล")}
    for pk, part in zip(products, _shares(total, weights), strict=True):
        elsewhere = (part / 20).quantize(thai.SATANG)
        cells[pk] = MonthAnswer((part - 3 * elsewhere, *[elsewhere] * 3))
    with clock.hour(time(*ENTERED[(number + int(district.code)) % len(ENTERED)])):
        sales.record_month(district, month, cells, by=officer_of(district.code), on=_typing_day(month))


def _typing_day(month: date) -> date:
    """The last working day up to the 28th, when a month's sales are typed."""
    return working_days(month, month.replace(day=28))[-1]


def _aims() -> None:
    """What the province asks of each district in the quarter."""
    aims = {code: targets.Aim(3, None) for code in SHAPE} | {"4301": targets.Aim(4, Decimal(115_000_000))}
    with clock.hour(time(11, 5)):
        province = Unit.objects.get(pk=PROVINCE)
        targets.set_targets(province, QUARTER, aims, by=officer_of(PROVINCE), on=LETTER[1])
