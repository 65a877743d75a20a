"""All that is held of one person, for the person: every record under the number, its past, and who looked at it.

Reads in any order and writes nothing but that it was handed out. Source: the Personal Data Protection Act, section 30;
decision 0107.
"""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from registration import access, content
from registration.access import Action
from registration.models import (
    Correction,
    Event,
    Producer,
    Reading,
    Registration,
    ReturnReason,
    Revision,
    RosterRow,
    Sale,
    Transfer,
    UploadRow,
    User,
)
from registration.models.readings import Look
from registration.services import numbers as vault
from registration.services.journal import Act, append_event
from registration.services.personal import looking, seen
from registration.services.personal.looking import Seen

Held = dict[str, Any]
VERB = "hand_over_data"


@transaction.atomic
def hand_over(producer: Producer, reason: str, *, by: User, on: date) -> Held:
    """All that is held of the person behind a record, written down in the read log and the journal.

    Raises: PermissionDenied; Refused beyond the hour's most of files.
    """
    post = access.check(by, Action.SUBJECT_EXPORT, producer, on)
    records = records_of(producer)
    seen_of = Seen(
        f"producer:{producer.pk}", producer.district_id, f"{producer.registration_number} {producer.name}"
    )
    looking.note_limited(Look.SUBJECT, seen_of, by=by, on=on, reason=reason)
    append_event(producer.district_id, VERB, Act(by, on, post, reason), subject=seen_of.subject)
    return {"records": [_held(each) for each in records]}


def records_of(producer: Producer) -> list[Producer]:
    """Every record that bears or ever bore the person's number. Reads the past of the whole country, once."""
    once = Revision.objects.filter(content__citizen_id=producer.citizen_id).values("producer")
    rows = Producer.objects.filter(Q(citizen_id=producer.citizen_id) | Q(pk__in=once))
    return list(rows.select_related("district", "subdistrict").order_by("pk"))


def _held(producer: Producer) -> Held:
    said = content.of_producer(producer)
    revisions = list(Revision.objects.filter(producer=producer).select_related("by").order_by("number"))
    frozen = RosterRow.objects.filter(producer=producer).select_related("edition").order_by("pk")
    contents = [said, *(row.content for row in revisions), *(row.content for row in frozen)]
    known = vault.opened(token for each in contents for token in content.numbers_of(each))
    return {
        "record": content.with_numbers(said, known),
        "district": str(producer.district),
        "versions": [
            {"number": row.number, "day": row.day.isoformat(), "by": str(row.by)}
            | {"content": content.with_numbers(row.content, known)}
            for row in revisions
        ],
        "editions": [
            {"edition": str(row.edition), "content": content.with_numbers(row.content, known)} for row in frozen
        ],
        "rounds": _rows(Registration.objects.filter(producer=producer), "round_id kind reason review acted_at"),
        "returns": _rows(
            ReturnReason.objects.filter(registration__producer=producer), "field code note answer given_at"
        ),
        "sales": _rows(Sale.objects.filter(product__producer=producer), "product_id month"),
        "moves": _rows(Transfer.objects.filter(producer=producer), "source_id target_id status reason asked_at"),
        "corrections": _rows(Correction.objects.filter(producer=producer), "round_id reason letter_number status"),
        "lists": _rows(
            UploadRow.objects.filter(record=producer.pk, upload__kind="roster"), "upload__name number state"
        ),
        "acts": _rows(Event.objects.filter(subject=f"producer:{producer.pk}"), "at verb acting_as before after reason"),
        "looks": [_look(row) for row in seen.by_producer(producer)],
    }  # fmt: skip


def _rows(rows: QuerySet[Any], names: str) -> list[Held]:
    found = rows.order_by("pk").values(*names.split())
    return [{name: content.plain(value) for name, value in row.items()} for row in found]


def _look(row: Reading) -> Held:
    office = f"{row.post.get_role_display()} {row.post.unit}" if row.post else ""
    return {"at": row.at.isoformat(), "look": row.get_look_display(), "office": office, "reason": row.reason}
