"""From what a decree says to all that is done on the day: new codes, who begins and ends, shares (decision 0084).

A district that comes under another province, or a subdistrict under another district, gets the next free code there, as
DOPA does: whatever lies in a unit begins with its code.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from registration import places, unit_terms
from registration.models import Subdistrict, Unit
from registration.unit_terms import Begun, Place, Share, Terms


@dataclass(frozen=True)
class Part:
    """A unit that a split begins, with its share of the past."""

    code: str
    name: str
    share: Fraction


def split(unit: Unit, parts: Sequence[Part], own_share: Fraction | None, goes: Mapping[str, str]) -> Terms:
    """A unit into itself and new ones, or, without `own_share`, into new ones alone.

    `goes` is {what lies directly in it and leaves: the new unit}. Raises: ValueError for what does not add up.
    """
    given = [(part.code, part.share) for part in parts]
    given += [(unit.pk, own_share)] if own_share is not None else []
    begins = tuple(Begun(part.code, part.name) for part in parts)
    _check_all_get_some(unit, parts, own_share is not None, goes)
    terms = Terms(begins=begins, ends=() if own_share is not None else (unit.pk,))
    return _moving(terms, unit_terms.shares(unit.pk, given), goes)


def merge(unit: Unit, into: str, begun: Begun | None = None) -> Terms:
    """A unit into one that stands or, with `begun`, into one that begins with it. Raises: ValueError."""
    goes = dict.fromkeys((code for code, _ in below(unit)), into)
    terms = Terms(begins=(begun,) if begun else (), ends=(unit.pk,))
    return _moving(terms, (Share(unit.pk, into, 1),), goes)


def below(unit: Unit) -> list[tuple[str, str]]:
    """(code, name) of what stands directly below a unit: subdistricts of a district, districts of a province."""
    model = Subdistrict if places.is_district(unit.pk) else Unit
    rows = model.objects.filter(code__startswith=unit.pk, code__length=places.width_below(unit.pk))
    return [(row.pk, f"{row} ({row.pk})") for row in rows.filter(valid_to=None).order_by("code")]


def beside(unit: Unit) -> list[tuple[str, str]]:
    """(code, name) of the units with which it may be merged: of its level, a district's in its own province."""
    rows = Unit.objects.filter(level=unit.level, code__startswith=unit.parent_code, valid_to=None)
    return [(row.pk, f"{row} ({row.pk})") for row in rows.exclude(pk=unit.pk).order_by("sort_key")]


def _check_all_get_some(unit: Unit, parts: Sequence[Part], stays: bool, goes: Mapping[str, str]) -> None:
    left = [code for code, _ in below(unit) if code not in goes]
    word = places.word_below(unit.pk)
    if not stays and left:
        raise ValueError(f"{unit}ไม่คงอยู่ ทุก{word}จึงต้องไปอยู่ในหน่วยงานใหม่ ยังเหลือ {len(left)} {word}")
    if stays and not left:
        raise ValueError(f"{unit}คงอยู่ จึงต้องเหลืออย่างน้อยหนึ่ง{word}")
    for part in parts:
        if part.code not in goes.values():
            raise ValueError(f"ยังไม่ได้เลือก{word}ที่ไป{part.name}")


def _moving(terms: Terms, shares: tuple[Share, ...], goes: Mapping[str, str]) -> Terms:
    """The terms with the places that move; a district that moves begins anew under its province."""
    if all(places.is_subdistrict(code) for code in goes):
        return Terms(begins=terms.begins, ends=terms.ends, shares=shares, places=_recoded(Subdistrict, goes))
    districts = _recoded(Unit, goes)
    names = dict(Unit.objects.filter(pk__in=goes).values_list("code", "name"))
    begun = tuple(Begun(each.new, names[each.old]) for each in districts)
    whole = tuple(Share(each.old, each.new, 1) for each in districts)
    moved = {each.old: each.new for each in districts}
    rows = Subdistrict.objects.filter(district__in=moved, valid_to=None).values_list("code", "district_id")
    return Terms(
        begins=(*terms.begins, *begun),
        ends=(*terms.ends, *moved),
        shares=(*shares, *whole),
        places=_recoded(Subdistrict, {code: moved[district] for code, district in rows}),
    )


def _recoded(model: type[Unit] | type[Subdistrict], goes: Mapping[str, str]) -> tuple[Place, ...]:
    found: list[Place] = []
    for target in sorted(set(goes.values())):
        width = places.width_below(target)
        taken = model.objects.filter(code__startswith=target, code__length=width)
        olds = [code for code, new in goes.items() if new == target]
        found += unit_terms.recoded(olds, target, taken.values_list("code", flat=True))
    return tuple(found)


def next_code(above: str, also: Iterable[str] = ()) -> str:
    """The next free code below a unit, to be proposed; "" when there is none. A province's is DOPA's to give."""
    if not above:
        return ""
    width = places.width_below(above)
    taken = Unit.objects.filter(code__startswith=above, code__length=width).values_list("code", flat=True)
    try:
        return unit_terms.recoded([above], above, [*taken, *also])[0].new
    except ValueError:
        return ""
