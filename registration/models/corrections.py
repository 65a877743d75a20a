"""Corrections of a closed round: what is wrong in one record as it was frozen, and who asked, agreed and decided."""

from django.db import models
from django.db.models import Q

from registration.models.calendar import Round
from registration.models.people import User
from registration.models.producers import Producer
from registration.models.units import Unit
from registration.workflow import PENDING_CORRECTIONS, CorrectionStatus


def _who() -> models.ForeignKey:
    return models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")


class Correction(models.Model):
    """One record of a closed round that is to say something else. Source: decision 0079.

    `changes` is {key: [what is frozen, what is right]}, the keys of services.corrections.forward. `decided_*` is the
    last word, whoever said it: approved, refused or taken back.
    """

    UNIT_PATH = "district_id"

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="corrections")
    district = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="corrections")
    changes = models.JSONField()
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
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(
                name="correction_one_at_a_time",
                fields=["producer"],
                condition=Q(status__in=PENDING_CORRECTIONS),
            ),
            models.CheckConstraint(
                name="correction_agreed_by_and_at",
                condition=~Q(status__in=[CorrectionStatus.AGREED, CorrectionStatus.APPROVED])
                | Q(agreed_at__isnull=False, agreed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="correction_approved_by_four_eyes",
                condition=~Q(status=CorrectionStatus.APPROVED)
                | ~Q(decided_by=models.F("asked_by")) & ~Q(decided_by=models.F("agreed_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"คำขอแก้ไขรอบ {self.round} {self.district} ที่ {self.pk}"
