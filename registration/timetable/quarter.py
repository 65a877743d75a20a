"""A quarter of the Thai fiscal year: October to September, named by the Buddhist year in which it ends."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from otop_registry import thai

_YEARS_BE = range(thai.FIRST_YEAR_BE, thai.LAST_YEAR_BE + 1)
_QUARTERS = range(1, 5)
_WRITTEN = re.compile(r"\s*([0-9]{4})\s*/\s*([0-9])\s*|\s*([0-9])\s*/\s*([0-9]{4})\s*")


@dataclass(frozen=True, order=True)
class Quarter:
    """Quarters compare in time; 1/2561 is October to December 2560. Raises: ValueError for no quarter."""

    fiscal_year_be: int
    number: int

    def __post_init__(self) -> None:
        if self.number not in _QUARTERS or self.fiscal_year_be not in _YEARS_BE:
            raise ValueError(f"ไม่มีไตรมาส {self.number}/{self.fiscal_year_be}")

    def __str__(self) -> str:
        return f"{self.fiscal_year_be}/{self.number}"

    @property
    def label(self) -> str:
        """2/2561, in the order of the letters and the screens."""
        return f"{self.number}/{self.fiscal_year_be}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Both ways of writing are read, 2561/2 and 2/2561, in Arabic or Thai digits. Raises: ValueError."""
        written = _WRITTEN.fullmatch(thai.to_arabic(text))
        if written is None:
            raise ValueError(f"อ่านไตรมาส “{text}” ไม่ได้ กรุณาพิมพ์ เช่น 2/2561")
        year, number = written[1] or written[4], written[2] or written[3]
        return cls(int(year), int(number))

    @classmethod
    def of(cls, day: date) -> Self:
        """The fiscal quarter a day lies in: 1 October 2017 is the first day of 1/2561."""
        month_of_fiscal_year = (day.month - 10) % 12
        return cls(day.year + thai.BE_OFFSET + (day.month >= 10), month_of_fiscal_year // 3 + 1)

    @classmethod
    def all_of(cls, fiscal_year_be: int) -> tuple[Self, ...]:
        """The four quarters of one fiscal year, in order."""
        return tuple(cls(fiscal_year_be, number) for number in _QUARTERS)

    @property
    def months(self) -> tuple[date, date, date]:
        """The first day of each of the three months."""
        year = self.fiscal_year_be - thai.BE_OFFSET - (self.number == 1)
        first = (self.number * 3 + 6) % 12 + 1
        return date(year, first, 1), date(year, first + 1, 1), date(year, first + 2, 1)

    @property
    def first_day(self) -> date:
        return self.months[0]

    @property
    def last_day(self) -> date:
        return self.next.first_day - timedelta(days=1)

    @property
    def same_last_year(self) -> "Quarter":
        """The quarter with which sales are compared (docs/rules.md 4.4)."""
        return Quarter(self.fiscal_year_be - 1, self.number)

    @property
    def next(self) -> "Quarter":
        return self._moved(1)

    @property
    def previous(self) -> "Quarter":
        return self._moved(-1)

    def is_in_sight(self, on: date) -> bool:
        """Whether the lists of rounds name it: it has begun, or comes next. What lies further ahead is in the plan."""
        return self <= Quarter.of(on).next

    def _moved(self, steps: int) -> "Quarter":
        years, place = divmod(self.number - 1 + steps, 4)
        return Quarter(self.fiscal_year_be + years, place + 1)
