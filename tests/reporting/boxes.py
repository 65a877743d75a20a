"""Where the letters of a laid out sheet stand, and which cell they belong to."""

from collections.abc import Iterator

from weasyprint.document import Document, Page
from weasyprint.formatting_structure import boxes

HAIR = 0.75  # px: the line around a cell


def strays(document: Document) -> list[str]:
    """Every text that leaves its cell, its page or the block it stands in."""
    found = []
    for page in document.pages:
        for cell, text in _texts(page._page_box, page._page_box):
            if not _holds(cell, text):
                found.append(text.text)
    return found


def texts(page: Page) -> list[boxes.TextBox]:
    """Every text on a page but those in its margins."""
    return [text for _, text in _texts(page._page_box, page._page_box)]


def _texts(box: boxes.Box, frame: boxes.Box) -> Iterator[tuple[boxes.Box, boxes.TextBox]]:
    """Each text with the innermost cell around it; text in no cell with its page."""
    if isinstance(box, boxes.TextBox):
        yield frame, box
    inner = box if isinstance(box, boxes.TableCellBox) else frame
    for child in getattr(box, "children", ()):
        if not isinstance(child, boxes.MarginBox):
            yield from _texts(child, inner)


def _holds(cell: boxes.Box, text: boxes.TextBox) -> bool:
    left, top = cell.border_box_x() - HAIR, cell.border_box_y() - HAIR
    right, bottom = left + cell.border_width() + 2 * HAIR, top + cell.border_height() + 2 * HAIR
    is_beside = text.position_x < left or text.position_x + text.width > right
    return not (is_beside or text.position_y < top or text.position_y + text.height > bottom)
