"""The ledger of notices: what is owed to whom, once; the row is the truth, beat and workers only look at it."""

from datetime import datetime
from typing import Final, Self
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import models
from django.db.models import Q

from registration.models.people import User
from registration.models.units import Unit


class Group(models.TextChoices):
    """What a person chooses about: kinds of one sort have one choice."""

    MONTHLY = "monthly", "รายงานรายเดือน"
    WINDOWS = "windows", "กำหนดเปิดและปิดของแต่ละขั้น"
    JOURNEY = "journey", "ผลการตรวจสอบ รับรอง และประกาศ"
    GRADES = "grades", "ระดับหน่วยงาน"
    CARE = "care", "เรื่องที่ระบบขอให้ช่วยดูแล"


class Kind(models.TextChoices):
    """One occasion = one folder of templates/notices."""

    MONTHLY_DUE = "monthly_due", "รายงานรายเดือน"
    MONTHLY_LATE = "monthly_late", "อำเภอที่ยังไม่รายงาน"
    MONTHLY_AGAIN = "monthly_again", "รายงานที่ต้องยืนยันอีกครั้ง"
    WINDOW = "window", "กำหนดเปิดและปิดของขั้น"
    WINDOW_LATE = "window_late", "หน่วยงานที่ยังไม่แล้วเสร็จตามกำหนด"
    SENT_BACK = "sent_back", "ส่งกลับถึงท่าน"
    TRANSFER_ASKED = "transfer_asked", "คำขอย้ายผู้ผลิต"
    TRANSFER_ANSWERED = "transfer_answered", "ผลของคำขอย้ายผู้ผลิต"
    CERTIFIED = "certified", "จังหวัดรับรองแล้ว"
    WITHDRAWN = "withdrawn", "ถอนการรับรอง"
    ANNOUNCED = "announced", "จังหวัดประกาศแล้ว"
    CERTIFICATE_WITHDRAWN = "certificate_withdrawn", "ถอนการรับรองระดับจังหวัด"
    LATE_FAULT = "late_fault", "พบข้อผิดหลังรับรอง"
    HANDED = "handed", "ตารางที่จังหวัดส่งให้"
    CLOSED = "closed", "ปิดระบบแล้ว"
    REOPENED = "reopened", "ยกเลิกการพักระบบ"
    ROUND_ANNOUNCED = "round_announced", "กรมฯ ประกาศผลแล้ว"
    CORRECTION_WAITS = "correction_waits", "คำขอแก้ไขหลังปิดระบบที่รอพิจารณา"
    CORRECTION_DECIDED = "correction_decided", "ผลคำขอแก้ไขหลังปิดระบบ"
    GRADES_PUBLISHED = "grades_published", "ประกาศระดับหน่วยงาน"
    UNIT_CHANGE = "unit_change", "การเปลี่ยนแปลงหน่วยงาน"
    NOBODY_REACHABLE = "nobody_reachable", "หน่วยงานที่ไม่มีผู้รับ"
    UNDELIVERED = "undelivered", "ส่งการแจ้งเตือนไม่สำเร็จ"
    DIGEST = "digest", "สรุปประจำวัน"


GROUP_OF: Final[dict[str, Group]] = {
    Kind.MONTHLY_DUE: Group.MONTHLY,
    Kind.MONTHLY_LATE: Group.MONTHLY,
    Kind.MONTHLY_AGAIN: Group.MONTHLY,
    Kind.WINDOW: Group.WINDOWS,
    Kind.WINDOW_LATE: Group.WINDOWS,
    Kind.SENT_BACK: Group.JOURNEY,
    Kind.TRANSFER_ASKED: Group.JOURNEY,
    Kind.TRANSFER_ANSWERED: Group.JOURNEY,
    Kind.CERTIFIED: Group.JOURNEY,
    Kind.WITHDRAWN: Group.JOURNEY,
    Kind.ANNOUNCED: Group.JOURNEY,
    Kind.CERTIFICATE_WITHDRAWN: Group.JOURNEY,
    Kind.LATE_FAULT: Group.JOURNEY,
    Kind.HANDED: Group.JOURNEY,
    Kind.CLOSED: Group.JOURNEY,
    Kind.REOPENED: Group.JOURNEY,
    Kind.ROUND_ANNOUNCED: Group.JOURNEY,
    Kind.CORRECTION_WAITS: Group.JOURNEY,
    Kind.CORRECTION_DECIDED: Group.JOURNEY,
    Kind.GRADES_PUBLISHED: Group.GRADES,
    Kind.UNIT_CHANGE: Group.CARE,
    Kind.NOBODY_REACHABLE: Group.CARE,
    Kind.UNDELIVERED: Group.CARE,
}
# Nothing to do but to know: left out for who wants only what needs an act.
FOR_INFORMATION: Final = frozenset(
    {
        Kind.TRANSFER_ANSWERED,
        Kind.CERTIFIED,
        Kind.ANNOUNCED,
        Kind.CLOSED,
        Kind.ROUND_ANNOUNCED,
        Kind.GRADES_PUBLISHED,
    }
)
# The steps of a reminder that mean the same whatever it reminds of; who owes it writes these words and no others.
TODAY, CLOSES_TODAY, LATE = "0", "closes:0", "late"
TODAY_STEPS: Final = frozenset({TODAY, CLOSES_TODAY})


class Channel(models.TextChoices):
    MAIL = "mail", "อีเมล"
    LINE = "line", "LINE"


class NoticeState(models.TextChoices):
    """Where a notice stands. One that is collected goes out with its day's digest."""

    OWED = "owed", "รอส่ง"
    COLLECTED = "collected", "รอส่งพร้อมสรุปประจำวัน"
    SENT = "sent", "ส่งแล้ว"
    FAILED = "failed", "ส่งไม่สำเร็จ"
    SKIPPED = "skipped", "ไม่ต้องส่งแล้ว"


PENDING: Final = (NoticeState.OWED, NoticeState.COLLECTED)


class Pace(models.TextChoices):
    """How a person wants the notices of a group."""

    AT_ONCE = "at_once", "ส่งทันที"
    DIGEST = "digest", "รวมส่งวันละครั้ง เวลา 08.30 น."
    ACTION = "action", "เฉพาะเรื่องที่ต้องดำเนินการ"


class NoticeQuerySet(models.QuerySet["Notice"]):
    def due(self, now: datetime) -> Self:
        """Owed, not for a digest, and neither paused nor in somebody's hands."""
        rows = self.filter(state=NoticeState.OWED, digest_day=None, next_try_at__lte=now)
        return rows.order_by("next_try_at", "pk")


class Notice(models.Model):
    """One message owed to one recipient. Unique, so that whoever repeats the sweep owes nothing twice.

    `next_try_at` is pause and lease in one: who takes the row moves it ahead by a swap on `attempts`, and a dead
    worker's row comes due again. `details` hold ids and ISO dates only, never personal data.
    """

    UNIT_PATH = "unit_id"

    kind = models.CharField("เรื่อง", max_length=30, choices=Kind)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=80)
    step = models.CharField(max_length=40)
    recipient = models.CharField(max_length=254)  # "user:12", else the address in small letters
    channel = models.CharField("ช่องทาง", max_length=4, choices=Channel, default=Channel.MAIL)
    person = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="notices")
    address = models.CharField("ส่งถึง", max_length=254)
    path = models.CharField(max_length=200)
    details = models.JSONField(default=dict, blank=True)
    owed_day = models.DateField("วันที่")
    owed_at = models.DateTimeField("บันทึกเมื่อ")
    state = models.CharField("สถานะ", max_length=10, choices=NoticeState, default=NoticeState.OWED)
    digest_day = models.DateField(null=True, blank=True)
    digest = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="collected"
    )
    attempts = models.PositiveSmallIntegerField("ครั้งที่", default=0)
    next_try_at = models.DateTimeField("ส่งได้ตั้งแต่")
    sent_at = models.DateTimeField("ส่งเมื่อ", null=True, blank=True)
    read_at = models.DateTimeField("อ่านเมื่อ", null=True, blank=True)
    uuid = models.UUIDField(unique=True, editable=False)
    error = models.CharField("สาเหตุ", max_length=300, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(
                name="notice_owed_once", fields=["kind", "unit", "subject", "step", "recipient", "channel"]
            ),
            models.CheckConstraint(
                name="notice_sent_has_an_instant", condition=~Q(state=NoticeState.SENT) | ~Q(sent_at=None)
            ),
        ]
        indexes = [
            models.Index(fields=["state", "next_try_at"], name="notice_by_state"),
            models.Index(fields=["person", "-id"], name="notice_of_person"),
            models.Index(fields=["kind", "subject"], name="notice_of_subject"),
            models.Index(fields=["person"], name="notice_unread", condition=Q(read_at=None)),  # on every page
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.unit}"

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What it is about, whoever receives it."""
        return self.kind, self.unit_id, self.subject, self.step

    @property
    def for_whom(self) -> tuple[str, str]:
        return self.recipient, self.channel

    def name(self) -> UUID:
        """The same for the same row at every try and on every machine: Message-ID and retry key come from it."""
        return uuid5(NAMESPACE_URL, "\n".join((*self.key, *self.for_whom)))


class NoticeChoice(models.Model):
    """How a person wants the notices of one group; without a row at once."""

    UNIT_PATH = "person__pk"

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notice_choices")
    group = models.CharField("เรื่อง", max_length=10, choices=Group)
    pace = models.CharField("วิธีรับ", max_length=10, choices=Pace, default=Pace.AT_ONCE)

    class Meta:
        constraints = [models.UniqueConstraint(name="notice_choice_once", fields=["person", "group"])]

    def __str__(self) -> str:
        return f"{self.get_group_display()} {self.get_pace_display()}"


class LineTarget(models.Model):
    """A LINE group or chat of a unit: what the Messaging API calls groupId, roomId or userId."""

    UNIT_PATH = "unit_id"

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="line_targets")
    target = models.CharField("รหัสกลุ่ม LINE", max_length=60)
    name = models.CharField("ชื่อกลุ่ม", max_length=100)

    class Meta:
        ordering = ("unit_id", "pk")
        constraints = [models.UniqueConstraint(name="line_target_once", fields=["unit", "target"])]

    def __str__(self) -> str:
        return self.name
