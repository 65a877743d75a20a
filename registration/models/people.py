"""Who the users are, and which dated posts, contacts and waivers they hold."""

from datetime import date
from typing import Self

from django.contrib.auth.models import AbstractUser
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact, LessThanOrEqual

from registration.identifiers import show_phone
from registration.models.units import Unit
from registration.workflow import Role


class User(AbstractUser):
    """A person who signs in. What they may do comes from posts, never from flags on this row."""

    username = models.CharField(
        "ชื่อผู้ใช้",
        max_length=150,
        unique=True,
        validators=[ASCIIUsernameValidator()],  # NFKC would take Thai text apart
        error_messages={"unique": "มีชื่อผู้ใช้นี้แล้ว กรุณาใช้ชื่ออื่น"},
    )
    title = models.CharField("คำนำหน้า", max_length=30, blank=True)
    phone = models.CharField("โทรศัพท์", max_length=20, blank=True)

    class Meta(AbstractUser.Meta):
        swappable = "AUTH_USER_MODEL"

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def get_full_name(self) -> str:
        return f"{self.title}{self.first_name} {self.last_name}".strip()


class DatedQuerySet(models.QuerySet):
    """Rows with `valid_from` and an open or inclusive `valid_to`."""

    def on(self, day: date) -> Self:
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)


class ActingFor(models.TextChoices):
    """How somebody acts in another's place (ระเบียบงานสารบรรณ)."""

    IN_PLACE = "in_place", "รักษาราชการแทน"
    ON_BEHALF = "on_behalf", "ปฏิบัติราชการแทน"


class Post(models.Model):
    """A user's dated role in a unit. Rights come from the posts held on the day of the act, and from nothing else."""

    UNIT_PATH = "unit_id"

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="posts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField("บทบาท", max_length=10, choices=Role)
    position = models.CharField("ตำแหน่ง", max_length=200, blank=True)
    valid_from = models.DateField("ตั้งแต่วันที่")
    valid_to = models.DateField("ถึงวันที่", null=True, blank=True)
    order_number = models.CharField("คำสั่งที่", max_length=100, blank=True)
    acting_for = models.CharField("การปฏิบัติหน้าที่แทน", max_length=10, choices=ActingFor, blank=True)
    acting_for_position = models.CharField("แทนตำแหน่ง", max_length=200, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ("unit_id", "role", "pk")
        constraints = [
            models.CheckConstraint(
                name="post_role_fits_unit",
                condition=Q(Q(role=Role.DISTRICT), Exact(Length("unit"), 4))
                | Q(Q(role=Role.PROVINCE), Exact(Length("unit"), 2))
                | Q(Q(role=Role.DEPARTMENT), Exact(Length("unit"), 0))
                | Q(Q(role=Role.EXECUTIVE), LessThanOrEqual(Length("unit"), 2)),
            ),
            models.CheckConstraint(
                name="post_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")),
            ),
            models.CheckConstraint(
                name="post_acting_needs_an_order", condition=Q(acting_for="") | ~Q(order_number="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()} {self.unit}"

    def is_held(self, day: date) -> bool:
        """What DatedQuerySet.on asks the database, of a row that is at hand."""
        return self.valid_from <= day and (self.valid_to is None or self.valid_to >= day)

    def covers(self, unit_code: str) -> bool:
        """Whether `unit_code` lies inside this post's scope."""
        return unit_code.startswith(self.unit_id)


class ContactRole(models.TextChoices):
    """What one coordinates; the letters name them for the registration (2561) and for the monthly report (2567)."""

    REGISTRATION = "registration", "ผู้ประสานงานการลงทะเบียน"
    MONTHLY = "monthly", "ผู้ประสานงานรายงานรายเดือน"
    HEAD = "head", "หัวหน้าหน่วยงาน"
    ADMIN = "admin", "ผู้ดูแลระบบ"


class ContactQuerySet(DatedQuerySet):
    """Coordinators; who is stood in for on a day is not reached on that day."""

    def reached(self, day: date) -> Self:
        """Those of `day`, a stand-in (ผู้ปฏิบัติหน้าที่แทน) instead of the one away."""
        away = Contact.objects.on(day).filter(stands_in_for=OuterRef("pk"))
        return self.on(day).exclude(Exists(away))


class Contact(models.Model):
    """A coordinator of a unit (ผู้ประสานงาน), dated: the one source for letters, notices and refusals."""

    UNIT_PATH = "unit_id"

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="contacts")
    role = models.CharField("หน้าที่", max_length=12, choices=ContactRole, default=ContactRole.REGISTRATION)
    name = models.CharField("ชื่อ-สกุล", max_length=200)
    position = models.CharField("ตำแหน่ง", max_length=200, blank=True)
    phone = models.CharField("โทรศัพท์", max_length=20)
    email = models.EmailField("อีเมล", blank=True)
    valid_from = models.DateField("ตั้งแต่วันที่")
    valid_to = models.DateField("ถึงวันที่", null=True, blank=True)
    stands_in_for = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="stand_ins"
    )

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ("unit_id", "pk")
        constraints = [
            models.CheckConstraint(
                name="contact_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")),
            ),
            models.CheckConstraint(
                name="contact_stand_in_has_a_last_day",
                condition=Q(stands_in_for=None) | Q(valid_to__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} โทร. {show_phone(self.phone)}"


class FourEyesWaiver(models.Model):
    """A dated leave for a one-person office to certify what the same person entered (decision 0011)."""

    UNIT_PATH = "unit_id"

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="four_eyes_waivers")
    reason = models.TextField("เหตุผล")
    order_number = models.CharField("คำสั่งที่", max_length=100)
    valid_from = models.DateField("ตั้งแต่วันที่")
    valid_to = models.DateField("ถึงวันที่")
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ("unit_id", "valid_from")

    def __str__(self) -> str:
        return f"{self.unit} {self.order_number}"
