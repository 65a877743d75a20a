"""Which papers tell a figure that a corrected month moves: of the district, its province and the nation.

Source: decision 0085. Letters stay what was issued under their number (decision 0045).
"""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from registration.models import Proof, Round, SalesCorrection
from registration.models.proofs import MONTHLY_RECEIPT
from registration.places import province_of
from registration.services import subjects
from registration.stand import Basis
from registration.timetable import Quarter
from reporting.kinds import Kind

MONTHLY = (Kind.MONTHLY, MONTHLY_RECEIPT)


def of(correction: SalesCorrection, bases: Iterable[tuple[Quarter, date]]) -> list[Proof]:
    """The papers of the corrected quarter, and of later quarters whose bases follow, in order of unit."""
    told = _of_quarter(Quarter.of(correction.month), correction.month)
    firsts: dict[Quarter, date] = {}
    for quarter, month in bases:
        firsts[quarter] = min(month, firsts.get(quarter, month))
    for quarter, month in firsts.items():
        round = subjects.of_round(Round.id_of(quarter))
        told |= _of_quarter(quarter, month) | Q(kind=Kind.TARGETS, subject=round)
    code = correction.district_id
    rows = Proof.objects.filter(told, unit__in=[code, province_of(code), ""]).exclude(basis=Basis.DRAFT)
    return list(rows.select_related("unit").order_by("unit_id", "pk"))


def _of_quarter(quarter: Quarter, first: date) -> Q:
    """The monthly reports from a month of the quarter on, and the summaries of meetings that tell its final grades."""
    months = [subjects.of_month(month) for month in quarter.months if month >= first]
    meetings = [subjects.of_month(month) for month in quarter.next.months]
    return Q(kind__in=MONTHLY, subject__in=months) | Q(kind=Kind.SUMMARY, subject__in=meetings)
