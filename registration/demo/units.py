"""A district of the demo that a decree divides: prepared by one of the department, for the newcomer to confirm."""

from datetime import date, time
from fractions import Fraction
from typing import Final

from otop_registry import clock
from registration.demo.acts import officer_of
from registration.models import Unit, UnitAct
from registration.services.units import deciding, planning
from registration.services.units.deciding import Decree
from registration.services.units.planning import Part

DISTRICT: Final = "8003"
PREPARED, DAY = date(2018, 3, 13), date(2018, 3, 14)
NEW: Final = Part("8056", "กำโลน", Fraction(2, 5))
GOES: Final = {"800304": NEW.code, "800305": NEW.code}
DECREE: Final = Decree(
    DAY, "เล่ม 135 ตอนที่ 14 ก วันที่ 12 มีนาคม 2561 (สมมติ)", "แบ่งท้องที่อำเภอลานสกา ตั้งเป็นอำเภอกำโลน"
)


def prepare_split() -> None:
    """ลานสกา keeps three subdistricts and three fifths; two go to the new district กำโลน."""
    unit = Unit.objects.get(pk=DISTRICT)
    terms = planning.split(unit, [NEW], Fraction(3, 5), GOES)
    with clock.hour(time(10, 20)):
        deciding.prepare(UnitAct.SPLIT, unit, DECREE, terms, by=officer_of(""), on=PREPARED)
