"""No line is longer than its room because of the word behind its last one.

Where a line ends before a word that a space follows, WeasyPrint takes that word onto the line unless Pango would break
the two apart again, and does not look how wide they are together. Behind a full stop Pango breaks a longer text but not
the two words alone: "น.ส.สมใจ" stood outside its cell. Such a line is set once more as if spaces were kept, when
WeasyPrint leaves that step out.

It replaces a function of WeasyPrint, which is therefore pinned exactly; a test looks where letters stand.
"""

from math import inf
from typing import Final, NamedTuple

from weasyprint.css import ComputedStyle
from weasyprint.layout import LayoutContext, inline
from weasyprint.text.line_break import Layout
from weasyprint.text.line_break import split_first_line as as_it_is

COLLAPSED: Final = "normal"
KEPT: Final = "pre-wrap"


class Line(NamedTuple):
    """What WeasyPrint says of a line."""

    layout: Layout
    length: int
    resume_index: int | None
    width: float
    height: float
    baseline: float


def split_first_line(
    text: str,
    style: ComputedStyle,
    context: LayoutContext,
    max_width: float | None,
    *rest: float,
    **options: bool,
) -> Line:
    """The first line of a text as WeasyPrint sets it, the narrower of its two ways where the first is too wide."""
    found = Line(*as_it_is(text, style, context, max_width, *rest, **options))
    if max_width in {None, inf} or style["white_space"] != COLLAPSED or found.width <= max_width:
        return found
    kept = style.copy()
    kept["white_space"] = KEPT
    again = Line(*as_it_is(text, kept, context, max_width, *rest, **options))
    return again if again.width < found.width else found


def install() -> None:
    """From now on in this process every text is set so; a second call changes nothing."""
    inline.split_first_line = split_first_line
