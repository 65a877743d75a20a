"""Every write to sales."""

from registration.services.sales.writing import (
    MonthAnswer,
    Saved,
    amounts_of,
    answer_of,
    asked,
    check_answer,
    check_open,
    confirm_zero,
    differs,
    lock_quarter,
    products_of,
    record_month,
)

__all__ = [
    "MonthAnswer",
    "Saved",
    "amounts_of",
    "answer_of",
    "asked",
    "check_answer",
    "check_open",
    "confirm_zero",
    "differs",
    "lock_quarter",
    "products_of",
    "record_month",
]
