"""Producers, their products and certificates, what happened to them in each round, and every past version."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from registration import lifespan, names, numbers
from registration.models.calendar import Round
from registration.models.numbers import NumberField
from registration.models.people import User
from registration.models.units import Subdistrict, Unit
from registration.workflow import ReturnCode


class ProducerKind(models.TextChoices):
    """The three kinds of producer (docs/rules.md 5)."""

    GROUP = "group", "กลุ่มผู้ผลิตชุมชน"
    SOLE_OWNER = "sole_owner", "ผู้ผลิตชุมชนที่เป็นเจ้าของรายเดียว"
    SME = "sme", "ผู้ผลิตที่เป็นวิสาหกิจขนาดกลางและขนาดย่อม"


class ProductType(models.TextChoices):
    """The five types of product (docs/rules.md 5)."""

    FOOD = "food", "อาหาร"
    DRINK = "drink", "เครื่องดื่ม"
    CLOTH = "cloth", "ผ้า เครื่องแต่งกาย"
    UTENSIL = "utensil", "ของใช้ ของตกแต่ง ของที่ระลึก"
    HERB = "herb", "สมุนไพรที่ไม่ใช่อาหาร"


class Standard(models.TextChoices):
    """The standards that a certificate may prove (docs/rules.md 5)."""

    FDA = "fda", "อย."
    COMMUNITY = "community", "มผช."
    INDUSTRIAL = "industrial", "มอก."
    GMP = "gmp", "GMP/GHP"
    HACCP = "haccp", "HACCP"
    HALAL = "halal", "ฮาลาล"
    GI = "gi", "GI"
    ORGANIC = "organic", "เกษตรอินทรีย์"
    GAP = "gap", "GAP"
    PEACOCK = "peacock", "นกยูงพระราชทาน"
    ISO = "iso", "ISO"
    EXCISE = "excise", "ใบอนุญาตสรรพสามิต"
    OTHER = "other", "อื่น ๆ"


class ProductState(models.TextChoices):
    PRODUCING = "producing", "ผลิตอยู่"
    PAUSED = "paused", "หยุดชั่วคราว"


class Evidence(models.TextChoices):
    """The papers that an officer checks before a registration, as the districts' own lists name them."""

    ID_CARD = "id_card", "สำเนาบัตรประชาชน"
    HOUSE = "house", "สำเนาทะเบียนบ้าน"
    PRODUCT_PHOTO = "product_photo", "รูปถ่ายผลิตภัณฑ์"
    PLACE_PHOTO = "place_photo", "รูปถ่ายสถานที่ผลิต"
    LICENCE = "licence", "หลักฐานใบอนุญาต"
    FOUNDING = "founding", "หนังสือจัดตั้งกลุ่ม"
    MINUTES = "minutes", "รายงานการประชุมกลุ่ม"
    MEMBERS = "members", "บัญชีรายชื่อสมาชิก"
    AUTHORITY = "authority", "หนังสือมอบอำนาจ"
    NETWORK = "network", "หนังสือรับรองของประธานเครือข่าย OTOP หรือ อปท."


class LifespanQuerySet(models.QuerySet):
    """Rows that live from the round of their registration until the round of their withdrawal."""

    def standing_after(self, round_id: int) -> Self:
        """Rows that count at the end of a round (คงเหลือ)."""
        return self.filter(lifespan.moves_q(round_id)[lifespan.LEFT])

    def active(self) -> Self:
        return self.filter(lifespan.standing())


class ProducerQuerySet(LifespanQuerySet):
    def unhandled(self, round_id: int) -> Self:
        """Producers that count at the end of a round and that it did nothing to yet (ยังไม่ดำเนินการ)."""
        return self.standing_after(round_id).exclude(registrations__round=round_id)


class Producer(models.Model):
    """A producer (ผู้ผลิต ผู้ประกอบการ): one identity for life, over years and districts (decision 0012).

    `first_round` never changes; `registered_round` begins the present stay, later after a withdrawal and return.
    `came_round` is the round in which it moved into its district; none where it was registered (decision 0077).

    `merged_into` is the producer that it was found to be: its number leads there (decision 0071).

    `version` grows by one with every write to the producer or its products; a Revision keeps each version.
    """

    UNIT_PATH = "district_id"

    registration_number = models.CharField("เลขทะเบียน", max_length=24, unique=True)
    former_numbers = models.CharField("เลขทะเบียนเดิม", max_length=200, blank=True)
    district = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="producers")
    registered_round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    first_round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    came_round = models.ForeignKey(
        Round, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    withdrawn_round = models.ForeignKey(
        Round, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )
    version = models.PositiveIntegerField(default=1)

    kind = models.CharField("ประเภทผู้ผลิต", max_length=10, choices=ProducerKind)
    name = models.CharField("ชื่อกลุ่ม/ผู้ประกอบการ", max_length=200)
    owner_title = models.CharField("คำนำหน้า", max_length=30, blank=True)
    owner_first_name = models.CharField("ชื่อประธาน/เจ้าของ", max_length=100)
    owner_last_name = models.CharField("นามสกุล", max_length=100)
    citizen_id = NumberField("เลขประจำตัวประชาชน", max_length=numbers.LONGEST)
    juristic_id = NumberField("เลขนิติบุคคล", max_length=numbers.LONGEST, blank=True)
    is_thai = models.BooleanField("สัญชาติไทย (ทั้งผู้ผลิตและสมาชิก)", default=False)
    members_male_count = models.PositiveIntegerField("สมาชิกชาย", null=True, blank=True)
    members_female_count = models.PositiveIntegerField("สมาชิกหญิง", null=True, blank=True)
    founded_day = models.DateField("วันที่ก่อตั้ง", null=True, blank=True)

    house_number = models.CharField("บ้านเลขที่", max_length=50)
    village_number = models.CharField("หมู่ที่", max_length=10, blank=True)
    village = models.CharField("หมู่บ้าน", max_length=100, blank=True)
    lane = models.CharField("ซอย", max_length=100, blank=True)
    road = models.CharField("ถนน", max_length=100, blank=True)
    subdistrict = models.ForeignKey(Subdistrict, on_delete=models.PROTECT, related_name="producers")
    postcode = models.CharField("รหัสไปรษณีย์", max_length=5)
    phones = models.JSONField("โทรศัพท์", default=list, blank=True)
    email = models.EmailField("อีเมล", blank=True)
    line_id = models.CharField("LINE", max_length=100, blank=True)

    takes_part_in_production = models.BooleanField("ชุมชนมีส่วนร่วมในการผลิต", default=False)
    takes_part_in_management = models.BooleanField("ชุมชนมีส่วนร่วมในการบริหารจัดการ", default=False)
    community_benefits = models.BooleanField("ชุมชนได้รับประโยชน์", default=False)
    documents_seen = models.JSONField("เอกสารที่ตรวจแล้ว", default=list, blank=True)
    representative = models.CharField("ผู้รับมอบอำนาจ", max_length=200, blank=True)
    remarks = models.TextField("หมายเหตุ", max_length=2000, blank=True)

    name_key = models.CharField(max_length=200, db_index=True, editable=False)
    search_key = models.TextField(editable=False, default="")
    sort_key = models.CharField(max_length=400, editable=False)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField()

    objects = ProducerQuerySet.as_manager()

    class Meta:
        ordering = ("district_id", "sort_key", "pk")
        indexes = [
            models.Index(name="producer_list", fields=["district", "sort_key", "id"]),
            models.Index(name="producer_lifespan", fields=["district", "registered_round"]),
        ]
        constraints = [
            # one person may lead a group and own a business, never two of one kind (decision 0016)
            models.UniqueConstraint(
                name="producer_citizen_once_per_kind",
                fields=["citizen_id", "kind"],
                condition=Q(withdrawn_round=None),
            ),
            models.UniqueConstraint(
                name="producer_juristic_once",
                fields=["juristic_id"],
                condition=Q(withdrawn_round=None) & ~Q(juristic_id=""),
            ),
            models.CheckConstraint(
                name="producer_withdrawn_after_registered",
                condition=Q(withdrawn_round=None) | Q(withdrawn_round__gte=models.F("registered_round")),
            ),
            models.CheckConstraint(
                name="producer_came_while_it_stood",
                condition=Q(came_round=None)
                | Q(came_round__gte=models.F("registered_round"))
                & (Q(withdrawn_round=None) | Q(withdrawn_round__gte=models.F("came_round"))),
            ),
            models.CheckConstraint(
                name="producer_merged_is_withdrawn",
                condition=Q(merged_into=None) | Q(withdrawn_round__isnull=False),
            ),
            models.CheckConstraint(
                name="producer_has_a_community_link",
                condition=Q(takes_part_in_production=True)
                | Q(takes_part_in_management=True)
                | Q(community_benefits=True),
            ),
            models.CheckConstraint(name="producer_is_thai", condition=Q(is_thai=True)),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("registration:producer", args=[self.pk])

    @property
    def owner_name(self) -> str:
        return names.full_name(self.owner_title, self.owner_first_name, self.owner_last_name)

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_round_id is not None


class Telephone(models.Model):
    """One number of Producer.phones, so that all who share it are found. Written with every write of them."""

    UNIT_PATH = "producer__district_id"

    producer = models.ForeignKey(Producer, on_delete=models.CASCADE, related_name="telephones")
    number = models.CharField(max_length=20)

    class Meta:
        ordering = ("producer_id", "pk")
        indexes = [models.Index(name="telephone_number", fields=["number"])]
        constraints = [models.UniqueConstraint(name="telephone_once", fields=["producer", "number"])]

    def __str__(self) -> str:
        return self.number


class Product(models.Model):
    """A product (ผลิตภัณฑ์) of one producer.

    New once, nationally: `first_round` never changes; `registered_round` begins its present stay (decision 0012).
    `came_round` is the round in which it moved here with its producer. One that was withdrawn before its producer
    moved `stayed_behind`: it counts where it ended (decision 0077).
    """

    UNIT_PATH = "producer__district_id"

    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="products")
    registered_round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    first_round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    came_round = models.ForeignKey(
        Round, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    withdrawn_round = models.ForeignKey(
        Round, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    stayed_behind = models.BooleanField(default=False, editable=False)
    registered_day = models.DateField("วันที่ลงทะเบียน", null=True, blank=True)
    name = models.CharField("ชื่อผลิตภัณฑ์", max_length=200)
    product_type = models.CharField("ประเภทผลิตภัณฑ์", max_length=10, choices=ProductType)
    description = models.TextField("เรื่องราว/รายละเอียด", max_length=2000, blank=True)
    material = models.CharField("วัตถุดิบ", max_length=200, blank=True)
    size = models.CharField("ขนาด", max_length=100, blank=True)
    price_baht = models.DecimalField("ราคา (บาท)", max_digits=12, decimal_places=2, null=True, blank=True)
    selling_unit = models.CharField("หน่วยขาย", max_length=50, blank=True)
    monthly_capacity = models.PositiveIntegerField("กำลังผลิตต่อเดือน", null=True, blank=True)
    is_regulated = models.BooleanField("มีกฎหมายกำหนดให้ต้องมีใบอนุญาต", default=False)
    state = models.CharField("สถานะ", max_length=10, choices=ProductState, default=ProductState.PRODUCING)
    same_name_reason = models.CharField("ต่างจากรายการชื่อเดียวกันอย่างไร", max_length=300, blank=True)
    name_key = models.CharField(max_length=200, db_index=True, editable=False)

    objects = LifespanQuerySet.as_manager()

    class Meta:
        ordering = ("producer_id", "pk")
        indexes = [
            models.Index(  # covers the count of every district's products for the grades: no row is read
                name="product_lifespan",
                fields=["producer", "registered_round", "withdrawn_round", "first_round", "registered_day"],
            ),
            models.Index(  # the few that need a licence: a province's board asks for those without proof
                name="product_regulated",
                fields=["producer"],
                condition=Q(is_regulated=True, withdrawn_round=None),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="product_withdrawn_after_registered",
                condition=Q(withdrawn_round=None) | Q(withdrawn_round__gte=models.F("registered_round")),
            ),
            models.CheckConstraint(
                name="product_came_while_it_stood",
                condition=Q(came_round=None)
                | Q(came_round__gte=models.F("registered_round"))
                & (Q(withdrawn_round=None) | Q(withdrawn_round__gte=models.F("came_round"))),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_round_id is not None


class Certificate(models.Model):
    """A standard's certificate of a product: number, issuer, day of issue and of expiry."""

    UNIT_PATH = "product__producer__district_id"

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="certificates")
    standard = models.CharField("มาตรฐาน", max_length=10, choices=Standard)
    number = models.CharField("เลขที่", max_length=100)
    issuer = models.CharField("ผู้ออก", max_length=200, blank=True)
    issued_day = models.DateField("วันที่ออก", null=True, blank=True)
    expires_day = models.DateField("วันหมดอายุ", null=True, blank=True)

    class Meta:
        ordering = ("product_id", "standard", "number")

    def __str__(self) -> str:
        return f"{self.get_standard_display()} {self.number}"


class RegistrationKind(models.TextChoices):
    """What a round did to a producer."""

    NEW = "new", "รายใหม่"
    UPDATE = "update", "ปรับปรุงข้อมูล"
    CONFIRM = "confirm", "ยืนยันข้อมูลเดิม"
    COME = "come", "ย้ายเข้า"
    WITHDRAW = "withdraw", "ยกเลิก"


class ReviewMark(models.TextChoices):
    """The province's mark on one record; the district's status is on Submission alone."""

    UNSEEN = "unseen", "ยังไม่ตรวจ"
    PASSED = "passed", "เปิดดูแล้ว ผ่าน"
    PASSED_IN_BULK = "bulk", "ผ่านรวม ไม่ได้เปิดดู"
    RETURNED = "returned", "ให้แก้ไข"
    ANSWERED = "answered", "แก้ไขหรือชี้แจงแล้ว รอตรวจ"


CAME_BACK = (ReviewMark.RETURNED, ReviewMark.ANSWERED)  # what a sent-back district may write


class Registration(models.Model):
    """A producer's act in a round, with the province's review mark. One row per producer and round."""

    UNIT_PATH = "district_id"

    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="registrations")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="registrations")
    district = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("การดำเนินการ", max_length=10, choices=RegistrationKind)
    reason = models.TextField("เหตุผล", max_length=500, blank=True)
    review = models.CharField("ผลการตรวจ", max_length=10, choices=ReviewMark, default=ReviewMark.UNSEEN)
    reviewed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    acted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    acted_at = models.DateTimeField()
    risk = models.PositiveSmallIntegerField(default=0, editable=False)  # checks.table.risk_of its findings

    class Meta:
        ordering = ("district_id", "producer__sort_key", "pk")
        indexes = [
            models.Index(name="registration_of_round", fields=["district", "round", "kind"]),
            models.Index(name="registration_by_risk", fields=["district", "round", "-risk"]),
        ]
        constraints = [
            models.UniqueConstraint(name="registration_once_per_round", fields=["producer", "round"])
        ]

    def __str__(self) -> str:
        return f"{self.producer} {self.get_kind_display()} {self.round}"


class ReturnReason(models.Model):
    """Why a record was returned: one code for one field, with a note. Kept after the answer, for the history.

    `version` is the producer's at the return; `answer` is what the district says where it changed nothing.
    """

    UNIT_PATH = "registration__district_id"

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="return_reasons")
    field = models.CharField("ช่องข้อมูล", max_length=60)
    code = models.CharField("เหตุผล", max_length=20, choices=ReturnCode)
    note = models.CharField("รายละเอียด", max_length=500, blank=True)
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)
    answer = models.CharField("คำชี้แจงของอำเภอ", max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("registration_id", "pk")

    def __str__(self) -> str:
        return f"{self.field}: {self.get_code_display()}"
