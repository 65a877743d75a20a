"""Who saw a person between two days: looks at the record, and every list or file that held the person. Reads only.

A list is one row of the read log; whether it held the person is answered by the revisions or the edition it was of.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q

from registration import lifespan, places
from registration.models import Producer, Reading, Revision, RosterRow
from registration.models.readings import Look

MOST = 500  # rows of one answer; a longer time is asked in parts
LISTS = (Look.ROSTER, Look.EXPORT)


@dataclass(frozen=True)
class Answer:
    """The looks, the newest first; `is_cut` when there were more than one page takes."""

    readings: tuple[Reading, ...]
    is_cut: bool


def of_producer(producer: Producer, first: date, last: date) -> Answer:
    """Every look at the person from `first` to `last`, both inclusive."""
    past = _Past(producer)
    rows = Reading.objects.filter(
        Q(subject=f"producer:{producer.pk}") | Q(look__in=LISTS, unit__in=past.units),
        day__range=(first, last),
    )
    found: list[Reading] = []
    for row in rows.select_related("by", "post__unit", "unit", "edition").iterator(chunk_size=500):
        if row.look not in LISTS or past.was_in(row):
            found.append(row)
        if len(found) > MOST:
            break
    return Answer(tuple(found[:MOST]), len(found) > MOST)


class _Past:
    """Where a producer stood, by its revisions and by the editions that hold it."""

    def __init__(self, producer: Producer) -> None:
        self.pk = producer.pk
        rows = Revision.objects.filter(producer=producer).order_by("number")
        self.stood = list(rows.values_list("day", "district_id", "content__withdrawn_round"))

    @cached_property
    def units(self) -> set[str]:
        """Every unit whose lists may have held it: its districts, their provinces, the nation."""
        districts = {code for _, code, _ in self.stood}
        return {part for code in districts for part in (code, places.province_of(code), "")}

    @cached_property
    def editions(self) -> set[int]:
        """The rounds whose editions hold it."""
        return set(RosterRow.objects.filter(producer=self.pk).values_list("edition__round_id", flat=True))

    def was_in(self, reading: Reading) -> bool:
        """Whether the list held the producer."""
        if reading.edition:
            return reading.edition.round_id in self.editions
        until = [row for row in self.stood if row[0] <= (reading.as_of or reading.day)]
        if not until:
            return False
        _, district, withdrawn = until[-1]
        return district.startswith(reading.unit_id) and lifespan.is_standing(withdrawn)


def by_producer(producer: Producer) -> Iterator[Reading]:
    """Every look at the person ever."""
    yield from of_producer(producer, date.min, date.max).readings
