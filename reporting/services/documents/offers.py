"""What a person may ask for: the documents of a unit by round, month and fiscal year."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from registration import access
from registration.models import Plan, Round, Unit, User
from registration.services.people import signers
from registration.timetable import Quarter
from registration.workflow import Refused
from reporting.kinds import Need, kinds_of
from reporting.services import matters, rounds
from reporting.services.matters import Matter

ROUNDS_OFFERED: Final = 4
MONTHS_OFFERED: Final = 4
YEARS_OFFERED: Final = 2


@dataclass(frozen=True)
class Offer:
    """A document that may be asked for, and who may be chosen to sign it: the key of the post, name and office."""

    matter: Matter
    signers: tuple[tuple[int, str], ...] = ()


def occasions(unit: Unit, user: User, on: date) -> list[list[Offer]]:
    """What the person may ask for of the unit, one list a round, month or year, the newest first."""
    asked = [*_rounds(unit, on), *_months(unit, on), *_years(unit)]
    found = ([offer(each, on) for each in occasion if may_ask(each, user, on)] for occasion in asked)
    return [occasion for occasion in found if occasion]


def offer(matter: Matter, on: date) -> Offer:
    """The document with those who have the office to sign it on the day."""
    if not matter.is_signed:
        return Offer(matter)
    posts = signers.of_unit(matter.signing_code).on(on)
    return Offer(matter, tuple((post.pk, signers.office_of(post)) for post in posts))


def may_ask(matter: Matter, user: User, on: date) -> bool:
    """Whether the person may read the document and the unit has it."""
    if not access.can(user, matter.traits.action, matter.unit, on=on):
        return False
    try:
        matters.check(matter)
    except Refused:
        return False
    return True


def _rounds(unit: Unit, on: date) -> list[list[Matter]]:
    rows = Round.objects.filter(pk__lte=Round.id_of(Quarter.of(on))).order_by("-pk")[:ROUNDS_OFFERED]
    kinds = kinds_of(Need.ROUND, Need.QUARTER)
    kinds.sort(
        key=lambda kind: not Matter(kind, unit).is_packet
    )  # the packet holds the others: it stands first
    return [[Matter(kind, unit, round) for kind in kinds] for round in rows]


def _months(unit: Unit, on: date) -> list[list[Matter]]:
    months = rounds.months_shown(on)[:MONTHS_OFFERED]
    return [[Matter(kind, unit, month=month) for kind in kinds_of(Need.MONTH)] for month in months]


def _years(unit: Unit) -> list[list[Matter]]:
    years = Plan.objects.exclude(published_at=None).values_list("fiscal_year_be", flat=True)[:YEARS_OFFERED]
    return [
        [Matter(kind, unit, fiscal_year_be=year) for kind in kinds_of(Need.FISCAL_YEAR)] for year in years
    ]


# --- whose documents ---


def units_to_choose(unit: Unit, user: User, on: date) -> list[Unit]:
    """The units that a page of `unit` leads to: the person's own, the one above, itself and those one level below."""
    own = {post.unit_id for post in access.posts(user, on)}
    near = Unit.objects.directly_below(unit.code)
    codes = own | {unit.code, unit.parent_code} | set(near.values_list("pk", flat=True))
    return list(access.visible(Unit, user, on).valid(on).filter(pk__in=codes))
