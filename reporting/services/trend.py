"""Four quarters of grades as bars: published final runs, and what the page itself shows of the newest quarter."""

from collections import Counter
from dataclasses import dataclass
from typing import Final

from django.db.models import Count

from grading import scoring
from grading.models import Grade, GradeRun
from registration.models import Round
from registration.timetable import Quarter

QUARTERS: Final = 4
ORDER: Final = (*scoring.LETTERS, scoring.LOWEST, "")
HEIGHT: Final = 100  # units of the picture
WIDTH, STEP = 44, 64


@dataclass(frozen=True)
class Piece:
    """One letter's part of a bar, from `y` down for `height`; `middle` is where its letter stands."""

    letter: str
    count: int
    y: int
    height: int

    @property
    def middle(self) -> int:
        return self.y + self.height // 2 + 5

    @property
    def is_readable(self) -> bool:
        return self.height >= 14


@dataclass(frozen=True)
class Bar:
    """One quarter: its pieces from the best letter down; none for a quarter without grades."""

    quarter: Quarter
    x: int
    counts: tuple[tuple[str, int], ...]
    pieces: tuple[Piece, ...]
    is_now: bool

    @property
    def centre(self) -> int:
        return self.x + WIDTH // 2

    @property
    def total(self) -> int:
        return sum(count for _, count in self.counts)


def bars(unit_code: str, quarter: Quarter, now: Counter[str]) -> tuple[Bar, ...]:
    """The bars of `quarter` (`now`) and the three before it, oldest first."""
    quarters = [quarter]
    for _ in range(QUARTERS - 1):
        quarters.insert(0, quarters[0].previous)
    rows = (
        Grade.objects.filter(
            run__in=GradeRun.objects.in_force().filter(
                quarter__in=[Round.id_of(each) for each in quarters[:-1]]
            ),
            district__code__startswith=unit_code,
        )
        .values_list("run__quarter_id", "letter")
        .annotate(count=Count("pk"))
        .order_by()
    )
    counted = {Round.id_of(quarter): now}
    for round_id, letter, count in rows:
        counted.setdefault(round_id, Counter())[letter] = count
    return tuple(
        _bar(each, place, counted.get(Round.id_of(each), Counter()), is_now=each == quarter)
        for place, each in enumerate(quarters)
    )


def _bar(quarter: Quarter, place: int, counted: Counter[str], *, is_now: bool) -> Bar:
    total, passed, pieces = counted.total(), 0, []
    for letter in ORDER:
        if counted[letter]:
            top = HEIGHT * passed // total
            passed += counted[letter]
            pieces.append(Piece(letter, counted[letter], top, HEIGHT * passed // total - top))
    counts = tuple((letter, counted[letter]) for letter in ORDER)
    return Bar(quarter, place * STEP + (STEP - WIDTH) // 2, counts, tuple(pieces), is_now)
