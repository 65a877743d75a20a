"""What a producer's page tells: its history, what changed since the last round, what the province wants put right.

Reads only; every function takes a producer already inside the reader's scope.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby

from registration import content, verbs
from registration.content import Change
from registration.models import (
    Certificate,
    Event,
    Producer,
    Product,
    Registration,
    ReturnReason,
    Revision,
    Submission,
)
from registration.models.producers import Evidence, RegistrationKind, ReviewMark
from registration.services.checks.found import Found, findings_of
from registration.services.checks.licences import lacks_licence
from registration.services.registry.as_of import address_of
from registration.workflow import Status

TELLS_NO_FIELD = frozenset(
    {"register", "decide_apart", "decide_anew", "find_late_fault", "hand_over_data"}
    | {"ask_transfer", "recall_transfer", "refuse_transfer", "transfer_out"}
    | {"ask_undo_transfer", "transfer_back_out"}
)
SOON = timedelta(days=90)  # a certificate that ends within it is told of


@dataclass(frozen=True)
class ActLine:
    """One line of a producer's history; `changes` is empty for acts that change no field."""

    icon: str
    title: str
    by: str
    at: datetime
    reason: str = ""
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class ProvedStandard:
    """A certificate with how it stands on the day: "", "soon" or "over"."""

    certificate: Certificate
    state: str


@dataclass(frozen=True)
class ProductCard:
    """A product with its certificates, as the record page shows it."""

    product: Product
    standards: tuple[ProvedStandard, ...]
    lacks_licence: bool


@dataclass(frozen=True)
class RecordSheet:
    """What the facts of a producer need beside its own columns."""

    address: str
    evidence: tuple[str, ...]
    links: tuple[str, ...]


def sheet_of(producer: Producer) -> RecordSheet:
    """The place in one line, the papers seen and the community links by their words."""
    record = {name: getattr(producer, name) for name in content.CONTENT_FIELDS}
    links = ("takes_part_in_production", "takes_part_in_management", "community_benefits")
    return RecordSheet(
        address_of(record, str(producer.subdistrict)),
        tuple(str(label) for code, label in Evidence.choices if code in producer.documents_seen),
        tuple(content.label_of(name) for name in links if record[name]),
    )


def products_of(producer: Producer, on: date) -> list[ProductCard]:
    """Standing products first, each with its certificates."""
    rows = producer.products.prefetch_related("certificates").select_related(
        "registered_round", "withdrawn_round"
    )
    ordered = sorted(rows, key=lambda product: (product.is_withdrawn, product.pk))
    return [_card(product, list(product.certificates.all()), on) for product in ordered]


def _card(product: Product, certificates: list[Certificate], on: date) -> ProductCard:
    proved = tuple(_proved(row, on) for row in certificates)
    return ProductCard(product, proved, lacks_licence(product, certificates, on))


def _proved(certificate: Certificate, on: date) -> ProvedStandard:
    expires = certificate.expires_day
    if expires is None or expires > on + SOON:
        return ProvedStandard(certificate, "")
    return ProvedStandard(certificate, "over" if expires < on else "soon")


# --- what happened ---


def history(producer: Producer) -> list[ActLine]:
    """Every act on the producer, newest first: writes, confirmations, returns by the province."""
    lines = [*_writes(producer), *_confirmations(producer), *_returns(producer)]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def _writes(producer: Producer) -> Iterable[ActLine]:
    events = Event.objects.filter(subject=f"producer:{producer.pk}").select_related("by").order_by("pk")
    names = _names(producer)
    for event in events:
        changes = () if event.verb in TELLS_NO_FIELD else tuple(readable(_changes(event), names))
        is_idle = event.verb == "amend" and not changes
        icon, title = verbs.UNCHANGED if is_idle else verbs.OF_PRODUCER[event.verb]
        yield ActLine(icon, title, _who(event), event.at, event.reason, changes)


def _who(event: Event) -> str:
    return f"{event.by or 'ระบบ'} {event.acting_as}".strip()


def _changes(event: Event) -> Iterable[Change]:
    """The journal keeps the values as they were shown then; only the words before them are of today."""
    keys = [*event.after, *(key for key in event.before if key not in event.after)]
    for key in keys:
        yield Change(key, content.label_of(key), event.before.get(key, "–"), event.after.get(key, "–"))


def readable(changes: Iterable[Change], names: Mapping[str, str]) -> list[Change]:
    """The changes in a reader's words: subdistricts and products by name, a product that came as one line."""
    rows = content.with_place_names(changes)
    grouped = groupby(
        rows, key=lambda row: row.field.split(".")[1] if row.field.startswith("products.") else ""
    )
    return [each for pk, group in grouped for each in _of_product(list(group), names.get(pk, ""))]


def _of_product(rows: list[Change], name: str) -> list[Change]:
    if not rows[0].field.startswith("products."):
        return rows
    by_field = {row.field.rsplit(".", 1)[-1]: row for row in rows}
    came = by_field.get("name")
    if came and came.before == "–":
        return [replace(came, label="ผลิตภัณฑ์ที่เพิ่ม")]
    if came and came.after == "–":
        return [replace(came, label="ผลิตภัณฑ์ที่ออกจากระเบียน")]
    word = name or "ผลิตภัณฑ์"
    return [replace(row, label=f"{word}: {row.label.removeprefix(content.PRODUCT_WORD)}") for row in rows]


def _names(producer: Producer) -> dict[str, str]:
    """{product's key as text: name} of every product the producer ever had."""
    return {str(pk): name for pk, name in producer.products.values_list("pk", "name")}


def _confirmations(producer: Producer) -> Iterable[ActLine]:
    rows = Registration.objects.filter(producer=producer, kind=RegistrationKind.CONFIRM)
    for row in rows.select_related("acted_by", "round"):
        yield ActLine("check-lg", f"ยืนยันข้อมูลเดิม รอบ {row.round}", str(row.acted_by), row.acted_at)


def _returns(producer: Producer) -> Iterable[ActLine]:
    rows = ReturnReason.objects.filter(registration__producer=producer).select_related("given_by")
    for at, group in groupby(rows.order_by("given_at", "pk"), key=lambda row: row.given_at):
        reasons = list(group)
        said = " · ".join(f"{content.label_of(row.field)}: {_sentence(row)}" for row in reasons)
        yield ActLine("arrow-return-left", "จังหวัดให้แก้ไข", str(reasons[0].given_by), at, said)


# --- what differs, what is wanted ---


def changed_since_last_round(producer: Producer, round_id: int) -> list[Change]:
    """What differs from the newest version of an earlier round; nothing for a producer new in this one."""
    past = Revision.objects.filter(producer=producer, round_id__lt=round_id).order_by("-number").first()
    if past is None:
        return []
    changes = content.difference(past.content, content.of_producer(producer))
    return readable(changes, _names(producer))


def registration_in(producer: Producer, round_id: int) -> Registration | None:
    """What the round did to the producer so far."""
    return Registration.objects.filter(producer=producer, round_id=round_id).first()


def findings_in(registration: Registration | None) -> tuple[Found, ...]:
    """What the checks found in the record of a round; nothing where the round has none of it."""
    return findings_of([registration])[registration.pk] if registration else ()


@dataclass(frozen=True)
class Return:
    """One thing the province wants put right."""

    pk: int
    field: str
    label: str
    sentence: str


def open_returns(producer: Producer) -> list[Return]:
    """What the province sent back and nobody has answered: shown once the round was sent back, not before."""
    sent_back = Submission.objects.filter(district_id=producer.district_id, status=Status.SENT_BACK)
    rows = ReturnReason.objects.filter(
        answered_at=None,
        registration__producer=producer,
        registration__review=ReviewMark.RETURNED,
        registration__round__in=sent_back.values("round"),
    )
    return [Return(row.pk, row.field, content.label_of(row.field), _sentence(row)) for row in rows]


def returned_registration(producer: Producer) -> Registration:
    """The record of the round that was sent back. Raises: DoesNotExist without one; ask open_returns first."""
    rows = Registration.objects.filter(producer=producer, review=ReviewMark.RETURNED)
    return rows.select_related("producer__district").latest("round_id")


def _sentence(reason: ReturnReason) -> str:
    note = f" {reason.note}" if reason.note else ""
    return f"{reason.get_code_display()}{note}"
