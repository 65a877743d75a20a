"""Policies, bases, targets, and the grades that runs give from them."""

from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import Exists, OuterRef, Q

from grading import scoring
from registration.models import Edition, Round, SalesCorrection, Unit, User
from registration.models.units import NATIONAL


class Increase(models.TextChoices):
    """Which increase of products counts (decision 0002)."""

    NET = "net", "สุทธิ (ลงทะเบียนใหม่หักยกเลิก)"
    GROSS = "gross", "ลงทะเบียนใหม่ทั้งหมด"


class BaseRule(models.TextChoices):
    """Where the base of a quarter comes from (decision 0004)."""

    LAST_YEAR = "last_year", "ไตรมาสเดียวกันของปีก่อน"
    NAMED_YEAR = "named_year", "ไตรมาสเดียวกันของปีที่กำหนด"
    MEAN_OF_THREE = "mean_of_three", "ค่าเฉลี่ยสามปีก่อนหน้า"


class Policy(models.Model):
    """One version of the criteria, in force from a quarter until the next version. Never changed once used."""

    UNIT_PATH = NATIONAL

    version = models.PositiveSmallIntegerField("ฉบับที่", primary_key=True)
    name = models.CharField("ชื่อเกณฑ์", max_length=200)
    from_quarter = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    increase = models.CharField("จำนวนที่เพิ่มขึ้น", max_length=5, choices=Increase, default=Increase.NET)
    base_rule = models.CharField("ฐาน", max_length=15, choices=BaseRule, default=BaseRule.LAST_YEAR)
    base_year_be = models.PositiveSmallIntegerField("ปีฐาน", null=True, blank=True)
    source = models.CharField("ที่มา", max_length=300, blank=True)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("version",)
        constraints = [
            models.CheckConstraint(
                name="policy_named_year_has_a_year",
                condition=~Q(base_rule=BaseRule.NAMED_YEAR) | Q(base_year_be__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} (ฉบับที่ {self.version})"

    @property
    def scoring_bands(self) -> tuple[scoring.Band, ...]:
        """The bands best first, as scoring wants them."""
        if self._state.adding:
            return scoring.BANDS
        rows = sorted(self.bands.all(), key=lambda band: band.grade)
        return tuple(scoring.Band(row.grade, row.new_products, row.growth_percent) for row in rows)


class PolicyBand(models.Model):
    """One row of a policy's table: at least so many products and growth strictly over so many percent."""

    UNIT_PATH = NATIONAL

    policy = models.ForeignKey(Policy, on_delete=models.CASCADE, related_name="bands")
    grade = models.CharField("ระดับหน่วยงาน", max_length=1)
    new_products = models.IntegerField("ผลิตภัณฑ์เพิ่มขึ้นไม่น้อยกว่า")
    growth_percent = models.DecimalField("ยอดจำหน่ายเพิ่มขึ้นมากกว่าร้อยละ", max_digits=7, decimal_places=2)

    class Meta:
        ordering = ("policy_id", "grade")
        constraints = [models.UniqueConstraint(name="policy_band_once", fields=["policy", "grade"])]


class BaseOrigin(models.TextChoices):
    """Where a base figure was taken from."""

    DOCUMENT = "document", "เอกสาร"
    SALES = "sales", "ยอดจำหน่ายในระบบ"


class BaseSale(models.Model):
    """The base of one district for one month of one quarter, with its stored pointer and its document.

    `month` is the month it is compared with, `base_quarter` where it comes from (decision 0004). Frozen by the
    first interim run; afterwards only a correction with a reason writes it, and keeps what was.
    """

    UNIT_PATH = "district_id"

    district = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    quarter = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    month = models.DateField("เดือนที่เทียบ")
    base_quarter = models.CharField("ไตรมาสฐาน", max_length=20)
    amount_baht = models.DecimalField("ยอดฐาน (บาท)", max_digits=17, decimal_places=2)
    origin = models.CharField("ที่มา", max_length=10, choices=BaseOrigin)
    document = models.CharField("เอกสารอ้างอิง", max_length=300, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("quarter_id", "district_id", "month")
        indexes = [models.Index(name="base_of_quarter", fields=["quarter", "district", "month"])]
        constraints = [
            models.UniqueConstraint(name="base_once", fields=["district", "month"]),
            models.CheckConstraint(name="base_not_negative", condition=Q(amount_baht__gte=0)),
            models.CheckConstraint(
                name="base_document_is_named",
                condition=~Q(origin=BaseOrigin.DOCUMENT) | ~Q(document=""),
            ),
        ]


class Target(models.Model):
    """What a province asks of a district in a quarter (L2 attachment 2)."""

    UNIT_PATH = "district_id"

    district = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    quarter = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    products = models.PositiveIntegerField("เป้าผลิตภัณฑ์เพิ่มขึ้น")
    sales_baht = models.DecimalField(
        "เป้ายอดจำหน่าย (บาท)", max_digits=17, decimal_places=2, null=True, blank=True
    )
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("quarter_id", "district_id")
        constraints = [models.UniqueConstraint(name="target_once", fields=["district", "quarter"])]


class RunKind(models.TextChoices):
    """Interim at each monthly round, final after all three months; never shown without its word."""

    INTERIM = "interim", "ชั่วคราว"
    FINAL = "final", "สุดท้าย"


class GradeRunQuerySet(models.QuerySet["GradeRun"]):
    def in_force(self) -> "GradeRunQuerySet":
        """The published final grades that no later run took the place of."""
        later = GradeRun.objects.filter(
            province=OuterRef("province"),
            quarter=OuterRef("quarter"),
            published_at__isnull=False,
            number__gt=OuterRef("number"),
        )
        return self.filter(kind=RunKind.FINAL, published_at__isnull=False).exclude(Exists(later))


class GradeRun(models.Model):
    """One grading of a province's districts: policy, day, months and edition it was made from.

    Published final grades never change. What is corrected afterwards makes the run `number` + 1, with its `reason`
    (decision 0086).
    """

    UNIT_PATH = "province_id"

    province = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    quarter = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=RunKind)
    as_of = models.DateField("ข้อมูล ณ วันที่")
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField("ครั้งที่", default=1)  # of the final grades of the quarter
    reason = models.CharField("เหตุผลของครั้งใหม่", max_length=700, blank=True)
    correction = models.ForeignKey(
        SalesCorrection, null=True, blank=True, on_delete=models.PROTECT, related_name="runs"
    )

    objects = GradeRunQuerySet.as_manager()

    class Meta:
        ordering = ("quarter_id", "province_id", "as_of", "pk")
        indexes = [models.Index(name="run_of_province", fields=["quarter", "province", "kind", "as_of"])]
        constraints = [
            models.UniqueConstraint(
                name="run_once_per_day", fields=["province", "quarter", "kind", "as_of", "number"]
            ),
            models.UniqueConstraint(
                name="final_run_published_once",
                fields=["province", "quarter", "number"],
                condition=Q(kind=RunKind.FINAL, published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="later_run_says_why",
                condition=Q(number=1, reason="", correction=None)
                | Q(number__gt=1, kind=RunKind.FINAL, published_at__isnull=False) & ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="final_run_names_its_edition",
                condition=Q(kind=RunKind.INTERIM, edition=None)
                | Q(kind=RunKind.FINAL, edition__isnull=False),
            ),
        ]


class Grade(models.Model):
    """A district's grade in a run with the inputs it was computed from; `letter` "" = not assessable."""

    UNIT_PATH = "district_id"

    run = models.ForeignKey(GradeRun, on_delete=models.CASCADE, related_name="grades")
    district = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    letter = models.CharField("ระดับหน่วยงาน", max_length=1, blank=True)
    by_products = models.CharField(max_length=1)
    by_sales = models.CharField(max_length=1, blank=True)
    increase = models.IntegerField("ผลิตภัณฑ์เพิ่มขึ้น")
    gross_new = models.PositiveIntegerField("ลงทะเบียนใหม่")
    sales_baht = models.DecimalField(max_digits=17, decimal_places=2, null=True, blank=True)
    base_baht = models.DecimalField(max_digits=17, decimal_places=2, null=True, blank=True)
    months = models.JSONField(default=list)  # ISO first days of the months compared
    reason = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("run_id", "district_id")
        constraints = [models.UniqueConstraint(name="grade_once", fields=["run", "district"])]

    def score(self, bands: tuple[scoring.Band, ...]) -> scoring.Score:
        """The grade explained from its stored inputs."""
        return scoring.score(bands, self.increase, self.sales_baht, self.base_baht)

    @property
    def change_baht(self) -> Decimal | None:
        """Sales less base; None without either."""
        if self.sales_baht is None or self.base_baht is None:
            return None
        return self.sales_baht - self.base_baht

    @property
    def growth_percent(self) -> Decimal | None:
        """Growth of sales over the base, exact to 28 digits; None where it cannot be said."""
        growth = scoring.growth_of((), self.sales_baht, self.base_baht)
        return growth.exact if growth else None

    @property
    def outcome(self) -> scoring.Outcome:
        """The letter, or why there is none."""
        return scoring.Outcome(self.letter, self.reason, has_base=self.base_baht is not None)

    @property
    def months_compared(self) -> tuple[date, ...]:
        """The months whose sales and base stand in this grade; none before the first is reported."""
        return tuple(date.fromisoformat(month) for month in self.months)

    @property
    def compared_base_baht(self) -> Decimal | None:
        """The base of the months compared; without any month `base_baht` is the whole quarter's, and this is None."""
        return self.base_baht if self.months else None
