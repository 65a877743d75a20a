"""The demo: named people and two lively provinces, walked through the real services. Refused outside demo mode."""

from registration.demo.people import PASSWORD, load_people
from registration.demo.rounds import load_rounds

__all__ = ["PASSWORD", "load_people", "load_rounds"]
