"""What the 15th owes: reminders to districts before it, on its morning and after it, and the province's digest.

Steps 7, 3 and 1 are working days before the effective day, 0 is the day itself, "late" the first working day
after it. Only the newest step of a month is owed, and nothing to a district that has confirmed. Who holds a confirmed
report that its sales have overtaken hears of it once.
Source: letter นค 0019.3/ก 9929 (16 July 2567), ข้อ ๒; decisions 0005, 0007 and 0042.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from otop_registry import clock, thai
from registration.models import Notice, Unit
from registration.models.notices import LATE, TODAY, Kind
from registration.places import province_of
from registration.services import calendar
from registration.services.notices import Owed, delivery, digest, morning_of, owe, windows, withdraw_rest
from registration.services.sales.grid import dues
from registration.timetable import Due, Quarter
from registration.timetable.working_days import first_of, on_or_after, on_or_before
from reporting.models import MonthlyReport
from reporting.services import overtaken
from reporting.services.overtaken import Again
from reporting.services.owed import locked
from reporting.services.rounds import FIRST_MONTH, awaited, months_shown

BEFORE: Final = (7, 3, 1)  # working days
AGAIN: Final = "again"
SWEPT: Final = (Kind.WINDOW, Kind.WINDOW_LATE, Kind.MONTHLY_DUE, Kind.MONTHLY_LATE, Kind.MONTHLY_AGAIN)


def sweep(at: datetime) -> Counter[str]:
    """Owes what is owed at the moment `at`, withdraws what is overtaken, collects digests. Safe to run twice."""
    owed = [*windows.owed(at), *owed_monthly(at), *owed_again(at)]
    counted = Counter(withdrawn=withdraw_rest(SWEPT, owed, at))  # first, so that no sender meets both steps
    counted["owed"] = owe(owed, at)
    counted["digests"] = digest.collect(at)
    digest.drop_empty()
    return counted


def deliver(now: datetime) -> Counter[str]:
    """Sends what is due, asking once more whether its reader has acted in the meantime."""
    is_over = {
        Kind.MONTHLY_DUE: is_confirmed,
        Kind.MONTHLY_AGAIN: is_told_anew,
        Kind.WINDOW: windows.is_over,
    }
    return delivery.send_due(now, is_over)


def judged_moment(on: date) -> datetime:
    """The moment that reminders are judged by; a training day is practised from its office hours on."""
    at = clock.instant(on)
    return max(at, morning_of(on)) if clock.training_day() else at


def owed_monthly(at: datetime) -> list[Owed]:
    """Reminders of every month whose day is near, and the digests of provinces."""
    on, days_off = timezone.localdate(at), calendar.days_off()
    found: list[Owed] = []
    for month, due in dues(_months(on)).items():
        step = step_of(due, days_off, at)
        digest_step = windows.late_morning(due.effective_day, days_off, at)
        if step or digest_step:
            missing = awaited(month, on)
            found += [_reminder(code, due, step) for code in missing if step]
            found += _digests(missing, due, digest_step) if digest_step else ()
    return found


def _months(on: date) -> list[date]:
    """The month that is due next or now, and the one before it."""
    newest = thai.previous_month(on.replace(day=1))
    return [month for month in (thai.previous_month(newest), newest) if month >= FIRST_MONTH]


def steps_of(due: Due, days_off: frozenset[date]) -> dict[str, date]:
    """{step: the day it is owed on}, in order of time."""
    last = on_or_before(due.effective_day, days_off)
    days = {str(count): first_of(count + 1, last, days_off) for count in BEFORE}
    late = on_or_after(due.effective_day + timedelta(days=1), days_off)
    return {**days, TODAY: due.effective_day, LATE: late}


def step_of(due: Due, days_off: frozenset[date], at: datetime) -> str:
    """The newest step whose morning has come; "" before the first, and long after the last."""
    past = [step for step, day in steps_of(due, days_off).items() if morning_of(day) <= at]
    is_over = timezone.localdate(at) > due.effective_day + windows.CAUGHT_UP
    return past[-1] if past and not is_over else ""


def _reminder(code: str, due: Due, step: str) -> Owed:
    return Owed(Kind.MONTHLY_DUE, code, subject_of(due.month), step, _path(due.month, code), _details(due))


def _digests(missing: list[str], due: Due, step: str) -> Iterator[Owed]:
    by_province: dict[str, list[str]] = {}
    for code in missing:
        by_province.setdefault(province_of(code), []).append(code)
    for province, codes in by_province.items():
        details = _details(due) | {"units": codes}
        path = reverse("reporting:monthly_home")
        yield Owed(Kind.MONTHLY_LATE, province, subject_of(due.month), step, path, details)


# --- to be confirmed again ---


def owed_again(at: datetime) -> list[Owed]:
    """Of each overtaken report the district, and its province by one notice a morning; once for each confirmation.

    On the first working morning after the last change, so that nobody is told while still typing, and no more once the
    quarter's sales are locked.
    """
    on, days_off = timezone.localdate(at), calendar.days_off()
    found: list[Owed] = []
    told: dict[tuple[str, date, date], list[str]] = {}
    shut: dict[str, set[Quarter]] = {}
    for each in overtaken.to_confirm_again(months_shown(on)):
        province, month = province_of(each.district_id), each.month
        changed = each.changed_day or each.confirmed_day
        day = on_or_after(changed + timedelta(days=1), days_off)
        if province not in shut:
            shut[province] = locked(province)
        if (
            Quarter.of(month) in shut[province]
            or not morning_of(day) <= at <= morning_of(day) + windows.CAUGHT_UP
        ):
            continue
        found.append(_again(each))
        told.setdefault((province, month, day), []).append(each.district_id)
    return [*found, *(_again_below(*key, codes) for key, codes in told.items())]


def _again(each: Again) -> Owed:
    code, month = each.district_id, each.month
    step = f"{AGAIN}:{each.confirmed_at:%Y-%m-%dT%H:%M:%S}"
    details = {"month": month.isoformat(), "confirmed_day": each.confirmed_day.isoformat()}
    return Owed(Kind.MONTHLY_AGAIN, code, subject_of(month), step, _path(month, code), details)


def _again_below(province: str, month: date, day: date, codes: list[str]) -> Owed:
    """What a province hears of the reports it holds."""
    details = {"month": month.isoformat(), "units": codes}
    path = reverse("reporting:monthly_home")
    return Owed(Kind.MONTHLY_AGAIN, province, subject_of(month), f"{AGAIN}:{day}", path, details)


def is_told_anew(notice: Notice) -> bool:
    """Whether no report that a notice speaks of is to be confirmed again any more."""
    month = date.fromisoformat(notice.details["month"])
    codes = notice.details.get("units", [notice.unit_id])
    return overtaken.overtaken(notice.unit_id, [month]).isdisjoint((code, month) for code in codes)


def subject_of(month: date) -> str:
    """month:2567-06"""
    return f"month:{thai.year_be(month)}-{month.month:02}"


def _path(month: date, code: str) -> str:
    return reverse("reporting:monthly", args=[thai.year_be(month), month.month, code])


def _details(due: Due) -> dict[str, object]:
    return {"month": due.month.isoformat(), "due_day": due.effective_day.isoformat()}


def share_text(unit: Unit, month: date, on: date, link: str) -> str:
    """What an office pastes into its LINE group: who is still awaited, until when, and one link for all."""
    due = dues([month])[month]
    codes = awaited(month, on, unit.pk)
    words = {
        "unit": unit,
        "month_name": thai.month_name(month),
        "due_day": due.effective_day,
        "is_late": due.is_late(None, on),
        "is_today": due.effective_day == on,
        "units": list(Unit.objects.filter(pk__in=codes)) if unit.pk else [],
        "count": len(codes),
        "link": link,
    }
    return render_to_string("notices/share/monthly.txt", words).strip()


def is_confirmed(notice: Notice) -> bool:
    """Whether the district has confirmed the month that a reminder speaks of."""
    month = date.fromisoformat(notice.details["month"])
    return MonthlyReport.objects.filter(district_id=notice.unit_id, month=month).exists()
