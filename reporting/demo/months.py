"""The other districts of the demo's Nong Khai: as the training date passes, most confirm their months, one late.

Invented. Beat calls it in demo mode, so that the province's board and the executives' page live. What is ahead of the
training date is not confirmed yet.
"""

from datetime import date, time
from decimal import Decimal
from typing import Final

from django.conf import settings
from django.db import transaction

from grading.demo import closing, grades
from otop_registry import clock
from registration.demo import neighbours
from registration.models import Event, Sale, Unit, User
from registration.services import sales
from registration.workflow import Refused, Role
from reporting.models import MonthlyReport
from reporting.services import monthly

JULY, AUGUST, SEPTEMBER = date(2024, 7, 1), date(2024, 8, 1), date(2024, 9, 1)
BEGIN, END = date(2024, 8, 1), date(2024, 10, 31)  # of the training dates on which anything is confirmed
NOTE: Final = "บางกลุ่มออกร้านต่างจังหวัด จะบันทึกยอดเพิ่มเติมภายหลัง"
# (month, day of confirming in the month after, districts); อำเภอเมืองหนองคาย (4301) is left to the newcomer
PLAN: Final = (
    (JULY, 9, ("4302", "4305", "4308")),
    (JULY, 14, ("4307", "4314", "4316")),
    (JULY, 20, ("4315",)),
    (AUGUST, 10, ("4302", "4305", "4317")),
    (AUGUST, 16, ("4307", "4308", "4314")),
    (AUGUST, 17, ("4315",)),
    (SEPTEMBER, 10, ("4302", "4305", "4307", "4308")),
    (SEPTEMBER, 15, ("4314", "4317")),
)
CHANGED: Final = ("4308", JULY, date(2024, 8, 19))
FOUND_LATER: Final = Decimal("1480.00")


def catch_up(on: date) -> int:
    """Confirms what the plan has confirmed by `on` and nobody has; returns how many. Raises: PermissionError."""
    if not settings.DEMO:
        raise PermissionError("The demo exists in demo mode only")
    done = neighbours.catch_up(on) + closing.catch_up(on) + grades.tell_sales(on)
    if not BEGIN <= on <= END:
        return done
    known = set(MonthlyReport.objects.filter(month__gte=JULY).values_list("district_id", "month"))
    due = [
        (code, month, day)
        for month, number, codes in PLAN
        if (day := date(month.year, month.month + 1, number)) <= on
        for code in codes
        if (code, month) not in known
    ]
    return done + sum(_confirm(*each) for each in due) + _change_what_was_confirmed(on)


@transaction.atomic
def _confirm(code: str, month: date, on: date) -> bool:
    """False without the demo's officer, or when the month is locked."""
    officer = User.objects.filter(posts__unit=code, posts__role=Role.DISTRICT).order_by("posts__pk").first()
    if officer is None:
        return False
    district = Unit.objects.get(pk=code)
    found = monthly.draft(district, month, on)
    note = NOTE if found.missing else ""
    try:
        with clock.hour(time(9 + int(code) % 7, 6 + 7 * (int(code) % 8))):
            monthly.confirm(district, month, note=note, seen=found.seal, by=officer, on=on)
    except Refused:
        return False
    return True


@transaction.atomic
def _change_what_was_confirmed(on: date) -> bool:
    """A district adds an invoice to a month that it has confirmed: to be confirmed again. Once, and not when locked."""
    code, month, day = CHANGED
    subject = f"sales:{month:%Y-%m}"
    if on < day or Event.objects.filter(unit_id=code, subject=subject, day=day).exists():
        return False
    sale = Sale.objects.filter(district_id=code, month=month, is_zero=False).order_by("pk").first()
    officer = User.objects.filter(posts__unit=code, posts__role=Role.DISTRICT).order_by("posts__pk").first()
    if sale is None or officer is None:
        return False
    offline, online, abroad, abroad_online = sales.writing.amounts_of(sale)
    cell = sales.writing.MonthAnswer(
        (offline + FOUND_LATER, online, abroad, abroad_online), seen=sale.version
    )
    try:
        with clock.hour(time(14, 26)):
            sales.record_month(Unit.objects.get(pk=code), month, {sale.product_id: cell}, by=officer, on=day)
    except Refused:
        return False
    return True
