"""The inputs of every district's grade: increase of products, sales, and base of the same months.

One statement counts everybody where they stand today; the few that moved in the quarter or later are put back to where
they stood: new and withdrawn where they were registered and withdrawn, each month where it is asked (decision 0077).
What they sold in the base's months is compared where their sales of the month are asked (decision 0092).

A month counts for a district when it is due and every product that the district is asked for has an answer, and
then in sales and base alike (decisions 0005, 0006): a month not reported is left out of both, so that missing never
becomes a fall.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db import connection

from grading import movers
from grading.models import BaseSale
from otop_registry import thai
from registration import content, lifespan
from registration.models import Edition, EditionFigure, Producer, Product, Round, Transfer, Unit
from registration.models.sales import Sale
from registration.models.transfers import district_on
from registration.models.units import name_then
from registration.places import Level
from registration.timetable import Quarter, next_month


@dataclass(frozen=True)
class Input:
    """What a district's grade is computed from. `months` are the months compared: due and fully reported.

    `sales_baht` None: no month reported yet, `base_baht` is then the whole quarter's. `base_baht` None: no base.
    `lacking` holds (month, products without an answer) of the due months that do not count yet. A month at whose end
    the district did not stand is asked of others and stands in neither (decision 0043).
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


Key = tuple[str, date]  # (district, month)


@dataclass(frozen=True)
class Supposed:
    """What sales and bases would be more or less than they stand: for the effect of what is not written yet."""

    sales: Mapping[Key, Decimal] = field(default_factory=dict)
    answers: Mapping[Key, int] = field(default_factory=dict)
    bases: Mapping[Key, Decimal] = field(default_factory=dict)


NOTHING: Final = Supposed()
# Products that services.sales.products_of lists for a month; what came and went inside one round counts in neither.
# Counted are the few that are asked for later, not the many that are asked for: a quarter's grades cost the sum alone.
_STOOD = """
    SELECT p.district_id, COUNT(*) AS standing,
           COUNT(*) FILTER (WHERE {new} AND m.first_round_id = m.registered_round_id
                            AND (m.registered_day IS NULL OR m.registered_day <= %s)) AS added,
           COUNT(*) FILTER (WHERE {gone}) AS reduced
           {later}
    FROM {product} m JOIN {producer} p ON p.id = m.producer_id
    WHERE {below_p} {during}
    GROUP BY p.district_id
"""
_LATER = ", COUNT(*) FILTER (WHERE m.registered_day >= %s) AS later_{n}"
_FROZEN = """
    SELECT f.district_id, SUM(f.products_added - f.products_returned) AS added, SUM(f.products_reduced) AS reduced
    FROM {figure} f WHERE {below_f} f.id IN ({rows})
    GROUP BY f.district_id
"""
_SOLD = """
    SELECT s.district_id, s.month, SUM(s.total_baht) AS sales, COUNT(*) AS answers
    FROM {sale} s WHERE {below_s} s.month IN ({months})
    GROUP BY s.month, s.district_id
"""
# Answers that stand for no product that the district is asked for: carried over to a later round, come back in one, or
# withdrawn in the round before, which an extension keeps open into the quarter. They are looked up from the few such
# products: to hold every answer against its product takes five times as long as all the rest.
_ODD = """
    SELECT found.district_id{odd_of} FROM (
        SELECT s.district_id, s.month FROM {product} m JOIN {sale} s ON s.product_id = m.id
        WHERE {below_s} s.month IN ({months}) AND m.registered_round_id > {round_id:d}
        UNION ALL
        SELECT s.district_id, s.month FROM {product} m JOIN {sale} s ON s.product_id = m.id
        WHERE {below_s} s.month IN ({months}) AND m.withdrawn_round_id = %s
    ) found GROUP BY found.district_id
"""
_ODD_OF = ", COUNT(*) FILTER (WHERE found.month = %s) AS odd_{n}"
# One row for each district: the months stand beside each other.
_STATEMENT = """
WITH stood AS ({stood}), {frozen} sold AS ({sold}), odd AS ({odd}),
months AS (SELECT sold.district_id{sold_of} FROM sold GROUP BY sold.district_id),
base AS (SELECT b.district_id, SUM(b.amount_baht) AS quarter{base_of} FROM {base} b WHERE b.quarter_id = %s
         GROUP BY b.district_id)
SELECT u.code, u.name, u.valid_from, COALESCE({moved}.added, 0), COALESCE({moved}.reduced, 0), base.quarter{columns}
FROM {unit} u LEFT JOIN stood ON stood.district_id = u.code {join_frozen}
LEFT JOIN months ON months.district_id = u.code LEFT JOIN base ON base.district_id = u.code
LEFT JOIN odd ON odd.district_id = u.code
WHERE u.level = %s AND u.code BETWEEN %s AND %s
  AND (u.valid_from IS NULL OR u.valid_from <= %s) AND (u.valid_to IS NULL OR u.valid_to >= %s)
ORDER BY u.code
"""
_SOLD_OF = (
    ", MAX(sold.sales) FILTER (WHERE sold.month = %s) AS sales_{n}"
    ", MAX(sold.answers) FILTER (WHERE sold.month = %s) AS answers_{n}"
)
_BASE_OF = ", SUM(b.amount_baht) FILTER (WHERE b.month = %s) AS base_{n}"
# places in a row of the statement; a month takes four
ADDED, REDUCED, QUARTER_BASE, FIRST_SALES, FIRST_ANSWERS, FIRST_ASKED, FIRST_BASE = range(3, 10)
_COLUMNS = """,
       months.sales_{n}, COALESCE(months.answers_{n}, 0),
       COALESCE(stood.standing - stood.later_{n}, 0) + COALESCE(odd.odd_{n}, 0),
       base.base_{n}"""


def inputs(
    unit_code: str,
    round_id: int,
    months: Sequence[date],
    on: date,
    edition: Edition | None = None,
    supposed: Supposed = NOTHING,
) -> list[Input]:
    """The inputs of every district at and below `unit_code`, in order of code. Two questions while nobody has moved.

    `months` are the months of the quarter that are due; the increase is live as of `on`, or frozen in `edition`.
    """
    sql, params = statement(unit_code, round_id, months, on, edition)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows = cursor.fetchall()
    moves = movers.every_move()
    moved = _moved(moves, round_id, months, on, is_live=edition is None)
    based = movers.moved_bases(round_id, moves) if moves else {}
    stand = (_put_back(_rebased(row, months, based), months, moved.get(row[0], {})) for row in rows)
    return [_input(_suppose(row, months, supposed), months) for row in stand]


def _suppose(row: tuple[Any, ...], months: Sequence[date], supposed: Supposed) -> tuple[Any, ...]:
    """A row as it would be; a base that is not there gets none."""
    if supposed is NOTHING:
        return row
    found, code = list(row), row[0]
    for number, month in enumerate(months):
        key, at = (code, month), 4 * number
        if key in supposed.sales:
            found[FIRST_SALES + at] = _baht(found[FIRST_SALES + at] or 0) + supposed.sales[key]
            found[FIRST_ANSWERS + at] += supposed.answers.get(key, 0)
        if key in supposed.bases:
            found[FIRST_BASE + at] = _baht(found[FIRST_BASE + at]) + supposed.bases[key]
            found[QUARTER_BASE] = _baht(found[QUARTER_BASE]) + supposed.bases[key]
    return tuple(found)


# --- who moved ---

Change = Counter[
    str | date
]  # {"added", "reduced" or a month: what a district counts more or less than the statement}


def _moved(
    every: movers.Moves, round_id: int, months: Sequence[date], on: date, *, is_live: bool
) -> dict[str, Change]:
    """{district: what is put back} of the producers that moved in the round or after a month to be compared."""
    ends = {month: movers.end_of(month) for month in months}
    first = min(ends.values(), default=on)
    late = {
        producer
        for producer, own in every.items()
        if any(row.round_id >= round_id or (row.day and row.day > first) for row in own)
    }
    found: dict[str, Change] = {}
    if not late:
        return found
    moves = movers.by_producer(Transfer.objects.of_producers(late))
    answered = movers.answered_by(moves, months)
    for each in Product.objects.filter(producer__in=moves).select_related("producer"):
        own, today = moves[each.producer_id], each.producer.district_id
        if is_live:
            _put_increase(found, each, own, round_id, on)
        for month in _asked_months(each, round_id, ends):
            code = answered.get((each.pk, month)) or district_on(own, ends[month], today)
            found.setdefault(today, Counter())[month] -= 1
            found.setdefault(code, Counter())[month] += 1
    return found


def _rebased(
    row: tuple[Any, ...], months: Sequence[date], based: dict[tuple[str, date], Decimal]
) -> tuple[Any, ...]:
    """A row of the statement with the bases of who moved; a base that is missing stays missing."""
    own = {month: change for (code, month), change in based.items() if code == row[0]}
    if not own:
        return row
    found = list(row)
    places = {QUARTER_BASE: sum(own.values(), Decimal(0))}
    places |= {FIRST_BASE + 4 * n: own.get(month, Decimal(0)) for n, month in enumerate(months)}
    for place, change in places.items():
        found[place] = None if found[place] is None else movers.rebased(_baht(found[place]), change)
    return tuple(found)


def _asked_months(product: Product, round_id: int, ends: dict[date, date]) -> list[date]:
    """The months for which the statement asks for the product."""
    moves = lifespan.moves(product.registered_round_id, product.withdrawn_round_id, round_id)
    day = product.registered_day
    return [month for month, end in ends.items() if lifespan.DURING in moves and (day is None or day <= end)]


def _put_increase(
    found: dict[str, Change], product: Product, moves: Sequence[Transfer], round_id: int, on: date
) -> None:
    """New and withdrawn of a product, off where the statement has it and on to where its stays have it."""
    registered, withdrawn, came = (
        product.registered_round_id,
        product.withdrawn_round_id,
        product.came_round_id,
    )
    is_new = product.first_round_id == registered and (
        product.registered_day is None or product.registered_day <= on
    )
    today = product.producer.district_id
    stays = [(today, lifespan.moves(registered, withdrawn, round_id), -1)]
    if not product.stayed_behind:
        stays.append((today, lifespan.moves(registered, withdrawn, round_id, came=came), 1))
    for row in moves:
        own = [each for each in row.content["products"] if each["id"] == product.pk]
        stays += [(row.source_id, content.moves_of(each, round_id, row.round_id), 1) for each in own]
    for code, told, sign in stays:
        change = found.setdefault(code, Counter())
        change["added"] += sign * (lifespan.NEW in told and is_new)
        change["reduced"] += sign * (lifespan.GONE in told)


def _put_back(
    row: tuple[Any, ...], months: Sequence[date], change: Change | dict[Any, int]
) -> tuple[Any, ...]:
    """A row of the statement with what is put back."""
    if not change:
        return row
    found = list(row)
    found[ADDED] += change.get("added", 0)
    found[REDUCED] += change.get("reduced", 0)
    for number, month in enumerate(months):
        found[FIRST_ASKED + 4 * number] += change.get(month, 0)
    return tuple(found)


def statement(
    unit_code: str, round_id: int, months: Sequence[date], on: date, edition: Edition | None
) -> tuple[str, list[Any]]:
    """The one SQL statement behind `inputs`, with its parameters."""
    code = [unit_code.ljust(4, "0"), unit_code.ljust(4, "9")]
    days = [connection.ops.adapt_datefield_value(day) for day in months]
    ends = [connection.ops.adapt_datefield_value(next_month(day)) for day in months]
    today = connection.ops.adapt_datefield_value(on)
    # a quarter that is over is that of the districts that stood at its end (decision 0043)
    last = connection.ops.adapt_datefield_value(min(on, Round.quarter_at(round_id).last_day))
    scope = code if unit_code else []
    stood: list[Any] = [today, *ends, *scope]
    rows, bounds = _rows_of(edition) if edition else ("", ())
    frozen: list[Any] = [*scope, *bounds] if edition else []
    twice = [day for day in days for _ in range(2)]
    sold = [*scope, *days]
    before = Round.id_of(Quarter.of(months[0]).previous) if months else None
    odd = [*days, *sold, *sold, before]
    rest = [*sold, *odd, *twice, *days, round_id, Level.DISTRICT, *code, last, last]
    sql = _sql(round_id, len(months), rows, is_nation=not unit_code)
    return sql, [*stood, *frozen, *rest]


def _rows_of(edition: Edition) -> tuple[str, tuple[Any, ...]]:
    """The statement and parameters that find an edition's rows of figures."""
    return EditionFigure.objects.of(edition).order_by().values("pk").query.sql_with_params()


def _sql(round_id: int, month_count: int, frozen_rows: str, *, is_nation: bool) -> str:
    """The text of the statement for so many due months, none included; `frozen_rows` finds those of an edition.

    The nation is asked without bounds: to compare each of its rows with them takes a tenth of the whole.
    """
    tables = {
        "sale": Sale._meta.db_table,
        "product": Product._meta.db_table,
        "producer": Producer._meta.db_table,
        "figure": EditionFigure._meta.db_table,
        **{f"below_{row}": "" if is_nation else f"{row}.district_id BETWEEN %s AND %s AND" for row in "pfs"},
    }

    def each_month(text: str) -> str:
        return "".join(text.format(n=number) for number in range(month_count))

    due = {"months": ", ".join(["%s"] * month_count) or "NULL"}
    return _STATEMENT.format(
        stood=_STOOD.format(later=each_month(_LATER), **lifespan.moves_sql(round_id, "m"), **tables),
        frozen=f"frozen AS ({_FROZEN.format(rows=frozen_rows, **tables)})," if frozen_rows else "",
        join_frozen="LEFT JOIN frozen ON frozen.district_id = u.code" if frozen_rows else "",
        moved="frozen" if frozen_rows else "stood",
        sold=_SOLD.format(**due, **tables),
        odd=_ODD.format(odd_of=each_month(_ODD_OF), round_id=round_id, **due, **tables),
        sold_of=each_month(_SOLD_OF),
        base_of=each_month(_BASE_OF),
        columns=each_month(_COLUMNS),
        unit=Unit._meta.db_table,
        base=BaseSale._meta.db_table,
    )


def _input(row: tuple[Any, ...], months: Sequence[date]) -> Input:
    code, name, since, added, reduced, quarter_base, *figures = row
    rows = zip(months, *(figures[place::4] for place in range(4)), strict=True)
    due = [each for each in rows if since is None or date.fromisoformat(str(since)) < next_month(each[0])]
    counting = [(month, sales, base) for month, sales, answers, asked, base in due if 0 < answers >= asked]
    bases = [base for _, _, base in counting] or [quarter_base]
    return Input(
        code,
        name_then(code, name),
        gross_new=int(added),
        withdrawn=int(reduced),
        sales_baht=sum((_baht(sales) for _, sales, _ in counting), Decimal(0)) if counting else None,
        base_baht=None if None in bases else sum(map(_baht, bases), Decimal(0)),
        months=tuple(month for month, _, _ in counting),
        lacking=tuple(
            (month, asked - answers) for month, _, answers, asked, _ in due if not 0 < answers >= asked
        ),
    )


def _baht(value: Decimal | float | str | int) -> Decimal:
    """SQLite sums decimals as floats: exact to the satang below 45 trillion baht, so it is rounded back there."""
    return value if isinstance(value, Decimal) else Decimal(str(value)).quantize(thai.SATANG)
