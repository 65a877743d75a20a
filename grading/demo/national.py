"""Bases and one interim run of every province over the invented nation, for measuring."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction

from grading.models import BaseSale, Grade
from grading.services import bases, monthly, policies, runs
from registration.models import Round, Unit, User
from registration.services.journal import Act
from registration.timetable import Quarter
from registration.workflow import Refused

QUARTER: Final = Quarter(2567, 4)
ReportProgress = Callable[[str], None]


@dataclass(frozen=True)
class Made:
    """How many rows stand."""

    bases: int
    grades: int


def day_of_grades() -> date:
    """The day after the last month of the quarter is due."""
    return monthly.last_due(QUARTER) + timedelta(days=1)


@transaction.atomic
def grade_the_nation(*, report_progress: ReportProgress = lambda _: None) -> Made:
    """Takes each province's base from last year's invented sales and runs its interim grades; safe to run again.

    Raises: Refused without invented officers; PermissionError outside demo and debug mode.
    """
    if settings.PRODUCTION:
        raise PermissionError("Invented data exists in demo and debug mode only")
    on = day_of_grades()
    policies.load_policy_2567(Act(None, on))
    for province in Unit.objects.provinces().valid(on).order_by("code"):
        officer = User.objects.filter(username=f"national.{province.pk}").first()
        if officer is None:
            raise Refused("ยังไม่มีข้อมูลสมมติทั้งประเทศ: manage.py make_national_data")
        count = bases.take_from_sales(province, QUARTER, by=officer, on=on)
        runs.run_interim(province, QUARTER, on=on)
        report_progress(f"{province.pk} {province}: {count}")
    wanted = Round.id_of(QUARTER)
    return Made(
        BaseSale.objects.filter(quarter_id=wanted).count(),
        Grade.objects.filter(run__quarter_id=wanted).count(),
    )
