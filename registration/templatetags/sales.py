"""How the pages of monthly sales say months and totals."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django import template
from django.urls import reverse

from otop_registry import thai
from registration.models import Sale
from registration.services import sales
from registration.templatetags.otop import NO_FIGURE
from registration.web.sales_rows import SalesRow

register = template.Library()
ZERO = Decimal("0.00")


@register.filter
def sale_total(sale: Sale | None) -> str:
    """The four channels together; a dash for no answer, which is not zero."""
    return thai.baht(sum(sales.amounts_of(sale), ZERO)) if sale else NO_FIGURE


@register.simple_tag
def page_total(rows: Iterable[SalesRow]) -> str:
    """What the answers of these rows sum to; a dash when none was given."""
    answers = [row.line.sale for row in rows if row.line.sale]
    return (
        thai.baht(sum((sum(sales.amounts_of(sale), ZERO) for sale in answers), ZERO))
        if answers
        else NO_FIGURE
    )


@register.simple_tag
def sales_url(month: date, unit: str) -> str:
    """The address of a district's month."""
    return reverse("registration:sales_of", args=[thai.year_be(month), month.month, unit])


@register.simple_tag
def correct_sales_url(month: date, unit: str) -> str:
    """Where a correction of a locked month is asked for."""
    return reverse("reporting:sales_correction_new", args=[thai.year_be(month), month.month, unit])
