"""Sales of products by month: reported, confirmed zero, or no row at all, which means not reported."""

from datetime import date
from decimal import Decimal
from typing import Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from registration.models.calendar import Round
from registration.models.people import User
from registration.models.producers import Product
from registration.models.units import NATIONAL, Unit

CHANNELS = ("domestic_offline_baht", "domestic_online_baht", "abroad_offline_baht", "abroad_online_baht")
ZERO = Decimal("0.00")


def _amount(label: str) -> models.DecimalField:
    return models.DecimalField(
        label, max_digits=15, decimal_places=2, default=ZERO, validators=[MinValueValidator(ZERO)]
    )


class SaleQuerySet(models.QuerySet["Sale"]):
    def of(self, unit_code: str, months: list[date]) -> Self:
        """Sales inside a unit's scope in some months (each its first day)."""
        return self.filter(district__code__startswith=unit_code, month__in=months)


class Sale(models.Model):
    """One product's sales of one month, by channel, in baht with satang.

    Three answers, never two (decision 0006): a row with amounts, a row confirmed zero, no row = not reported.
    `district` is the district of that day, so that a move never rewrites the past.
    """

    UNIT_PATH = "district_id"

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="sales")
    district = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    month = models.DateField("เดือน")
    domestic_offline_baht = _amount("ในประเทศ ออฟไลน์")
    domestic_online_baht = _amount("ในประเทศ ออนไลน์")
    abroad_offline_baht = _amount("ต่างประเทศ ออฟไลน์")
    abroad_online_baht = _amount("ต่างประเทศ ออนไลน์")
    total_baht = models.GeneratedField(
        expression=F(CHANNELS[0]) + F(CHANNELS[1]) + F(CHANNELS[2]) + F(CHANNELS[3]),
        output_field=models.DecimalField(max_digits=17, decimal_places=2),
        db_persist=True,
    )
    is_zero = models.BooleanField("ยืนยันว่าไม่มียอด", default=False)
    reason = models.CharField("เหตุผล", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    objects = SaleQuerySet.as_manager()

    class Meta:
        ordering = ("month", "product_id")
        indexes = [models.Index(name="sale_of_district", fields=["month", "district", "total_baht"])]
        constraints = [
            models.UniqueConstraint(name="sale_once_per_month", fields=["product", "month"]),
            models.CheckConstraint(name="sale_month_is_a_first_day", condition=Q(month__day=1)),
            models.CheckConstraint(
                name="sale_amounts_not_negative",
                condition=Q(**{f"{name}__gte": 0 for name in CHANNELS}),
            ),
            models.CheckConstraint(
                name="sale_zero_is_confirmed",
                condition=Q(is_zero=True, **dict.fromkeys(CHANNELS, 0))
                | (Q(is_zero=False) & ~Q(**dict.fromkeys(CHANNELS, 0))),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product} {self.month}"


class FindingKind(models.TextChoices):
    """A finding of a district's month as a whole; those of a single answer are explained by Sale.reason."""

    UNIFORM = "uniform", "ยอดเปลี่ยนแปลงเท่ากันหลายอำเภอ"
    MISSING_MONTHS = "missing_months", "เดือนก่อนหน้ายังรายงานไม่ครบ"


class SalesReason(models.Model):
    """Why a finding of a district's month is as it is, in the district's words; the finding is open until then.

    `answered` is the finding as it read that day: figures may move afterwards. What was said before is in the
    journal.
    """

    UNIT_PATH = "district_id"

    district = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    month = models.DateField("เดือน")
    kind = models.CharField("ข้อสังเกต", max_length=20, choices=FindingKind)
    answered = models.TextField("ข้อสังเกตที่ตอบ")
    reason = models.CharField("เหตุผล", max_length=300)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("month", "district_id", "kind")
        constraints = [
            models.UniqueConstraint(name="sales_reason_once", fields=["district", "month", "kind"]),
            models.CheckConstraint(name="sales_reason_month_is_a_first_day", condition=Q(month__day=1)),
            models.CheckConstraint(name="sales_reason_is_said", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.district} {self.month:%Y-%m} {self.kind}"


class SalesLock(models.Model):
    """A province's quarter whose sales no longer change: set when its final grades are published."""

    UNIT_PATH = "province_id"

    province = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    quarter = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    locked_at = models.DateTimeField()
    locked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("quarter_id", "province_id")
        constraints = [models.UniqueConstraint(name="sales_lock_once", fields=["province", "quarter"])]

    def __str__(self) -> str:
        return f"{self.province} {self.quarter}"


class MonthlyRound(models.Model):
    """The monthly round that a month's sales are due with: its letter and how its day moves (decision 0007)."""

    UNIT_PATH = NATIONAL

    month = models.DateField("เดือนของยอดจำหน่าย", primary_key=True)
    rolls = models.BooleanField("เลื่อนเมื่อตรงกับวันหยุด", default=True)
    letter_number = models.CharField("เลขที่หนังสือ", max_length=100, blank=True)
    letter_day = models.DateField("หนังสือลงวันที่", null=True, blank=True)

    class Meta:
        ordering = ("month",)
        constraints = [models.CheckConstraint(name="monthly_round_is_a_first_day", condition=Q(month__day=1))]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class FormAnswer(models.Model):
    """What a district answered for a month in a form outside this system: kept beside its sales, never counted as them.

    Source: letter นค 0019.3/ก 9929, order 2: the same figures by Google Form. `products` is the number it gave.
    """

    UNIT_PATH = "district_id"

    district = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    month = models.DateField("เดือน")
    sales_baht = models.DecimalField(
        "ยอดจำหน่าย (บาท)", max_digits=17, decimal_places=2, null=True, blank=True
    )
    products = models.PositiveIntegerField("จำนวนผลิตภัณฑ์", null=True, blank=True)
    answered_at = models.DateTimeField("ตอบเมื่อ", null=True, blank=True)
    source = models.CharField("ที่มา", max_length=300)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("month", "district_id")
        constraints = [
            models.UniqueConstraint(name="form_answer_once", fields=["district", "month"]),
            models.CheckConstraint(name="form_answer_month_is_a_first_day", condition=Q(month__day=1)),
            models.CheckConstraint(
                name="form_answer_says_something",
                condition=Q(sales_baht__isnull=False) | Q(products__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.district} {self.month:%Y-%m}"
