"""What an address of a grade means: a quarter, and a unit that the reader may see something of."""

from datetime import date

from django.http import Http404
from django.urls import reverse

from grading.services import visible
from registration import access
from registration.models import Unit, User
from registration.places import Level
from registration.timetable import Quarter

NOT_FOUND = "ไม่พบหน้าที่ต้องการ"
YEARS_BE = range(2540, 2600)  # fiscal years that a page exists for


def quarter_or_404(year: int, number: int) -> Quarter:
    """The quarter of an address. Raises: Http404 for one that does not exist."""
    if year not in YEARS_BE or number not in range(1, 5):
        raise Http404(NOT_FOUND)
    return Quarter(year, number)


def quarter_end(year: int, quarter: int, **_: object) -> date:
    """The last day of the quarter of an address. Raises: Http404 for none."""
    return quarter_or_404(year, quarter).last_day


def unit_or_404(user: User, code: str, quarter: Quarter, on: date) -> Unit:
    """A district or province of which the person may see a grade. Raises: Http404, foreign and missing alike."""
    unit = visible.unit(user, code, quarter, on)
    if unit is None:
        raise Http404(NOT_FOUND)
    return unit


def province_or_404(user: User, code: str, on: date) -> Unit:
    """A province in the person's own scope. Raises: Http404."""
    unit = access.get_or_404(Unit, code, user, on)
    if unit.level != Level.PROVINCE:
        raise Http404(NOT_FOUND)
    return unit


def url_of(name: str, quarter: Quarter, *more: object) -> str:
    """The address of a page of the quarter."""
    return reverse(f"grading:{name}", args=[quarter.fiscal_year_be, quarter.number, *more])
