"""The stay of a producer or product in the registry, counted in rounds: each rule as Python, as Q and as SQL.

A stay has the round of its registration and, once it ends, the round of its withdrawal. The Q reads columns, and
with a prefix a record's content ("content__") or another table's ("products__"). Came and went inside one round is
no move at all. Between the two a producer may stand in one district after the other (decision 0077): where it moved
in, the stay has the round in which it came; where it moved out, that in which it left.

The identity of every report: ยกมา + ใหม่ + ย้ายเข้า − ยกเลิก − ย้ายออก = คงเหลือ (docs/rules.md 6).
"""

from typing import Final

from django.db.models import Q

BROUGHT: Final = "brought"  # ยกมา: stood here before the round
NEW: Final = "new"  # ใหม่: registered here in it, and not withdrawn in it
CAME: Final = "came"  # ย้ายเข้า: moved here in it
GONE: Final = "gone"  # ยกเลิก: stood or came here, withdrawn in it
WENT: Final = "went"  # ย้ายออก: moved away in it
LEFT: Final = "left"  # คงเหลือ: stands here at its end
DURING: Final = "during"  # was there at any time of the round, wherever: its sales are asked for
MOVES: Final = (BROUGHT, NEW, CAME, GONE, WENT, LEFT)
NATIONAL: Final = (NEW, GONE, DURING)  # what moves_sql says, as though nobody ever moved


def is_standing(withdrawn: int | None) -> bool:
    return withdrawn is None


def standing(prefix: str = "") -> Q:
    """Nobody has withdrawn it."""
    return Q(**{f"{prefix}withdrawn_round": None})


def is_gone_before(withdrawn: int | None, round_id: int) -> bool:
    return withdrawn is not None and withdrawn < round_id


def gone_before(round_id: int, prefix: str = "") -> Q:
    return Q(**{f"{prefix}withdrawn_round__lt": round_id})


def moves(
    registered: int, withdrawn: int | None, round_id: int, *, came: int | None = None, went: int | None = None
) -> frozenset[str]:
    """Which of MOVES and DURING a stay in one district is in a round."""
    begins = registered if came is None else came
    ends = round_id + 1 if withdrawn is None else withdrawn
    leaves = round_id + 1 if went is None else went
    found = {
        BROUGHT: begins < round_id <= min(ends, leaves),
        NEW: came is None and registered == round_id < ends,
        CAME: came == round_id,
        GONE: (begins < round_id or came == round_id) and round_id == ends,
        WENT: leaves == round_id < ends,
        LEFT: begins <= round_id < min(ends, leaves),
        DURING: registered <= round_id <= ends,
    }
    return frozenset(move for move, is_so in found.items() if is_so)


def moves_q(round_id: int, prefix: str = "") -> dict[str, Q]:
    """{move: the rows that are it in the round}, where they stand today: of who moved away nothing is said here."""
    registered, withdrawn, came = (
        f"{prefix}{name}" for name in ("registered_round", "withdrawn_round", "came_round")
    )
    never, here = Q(**{came: None}), Q(**{came: round_id})
    before = never & Q(**{f"{registered}__lt": round_id}) | Q(**{f"{came}__lt": round_id})
    by_its_end = never & Q(**{f"{registered}__lte": round_id}) | Q(**{f"{came}__lte": round_id})
    ends_here, ends_later = Q(**{withdrawn: round_id}), Q(**{f"{withdrawn}__gt": round_id})
    stays = standing(prefix) | ends_later
    return {
        BROUGHT: before & (stays | ends_here),
        NEW: never & Q(**{registered: round_id}) & stays,
        CAME: here,
        GONE: (before | here) & ends_here,
        LEFT: by_its_end & stays,
        DURING: Q(**{f"{registered}__lte": round_id}) & (stays | ends_here),
    }


def counted_q(round_id: int, prefix: str = "content__") -> Q:
    """The contents that count at the end of a round, wherever: contents of who never moved do not say since when."""
    stays = standing(prefix) | Q(**{f"{prefix}withdrawn_round__gt": round_id})
    return Q(**{f"{prefix}registered_round__lte": round_id}) & stays


def moves_sql(round_id: int, table: str) -> dict[str, str]:
    """{move of NATIONAL: its condition over the columns of `table`}, for statements that no queryset can say."""
    registered, withdrawn = f"{table}.registered_round_id", f"{table}.withdrawn_round_id"
    return {
        NEW: f"({registered} = {round_id:d} AND ({withdrawn} IS NULL OR {withdrawn} > {round_id:d}))",
        GONE: f"({registered} < {round_id:d} AND {withdrawn} = {round_id:d})",
        DURING: f"({registered} <= {round_id:d} AND ({withdrawn} IS NULL OR {withdrawn} >= {round_id:d}))",
    }
