"""What an office brought as a table: the file, each thing it says and what became of it, and the columns it uses."""

from django.db import models
from django.db.models import Q

from registration.models.jobs import Job
from registration.models.people import User
from registration.models.sealed import SealedJSONField, SealedNumbersField
from registration.models.units import Unit


class UploadState(models.TextChoices):
    """Where an upload stands."""

    CHECKING = "checking", "รอเลือกคอลัมน์"
    CHECKED = "checked", "ตรวจแล้ว"
    APPLYING = "applying", "กำลังบันทึก"
    APPLIED = "applied", "บันทึกแล้ว"
    UNDOING = "undoing", "กำลังเลิกทำ"
    UNDONE = "undone", "เลิกทำแล้ว"
    DROPPED = "dropped", "ทิ้งแล้ว"
    FAILED = "failed", "ทำไม่สำเร็จ"


AT_WORK = (UploadState.APPLYING, UploadState.UNDOING)  # a job has it


class RowState(models.TextChoices):
    """What a row means to the registry, and what became of it."""

    NEW = "new", "ใหม่"
    CHANGES = "changes", "เปลี่ยนข้อมูลเดิม"
    UNCHANGED = "unchanged", "ตรงกับที่มีอยู่"
    SILENT = "silent", "ไม่มีข้อมูลให้บันทึก"
    ELSEWHERE = "elsewhere", "มีอยู่แล้วในพื้นที่อื่น"
    FAULTY = "faulty", "ต้องแก้ไข"
    APPLIED = "applied", "บันทึกแล้ว"
    DROPPED = "dropped", "ไม่นำเข้า"
    UNDONE = "undone", "เลิกทำแล้ว"


READY = (RowState.NEW, RowState.CHANGES)  # what applying takes
OPEN = (RowState.FAULTY, RowState.ELSEWHERE)  # kept until somebody mends or drops it


class Upload(models.Model):
    """One file or pasted table of a unit, from reading to undoing. The file itself is kept for a while, then purged.

    `subject` is the key of the round, month or quarter it is about (services/subjects). `mapping` {column: key} holds
    the columns as the officer set them, `said` what the officer stated for every row, `columns` what the head says.
    `file` is the name of the bytes in the documents store; "" once they are purged.
    """

    UNIT_PATH = "unit_id"

    kind = models.CharField("ชนิดข้อมูล", max_length=30)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField("เรื่อง", max_length=60, blank=True)
    name = models.CharField("ชื่อไฟล์", max_length=200)
    sha256 = models.CharField(max_length=64)
    file = models.CharField(max_length=200, blank=True)
    sheet = models.CharField("แผ่นงาน", max_length=100, blank=True)
    choices = models.JSONField(default=list)
    shape = models.CharField(max_length=64, blank=True)
    columns = SealedJSONField(default=list)
    mapping = models.JSONField(default=dict)
    said = models.JSONField(default=dict)
    findings = SealedJSONField(default=list)
    counts = models.JSONField(default=dict)
    state = models.CharField("สถานะ", max_length=10, choices=UploadState, default=UploadState.CHECKING)
    job = models.ForeignKey(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField("นำเข้าเมื่อ")
    applied_at = models.DateTimeField("บันทึกเมื่อ", null=True, blank=True)

    class Meta:
        ordering = ("-pk",)
        indexes = [models.Index(name="upload_of_unit", fields=["unit", "kind", "id"])]

    def __str__(self) -> str:
        return self.name

    @property
    def is_at_work(self) -> bool:
        return self.state in AT_WORK


class UploadRow(models.Model):
    """One thing that a file says, such as a producer with its product lines, judged; `lines` are its rows of the sheet.

    `cells` [{row, cells}] is what was read, `fields` the judged values as plain data, `before` the content of the
    record before it was applied (None for a new one), `applied_version` the record's version after it.
    """

    UNIT_PATH = "upload__unit_id"

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="rows")
    sheet = models.CharField(max_length=100, blank=True)
    number = models.PositiveIntegerField("แถว")
    lines = models.JSONField(default=list)
    title = models.CharField(max_length=200, blank=True)
    cells = SealedJSONField(default=list)
    fields = SealedNumbersField(default=dict)
    findings = models.JSONField(default=list)
    state = models.CharField("สถานะ", max_length=10, choices=RowState)
    key = models.CharField(max_length=200, blank=True)
    fingerprint = models.CharField(max_length=64, db_index=True)
    record = models.BigIntegerField(null=True, blank=True)
    before = models.JSONField(null=True, blank=True)
    applied_version = models.PositiveIntegerField(null=True, blank=True)
    is_mended = models.BooleanField(default=False)

    class Meta:
        ordering = ("upload_id", "number", "pk")
        indexes = [models.Index(name="upload_row_by_state", fields=["upload", "state", "number"])]
        constraints = [
            models.CheckConstraint(
                name="upload_row_applied_has_a_record",
                condition=~Q(state=RowState.APPLIED) | ~Q(record=None),
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"แถว {self.number}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class ColumnMemory(models.Model):
    """Which columns an office used of a file of this shape, so that the next one needs no choosing."""

    UNIT_PATH = "unit_id"

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=30)
    shape = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict)
    said = models.JSONField(default=dict)
    used_at = models.DateTimeField()

    class Meta:
        ordering = ("-used_at",)
        constraints = [
            models.UniqueConstraint(name="column_memory_once", fields=["unit", "kind", "shape"]),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.kind}"


class RetiredNumber(models.Model):
    """A registration number whose record an undone upload took back: it is never given again (decision 0014)."""

    UNIT_PATH = "district_id"

    registration_number = models.CharField("เลขทะเบียน", max_length=24, unique=True)
    district = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    retired_at = models.DateTimeField()

    class Meta:
        ordering = ("registration_number",)

    def __str__(self) -> str:
        return self.registration_number
