"""How Thai pages say days, money, numbers and rights. Templates hold no arithmetic: it is here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise

from django import template
from django.core.paginator import Page
from django.db.models import Model
from django.forms import BaseForm, BoundField
from django.http import HttpRequest
from django.template import RequestContext
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from otop_registry import thai
from registration import access, identifiers
from registration.forms.fields import PrintedMixin
from registration.timetable import Window

register = template.Library()

NO_FIGURE = "–"  # missing is not zero
LAST_DAYS = 3  # days; from here on the countdown changes its look
SPRITE = "vendor/bootstrap-icons/icons.svg"
STATUS_ICONS = {
    "entry": "pencil",
    "submitted": "send",
    "sent_back": "arrow-return-left",
    "certified": "patch-check-fill",
    "pending": "hourglass-split",
    "announced": "megaphone",
    "open": "unlock",
    "soft_closed": "lock",
    "closed": "lock-fill",
    "waiting": "hourglass-split",
    "applied": "check-circle-fill",
    "undone": "arrow-repeat",
    "dropped": "x-circle",
    "faulty": "x-circle-fill",
    "elsewhere": "geo-alt",
    "silent": "dash-circle",
    "running": "arrow-repeat",
    "done": "check-circle-fill",
    "failed": "exclamation-octagon-fill",
    "success": "check-circle-fill",
    "warning": "exclamation-triangle-fill",
    "error": "exclamation-octagon-fill",
    "info": "info-circle-fill",
}


# --- days -------------------------------------------------------------------------------------------


@register.filter
def thai_date(day: date | None) -> str:
    """16 มีนาคม 2561; nothing for no day."""
    return thai.long_date(day) if day else ""


@register.filter
def thai_short_date(day: date | None) -> str:
    """16 มี.ค. 2561; nothing for no day."""
    return thai.short_date(day) if day else ""


@register.filter
def remark(field: BoundField) -> str:
    """What is said of the text in a box that may come to stand on paper; nothing for other boxes."""
    return field.field.remark(field.value()) if isinstance(field.field, PrintedMixin) else ""


@register.filter
def thai_month(month: date | None) -> str:
    """มิถุนายน 2567; nothing for no month."""
    return thai.month_name(month) if month else ""


@register.filter
def thai_weekday(day: date | None) -> str:
    """วันศุกร์ที่ 16 มีนาคม 2561; nothing for no day."""
    return thai.weekday_date(day) if day else ""


@register.filter
def thai_moment(instant: datetime | None) -> str:
    """16 มี.ค. 2561 10:42 น., the time of Bangkok; nothing for no instant."""
    return thai.moment(instant) if instant else ""


@dataclass(frozen=True)
class Countdown:
    """Where a day stands in a window. `days` counts nights: 0 on the last day itself."""

    state: str  # ahead, open, last (few days left), past
    days: int
    elapsed: int
    length: int


@register.simple_tag
def countdown(window: Window, on: date) -> Countdown:
    """How far `on` is from the window's opening or closing. Both ends of the window are inclusive."""
    length = (window.last_day - window.first_day).days + 1
    if on < window.first_day:
        return Countdown("ahead", (window.first_day - on).days, 0, length)
    left = (window.last_day - on).days
    if left < 0:
        return Countdown("past", -left, length, length)
    return Countdown("last" if left <= LAST_DAYS else "open", left, length - left, length)


# --- figures ----------------------------------------------------------------------------------------


@register.filter
def baht(amount: Decimal | None) -> str:
    """1,234.50; a dash when nothing was reported."""
    return NO_FIGURE if amount is None else thai.baht(amount)


@register.filter
def count(number: int | None) -> str:
    """1,234; a dash when nothing was reported."""
    return NO_FIGURE if number is None else thai.count(number)


@register.filter
def thai_digits(value: object) -> str:
    """The same text with ๐-๙, as announcements print it."""
    return thai.to_thai_digits(str(value))


@register.filter
def mask_id(number: str) -> str:
    """1-1017-xxxxx-xx-0: never a whole number of a person on a screen."""
    return identifiers.mask_id(number)


@register.filter
def show_phone(number: str) -> str:
    """08 1234 5678, as the letters group it."""
    return identifiers.show_phone(number)


# --- rights and places ------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def can(context: RequestContext, action: str, thing: Model | None = None) -> bool:
    """Whether the signed-in person may do `action` today; an unknown action is an error, never a yes.

    Asks on the page's `today`. A part included with `only` has none: decide in the page, pass the answer.
    """
    return access.can(context["user"], access.Action(action), thing, on=context["today"])


@register.simple_tag(takes_context=True)
def active(context: RequestContext, url: str) -> SafeString | str:
    """`aria-current="page"` on the link of the page itself, `"true"` on the link of the part it lies in."""
    request: HttpRequest = context.request
    if request.path == url:
        return format_html(' aria-current="{}"', "page")
    if url != "/" and request.path.startswith(url):
        return format_html(' aria-current="{}"', "true")
    return ""


@register.simple_tag
def page_numbers(page: Page) -> list[int | None]:
    """The pages to link to around the current one, None where a run is left out."""
    last = page.paginator.num_pages
    near = {1, page.number - 1, page.number, page.number + 1, last}
    shown = sorted(number for number in near if 1 <= number <= last)
    return [*_with_gaps(shown), *shown[-1:]]


def _with_gaps(shown: Iterable[int]) -> Iterable[int | None]:
    """Every number but the last, followed by None where the next one is not its neighbour."""
    for number, following in pairwise(shown):
        yield number
        if following - number > 1:
            yield None


# --- forms ------------------------------------------------------------------------------------------


@register.filter
def has_errors(forms: Iterable[BaseForm] | None) -> bool:
    """Whether any of the further forms of a page was refused."""
    return any(form.errors for form in forms or ())


# --- messages ---------------------------------------------------------------------------------------


@register.simple_block_tag
def paragraph(content: str) -> str:
    """One paragraph of a plain message: the line breaks of its template are single spaces to the reader."""
    return " ".join(content.split())


# --- pictures ---------------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str) -> SafeString:
    """A picture beside words; hidden from screen readers, because the words say it."""
    sprite = f"{static(SPRITE)}#{name}"
    return format_html(
        '<svg class="icon" width="18" height="18" aria-hidden="true"><use href="{}"/></svg>', sprite
    )


@register.filter
def status_icon(value: str) -> str:
    """The picture of a status or of a message level."""
    return STATUS_ICONS.get(value, "circle")
