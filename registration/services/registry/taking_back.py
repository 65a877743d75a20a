"""New records of a file taken back as if they had never been: until the round is submitted, and untouched since.

Their registration numbers are used up. The journal keeps their registration, and tells that they were taken back.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

from django.db import transaction

from otop_registry import clock
from registration import access
from registration.access import Action
from registration.models import Producer, Product, Registration, RetiredNumber, Revision, Sale, Unit, User
from registration.services.journal import Act, Told, append_events
from registration.services.registry.entry import open_entry

CHANGED: Final = "มีผู้แก้ไขระเบียนนี้หลังการนำเข้า จึงไม่เลิกทำ"
SOLD: Final = "บันทึกยอดจำหน่ายของผลิตภัณฑ์รายนี้แล้ว จึงไม่เลิกทำ"
OLDER: Final = "รายนี้นับในรอบก่อนแล้ว จึงไม่เลิกทำ"


@transaction.atomic
def take_back(district: Unit, versions: Mapping[int, int], *, by: User, on: date) -> dict[int, str]:
    """Removes new producers {id: the version that the file left}; returns {id: why it stays} of the others.

    Raises: Refused when the district may not write today.
    """
    post = access.check(by, Action.PRODUCER_EDIT, district, on)
    entry = open_entry(district, on)
    rows = list(Producer.objects.filter(district=district, pk__in=versions))
    sold = set(Sale.objects.filter(product__producer__in=rows).values_list("product__producer_id", flat=True))
    kept = {row.pk: SOLD for row in rows if row.pk in sold}
    kept |= {row.pk: OLDER for row in rows if row.first_round_id != entry.round.pk}
    kept |= {row.pk: CHANGED for row in rows if row.version != versions[row.pk]}
    gone = [row for row in rows if row.pk not in kept]
    told: list[Told] = [
        (f"producer:{row.pk}", ({"registration_number": row.registration_number}, {})) for row in gone
    ]
    append_events(district.code, "undo_upload", Act(by, on, post), told, round=entry.round)
    _remove(gone, on)  # after it was told: without the event the database keeps every revision
    return kept


def _remove(producers: list[Producer], on: date) -> None:
    """The rows of every table, and a note of each number."""
    RetiredNumber.objects.bulk_create(
        RetiredNumber(
            registration_number=row.registration_number,
            district_id=row.district_id,
            retired_at=clock.instant(on),
        )
        for row in producers
    )
    Revision.objects.filter(producer__in=producers).delete()
    Registration.objects.filter(producer__in=producers).delete()
    Product.objects.filter(producer__in=producers).delete()
    Producer.objects.filter(pk__in=[row.pk for row in producers]).delete()
