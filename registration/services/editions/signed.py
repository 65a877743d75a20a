"""What counts when a round is closed: districts certified, in provinces that certified; the rest has a reason.

Source: docs/rules.md 4.10; decision 0010.
"""

from django.db.models import QuerySet

from registration import places
from registration.models import Certification, Round, Submission
from registration.workflow import CertificateStatus, Status


def included(round: Round) -> set[str]:
    """The codes of the districts that count."""
    provinces = set(_settled(round).values_list("province_id", flat=True))
    certified = Submission.objects.filter(round=round, status=Status.CERTIFIED)
    codes = certified.values_list("district_id", flat=True)
    return {code for code in codes if places.province_of(code) in provinces}


def reasons(round: Round, unit_code: str = "") -> dict[str, str]:
    """{district left out: the reason its province gave}, of the certified provinces in the unit's scope."""
    rows = _settled(round).filter(province__code__startswith=unit_code)
    return {code: why for row in rows for code, why in row.left_out.items()}


def _settled(round: Round) -> QuerySet[Certification]:
    return Certification.objects.filter(round=round).exclude(status=CertificateStatus.PENDING)
