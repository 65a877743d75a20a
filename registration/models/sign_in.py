"""What people prove themselves by beside a password, and the log of who signed in. Source: decisions 0095 to 0097."""

from django.db import models

from registration.models.people import User


class AuthenticatorApp(models.Model):
    """The app on a person's telephone that makes the codes of RFC 6238; one for each person."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="authenticator_app")
    secret = models.CharField(max_length=200)  # sealed by otop_registry.keys
    last_step = models.BigIntegerField(default=0)  # the half minute whose code was used last: never again
    added_at = models.DateTimeField("เพิ่มเมื่อ")


class Passkey(models.Model):
    """A key of WebAuthn on a telephone, a computer or a token of its own."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="passkeys")
    name = models.CharField("ชื่อเรียก", max_length=60)
    credential_id = models.CharField(max_length=1400, unique=True)  # base64url
    credential = models.BinaryField()  # attested credential data: the public key and which make it is
    sign_count = models.BigIntegerField(default=0)
    added_at = models.DateTimeField("เพิ่มเมื่อ")
    used_at = models.DateTimeField("ใช้ล่าสุด", null=True, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name


class RecoveryCode(models.Model):
    """A printed code that works once, for who has lost the telephone. Only a keyed digest is kept."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="recovery_codes")
    digest = models.CharField(max_length=80, unique=True)
    used_at = models.DateTimeField(null=True, blank=True)


class SignInEvent(models.TextChoices):
    """What happened at the door."""

    ENTERED = "entered", "เข้าสู่ระบบ"
    WRONG_PASSWORD = "wrong_password", "รหัสผ่านไม่ถูกต้อง"
    WRONG_CODE = "wrong_code", "รหัสยืนยันขั้นที่สองไม่ถูกต้อง"
    HELD = "held", "ลองบ่อยเกินไป ให้รอ"
    LEFT = "left", "ออกจากระบบ"
    PROVED = "proved", "ยืนยันตัวตนอีกครั้งก่อนทำรายการ"
    REFUSED = "refused", "เปิดหน้าที่ไม่มีสิทธิ์"


class Factor(models.TextChoices):
    """By what a person was known."""

    PASSWORD = "password", "รหัสผ่าน"
    APP = "app", "แอปยืนยันตัวตน"
    PASSKEY = "passkey", "พาสคีย์"
    RECOVERY = "recovery", "รหัสกู้คืน"


class SignIn(models.Model):
    """One line of the log of the door. No chain: sign-ins of a morning must not wait for one another (decision 0097).

    What was typed as a name that nobody has is not kept: people type passwords there.
    """

    at = models.DateTimeField(db_index=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="sign_ins")
    event = models.CharField("เหตุการณ์", max_length=14, choices=SignInEvent)
    factor = models.CharField("ยืนยันด้วย", max_length=10, choices=Factor, blank=True)
    page = models.CharField("หน้า", max_length=80, blank=True)  # of a refusal: the name of its address
    browser = models.CharField("เบราว์เซอร์", max_length=80, blank=True)
    address = models.GenericIPAddressField("หมายเลขเครื่อง", null=True, blank=True)

    class Meta:
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=("user", "-at"), name="sign_in_of_person")]


class FactorReset(models.Model):
    """Somebody's second factor is to be cleared: one officer asks, another one agrees (decision 0097)."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="factor_resets")
    reason = models.TextField("เหตุผล")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-asked_at",)
        constraints = [
            models.CheckConstraint(
                name="factor_reset_takes_two",
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("asked_by")),
            ),
        ]


class Pause(models.Model):
    """How often something was tried, and until when it is not tried again (decision 0098). `key` tells nobody whose."""

    key = models.CharField(max_length=80, unique=True)
    tries = models.PositiveIntegerField()
    until = models.DateTimeField()
    last_at = models.DateTimeField(db_index=True)


class PersonSession(models.Model):
    """A session as its person reads it in a list. The session itself is Django's; without it this row says nothing."""

    session_key = models.CharField(max_length=40, unique=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="open_sessions")
    browser = models.CharField("เบราว์เซอร์", max_length=80, blank=True)
    address = models.GenericIPAddressField("หมายเลขเครื่อง", null=True, blank=True)
    began_at = models.DateTimeField("เข้าเมื่อ")
    seen_at = models.DateTimeField("ใช้ล่าสุด", db_index=True)

    class Meta:
        ordering = ("-seen_at",)
