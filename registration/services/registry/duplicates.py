"""Who holds a personal or juristic number already: asked of the table for one record or for many at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Q

from registration import numbers
from registration.models import Producer, Transfer, TransferStatus

_ONCE: Final = "เคยลงทะเบียนเป็น {0.name} ({0.registration_number}) และรวมกับรายเดียวกันแล้ว"
ELSEWHERE: Final = "เลขนี้ลงทะเบียนอยู่แล้วในพื้นที่อื่น ถ้าย้ายมาอยู่ในอำเภอของท่าน ให้ขอรับย้ายแทนการลงทะเบียนใหม่"
LEFT: Final = (
    "บุคคลนี้เคยลงทะเบียนในพื้นที่อื่นและยกเลิกแล้ว ถ้าเป็นกิจการเดิม ให้ขอรับย้าย จะได้เลขทะเบียนเดิม ไม่นับเป็นรายใหม่ "
    "ถ้าเป็นคนละกิจการ ให้ขอรับย้ายเช่นกัน เมื่ออำเภอเดิมตอบไม่รับ จึงลงทะเบียนใหม่ได้"
)
MOST_ASKED: Final = 4000  # numbers in one question; SQLite counts every one of them
Fields = Mapping[str, Any]
Person = tuple[str, str]  # citizen's number and kind: one person may lead a group and own a business


class Duplicate(Exception):
    """A personal or juristic number that an active producer already holds; `field` is the form's field.

    Says nothing of a producer in another district (decision 0016).
    """

    def __init__(self, field: str, message: str, own: Producer | None = None) -> None:
        super().__init__(message)
        self.field, self.own = field, own

    @property
    def is_elsewhere(self) -> bool:
        """Whether it may be asked for instead of being registered (decision 0077)."""
        return self.own is None


@dataclass
class Holders:
    """The active producers that hold one of the numbers asked for, and the newest withdrawn one of each person."""

    persons: dict[Person, Producer] = field(default_factory=dict)
    enterprises: dict[str, Producer] = field(default_factory=dict)
    withdrawn: dict[Person, dict[str, Producer]] = field(default_factory=dict)  # by district

    def add(self, producer: Producer) -> None:
        """Notes one that is active, such as one about to be written with the same act."""
        self.persons.setdefault((producer.citizen_id, producer.kind), producer)
        if producer.juristic_id:
            self.enterprises.setdefault(producer.juristic_id, producer)

    def duplicate(self, fields: Fields, district_code: str) -> Duplicate | None:
        """What is wrong with the numbers of a record that is to be active, if anything."""
        if found := self.persons.get(person_of(fields)):
            return _duplicate("citizen_id", found, district_code)
        if found := self.enterprises.get(numbers.token_of(fields.get("juristic_id") or "")):
            return _duplicate("juristic_id", found, district_code)
        return None

    def comeback(self, fields: Fields, district_code: str) -> Duplicate | None:
        """A person who withdrew comes back under the old number: one identity for life (decision 0012).

        From elsewhere by a move, unless that office has answered that it is another producer.
        """
        person = person_of(fields)
        found = self.withdrawn.get(person, {}).get(district_code)
        if found is None:
            return Duplicate("citizen_id", LEFT) if self._left_elsewhere(person, district_code) else None
        if found.merged_into_id:
            return Duplicate(
                "citizen_id", f"{_ONCE.format(found)} กรุณาเปิดระเบียนเดิมเพื่อดูว่ารวมกับรายใด", own=found
            )
        message = (
            f"เคยลงทะเบียนเป็น {found.name} ({found.registration_number}) และยกเลิกในรอบ {found.withdrawn_round} "
            "กรุณาเปิดระเบียนเดิมแล้วคืนสถานะ"
        )
        return Duplicate("citizen_id", message, own=found)

    def _left_elsewhere(self, person: Person, district_code: str) -> bool:
        """Whether the person withdrew in another district which has not refused to give the record."""
        gone = self.withdrawn.get(person, {})
        left = [row for row in gone.values() if not row.merged_into_id]
        if not left:
            return False
        refused = Transfer.objects.filter(
            producer__in=left, target=district_code, asked_from=district_code, status=TransferStatus.REFUSED
        )
        return not refused.exists()


def person_of(fields: Fields) -> Person:
    return numbers.token_of(fields["citizen_id"]), fields["kind"]


def holders_of(records: Sequence[Fields], *, except_pk: int | None = None) -> Holders:
    """Who holds the numbers of the records. One question for some hundred records."""
    found = Holders()
    for start in range(0, len(records), MOST_ASKED // 2):
        for row in _rows(records[start : start + MOST_ASKED // 2]):
            if row.pk == except_pk:
                continue
            if row.is_withdrawn:
                found.withdrawn.setdefault((row.citizen_id, row.kind), {})[row.district_id] = row
            else:
                found.add(row)
    return found


def _rows(records: Sequence[Fields]) -> Iterable[Producer]:
    """Everybody with one of the numbers, in the order of registration, so that the newest of a person is the last."""
    citizens = {fields["citizen_id"] for fields in records}
    enterprises = {fields["juristic_id"] for fields in records if fields.get("juristic_id")}
    asked = Q(citizen_id__in=citizens)
    if enterprises:
        asked |= Q(juristic_id__in=enterprises, withdrawn_round=None)
    return Producer.objects.filter(asked).select_related("withdrawn_round").order_by("pk")


def check(fields: Fields, district_code: str, *, except_pk: int | None = None) -> None:
    """Raises: Duplicate when another active producer holds one of the numbers."""
    if found := holders_of([fields], except_pk=except_pk).duplicate(fields, district_code):
        raise found


def _duplicate(field: str, found: Producer, district_code: str) -> Duplicate:
    if found.district_id == district_code:
        message = f"เลขนี้ลงทะเบียนแล้วในอำเภอของท่าน: {found.name} ({found.registration_number})"
        return Duplicate(field, message, own=found)
    return Duplicate(field, ELSEWHERE)
