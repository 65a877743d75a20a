"""The days on which a quarter's grades are due: three monthly rounds, and the day its last month is due."""

from datetime import date

from registration.services.sales.grid import dues
from registration.timetable import Due, Quarter


def rounds(quarter: Quarter) -> list[Due]:
    """The monthly rounds held inside the quarter, the 15th of each month, with their effective days."""
    first, second, _ = quarter.months
    return list(dues([quarter.previous.months[-1], first, second]).values())


def last_due(quarter: Quarter) -> date:
    """The day after which the final grade may be given: its last month is due (decision 0005)."""
    last = quarter.months[-1]
    return dues([last])[last].effective_day
