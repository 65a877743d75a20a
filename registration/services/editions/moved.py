"""What moved between two editions of a round, by name: the delta of pages, papers and open data. Reads only.

Each count stands where it moves: the subdistricts, their districts and provinces, the nation. A district that the
edition leaves out stands in no total. Source: decision 0079.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from registration import figures, places
from registration.figures import Counts
from registration.models import Edition, RosterRow, Subdistrict, Unit
from registration.models.units import named_as_on
from registration.services.editions import following, published
from registration.services.editions.following import Delta

NATION = "ทั้งประเทศ"


@dataclass(frozen=True)
class Moved:
    """One count of one unit that moves."""

    code: str
    unit: str
    name: str  # of figures.Counts
    label: str
    before: int
    after: int

    @property
    def change(self) -> str:
        """+1, −2"""
        change = self.after - self.before
        return f"+{change}" if change > 0 else f"−{-change}"


def counts_moved(edition: Edition, deltas: Iterable[Delta]) -> list[Moved]:
    """Each count that the deltas move from what an edition says, from the subdistricts up to the nation."""
    rows = list(deltas)
    codes = [row.subdistrict_code for row in rows]
    names = {each.pk: str(each) for each in Subdistrict.objects.filter(pk__in=codes)}
    found = [
        line
        for row in rows
        for line in _lines(row.subdistrict_code, names[row.subdistrict_code], row.before, row.after)
    ]
    return [*found, *_of_units(edition, rows)]


def _of_units(edition: Edition, rows: list[Delta], unit_code: str = "") -> Iterator[Moved]:
    """The districts that count and every unit above them, as far as the unit's own scope; one look at its figures."""
    counting = [row for row in rows if not edition.leaves_out(row.district_code)]
    districts = {row.district_code for row in counting}
    above = {code for district in districts for code in (district, places.province_of(district), "")}
    codes = [code for code in above if code.startswith(unit_code)]
    counted = published.included(edition, unit_code) if codes else {}
    units = {unit.pk: unit.full_name for unit in Unit.objects.filter(pk__in=codes)} | {"": NATION}
    for code in sorted(codes, reverse=True):  # a district before its province, the nation last
        own = (row.after - row.before for row in counting if row.district_code.startswith(code))
        before = figures.total(each for place, each in counted.items() if place.startswith(code))
        yield from _lines(code, units[code], before, before + figures.total(own))


def _lines(code: str, unit: str, before: Counts, after: Counts) -> Iterator[Moved]:
    for column in published.COLUMNS:
        old, new = getattr(before, column.name), getattr(after, column.name)
        if old != new:
            yield Moved(code, unit, column.name, column.label, old, new)


def since(edition: Edition, number: int, unit_code: str = "") -> list[Moved]:
    """What an edition changed since an earlier one of its round, of a unit and its districts; told to anybody."""
    if number < 1 or number >= edition.number:
        return []
    earlier = Edition.objects.filter(round_id=edition.round_id, number=number).first()
    if earlier is None:
        return []
    return list(_of_units(earlier, following.between(earlier, edition, unit_code), unit_code))


def changed_by(edition: Edition, unit_code: str = "") -> list[Moved]:
    """What an edition changed in the one before it; nothing for the first."""
    return since(edition, edition.number - 1, unit_code)


@dataclass(frozen=True)
class Since:
    """What the edition in force says otherwise than an earlier one: counts of a unit, and how many of its records."""

    edition: Edition
    lines: tuple[Moved, ...]
    record_count: int

    @property
    def is_nothing(self) -> bool:
        return not self.lines and not self.record_count


def since_told(round_id: int, number: int, unit_code: str) -> Since | None:
    """What became of what an edition told of a unit; None while that edition is in force."""
    edition = Edition.objects.filter(round_id=round_id, number__gt=number).order_by("-number").first()
    if edition is None:
        return None
    rows = RosterRow.objects.filter(
        edition__round=round_id, edition__number__gt=number, district__code__startswith=unit_code
    )
    records = rows.order_by().values("producer").distinct().count()
    with named_as_on(edition.day):
        return Since(edition, tuple(since(edition, number, unit_code)), records)
