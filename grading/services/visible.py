"""Which runs a person may see: interim ones in their own scope and above, published final ones everybody signed in.

A final run that is not published yet is the province's work, and seen by the province and above only.
"""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from grading.models import GradeRun, RunKind
from registration import access, places
from registration.models import Round, Unit, User
from registration.places import Level
from registration.timetable import Quarter

DRAFT = Q(kind=RunKind.FINAL, published_at=None)


def covers(user: User, unit_code: str, on: date) -> bool:
    """Whether the unit lies in the scope of a post of today."""
    return any(post.covers(unit_code) for post in access.posts(user, on))


def runs(user: User, unit: Unit, quarter: Quarter, on: date) -> QuerySet[GradeRun]:
    """The runs that the person may see for a district or province, oldest first."""
    rows = GradeRun.objects.filter(quarter_id=Round.id_of(quarter), province_id=places.province_of(unit.code))
    rows = rows.select_related("policy", "edition", "quarter", "province").prefetch_related("policy__bands")
    rows = rows.order_by("as_of", "pk")
    if not covers(user, unit.code, on):
        return rows.exclude(published_at=None)
    return rows if covers(user, places.province_of(unit.code), on) else rows.exclude(DRAFT)


def national_runs(user: User, quarter: Quarter, on: date) -> QuerySet[GradeRun]:
    """The same for every province at once."""
    rows = GradeRun.objects.filter(quarter_id=Round.id_of(quarter)).order_by("as_of", "pk")
    within = Q()
    for post in access.posts(user, on):
        if post.covers(places.province_of(post.unit_id)):
            within |= Q(province__code__startswith=post.unit_id)
    return rows.filter(Q(published_at__isnull=False) | within) if within else rows.exclude(published_at=None)


def quarter_in_focus(user: User, unit: Unit | None, on: date) -> Quarter:
    """The running quarter; before its first run the one before, if that has any: final grades are made after its end.

    `unit`: a district or province; None for the nation.
    """
    running = Quarter.of(on)
    has_run = {
        quarter: (runs(user, unit, quarter, on) if unit else national_runs(user, quarter, on)).exists()
        for quarter in (running, running.previous)
    }
    return running.previous if has_run[running.previous] and not has_run[running] else running


def current(rows: Iterable[GradeRun]) -> GradeRun | None:
    """The run that a page shows unless another is asked for: the published, else a final one, else the newest."""
    return max(rows, key=_rank, default=None)


def current_by_province(rows: Iterable[GradeRun]) -> dict[str, GradeRun]:
    """{province: the run that a page shows of it}"""
    return {run.province_id: run for run in sorted(rows, key=_rank)}


def _rank(run: GradeRun) -> tuple[bool, bool, date, int]:
    return run.published_at is not None, run.kind == RunKind.FINAL, run.as_of, run.number


def unit(user: User, code: str, quarter: Quarter, on: date) -> Unit | None:
    """The district or province at an address, when the person may see anything of it in the quarter."""
    found = Unit.objects.exclude(level=Level.DEPARTMENT).filter(pk=code).first()
    if found is None:
        return None
    is_seen = covers(user, code, on) or runs(user, found, quarter, on).exists()
    return found if is_seen else None
