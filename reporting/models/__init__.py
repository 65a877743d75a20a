"""The tables of the reports, by subject. Import models from here."""

from .letters import Letter
from .monthly import MonthlyReport

__all__ = ["Letter", "MonthlyReport"]
