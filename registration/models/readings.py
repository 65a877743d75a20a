"""The read log: who looked at personal data, and who took it out of the system. Source: decision 0106."""

from django.db import models
from django.db.models import Q

from registration.models.journey import AppendOnly, AppendOnlyQuerySet, Edition
from registration.models.people import Post, User
from registration.models.units import Unit


class Look(models.TextChoices):
    """What somebody did with personal data."""

    RECORD = "record", "เปิดดูระเบียน"
    ROSTER = "roster", "เปิดดูทะเบียนรายชื่อ"
    REVEAL = "reveal", "เปิดเลขประจำตัว"
    EXPORT = "export", "นำไฟล์ออกจากระบบ"
    SUBJECT = "subject", "ออกข้อมูลให้เจ้าของข้อมูล"


DAILY = (Look.RECORD, Look.ROSTER)  # one row for a person, a thing and a day, however often it is opened


class Reading(AppendOnly):
    """One look: who, when, under which post, at what of which unit, why, and how many persons it held.

    `subject` is "producer:<pk>", "roster:<day>" or "document:<pk>". A list has one row, never one for each person in
    it: `as_of`, the day it was true of, or `edition` say whom it held.
    """

    UNIT_PATH = "unit_id"

    at = models.DateTimeField()
    day = models.DateField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="readings")
    post = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    look = models.CharField("การเข้าถึง", max_length=10, choices=Look)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=60)
    title = models.CharField("เรื่อง", max_length=300, blank=True)
    as_of = models.DateField(null=True, blank=True)
    edition = models.ForeignKey(Edition, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField("เหตุผล", max_length=500, blank=True)
    count = models.PositiveIntegerField(default=1)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        indexes = [
            models.Index(name="reading_of_subject", fields=["subject", "day"]),
            models.Index(name="reading_of_unit", fields=["unit", "look", "day"]),
            models.Index(name="reading_by", fields=["by", "look", "at"]),
        ]
        constraints = [
            models.UniqueConstraint(
                name="reading_once_a_day",
                fields=["by", "look", "subject", "unit", "day"],
                condition=Q(look__in=DAILY),
            ),
            models.CheckConstraint(name="reading_says_why", condition=Q(look__in=DAILY) | ~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_look_display()} {self.subject}"
