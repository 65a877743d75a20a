"""The plan's calendar as pure arithmetic: what is open on a day, what opens next, what the plan gets wrong.

Source: attachment 1 of letter นศ 0019/01467 (13 March 2561). Dates are data and always rule; a count of days
is compared with them and shown, never used to move one.
"""

from registration.timetable.findings import PlanFinding, findings
from registration.timetable.monthly import Due, due, months_due, next_month, rounds_of
from registration.timetable.proposal import propose
from registration.timetable.quarter import Quarter
from registration.timetable.windows import (
    RESPONSIBLE,
    Simulation,
    Step,
    Window,
    effective,
    is_open,
    last_closing,
    narrows,
    next_opening,
    open_step,
    open_windows,
    simulate,
)
from registration.timetable.working_days import is_working_day, working_days

__all__ = [
    "RESPONSIBLE",
    "Due",
    "PlanFinding",
    "Quarter",
    "Simulation",
    "Step",
    "Window",
    "due",
    "effective",
    "findings",
    "is_open",
    "is_working_day",
    "last_closing",
    "months_due",
    "narrows",
    "next_month",
    "next_opening",
    "open_step",
    "open_windows",
    "propose",
    "rounds_of",
    "simulate",
    "working_days",
]
