"""What was announced under a number: written once, and the same for ever."""

from django.db import models

from registration.models.calendar import Round
from registration.models.journey import AppendOnly, AppendOnlyQuerySet, Certification, Closing
from registration.models.people import Post, User
from registration.models.units import Unit
from registration.workflow import CertificateStatus, ClosingStatus


class AnnouncementQuerySet(AppendOnlyQuerySet["Announcement"]):
    def in_force(self, unit_code: str, round_id: int | None) -> "Announcement | None":
        """What a unit's round is announced by; None before it is announced and once it is withdrawn."""
        if round_id is None:
            return None
        rows: models.QuerySet[Certification] | models.QuerySet[Closing]
        if unit_code:
            rows = Certification.objects.filter(province_id=unit_code, status=CertificateStatus.ANNOUNCED)
        else:
            rows = Closing.objects.filter(status=ClosingStatus.ANNOUNCED)
        if not rows.filter(round_id=round_id).exists():
            return None
        return self.filter(unit_id=unit_code, round_id=round_id).order_by("-pk").first()


class Announcement(AppendOnly):
    """An announcement of a round, a province's or the department's, with the figures of that day.

    A new text has a new number; a withdrawn one stays as it was. `content` is editions.announced.Content as data.
    Source: docs/rules.md 4.15.
    """

    UNIT_PATH = "unit_id"

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="announcements")
    number = models.CharField("เลขที่ประกาศ", max_length=100)
    year_be = models.PositiveSmallIntegerField("ปี พ.ศ.")
    day = models.DateField("ลงวันที่")
    announced_at = models.DateTimeField()
    announced_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    signer = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    signed_by = models.JSONField("ผู้ลงนาม", default=dict, blank=True)  # services.people.signers.SignedBy
    content = models.JSONField()
    fingerprint = models.CharField(max_length=64)  # of the certificate, or of the edition

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(
                name="announcement_number_once_a_year", fields=["unit", "year_be", "number"]
            )
        ]

    def __str__(self) -> str:
        return f"ประกาศ{self.unit} เลขที่ {self.number}"
