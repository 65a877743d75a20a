"""A row of figures beside what stands: what differs, as the screen shows it."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from otop_registry import thai
from registration.content import Change

NOTHING: Final = "–"  # no figure, which is not nought
Figure = Decimal | int | None


def changes(figures: Iterable[tuple[str, str, Figure, Figure]], *, is_new: bool) -> list[Change]:
    """What differs of figures (key, label, before, after); of a new thing nothing stands before."""
    return [
        Change(key, label, "" if is_new else shown(before), shown(after))
        for key, label, before, after in figures
        if before != after
    ]


def shown(figure: Figure) -> str:
    if figure is None:
        return NOTHING
    return thai.baht(figure) if isinstance(figure, Decimal) else thai.count(figure)
