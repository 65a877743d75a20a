"""P1: the grades of every district of a quarter from raw rows, against the bare sums that any grade needs."""

from datetime import date
from functools import cache

from django.db import connection

from benchmarks.timing import Result, compare
from grading import figures, scoring
from grading.demo.national import QUARTER, day_of_grades
from grading.models import Policy
from grading.services.assessing import increase_of
from grading.services.policies import policy_for
from registration.models import Producer, Product, Round, Sale

BAR = 1.2
ROUND_ID = Round.id_of(QUARTER)
_SALES = """
    SELECT district_id, month, SUM(total_baht), COUNT(*) FROM {sale}
    WHERE month IN (%s, %s, %s) GROUP BY month, district_id
"""
_PRODUCTS = """
    SELECT p.district_id, COUNT(*) FILTER (WHERE m.registered_round_id = %s),
           COUNT(*) FILTER (WHERE m.withdrawn_round_id = %s)
    FROM {product} m JOIN {producer} p ON p.id = m.producer_id
    WHERE m.registered_round_id <= %s AND (m.withdrawn_round_id IS NULL OR m.withdrawn_round_id >= %s)
    GROUP BY p.district_id
"""


def measure() -> list[Result]:
    day()
    return [compare("P1 grades from raw rows / bare SQL sums (ms)", from_raw_rows, bare_sums, bar=BAR)]


@cache
def day() -> date:
    """The day that is graded, found once: it is asked for, not computed, by whoever grades."""
    return day_of_grades()


def from_raw_rows() -> list[scoring.Score]:
    """Every district's grade: one statement for the inputs, then the policy's bands."""
    policy: Policy = policy_for(QUARTER)
    bands = policy.scoring_bands
    found = figures.inputs("", ROUND_ID, QUARTER.months, day())
    return [
        scoring.score(bands, increase_of(policy, each), each.sales_baht, each.base_baht) for each in found
    ]


def bare_sums() -> int:
    """Sales and answers of each district and month, products come and gone of each district; nothing joined."""
    tables = {
        "sale": Sale._meta.db_table,
        "product": Product._meta.db_table,
        "producer": Producer._meta.db_table,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SALES.format(**tables), [_day(month) for month in QUARTER.months])
        sales = cursor.fetchall()
        cursor.execute(_PRODUCTS.format(**tables), [ROUND_ID] * 4)
        return len(sales) + len(cursor.fetchall())


def _day(month: date) -> object:
    return connection.ops.adapt_datefield_value(month)
