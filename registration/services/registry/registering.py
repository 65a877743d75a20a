"""New producers with their products: one typed on a page, or hundreds from a file, by the same rules and writes.

Source: docs/rules.md 3 and 5. However many are registered, the questions asked of the database stay the same few.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from otop_registry import clock, thai
from registration import access, content, numbers
from registration.access import Action
from registration.content import Content
from registration.models import (
    Certificate,
    Producer,
    Product,
    Registration,
    Revision,
    Subdistrict,
    Unit,
    User,
)
from registration.models.producers import RegistrationKind
from registration.services import numbers as vault
from registration.services.checks import running
from registration.services.checks.facts import Facts, Goods, Subject
from registration.services.inserting import insert, unsaved
from registration.services.journal import Act, Told, append_events
from registration.services.registry import duplicates, findable, rules, telephones
from registration.services.registry.duplicates import Duplicate
from registration.services.registry.entry import Entry, open_entry
from registration.services.registry.numbering import next_numbers
from registration.services.registry.rules import Invalid

Fields = dict[str, Any]


@dataclass(frozen=True)
class NewProducer:
    """What is to be registered: content.CONTENT_FIELDS (subdistrict as instance under "subdistrict"), and products.

    Each product holds content.PRODUCT_FIELDS and "certificates", a list of content.CERTIFICATE_FIELDS.
    """

    fields: Fields
    products: Sequence[Fields]

    @property
    def sealed(self) -> Fields:
        """The fields with the tokens of their numbers."""
        return numbers.with_tokens(self.fields)


Outcome = Producer | Duplicate | Invalid


def register(district: Unit, *, by: User, on: date, fields: Fields, products: Sequence[Fields]) -> Producer:
    """Registers a new producer with its products in the district's open round.

    Raises: Refused outside the window; Invalid for what no producer may be; Duplicate for a number registered.
    """
    outcome = register_many(district, [NewProducer(fields, products)], by=by, on=on)[0]
    if isinstance(outcome, Producer):
        return outcome
    raise outcome


@transaction.atomic
def register_many(district: Unit, records: Sequence[NewProducer], *, by: User, on: date) -> list[Outcome]:
    """Registers what the rules allow, in the order given: for each record the producer, or why it is not one.

    Raises: Refused outside the window; then nothing is registered.
    """
    post = access.check(by, Action.PRODUCER_EDIT, district, on)
    desk = _Desk(district, open_entry(district, on), Act(by, on, post), clock.instant(on))
    while True:
        outcomes = desk.judged(records)
        new = [each for each in outcomes if isinstance(each, _Draft)]
        try:
            with transaction.atomic():
                desk.write(new)
        except IntegrityError:  # another district registered one of them at the same moment: judged again
            if not _holders_changed(new):
                raise
            continue
        return [each.producer if isinstance(each, _Draft) else each for each in outcomes]


def _holders_changed(new: Sequence["_Draft"]) -> bool:
    holders = duplicates.holders_of([draft.record.fields for draft in new])
    return any(holders.duplicate(draft.record.fields, "") for draft in new)


@dataclass
class _Draft:
    """A record that the rules allow, as the rows to be written, and what they say."""

    record: NewProducer
    producer: Producer
    products: list[tuple[Product, list[Certificate]]]
    content: Content = field(init=False)

    def __post_init__(self) -> None:
        self.content = content.of_rows(self.producer, self.products)
        self.producer.search_key = findable.key_of_content(self.content)

    def name_products(self) -> Content:
        """What the rows say, with the keys that the products were given in the table."""
        for said, (product, _) in zip(self.content["products"], self.products, strict=True):
            said["id"] = product.pk
        return self.content


@dataclass(frozen=True)
class _Desk:
    """Where, into which round and by whom."""

    district: Unit
    entry: Entry
    act: Act
    moment: datetime

    def judged(self, records: Sequence[NewProducer]) -> list["_Draft | Duplicate | Invalid"]:
        """Each record as rows, or why not; a number that two of the records bear belongs to the first."""
        holders = duplicates.holders_of([record.fields for record in records])
        numbers = next_numbers(self.district.code, self.entry)
        found: list[_Draft | Duplicate | Invalid] = []
        for record in records:
            refusal = self._refusal(record, holders)
            if refusal is None:
                draft = self._draft(record, numbers)
                holders.add(draft.producer)
                found.append(draft)
            else:
                found.append(refusal)
        return found

    def _refusal(self, record: NewProducer, holders: duplicates.Holders) -> Duplicate | Invalid | None:
        code = self.district.code
        if faults := rules.faults_of_new(record.fields, record.products, code):
            return Invalid(faults)
        return holders.duplicate(record.fields, code) or holders.comeback(record.fields, code)

    def _draft(self, record: NewProducer, numbers: Iterator[str]) -> "_Draft":
        round_id = self.entry.round.pk
        fields = record.sealed
        place: Subdistrict = fields.pop("subdistrict")
        producer = unsaved(
            Producer,
            registration_number=next(numbers),
            first_round_id=round_id,
            registered_round_id=round_id,
            confirmed_round_id=round_id,
            created_at=self.moment,
            created_by_id=self.act.officer.pk,
            updated_at=self.moment,
            **fields,
            **name_keys(record.fields["name"]),
        )
        producer.district, producer.subdistrict = self.district, place
        return _Draft(record, producer, [self._product(producer, fields) for fields in record.products])

    def _product(self, producer: Producer, fields: Fields) -> tuple[Product, list[Certificate]]:
        product = unsaved(
            Product,
            first_round_id=self.entry.round.pk,
            registered_round_id=self.entry.round.pk,
            registered_day=self.act.on,
            name_key=thai.name_key(fields["name"]),
            **{name: fields[name] for name in content.PRODUCT_FIELDS if name in fields},
        )
        product.producer = producer
        certificates = [Certificate(product=product, **each) for each in fields.get("certificates", ())]
        return product, certificates

    def write(self, new: Sequence["_Draft"]) -> None:
        """The rows of every table, one revision and one event of each producer, and what the checks find in them."""
        vault.keep(number for draft in new for number in numbers.plain_in(draft.record.fields))
        insert(draft.producer for draft in new)
        telephones.write(draft.producer for draft in new)
        pairs = [pair for draft in new for pair in draft.products]
        insert(product for product, _ in pairs)
        insert(certificate for _, rows in pairs for certificate in rows)
        acts = [self._registration(draft) for draft in new]
        insert(acts)
        contents = [draft.name_products() for draft in new]
        insert(map(self._revision, new, contents))
        told: list[Told] = []
        for draft, after in zip(new, contents, strict=True):
            subject = f"producer:{draft.producer.pk}"
            told.append((subject, (*content.told(None, after), {subject: after})))
        append_events(self.district.code, "register", self.act, told, round=self.entry.round)
        self._check(new, acts)

    def _check(self, new: Sequence["_Draft"], acts: Sequence[Registration]) -> None:
        subjects = [
            Subject(
                act, draft.producer, tuple(Goods(product, tuple(rows)) for product, rows in draft.products)
            )
            for draft, act in zip(new, acts, strict=True)
        ]
        running.run_written(Facts(self.district.code, self.entry.round.pk, self.act.on, subjects))

    def _registration(self, draft: "_Draft") -> Registration:
        return unsaved(
            Registration,
            producer_id=draft.producer.pk,
            round_id=self.entry.round.pk,
            district_id=self.district.pk,
            kind=RegistrationKind.NEW,
            acted_by_id=self.act.officer.pk,
            acted_at=self.moment,
        )

    def _revision(self, draft: "_Draft", after: Content) -> Revision:
        return unsaved(
            Revision,
            producer_id=draft.producer.pk,
            number=draft.producer.version,
            round_id=self.entry.round.pk,
            district_id=self.district.pk,
            day=self.act.on,
            at=self.moment,
            by_id=self.act.officer.pk,
            content=after,
        )


def name_keys(name: str) -> Fields:
    """The stored keys of a producer's name: for duplicates and for the dictionary order."""
    return {"name_key": thai.name_key(name)[:200], "sort_key": thai.sort_key(name)[:400]}
