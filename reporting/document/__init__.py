"""Papers and letters as PDF. Draws what it is given, counts nothing, asks no database. Source: docs/rules.md 7.5."""

from reporting.document.children import DrawingFailed
from reporting.document.drawing import draw, ignore
from reporting.document.joining import join
from reporting.document.letters import draw_letter
from reporting.document.signs import unprintable_signs

__all__ = ["DrawingFailed", "draw", "draw_letter", "ignore", "join", "unprintable_signs"]
