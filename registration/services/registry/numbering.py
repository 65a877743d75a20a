"""The registration numbers of a district, each given once: a record that was taken back keeps its number used up."""

from collections.abc import Iterator

from registration import identifiers, places
from registration.models import Producer, RetiredNumber
from registration.services.registry.entry import Entry
from registration.workflow import Refused


def next_numbers(district_code: str, entry: Entry) -> Iterator[str]:
    """The district's next registration numbers in the round's fiscal year. Safe under the submission's lock.

    Raises: Refused when all of the year are given.
    """
    year_be, province = entry.round.fiscal_year_be, places.province_of(district_code)
    prefix = identifiers.registration_number(province, district_code, year_be, 1)[: -len("00001-0")]
    for running in range(_last(prefix) + 1, identifiers.MAX_RUNNING + 1):
        yield identifiers.registration_number(province, district_code, year_be, running)
    raise Refused(
        f"เลขทะเบียนของอำเภอนี้ในปีงบประมาณ {year_be} ให้ครบ {identifiers.MAX_RUNNING:,} เลขแล้ว กรุณาแจ้งกรมการพัฒนาชุมชน"
    )


def _last(prefix: str) -> int:
    """The highest running number that was ever given under the prefix; 0 for none."""
    given = [
        table.objects.filter(registration_number__startswith=prefix)
        .order_by("-registration_number")
        .values_list("registration_number", flat=True)
        .first()
        for table in (Producer, RetiredNumber)
    ]
    return max((int(number[len(prefix) :].split("-")[0]) for number in given if number), default=0)
