"""A long entry goes on on the next page under its number and name and (ต่อ): cut where the page ends, not by a count.

How high a row becomes is known when it is laid out. So a sheet is laid out, each long entry that a page has cut is cut
there for good with what its rows share written again, and the sheet is laid out once more.
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any
from xml.etree.ElementTree import Element, SubElement

LONG, AGAIN = "long", "again"  # classes of a body
NAME = "name"  # the class of the cell that says so
WORDS = " (ต่อ)"


def carry_on(root: Element, pages: Sequence[Mapping[str, Any]]) -> bool:
    """Cuts long entries at the ends of pages, in place; False when none had to be.

    `pages` holds the names that stand on each page.
    """
    page_of: dict[str, int] = {}
    for number, names in enumerate(pages):
        for name in names:
            page_of.setdefault(name, number)
    tables = [table for table in root.iter("table") if any(_is_long(body) for body in table)]
    bodies = [(table, body) for table in tables for body in list(table) if _is_long(body)]
    cut = [_cut(table, body, page_of) for table, body in bodies]
    return any(cut)


def _is_long(body: Element) -> bool:
    return LONG in body.get("class", "").split()


def _cut(table: Element, body: Element, page_of: Mapping[str, int]) -> bool:
    """Moves the rows that stand on a later page than the first into the body that follows."""
    rows = list(body)
    first = page_of[rows[0].get("id", "")]
    moved = [row for row in rows if page_of[row.get("id", "")] > first]
    if not moved:
        return False
    shared = [cell for cell in rows[0] if cell.get("rowspan")]
    place = list(table).index(body) + 1
    following = table[place] if place < len(table) else None
    if following is None or AGAIN not in following.get("class", "").split():
        following = Element("tbody", {"class": f"{LONG} {AGAIN}"})
        table.insert(place, following)
    _put_before(following, moved, shared)
    for row in moved:
        body.remove(row)
    _span(shared, len(body))
    return True


def _put_before(body: Element, rows: Sequence[Element], shared: Sequence[Element]) -> None:
    """The rows stand first in the body, and what all its rows share in the first of them."""
    if len(body):
        for cell in [cell for cell in body[0] if cell.get("rowspan")]:
            body[0].remove(cell)
    for place, row in enumerate(rows):
        body.insert(place, row)
    again = deepcopy(list(shared))
    for cell in again:
        if NAME in cell.get("class", "").split():
            _say_again(cell)
    rows[0][:0] = again
    _span(again, len(body))


def _say_again(cell: Element) -> None:
    if cell.get("data-again"):
        return
    cell.set("data-again", "1")
    cell.set("class", NAME)  # no longer kept on one line
    SubElement(cell, "span", {"class": "k1"}).text = WORDS.strip()
    before = cell[-2] if len(cell) > 1 else None
    if before is None:
        cell.text = f"{cell.text or ''} "
    else:
        before.tail = f"{before.tail or ''} "


def _span(cells: Sequence[Element], rows: int) -> None:
    for cell in cells:
        cell.set("rowspan", str(rows))
