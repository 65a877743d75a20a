"""A notice in words: templates/notices/<kind>/ drawn from the ids and days that the row holds."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final
from urllib.parse import urljoin

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from otop_registry import thai
from registration.messages.outcome import Words
from registration.models import ChangeStatus, Notice, Unit, UnitAct
from registration.models.notices import Kind
from registration.timetable import Quarter, Step
from registration.workflow import CorrectionStatus

Said = str | bool | list[str]


def words_of(notice: Notice, items: Sequence[Notice] = ()) -> Words:
    """Subject, mail and LINE text of a notice; `items` are what a digest collects."""
    context = context_of(notice) | _collected(items)
    drawn = {name: _draw(notice.kind, name, context) for name in ("subject", "body", "line")}
    return Words(" ".join(drawn["subject"].split()), f"{drawn['body']}\n", drawn["line"])


def _collected(items: Sequence[Notice]) -> dict[str, Any]:
    """A digest's lines; units that nobody reads for are named in one sentence, there may be many."""
    lost = [each for each in items if each.kind == Kind.NOBODY_REACHABLE]
    codes = {code for each in lost for code in each.details["units"]}
    names = [str(each) for each in Unit.objects.filter(pk__in=codes)] if codes else []
    rest = [(subject_of(each), link_of(each)) for each in items if each not in lost]
    return {"count": len(items), "items": rest, "unreachable": names}


def subject_of(notice: Notice) -> str:
    """The one line by which lists name a notice."""
    return " ".join(_draw(notice.kind, "subject", context_of(notice)).split())


def link_of(notice: Notice) -> str:
    """The address of the exact task; it survives the sign-in."""
    return urljoin(settings.SITE_URL, notice.path)


def context_of(notice: Notice) -> dict[str, Any]:
    """What the templates know: the unit, the step, the link, and the details as days, months, units, rounds."""
    said = {name: _value(name, value) for name, value in notice.details.items()}
    site = {
        "link": link_of(notice),
        "choices_link": urljoin(settings.SITE_URL, reverse("registration:notice_choices")),
    }
    return {"unit": notice.unit, "step": notice.step, "owed_day": notice.owed_day, **site, **said}


def _draw(kind: str, name: str, context: dict[str, Any]) -> str:
    drawn = render_to_string(f"notices/{kind}/{name}.txt", context).strip()
    return re.sub("\n{3,}", "\n\n", drawn)


def _value(name: str, value: Said) -> object:
    if name.endswith("_day"):
        return date.fromisoformat(str(value))
    read = READERS.get(name)
    return read(value) if read else value


def _month_name(value: str) -> str:
    """มิถุนายน 2567"""
    month = date.fromisoformat(value)
    return thai.month_name(month)


READERS: Final[dict[str, Callable[..., object]]] = {
    "month": _month_name,
    "round": lambda value: Quarter.parse(value).label,
    "window_step": Step,
    "correction_status": CorrectionStatus,
    "change_act": UnitAct,
    "change_status": ChangeStatus,
    "units": lambda codes: list(Unit.objects.filter(pk__in=codes)),
    "about": lambda code: Unit.objects.get(pk=code),
}
