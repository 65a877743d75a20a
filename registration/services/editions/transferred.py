"""The moves of a round in its edition: one counts when the edition includes either district, and then in both.

So every producer stands in one district of each edition, and what moves out of one moves into another. A move between
two districts that are both left out goes on to the next round with their acts. Source: decisions 0018, 0077.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence

from registration import content
from registration.content import Content
from registration.lifespan import is_standing
from registration.models import Round, Transfer

Kept = dict[int, Content]  # {producer id: content}


def settled(round: Round, included: Collection[str]) -> list[Transfer]:
    """The moves that the round's edition counts; who comes back after a withdrawal is new to the edition, not moved."""
    moved = Transfer.objects.accepted().filter(round=round).order_by("pk")
    here = [row for row in moved if row.source_id in included or row.target_id in included]
    return [row for row in here if is_standing(row.content["withdrawn_round"])]


def kept(
    left_out: Iterable[str],
    before: Iterable[tuple[str, list[tuple[int, Content]]]],
    moved: Sequence[Transfer],
) -> Iterator[tuple[str, list[tuple[int, Content]]]]:
    """(district, its rows) of those left out: the rows of the edition before, less who went, with who came."""
    rows: dict[str, Kept] = {code: dict(own) for code, own in before}
    for code in sorted(left_out):
        own = rows.get(code, {})
        own |= {row.producer_id: row.departed() for row in moved if row.source_id == code}
        own |= {row.producer_id: _arrived(row) for row in moved if row.target_id == code}
        if own:
            yield code, sorted(own.items(), key=lambda each: each[0])


def _arrived(row: Transfer) -> Content:
    """What came, as it came: what the new district did to it since counts in the next round."""
    return content.arrived(row.content, row.place, row.round_id)
