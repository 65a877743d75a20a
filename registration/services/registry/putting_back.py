"""A record made to say again what it said before: the one way back, for a file undone, a move, a round's own acts.

The content is written as it was kept, with the rounds of every stay; products that came since are gone, unless they
have been sold. What was written in between stays in the revisions and in the journal.
"""

from datetime import date
from typing import Any

from django.db import transaction

from otop_registry import thai
from registration import access, content
from registration.access import Action
from registration.content import Content
from registration.models import Certificate, Producer, Product, Registration, Round, User
from registration.services.journal import Act
from registration.services.registry import duplicates
from registration.services.registry.entry import open_entry
from registration.services.registry.registering import name_keys
from registration.services.registry.writing import Stood, recorded, standing, swap

STAY = ("registered_round", "came_round", "withdrawn_round")


@transaction.atomic
def put_back(producer: Producer, *, by: User, on: date, version: int, stood: Stood) -> Producer:
    """Makes a record say again what it said before a file changed it; products that the file added are gone.

    Raises: Refused; Conflict when it was changed since; ProtectedError when sales were written to such a product.
    """
    post = access.check(by, Action.PRODUCER_EDIT, producer, on)
    entry = open_entry(producer.district, on, producer=producer)
    before = content.of_producer(standing(producer))
    duplicates.check(stood.content, producer.district_id, except_pk=producer.pk)
    rewrite(producer, version, stood.content, on)
    found = recorded(producer, "undo_upload", entry, Act(by, on, post), before=before)
    if not stood.acted:
        untouch(producer, entry.round, stood.confirmed_round)
    return found


def rewrite(producer: Producer, version: int, stood: Content, on: date, **over: Any) -> None:
    """Writes a content back, and `over` of the producer's own columns beside it.

    Raises: Conflict when `version` is no longer the newest; ProtectedError for a product that was sold since.
    """
    fields = content.typed(Producer, stood, content.CONTENT_FIELDS)
    swap(producer, version, on, **fields, **_stay(stood), **name_keys(fields["name"]), **over)
    producer.products.exclude(pk__in=product_ids(stood)).delete()
    for each in stood["products"]:
        _rewrite_product(each)


def _stay(each: Content) -> dict[str, int | None]:
    return {f"{name}_id": each.get(name) for name in STAY}


def product_ids(record: Content) -> set[int]:
    return {each["id"] for each in record["products"]}


def _rewrite_product(each: Content) -> None:
    values = content.typed(Product, content.LATER | each, content.PRODUCT_FIELDS)
    behind = each.get("stayed_behind", False)
    rows = Product.objects.filter(pk=each["id"])
    rows.update(**values, **_stay(each), stayed_behind=behind, name_key=thai.name_key(each["name"]))
    Certificate.objects.filter(product=each["id"]).delete()
    Certificate.objects.bulk_create(
        Certificate(product_id=each["id"], **content.typed(Certificate, row, content.CERTIFICATE_FIELDS))
        for row in each["certificates"]
    )


def untouch(producer: Producer, round: Round, confirmed_round: int) -> None:
    """The round has done nothing to the record."""
    Registration.objects.filter(producer=producer, round=round).delete()
    Producer.objects.filter(pk=producer.pk).update(confirmed_round=confirmed_round)


def reacted(producer: Producer, round: Round, acted: str, confirmed_round: int) -> None:
    """The round has done to the record what it had done before: a kind of act, "" for nothing."""
    if not acted:
        untouch(producer, round, confirmed_round)
        return
    Registration.objects.filter(producer=producer, round=round).update(kind=acted)
    Producer.objects.filter(pk=producer.pk).update(confirmed_round=confirmed_round)
