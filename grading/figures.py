"""The inputs of every district's grade, by one statement: increase of products, sales, and base of the same months.

A month counts for a district when it is due and the district has reported it, and then in sales and base alike
(decision 0005): a month not reported is left out of both, so that missing never becomes a fall.
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


@dataclass(frozen=True)
class Input:
    """What a district's grade is computed from. `months` are the months compared.

    `sales_baht` None: no month reported yet, `base_baht` is then the whole quarter's. `base_baht` None: no base.
    """

    code: str
    name: str
    gross_new: int
    withdrawn: int
    sales_baht: Decimal | None
    base_baht: Decimal | None
    months: tuple[date, ...]

    @property
    def net(self) -> int:
        return self.gross_new - self.withdrawn


_SALES = """
    SELECT s.district_id, s.month, SUM(s.total_baht) AS sales
    FROM {sale} s WHERE s.month IN ({months}) AND s.district_id LIKE %s
    GROUP BY s.district_id, s.month
"""
_LIVE = """
    SELECT p.district_id,
           SUM(CASE WHEN m.registered_round_id = %s
                     AND (m.withdrawn_round_id IS NULL OR m.withdrawn_round_id > %s) THEN 1 ELSE 0 END) AS added,
           SUM(CASE WHEN m.withdrawn_round_id = %s AND m.registered_round_id < %s THEN 1 ELSE 0 END) AS reduced
    FROM {product} m JOIN {producer} p ON p.id = m.producer_id
    WHERE (m.registered_round_id = %s OR m.withdrawn_round_id = %s) AND p.district_id LIKE %s
    GROUP BY p.district_id
"""
_FROZEN = """
    SELECT f.district_id, SUM(f.products_added) AS added, SUM(f.products_reduced) AS reduced
    FROM {figure} f WHERE f.edition_id = %s AND f.district_id LIKE %s
    GROUP BY f.district_id
"""
_STATEMENT = """
WITH sold AS ({sales}), moved AS ({moved})
SELECT u.code, u.name, COALESCE(moved.added, 0), COALESCE(moved.reduced, 0),
       sold.month, sold.sales, base.amount_baht,
       (SELECT SUM(b.amount_baht) FROM {base} b WHERE b.district_id = u.code AND b.quarter_id = %s)
FROM {unit} u
LEFT JOIN moved ON moved.district_id = u.code
LEFT JOIN sold ON sold.district_id = u.code
LEFT JOIN {base} base ON base.district_id = u.code AND base.month = sold.month
WHERE u.level = %s AND u.code LIKE %s
  AND (u.valid_from IS NULL OR u.valid_from <= %s) AND (u.valid_to IS NULL OR u.valid_to >= %s)
ORDER BY u.code, sold.month
"""


def inputs(
    unit_code: str, round_id: int, months: Sequence[date], on: date, edition: Edition | None = None
) -> list[Input]:
    """The inputs of every district at and below `unit_code`, in order of code. One statement.

    `months` are the months of the quarter that are due; the increase is live, or frozen in `edition`.
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
    below = f"{unit_code}%"
    moved = _FROZEN if edition else _LIVE
    moved_params: list[Any] = [edition.pk, below] if edition else [*[round_id] * 6, below]
    tables = {
        "sale": Sale._meta.db_table,
        "product": Product._meta.db_table,
        "producer": Producer._meta.db_table,
        "figure": EditionFigure._meta.db_table,
        "months": ", ".join(["%s"] * len(months)) or "NULL",
    }
    sql = _STATEMENT.format(
        sales=_SALES.format(**tables),
        moved=moved.format(**tables),
        unit=Unit._meta.db_table,
        base=BaseSale._meta.db_table,
    )
    days = [connection.ops.adapt_datefield_value(day) for day in months]
    today = connection.ops.adapt_datefield_value(on)
    return sql, [*days, below, *moved_params, round_id, Level.DISTRICT, below, today, today]


def _input(rows: list[tuple[Any, ...]]) -> Input:
    code, name, added, reduced, *_, quarter_base = rows[0]
    reported = [(_day(row[4]), row[5], row[6]) for row in rows if row[4] is not None]
    bases = [base for _, _, base in reported] or [quarter_base]
    return Input(
        code,
        name,
        gross_new=int(added),
        withdrawn=int(reduced),
        sales_baht=sum((_baht(sales) for _, sales, _ in reported), Decimal(0)) if reported else None,
        base_baht=None if None in bases else sum(map(_baht, bases), Decimal(0)),
        months=tuple(month for month, _, _ in reported),
    )


def _day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _baht(value: Decimal | float | str) -> Decimal:
    """SQLite sums decimals as floats: exact to the satang below 45 trillion baht, so it is rounded back there."""
    return value if isinstance(value, Decimal) else Decimal(str(value)).quantize(Decimal("0.01"))
