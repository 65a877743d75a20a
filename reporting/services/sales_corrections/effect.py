"""What a corrected month of a published quarter would move, worked out before anybody agrees. Reads only.

The month, its quarter and fiscal year of district, province and nation; growth; grades; the bases of later quarters
and their grades; the papers that become ones of the past, by name. Source: decisions 0085-0086.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from django.db.models import Q, Sum

from grading.figures import Supposed
from grading.models import Grade, GradeRun
from grading.services import rebased, run_again
from grading.services.board import Sums
from grading.services.rebased import BaseMoved
from grading.services.run_again import Again
from otop_registry import thai
from otop_registry.thai import SATANG, Percent
from registration import content
from registration.models import Proof, Sale, SalesCorrection, Unit
from registration.places import province_of
from registration.services.editions.moved import NATION
from registration.services.sales import correcting
from registration.timetable import Quarter
from reporting.services.sales_corrections import papers

NOT_REPORTED: Final = "ยังไม่รายงาน"
NO_GROWTH: Final = "เทียบไม่ได้"
STAYS: Final = "คงเดิม"


@dataclass(frozen=True)
class Line:
    """One figure of one unit that moves, in the words of every page and paper; `change` "" where none can be said."""

    code: str
    unit: str
    label: str
    before: str
    after: str
    change: str = ""


@dataclass(frozen=True)
class Effect:
    """What a correction moves; `again` is the run after the one in force, of the quarter and of each later one."""

    correction: SalesCorrection
    totals: tuple[Line, ...]
    growths: tuple[Line, ...]
    again: tuple[Again, ...]
    bases: tuple[BaseMoved, ...]

    @cached_property
    def grades(self) -> list[Line]:
        """Every grade that is given anew with its letter before and after, by run."""
        return [line for each in self.again for line in _grades(each)]

    @property
    def lines(self) -> list[Line]:
        """All that moves, as it is kept and told on old papers."""
        return [*self.totals, *self.growths, *self.grades, *map(base_line, self.bases)]

    @cached_property
    def proofs(self) -> list[Proof]:
        """The papers that tell figures which move."""
        moved = [(each.row.quarter.quarter, each.row.month) for each in self.bases if each.follows]
        return papers.of(self.correction, moved)

    @property
    def fingerprint(self) -> str:
        """Names what is said here: whoever approves has read exactly this."""
        lines = [asdict(each) for each in self.lines]
        return content.fingerprint([self.correction.changes, lines, [each.seal for each in self.again]])

    def as_data(self) -> dict[str, Any]:
        """What the approved correction keeps."""
        return {"lines": [asdict(each) for each in self.lines]}


def effect_of(correction: SalesCorrection) -> Effect:
    """What the correction would move as things stand."""
    size = correcting.size_of(correction.changes)
    key = (correction.district_id, correction.month)
    quarter, province = Quarter.of(correction.month), province_of(correction.district_id)
    bases = tuple(rebased.moved(quarter, {key: size.baht})) if size.baht else ()
    own = run_again.in_force(province, correction.round_id)
    supposed = Supposed(sales={key: size.baht}, answers={key: size.answers})
    again = [run_again.again(own, [key[0]], supposed)] if own else []
    growths = tuple(_growths(again[0], correction)) if again else ()
    later = list(_later(bases))
    return Effect(correction, tuple(_totals(correction, size.baht)), growths, (*again, *later), bases)


def _later(bases: Iterable[BaseMoved]) -> Iterator[Again]:
    """The published grades of later quarters, given anew from the bases that follow."""
    groups: dict[tuple[int, str], list[BaseMoved]] = {}
    for each in bases:
        if each.follows:
            groups.setdefault((each.row.quarter_id, province_of(each.row.district_id)), []).append(each)
    for (quarter_id, province), moved in groups.items():
        run = run_again.in_force(province, quarter_id)
        if run:
            changes = {(each.row.district_id, each.row.month): each.change for each in moved}
            codes = {each.row.district_id for each in moved}
            yield run_again.again(run, codes, Supposed(bases=changes))


# --- sums ---


def _units(district_code: str) -> list[tuple[str, str]]:
    """(code, name) of the district, its province and the nation."""
    codes = [district_code, province_of(district_code), ""]
    names = {unit.pk: unit.full_name for unit in Unit.objects.filter(pk__in=codes)} | {"": NATION}
    return [(code, names[code]) for code in codes]


def _totals(correction: SalesCorrection, change: Decimal) -> Iterator[Line]:
    """The sums of month, quarter and fiscal year, of each unit."""
    quarter, units = Quarter.of(correction.month), _units(correction.district_id)
    year = [month for each in Quarter.all_of(quarter.fiscal_year_be) for month in each.months]
    spans = (
        (f"ยอดจำหน่ายเดือน{thai.month_name(correction.month)}", [correction.month]),
        (f"ยอดจำหน่ายไตรมาส {quarter.label}", list(quarter.months)),
        (f"ยอดจำหน่ายปีงบประมาณ {quarter.fiscal_year_be}", year),
    )
    sums = {
        f"u{place}": Sum("total_baht", filter=Q(district__code__startswith=code))
        for place, (code, _) in enumerate(units)
    }
    rows = Sale.objects.filter(month__in=year).values("month").annotate(**sums)
    found: dict[date, dict[str, Any]] = {row["month"]: {**row} for row in rows}
    for place, (code, unit) in enumerate(units):
        for label, months in spans:
            parts = [found[month][f"u{place}"] for month in months if month in found]
            known = [Decimal(str(each)).quantize(SATANG) for each in parts if each is not None]
            before = sum(known, Decimal(0)) if known else None
            yield _amount(code, unit, label, (before, (before or Decimal(0)) + change))


def _amount(code: str, unit: str, label: str, pair: tuple[Decimal | None, Decimal]) -> Line:
    before, after = pair
    words = NOT_REPORTED if before is None else thai.baht(before)
    return Line(
        f"{code}", unit, f"{label} (บาท)", words, thai.baht(after), signed(after - (before or Decimal(0)))
    )


def signed(amount: Decimal) -> str:
    """+12,000.00 or −12,000.00"""
    return f"{'+' if amount > 0 else ''}{thai.baht(amount)}".replace("-", "−")


# --- growth and grades ---


def _growths(again: Again, correction: SalesCorrection) -> Iterator[Line]:
    """The growth against the base, of what is compared, of each unit whose growth moves."""
    label = f"ยอดจำหน่ายไตรมาส {again.run.quarter} เทียบฐาน (ร้อยละ)"
    rows = list(
        Grade.objects.filter(run__in=GradeRun.objects.in_force().filter(quarter=again.run.quarter_id))
    )
    new = {each.district_id: each for each in again.grades}
    for code, unit in _units(correction.district_id):
        old = [each for each in rows if each.district_id.startswith(code)]
        pair = (_growth(old), _growth(new.get(each.district_id, each) for each in old))
        if pair[0] != pair[1]:
            yield Line(code, unit, label, *pair)


def _growth(grades: Iterable[Grade]) -> str:
    growth = Sums.of(grades).sales.growth
    return NO_GROWTH if growth is None else percent_words(growth)


def percent_words(value: Percent) -> str:
    """+5.01, −0.50"""
    return f"{'+' if value.exact > 0 else ''}{value}".replace("-", "−")


def _grades(again: Again) -> Iterator[Line]:
    """The grade of each district that is given anew: its letter, and where that stays, that it stays."""
    label = f"ระดับหน่วยงานไตรมาส {again.run.quarter} ครั้งที่ {again.run.number}"
    for each in again.moved:
        before, after = (grade.outcome.words for grade in (each.before, each.after))
        change = "" if each.is_letter else STAYS
        yield Line(each.district.pk, each.district.full_name, label, before, after, change)


def base_line(each: BaseMoved) -> Line:
    """A base of a later quarter: what it becomes, or that it stays and by how much it differs."""
    row = each.row
    words = f"ฐานเดือน{thai.month_name(row.month)}ของไตรมาส {row.quarter} (บาท)"
    before = thai.baht(row.amount_baht)
    if each.follows:
        return Line(
            row.district_id, str(row.district), words, before, thai.baht(each.right), signed(each.change)
        )
    stays = f"{STAYS} ต่างจากยอดที่แก้ไขแล้ว {signed(each.change)}"
    return Line(row.district_id, str(row.district), words, before, stays)
