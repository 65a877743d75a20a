"""Addresses of the reports in the Buddhist calendar; texts of papers whose days stay whole."""

from datetime import date

from django import template
from django.urls import reverse

from grading.services.run_again import GradeMoved
from otop_registry import thai
from registration.models import Unit
from registration.places import is_district
from reporting.document import keeping
from reporting.document.keeping import Piece
from reporting.services import since
from reporting.services.overtaken import overtaken
from reporting.services.owed import Owed

register = template.Library()


@register.filter
def kept(text: str) -> list[Piece]:
    """A paper's text in pieces, so that no line breaks inside a day."""
    return keeping.pieces(text)


@register.filter
def grade_words(row: GradeMoved) -> str:
    """ท่าบ่อ B → C"""
    return since.grade_words(row)


@register.simple_tag
def month_url(month: date, unit: Unit | None = None) -> str:
    """The summary of a meeting's month, of a unit or of the reader's own."""
    address = reverse("reporting:summary", args=[thai.year_be(month), month.month])
    return f"{address}?unit={unit.code}" if unit and unit.code else address


@register.simple_tag
def is_overtaken(district: Unit, month: date) -> bool:
    """Whether the month's confirmed report no longer fits its sales: for the page on which these are changed."""
    return (district.code, month) in overtaken(district.code, [month])


@register.simple_tag
def report_url(owed: Owed) -> str:
    """Where an open month is dealt with: the district's own report, a province's board."""
    place = [thai.year_be(owed.due.month), owed.due.month.month]
    if is_district(owed.unit_code):
        return reverse("reporting:monthly", args=[*place, owed.unit_code])
    return f"{reverse('reporting:monthly_home')}?unit={owed.unit_code}"
