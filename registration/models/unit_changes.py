"""Changes of units by decree: prepared by one of the department, confirmed by another, carried out on their day."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from registration import places
from registration.models.people import User
from registration.models.units import NATIONAL, Unit


class UnitAct(models.TextChoices):
    """What becomes of a unit."""

    RENAME = "rename", "เปลี่ยนชื่อ"
    SPLIT = "split", "แบ่งแยก"
    MERGE = "merge", "รวม"
    CREATE = "create", "จัดตั้ง"
    END = "end", "ยุบเลิก"


class ChangeStatus(models.TextChoices):
    """Where a change stands. One that waits is carried out by beat on its day, or as soon as nothing holds it up."""

    PREPARED = "prepared", "รอผู้ดูแลระบบอีกคนยืนยัน"
    WAITING = "waiting", "ยืนยันแล้ว รอถึงวันที่มีผล"
    DONE = "done", "มีผลแล้ว"
    DROPPED = "dropped", "เลิกทำ"


class UnitChangeQuerySet(models.QuerySet["UnitChange"]):
    def pending(self) -> Self:
        return self.filter(status__in=(ChangeStatus.PREPARED, ChangeStatus.WAITING))

    def due(self, on: date) -> Self:
        """Confirmed, and their day has come, the earliest first."""
        return self.filter(status=ChangeStatus.WAITING, day__lte=on).order_by("day", "pk")


class UnitChange(models.Model):
    """One change of one unit: what the decree says, and what services.units makes of it (decisions 0082, 0083).

    `unit` is the one that is renamed, split, merged or ended, or the one above what is created. `terms` are plain data
    of unit_terms. `day` is the day of the decree, `done_day` the one on which it was carried out, `held_up`
    why that has not happened yet although the day has come.
    """

    UNIT_PATH = NATIONAL

    act = models.CharField("การเปลี่ยนแปลง", max_length=10, choices=UnitAct)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="changes")
    day = models.DateField("วันที่มีผล")
    decree = models.CharField("ราชกิจจานุเบกษา", max_length=300)
    decree_text = models.TextField("ข้อความ", max_length=2000, blank=True)
    terms = models.JSONField(default=dict)
    status = models.CharField("สถานะ", max_length=10, choices=ChangeStatus, default=ChangeStatus.PREPARED)
    prepared_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    dropped_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    dropped_reason = models.CharField("เหตุผลที่เลิกทำ", max_length=500, blank=True)
    done_day = models.DateField("วันที่มีผลจริง", null=True, blank=True)
    held_up = models.CharField("เหตุที่ยังไม่มีผล", max_length=500, blank=True)

    objects = UnitChangeQuerySet.as_manager()

    class Meta:
        ordering = ("-day", "-pk")
        constraints = [
            models.UniqueConstraint(
                name="unit_change_one_at_a_time",
                fields=["unit", "act"],
                condition=Q(status__in=(ChangeStatus.PREPARED, ChangeStatus.WAITING))
                & ~Q(act=UnitAct.CREATE),
            ),
            models.CheckConstraint(
                name="unit_change_by_four_eyes",
                condition=~Q(status__in=(ChangeStatus.WAITING, ChangeStatus.DONE))
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False)
                & ~Q(confirmed_by=F("prepared_by")),
            ),
            models.CheckConstraint(
                name="unit_change_done_on_a_day",
                condition=Q(status=ChangeStatus.DONE, done_day__isnull=False)
                | ~Q(status=ChangeStatus.DONE) & Q(done_day=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()}{self.about}"

    @property
    def about(self) -> str:
        """Whom it is about, in words: the unit, or the one that begins."""
        begins = self.terms.get("begins") or [["", ""]]
        code, name = begins[0]
        return f"{places.word_of(code)}{name}" if self.act == UnitAct.CREATE else str(self.unit)

    @property
    def is_prepared(self) -> bool:
        return self.status == ChangeStatus.PREPARED

    @property
    def is_waiting(self) -> bool:
        return self.status == ChangeStatus.WAITING

    @property
    def is_done(self) -> bool:
        return self.status == ChangeStatus.DONE

    @property
    def said(self) -> dict[str, Any]:
        """The change as the journal keeps it."""
        return {"act": self.act, "day": self.day.isoformat(), "decree": self.decree, "terms": self.terms}
