"""Addresses of the executives' page in the Buddhist calendar."""

from datetime import date

from django import template
from django.urls import reverse

from otop_registry import thai
from registration.models import Unit

register = template.Library()


@register.simple_tag
def month_url(month: date, unit: Unit | None = None) -> str:
    """The summary of a meeting's month, of a unit or of the reader's own."""
    address = reverse("reporting:summary", args=[thai.year_be(month), month.month])
    return f"{address}?unit={unit.code}" if unit and unit.code else address
