"""The tables of the reports, by subject. Import models from here."""

from .monthly import MonthlyReport

__all__ = ["MonthlyReport"]
