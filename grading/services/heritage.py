"""What an abolished district's past sales become: its successors' by share, exactly, however often they were split.

Shares are weights: three times 0.33333 is a third each. Source: decision 0044.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from registration.apportioning import apportion, to_satang
from registration.models import Succession

Successions = Mapping[str, list[Succession]]  # {predecessor: its rows}
Key = tuple[str, date]


def by_predecessor(rows: Iterable[Succession]) -> dict[str, list[Succession]]:
    found: dict[str, list[Succession]] = {}
    for row in rows:
        found.setdefault(row.predecessor_code, []).append(row)
    return found


def heirs(code: str, successions: Successions, since: date) -> dict[str, Fraction]:
    """{district: its part} of what `code` sold in a month that began on `since`; the parts add up to 1."""
    later = [row for row in successions.get(code, []) if row.day > since]
    if not later:
        return {code: Fraction(1)}
    day = min(row.day for row in later)
    rows = [row for row in later if row.day == day]
    whole = sum((row.weight for row in rows), Fraction(0))
    found: dict[str, Fraction] = {}
    for row in rows:
        for heir, part in heirs(row.successor_code, successions, day).items():
            found[heir] = found.get(heir, Fraction(0)) + row.weight / whole * part
    return found


def to_the_satang(amounts: Mapping[Key, Fraction], successions: Successions) -> dict[Key, Decimal]:
    """Exact amounts as satang, so that the districts of one origin add up to what they came from."""
    family = _families(successions)
    groups: dict[Key, list[str]] = {}
    for code, month in sorted(amounts):
        groups.setdefault((family.get(code, code), month), []).append(code)
    found: dict[Key, Decimal] = {}
    for (_, month), codes in groups.items():
        exact = [amounts[code, month] for code in codes]
        parts = apportion(to_satang(sum(exact, Fraction(0))), exact)
        found |= {(code, month): part for code, part in zip(codes, parts, strict=True)}
    return found


def _families(successions: Successions) -> dict[str, str]:
    """{district: the name of its family}: districts that share an origin, directly or through others."""
    family: dict[str, str] = {}
    for rows in successions.values():
        members = {code for row in rows for code in (row.predecessor_code, row.successor_code)}
        names = {family.get(code, code) for code in members}
        joined = min(names)
        family |= dict.fromkeys(members, joined)
        family |= {code: joined for code, name in family.items() if name in names}
    return family
