"""A group chooses another chair: the group stays who it is, and the person behind it changes, with the reason kept.

Only a group has a chair; behind the other kinds stands their owner, and another owner is another producer. Source:
decision 0081.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.db import transaction

from registration import access, content, numbers
from registration.access import Action
from registration.models import Producer, User
from registration.models.producers import ProducerKind
from registration.services import numbers as vault
from registration.services.journal import Act
from registration.services.registry import duplicates
from registration.services.registry.deciding import words_said
from registration.services.registry.duplicates import Duplicate
from registration.services.registry.entry import open_entry
from registration.services.registry.writing import recorded, standing, swap
from registration.workflow import Refused

PERSON: Final = ("owner_title", "owner_first_name", "owner_last_name", "citizen_id")


@transaction.atomic
def change_chair(
    producer: Producer, *, by: User, on: date, version: int, person: Mapping[str, Any], reason: str
) -> Producer:
    """Names another person (PERSON) behind a group. Raises: Refused; Conflict."""
    post = access.check(by, Action.PRODUCER_EDIT, producer, on)
    words = words_said(reason)
    entry = open_entry(producer.district, on, producer=producer)
    group = standing(producer)
    check_group(group)
    if numbers.token_of(person["citizen_id"]) == group.citizen_id:
        raise Refused("เลขประจำตัวนี้เป็นของประธานคนเดิม ถ้าจะแก้ชื่อ ให้แก้ไขระเบียนแทน")
    before = content.of_producer(group)
    try:
        duplicates.check({**person, "kind": group.kind}, group.district_id, except_pk=group.pk)
    except Duplicate as duplicate:
        raise Refused(f"บุคคลนี้เป็นประธานของอีกกลุ่ม: {duplicate}") from duplicate
    vault.keep(numbers.plain_in(person))
    swap(
        producer, version, on, kind=group.kind, **numbers.with_tokens({name: person[name] for name in PERSON})
    )
    return recorded(producer, "change_chair", entry, Act(by, on, post, words), before=before)


def check_group(producer: Producer) -> None:
    """Raises: Refused for one that has no chair."""
    if producer.kind != ProducerKind.GROUP:
        raise Refused("เปลี่ยนประธานได้เฉพาะกลุ่ม รายที่มีเจ้าของ ถ้าเปลี่ยนเจ้าของให้ยกเลิกรายเดิมแล้วลงทะเบียนรายใหม่")
