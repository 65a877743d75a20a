"""Corrections of a month of sales after its final grades: asked, agreed, approved; their effect beforehand."""

from reporting.services.sales_corrections.deciding import Wish, advance, ask, offers, proposed
from reporting.services.sales_corrections.effect import Effect, Line, effect_of

__all__ = ["Effect", "Line", "Wish", "advance", "ask", "effect_of", "offers", "proposed"]
