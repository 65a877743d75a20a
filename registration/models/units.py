"""Units of the programme and subdistricts, dated: a split, merged or renamed unit is never deleted.

What is told of a day that is over names units as they were called then (decision 0082): whoever tells it reads them
inside `named_as_on` that day.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length

from registration import places
from registration.places import Level
from registration.timetable import next_month

NATIONAL = (
    ""  # UNIT_PATH of a table without a unit: every post reads it, only the department's scope writes it
)
models.CharField.register_lookup(Length)
_THEN: ContextVar[Mapping[str, str] | None] = ContextVar("unit_names_of_another_day", default=None)


@contextmanager
def named_as_on(day: date) -> Iterator[None]:
    """Every unit that is read inside bears the name it had on a day. Costs one question."""
    outside = _THEN.set(FormerName.objects.on(day))
    try:
        yield
    finally:
        _THEN.reset(outside)


def name_then(code: str, name: str) -> str:
    """A unit's name inside `named_as_on`, for readers of columns; outside it the present one."""
    return (_THEN.get() or {}).get(code, name)


class UnitQuerySet(models.QuerySet["Unit"]):
    def valid(self, on: date) -> Self:
        """Units that exist on the day `on`."""
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to=None) | Q(valid_to__gte=on))

    def districts(self) -> Self:
        return self.filter(level=Level.DISTRICT)

    def provinces(self) -> Self:
        return self.filter(level=Level.PROVINCE)

    def below(self, code: str) -> Self:
        """The units whose scope lies inside `code`, itself included."""
        return self.filter(code__startswith=code)

    def directly_below(self, code: str) -> Self:
        """The units one level down; a district has none."""
        return self.filter(code__startswith=code, code__length=places.width_below(code))


class Unit(models.Model):
    """A unit (หน่วยงาน): department "", province "80", district or เขต "8001". Scope = code prefix.

    Source: DOPA codes by way of GeoThai; docs/rules.md 7.1.
    """

    UNIT_PATH = "code"

    code = models.CharField("รหัส", max_length=4, primary_key=True, blank=True)
    name = models.CharField("ชื่อ", max_length=100)
    level = models.CharField("ระดับ", max_length=10, choices=Level)
    sort_key = models.CharField(max_length=200, db_index=True, editable=False)
    valid_from = models.DateField("ตั้งแต่วันที่", null=True, blank=True)
    valid_to = models.DateField("ถึงวันที่", null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ("code",)
        constraints = [
            models.CheckConstraint(
                name="unit_code_fits_level",
                condition=Q(level=Level.DEPARTMENT, code__length=0)
                | Q(level=Level.PROVINCE, code__length=2)
                | Q(level=Level.DISTRICT, code__length=4),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @classmethod
    def from_db(cls, *args: Any, **options: Any) -> Self:
        """As stored; inside `named_as_on` under the name of that day."""
        unit = super().from_db(*args, **options)
        if _THEN.get() and "name" in unit.__dict__:
            unit.name = name_then(unit.code, unit.name)
        return unit

    def as_then(self) -> Self:
        """The unit, read outside of `named_as_on`, as one that is read inside."""
        name = name_then(self.code, self.name)
        if name == self.name:
            return self
        then = copy(self)
        then.name = name
        return then

    def as_on(self, day: date) -> Self:
        """The unit under the name that it had on a day."""
        with named_as_on(day):
            return self.as_then()

    def has_ended(self, on: date) -> bool:
        """Whether the unit's last day is over."""
        return self.valid_to is not None and self.valid_to < on

    def stands(self, on: date) -> bool:
        return not self.has_ended(on) and (self.valid_from is None or self.valid_from <= on)

    def existed_in(self, month: date) -> bool:
        """Whether the unit stood at the end of a month (its first day): then the month is asked of it."""
        return self.stands(next_month(month) - timedelta(days=1))

    @property
    def kind(self) -> str:
        """The word before the name: อำเภอ, เขต, จังหวัด; empty for Bangkok as a province and the department."""
        return places.word_of(self.code)

    @property
    def full_name(self) -> str:
        return f"{self.kind}{self.name}"

    @property
    def parent_code(self) -> str:
        """The code one level up, for templates; for Python it is places.above."""
        return places.above(self.code)


class FormerNameQuerySet(models.QuerySet["FormerName"]):
    def on(self, day: date) -> dict[str, str]:
        """{unit: its name of a day} of the units that have been renamed since."""
        rows = self.filter(last_day__gte=day).order_by("-last_day")
        return dict(rows.values_list("unit_id", "name"))


class FormerName(models.Model):
    """A name that a unit bore until a day; `Unit.name` is the present one."""

    UNIT_PATH = "unit_id"

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="former_names")
    name = models.CharField("ชื่อเดิม", max_length=100)
    last_day = models.DateField("ใช้ถึงวันที่")

    objects = FormerNameQuerySet.as_manager()

    class Meta:
        ordering = ("unit_id", "last_day")
        constraints = [models.UniqueConstraint(name="former_name_once", fields=["unit", "last_day"])]

    def __str__(self) -> str:
        return f"{self.unit.kind}{self.name}"


class Succession(models.Model):
    """What became of an abolished code: its successor and the share of its past that goes there (1 = all).

    Codes are text of 2, 4 or 6 digits, so that one table serves units and subdistricts.
    """

    predecessor_code = models.CharField(max_length=6, db_index=True)
    successor_code = models.CharField(max_length=6, db_index=True)
    day = models.DateField("วันที่มีผล")
    share = models.DecimalField("สัดส่วน", max_digits=6, decimal_places=5, default=1)
    parts = models.PositiveIntegerField(null=True, blank=True)  # the share exactly, beside those of one day
    source = models.CharField("ที่มา", max_length=500, blank=True)

    class Meta:
        ordering = ("predecessor_code", "successor_code")
        constraints = [
            models.UniqueConstraint(
                name="succession_once", fields=["predecessor_code", "successor_code", "day"]
            ),
            models.CheckConstraint(
                name="succession_share_is_a_share", condition=Q(share__gt=0, share__lte=1)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_code} → {self.successor_code}"

    @property
    def weight(self) -> Fraction:
        """Its part beside those of the other successors: a third is a third where the parts are known."""
        return Fraction(self.share if self.parts is None else self.parts)


class Subdistrict(models.Model):
    """A ตำบล or แขวง, the finest place of a producer. Key = its DOPA code of 6 digits."""

    UNIT_PATH = "district_id"

    code = models.CharField("รหัส", max_length=6, primary_key=True)
    district = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="subdistricts")
    name = models.CharField("ชื่อ", max_length=100)
    sort_key = models.CharField(max_length=200, db_index=True, editable=False)
    postcodes = models.CharField("รหัสไปรษณีย์", max_length=40, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ("code",)
        constraints = [
            models.CheckConstraint(name="subdistrict_code_has_six_digits", condition=Q(code__length=6)),
        ]

    def __str__(self) -> str:
        return f"{self.kind}{self.name}"

    @property
    def kind(self) -> str:
        return places.word_of(self.code)
