"""A change of units with what grades and reports make of it: said before, written on the day (decision 0084)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from grading.services import dividing
from grading.services.dividing import Division
from registration import places
from registration.models import (
    Contact,
    Post,
    Round,
    Subdistrict,
    Submission,
    Unit,
    UnitAct,
    UnitChange,
)
from registration.services.journal import Act
from registration.services.registry.transferring import UNSETTLED
from registration.services.units import carrying, listing, moving
from registration.timetable import Quarter, next_month
from registration.unit_terms import Place, Terms
from registration.workflow import Refused

ONE_DAY = timedelta(days=1)


def carry_out_due(on: date) -> int:
    """Carries out the changes whose day has come; returns how many. Safe to repeat and to run twice at once."""
    return carrying.carry_out_due(on, _also)


def _also(change: UnitChange, terms: Terms, act: Act) -> None:
    """Nothing of grades or reports moves with a name."""
    if change.act != UnitAct.RENAME:
        dividing.divide(terms, act)


# --- what it will do ---


@dataclass(frozen=True)
class PlaceLine:
    """One subdistrict that goes, with who and what goes along."""

    place: Place
    name: str
    source: str
    target: str
    producers: int
    products: int


@dataclass(frozen=True)
class BaseLine:
    """One base figure and its parts by name; an amount of None is no base."""

    quarter: str
    month: date
    unit: str
    division: Division
    parts: tuple[tuple[str, object], ...]


@dataclass(frozen=True)
class MonthLine:
    """Of which units a month will be asked."""

    month: date
    units: tuple[str, ...]


@dataclass(frozen=True)
class Preview:
    """Everything that a change does, as the units stand on the day on which somebody looks."""

    day: date
    places: tuple[PlaceLine, ...]
    round: Round | None
    rounds: tuple[Submission, ...]
    posts: tuple[Post, ...]
    contacts: tuple[Contact, ...]
    unnamed: tuple[str, ...]  # units that begin: nobody reads for them until the department appoints
    bases: tuple[BaseLine, ...]
    months: tuple[MonthLine, ...]
    blocks: tuple[str, ...]

    @property
    def producers(self) -> int:
        return sum(line.producers for line in self.places)

    @property
    def products(self) -> int:
        return sum(line.products for line in self.places)


def preview(change: UnitChange, terms: Terms, on: date) -> Preview:
    """What the change would do. On a day ahead the counts may still move; the day itself decides."""
    day = max(change.day, on)
    names = names_of(terms)
    units = moving.districts(terms)
    into = _round(units, day)
    return Preview(
        day,
        _places(terms, names),
        into,
        tuple(_rounds(units, into)),
        tuple(listing.people_of(terms.ends, on)),
        tuple(Contact.objects.on(on).filter(unit__in=terms.ends).select_related("unit")),
        tuple(names[each.code] for each in terms.begins),
        tuple(_bases(terms, names, day)),
        tuple(_months(terms, names, day)),
        tuple(moving.blocks(terms, on)),
    )


@dataclass(frozen=True)
class Story:
    """What a decree says, in names: who begins (with the code), who becomes whom with which share, who ends."""

    begun: tuple[tuple[str, str], ...]
    shares: tuple[tuple[str, str, str], ...]
    ended: tuple[str, ...]


def story(terms: Terms) -> Story:
    """The terms in names."""
    names = names_of(terms)
    olds = dict.fromkeys(each.old for each in terms.shares)
    return Story(
        tuple((names[each.code], each.code) for each in terms.begins),
        tuple((names[old], names[new], str(share)) for old in olds for new, share in terms.shares_of(old)),
        tuple(names[code] for code in terms.ends),
    )


def names_of(terms: Terms) -> dict[str, str]:
    """{unit: its name} of all that the terms name, those that begin too."""
    known = Unit.objects.in_bulk([*terms.concerned(""), *(places.district_of(p.old) for p in terms.places)])
    begun = {each.code: f"{places.word_of(each.code)}{each.name}" for each in terms.begins}
    return {code: str(unit) for code, unit in known.items()} | begun


def _places(terms: Terms, names: dict[str, str]) -> tuple[PlaceLine, ...]:
    counted = moving.counts(terms)
    old = Subdistrict.objects.in_bulk([each.old for each in terms.places])
    return tuple(
        PlaceLine(
            each,
            str(old[each.old]),
            names[places.district_of(each.old)],
            names[places.district_of(each.new)],
            *counted.get(each.old, (0, 0)),
        )
        for each in terms.places
    )


def _round(units: list[Unit], day: date) -> Round | None:
    try:
        return moving.round_of(units, day)
    except Refused:
        return None


def _rounds(units: Iterable[Unit], into: Round | None) -> Iterable[Submission]:
    """The rounds of the units that stand which are not closed yet, up to the one of the change."""
    rows = Submission.objects.filter(district__in=list(units), round__closing__status__in=UNSETTLED)
    rows = rows.filter(round__lte=into) if into else rows
    return rows.select_related("district", "round").order_by("round", "district")


def _bases(terms: Terms, names: dict[str, str], day: date) -> Iterable[BaseLine]:
    for each in dividing.divisions(terms, day):
        parts = tuple((names[code], None if code in each.has_no_base else baht) for code, baht in each.parts)
        yield BaseLine(str(each.row.quarter), each.row.month, names[each.row.district_id], each, parts)


def _months(terms: Terms, names: dict[str, str], day: date) -> Iterable[MonthLine]:
    """The months of the quarter of the day: a month is asked of who stands at its end (decision 0043)."""
    olds = [each.old for each in terms.shares if places.is_district(each.old)]
    heirs = {each.new for each in terms.shares if each.old in olds}
    for month in Quarter.of(day).months if olds else ():
        codes = heirs if next_month(month) - ONE_DAY >= day else set(olds)
        yield MonthLine(month, tuple(names[code] for code in sorted(codes)))
