"""The calendar of a fiscal year: its published plan, rounds, windows, extensions and holidays."""

from dataclasses import replace
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from registration import places, timetable
from registration.models.people import User
from registration.models.units import NATIONAL, Unit
from registration.timetable import Quarter, Step


class Plan(models.Model):
    """The year's plan (แผนการดำเนินงาน) as the department published or proposes it, with its letter."""

    UNIT_PATH = NATIONAL

    fiscal_year_be = models.PositiveSmallIntegerField("ปีงบประมาณ", primary_key=True)
    letter_number = models.CharField("เลขที่หนังสือ", max_length=100, blank=True)
    letter_day = models.DateField("ลงวันที่", null=True, blank=True)
    source = models.CharField("ที่มา", max_length=300, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-fiscal_year_be",)

    def __str__(self) -> str:
        return f"แผนปีงบประมาณ พ.ศ. {self.fiscal_year_be}"

    @property
    def is_published(self) -> bool:
        return self.published_at is not None


class Round(models.Model):
    """A registration round (รอบการลงทะเบียน). Its key is ordered in time: 25612 is round 2/2561.

    A round is not the fiscal quarter: round 2/2561 stops registering on 16 March, the quarter ends on 31 March.
    """

    UNIT_PATH = NATIONAL

    id = models.PositiveIntegerField(primary_key=True)
    fiscal_year_be = models.PositiveSmallIntegerField("ปีงบประมาณ")
    number = models.PositiveSmallIntegerField("ไตรมาส")

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                name="round_id_is_year_and_number",
                condition=Q(id=models.F("fiscal_year_be") * 10 + models.F("number"), number__range=(1, 4)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}/{self.fiscal_year_be}"

    @property
    def quarter(self) -> Quarter:
        return Quarter(self.fiscal_year_be, self.number)

    @staticmethod
    def quarter_at(round_id: int) -> Quarter:
        """Whose round a key is, without asking for its row."""
        return Quarter(*divmod(round_id, 10))

    @staticmethod
    def id_at(fiscal_year_be: int, number: int) -> int:
        """The key of a round in an address, whether or not there is one; label_of reads it back."""
        return fiscal_year_be * 10 + number

    @classmethod
    def id_of(cls, quarter: Quarter) -> int:
        return cls.id_at(quarter.fiscal_year_be, quarter.number)

    @staticmethod
    def label_of(round_id: int) -> str:
        """2/2561, as the screens write a round."""
        year_be, number = divmod(round_id, 10)
        return f"{number}/{year_be}"


def _pure(
    round_id: int,
    step: str,
    first_day: date,
    last_day: date,
    unit_code: str | None,
    stated_days: int | None = None,
) -> timetable.Window:
    return timetable.Window(
        Round.quarter_at(round_id), Step(step), first_day, last_day, stated_days, unit_code=unit_code or ""
    )


_PURE = ("round_id", "step", "first_day", "last_day", "unit_id")


class WindowQuerySet(models.QuerySet["Window"]):
    def national(self) -> Self:
        return self.filter(unit_id="")

    def in_force(self) -> Self:
        """Of published plans only: a proposed plan opens nothing."""
        published = Plan.objects.exclude(published_at=None)
        return self.filter(round__fiscal_year_be__in=published.values("fiscal_year_be"))

    def national_or_of(self, province: str) -> Self:
        """The national windows in force, with what a province narrows: one question. "" is no province."""
        national = self.national().in_force()
        return national | self.filter(unit_id=province) if province else national

    def in_year(self, fiscal_year_be: int) -> Self:
        return self.filter(round__fiscal_year_be=fiscal_year_be)

    def as_pure(self) -> list[timetable.Window]:
        """These rows as pure windows for the timetable."""
        return [_pure(*row) for row in self.values_list(*_PURE, "stated_days")]


class Window(models.Model):
    """First and last day (inclusive, Asia/Bangkok) of one step of one round.

    Unit "" is the national window; a province's row narrows it. `stated_days` is what the letter says and never
    moves a date (docs/rules.md 3).
    """

    UNIT_PATH = "unit_id"

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="windows")
    step = models.CharField("ขั้นตอน", max_length=10, choices=Step)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", default="")
    first_day = models.DateField("วันแรก")
    last_day = models.DateField("วันสุดท้าย")
    stated_days = models.PositiveSmallIntegerField("จำนวนวันตามหนังสือ", null=True, blank=True)
    letter_number = models.CharField("เลขที่หนังสือ", max_length=100, blank=True)
    reason = models.TextField("เหตุผล", blank=True)

    objects = WindowQuerySet.as_manager()

    class Meta:
        ordering = ("round_id", "first_day", "unit_id")
        constraints = [
            models.UniqueConstraint(name="window_once_per_step_and_unit", fields=["round", "step", "unit"]),
            models.CheckConstraint(
                name="window_ends_after_it_begins", condition=Q(last_day__gte=models.F("first_day"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} {self.get_step_display()}"

    def as_pure(self) -> timetable.Window:
        return _pure(self.round_id, self.step, self.first_day, self.last_day, self.unit_id, self.stated_days)


class ExtensionQuerySet(models.QuerySet["Extension"]):
    def as_pure(self) -> list[timetable.Window]:
        """These rows as pure extension windows."""
        return [replace(_pure(*row), is_extension=True) for row in self.values_list(*_PURE)]


class Extension(models.Model):
    """More days for one unit in one step of one round, granted by the department with reason and letter."""

    UNIT_PATH = "unit_id"

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="extensions")
    step = models.CharField("ขั้นตอน", max_length=10, choices=Step)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="extensions")
    first_day = models.DateField("ตั้งแต่วันที่")
    last_day = models.DateField("ถึงวันที่")
    reason = models.TextField("เหตุผล")
    letter_number = models.CharField("เลขที่หนังสือ", max_length=100)
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField("อนุมัติเมื่อ")

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        ordering = ("round_id", "unit_id", "first_day")
        constraints = [
            models.CheckConstraint(
                name="extension_ends_after_it_begins", condition=Q(last_day__gte=models.F("first_day"))
            ),
            models.CheckConstraint(
                name="extension_needs_reason_and_letter", condition=~Q(reason="") & ~Q(letter_number="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} {self.get_step_display()} {self.unit}"

    def as_pure(self) -> timetable.Window:
        own = _pure(self.round_id, self.step, self.first_day, self.last_day, self.unit_id)
        return replace(own, is_extension=True)


class Holiday(models.Model):
    """A day off of government offices: seeded from the holidays package, edited by the department."""

    UNIT_PATH = NATIONAL

    class Kind(models.TextChoices):
        OFFICIAL = "official", "วันหยุดราชการ"
        SPECIAL = "special", "วันหยุดพิเศษตามมติ ครม."
        SUBSTITUTE = "substitute", "วันหยุดชดเชย"

    day = models.DateField("วันที่", primary_key=True)
    name = models.CharField("ชื่อวันหยุด", max_length=200)
    kind = models.CharField("ประเภท", max_length=10, choices=Kind, default=Kind.OFFICIAL)
    source = models.CharField("ที่มา", max_length=200, blank=True)
    entered_at = models.DateTimeField("บันทึกเมื่อ", null=True, blank=True)
    entered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("day",)

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


def windows_for(unit_code: str) -> list[timetable.Window]:
    """The windows in force for one unit: national, narrowed by its province, with its extensions."""
    province = places.province_of(unit_code)
    windows = Window.objects.national_or_of(province).as_pure()
    return timetable.effective(
        [window for window in windows if not window.unit_code],
        [window for window in windows if window.unit_code],
        Extension.objects.filter(unit_id__in=["", province, unit_code]).as_pure(),
        unit_code,
    )
