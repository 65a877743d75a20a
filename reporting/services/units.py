"""Changes of units, carried out with what the apps above the registry keep of them (decision 0083)."""

from datetime import date

from registration.models import UnitChange
from registration.services.journal import Act
from registration.services.units import carrying
from registration.unit_terms import Terms


def carry_out_due(on: date) -> int:
    """Carries out the changes whose day has come; returns how many. Safe to repeat and to run twice at once."""
    return carrying.carry_out_due(on, _also)


def _also(change: UnitChange, terms: Terms, act: Act) -> None:
    """Nothing of grades or reports moves with a name."""
