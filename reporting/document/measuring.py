"""How wide a text is in Sarabun, so that a column can be made to hold it. Widths are in em of its font size."""

import io
from functools import cache

from fontTools.ttLib import TTFont

from reporting.document.fetching import FONTS, STATIC

AVERAGE = 0.5  # em of a Thai letter that stands on the line, marks not counted


@cache
def _advances() -> tuple[dict[str, float], float]:
    """Letter → width in the bold cut, the wider of the two, and the width of one it does not have."""
    font = TTFont(io.BytesIO((STATIC / FONTS[1]).read_bytes()))
    em, widths = font["head"].unitsPerEm, font["hmtx"]
    known = {chr(code): widths[name][0] / em for code, name in font.getBestCmap().items()}
    return known, 1.0


def width(text: str) -> float:
    """The width on one line; never less than what is drawn."""
    known, missing = _advances()
    return sum(known.get(letter, missing) for letter in text)
