"""What a paper or an upload is about, as one key with years in B.E.: round:25612, month:2567-07, quarter:2567/4.

Every paper and receipt that is about the same thing has the same key, whoever writes it and in whatever format.
"""

from datetime import date

from otop_registry import thai
from registration.timetable import Quarter


def of_round(round_id: int) -> str:
    return f"round:{round_id}"


def of_month(month: date) -> str:
    return f"month:{thai.year_be(month)}-{month.month:02}"


def of_quarter(quarter: Quarter) -> str:
    return f"quarter:{quarter}"


def of_year(fiscal_year_be: int) -> str:
    return f"year:{fiscal_year_be}"


def is_year(subject: str) -> bool:
    return subject.startswith("year:")


def year_in(subject: str) -> int:
    """The fiscal year B.E. of year:2567. Raises: ValueError for any other subject."""
    return int(value_of(subject))


def of_day(day: date) -> str:
    return f"day:{thai.year_be(day)}-{day:%m-%d}"


def of_letter(letter_id: int) -> str:
    return f"letter:{letter_id}"


def value_of(subject: str) -> str:
    """2567-07 of month:2567-07."""
    return subject.partition(":")[2]


def month_in(subject: str) -> date:
    """The first day of the month of month:2567-07. Raises: ValueError for any other subject."""
    year_be, _, month = value_of(subject).partition("-")
    return date(int(year_be) - thai.BE_OFFSET, int(month), 1)


def quarter_in(subject: str) -> Quarter:
    """The quarter of quarter:2567/4. Raises: ValueError for any other subject."""
    return Quarter.parse(value_of(subject))
