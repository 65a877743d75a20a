"""One record as the province reads it: beside its past, beside what was returned, with its neighbours in the queue."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import QuerySet

from registration import content, places
from registration.content import Change
from registration.models import Producer, Registration, Round
from registration.services.checks import found
from registration.services.checks.found import Found
from registration.services.journey import coverage, queue, records
from registration.services.journey.coverage import WAITING
from registration.services.journey.queue import Asked, Scope


@dataclass(frozen=True)
class ReviewGroup:
    """A part of a record: the producer itself, or one of its products."""

    title: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Record:
    """One record beside its past; `last_round` is the one in which it was last certified, None for a new record."""

    registration: Registration
    findings: tuple[Found, ...]
    is_sampled: bool
    last_round: Round | None
    changed: tuple[ReviewGroup, ...]
    since_return: tuple[ReviewGroup, ...]
    whole: tuple[ReviewGroup, ...]
    duplicates: tuple[Producer, ...]
    previous_pk: int | None
    next_pk: int | None
    next_waiting_pk: int | None
    place: int
    total: int


def record(scope: Scope, asked: Asked, registration: Registration) -> Record:
    """A record of the queue with its differences, look-alikes and neighbours among those asked for.

    One that is not asked for (any more) stands before the first of them.
    """
    own = coverage.with_samples(Registration.objects.filter(pk=registration.pk), registration.round_id)
    row = own.select_related("producer__district", "acted_by", "round").get()
    last, newest = records.revisions_of([row])[row.pk]
    before, after = last.content if last else None, newest.content
    names, known = _product_names(after), _product_names(before or {})
    order = dict(queue.rows(scope, asked).values_list("pk", "review"))
    pks = list(order)
    place = pks.index(row.pk) if row.pk in order else -1
    behind, ahead = pks[: max(place, 0)], pks[place + 1 :]
    waits = asked.mark in queue.REOPENING
    return Record(
        registration=row,
        findings=found.findings_of([row])[row.pk],
        is_sampled=row.is_sampled,  # type: ignore[attr-defined]  # of with_samples
        last_round=last.round if last else None,
        changed=_groups(records.differences(before, after), known | names, fresh=set(names) - set(known)),
        since_return=_groups(records.since_return(row, after), known | names),
        whole=_groups(content.difference(None, after), names),
        duplicates=tuple(_look_alikes(row)),
        previous_pk=next(reversed(behind), None),
        next_pk=next(iter(ahead), None),
        next_waiting_pk=next((pk for pk in (*ahead, *behind) if waits or order[pk] in WAITING), None),
        place=place + 1,
        total=len(pks),
    )


def _look_alikes(row: Registration) -> QuerySet[Producer]:
    """Standing producers of the same province with the same name. Nothing outside the province is told."""
    same = Producer.objects.active().filter(
        name_key=row.producer.name_key, district__code__startswith=places.province_of(row.district_id)
    )
    return same.exclude(pk=row.producer_id).select_related("district", "subdistrict")


def _product_names(each: content.Content) -> dict[str, str]:
    return {str(product["id"]): product["name"] for product in each.get("products", [])}


def _groups(
    changes: Sequence[Change], names: dict[str, str], fresh: Collection[str] = ()
) -> tuple[ReviewGroup, ...]:
    """The changes by what they belong to; products in `fresh` are called new."""
    rows = content.with_place_names(changes)
    return tuple(
        ReviewGroup(title, tuple(_short(row) for row in group))
        for title, group in groupby(rows, key=lambda row: _title(row.field, names, fresh))
    )


def _title(field: str, names: dict[str, str], fresh: Collection[str]) -> str:
    if not field.startswith("products."):
        return "ข้อมูลผู้ผลิต"
    product = field.split(".")[1]
    return f"ผลิตภัณฑ์{'ใหม่' if product in fresh else ''} “{names.get(product, 'ที่ยกเลิกแล้ว')}”"


def _short(row: Change) -> Change:
    return Change(row.field, row.label.removeprefix(content.PRODUCT_WORD), row.before, row.after)


def returnable(registration: Registration) -> list[tuple[str, list[tuple[str, str]]]]:
    """The fields that may be returned, grouped for a select: the producer's, then each standing product's."""
    own = [(name, content.label_of(name)) for name in content.CONTENT_FIELDS]
    groups = [("ข้อมูลผู้ผลิต", own)]
    for product in registration.producer.products.active():
        fields = [f"products.{product.pk}.{name}" for name in (*content.PRODUCT_FIELDS, "certificates")]
        labels = [content.label_of(field).removeprefix(content.PRODUCT_WORD) for field in fields]
        groups.append((f"ผลิตภัณฑ์ “{product.name}”", list(zip(fields, labels, strict=True))))
    return groups
