"""The inputs of every district's grade, by one statement: increase of products, sales, and base of the same months.

A month counts for a district when it is due and every product that the district is asked for has an answer, and
then in sales and base alike (decisions 0005, 0006): a month not reported is left out of both, so that missing never
becomes a fall.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from grading.models import BaseSale
from registration.models import Edition, EditionFigure, Producer, Product, Unit
from registration.models.sales import Sale
from registration.models.units import Level
from registration.timetable import next_month

SATANG = Decimal("0.01")


@dataclass(frozen=True)
class Input:
    """What a district's grade is computed from. `months` are the months compared: due and fully reported.

    `sales_baht` None: no month reported yet, `base_baht` is then the whole quarter's. `base_baht` None: no base.
    `lacking` holds (month, products without an answer) of the due months that do not count yet.
    """

    code: str
    name: str
    gross_new: int
    withdrawn: int
    sales_baht: Decimal | None
    base_baht: Decimal | None
    months: tuple[date, ...]
    lacking: tuple[tuple[date, int], ...] = ()

    @property
    def net(self) -> int:
        return self.gross_new - self.withdrawn


# Products that services.sales.products_of lists for a month; what came and went inside one round counts in neither.
_STOOD = """
    SELECT p.district_id,
           SUM(CASE WHEN m.registered_round_id = %s AND m.first_round_id = m.registered_round_id
                     AND (m.withdrawn_round_id IS NULL OR m.withdrawn_round_id > %s)
                     AND (m.registered_day IS NULL OR m.registered_day <= %s) THEN 1 ELSE 0 END) AS added,
           SUM(CASE WHEN m.withdrawn_round_id = %s AND m.registered_round_id < %s THEN 1 ELSE 0 END) AS reduced
           {asked}
    FROM {product} m JOIN {producer} p ON p.id = m.producer_id
    WHERE p.district_id BETWEEN %s AND %s AND m.registered_round_id <= %s
      AND (m.withdrawn_round_id IS NULL OR m.withdrawn_round_id >= %s)
    GROUP BY p.district_id
"""
_ASKED = ", SUM(CASE WHEN m.registered_day IS NULL OR m.registered_day < %s THEN 1 ELSE 0 END) AS asked_{}"
_FROZEN = """
    SELECT f.district_id, SUM(f.products_added - f.products_returned) AS added, SUM(f.products_reduced) AS reduced
    FROM {figure} f WHERE f.edition_id = %s AND f.district_id BETWEEN %s AND %s
    GROUP BY f.district_id
"""
_SOLD = """
    SELECT s.district_id, s.month, SUM(s.total_baht) AS sales, COUNT(*) AS answers
    FROM {sale} s WHERE s.month IN ({months}) AND s.district_id BETWEEN %s AND %s
    GROUP BY s.month, s.district_id
"""
_STATEMENT = """
WITH stood AS ({stood}), {frozen} sold AS ({sold}), due AS ({due}),
whole AS (SELECT b.district_id, SUM(b.amount_baht) AS baht FROM {base} b WHERE b.quarter_id = %s GROUP BY b.district_id)
SELECT u.code, u.name, COALESCE(moved.added, 0), COALESCE(moved.reduced, 0),
       due.month, sold.sales, COALESCE(sold.answers, 0), {asked}, base.amount_baht,
       whole.baht
FROM {unit} u CROSS JOIN due
LEFT JOIN stood ON stood.district_id = u.code
LEFT JOIN {moved} moved ON moved.district_id = u.code
LEFT JOIN sold ON sold.district_id = u.code AND sold.month = due.month
LEFT JOIN {base} base ON base.district_id = u.code AND base.month = due.month
LEFT JOIN whole ON whole.district_id = u.code
WHERE u.level = %s AND u.code BETWEEN %s AND %s
  AND (u.valid_from IS NULL OR u.valid_from <= %s) AND (u.valid_to IS NULL OR u.valid_to >= %s)
ORDER BY u.code, due.month
"""


def inputs(
    unit_code: str, round_id: int, months: Sequence[date], on: date, edition: Edition | None = None
) -> list[Input]:
    """The inputs of every district at and below `unit_code`, in order of code. One statement.

    `months` are the months of the quarter that are due; the increase is live as of `on`, or frozen in `edition`.
    """
    sql, params = statement(unit_code, round_id, months, on, edition)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows = cursor.fetchall()
    grouped: dict[str, list[tuple[Any, ...]]] = {}
    for row in rows:
        grouped.setdefault(row[0], []).append(row)
    return [_input(rows) for rows in grouped.values()]


def statement(
    unit_code: str, round_id: int, months: Sequence[date], on: date, edition: Edition | None
) -> tuple[str, list[Any]]:
    """The one SQL statement behind `inputs`, with its parameters."""
    scope = [unit_code.ljust(4, "0"), unit_code.ljust(4, "9")]
    days = [connection.ops.adapt_datefield_value(day) for day in months]
    ends = [connection.ops.adapt_datefield_value(next_month(day)) for day in months]
    today = connection.ops.adapt_datefield_value(on)
    stood: list[Any] = [round_id, round_id, today, round_id, round_id, *ends, *scope, round_id, round_id]
    frozen: list[Any] = [edition.pk, *scope] if edition else []
    rest = [*days, *scope, *days, round_id, *days, Level.DISTRICT, *scope, today, today]
    return _sql(len(months), is_frozen=edition is not None), [*stood, *frozen, *rest]


def _sql(month_count: int, *, is_frozen: bool) -> str:
    """The text of the statement for so many due months, none included."""
    tables = {
        "sale": Sale._meta.db_table,
        "product": Product._meta.db_table,
        "producer": Producer._meta.db_table,
        "figure": EditionFigure._meta.db_table,
    }
    numbers = range(month_count)
    whens = " ".join(f"WHEN %s THEN COALESCE(stood.asked_{n}, 0)" for n in numbers)
    return _STATEMENT.format(
        stood=_STOOD.format(asked="".join(_ASKED.format(n) for n in numbers), **tables),
        frozen=f"frozen AS ({_FROZEN.format(**tables)})," if is_frozen else "",
        moved="frozen" if is_frozen else "stood",
        sold=_SOLD.format(months=", ".join(["%s"] * month_count) or "NULL", **tables),
        due=" UNION ALL ".join(["SELECT %s AS month"] * month_count) or "SELECT CAST(NULL AS date) AS month",
        asked=f"CASE due.month {whens} END" if whens else "0",
        unit=Unit._meta.db_table,
        base=BaseSale._meta.db_table,
    )


def _input(rows: list[tuple[Any, ...]]) -> Input:
    code, name, added, reduced, *_, quarter_base = rows[0]
    due = [row[4:9] for row in rows if row[4] is not None]
    reported = [
        (_day(month), sales, base) for month, sales, answers, asked, base in due if 0 < answers >= asked
    ]
    bases = [base for _, _, base in reported] or [quarter_base]
    return Input(
        code,
        name,
        gross_new=int(added),
        withdrawn=int(reduced),
        sales_baht=sum((_baht(sales) for _, sales, _ in reported), Decimal(0)) if reported else None,
        base_baht=None if None in bases else sum(map(_baht, bases), Decimal(0)),
        months=tuple(month for month, _, _ in reported),
        lacking=tuple(
            (_day(month), asked - answers) for month, _, answers, asked, _ in due if not 0 < answers >= asked
        ),
    )


def _day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _baht(value: Decimal | float | str) -> Decimal:
    """SQLite sums decimals as floats: exact to the satang below 45 trillion baht, so it is rounded back there."""
    return value if isinstance(value, Decimal) else Decimal(str(value)).quantize(SATANG)
