"""What the letter says, typed by hand for the machine of tests/test_journey_machine.py; knows nothing of the code."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.world.factories import DAY

# Attachment 1 of the letter: round → first and last day of register, verify, close.
LETTER = {
    25611: ("2017-10-02 2017-12-21", "2017-12-22 2017-12-28", "2017-12-29 2017-12-30"),
    25612: ("2018-01-03 2018-03-16", "2018-03-19 2018-03-23", "2018-03-26 2018-03-27"),
    25613: ("2018-04-02 2018-06-15", "2018-06-18 2018-06-22", "2018-06-25 2018-06-26"),
    25614: ("2018-07-02 2018-09-14", "2018-09-17 2018-09-21", "2018-09-24 2018-09-25"),
}
STEPS = ("register", "verify", "close")
WINDOWS = {
    (round_id, step): tuple(map(date.fromisoformat, days.split()))
    for round_id, texts in LETTER.items()
    for step, days in zip(STEPS, texts, strict=True)
}
EDGES = sorted({day + timedelta(days=late) for days in WINDOWS.values() for day in days for late in (0, 1)})

# The role and the unit of everybody who holds a post.
OFFICES = {
    "district": ("district", "8001"),
    "colleague": ("district", "8001"),
    "neighbour": ("district", "8002"),
    "other_district": ("district", "4301"),
    "province": ("province", "80"),
    "province_colleague": ("province", "80"),
    "other_province": ("province", "43"),
    "department": ("department", ""),
    "department_colleague": ("department", ""),
    "province_executive": ("executive", "80"),
    "executive": ("executive", ""),
    "former": ("district", "8001"),
}
LAST_DAY = {"former": DAY - timedelta(days=1)}
LENGTH = {"district": 4, "province": 2, "department": 0}


def holds(name: str, role: str, code: str, on: date) -> bool:
    """Whether the person holds the role over the unit on the day."""
    if name not in OFFICES or on > LAST_DAY.get(name, on):
        return False
    held, unit = OFFICES[name]
    return held == role and code.startswith(unit)


def sees(name: str, code: str, on: date) -> bool:
    """Whether a row of the unit lies in the person's scope on the day."""
    return name in OFFICES and on <= LAST_DAY.get(name, on) and code.startswith(OFFICES[name][1])


def turn(role: str, code: str) -> str:
    """The officer whose turn it is: the first with the role in the unit or the one above it."""
    office = (role, code[: LENGTH[role]])
    return next(name for name, held in OFFICES.items() if held == office)


def round_on(day: date) -> int:
    """The round whose register step began last, the first one before that."""
    begun = [round_id for round_id in LETTER if WINDOWS[round_id, "register"][0] <= day]
    return max(begun, default=25611)


@dataclass
class Calendar:
    """The letter's windows and the extensions granted since."""

    granted: list[tuple[int, str, str, date, date]] = field(default_factory=list)

    def is_open(self, round_id: int, step: str, code: str, on: date) -> bool:
        first, last = WINDOWS[round_id, step]
        return first <= on <= last or any(
            (round_id, step) == (given_round, given_step) and code.startswith(unit) and begin <= on <= end
            for given_round, given_step, unit, begin, end in self.granted
        )
