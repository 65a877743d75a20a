"""What a decree says of units, as plain data: names, who begins and ends, shares, and which place goes where. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any, Final, Self

from otop_registry import thai
from registration import places

WHOLE: Final = Fraction(1)
LONGEST_SHARE: Final = 20  # letters as typed
MOST_PARTS: Final = 1_000_000  # of a share: the weights of one predecessor are stored as whole numbers


@dataclass(frozen=True)
class Begun:
    """A unit that begins: its code of DOPA and its name."""

    code: str
    name: str


@dataclass(frozen=True)
class Share:
    """How many parts of what a unit was go to a successor; the parts of all its successors are the whole."""

    old: str
    new: str
    parts: int


@dataclass(frozen=True)
class Place:
    """A subdistrict under a new code: the first digits are the district that takes it."""

    old: str
    new: str


@dataclass(frozen=True)
class Terms:
    """All that is done on the day."""

    name: str = ""
    begins: tuple[Begun, ...] = ()
    ends: tuple[str, ...] = ()
    shares: tuple[Share, ...] = ()
    places: tuple[Place, ...] = ()

    def as_data(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "begins": [[each.code, each.name] for each in self.begins],
            "ends": list(self.ends),
            "shares": [[each.old, each.new, each.parts] for each in self.shares],
            "places": [[each.old, each.new] for each in self.places],
        }

    @classmethod
    def of(cls, data: dict[str, Any]) -> Self:
        """The terms that `as_data` stored."""
        return cls(
            data["name"],
            tuple(Begun(*each) for each in data["begins"]),
            tuple(data["ends"]),
            tuple(Share(*each) for each in data["shares"]),
            tuple(Place(*each) for each in data["places"]),
        )

    def concerned(self, unit_code: str) -> set[str]:
        """The units that a change of `unit_code` is about, with their provinces, those that begin with it too."""
        codes = {unit_code, *self.ends, *(each.new for each in self.shares)}
        codes |= {each.code for each in self.begins}
        return codes | {places.province_of(code) for code in codes}

    def shares_of(self, code: str) -> list[tuple[str, Fraction]]:
        """[(successor, its share)] of one predecessor, exactly."""
        own = [each for each in self.shares if each.old == code]
        whole = sum(each.parts for each in own)
        return [(each.new, Fraction(each.parts, whole)) for each in own]


def share_of(text: str) -> Fraction:
    """A share as typed: 1/3, 0.25 or 25%. Raises: ValueError with Thai words for anything else."""
    typed = thai.to_arabic(text).replace(" ", "")[:LONGEST_SHARE]
    try:
        found = Fraction(typed.removesuffix("%")) / (100 if typed.endswith("%") else 1)
    except (ValueError, ZeroDivisionError):
        raise ValueError("กรุณาพิมพ์สัดส่วนเป็นเศษส่วน ทศนิยม หรือร้อยละ เช่น 1/3 หรือ 0.25 หรือ 25%") from None
    if not 0 < found <= WHOLE or found.denominator > MOST_PARTS:
        raise ValueError("สัดส่วนต้องมากกว่า 0 ไม่เกิน 1 และไม่ละเอียดกว่าหนึ่งในล้าน")
    return found


def shares(old: str, given: Sequence[tuple[str, Fraction]]) -> tuple[Share, ...]:
    """The shares of a unit's successors as whole parts. Raises: ValueError unless they sum to exactly 1."""
    found = sum((each for _, each in given), Fraction(0))
    if found != WHOLE:
        raise ValueError(f"สัดส่วนของทุกหน่วยงานต้องรวมกันได้ 1 พอดี ขณะนี้รวมได้ {found}")
    whole = lcm(*(each.denominator for _, each in given))
    if whole > MOST_PARTS:
        raise ValueError("สัดส่วนละเอียดเกินไป กรุณาใช้เศษส่วนที่มีตัวส่วนร่วมกัน")
    return tuple(Share(old, new, int(each * whole)) for new, each in given)


def recoded(olds: Iterable[str], district: str, taken: Iterable[str]) -> tuple[Place, ...]:
    """The places under the next free codes of the district that takes them, in their order.

    Raises: ValueError when a district has no code left.
    """
    used = [int(code.removeprefix(district)) for code in taken if code.startswith(district)]
    codes = [f"{district}{number:02}" for number in range(max(used, default=0) + 1, 100)]
    moving = sorted(olds)
    if len(moving) > len(codes):
        raise ValueError(f"รหัสตำบลของหน่วยงาน {district} ไม่พอ")
    return tuple(Place(old, new) for old, new in zip(moving, codes, strict=False))
