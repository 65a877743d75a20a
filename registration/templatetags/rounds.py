"""Links between the pages of a round: `{% load rounds %}`."""

from collections.abc import Iterable

from django import template
from django.urls import reverse

from registration.access import Thing
from registration.figures import Row
from registration.services.registry.pairs import pair_of
from registration.views.journey.rounds import url_of

register = template.Library()


@register.simple_tag
def round_url(name: str, thing: Thing, *more: object, unit: str = "") -> str:
    """The address of a page of the thing's round, e.g. `{% round_url "advance" thing "submit" %}`.

    `unit` names another unit of the same round, e.g. the province above.
    """
    return url_of(name, thing, *more, unit=unit)


@register.simple_tag
def pair_url(one: int, another: int) -> str:
    """The address of the page that puts two producers side by side."""
    return reverse("registration:pair", args=pair_of(one, another))


@register.filter
def without_counts(rows: Iterable[Row]) -> list[str]:
    """The names of the report's places that have nothing to count."""
    return [row.name for row in rows if row.counts.is_nothing]
