"""A producer's moves between districts: asked by one office, answered by the other; an accepted one says who went.

Where a producer stood on a day is asked of its moves alone: where it stands today, save for those that moved since
(`district_on`, and `stood_in` for all of a district).
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from registration.models.calendar import Round
from registration.models.numbers import ContentField
from registration.models.people import User
from registration.models.producers import Producer
from registration.models.unit_changes import UnitChange
from registration.models.units import Unit


class TransferStatus(models.TextChoices):
    """Where a request stands. One whose round takes no more writes has lapsed, written down or not."""

    ASKED = "asked", "รอตอบ"
    ACCEPTED = "accepted", "ย้ายแล้ว"
    REFUSED = "refused", "ไม่รับ"
    RECALLED = "recalled", "ถอนคำขอแล้ว"
    LAPSED = "lapsed", "หมดเวลา"
    UNDONE = "undone", "ย้อนแล้ว"  # of a move as though it had never been, and of the request that undid it


DONE = (TransferStatus.ACCEPTED, TransferStatus.UNDONE)


class TransferQuerySet(models.QuerySet["Transfer"]):
    def accepted(self) -> Self:
        return self.filter(status=TransferStatus.ACCEPTED)

    def known_on(self, on: date) -> Self:
        """The moves that stood at a day's end, with those undone since: lists of past days stay as they were."""
        undone = Q(status=TransferStatus.UNDONE, undone_by__day__gt=on)
        return self.filter(Q(status=TransferStatus.ACCEPTED) | undone, day__lte=on)

    def touching(self, unit_code: str) -> Self:
        """Out of or into the scope of a unit."""
        return self.filter(Q(source__code__startswith=unit_code) | Q(target__code__startswith=unit_code))

    def asked_of(self, district_code: str, round_id: int) -> Self:
        """The requests of a round that wait for a district's answer."""
        rows = self.touching(district_code).filter(status=TransferStatus.ASKED, round_id=round_id)
        return rows.exclude(asked_from=district_code)

    def gone_from(self, unit_code: str, round_id: int) -> Self:
        """Who stood in the scope in the round and moved in it or later, to be counted where they stood."""
        return self.accepted().filter(source__code__startswith=unit_code, round_id__gte=round_id)

    def since(self, on: date, code: str) -> list["Transfer"]:
        """The moves out of and into a district after a day, in their order.

        Out of one that has ended is no move here: what it left open is asked of who took it over (decision 0043).
        """
        rows = self.accepted().filter(Q(source=code) | Q(target=code), day__gt=on, source__valid_to=None)
        return list(rows.only("producer", "source", "day").order_by("day", "pk"))

    def of_producers(self, producers: Iterable[int]) -> list["Transfer"]:
        """Every move that some producers made, in their order."""
        rows = self.accepted().filter(producer__in=list(producers)).select_related("source")
        return list(rows.order_by("day", "pk"))


class Transfer(models.Model):
    """A request that a producer move from one district to another, and the move once both offices want it.

    `asked_from` is the office that asks, the other one answers. `round` is the round of both into which it is
    written. `place` is where it will produce (content fields), known when the office that takes it has said so.
    `content` is the whole record as it left the old district, `version` its number: that district counts it for ever
    (decision 0077). `stood` is what the content does not say: what the round had done to it, and since when.

    `undoes` is the move that a request would make as though it had never been (decision 0091).
    """

    UNIT_PATH = ("source_id", "target_id")

    producer = models.ForeignKey(Producer, on_delete=models.CASCADE, related_name="transfers")
    change = (
        models.ForeignKey(  # the change of units that moved it; empty: two offices wanted it (decision 0084)
            UnitChange, null=True, blank=True, on_delete=models.PROTECT, related_name="transfers"
        )
    )
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    asked_from = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    status = models.CharField("สถานะ", max_length=10, choices=TransferStatus, default=TransferStatus.ASKED)
    reason = models.CharField("เหตุผลที่ย้าย", max_length=500)
    place = models.JSONField(default=dict, blank=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.CharField("เหตุผลที่ไม่รับ", max_length=500, blank=True)
    answered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    day = models.DateField("วันที่ย้าย", null=True, blank=True)
    version = models.PositiveIntegerField(null=True, blank=True)
    content = ContentField(default=dict, blank=True)
    stood = models.JSONField(default=dict, blank=True)
    undoes = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="undone_by"
    )

    objects = TransferQuerySet.as_manager()

    class Meta:
        ordering = ("-asked_at", "-pk")
        indexes = [
            models.Index(name="transfer_out", fields=["source", "round"]),
            models.Index(name="transfer_in", fields=["target", "round"]),
        ]
        constraints = [
            models.UniqueConstraint(
                name="transfer_asked_once", fields=["producer"], condition=Q(status=TransferStatus.ASKED)
            ),
            models.UniqueConstraint(
                name="transfer_once_per_round",
                fields=["producer", "round"],
                condition=Q(status=TransferStatus.ACCEPTED),
            ),
            models.CheckConstraint(name="transfer_leads_elsewhere", condition=~Q(source=F("target"))),
            models.CheckConstraint(
                name="transfer_asked_by_one_of_both",
                condition=Q(asked_from=F("source")) | Q(asked_from=F("target")),
            ),
            models.CheckConstraint(
                name="transfer_has_a_day_once_accepted",
                condition=Q(status__in=DONE, day__isnull=False) | (~Q(status__in=DONE) & Q(day=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target} {self.round}"

    @property
    def asks_source(self) -> bool:
        """Whether the office that holds the record is asked, by the one that wants it."""
        return self.asked_from_id == self.target_id

    @property
    def asked_of(self) -> Unit:
        """The office that answers."""
        return self.source if self.asks_source else self.target

    @property
    def is_waiting(self) -> bool:
        return self.status == TransferStatus.ASKED

    def departed(self) -> dict[str, Any]:
        """The content that its old district counts: of a producer that went in the round."""
        return self.content | {"went_round": self.round_id}


def district_on(moved: Iterable[Transfer], on: date, today: str) -> str:
    """The district in which a producer stood at a day's end, by its moves in order; `today` is the present one.

    In the place of one that has ended stands who took it over, as in `since`.
    """
    later = (row.source for row in moved if row.day and row.day > on)
    return next((source.pk for source in later if source.valid_to is None), today)


def stood_in(code: str, moved: Iterable[Transfer], on: date, prefix: str = "") -> Q:
    """The rows whose producer stood in a district at a day's end, of `Transfer.objects.since` that day or earlier."""
    first: dict[int, str] = {}
    for row in moved:
        if row.day and row.day > on:
            first.setdefault(row.producer_id, row.source_id)
    left = [producer for producer, source in first.items() if source == code]
    here = Q(**{f"{prefix}district": code})
    if came := first.keys() - set(left):
        here &= ~Q(**{f"{prefix}pk__in": came})
    return here | Q(**{f"{prefix}pk__in": left}) if left else here


def registered_in(moved: Iterable[Transfer]) -> dict[int, str]:
    """{product that moved: the district that registered it}, of the moves of its producer in their order."""
    found: dict[int, str] = {}
    for row in moved:
        for product in row.content["products"]:
            found.setdefault(product["id"], row.source_id)
    return found
