"""Official letters: drafted from the calendar and the contacts, amended by officers, issued once and for good."""

from reporting.services.letters.drafting import About, amend, correct, draft
from reporting.services.letters.issuing import issue
from reporting.services.letters.reading import letter_or_none, may_edit, readable

__all__ = ["About", "amend", "correct", "draft", "issue", "letter_or_none", "may_edit", "readable"]
