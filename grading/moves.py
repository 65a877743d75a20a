"""How letters moved from one run to another, and how many districts hold each: pure, the same for every page.

A letter is A to D, "" for not assessable, None for a district that the run does not hold.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import TextChoices

from grading.scoring import LETTERS, LOWEST

NONE: Final = ""  # not assessable
ALL_LETTERS: Final = (*LETTERS, LOWEST, NONE)
Letters = Mapping[str, str]  # {district's code: letter}


class Move(TextChoices):
    """What became of a district's letter."""

    FIRST = "first", "จัดระดับครั้งแรก"
    SAME = "same", "เท่าเดิม"
    UP = "up", "ดีขึ้น"
    DOWN = "down", "ลดลง"
    ASSESSED = "assessed", "ประเมินได้แล้ว"
    UNASSESSED = "unassessed", "กลับประเมินไม่ได้"
    GONE = "gone", "ไม่มีในครั้งนี้"


CHANGES: Final = (Move.UP, Move.DOWN, Move.ASSESSED, Move.UNASSESSED, Move.FIRST, Move.GONE)


def move_of(before: str | None, now: str | None) -> Move:
    """The one move from `before` to `now`; one of the two holds the district."""
    if before is None:
        return Move.FIRST
    if now is None:
        return Move.GONE
    if before == now:
        return Move.SAME
    if not before or not now:
        return Move.ASSESSED if now else Move.UNASSESSED
    return Move.UP if now < before else Move.DOWN


@dataclass(frozen=True)
class Tally:
    """How many districts hold a letter, and how many did in the run before (None: there was no run)."""

    letter: str
    count: int
    before: int | None = None

    @property
    def change(self) -> int | None:
        return None if self.before is None else self.count - self.before


def tallies(now: Letters, before: Letters | None = None) -> tuple[Tally, ...]:
    """A tally for each letter, the not assessable last. They add up to all districts, now and before."""
    counted, then = Counter(now.values()), Counter((before or {}).values())
    return tuple(
        Tally(letter, counted[letter], None if before is None else then[letter]) for letter in ALL_LETTERS
    )


def moves(now: Letters, before: Letters | None) -> Counter[Move]:
    """How many districts moved how; nothing moved where there was no run before."""
    if before is None:
        return Counter()
    return Counter(move_of(before.get(code), now.get(code)) for code in {*now, *before})


def changes(counted: Counter[Move]) -> list[tuple[Move, int]]:
    """What a page tells of the moves, the most telling first; empty when every district held its letter."""
    return [(move, counted[move]) for move in CHANGES if counted[move]]
