"""Faults in certified records that came out later: the one writer of them, whoever finds them (decision 0075)."""

from typing import Final

from django.db.models import Exists, OuterRef, QuerySet

from registration import content
from registration.models import FaultSource, LateFault, Producer, Registration, Submission
from registration.services.journal import Act, append_event, lock_unit
from registration.workflow import Status

WHOLE, DUPLICATE = "record", "duplicate"  # what is wrong where it is no single field
LABELS: Final = {WHOLE: "ทั้งระเบียน", DUPLICATE: "ลงทะเบียนซ้ำกับอีกราย"}


def label_of(field: str) -> str:
    """The words of what is wrong."""
    return LABELS.get(field) or content.label_of(field)


def certified(rows: QuerySet[Registration]) -> QuerySet[Registration]:
    """Those that a province has certified."""
    signed = Submission.objects.filter(
        district=OuterRef("district"), round=OuterRef("round"), status=Status.CERTIFIED
    )
    return rows.filter(Exists(signed))


def newest_certified(producer: Producer) -> Registration | None:
    """The record of the last round for which the producer was certified."""
    rows = certified(Registration.objects.filter(producer=producer)).select_related("producer", "round")
    return rows.order_by("-round_id").first()


def record(
    registration: Registration, field: str, *, source: FaultSource, note: str, act: Act
) -> LateFault | None:
    """Keeps a fault once for a record and field, with its event in the producer's history; None when it is kept.

    Call inside the transaction of the act in which it came out. The act's own reason stays with that act.
    """
    lock_unit(registration.district_id)
    if LateFault.objects.filter(registration=registration, field=field).exists():
        return None
    producer = Producer.objects.get(pk=registration.producer_id)
    told = Act(act.by, act.on, act.post, f"{label_of(field)}: {note}")
    append_event(
        registration.district_id,
        "find_late_fault",
        told,
        subject=f"producer:{producer.pk}",
        round=registration.round,
        changes=({}, {"field": field, "source": str(source)}),
    )
    return LateFault.objects.create(
        registration=registration,
        field=field,
        source=source,
        note=note,
        version=producer.version,
        day=act.on,
        at=act.at,
        by=act.officer,
    )


def record_duplicate(pair: tuple[Producer, Producer], *, note: str, act: Act) -> LateFault | None:
    """Of two certified records of one producer, the one registered later should never have been certified."""
    rows = [certified(Registration.objects.filter(producer=each)) for each in pair]
    if not all(each.exists() for each in rows):
        return None
    later = max(pair, key=lambda each: (each.first_round_id, each.pk))
    first = (
        certified(Registration.objects.filter(producer=later)).select_related("round").earliest("round_id")
    )
    return record(first, DUPLICATE, source=FaultSource.MERGE, note=note, act=act)
