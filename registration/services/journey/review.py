"""What a province reads before it certifies: a district's records sorted by risk, one record beside its past."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    TextChoices,
    Value,
    When,
)

from registration import content, places
from registration.content import Change
from registration.models import Producer, Product, Registration, ReturnReason, Submission
from registration.models.producers import RegistrationKind, ReviewMark
from registration.services.checks.licences import products_without_licence
from registration.services.journey import records

WAITING = (ReviewMark.UNSEEN, ReviewMark.ANSWERED)
PASSED = (ReviewMark.PASSED, ReviewMark.PASSED_IN_BULK)

# --- the queue ---


def queue(submission: Submission, on: date) -> QuerySet[Registration]:
    """The records of a district's round, riskiest first. Each bears was_returned, is_duplicate, lacks_licence,
    has_twins.

    The order does not depend on the marks of this review, so that "next" stays next while somebody works.
    """
    return (
        records.of_submission(submission)
        .annotate(
            was_returned=_was_returned(),
            is_duplicate=_is_duplicate(submission),
            lacks_licence=_gap(submission, on),
            has_twins=_has_twins(),
        )
        .annotate(rank=_RISK)
        .order_by("rank", "producer__sort_key", "pk")
    )


def _was_returned() -> Exists:
    return Exists(ReturnReason.objects.filter(registration=OuterRef("pk"), answered_at__isnull=False))


def _is_duplicate(submission: Submission) -> ExpressionWrapper:
    """Another producer of the province bears the same name, read without spaces and signs.

    A record that was confirmed as it stood is told only of a newcomer: the others were looked at before.
    Names are grouped once per query: asked row by row, a province of 7,000 producers takes seconds.
    """
    own = records.of_submission(submission).order_by().values("producer__name_key")
    province = places.province_of(submission.district_id)
    standing = Producer.objects.active().filter(district__code__startswith=province, name_key__in=own)
    names = (
        standing.order_by().values("name_key").annotate(count=Count("pk"), newest=Max("registered_round_id"))
    )
    shared = names.filter(count__gt=1)
    newly_shared = shared.filter(newest__gte=submission.round_id)
    entered = Q(kind__in=(RegistrationKind.NEW, RegistrationKind.UPDATE))
    confirmed = Q(kind=RegistrationKind.CONFIRM)
    among = "producer__name_key__in"
    same = (entered & Q(**{among: shared.values("name_key")})) | (
        confirmed & Q(**{among: newly_shared.values("name_key")})
    )
    return ExpressionWrapper(same, output_field=BooleanField())


def _gap(submission: Submission, on: date) -> ExpressionWrapper:
    """A product of the producer lacks the licence that a law asks for."""
    lacking = products_without_licence(on).filter(producer__district_id=submission.district_id)
    return ExpressionWrapper(
        Q(producer_id__in=lacking.order_by().values("producer_id")), output_field=BooleanField()
    )


def _has_twins() -> Exists:
    """Two standing products of the producer bear the same name, one of them brought by this round."""
    own = Product.objects.active().filter(producer=OuterRef("producer"), registered_round=OuterRef("round"))
    twins = Product.objects.active().filter(producer=OuterRef("producer"), name_key=OuterRef("name_key"))
    return Exists(own.filter(Exists(twins.exclude(pk=OuterRef("pk")))))


_RISK = Case(
    When(was_returned=True, then=Value(0)),
    When(Q(is_duplicate=True) | Q(has_twins=True), then=Value(1)),
    When(kind=RegistrationKind.NEW, then=Value(2)),
    When(lacks_licence=True, then=Value(3)),
    When(kind__in=(RegistrationKind.WITHDRAW, RegistrationKind.UPDATE), then=Value(4)),
    default=Value(5),
    output_field=IntegerField(),
)
_SUSPECT = Q(was_returned=True) | Q(is_duplicate=True) | Q(lacks_licence=True) | Q(has_twins=True)


def clean(submission: Submission, on: date) -> QuerySet[Registration]:
    """The records that nobody has looked at and that show nothing to look into."""
    return queue(submission, on).filter(review=ReviewMark.UNSEEN).exclude(_SUSPECT)


def exceptions(submission: Submission, on: date) -> QuerySet[Registration]:
    """The records that show something to look into, whatever their mark: what a certificate must not overlook."""
    return queue(submission, on).filter(_SUSPECT)


def marked(rows: QuerySet[Registration], mark: str) -> QuerySet[Registration]:
    """The rows of one tab of the queue: waiting, or one of ReviewMark; anything else means all."""
    if mark == "waiting":
        return rows.filter(review__in=WAITING)
    if mark == ReviewMark.PASSED:
        return rows.filter(review__in=PASSED)
    return rows.filter(review=mark) if mark in ReviewMark.values else rows


@dataclass(frozen=True)
class Marks:
    """How far the review of a district's round is, and how it was done.

    `passed` = `opened` + `bulk`; `sampled` of the opened ones showed nothing that asked for it.
    """

    total: int
    waiting: int
    unseen: int
    answered: int
    returned: int
    passed: int
    opened: int
    sampled: int
    bulk: int
    clean: int


def marks(submission: Submission, on: date) -> Marks:
    """How many records wait, go back, have passed, and may pass in one act."""
    suspect = queue(submission, on)
    counted = suspect.aggregate(
        total=Count("pk"),
        waiting=Count("pk", filter=Q(review__in=WAITING)),
        unseen=Count("pk", filter=Q(review=ReviewMark.UNSEEN)),
        answered=Count("pk", filter=Q(review=ReviewMark.ANSWERED)),
        returned=Count("pk", filter=Q(review=ReviewMark.RETURNED)),
        passed=Count("pk", filter=Q(review__in=PASSED)),
        opened=Count("pk", filter=Q(review=ReviewMark.PASSED)),
        sampled=Count("pk", filter=Q(review=ReviewMark.PASSED) & ~_SUSPECT),
        bulk=Count("pk", filter=Q(review=ReviewMark.PASSED_IN_BULK)),
        clean=Count("pk", filter=Q(review=ReviewMark.UNSEEN) & ~_SUSPECT),
    )
    return Marks(**counted)


class Flag(TextChoices):
    """What asks for a look in a row of `queue`, which bears each of them by name."""

    WAS_RETURNED = "was_returned", "เคยส่งกลับ อำเภอแก้ไขหรือชี้แจงแล้ว"
    HAS_TWINS = "has_twins", "มีผลิตภัณฑ์ชื่อเดียวกันมากกว่าหนึ่งรายการ"
    IS_DUPLICATE = "is_duplicate", "ชื่อตรงกับรายอื่นในจังหวัด"
    LACKS_LICENCE = "lacks_licence", "มีผลิตภัณฑ์ที่ต้องมีใบอนุญาตแต่ยังไม่มีใบที่ใช้ได้"


def flags(row: Registration) -> list[str]:
    """What to look into in a row of `queue`, in words."""
    return [str(flag.label) for flag in Flag if getattr(row, flag.value)]


@dataclass(frozen=True)
class QueueLine:
    """A row of the queue as the screen shows it."""

    registration: Registration
    flags: tuple[str, ...]
    changes: tuple[Change, ...]


def queue_lines(rows: Iterable[Registration]) -> list[QueueLine]:
    """The rows of one page of the queue with flags and differences."""
    return [
        QueueLine(line.registration, tuple(flags(line.registration)), line.changes)
        for line in records.with_changes(rows)
    ]


# --- one record ---


@dataclass(frozen=True)
class ReviewGroup:
    """A part of a record: the producer itself, or one of its products."""

    title: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Record:
    """One record beside its past."""

    registration: Registration
    flags: tuple[str, ...]
    changed: tuple[ReviewGroup, ...]
    whole: tuple[ReviewGroup, ...]
    duplicates: tuple[Producer, ...]
    previous_pk: int | None
    next_pk: int | None
    next_waiting_pk: int | None
    place: int
    total: int


def record(submission: Submission, registration: Registration, on: date) -> Record:
    """A record of the district's round with its differences, look-alikes and neighbours in the queue."""
    row = queue(submission, on).select_related("producer__district").get(pk=registration.pk)
    before, after = records.revisions_of([row])[row.pk]
    names, known = _product_names(after), _product_names(before or {})
    order = dict(queue(submission, on).values_list("pk", "review"))
    pks = list(order)
    place = pks.index(row.pk)
    behind, ahead = pks[:place], pks[place + 1 :]
    return Record(
        registration=row,
        flags=tuple(flags(row)),
        changed=_groups(records.differences(before, after), known | names, fresh=set(names) - set(known)),
        whole=_groups(content.difference(None, after), names),
        duplicates=tuple(_look_alikes(row)),
        previous_pk=next(reversed(behind), None),
        next_pk=next(iter(ahead), None),
        next_waiting_pk=next((pk for pk in (*ahead, *behind) if order[pk] in WAITING), None),
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
    return f"ผลิตภัณฑ์{'ใหม่' if product in fresh else ''} “{names[product]}”"


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
