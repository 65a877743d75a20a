"""The monthly report of a district: the numbers it confirmed, when first and when last, under which receipt."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from otop_registry import thai
from registration.models import Unit, User


class MonthlyReport(models.Model):
    """A district's report of one month of sales, confirmed once or more.

    `figures` are the numbers as read at the latest confirmation (services.monthly.Draft.as_data). Lateness looks
    at `first_confirmed_at` alone, which never moves. Source: letter นค 0019.3/ก 9929; decision 0007.
    """

    UNIT_PATH = "district_id"

    district = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    month = models.DateField("เดือนของยอดจำหน่าย")
    figures = models.JSONField()
    note = models.TextField("ปัญหาและข้อเสนอแนะ", max_length=2000, blank=True)
    first_confirmed_at = models.DateTimeField("ยืนยันครั้งแรกเมื่อ")
    latest_confirmed_at = models.DateTimeField("ยืนยันล่าสุดเมื่อ")
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    confirmed_as = models.CharField("ในตำแหน่ง", max_length=500, blank=True)
    receipt_number = models.CharField("เลขที่ใบรับ", max_length=20, unique=True)

    class Meta:
        ordering = ("month", "district_id")
        constraints = [
            models.UniqueConstraint(name="monthly_report_once", fields=["district", "month"]),
            models.CheckConstraint(name="monthly_report_month_is_a_first_day", condition=Q(month__day=1)),
            models.CheckConstraint(
                name="monthly_report_first_is_not_after_latest",
                condition=Q(first_confirmed_at__lte=models.F("latest_confirmed_at")),
            ),
        ]

    def __str__(self) -> str:
        return self.receipt_number

    def get_absolute_url(self) -> str:
        return reverse(
            "reporting:monthly", args=[thai.year_be(self.month), self.month.month, self.district_id]
        )
