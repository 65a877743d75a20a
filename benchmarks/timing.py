"""A result with its bar, and two things timed by turns so that a busy machine slows both alike."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Result:
    """Ours against the reference, both milliseconds or both counts; met when the ratio is at most the bar."""

    name: str
    ours: float
    reference: float
    bar: float

    @property
    def ratio(self) -> float:
        return self.ours / self.reference

    @property
    def is_met(self) -> bool:
        return self.ratio <= self.bar

    def as_json(self) -> dict[str, object]:
        """The shape of an entry in the file that JSON= names."""
        return {
            "name": self.name,
            "ours": round(self.ours, 3),
            "reference": round(self.reference, 3),
            "ratio": round(self.ratio, 3),
            "bar": self.bar,
            "met": self.is_met,
        }


def milliseconds(act: Callable[[], object]) -> float:
    """How long one call takes."""
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000


def compare(
    name: str, ours: Callable[[], object], reference: Callable[[], object], *, bar: float, turns: int = 9
) -> Result:
    """The medians of `turns` calls each, by turns, after one of each that is not counted."""
    return compare_times(
        name, lambda: milliseconds(ours), lambda: milliseconds(reference), bar=bar, turns=turns
    )


def compare_times(
    name: str, ours: Callable[[], float], reference: Callable[[], float], *, bar: float, turns: int = 9
) -> Result:
    """The same for two functions that tell their own milliseconds."""
    ours(), reference()
    pairs = [(ours(), reference()) if turn % 2 else (reference(), ours())[::-1] for turn in range(turns)]
    return Result(name, median(own for own, _ in pairs), median(other for _, other in pairs), bar)
