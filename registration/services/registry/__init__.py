"""Every write to producers and products."""

from registration.services.registry.rules import Invalid
from registration.services.registry.writing import (
    Conflict,
    Duplicate,
    amend,
    confirm_unchanged,
    register,
    restore,
    withdraw,
    withdraw_product,
)

__all__ = [
    "Conflict",
    "Duplicate",
    "Invalid",
    "amend",
    "confirm_unchanged",
    "register",
    "restore",
    "withdraw",
    "withdraw_product",
]
