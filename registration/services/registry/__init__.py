"""Every write to producers and products."""

from registration.services.registry.chairing import change_chair
from registration.services.registry.deciding import decide_anew, decide_apart
from registration.services.registry.duplicates import Duplicate
from registration.services.registry.explaining import give_reason, give_reasons
from registration.services.registry.merging import merge
from registration.services.registry.registering import NewProducer, register, register_many
from registration.services.registry.rules import Invalid
from registration.services.registry.unmerging import unmerge
from registration.services.registry.writing import (
    Conflict,
    amend,
    confirm_unchanged,
    restore,
    withdraw,
    withdraw_product,
)

__all__ = [
    "Conflict",
    "Duplicate",
    "Invalid",
    "NewProducer",
    "amend",
    "change_chair",
    "confirm_unchanged",
    "decide_anew",
    "decide_apart",
    "give_reason",
    "give_reasons",
    "merge",
    "register",
    "register_many",
    "restore",
    "unmerge",
    "withdraw",
    "withdraw_product",
]
