"""Every past version of a producer's record, and what was typed and not saved."""

from typing import Self

from django.db import models

from registration.models.calendar import Round
from registration.models.numbers import ContentField
from registration.models.people import User
from registration.models.producers import Producer, Registration
from registration.models.sealed import SealedJSONField
from registration.models.units import Unit


class RevisionQuerySet(models.QuerySet["Revision"]):
    def newest(self, **until: object) -> Self:
        """The newest revision of each producer among those that fit `until`, wherever the producer was then."""
        fitting = self.filter(**until)
        newer = self.model.objects.filter(
            **until, producer=models.OuterRef("producer"), number__gt=models.OuterRef("number")
        )
        return fitting.filter(~models.Exists(newer))

    def counted(self) -> Self:
        """Revisions of a round in which a record stands; one that missed its round moved on to the next."""
        acts = Registration.objects.filter(
            producer=models.OuterRef("producer"), round=models.OuterRef("round")
        )
        return self.filter(models.Exists(acts))


class Revision(models.Model):
    """The whole content of a producer after one write: the source of differences, as-of lists and editions.

    `content` has the shape of services.content.of_producer. `day` is the day the write was judged on.
    """

    UNIT_PATH = "district_id"

    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    district = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    content = ContentField()

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ("producer_id", "number")
        indexes = [
            models.Index(name="revision_as_of", fields=["district", "day"]),
            models.Index(name="revision_of_round", fields=["district", "round"]),
        ]
        constraints = [models.UniqueConstraint(name="revision_once", fields=["producer", "number"])]

    def __str__(self) -> str:
        return f"{self.producer_id} v{self.number}"


class Draft(models.Model):
    """What somebody typed and has not saved: kept as typed, on any day, never part of a round."""

    UNIT_PATH = "unit_id"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="drafts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=60)
    title = models.CharField("เรื่อง", max_length=200, blank=True)
    fields = SealedJSONField(default=dict)
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ("-updated_at",)
        constraints = [models.UniqueConstraint(name="draft_once", fields=["user", "unit", "subject"])]

    def __str__(self) -> str:
        return self.title or self.subject
