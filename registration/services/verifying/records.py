"""Records of producers: what stands, the newest revision, and what its event kept of it, say the same.

Producers of an invented nation, which no service wrote, have no revision and no event: nothing is said of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import F, Max

from registration import content
from registration.content import Content
from registration.models import Producer, Revision
from registration.services import journal
from registration.services.journal import BrokenLink, Link

BATCH: Final = 500
SUBJECT: Final = "producer:"


@dataclass(frozen=True)
class _Last:
    """The newest event that kept what a record says; records move, so chains do not order them."""

    event: int
    unit_code: str
    seq: int
    fingerprint: str


class Told:
    """What the journal kept of records, gathered on the walk, and the rows compared with it."""

    def __init__(self) -> None:
        self._last: dict[int, _Last] = {}
        self._gone: dict[int, int] = {}

    def see(self, link: Link) -> None:
        for subject, fingerprint in link.fingerprints.items():
            producer = int(subject.removeprefix(SUBJECT))
            known = self._last.get(producer)
            if known is None or known.event < link.id:
                self._last[producer] = _Last(link.id, link.unit_id, link.seq, fingerprint)
        if link.verb == "undo_upload" and not link.fingerprints:
            self._gone[int(link.subject.removeprefix(SUBJECT))] = link.id

    def faults(self, unit_code: str) -> Iterator[BrokenLink]:
        """Records at and below a unit that say something else, and those that are gone without a word."""
        rows = Producer.objects.filter(district__code__startswith=unit_code)
        newest = rows.aggregate(newest=Max("pk"))["newest"] or 0
        found = set[int]()
        for first in range(0, newest + 1, BATCH):
            some = rows.filter(pk__gt=first, pk__lte=first + BATCH).prefetch_related("products__certificates")
            records = list(some)
            found.update(record.pk for record in records)
            yield from self._compared(records)
        for producer, last in self._last.items():
            if (
                last.unit_code.startswith(unit_code)
                and producer not in found
                and not self._is_elsewhere(producer)
            ):
                yield BrokenLink(last.unit_code, last.seq, f"ระเบียนผู้ผลิต {producer} หายไป")

    def _is_elsewhere(self, producer: int) -> bool:
        """Whether a record was taken back, or has moved to where nobody looked."""
        is_taken_back = self._gone.get(producer, 0) > self._last[producer].event
        return is_taken_back or Producer.objects.filter(pk=producer).exists()

    def _compared(self, records: Sequence[Producer]) -> Iterator[BrokenLink]:
        revisions = Revision.objects.filter(producer__in=records, number=F("producer__version"))
        contents = dict(revisions.values_list("producer_id", "content"))
        for record in records:
            last, kept = self._last.get(record.pk), contents.get(record.pk)
            code, seq = (last.unit_code, last.seq) if last else (record.district_id, 0)
            for why in _unlike(record, kept, last):
                yield BrokenLink(code, seq, f"{record.registration_number}: {why}")


def _unlike(record: Producer, kept: Content | None, last: _Last | None) -> Iterator[str]:
    if kept is None:
        if last is not None:
            yield "ไม่มีฉบับล่าสุดของระเบียน"
        return
    if last is not None and not journal.is_fingerprint_of(last.fingerprint, kept):
        yield "ฉบับล่าสุดของระเบียนไม่ตรงกับที่บันทึกเหตุการณ์ไว้"
    if names := _differing(content.of_producer(record), kept):
        yield f"ระเบียนไม่ตรงกับฉบับล่าสุดที่ {', '.join(names)}"


def _differing(now: Content, kept: Content) -> list[str]:
    """The words of what differs; a field that was added later is in no older content."""
    names = [key for key, value in kept.items() if key != "products" and now.get(key) != value]
    products = {each["id"]: each for each in now["products"]}
    for each in kept["products"]:
        has: dict[str, Any] = products.pop(each["id"], {})
        names += [f"products.{each['id']}.{key}" for key, value in each.items() if has.get(key) != value]
    names += [f"products.{key}.name" for key in products]
    return list(dict.fromkeys(map(_word, names)))


def _word(key: str) -> str:
    """The form's word of a field, or the field where no form has it."""
    name = key.rsplit(".", 1)[-1]
    is_shown = name in content.CONTENT_FIELDS or name in content.PRODUCT_FIELDS
    return content.label_of(key) if is_shown else name
