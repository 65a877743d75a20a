"""A notice in words: templates/notices/<kind>/ drawn from the ids and days that the row holds."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.template.loader import render_to_string

from otop_registry import thai
from registration.models import Notice, Unit
from registration.notices.outcome import Words
from registration.timetable import Quarter, Step


def words_of(notice: Notice, items: Sequence[Notice] = ()) -> Words:
    """Subject, mail and LINE text of a notice; `items` are what a digest collects."""
    context = context_of(notice)
    if items:
        context["items"] = [(subject_of(each), link_of(each)) for each in items]
    drawn = {name: _draw(notice.kind, name, context) for name in ("subject", "body", "line")}
    return Words(" ".join(drawn["subject"].split()), f"{drawn['body']}\n", drawn["line"])


def subject_of(notice: Notice) -> str:
    """The one line by which lists name a notice."""
    return " ".join(_draw(notice.kind, "subject", context_of(notice)).split())


def link_of(notice: Notice) -> str:
    """The address of the exact task; it survives the sign-in."""
    return urljoin(settings.SITE_URL, notice.path)


def context_of(notice: Notice) -> dict[str, Any]:
    """What the templates know: the unit, the step, the link, and the details as days, months, units, rounds."""
    said = {name: _value(name, value) for name, value in notice.details.items()}
    site = {"link": link_of(notice), "choices_link": urljoin(settings.SITE_URL, "/notices/preferences/")}
    return {"unit": notice.unit, "step": notice.step, "owed_day": notice.owed_day, **site, **said}


def _draw(kind: str, name: str, context: dict[str, Any]) -> str:
    return render_to_string(f"notices/{kind}/{name}.txt", context).strip()


def _value(name: str, value: Any) -> Any:
    if name.endswith("_day"):
        return date.fromisoformat(value)
    if name == "month":
        return month_name(date.fromisoformat(value))
    if name == "round":
        return Quarter.parse(value).label
    if name == "window_step":
        return Step(value)
    if name == "units":
        return list(Unit.objects.filter(pk__in=value))
    return Unit.objects.get(pk=value) if name == "about" else value


def month_name(month: date) -> str:
    """มิถุนายน 2567"""
    return f"{thai.MONTHS[month.month - 1]} {thai.year_be(month)}"
