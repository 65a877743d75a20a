"""Papers as PDF: draws what reporting.paper says, counts nothing. `draw`, `draw_letter`, `join`."""

from reporting.document.drawing import draw, draw_letter, ignore, join, page_count
from reporting.document.engine import DrawingFailed

__all__ = ["DrawingFailed", "draw", "draw_letter", "ignore", "join", "page_count"]
