"""A quarter of the Thai fiscal year: October to September, named by the Buddhist year in which it ends."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

YEARS_BE = range(2443, 2743)  # C.E. 1900-2199: outside, a typing error rather than a fiscal year
_BE_OFFSET = 543
_QUARTERS = range(1, 5)
_WRITTEN = re.compile(r"\s*(\d{4})\s*/\s*(\d)\s*|\s*(\d)\s*/\s*(\d{4})\s*")


@dataclass(frozen=True, order=True)
class Quarter:
    """Quarters compare in time; quarter 1/2561 is October to December 2560. Raises: ValueError for no such quarter."""

    fiscal_year_be: int
    number: int

    def __post_init__(self) -> None:
        if self.number not in _QUARTERS or self.fiscal_year_be not in YEARS_BE:
            raise ValueError(f"ไม่มีไตรมาส {self.number}/{self.fiscal_year_be}")

    def __str__(self) -> str:
        return f"{self.fiscal_year_be}/{self.number}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Both ways of writing are read, 2561/2 and 2/2561, in Arabic or Thai digits. Raises: ValueError."""
        written = _WRITTEN.fullmatch(text)
        if written is None:
            raise ValueError(f"อ่านไตรมาสไม่ได้: {text!r} (ตัวอย่าง 2561/2)")
        year, number = written[1] or written[4], written[2] or written[3]
        return cls(int(year), int(number))

    @classmethod
    def of(cls, day: date) -> Self:
        """The fiscal quarter a day lies in: 1 October 2017 is the first day of 1/2561."""
        month_of_fiscal_year = (day.month - 10) % 12
        return cls(day.year + _BE_OFFSET + (day.month >= 10), month_of_fiscal_year // 3 + 1)

    @classmethod
    def all_of(cls, fiscal_year_be: int) -> tuple[Self, Self, Self, Self]:
        """The four quarters of one fiscal year, in order."""
        return (
            cls(fiscal_year_be, 1),
            cls(fiscal_year_be, 2),
            cls(fiscal_year_be, 3),
            cls(fiscal_year_be, 4),
        )

    @property
    def months(self) -> tuple[date, date, date]:
        """The first day of each of the three months."""
        year = self.fiscal_year_be - _BE_OFFSET - (self.number == 1)
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
        """The quarter with which sales are compared (mission 4.4)."""
        return Quarter(self.fiscal_year_be - 1, self.number)

    @property
    def next(self) -> "Quarter":
        return self._moved(1)

    @property
    def previous(self) -> "Quarter":
        return self._moved(-1)

    def _moved(self, steps: int) -> "Quarter":
        years, place = divmod(self.number - 1 + steps, 4)
        return Quarter(self.fiscal_year_be + years, place + 1)
