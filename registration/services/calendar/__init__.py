"""Every write to the calendar: the year's plan, the dates of a step, the days off."""

from registration.services.calendar.dates import (
    change_window,
    end_extension,
    grant_extension,
    narrow_window,
)
from registration.services.calendar.holidays import (
    add_holiday,
    days_off,
    load_holidays,
    remove_holiday,
    to_come,
)
from registration.services.calendar.plans import (
    discard_plan,
    expect_units,
    load_plan_2561,
    propose_plan,
    publish_plan,
)
from registration.services.calendar.rules import Authority, Dates

__all__ = [
    "Authority",
    "Dates",
    "add_holiday",
    "change_window",
    "days_off",
    "discard_plan",
    "end_extension",
    "expect_units",
    "grant_extension",
    "load_holidays",
    "load_plan_2561",
    "narrow_window",
    "propose_plan",
    "publish_plan",
    "remove_holiday",
    "to_come",
]
