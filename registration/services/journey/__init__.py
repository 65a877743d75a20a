"""The journey of a round: the one way from a status to the next."""

from registration.services.journey.advancing import STEPS, Ask, advance, guarded, offers, thing_of

__all__ = [
    "STEPS",
    "Ask",
    "advance",
    "guarded",
    "offers",
    "thing_of",
]
