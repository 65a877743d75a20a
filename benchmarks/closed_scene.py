"""What make_national_data leaves out of its newest round: a revision of each producer, and every certificate.

Written past the services, as that invention is; the round is then ready to be closed by them.
"""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Final

from django.db.models import Value
from django.db.models.functions import Concat
from django.utils import timezone

from registration import content
from registration.demo import bulk
from registration.demo.national import LAST_QUARTER
from registration.models import Certification, Producer, Revision, Round, Submission, User
from registration.services.registry.standing import district_fingerprint
from registration.workflow import CertificateStatus, Status

ROUND: Final = Round.id_of(LAST_QUARTER)
SIGNED: Final = date(2024, 9, 18)
LOT: Final = 2000  # records in memory at a time
REVISION: Final = ("producer_id", "number", "round_id", "district_id", "day", "at", "by_id", "content")


def sign() -> None:
    """Every district and province of the newest round has certified what its records say."""
    User.objects.filter(email="").update(email=Concat("username", Value("@example.org")))  # told of each step
    by = User.objects.get(username="national.department")
    bulk.load(Revision, REVISION, _revisions(by))
    at = datetime.combine(SIGNED, time(10), tzinfo=timezone.get_default_timezone())
    signed = {"certified_at": at, "certified_by": by}
    submissions = list(Submission.objects.filter(round=ROUND))
    for row in submissions:
        row.status, row.fingerprint = Status.CERTIFIED, district_fingerprint(row.district_id, ROUND)
        row.first_submitted_at, row.receipt_number = at, f"{row.district_id}/{ROUND}"
        row.certified_at, row.certified_by = at, by
    names = ["status", "fingerprint", "first_submitted_at", "receipt_number", *signed]
    Submission.objects.bulk_update(submissions, names, batch_size=LOT)
    Certification.objects.filter(round=ROUND).update(status=CertificateStatus.CERTIFIED, **signed)


def _revisions(by: User) -> Iterator[bulk.Row]:
    rows = Producer.objects.order_by("pk").prefetch_related("products__certificates")
    moment = f"{SIGNED.isoformat()} 03:00:00+00:00"
    for producer in rows.iterator(chunk_size=LOT):
        said = content.canonical(content.of_producer(producer)).decode()
        head = (producer.pk, producer.version, ROUND, producer.district_id)
        yield (*head, SIGNED.isoformat(), moment, by.pk, said)
