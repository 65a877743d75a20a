"""A published quarter with a wrong month and a missing one: 4/2567 of Nong Khai, graded and locked on FINAL_DAY.

Bases of 100,000 a month. 4301 registered two products and sold 105,000 + 105,000 + 110,000 = 320,000 (+6.67 %): B.
4302 registered one, sold 100,000 + 100,000 and said nothing of September, whose base is 7,000: not assessable.
"""

from datetime import date
from decimal import Decimal

from grading.models import GradeRun
from grading.services import runs
from registration.models import Post, Product, Sale, SalesCorrection, Unit, User
from registration.services.corrections.path import Said
from registration.services.sales.writing import MonthAnswer
from reporting.services import sales_corrections
from reporting.services.sales_corrections import Wish
from tests.world.factories import make_officer
from tests.world.grading_scene import AUGUST, EVERYBODY, FINAL_DAY, JULY, NEW_DAY, QUARTER, SEPTEMBER, Scene
from tests.world.remembered import stage

DAY = date(2024, 11, 4)
LETTER = "นค 0019/512"
REASON = "บันทึกยอดซ้ำ ตรวจกับสมุดบัญชีของกลุ่มแล้ว"


class Published(Scene):
    """The scene with the run that was published, and a second officer of the department."""

    run: GradeRun

    @classmethod
    def here(cls) -> "Published":
        """The scene, written once in a process and put back for every later test."""
        stage("published", cls)
        found = cls.__new__(cls)
        found.province = Unit.objects.get(pk="43")
        found.units = {unit.pk: unit for unit in Unit.objects.filter(pk__in=["4301", "4302"])}
        posts = Post.objects.order_by("pk").select_related("user")
        people: dict[str, list[User]] = {}
        for post in posts:
            people.setdefault(post.unit_id, []).append(post.user)
        found.officers = {code: held[0] for code, held in people.items()}
        found.other_eyes = people[""][1]
        found.run = GradeRun.objects.get()
        return found

    def __init__(self) -> None:
        super().__init__()
        make_officer("")
        self.products("4301", 1)
        self.products("4301", 2, on=NEW_DAY)
        self.products("4302", 1, on=NEW_DAY)
        self.base("4301", "100000.00", "100000.00", "100000.00")
        self.base("4302", "100000.00", "100000.00", "7000.00")
        for month, baht in ((JULY, "105000.00"), (AUGUST, "105000.00"), (SEPTEMBER, "110000.00")):
            self.sell("4301", month, baht)
        for month in (JULY, AUGUST):
            self.sell("4302", month, "100000.00")
        self.close()
        run = runs.run_final(self.province, QUARTER, by=self.officer, on=FINAL_DAY)
        runs.publish(run, by=self.officer, on=FINAL_DAY, remarks=EVERYBODY)

    def first(self, code: str) -> Product:
        """The product that sold everything of a district."""
        return Product.objects.filter(producer__district=code).earliest("pk")

    def wish(self, code: str, baht: str) -> Wish:
        amount, zero = Decimal(baht), Decimal(0)
        return Wish({self.first(code).pk: MonthAnswer((amount, zero, zero, zero))}, REASON, LETTER)

    def ask(self, code: str = "4301", baht: str = "98000.00") -> SalesCorrection:
        """The district asks that its first product sold so much in September."""
        wish, by = self.wish(code, baht), self.officers[code]
        return sales_corrections.ask(self.units[code], SEPTEMBER, wish, by=by, on=DAY)

    def agree(self, asked: SalesCorrection) -> SalesCorrection:
        return sales_corrections.advance(asked, "agree_correction", Said(), by=self.officer, on=DAY)

    def approve(self, agreed: SalesCorrection, seen: str = "") -> SalesCorrection:
        """The department approves what it reads."""
        said = Said(seen=seen or sales_corrections.effect_of(agreed).fingerprint)
        return sales_corrections.advance(agreed, "approve_correction", said, by=self.officers[""], on=DAY)

    def correct(self, code: str = "4301", baht: str = "98000.00") -> SalesCorrection:
        """Asked, agreed and approved."""
        return self.approve(self.agree(self.ask(code, baht)))


def sold_in(code: str, month: date = SEPTEMBER) -> Decimal:
    return sum((row.total_baht for row in Sale.objects.of(code, [month])), Decimal(0))
