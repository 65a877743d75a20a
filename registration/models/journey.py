"""How a round travels: the district's submission, the province's certificate, the department's closing.

A hard close freezes an Edition; the journal of Events holds one row per write of a service.
"""

from datetime import date
from functools import cached_property
from typing import Any, NoReturn, Self

from django.db import models
from django.db.models import Max, Q
from django.utils import timezone

from registration import places
from registration.models.calendar import Round
from registration.models.fingerprints import fingerprint_version
from registration.models.numbers import ContentField
from registration.models.people import User
from registration.models.producers import Producer
from registration.models.units import NATIONAL, Subdistrict, Unit
from registration.workflow import CertificateStatus, ClosingStatus, Status


def _who() -> models.ForeignKey:
    return models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def in_scope(self, unit_code: str, round_id: int) -> Self:
        return self.filter(district__code__startswith=unit_code, round_id=round_id)


class Submission(models.Model):
    """A district's round and its one status. First, latest and accepted instants are kept apart."""

    UNIT_PATH = "district_id"

    district = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="submissions")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="submissions")
    status = models.CharField("สถานะ", max_length=10, choices=Status, default=Status.ENTRY)
    first_submitted_at = models.DateTimeField(null=True, blank=True)
    latest_submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = _who()
    receipt_number = models.CharField("เลขที่ใบรับ", max_length=40, blank=True)
    receipt = models.JSONField(default=dict, blank=True)  # services.district.receipt_figures
    certified_at = models.DateTimeField(null=True, blank=True)
    certified_by = _who()
    fingerprint = models.CharField(max_length=64, blank=True)
    fingerprint_version = fingerprint_version()
    carried_to = models.ForeignKey(  # the round in which the acts of this one count, when it missed its own
        Round, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ("round_id", "district_id")
        constraints = [
            models.UniqueConstraint(name="submission_once", fields=["district", "round"]),
            models.CheckConstraint(
                name="submission_certified_by_and_at",
                condition=Q(status=Status.CERTIFIED, certified_at__isnull=False, certified_by__isnull=False)
                | (~Q(status=Status.CERTIFIED) & Q(certified_at=None, certified_by=None)),
            ),
            models.CheckConstraint(
                name="submission_submitted_has_a_receipt",
                condition=Q(status=Status.ENTRY)
                | (Q(first_submitted_at__isnull=False) & ~Q(receipt_number="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.district} {self.round}"


class Certification(models.Model):
    """A province's certificate and announcement (ประกาศรับรอง) of a round."""

    UNIT_PATH = "province_id"

    province = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="certifications")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="certifications")
    status = models.CharField(
        "สถานะ", max_length=10, choices=CertificateStatus, default=CertificateStatus.PENDING
    )
    certified_at = models.DateTimeField(null=True, blank=True)
    certified_by = _who()
    left_out = models.JSONField(default=dict, blank=True)  # {district code: reason}
    fingerprint = models.CharField(max_length=64, blank=True)
    checks_version = models.PositiveSmallIntegerField(
        null=True, blank=True
    )  # of what was signed; none before 0057
    announcement_number = models.CharField("เลขที่ประกาศ", max_length=100, blank=True)
    announcement_day = models.DateField("ลงวันที่", null=True, blank=True)
    announcement_signer = models.ForeignKey(
        "registration.Post",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ผู้ลงนามในประกาศ",
    )
    announced_at = models.DateTimeField(null=True, blank=True)
    announced_by = _who()

    class Meta:
        ordering = ("round_id", "province_id")
        constraints = [
            models.UniqueConstraint(name="certification_once", fields=["province", "round"]),
            models.CheckConstraint(
                name="certification_by_and_at",
                condition=Q(
                    status=CertificateStatus.PENDING, certified_at=None, certified_by=None, announced_at=None
                )
                | (
                    ~Q(status=CertificateStatus.PENDING)
                    & Q(certified_at__isnull=False, certified_by__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="certification_announced_has_number",
                condition=~Q(status=CertificateStatus.ANNOUNCED)
                | (~Q(announcement_number="") & Q(announcement_day__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.province} {self.round}"


class Closing(models.Model):
    """The department's closing of a round; a hard close has exactly one first edition."""

    UNIT_PATH = NATIONAL

    round = models.OneToOneField(Round, on_delete=models.PROTECT, primary_key=True, related_name="closing")
    status = models.CharField("สถานะ", max_length=12, choices=ClosingStatus, default=ClosingStatus.OPEN)
    left_out = models.JSONField(default=dict, blank=True)  # {province code: reason}
    soft_closed_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = _who()
    announcement_number = models.CharField("เลขที่ประกาศ", max_length=100, blank=True)
    announcement_day = models.DateField("ลงวันที่", null=True, blank=True)
    announcement_signer = models.ForeignKey(
        "registration.Post",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ผู้ลงนามในประกาศ",
    )
    announced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("round_id",)
        constraints = [
            models.CheckConstraint(
                name="closing_closed_by_and_at",
                condition=Q(
                    status__in=[ClosingStatus.OPEN, ClosingStatus.SOFT_CLOSED], closed_at=None, closed_by=None
                )
                | Q(
                    status__in=[ClosingStatus.CLOSED, ClosingStatus.ANNOUNCED],
                    closed_at__isnull=False,
                    closed_by__isnull=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"ปิดระบบรอบ {self.round}"


class AppendOnlyQuerySet(models.QuerySet):
    """Rows that are written once: update and delete are programming errors, not choices."""

    def update(self, **kwargs: object) -> NoReturn:
        raise TypeError(f"{self.model.__name__} rows are append-only")

    def delete(self) -> NoReturn:
        raise TypeError(f"{self.model.__name__} rows are append-only")


class AppendOnly(models.Model):
    """One row that is written once: neither is it saved again nor deleted."""

    class Meta:
        abstract = True

    def save(self, **options: Any) -> None:
        """Inserts only: `save(force_insert=True)`, as `create` does."""
        if not options.get("force_insert"):
            raise TypeError(f"{type(self).__name__} rows are append-only")
        super().save(**options)

    def delete(self, *args: Any, **options: Any) -> NoReturn:
        raise TypeError(f"{type(self).__name__} rows are append-only")


class Edition(AppendOnly):
    """A closed round's frozen figures and roster, numbered and chained to the edition before it.

    `fingerprint` = SHA-256 over the previous fingerprint, the head, every figure row and every roster row.
    `tells_moves` is false of those closed before producers could move: their figures and papers have no such column.
    """

    UNIT_PATH = NATIONAL

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField("ฉบับที่")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    left_out = models.JSONField(default=dict, blank=True)  # {unit code: reason}
    tells_moves = models.BooleanField(default=False)
    previous_fingerprint = models.CharField(max_length=64, blank=True)
    fingerprint = models.CharField(max_length=64)
    fingerprint_version = fingerprint_version()
    correction = models.ForeignKey(  # what made an edition after the first
        "registration.Correction", null=True, blank=True, on_delete=models.PROTECT, related_name="editions"
    )

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ("round_id", "number")
        constraints = [models.UniqueConstraint(name="edition_once", fields=["round", "number"])]

    def __str__(self) -> str:
        return f"รอบ {self.round} ฉบับที่ {self.number}"

    @property
    def day(self) -> date:
        """The day it was frozen: it knows the units that stood then, under their names of then (decision 0082)."""
        return timezone.localdate(self.created_at)

    @cached_property
    def read_from(self) -> list[int]:
        """The keys of the editions of its round up to it, the first one first: they hold what it reads."""
        rows = Edition.objects.filter(round_id=self.round_id, number__lte=self.number)
        return list(rows.order_by("number").values_list("pk", flat=True))

    def leaves_out(self, code: str) -> bool:
        """Whether a place is left out: by its own code, with its district or with its whole province."""
        return not self.left_out.keys().isdisjoint((code, places.district_of(code), places.province_of(code)))


class EditionRowQuerySet(AppendOnlyQuerySet):
    """Rows of editions: the first of a round stores all of them, a later one those that it replaces (KEY)."""

    KEY = "subdistrict"

    def of(self, edition: Edition) -> Self:
        """What the edition reads: of each key the newest row up to it. Every reader of an edition asks here."""
        if edition.number == 1:
            return self.filter(edition=edition)
        first, *later = edition.read_from
        key, replaced = self.KEY, self.model._base_manager.filter(edition__in=later).order_by()
        newest = replaced.values(key).annotate(newest=Max("pk")).values("newest")
        untouched = Q(edition=first) & ~Q(**{f"{key}__in": replaced.values(key)})
        return self.filter(untouched | Q(pk__in=newest), edition__in=[first, *later])


class EditionFigure(AppendOnly):
    """The frozen counts of one subdistrict in an edition. Sums of these rows are every total of the edition."""

    UNIT_PATH = "district_id"

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="figures")
    district = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    subdistrict = models.ForeignKey(Subdistrict, on_delete=models.PROTECT, related_name="+")

    # the fields of figures.Counts, name for name
    producers_brought = models.PositiveIntegerField(default=0)
    producers_new = models.PositiveIntegerField(default=0)
    producers_updated = models.PositiveIntegerField(default=0)
    producers_withdrawn = models.PositiveIntegerField(default=0)
    producers_left = models.PositiveIntegerField(default=0)
    group = models.PositiveIntegerField(default=0)
    sole_owner = models.PositiveIntegerField(default=0)
    sme = models.PositiveIntegerField(default=0)
    products_brought = models.PositiveIntegerField(default=0)
    products_added = models.PositiveIntegerField(default=0)
    products_reduced = models.PositiveIntegerField(default=0)
    products_left = models.PositiveIntegerField(default=0)
    food = models.PositiveIntegerField(default=0)
    drink = models.PositiveIntegerField(default=0)
    cloth = models.PositiveIntegerField(default=0)
    utensil = models.PositiveIntegerField(default=0)
    herb = models.PositiveIntegerField(default=0)
    products_returned = models.PositiveIntegerField(default=0)
    producers_came = models.PositiveIntegerField(default=0)
    producers_went = models.PositiveIntegerField(default=0)
    products_came = models.PositiveIntegerField(default=0)
    products_went = models.PositiveIntegerField(default=0)

    objects = EditionRowQuerySet.as_manager()

    class Meta:
        ordering = ("edition_id", "subdistrict_id")
        constraints = [
            models.UniqueConstraint(name="edition_figure_once", fields=["edition", "subdistrict"]),
            models.CheckConstraint(
                name="edition_figure_producers_add_up",
                condition=Q(
                    producers_left=models.F("producers_brought")
                    + models.F("producers_new")
                    + models.F("producers_came")
                    - models.F("producers_withdrawn")
                    - models.F("producers_went")
                ),
            ),
            models.CheckConstraint(
                name="edition_figure_products_add_up",
                condition=Q(
                    products_left=models.F("products_brought")
                    + models.F("products_added")
                    + models.F("products_came")
                    - models.F("products_reduced")
                    - models.F("products_went")
                ),
            ),
        ]


class RosterRowQuerySet(EditionRowQuerySet):
    KEY = "producer"

    def of(self, edition: Edition) -> Self:
        """The edition's roster: every producer that stands at the end of its round."""
        return super().of(edition).filter(is_listed=True)

    def kept(self, edition: Edition) -> Self:
        """The roster with those that a correction took off it."""
        return super().of(edition)


class RosterRow(AppendOnly):
    """One producer's frozen content in an edition; the shape of content.of_producer.

    A correction that takes a producer off the roster says so by a row that is not listed.
    """

    UNIT_PATH = "district_id"

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="roster")
    district = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="+")
    content = ContentField()
    is_listed = models.BooleanField(default=True)

    objects = RosterRowQuerySet.as_manager()

    class Meta:
        ordering = ("edition_id", "district_id", "pk")
        indexes = [models.Index(name="roster_of_district", fields=["edition", "district"])]
        constraints = [models.UniqueConstraint(name="roster_row_once", fields=["edition", "producer"])]


class Event(AppendOnly):
    """One row of the journal: who did what to which unit's data, before and after, chained per unit by hash.

    Append-only. `unit` owns the chain: a district for its records, a province or the department for their acts.
    """

    UNIT_PATH = "unit_id"

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    day = models.DateField()
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="events")
    acting_as = models.CharField(max_length=300, blank=True)
    verb = models.CharField(max_length=40)
    round = models.ForeignKey(Round, null=True, blank=True, on_delete=models.PROTECT, related_name="events")
    subject = models.CharField(max_length=60)
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)
    reason = models.TextField(blank=True)
    fingerprints = models.JSONField(
        default=dict, blank=True
    )  # {subject of a record: what it says now, keyed}
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ("unit_id", "seq")
        indexes = [
            models.Index(name="event_of_subject", fields=["subject", "-id"]),
            models.Index(name="event_of_round", fields=["round", "unit", "by"]),
            models.Index(name="event_of_day", fields=["day", "-id"]),
            models.Index(name="event_of_verb", fields=["verb", "-id"]),
        ]
        constraints = [models.UniqueConstraint(name="event_once", fields=["unit", "seq"])]

    def __str__(self) -> str:
        return f"{self.unit_id or 'dept'}#{self.seq} {self.verb}"
