"""The names of places as a document writes them."""

from registration.models import Unit
from registration.models.units import BANGKOK
from registration.services.editions.published import full_names


def full_name(unit: Unit) -> str:
    """A district with its province: อำเภอพรหมคีรี จังหวัดนครศรีธรรมราช. One query."""
    return full_names([unit.code]).get(unit.code, str(unit))


def word_below(unit: Unit) -> str:
    """What lies below a unit: จังหวัด, อำเภอ or เขต, ตำบล or แขวง."""
    is_bangkok = unit.code.startswith(BANGKOK)
    return {0: "จังหวัด", 2: "เขต" if is_bangkok else "อำเภอ", 4: "แขวง" if is_bangkok else "ตำบล"}[
        len(unit.code)
    ]
