"""Thai words can be searched in and copied out of a PDF: each glyph's text comes from the glyph's own name.

WeasyPrint writes the text of a whole cluster for the glyph that met it first, so that ำ is lost or every า becomes
ำ (its issue 2841, still so in version 70). The names of Sarabun's glyphs say what they are (uni0E49.small,
uni0E4D0E49): 30 of 31 words of the field come back from pdftotext instead of 16. It reaches into a class that is
not public: WeasyPrint is pinned exactly, and a test reads words back. Source: decision 0025.
"""

from functools import lru_cache
from io import BytesIO
from typing import Any

from fontTools import agl
from fontTools.ttLib import TTFont
from weasyprint.pdf import fonts, stream


class ByName(dict[int, str]):
    """{glyph: its text}, where a glyph whose name tells its text counts as known from the start."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__()
        self._names = names

    def __contains__(self, glyph: object) -> bool:
        if super().__contains__(glyph):
            return True
        name = self._names[glyph] if isinstance(glyph, int) and glyph < len(self._names) else ""
        text = agl.toUnicode(name) if name else ""
        if text and isinstance(glyph, int):
            self[glyph] = text
        return bool(text)


class NamedFont(fonts.Font):
    """A font of a PDF whose glyphs are mapped to text by their names."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.to_unicode = ByName(_names(self.file_content))


@lru_cache(maxsize=8)
def _names(file_content: bytes) -> tuple[str, ...]:
    return tuple(TTFont(BytesIO(file_content), lazy=True).getGlyphOrder())


def install() -> None:
    """Makes WeasyPrint use NamedFont; again does nothing more."""
    stream.Font = NamedFont
