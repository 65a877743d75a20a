"""Corrections after closing: asked, agreed, approved; their effect beforehand, and the editions they make."""

from registration.services.corrections.deciding import NOTHING, Wish, advance, ask, offers, proposed
from registration.services.corrections.effect import Effect, RoundEffect, effect_of, frozen
from registration.services.corrections.reaching import check_ever

__all__ = [
    "NOTHING",
    "Effect",
    "RoundEffect",
    "Wish",
    "advance",
    "ask",
    "check_ever",
    "effect_of",
    "frozen",
    "offers",
    "proposed",
]
