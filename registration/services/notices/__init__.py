"""Notices: what is owed to whom, written inside the act that owes it; sent once by whoever takes the row."""

from registration.services.notices.ledger import Owed, morning_of, owe, pass_over, withdraw_rest

__all__ = ["Owed", "morning_of", "owe", "pass_over", "withdraw_rest"]
