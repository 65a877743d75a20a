"""Jobs: what was asked of the workers, as rows. The broker only wakes a worker; the row is the truth."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from registration.models.people import User
from registration.models.units import NATIONAL, Unit


class Lane(models.TextChoices):
    """The queues: a long document never stands in front of a mail."""

    MAIL = "mail", "จดหมาย"
    DOCUMENTS = "documents", "เอกสาร"
    IMPORTS = "imports", "นำเข้าและปิดรอบ"


class JobState(models.TextChoices):
    """Where a job stands."""

    WAITING = "waiting", "รอทำ"
    RUNNING = "running", "กำลังทำ"
    DONE = "done", "เสร็จแล้ว"
    FAILED = "failed", "ทำไม่สำเร็จ"


UNFINISHED = (JobState.WAITING, JobState.RUNNING)


class JobQuerySet(models.QuerySet["Job"]):
    def unfinished(self) -> Self:
        return self.filter(state__in=UNFINISHED)

    def to_send(self, now: datetime, sent_before: datetime) -> Self:
        """Waiting, due, and not announced to the broker lately: the message may be lost."""
        lately = Q(sent_at=None) | Q(sent_at__lt=sent_before)
        return self.filter(lately, state=JobState.WAITING, due_at__lte=now).order_by("due_at", "pk")

    def abandoned(self, now: datetime) -> Self:
        """Running under a lease that nobody renewed: the worker is dead."""
        return self.filter(state=JobState.RUNNING, lease_until__lt=now)


class Job(models.Model):
    """One piece of work for a worker: asked, done once, tried again when its worker dies.

    `arguments` hold ids and ISO dates only. `attempts` is also the fence: a worker that lost its lease cannot
    write any more. `key` keeps a second asking from making a second job while the first is unfinished.
    """

    UNIT_PATH = "unit_id"

    task = models.CharField("งาน", max_length=100)
    lane = models.CharField("ช่องทาง", max_length=10, choices=Lane)
    title = models.CharField("ชื่องาน", max_length=300)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=200, blank=True)
    arguments = models.JSONField(default=dict)
    asked_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("ขอเมื่อ")
    state = models.CharField("สถานะ", max_length=10, choices=JobState, default=JobState.WAITING)
    percent = models.PositiveSmallIntegerField("ความคืบหน้า", default=0)
    step = models.CharField("ขั้นตอน", max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField("ครั้งที่", default=0)
    max_attempts = models.PositiveSmallIntegerField("ลองได้สูงสุด", default=3)
    due_at = models.DateTimeField("เริ่มทำได้ตั้งแต่")
    sent_at = models.DateTimeField("แจ้งผู้ทำเมื่อ", null=True, blank=True)
    started_at = models.DateTimeField("เริ่มเมื่อ", null=True, blank=True)
    lease_until = models.DateTimeField("ถือไว้ถึง", null=True, blank=True)
    ended_at = models.DateTimeField("จบเมื่อ", null=True, blank=True)
    error = models.CharField("สาเหตุ", max_length=500, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(
                name="job_once_while_unfinished",
                fields=["key"],
                condition=Q(state__in=UNFINISHED) & ~Q(key=""),
            ),
            models.CheckConstraint(name="job_percent_is_a_share", condition=Q(percent__lte=100)),
            models.CheckConstraint(
                name="job_running_has_a_lease", condition=~Q(state=JobState.RUNNING) | ~Q(lease_until=None)
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_at"], name="job_by_state"),
            models.Index(fields=["lane", "state"], name="job_by_lane"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_over(self) -> bool:
        return self.state in {JobState.DONE, JobState.FAILED}


class Heartbeat(models.Model):
    """When a lane last showed that beat, broker and a worker of it are alive."""

    UNIT_PATH = NATIONAL

    lane = models.CharField("ช่องทาง", max_length=10, choices=Lane, primary_key=True)
    at = models.DateTimeField("เมื่อ")

    def __str__(self) -> str:
        return self.lane
