"""The stay of a producer or product in the registry, counted in rounds: each rule as Python, as Q and as SQL.

A stay has the round of its registration and, once it ends, the round of its withdrawal. The Q reads columns, and
with a prefix a record's content ("content__") or another table's ("products__"). Came and went inside one round is
no move at all. The identity of every report: ยกมา + ใหม่ − ยกเลิก = คงเหลือ (docs/rules.md 6).
"""

from typing import Final

from django.db.models import Q

BROUGHT: Final = "brought"  # ยกมา: stood before the round
NEW: Final = "new"  # ใหม่: registered in it, and stands at its end
GONE: Final = "gone"  # ยกเลิก: stood before it, withdrawn in it
LEFT: Final = "left"  # คงเหลือ: stands at its end
DURING: Final = "during"  # was there at any time of the round: its sales are asked for
MOVES: Final = (BROUGHT, NEW, GONE, LEFT)


def is_standing(withdrawn: int | None) -> bool:
    return withdrawn is None


def standing(prefix: str = "") -> Q:
    """Nobody has withdrawn it."""
    return Q(**{f"{prefix}withdrawn_round": None})


def is_gone_before(withdrawn: int | None, round_id: int) -> bool:
    return withdrawn is not None and withdrawn < round_id


def gone_before(round_id: int, prefix: str = "") -> Q:
    return Q(**{f"{prefix}withdrawn_round__lt": round_id})


def moves(registered: int, withdrawn: int | None, round_id: int) -> frozenset[str]:
    """Which of BROUGHT, NEW, GONE, LEFT and DURING a stay is in a round."""
    ends = round_id + 1 if withdrawn is None else withdrawn
    found = {
        BROUGHT: registered < round_id <= ends,
        NEW: registered == round_id < ends,
        GONE: registered < round_id == ends,
        LEFT: registered <= round_id < ends,
        DURING: registered <= round_id <= ends,
    }
    return frozenset(move for move, is_so in found.items() if is_so)


def moves_q(round_id: int, prefix: str = "") -> dict[str, Q]:
    """{move: the rows that are it in the round}."""
    registered, withdrawn = f"{prefix}registered_round", f"{prefix}withdrawn_round"
    before, within = Q(**{f"{registered}__lt": round_id}), Q(**{registered: round_id})
    by_its_end = Q(**{f"{registered}__lte": round_id})
    ends_here, ends_later = Q(**{withdrawn: round_id}), Q(**{f"{withdrawn}__gt": round_id})
    stays = standing(prefix) | ends_later
    return {
        BROUGHT: before & (stays | ends_here),
        NEW: within & stays,
        GONE: before & ends_here,
        LEFT: by_its_end & stays,
        DURING: by_its_end & (stays | ends_here),
    }


def moves_sql(round_id: int, table: str) -> dict[str, str]:
    """{move: its condition over the columns of `table`}, for statements that no queryset can say."""
    registered, withdrawn = f"{table}.registered_round_id", f"{table}.withdrawn_round_id"
    stays = f"({withdrawn} IS NULL OR {withdrawn} > {round_id:d})"
    stays_or_ends = f"({withdrawn} IS NULL OR {withdrawn} >= {round_id:d})"
    return {
        BROUGHT: f"({registered} < {round_id:d} AND {stays_or_ends})",
        NEW: f"({registered} = {round_id:d} AND {stays})",
        GONE: f"({registered} < {round_id:d} AND {withdrawn} = {round_id:d})",
        LEFT: f"({registered} <= {round_id:d} AND {stays})",
        DURING: f"({registered} <= {round_id:d} AND {stays_or_ends})",
    }
