"""The one door to every document's content: which kind exists for whom, what it needs, and how it is built.

The page, the command and the tests all come through `build`; official letters have a builder of their own.
Source: mission.md 6, table of the forms that come out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from registration.access import Action
from registration.models import Edition, Round, Unit
from registration.places import Level
from registration.workflow import Refused
from reporting.paper import Kind, Paper
from reporting.services.papers import announcement, monthly, plan, quarterly, roster, summary, targets
from reporting.services.papers.stands import edition_in_force

PDF, XLSX = "pdf", "xlsx"


class Need(StrEnum):
    """What a kind is about, as the attribute of Wanted that must be given; a quarter is named by its round."""

    ROUND = "round"
    QUARTER = "quarter"
    MONTH = "month"
    FISCAL_YEAR = "fiscal_year_be"


@dataclass(frozen=True)
class Wanted:
    """Which document of which unit, about what, read on which day.

    `edition` None: as registered so far (see `settled`). `as_of`: the roster of a day, in the place of a round.
    """

    kind: Kind
    unit: Unit
    on: date
    round: Round | None = None
    month: date | None = None  # first day; of sales for the monthly report, of the meeting for the summary
    fiscal_year_be: int | None = None
    edition: Edition | None = None
    as_of: date | None = None

    def about(self, need: Need) -> Round | date | int | None:
        return self.round if need == Need.QUARTER else getattr(self, need)


@dataclass(frozen=True)
class Recipe:
    """A kind of document: for whom it exists, what it needs, who may read it, in which formats it comes."""

    action: Action
    need: Need
    make: Callable[[Wanted], Paper]
    levels: frozenset[Level] = frozenset(Level)
    formats: tuple[str, ...] = (PDF, XLSX)
    has_flat: bool = False  # a second workbook with every value in each row
    is_editioned: bool = False  # of a closed round it shows an edition
    takes_day: bool = False  # `as_of` may stand in the place of what it needs


KINDS: Final[Mapping[Kind, Recipe]] = {
    Kind.PLAN: Recipe(
        Action.PLAN_VIEW, Need.FISCAL_YEAR, lambda w: plan.paper(w.unit, w.fiscal_year_be, on=w.on)
    ),
    Kind.QUARTERLY: Recipe(
        Action.ROUND_VIEW,
        Need.ROUND,
        lambda w: quarterly.paper(w.unit, w.round, on=w.on, edition=w.edition),
        is_editioned=True,
    ),
    Kind.ROSTER: Recipe(
        Action.ROSTER_VIEW,
        Need.ROUND,
        lambda w: roster.paper(w.unit, w.round, on=w.as_of or w.on, edition=w.edition),
        has_flat=True,
        is_editioned=True,
        takes_day=True,
    ),
    Kind.ANNOUNCEMENT: Recipe(
        Action.ROUND_VIEW,
        Need.ROUND,
        lambda w: announcement.paper(w.unit, w.round, on=w.on, edition=w.edition),
        levels=frozenset({Level.DEPARTMENT, Level.PROVINCE}),
        is_editioned=True,
    ),
    Kind.TARGETS: Recipe(
        Action.GRADE_VIEW,
        Need.QUARTER,
        lambda w: targets.paper(w.unit, w.round.quarter, on=w.on),
        levels=frozenset({Level.PROVINCE, Level.DISTRICT}),
    ),
    Kind.MONTHLY: Recipe(Action.MONTHLY_VIEW, Need.MONTH, lambda w: monthly.paper(w.unit, w.month, on=w.on)),
    Kind.SUMMARY: Recipe(Action.SUMMARY_VIEW, Need.MONTH, lambda w: summary.paper(w.unit, w.month, on=w.on)),
}


def build(wanted: Wanted) -> Paper:
    """The paper, with exactly the edition that is asked for.

    Raises: Refused for a kind that the unit's level does not have, or without what the kind needs.
    """
    recipe = recipe_of(wanted.kind)
    check(wanted)
    return recipe.make(wanted)


def check(wanted: Wanted) -> None:
    """Raises: Refused for what no paper can be built from; nothing is read."""
    recipe, label = recipe_of(wanted.kind), Kind(wanted.kind).label
    if wanted.unit.level not in recipe.levels:
        raise Refused(f"ไม่มี{label}ของ{wanted.unit}")
    has_day = recipe.takes_day and wanted.as_of is not None
    if wanted.about(recipe.need) is None and not has_day:
        raise Refused(f"กรุณาระบุ{NEED_WORDS[recipe.need]}ของ{label}")
    if wanted.edition and (has_day or not recipe.is_editioned):
        raise Refused(f"{label}ไม่มีเป็นฉบับ")


NEED_WORDS: Final = {
    Need.ROUND: "รอบ",
    Need.QUARTER: "ไตรมาส",
    Need.MONTH: "เดือน",
    Need.FISCAL_YEAR: "ปีงบประมาณ",
}


def recipe_of(kind: str) -> Recipe:
    """Raises: Refused for a kind that has no paper here, as a letter."""
    try:
        return KINDS[Kind(kind)]
    except (KeyError, ValueError):
        raise Refused("ไม่มีเอกสารชนิดนี้") from None


def settled(wanted: Wanted) -> Wanted:
    """The same with the edition in force where the round is closed and none is named. One query at most."""
    recipe = recipe_of(wanted.kind)
    if not recipe.is_editioned or wanted.edition or wanted.as_of or wanted.round is None:
        return wanted
    return replace(wanted, edition=edition_in_force(wanted.round))
