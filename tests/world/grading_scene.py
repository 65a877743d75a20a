"""A quarter lived through: a province of 4/2567 with its plan, products, sales and bases, by the real services."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from grading.models import Grade, GradeRun, RunKind
from grading.services import bases, policies, runs
from grading.services.bases import Line
from grading.services.policies import round_of
from otop_registry import clock
from registration.models import Certification, Closing, Round, Submission, Unit, User
from registration.services import calendar, registry, sales
from registration.services.journal import Act
from registration.services.sales.writing import MonthAnswer
from registration.timetable import Quarter
from registration.workflow import CertificateStatus, ClosingStatus, Role, Status
from tests.world.factories import (
    make_fields,
    make_officer,
    make_product_fields,
    make_subdistrict,
    make_unit,
    walk,
)

QUARTER = Quarter(2567, 4)
ROUND_ID = Round.id_of(QUARTER)
JULY, AUGUST, SEPTEMBER = QUARTER.months
OLD_DAY, NEW_DAY = date(2024, 5, 2), date(2024, 7, 4)  # inside the register steps of 3/2567 and 4/2567
AUGUST_ROUND, SEPTEMBER_ROUND = date(2024, 8, 15), date(2024, 9, 16)
FINAL_DAY = date(2024, 10, 16)
BEFORE = date(2024, 7, 1)  # bases are entered on the quarter's first day
EVERYBODY = {"not_assessed": [f"43{number:02}" for number in range(1, 10)]}  # read before publishing
DOCUMENT = "หนังสือ นค 0019.3/1 ลงวันที่ 1 กรกฎาคม 2567"


class Scene:
    """A province with districts, an officer in each, and the published plan of 2567."""

    def __init__(self, province_code: str = "43", districts: Sequence[str] = ("4301", "4302")) -> None:
        make_unit("")
        self.province = make_unit(province_code)
        self.units = {code: make_unit(code) for code in districts}
        for code in districts:
            make_subdistrict(f"{code}01")
        self.officers: dict[str, User] = {
            code: make_officer(code) for code in ("", province_code, *districts)
        }
        plan = calendar.propose_plan(2567, on=date(2023, 9, 1))
        calendar.publish_plan(plan, on=date(2023, 9, 1), authority=calendar.Authority("มท 1"))

    @property
    def officer(self) -> User:
        return self.officers[self.province.code]

    def products(self, code: str, count: int, *, on: date = OLD_DAY) -> list[int]:
        """Registers a producer with so many products on a day; their keys."""
        fields = make_fields(f"{code}01")
        rows = [make_product_fields() for _ in range(count)]
        by = self.officers[code]
        producer = registry.register(self.units[code], by=by, on=on, fields=fields, products=rows)
        return list(producer.products.order_by("pk").values_list("pk", flat=True))

    def answer(self, code: str, month: date, product_id: int, baht: str, *, on: date | None = None) -> None:
        """One product's sales of a month; "0" confirms zero."""
        amount = Decimal(baht)
        zero = Decimal(0)
        cell = (
            MonthAnswer((amount, zero, zero, zero))
            if amount
            else MonthAnswer(None, is_zero=True, reason="ไม่ได้ผลิต")
        )
        day = on or month + timedelta(days=35)
        sales.record_month(self.units[code], month, {product_id: cell}, by=self.officers[code], on=day)

    def sell(self, code: str, month: date, baht: str) -> None:
        """The district's whole month: the first product sold everything, the others confirm zero."""
        listed = sales.products_of(self.units[code], month).order_by("pk").values_list("pk", flat=True)
        for number, product_id in enumerate(listed):
            self.answer(code, month, product_id, baht if number == 0 else "0")

    def base(self, code: str, *amounts: str, on: date = BEFORE) -> None:
        """Base figures of the first months of the quarter, imported from DOCUMENT."""
        lines = [
            Line(code, month, Decimal(baht)) for month, baht in zip(QUARTER.months, amounts, strict=False)
        ]
        bases.import_base(self.province, QUARTER, lines, document=DOCUMENT, by=self.officer, on=on)

    def close(self, left_out: Sequence[str] = ()) -> None:
        """Certifies every district and the province and closes the round, 3/2567 first and then 4/2567.

        4/2567 leaves out the districts of `left_out`.
        """
        for round_id in (ROUND_ID - 1, ROUND_ID):
            for code in (code for code in self.units if round_id < ROUND_ID or code not in left_out):
                walk(Submission.objects.get(district_id=code, round_id=round_id), Status.CERTIFIED)
            certification = Certification.objects.get(province=self.province, round_id=round_id)
            walk(certification, CertificateStatus.CERTIFIED)
            walk(Closing.objects.get(round_id=round_id), ClosingStatus.CLOSED)


def make_two_rounds() -> Scene:
    """Interim grades of two rounds. August: 4301 A, 4302 B lacking a product, 4303 C lacking baht, 4304 D, 4305 has
    no base. September: 4302 falls to D, 4303 has a third product."""
    scene = Scene(districts=("4301", "4302", "4303", "4304", "4305"))
    rows = (
        ("4301", 3, "110000.00"),
        ("4302", 2, "110000.00"),
        ("4303", 2, "102500.00"),
        ("4304", 1, "90000.00"),
    )
    for code, increase, sold in rows:
        scene.products(code, 1)
        scene.products(code, increase, on=NEW_DAY)
        scene.base(code, "100000.00", "100000.00", "100000.00")
        scene.sell(code, QUARTER.months[0], sold)
    scene.products("4305", 1)
    runs.run_interim(scene.province, QUARTER, on=AUGUST_ROUND)
    scene.sell("4302", QUARTER.months[1], "80000.00")  # falls
    scene.products("4303", 1, on=date(2024, 8, 20))
    runs.run_interim(scene.province, QUARTER, on=SEPTEMBER_ROUND)
    return scene


def executive(unit: Unit) -> User:
    return make_officer(unit.code, Role.EXECUTIVE)


LETTERS = ("A", "B", "C", "D", "")
SOLD = {"A": "10510000.01", "B": "10400000.00", "C": "10250000.00", "D": "9000000.00", "": None}
LONG_NAMES = ("เมืองนครศรีธรรมราช", "เฉลิมพระเกียรติ", "ทุ่งใหญ่", "ป้อมปราบศัตรูพ่าย")


def make_large_runs(province: str, districts: int) -> None:
    """Interim runs of 15 August and 16 September: all grades in turn, every fourth moved, long names, real sums."""
    for day, turn in ((AUGUST_ROUND, 1), (SEPTEMBER_ROUND, 0)):
        run = GradeRun.objects.create(
            province=make_unit(province), quarter=round_of(QUARTER), kind=RunKind.INTERIM, as_of=day,
            policy=policies.load_policy_2567(Act(None, day)), made_at=clock.instant(day),
        )  # fmt: skip
        Grade.objects.bulk_create(_large_grades(run, province, districts, turn))


def _large_grades(run: GradeRun, province: str, districts: int, turn: int) -> Iterator[Grade]:
    for number in range(districts):
        letter = LETTERS[(number + turn * (number % 4 == 0)) % len(LETTERS)]
        name = LONG_NAMES[number % len(LONG_NAMES)]
        yield Grade(
            run=run, district=make_unit(f"{province}{number + 1:02}", name=name), letter=letter,
            by_products=letter or "D", by_sales=letter, increase={"A": 4, "B": 2, "C": 1}.get(letter, 1),
            gross_new=4, sales_baht=SOLD[letter], base_baht="10000000.00", months=["2024-07-01"],
            reason="" if letter else "no_sales_yet",
        )  # fmt: skip
