"""The tables of the reports, by subject. Import models from here."""

from .documents import Document
from .letters import Letter
from .monthly import MonthlyReport

__all__ = ["Document", "Letter", "MonthlyReport"]
