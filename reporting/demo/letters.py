"""Letters of the demo's Nakhon Si Thammarat: two issued, one of them corrected by another, and a draft. Invented.

They lie before the newcomer's walk, so that a letter written there has a former one to refer to.
"""

from datetime import date, time
from typing import Any, Final

from django.conf import settings
from django.db import transaction

from otop_registry import clock
from registration.demo.rounds import FIRST_ROUND, SECOND_ROUND
from registration.models import Round, Unit, User
from reporting.models import Letter
from reporting.models.letters import Occasion
from reporting.services import letters
from reporting.services.letters import About

PROVINCE: Final = "80"
WRITER: Final = "changwat.nst2"  # the second officer; the first one is the newcomer
THIRD_ROUND: Final = 25613
SENT: Final = ("นศ 0019/ว 6012", date(2017, 12, 27))
ORDERED: Final = ("นศ 0019/ว 27", date(2018, 1, 4))
CORRECTED: Final = ("นศ 0019/ว 58", date(2018, 1, 8))
SOONER: Final = date(2018, 3, 21)  # the day by which the corrected letter wants the reports
DRAFTED: Final = date(2018, 3, 12)


@transaction.atomic
def load_letters() -> int:
    """Writes the letters once; returns how many the province has. Raises: PermissionError outside demo mode."""
    if not settings.DEMO:
        raise PermissionError("Demo letters exist in demo mode only")
    if not Letter.objects.filter(unit=PROVINCE).exists():
        _issue(_draft(Occasion.ANNOUNCEMENT, FIRST_ROUND, SENT[1]), SENT)
        ordered = _issue(_draft(Occasion.PLAN, SECOND_ROUND, ORDERED[1]), ORDERED)
        with clock.hour(time(9, 40)):
            again = letters.correct(ordered, **_act(CORRECTED[1]))
            letters.amend(again, {"due_day": SOONER}, seen=again.version, **_act(CORRECTED[1]))
        _issue(Letter.objects.get(pk=again.pk), CORRECTED)
        _draft(Occasion.PLAN, THIRD_ROUND, DRAFTED)
    return Letter.objects.filter(unit=PROVINCE).count()


def _act(on: date) -> dict[str, Any]:
    return {"by": User.objects.get(username=WRITER), "on": on}


def _draft(occasion: Occasion, round_id: int, on: date) -> Letter:
    about = About(occasion, Round.objects.get(pk=round_id))
    with clock.hour(time(9, 15)):
        return letters.draft(about, Unit.objects.get(pk=PROVINCE), **_act(on))


def _issue(letter: Letter, said: tuple[str, date]) -> Letter:
    number, day = said
    with clock.hour(time(15, 20)):
        return letters.issue(letter, number=number, day=day, seen=letter.version, **_act(day))
