"""Official letters (หนังสือภายนอก): a draft that officers write together, then a sheet that never changes."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse

from otop_registry import thai
from registration.models import Round, Unit, User


class Occasion(models.TextChoices):
    """What a letter is for. Source: letters นศ 0019/01467 (2561) and นค 0019.3/ก 9929 (2567)."""

    PLAN = "plan", "ส่งแผนและสั่งลงทะเบียน"
    MONTHLY = "monthly", "รายงานประจำเดือน"
    SEND_BACK = "send_back", "ส่งกลับแก้ไข"
    ANNOUNCEMENT = "announcement", "ส่งประกาศรับรอง"


class LetterState(models.TextChoices):
    """Whether a letter has its number."""

    DRAFT = "draft", "ร่าง"
    ISSUED = "issued", "ออกแล้ว"


class Urgency(models.TextChoices):
    """ชั้นความเร็ว of ระเบียบงานสารบรรณ ข้อ 28."""

    NONE = "", "ปกติ"
    URGENT = "ด่วน", "ด่วน"
    VERY_URGENT = "ด่วนมาก", "ด่วนมาก"
    MOST_URGENT = "ด่วนที่สุด", "ด่วนที่สุด"


class Letter(models.Model):
    """A letter of a unit to the units one level below.

    While a draft, subject and paragraphs keep their fields ({รอบ} …); issuing fills them and freezes everything.
    `addressed_to` is one unit below; empty: all of them. `number` is kept in one spelling with digits 0-9.
    """

    UNIT_PATH = "unit_id"

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    occasion = models.CharField("โอกาส", max_length=12, choices=Occasion)
    round = models.ForeignKey(Round, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    month = models.DateField("เดือนของยอดจำหน่าย", null=True, blank=True)
    addressed_to = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    corrects = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections"
    )

    state = models.CharField("สถานะ", max_length=6, choices=LetterState, default=LetterState.DRAFT)
    number = models.CharField("ที่", max_length=60, blank=True)
    letter_day = models.DateField("ลงวันที่", null=True, blank=True)
    year_be = models.PositiveSmallIntegerField("ปี พ.ศ.", null=True, blank=True)
    urgency = models.CharField("ชั้นความเร็ว", max_length=12, choices=Urgency, blank=True)
    subject = models.CharField("เรื่อง", max_length=300)
    addressee = models.CharField("เรียน", max_length=200)
    references = models.JSONField("อ้างถึง", default=list, blank=True)
    attachments = models.JSONField("สิ่งที่ส่งมาด้วย", default=list, blank=True)  # {kind, words, count, measure}
    paragraphs = models.JSONField("ข้อความ", default=list)
    closing = models.CharField("ภาคสรุป", max_length=200, default="จึงเรียนมาเพื่อพิจารณาดำเนินการ")
    due_day = models.DateField("กำหนดส่ง", null=True, blank=True)
    office = models.JSONField("ส่วนราชการเจ้าของหนังสือ", default=list, blank=True)
    signer = models.CharField("ผู้ลงชื่อ", max_length=200, blank=True)
    position = models.CharField("ตำแหน่ง", max_length=200, blank=True)
    acting = models.JSONField("ปฏิบัติราชการแทน", default=list, blank=True)
    sender = models.JSONField("ส่วนราชการเจ้าของเรื่อง", default=list, blank=True)
    coordinators = models.JSONField("ผู้ประสานงาน", default=list, blank=True)  # frozen when issued
    enclosed = models.JSONField("สิ่งที่ส่งมาด้วยที่ออกแล้ว", default=list, blank=True)  # {place, title, paper}

    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("ร่างเมื่อ")
    issued_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField("ออกเมื่อ", null=True, blank=True)

    class Meta:
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(
                name="letter_number_once_a_year",
                fields=["unit", "year_be", "number"],
                condition=~Q(number=""),
            ),
            models.CheckConstraint(
                name="letter_issued_is_whole",
                condition=Q(state=LetterState.DRAFT, number="", issued_at=None, year_be=None)
                | (
                    Q(state=LetterState.ISSUED, issued_at__isnull=False, year_be__isnull=False)
                    & Q(letter_day__isnull=False)
                    & ~Q(number="")
                ),
            ),
            models.CheckConstraint(
                name="letter_issued_is_due_after_its_day",
                condition=Q(state=LetterState.DRAFT)
                | Q(due_day=None)
                | Q(due_day__gte=models.F("letter_day")),
            ),
            models.CheckConstraint(
                name="letter_is_of_a_round_or_a_month",
                condition=Q(round=None, month__day=1, occasion=Occasion.MONTHLY)
                | (Q(round__isnull=False, month=None) & ~Q(occasion=Occasion.MONTHLY)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_occasion_display()} {self.period}"

    def get_absolute_url(self) -> str:
        return reverse("reporting:letter", args=[self.pk])

    @property
    def is_issued(self) -> bool:
        return self.state == LetterState.ISSUED

    @property
    def issued_day(self) -> date:
        """The day that an issued letter bears. Raises: ValueError for a draft."""
        if self.letter_day is None:
            raise ValueError("A draft bears no day")
        return self.letter_day

    @property
    def root_id(self) -> int:
        """The letter that a row of corrections began with."""
        return self.corrects.root_id if self.corrects else self.pk

    @property
    def period(self) -> str:
        """รอบ 2/2561; เดือนมิถุนายน 2567 of a monthly letter."""
        return f"เดือน{thai.month_name(self.month)}" if self.month else f"รอบ {self.round}"
