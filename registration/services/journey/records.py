"""What a district's round did: tallies, the records with what they changed, those that came back. Reads only."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import datetime
from itertools import chain, islice

from django.db.models import OuterRef, QuerySet, Subquery

from registration import content, figures
from registration.content import Change
from registration.models import Producer, Registration, Revision, Submission
from registration.models.producers import CAME_BACK, RegistrationKind, ReviewMark
from registration.models.revisions import RevisionQuerySet
from registration.services.registry import returns

# --- tallies ---


@dataclass(frozen=True)
class RoundTally:
    """How many producers of a place a round handled, by the values of RegistrationKind, and how many it did not."""

    new: int = 0
    update: int = 0
    confirm: int = 0
    come: int = 0
    withdraw: int = 0
    unhandled: int = 0

    def __add__(self, other: "RoundTally") -> "RoundTally":
        return RoundTally(
            *(getattr(self, each.name) + getattr(other, each.name) for each in fields(RoundTally))
        )

    @property
    def handled(self) -> int:
        return self.new + self.update + self.confirm + self.come + self.withdraw


def tally(submission: Submission) -> RoundTally:
    """What a district's round did so far."""
    counted = figures.progress(submission.district_id, submission.round_id)
    unhandled = Producer.objects.unhandled(submission.round_id).filter(district_id=submission.district_id)
    return RoundTally(**counted.get(submission.district_id, {}), unhandled=unhandled.count())


# --- records of the round, and what they changed ---


@dataclass(frozen=True)
class RecordLine:
    """A record of the round with what it changed since the last one; nothing for a new record."""

    registration: Registration
    changes: tuple[Change, ...]


def of_submission(submission: Submission, kind: str = "") -> QuerySet[Registration]:
    """The records of a district's round by name; `kind` is a RegistrationKind, anything else means all."""
    rows = Registration.objects.filter(district_id=submission.district_id, round_id=submission.round_id)
    if kind in RegistrationKind.values:
        rows = rows.filter(kind=kind)
    return rows.select_related("producer").order_by("producer__sort_key", "pk")


def with_changes(rows: Iterable[Registration]) -> list[RecordLine]:
    """The rows of one page with their differences, subdistricts by name."""
    page = list(rows)
    pairs = revisions_of(page)
    found = []
    for row in page:
        before, after = pairs.get(row.pk, (None, None))
        found.append(differences(before.content, after.content) if before and after else [])
    named = iter(content.with_place_names(chain.from_iterable(found)))
    return [
        RecordLine(row, tuple(islice(named, len(changes)))) for row, changes in zip(page, found, strict=True)
    ]


def differences(before: content.Content | None, after: content.Content) -> list[Change]:
    """The differences worth telling: a field empty before and now is none, though a new product lists it."""
    nothing = content.shown("", None)
    return [row for row in content.difference(before, after) if not row.before == row.after == nothing]


def revisions_of(rows: Iterable[Registration]) -> dict[int, tuple[Revision | None, Revision]]:
    """{registration pk: (what was last certified, what stands now)}; None before for a new record.

    What was not certified counts in no earlier round: it was carried over to this one (decision 0018).
    """
    keys = list(
        Registration.objects.filter(pk__in=[row.pk for row in rows])
        .annotate(
            after=Subquery(_newest("lte").values("pk")[:1]),
            before=Subquery(_newest("lt").counted().values("pk")[:1]),
        )
        .values_list("pk", "kind", "before", "after")
    )
    rounds = Revision.objects.select_related("round")
    found = rounds.in_bulk({pk for _, _, *pks in keys for pk in pks if pk})
    return {
        pk: (
            None if kind == RegistrationKind.NEW or not before else found[before],
            found[after],
        )
        for pk, kind, before, after in keys
        if after
    }


def _newest(round_lookup: str) -> RevisionQuerySet:
    past = {"producer_id": OuterRef("producer_id"), f"round_id__{round_lookup}": OuterRef("round_id")}
    return Revision.objects.filter(**past).order_by("-number")


# --- records that came back ---


@dataclass(frozen=True)
class Reason:
    """One coded reason in the words of the screen."""

    field: str
    code: str
    note: str
    answer: str = ""
    is_answered: bool = False
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Returned:
    """A record that the province returned, why, and whether the district has answered."""

    registration: Registration
    reasons: tuple[Reason, ...]
    is_answered: bool


def returned(submission: Submission) -> list[Returned]:
    """The returned records of a district's round, unanswered ones first."""
    rows = of_submission(submission).filter(review__in=CAME_BACK)
    rows = rows.prefetch_related("producer__products", "return_reasons")
    lines = [Returned(row, tuple(reasons_of(row)), row.review == ReviewMark.ANSWERED) for row in rows]
    return sorted(lines, key=lambda line: line.is_answered)


def answers_of(row: Registration) -> list[Reason]:
    """The reasons of a record's newest return, each with what the district changed since, or said."""
    now = content.of_producer(row.producer)
    given = [each for each in row.return_reasons.all() if each.given_at == _newest_return(row)]
    return [
        replace(reason, changes=tuple(content.with_place_names(returns.changes_of(each, now))))
        for reason, each in zip(reasons_of(row), given, strict=True)
    ]


def since_return(row: Registration, now: content.Content) -> list[Change]:
    """Everything that differs from what the record said when it was last returned; nothing when it never was."""
    newest = row.return_reasons.filter(answered_at__isnull=False).order_by("-given_at").first()
    if newest is None:
        return []
    then = Revision.objects.filter(producer_id=row.producer_id, number=newest.version)
    before = then.values_list("content", flat=True).first()
    return differences(before, now) if before else []


def _newest_return(row: Registration) -> datetime | None:
    return max((reason.given_at for reason in row.return_reasons.all()), default=None)


def reasons_of(row: Registration) -> list[Reason]:
    """The reasons of a record's newest return, products by name."""
    newest = _newest_return(row)
    names = {str(product.pk): product.name for product in row.producer.products.all()}
    return [
        Reason(
            field_label(reason.field, names),
            reason.get_code_display(),
            reason.note,
            reason.answer,
            is_answered=reason.answered_at is not None,
        )
        for reason in row.return_reasons.all()
        if reason.given_at == newest
    ]


def field_label(key: str, product_names: dict[str, str]) -> str:
    """The words for a field of a record; a product's field says which product it is of."""
    label = content.label_of(key)
    name = product_names.get(key.split(".")[1], "") if key.startswith("products.") else ""
    return f"{label.removeprefix(content.PRODUCT_WORD)} ของ “{name}”" if name else label
