"""A split district's base goes to its successors to the satang: golden by hand, and for any shares."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading import movers
from grading.models import BaseOrigin, BaseSale
from grading.services import bases, dividing
from grading.services.bases import Line
from otop_registry import clock
from registration import unit_terms
from registration.apportioning import apportion
from registration.models import Event, Plan, Unit
from registration.models.sales import Sale
from registration.services.journal import Act
from registration.timetable import Quarter
from registration.unit_terms import Terms
from tests.registration.units.test_reshaping import done, planning, split_terms
from tests.world.cast import Cast
from tests.world.factories import DAY, make_producer

pytestmark = pytest.mark.django_db
QUARTER = Quarter(2561, 2)
JANUARY, FEBRUARY, MARCH = QUARTER.months
DOCUMENT = "รายงานปี 2560"


def base(cast: Cast, *lines: tuple[Unit, date, str]) -> None:
    rows = [Line(unit.pk, month, Decimal(amount)) for unit, month, amount in lines]
    bases.import_base(cast.home, QUARTER, rows, document=DOCUMENT, by=cast.province, on=DAY)


def stored(month: date) -> dict[str, str]:
    rows = BaseSale.objects.filter(month=month).order_by("district_id")
    return {row.district_id: str(row.amount_baht) for row in rows}


def test_a_third_and_two_thirds_to_the_satang(cast: Cast, plan: Plan) -> None:
    """1,000.00 = 333.33 + 666.67; 0.01 goes to the larger remainder; what was before the split stays."""
    base(cast, (cast.a, JANUARY, "900.00"), (cast.a, FEBRUARY, "1000.00"), (cast.a, MARCH, "0.01"))
    bases.freeze("80", QUARTER, DAY)
    done(cast, "split", cast.a, split_terms(cast))
    assert stored(JANUARY) == {"8001": "900.00"}
    assert stored(FEBRUARY) == {"8001": "666.67", "8024": "333.33"}
    assert stored(MARCH) == {"8001": "0.01", "8024": "0.00"}
    new = BaseSale.objects.get(district="8024", month=FEBRUARY)
    assert (new.document, new.base_quarter, new.frozen_at is not None) == (DOCUMENT, "2560/2", True)
    told = Event.objects.filter(unit="8001", verb="divide_base").latest("pk")
    assert (told.before, told.after) == ({"amount_baht": "0.01"}, {"8001": "0.01", "8024": "0.00"})


def test_a_merged_base_is_the_sum_and_the_ended_row_stays(cast: Cast, plan: Plan) -> None:
    base(cast, (cast.a, FEBRUARY, "1000.00"), (cast.b, FEBRUARY, "0.50"))
    done(cast, "merge", cast.a, planning.merge(cast.a, "8002"))
    assert stored(FEBRUARY) == {"8001": "1000.00", "8002": "1000.50"}


def test_a_neighbour_without_base_gets_no_part_of_one(cast: Cast, plan: Plan) -> None:
    base(cast, (cast.a, FEBRUARY, "1000.00"))
    terms = planning.merge(cast.a, "8002")
    [found] = dividing.divisions(terms, DAY)
    assert found.has_no_base == {"8002"}
    done(cast, "merge", cast.a, terms)
    assert stored(FEBRUARY) == {"8001": "1000.00"}


def test_a_change_without_shares_divides_nothing(cast: Cast, plan: Plan) -> None:
    base(cast, (cast.a, FEBRUARY, "1000.00"))
    assert dividing.divide(Terms(name="ใหม่"), Act(cast.department, DAY)) == 0


@given(st.decimals(0, 10**12, places=2), st.lists(st.integers(1, 200), min_size=1, max_size=6))
def test_the_parts_of_any_base_by_any_shares_are_the_whole_to_the_satang(
    whole: Decimal, weights: Sequence[int]
) -> None:
    given_shares = [(f"80{n:02}", Fraction(each, sum(weights))) for n, each in enumerate(weights, 1)]
    shares = [share for _, share in Terms(shares=unit_terms.shares("8099", given_shares)).shares_of("8099")]
    parts = apportion(whole, shares)
    assert sum(parts) == whole
    assert all(
        abs(Fraction(part) - Fraction(whole) * share) < Fraction(1, 100)
        for part, share in zip(parts, shares, strict=True)
    )


def test_a_base_taken_from_sales_is_divided_by_shares_and_moved_by_nobody(cast: Cast, plan: Plan) -> None:
    """All of it was sold in the place that goes: the decree's shares count, not who sold it."""
    product = make_producer(cast.a, by=cast.district, subdistrict_code="800102").products.get()
    said = {
        "entered_by": cast.district,
        "entered_at": clock.instant(DAY),
        "domestic_offline_baht": Decimal(900),
    }
    Sale.objects.create(product=product, district=cast.a, month=date(2017, 2, 1), **said)
    BaseSale.objects.create(
        district=cast.a, month=FEBRUARY, quarter_id=25612, base_quarter="2560/2", origin=BaseOrigin.SALES,
        amount_baht=Decimal(900), entered_at=clock.instant(DAY), entered_by=cast.province,
    )  # fmt: skip
    done(cast, "split", cast.a, split_terms(cast))
    assert stored(FEBRUARY) == {"8001": "600.00", "8024": "300.00"}
    assert movers.moved_bases(25612) == {}
