"""What an address of this app means: a month of the Buddhist calendar, and the unit of the person or of ?unit=."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.http import Http404

from otop_registry import thai
from registration import access
from registration.access import Action
from registration.models import Post, Unit
from registration.places import Level
from registration.timetable import next_month
from registration.web.person_request import PersonRequest

NOT_FOUND = "ไม่พบหน้าที่ต้องการ"


def month_or_404(year_be: int, month: int) -> date:
    """The first day of a month written in B.E. Raises: Http404 for none."""
    if not thai.FIRST_YEAR_BE < year_be < thai.LAST_YEAR_BE or not 1 <= month <= 12:
        raise Http404(NOT_FOUND)
    return date(year_be - thai.BE_OFFSET, month, 1)


def month_end(year: int, month: int, **_: object) -> date:
    """The last day of the month of an address. Raises: Http404 for none."""
    return next_month(month_or_404(year, month)) - timedelta(days=1)


def unit_or_404(request: PersonRequest, action: Action, on: date) -> tuple[Unit, Post]:
    """The unit of `?unit=`, else of the person's first post with a role for `action`, and that post.

    Raises: Http404 for a unit outside the person's scope.
    """
    posts = [post for post in access.posts(request.user, on) if post.role in access.ROLES[action]]
    code = request.GET.get("unit")
    if code is None:
        return posts[0].unit.as_then(), posts[0]
    unit = access.get_or_404(Unit, code, request.user, on)
    held = next((post for post in posts if post.covers(unit.code)), None)
    if held is None:
        raise PermissionDenied("บัญชีของท่านไม่มีสิทธิ์ดูหน่วยงานนี้")
    return unit, held


def district_or_404(request: PersonRequest, code: str, on: date) -> Unit:
    """A district inside the person's scope. Raises: Http404, foreign and missing alike."""
    unit = access.get_or_404(Unit, code, request.user, on)
    if unit.level != Level.DISTRICT:
        raise Http404(NOT_FOUND)
    return unit
