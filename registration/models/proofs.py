"""What anybody may check from paper: one row for each issue of a document or receipt, never a person's name."""

from django.db import models

from registration.models.calendar import Round
from registration.models.journey import AppendOnly, AppendOnlyQuerySet
from registration.models.units import Unit
from registration.stand import Basis

RECEIPT = "receipt"  # a district's submission; other kinds are those of reporting.paper.Kind
MONTHLY_RECEIPT = "monthly_receipt"


class Proof(AppendOnly):
    """A paper as it was issued: what it is, its number, and the fingerprint of what it says.

    `token` (128 bits, in the QR code) and `number` (typed from paper) both find the row. `edition` is that of a closed
    round; empty: as it stood on a day. Every word here is public.
    """

    UNIT_PATH = "unit_id"

    token = models.CharField(max_length=22, unique=True)
    number = models.CharField("เลขที่เอกสาร", max_length=14, unique=True)
    kind = models.CharField(max_length=20)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=80)
    round = models.ForeignKey(Round, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    edition = models.PositiveSmallIntegerField("ฉบับที่", null=True, blank=True)
    has_editions = models.BooleanField("มีเป็นฉบับ", default=False)  # a later edition of the round supersedes it
    fingerprint = models.CharField("ลายนิ้วมือ", max_length=64)
    issued_at = models.DateTimeField("ออกเมื่อ")
    title = models.CharField("เอกสาร", max_length=300)
    stand = models.CharField("ข้อมูล", max_length=200)
    basis = models.CharField("สถานะข้อมูล", max_length=10, choices=Basis, default=Basis.AS_OF)
    act_number = models.CharField("ตามเลขที่", max_length=100, blank=True)  # of the announcement or the letter

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        indexes = [models.Index(name="proof_of_subject", fields=["kind", "unit", "subject", "-id"])]

    def __str__(self) -> str:
        return self.number
