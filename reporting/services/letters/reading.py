"""Who reads which letters: drafts their own office, issued ones also the offices above and those written to."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.urls import reverse

from otop_registry import thai
from registration import access
from registration.access import Action
from registration.models import Plan, Round, Unit, User
from registration.models.calendar import windows_for
from registration.places import above
from registration.services import start
from registration.workflow import Role
from reporting.models import Letter
from reporting.models.letters import LetterState, Occasion
from reporting.services.letters.drafting import check_own
from reporting.services.letters.values import quarter_of, values

SHOWN_MONTHS = 6


def readable(user: User, on: date) -> QuerySet[Letter]:
    """The letters that the person's posts may read, newest first."""
    asked = Q(pk__in=[])
    for post in access.posts(user, on):
        code = post.unit_id
        if post.role in access.ROLES[Action.LETTER_EDIT]:
            asked |= Q(unit_id=code)
        asked |= Q(state=LetterState.ISSUED, unit__code__startswith=code)
        if code and post.role != Role.EXECUTIVE:
            asked |= Q(
                Q(addressed_to=None) | Q(addressed_to=code), state=LetterState.ISSUED, unit_id=above(code)
            )
    return Letter.objects.filter(asked).select_related("unit", "round", "addressed_to", "corrects__unit")


def letter_or_none(pk: int, user: User, on: date) -> Letter | None:
    return readable(user, on).filter(pk=pk).first()


def may_edit(letter: Letter, user: User, on: date) -> bool:
    """Whether the person writes letters of the letter's unit."""
    try:
        check_own(letter.unit, by=user, on=on)
    except PermissionDenied:
        return False
    return True


def own_units(user: User, on: date) -> list[Unit]:
    """The units whose letters the person writes."""
    roles = access.ROLES[Action.LETTER_EDIT]
    return list({post.unit_id: post.unit for post in access.posts(user, on) if post.role in roles}.values())


def round_in_focus(unit: Unit, on: date) -> int | None:
    """The round that a new letter of the day is likely about."""
    quarters = start.focus(windows_for(unit.code), on)
    return Round.id_of(quarters[0]) if quarters else None


def rounds_on_offer() -> QuerySet[Round]:
    """The rounds of published plans, newest first."""
    years = Plan.objects.exclude(published_at=None).values("fiscal_year_be")
    return Round.objects.filter(fiscal_year_be__in=years).order_by("-pk")


def months_on_offer(on: date) -> list[date]:
    """The months whose sales a letter may ask for: this one and those before it, newest first."""
    months = [on.replace(day=1)]
    while len(months) < SHOWN_MONTHS:
        months.append(thai.previous_month(months[-1]))
    return months


def units_below(unit: Unit, on: date) -> QuerySet[Unit]:
    """The units a letter of `unit` may be written to."""
    return Unit.objects.directly_below(unit.code).valid(on).order_by("sort_key")


def task_path(letter: Letter) -> str:
    """The page where the reader does what the letter asks; signing in leads back to it."""
    if letter.month:
        return reverse("reporting:monthly_month", args=[thai.year_be(letter.month), letter.month.month])
    quarter = quarter_of(letter)
    place = [quarter.fiscal_year_be, quarter.number]
    if letter.occasion == Occasion.ANNOUNCEMENT:
        return reverse("registration:announcement", args=place)
    if letter.addressed_to_id:
        return reverse("registration:round", args=[*place, letter.addressed_to_id])
    return reverse("registration:round_own", args=place)


def fields_of(letter: Letter, on: date) -> list[tuple[str, str]]:
    """The fields that the words of a draft may use, with what would be put in today."""
    return [(f"{{{name}}}", words) for name, words in values(letter, on).items()]
