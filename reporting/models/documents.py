"""Documents that were asked for: what of, in which format, and the one file that was made of it."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from registration.models import Announcement, Job, Proof, Round, Unit, User
from registration.models.jobs import UNFINISHED, JobState
from reporting.kinds import Kind, Variant, format_choices, kind_choices


class DocumentQuerySet(models.QuerySet["Document"]):
    def made(self) -> "DocumentQuerySet":
        return self.exclude(file="")

    def of_matter(self, document: "Document") -> "DocumentQuerySet":
        """Every issue of the same thing in the same format."""
        return self.filter(matter=document.matter, format=document.format, variant=document.variant)

    def shown(self) -> "DocumentQuerySet":
        """Without those that turned out to be the same as one before."""
        return self.filter(same_as=None)


class Document(models.Model):
    """One document in one format: stored once, its bytes never change.

    `matter` names kind, unit, round, month or year, and who was chosen to sign; `key` that and the edition, or for what
    is not closed yet its place among the issues. A new issue of the same content points to the one before with
    `same_as` and has no file.
    """

    UNIT_PATH = "unit_id"

    kind = models.CharField("เอกสาร", max_length=20, choices=kind_choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    month = models.DateField("เดือน", null=True, blank=True)
    fiscal_year_be = models.PositiveSmallIntegerField("ปีงบประมาณ", null=True, blank=True)
    letter = models.ForeignKey(
        "Letter", null=True, blank=True, on_delete=models.PROTECT, related_name="documents"
    )
    edition = models.PositiveSmallIntegerField("ฉบับที่", null=True, blank=True)
    announcement = models.ForeignKey(
        Announcement, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    as_of = models.DateField("ข้อมูล ณ วันที่")
    format = models.CharField("รูปแบบ", max_length=4, choices=format_choices)
    variant = models.CharField("การจัดแถว", max_length=4, choices=Variant, blank=True)
    matter = models.CharField(max_length=120)
    key = models.CharField(max_length=160, unique=True)
    title = models.CharField("ชื่อเอกสาร", max_length=300)
    signed_by = models.JSONField(
        "ผู้ลงนาม", default=dict, blank=True
    )  # signers.SignedBy, and the key of the post
    is_personal = models.BooleanField("มีข้อมูลส่วนบุคคล", default=False)

    asked_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    asked_as = models.CharField("ขอในนาม", max_length=200, blank=True)
    asked_at = models.DateTimeField("ขอเมื่อ")
    job = models.ForeignKey(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    file = models.FileField("ไฟล์", max_length=200, blank=True)
    fingerprint = models.CharField("ลายนิ้วมือของเนื้อหา", max_length=64, blank=True)
    sha256 = models.CharField("SHA-256 ของไฟล์", max_length=64, blank=True)
    size = models.PositiveBigIntegerField("ขนาด", default=0)
    page_count = models.PositiveIntegerField("จำนวนหน้า", null=True, blank=True)
    stand = models.CharField("ข้อมูล", max_length=200, blank=True)
    proof = models.ForeignKey(Proof, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField("เสร็จเมื่อ", null=True, blank=True)
    same_as = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    superseded_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    parts = models.ManyToManyField("self", symmetrical=False, related_name="packets", blank=True)
    left_out = models.JSONField("ที่ไม่มีในชุด", default=list, blank=True)  # [title and reason in one sentence]

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        indexes = [models.Index(name="document_of_matter", fields=["matter", "format", "variant", "-id"])]
        constraints = [
            models.CheckConstraint(
                name="document_made_is_whole",
                condition=Q(file="", sha256="", proof=None)
                | (~Q(file="") & ~Q(sha256="") & ~Q(fingerprint="") & Q(proof__isnull=False, same_as=None)),
            ),
            models.CheckConstraint(
                name="document_month_is_a_first_day", condition=Q(month=None) | Q(month__day=1)
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("reporting:document", args=[self.pk])

    @property
    def is_made(self) -> bool:
        return bool(self.file)

    @property
    def has_file(self) -> bool:
        """Whether the file that was made is still there: a restore may bring back rows without their files."""
        name = self.file.name
        return self.file.storage.exists(name) if name else False

    @property
    def state(self) -> JobState:
        """Where the making stands; a job that was cleared away without a file counts as failed."""
        if self.is_made or self.same_as_id:
            return JobState.DONE
        return JobState(self.maker.state) if self.maker else JobState.FAILED

    @property
    def maker(self) -> Job | None:
        """The job that makes the document: its own, or that of a packet which is making its parts."""
        if self.job and self.job.state in UNFINISHED:
            return self.job
        jobs = [packet.job for packet in self.packets.all() if not packet.is_made]
        return next((job for job in jobs if job and job.state in UNFINISHED), self.job)

    @property
    def is_over(self) -> bool:
        return self.state in {JobState.DONE, JobState.FAILED}

    @property
    def is_fixed(self) -> bool:
        """Whether the state is that of an edition, an announcement or an issued letter, whatever the day."""
        return bool(self.edition or self.announcement_id or (self.letter and self.letter.is_issued))

    @property
    def is_packet(self) -> bool:
        return self.kind == Kind.PACKET
