"""Corrections of what is closed: a record as a round froze it, or a month of sales whose grades are published."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from otop_registry import thai
from registration.models.calendar import Round
from registration.models.numbers import ContentField
from registration.models.people import User
from registration.models.producers import Producer
from registration.models.proofs import Proof
from registration.models.units import Unit
from registration.workflow import PENDING_CORRECTIONS, CorrectionStatus


def _who() -> models.ForeignKey:
    return models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")


class CorrectionPath(models.Model):
    """What every correction of what is closed says of its way: of what, why, by which letter, and who asked, agreed
    and decided. Source: decisions 0079, 0085.

    `decided_*` is the last word, whoever said it: approved, refused or taken back.
    """

    UNIT_PATH = "district_id"
    SORT: ClassVar[str]
    PAGE: ClassVar[str]  # the name of the address of one

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="%(class)ss")
    district = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField("เหตุผล", max_length=500)
    letter_number = models.CharField("เลขที่หนังสือ", max_length=100)
    status = models.CharField(
        "สถานะ", max_length=10, choices=CorrectionStatus, default=CorrectionStatus.ASKED
    )
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = _who()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = _who()
    decided_reason = models.TextField("เหตุผลของผู้พิจารณา", max_length=500, blank=True)

    class Meta:
        abstract = True
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                name="%(class)s_agreed_by_and_at",
                condition=~Q(status__in=[CorrectionStatus.AGREED, CorrectionStatus.APPROVED])
                | Q(agreed_at__isnull=False, agreed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="%(class)s_approved_by_four_eyes",
                condition=~Q(status=CorrectionStatus.APPROVED)
                | ~Q(decided_by=models.F("asked_by")) & ~Q(decided_by=models.F("agreed_by")),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse(self.PAGE, args=[self.pk])

    @property
    def subject(self) -> str:
        """What the journal and the notices call it."""
        return f"{self.SORT}:{self.pk}"


class Correction(CorrectionPath):
    """One record of a closed round that is to say something else. Source: decision 0079.

    `changes` is {key: [what is frozen, what is right]}, the keys of services.corrections.forward.
    """

    SORT, PAGE = "correction", "registration:correction"

    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="corrections")
    changes = ContentField()

    class Meta(CorrectionPath.Meta):
        constraints = [
            *CorrectionPath.Meta.constraints,
            models.UniqueConstraint(
                name="correction_one_at_a_time",
                fields=["producer"],
                condition=Q(status__in=PENDING_CORRECTIONS),
            ),
        ]

    def __str__(self) -> str:
        return f"คำขอแก้ไขรอบ {self.round} {self.district} ที่ {self.pk}"


class SalesCorrection(CorrectionPath):
    """A district's month of a quarter whose final grades are published, that is to say something else.

    `changes` is {product: [what stands, what is right]}, answers as the journal keeps them; `spread` says by which rule
    a total of the month became answers. Once approved, `effect` keeps what it moved, as it was read, and `papers` what
    it made ones of the past. Source: decision 0085.
    """

    SORT, PAGE = "sales_correction", "reporting:sales_correction"

    month = models.DateField("เดือน")
    changes = models.JSONField()
    spread = models.CharField("วิธีแบ่งยอดรวม", max_length=300, blank=True)
    effect = models.JSONField(default=dict, blank=True)
    papers = models.ManyToManyField(Proof, related_name="sales_corrections", blank=True)

    class Meta(CorrectionPath.Meta):
        constraints = [
            *CorrectionPath.Meta.constraints,
            models.UniqueConstraint(
                name="salescorrection_one_at_a_time",
                fields=["district", "month"],
                condition=Q(status__in=PENDING_CORRECTIONS),
            ),
            models.CheckConstraint(name="salescorrection_month_is_a_first_day", condition=Q(month__day=1)),
        ]

    def __str__(self) -> str:
        return f"คำขอแก้ไขยอดจำหน่ายเดือน{thai.month_name(self.month)} {self.district} ที่ {self.pk}"

    def lines_of(self, unit_code: str = "") -> list[dict[str, str]]:
        """What it moved of a unit and those below it, as it was kept: code, unit, label, before, after, change."""
        return [each for each in self.effect.get("lines", []) if each["code"].startswith(unit_code)]
