"""Thai words can be searched in and copied out of the PDF: each glyph says its own letters.

WeasyPrint gives a glyph the text of the cluster in which it met it first, and HarfBuzz takes SARA AM apart, so that
อำเภอ came out as อาเภอ, or every า as ำ. The glyphs of the paper's fonts are named after their letters (uni0E49.small,
uni0E190E490E33 for น้ำ): the names are right whatever came first. `clusters` sees to it that each letter with its
marks is one glyph.

It replaces a private class of WeasyPrint, which is therefore pinned exactly; a test extracts words.
"""

import io
import re
from functools import cache

from fontTools.ttLib import TTFont
from weasyprint.pdf import fonts, stream

_NAME = re.compile(r"uni((?:[0-9A-F]{4})+)(?:\.\w+)?")


@cache
def _names(font_file: bytes) -> list[str]:
    return TTFont(io.BytesIO(font_file)).getGlyphOrder()


class _LettersByName(dict[int, str]):
    """Glyph → letters, where a name that spells letters wins over the text of the cluster."""

    def __init__(self, names: list[str]) -> None:
        super().__init__()
        self._names = names

    def __setitem__(self, glyph: int, text: str) -> None:
        found = _NAME.fullmatch(self._names[glyph]) if glyph < len(self._names) else None
        super().__setitem__(glyph, bytes.fromhex(found[1]).decode("utf-16-be") if found else text)


class ReadableFont(fonts.Font):
    """A font whose glyphs are written to ToUnicode by their names."""

    def __init__(self, *args: object) -> None:
        super().__init__(*args)
        self.to_unicode = _LettersByName(_names(self.file_content))


def install() -> None:
    """From now on in this process every PDF has readable Thai; a second call changes nothing."""
    stream.Font = ReadableFont
