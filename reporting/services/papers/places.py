"""The names of places as a document writes them."""

from registration.models import Unit
from registration.services.editions.published import full_names


def full_name(unit: Unit) -> str:
    """A district with its province: อำเภอพรหมคีรี จังหวัดนครศรีธรรมราช."""
    return full_names([unit.code]).get(unit.code, str(unit))
