"""The edition after another: it stores the rows that it replaces, and what they were stays with the one before.

It costs what changes, not the country; `EditionRowQuerySet.of` reads it. Source: decisions 0009, 0079.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from registration.content import Content
from registration.figures import COUNT_NAMES, Counts
from registration.models import Correction, Edition, EditionFigure, RosterRow
from registration.services.editions import freezing
from registration.services.journal import Act


@dataclass(frozen=True)
class RosterLine:
    """One producer of an edition: its district and content, and whether it stands at the end of the round."""

    producer_id: int
    district_code: str
    content: Content
    is_listed: bool


@dataclass(frozen=True)
class FigureLine:
    """The counts of one subdistrict of an edition."""

    district_code: str
    subdistrict_code: str
    counts: Counts


@dataclass(frozen=True)
class Replaced:
    """The rows of an edition that say something else than those of the one before; figures are whole rows."""

    figures: tuple[FigureLine, ...]
    roster: tuple[RosterLine, ...]


def follow(before: Edition, rows: Replaced, act: Act, correction: Correction | None = None) -> Edition:
    """Writes the edition after the newest one of a round, sealed. Call inside a transaction, the department locked."""
    edition = freezing.begin(before.round, before.number + 1, before.left_out, act, correction)
    EditionFigure.objects.bulk_create(
        EditionFigure(
            edition=edition,
            district_id=line.district_code,
            subdistrict_id=line.subdistrict_code,
            **asdict(line.counts),
        )
        for line in rows.figures
    )
    RosterRow.objects.bulk_create(
        RosterRow(
            edition=edition,
            district_id=line.district_code,
            producer_id=line.producer_id,
            content=line.content,
            is_listed=line.is_listed,
        )
        for line in rows.roster
    )
    freezing.seal(edition)
    return Edition.objects.get(pk=edition.pk)


def counts_in(edition: Edition, subdistricts: Iterable[str]) -> dict[str, Counts]:
    """{subdistrict: its counts} of an edition, nothing for one that it does not hold."""
    rows = EditionFigure.objects.of(edition).filter(subdistrict__in=list(subdistricts))
    return {place: Counts(*counts) for place, *counts in rows.values_list("subdistrict_id", *COUNT_NAMES)}


@dataclass(frozen=True)
class Delta:
    """What an edition changed in one subdistrict."""

    district_code: str
    subdistrict_code: str
    before: Counts
    after: Counts


def between(earlier: Edition, later: Edition, unit_code: str = "") -> list[Delta]:
    """What changed from one edition of a round to a later one in the subdistricts of a unit."""
    rows = EditionFigure.objects.filter(
        edition__round=later.round_id,
        edition__number__gt=earlier.number,
        edition__number__lte=later.number,
        district__code__startswith=unit_code,
    )
    districts = dict(rows.order_by("subdistrict_id").values_list("subdistrict_id", "district_id"))
    before, after = (counts_in(edition, districts) for edition in (earlier, later))
    return [
        Delta(district, place, before.get(place, Counts()), after[place])
        for place, district in districts.items()
    ]


def one_before(edition: Edition) -> Edition | None:
    """The edition of the same round before this one; None for the first."""
    return Edition.objects.filter(round_id=edition.round_id, number=edition.number - 1).first()


def deltas(edition: Edition) -> list[Delta]:
    """What an edition after the first changed in the one before it, by subdistrict."""
    earlier = one_before(edition)
    return between(earlier, edition) if earlier else []
