"""How a value of a paper is written: one text per value, whatever draws it."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from otop_registry import thai
from otop_registry.thai import Percent
from reporting.paper import Form, Paper, Value

NO_FIGURE = "–"  # missing is not zero
NUMBERS = frozenset({Form.COUNT, Form.BAHT, Form.PERCENT})
Digits = Callable[[str], str]


def digits_of(paper: Paper) -> Digits:
    """What writes the digits of this paper: ๐-๙ or 0-9."""
    return thai.to_thai_digits if paper.uses_thai_digits else str


def words(value: Value, form: Form) -> str:
    """1,234 · 1,234.50 · 16 มี.ค. 2561 · text as it is; a dash for no answer."""
    if value is None or value == "":
        return NO_FIGURE if value is None else ""
    if isinstance(value, date):
        return thai.short_date(value)
    if isinstance(value, Percent):
        return str(value)
    if isinstance(value, str) or form in {Form.CODE, Form.TEXT}:
        return str(value)
    if form is Form.BAHT:
        return thai.baht(Decimal(value))
    return f"{value:,}"
