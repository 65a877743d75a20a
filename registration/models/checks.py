"""What the checks found and what was said to it, pairs decided, records drawn, faults that came out later."""

from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from registration.models.calendar import Round
from registration.models.jobs import Job
from registration.models.journey import AppendOnly, AppendOnlyQuerySet, Submission
from registration.models.people import User
from registration.models.producers import Producer, Registration
from registration.models.units import NATIONAL, Unit


class Finding(models.Model):
    """Something in a record of a round to look at: a check of registration/checks/table.py and its figures.

    `other` is the other producer of a pair. `said` fills the check's words; it never holds another office's personal
    data. `reason` is the district's, read by the verifier; a finding that is found again keeps it.
    """

    UNIT_PATH = "registration__district_id"

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="findings")
    code = models.CharField("ข้อตรวจ", max_length=30)
    version = models.PositiveSmallIntegerField("ฉบับของข้อตรวจ")
    other = models.ForeignKey(Producer, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    said = models.JSONField(default=dict, blank=True)
    reason = models.CharField("คำชี้แจงของอำเภอ", max_length=500, blank=True)
    reason_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason_at = models.DateTimeField(null=True, blank=True)
    found_at = models.DateTimeField()

    class Meta:
        ordering = ("registration_id", "pk")
        constraints = [
            models.UniqueConstraint(
                name="finding_once", fields=["registration", "code"], condition=Q(other=None)
            ),
            models.UniqueConstraint(
                name="finding_once_per_pair",
                fields=["registration", "code", "other"],
                condition=Q(other__isnull=False),
            ),
            models.CheckConstraint(
                name="finding_reason_by_and_at",
                condition=Q(reason="", reason_by=None, reason_at=None)
                | (~Q(reason="") & Q(reason_by__isnull=False, reason_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.registration_id} {self.code}"


class CheckRun(models.Model):
    """The newest run of the checks over a district's round. `state` is what it was run over: another one is stale."""

    UNIT_PATH = "district_id"

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    district = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField("ฉบับของข้อตรวจ")
    at = models.DateTimeField()
    state = models.CharField(max_length=100)

    class Meta:
        ordering = ("round_id", "district_id")
        constraints = [models.UniqueConstraint(name="check_run_once", fields=["round", "district"])]

    def __str__(self) -> str:
        return f"{self.district_id} {self.round_id} ฉบับ {self.version}"


class Verdict(models.TextChoices):
    """What a pair of producers was found to be."""

    APART = "apart", "คนละราย"
    MERGED = "merged", "รายเดียวกัน รวมแล้ว"


class PairDecision(models.Model):
    """A pair of producers that look alike, decided once for both sides and every later round.

    `stood` is how each of two merged records stood before, so that the merge can be taken back: no value of a field.
    """

    UNIT_PATH = "low__district_id"

    low = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="+")
    high = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField("ผลการพิจารณา", max_length=10, choices=Verdict)
    reason = models.CharField("เหตุผล", max_length=500)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    stood = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ("low_id", "high_id")
        constraints = [
            models.UniqueConstraint(name="pair_decided_once", fields=["low", "high"]),
            models.CheckConstraint(name="pair_low_before_high", condition=Q(low__lt=F("high"))),
        ]

    def __str__(self) -> str:
        return f"{self.low_id} / {self.high_id}: {self.get_verdict_display()}"


class Sample(models.Model):
    """The records of a submission that are opened before the unflagged ones are passed in one act.

    `rate` is the district's share of faults in percent that the size follows from; the seed draws them again.
    """

    UNIT_PATH = "submission__district_id"

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="samples")
    seed = models.CharField(max_length=64)
    size = models.PositiveIntegerField("จำนวนที่สุ่ม")
    rate = models.DecimalField("อัตราที่เคยพบ (%)", max_digits=7, decimal_places=4)
    drawn_at = models.DateTimeField()
    drawn_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField("ฉบับของข้อตรวจ")

    class Meta:
        ordering = ("submission_id", "pk")

    def __str__(self) -> str:
        return f"{self.submission} สุ่ม {self.size}"


class SampledRecord(models.Model):
    """One record of a sample: who opened it, and whether something was wrong with it."""

    UNIT_PATH = "registration__district_id"

    sample = models.ForeignKey(Sample, on_delete=models.CASCADE, related_name="records")
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_fault = models.BooleanField("พบข้อผิด", default=False)

    class Meta:
        ordering = ("sample_id", "pk")
        constraints = [models.UniqueConstraint(name="sampled_once", fields=["sample", "registration"])]

    def __str__(self) -> str:
        return f"{self.sample_id} {self.registration_id}"


class FaultSource(models.TextChoices):
    """How a fault in a certified record came out."""

    AUDIT = "audit", "แจ้งว่าพบภายหลัง"
    CORRECTION = "correction", "แก้ไขหลังปิดระบบ"
    RETURN = "return", "ส่งกลับหลังเคยรับรอง"
    MERGE = "merge", "รวมกับรายที่ลงทะเบียนซ้ำ"


class LateFaultQuerySet(AppendOnlyQuerySet):
    def holding(self) -> Self:
        """Those that still are faults: a merge that was taken back found none."""
        merged = PairDecision.objects.filter(
            Q(low=OuterRef("registration__producer")) | Q(high=OuterRef("registration__producer")),
            verdict=Verdict.MERGED,
        )
        return self.filter(~Q(source=FaultSource.MERGE) | Exists(merged))

    def unanswered(self) -> Self:
        """Those whose producer stands and has not been written to since; a merge or correction is its own answer."""
        standing = self.filter(registration__producer__withdrawn_round=None)
        return standing.filter(version__gte=F("registration__producer__version")).exclude(
            source__in=(FaultSource.MERGE, FaultSource.CORRECTION)
        )


class LateFault(AppendOnly):
    """A fault in a record that came out after its round had been certified: once for each record and field.

    It counts back to the round of the record. `version` is the producer's when it came out: a later write answers it.
    """

    UNIT_PATH = "registration__district_id"

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="late_faults")
    field = models.CharField("ช่องที่ผิด", max_length=60)
    source = models.CharField("ที่มา", max_length=10, choices=FaultSource)
    note = models.CharField("รายละเอียด", max_length=500)
    version = models.PositiveIntegerField()
    day = models.DateField("วันที่พบ")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = LateFaultQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints = [models.UniqueConstraint(name="late_fault_once", fields=["registration", "field"])]

    def __str__(self) -> str:
        return f"{self.registration_id} {self.field}"


class StockLook(models.Model):
    """A version of the checks run over the records of a round to show what it would find; no finding is stored.

    `stored_version` is the one that the round was checked by then, 0 where it never was. A look without `ended_at` is
    under way, or stopped: asked again on the same day it goes on with the districts that are missing.
    """

    UNIT_PATH = NATIONAL

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField("ฉบับของข้อตรวจ")
    stored_version = models.PositiveSmallIntegerField("ฉบับที่เก็บผลไว้")
    day = models.DateField("ข้อมูล ณ วันที่")
    job = models.ForeignKey(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("ขอเมื่อ")
    ended_at = models.DateTimeField("เสร็จเมื่อ", null=True, blank=True)

    class Meta:
        ordering = ("-pk",)
        indexes = [models.Index(fields=["round", "version"], name="stock_look_of_version")]

    def __str__(self) -> str:
        return f"{self.round} ฉบับ {self.version}"


class StockPart(models.Model):
    """What a look found in one district: `counts` are {code: [findings, records, findings stored]}.

    `examples` are {code: keys of registrations}, a few of each.
    """

    UNIT_PATH = "district_id"

    look = models.ForeignKey(StockLook, on_delete=models.CASCADE, related_name="parts")
    district = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    records = models.PositiveIntegerField()
    flagged = models.PositiveIntegerField()
    flagged_stored = models.PositiveIntegerField()
    counts = models.JSONField(default=dict)
    examples = models.JSONField(default=dict)

    class Meta:
        ordering = ("look_id", "district_id")
        constraints = [models.UniqueConstraint(name="stock_part_once", fields=["look", "district"])]

    def __str__(self) -> str:
        return f"{self.look_id} {self.district_id}"
