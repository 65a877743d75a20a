"""Each Thai letter with its marks is one glyph of the paper's fonts, so that every reader gets it whole and in order.

A reader rebuilds words from where glyphs stand. Marks take no room: two on one letter begin at the same place, and
Poppler takes the second for a copy of the first, or for a word of its own. A font in which ที่ is one glyph leaves
nothing to guess. HarfBuzz shapes each letter with its marks once, in Sarabun as it is; the outcome becomes a glyph made
of those parts, and a ligature that stands before all others. The page looks the same.

`python -m reporting.document.clusters` writes the two fonts anew; a test compares them with what lies in static/fonts.
"""

import ctypes
import ctypes.util
import io
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Final, NamedTuple

from fontTools.otlLib.builder import buildLigatureSubstSubtable
from fontTools.subset import Options, save_font
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent

FOLDER: Final = Path(__file__).resolve().parents[2] / "static" / "fonts" / "sarabun"
MADE: Final = {
    "Sarabun-Regular.ttf": "SarabunPaper-Regular.ttf",
    "Sarabun-Bold.ttf": "SarabunPaper-Bold.ttf",
}
CONSONANTS: Final = tuple(map(chr, range(0x0E01, 0x0E2F)))
VOWELS: Final = ("", *"\u0e31\u0e34\u0e35\u0e36\u0e37\u0e47\u0e4d", *"\u0e38\u0e39\u0e3a")  # above, below
TONES: Final = ("", *"\u0e48\u0e49\u0e4a\u0e4b")
TOPS: Final = (*TONES, "\u0e4c", "\u0e4e")
SARA_AM, NIKHAHIT, SARA_AA = "\u0e33", "\u0e4d", "\u0e32"
FIRST: Final = "ccmp"  # the feature that is applied before all others
BASE_GLYPH: Final = 1  # GDEF


def build(source: bytes) -> bytes:
    """Sarabun with a glyph for each letter with its marks; the same bytes for the same font."""
    font = TTFont(io.BytesIO(source), recalcTimestamp=False)
    names = font.getGlyphOrder()
    shaper, letters = Shaper(source), font.getBestCmap()
    ligatures = {}
    for cluster in clusters():
        ligatures[tuple(letters[ord(each)] for each in spelled(cluster))] = name_of(cluster)
        _add(font, name_of(cluster), [(names[each.glyph], each) for each in shaper.shape(cluster)])
    _order(font, [*names, *ligatures.values()])
    _put_first(font["GSUB"].table, ligatures)
    del font["DSIG"]  # it signs the font as it was
    target = io.BytesIO()
    save_font(font, target, Options())
    return target.getvalue()


def clusters() -> Iterator[str]:
    """Every consonant with a vowel above or below, a tone or other sign on top, or ำ."""
    for consonant in CONSONANTS:
        yield from (f"{consonant}{vowel}{top}" for vowel, top in product(VOWELS, TOPS) if vowel or top)
        yield from (f"{consonant}{tone}{SARA_AM}" for tone in TONES)


def spelled(cluster: str) -> str:
    """A cluster as HarfBuzz hands it to the font: น้ำ as น ํ ้ า."""
    return f"{cluster[0]}{NIKHAHIT}{cluster[1:-1]}{SARA_AA}" if cluster.endswith(SARA_AM) else cluster


def name_of(cluster: str) -> str:
    """uni0E170E350E48: a glyph's name spells its letters, which `text_layer` writes into the PDF."""
    return "uni" + "".join(f"{ord(letter):04X}" for letter in cluster)


class Shaped(NamedTuple):
    """A glyph as HarfBuzz sets it, in units of the font."""

    glyph: int
    advance: int
    across: int
    up: int


class _Info(ctypes.Structure):
    _fields_ = (("glyph", ctypes.c_uint32), ("rest", ctypes.c_uint32 * 4))


class _Position(ctypes.Structure):
    _fields_ = (
        ("advance", ctypes.c_int32),
        ("down", ctypes.c_int32),
        ("across", ctypes.c_int32),
        ("up", ctypes.c_int32),
        ("rest", ctypes.c_uint32),
    )


class Shaper:
    """HarfBuzz with one font, at the font's own scale. It is there wherever Pango is."""

    def __init__(self, font: bytes) -> None:
        self._library = ctypes.CDLL(ctypes.util.find_library("harfbuzz"))
        self._bytes = font  # HarfBuzz reads them where they are
        blob = self._made("hb_blob_create", font, len(font), 1, None, None)
        self._font = self._made("hb_font_create", self._made("hb_face_create", blob, 0))

    def shape(self, text: str) -> list[Shaped]:
        """The glyphs of a text in the order in which they are drawn."""
        buffer, count = self._made("hb_buffer_create"), ctypes.c_uint()
        self._library.hb_buffer_add_utf8(buffer, text.encode(), -1, 0, -1)
        self._library.hb_buffer_guess_segment_properties(buffer)
        self._library.hb_shape(self._font, buffer, None, 0)
        infos = self._made("hb_buffer_get_glyph_infos", buffer, ctypes.byref(count))
        places = self._made("hb_buffer_get_glyph_positions", buffer, ctypes.byref(count))
        pairs = zip(
            ctypes.cast(infos, ctypes.POINTER(_Info * count.value)).contents,
            ctypes.cast(places, ctypes.POINTER(_Position * count.value)).contents,
            strict=True,
        )
        found = [Shaped(info.glyph, at.advance, at.across, at.up) for info, at in pairs]
        self._library.hb_buffer_destroy(buffer)
        return found

    def _made(self, name: str, *given: object) -> ctypes.c_void_p:
        function = getattr(self._library, name)
        function.restype = ctypes.c_void_p
        return ctypes.c_void_p(function(*given))


def _add(font: TTFont, name: str, parts: list[tuple[str, Shaped]]) -> None:
    """A glyph made of others, each where HarfBuzz set it."""
    glyph, pen = Glyph(), 0
    glyph.numberOfContours, glyph.components = -1, []
    for part, shaped in parts:
        component = GlyphComponent()
        component.glyphName, component.flags = part, 0
        component.x, component.y = pen + shaped.across, shaped.up
        glyph.components.append(component)
        pen += shaped.advance
    font["glyf"].glyphs[name] = glyph
    font["hmtx"].metrics[name] = (pen, 0)
    font["GDEF"].table.GlyphClassDef.classDefs[name] = BASE_GLYPH


def _order(font: TTFont, names: list[str]) -> None:
    font.setGlyphOrder(names)
    outlines, metrics = font["glyf"], font["hmtx"].metrics
    outlines.glyphOrder = names
    for name in names:
        if outlines[name].isComposite():
            outlines[name].recalcBounds(outlines)
            metrics[name] = (metrics[name][0], outlines[name].xMin)


def _put_first(table: otTables.GSUB, ligatures: dict[tuple[str, ...], str]) -> None:
    """The ligatures become lookup 0; every other lookup is named by a number one higher."""
    for record in _rules(table.LookupList, set()):
        record.LookupListIndex += 1
    for feature, tag in {
        id(each.Feature): (each.Feature, each.FeatureTag) for each in table.FeatureList.FeatureRecord
    }.values():
        moved = [number + 1 for number in feature.LookupListIndex]
        feature.LookupListIndex = [0, *moved] if tag == FIRST else moved
    lookup = otTables.Lookup()
    lookup.LookupType, lookup.LookupFlag = 4, 0
    lookup.SubTable = [buildLigatureSubstSubtable(ligatures)]
    lookup.SubTableCount = 1
    table.LookupList.Lookup.insert(0, lookup)


def _rules(found: object, seen: set[int]) -> Iterator[otTables.SubstLookupRecord]:
    """Every place below `found` that names a lookup."""
    if id(found) in seen:
        return
    seen.add(id(found))
    if isinstance(found, otTables.SubstLookupRecord):
        yield found
    elif isinstance(found, list | tuple):
        for each in found:
            yield from _rules(each, seen)
    elif hasattr(found, "__dict__"):
        for each in vars(found).values():
            yield from _rules(each, seen)


def main() -> None:
    """Writes the fonts of the paper beside those they are made from."""
    for source, made in MADE.items():
        (FOLDER / made).write_bytes(build((FOLDER / source).read_bytes()))


if __name__ == "__main__":
    main()
