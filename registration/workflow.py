"""From which status, by whom, during which step: the journey of a round as three short tables.

Source: plan of fiscal year 2561, attachment 1 of letter นศ 0019/01467 (13 March 2561), columns ขั้นตอนที่ and
ผู้รับผิดชอบ. Rows that the letter does not hold name the decision they come from. Pure: no models, no clock.
"""

from dataclasses import dataclass

from django.db.models import TextChoices

from registration.refusal import Refused as Refused  # the word for it stands here for every caller
from registration.timetable import Step


class Role(TextChoices):
    """What a person may be in a unit; a post binds person, role and unit for a time."""

    DISTRICT = "district", "เจ้าหน้าที่อำเภอ"
    PROVINCE = "province", "เจ้าหน้าที่จังหวัด"
    DEPARTMENT = "department", "ผู้ดูแลระบบกรมฯ"
    EXECUTIVE = "executive", "ผู้บริหาร"


class Status(TextChoices):
    """Where a district's round stands. The one status of a submission; all else is derived."""

    ENTRY = "entry", "กำลังบันทึก"
    SUBMITTED = "submitted", "ส่งจังหวัดแล้ว"
    SENT_BACK = "sent_back", "ส่งกลับแก้ไข"
    CERTIFIED = "certified", "จังหวัดรับรองแล้ว"


class CertificateStatus(TextChoices):
    """Where a province's round stands."""

    PENDING = "pending", "รอรับรองระดับจังหวัด"
    CERTIFIED = "certified", "จังหวัดรับรองแล้ว"
    ANNOUNCED = "announced", "จังหวัดประกาศแล้ว"


class ClosingStatus(TextChoices):
    """Where the department's closing of a round stands."""

    OPEN = "open", "ยังไม่ปิดระบบ"
    SOFT_CLOSED = "soft_closed", "พักระบบเพื่อตรวจก่อนปิด"
    CLOSED = "closed", "ปิดระบบแล้ว"
    ANNOUNCED = "announced", "ประกาศผลแล้ว"


class CorrectionStatus(TextChoices):
    """Where the correction of a closed round stands."""

    ASKED = "asked", "รอจังหวัดเห็นชอบ"
    AGREED = "agreed", "รอกรมฯ อนุมัติ"
    APPROVED = "approved", "อนุมัติแล้ว"
    REFUSED = "refused", "ไม่อนุมัติ"
    TAKEN_BACK = "taken_back", "ผู้ขอถอนคำขอ"


PENDING_CORRECTIONS = (CorrectionStatus.ASKED, CorrectionStatus.AGREED)


@dataclass(frozen=True)
class Transition:
    """One row of a journey table: `verb` moves `source` to `target`, by `by`, while one of `during` is open (ANY_DAY: always)."""

    verb: str
    source: str
    target: str
    by: Role
    during: tuple[Step, ...]
    because: str
    label: str
    needs_reason: bool = False


ENTRY, SUBMITTED, SENT_BACK, CERTIFIED = Status.ENTRY, Status.SUBMITTED, Status.SENT_BACK, Status.CERTIFIED
REGISTER, VERIFY, CLOSE = (Step.REGISTER,), (Step.VERIFY,), (Step.CLOSE,)
ANY_DAY: tuple[Step, ...] = ()  # no window: until the level above has finished (decisions 0009 and 0010)

TRANSITIONS = (
    #          verb         from        to          by               during       source                   button
    Transition("submit",    ENTRY,      SUBMITTED,  Role.DISTRICT,   REGISTER,    "ขั้นตอนที่ ๑",            "ส่งให้จังหวัด"),
    Transition("recall",    SUBMITTED,  ENTRY,      Role.DISTRICT,   REGISTER,    "decision 0015",         "ดึงกลับมาแก้ไข", needs_reason=True),
    Transition("certify",   SUBMITTED,  CERTIFIED,  Role.PROVINCE,   VERIFY,      "ขั้นตอนที่ ๒ รับรอง",      "รับรองข้อมูล"),
    Transition("send_back", SUBMITTED,  SENT_BACK,  Role.PROVINCE,   VERIFY,      "ขั้นตอนที่ ๒ ตรวจสอบ",     "ส่งกลับแก้ไข"),
    Transition("resubmit",  SENT_BACK,  SUBMITTED,  Role.DISTRICT,   VERIFY,      "decision 0008",         "ส่งอีกครั้ง"),
    Transition("withdraw",  CERTIFIED,  SUBMITTED,  Role.PROVINCE,   VERIFY,      "decision 0009",         "ถอนการรับรอง", needs_reason=True),
)  # fmt: skip

_PENDING, _CERTIFIED, _ANNOUNCED = (
    CertificateStatus.PENDING,
    CertificateStatus.CERTIFIED,
    CertificateStatus.ANNOUNCED,
)
CERTIFICATE_TRANSITIONS = (
    Transition("certify_province",     _PENDING,   _CERTIFIED, Role.PROVINCE, VERIFY,          "ขั้นตอนที่ ๒ รับรอง",  "รับรองระดับจังหวัด"),
    Transition("announce_province",    _CERTIFIED, _ANNOUNCED, Role.PROVINCE, VERIFY,          "ขั้นตอนที่ ๒ ประกาศ",  "บันทึกประกาศรับรอง"),
    Transition("withdraw_certificate", _CERTIFIED, _PENDING,   Role.PROVINCE, ANY_DAY,         "decision 0009",     "ถอนการรับรองระดับจังหวัด", needs_reason=True),
    Transition("withdraw_announced",   _ANNOUNCED, _PENDING,   Role.PROVINCE, ANY_DAY,         "decision 0009",     "ถอนประกาศและการรับรอง", needs_reason=True),
)  # fmt: skip

_OPEN, _SOFT, _CLOSED, _PUBLIC = (
    ClosingStatus.OPEN,
    ClosingStatus.SOFT_CLOSED,
    ClosingStatus.CLOSED,
    ClosingStatus.ANNOUNCED,
)
CLOSING_TRANSITIONS = (
    Transition("soft_close",     _OPEN,   _SOFT,   Role.DEPARTMENT, CLOSE, "ขั้นตอนที่ ๓",          "พักระบบเพื่อตรวจก่อนปิด"),
    Transition("reopen",         _SOFT,   _OPEN,   Role.DEPARTMENT, ANY_DAY, "decision 0010",   "ยกเลิกการพักระบบ", needs_reason=True),
    Transition("hard_close",     _SOFT,   _CLOSED, Role.DEPARTMENT, CLOSE, "ขั้นตอนที่ ๓ ปิดระบบ",   "ปิดระบบ"),
    Transition("announce_round", _CLOSED, _PUBLIC, Role.DEPARTMENT, ANY_DAY, "ขั้นตอนที่ ๓ ประกาศ",    "ประกาศผล"),
)  # fmt: skip

# A correction is no part of a round's journey: it begins when that has ended. Who may not decide: decision 0079.
_ASKED, _AGREED, _REFUSED, _BACK = (
    CorrectionStatus.ASKED,
    CorrectionStatus.AGREED,
    CorrectionStatus.REFUSED,
    CorrectionStatus.TAKEN_BACK,
)
CORRECTION_TRANSITIONS = (
    Transition("agree_correction",     _ASKED,  _AGREED,  Role.PROVINCE,   ANY_DAY, "decision 0079", "เห็นชอบและเสนอกรมฯ"),
    Transition("decline_correction",   _ASKED,  _REFUSED, Role.PROVINCE,   ANY_DAY, "decision 0079", "ไม่เห็นชอบ", needs_reason=True),
    Transition("take_back_correction", _ASKED,  _BACK,    Role.DISTRICT,   ANY_DAY, "decision 0079", "ถอนคำขอ", needs_reason=True),
    Transition("recall_correction",    _AGREED, _BACK,    Role.PROVINCE,   ANY_DAY, "decision 0079", "ถอนคำขอที่เสนอกรมฯ แล้ว", needs_reason=True),
    Transition("approve_correction",   _AGREED, CorrectionStatus.APPROVED, Role.DEPARTMENT, ANY_DAY, "decision 0079", "อนุมัติ"),
    Transition("refuse_correction",    _AGREED, _REFUSED, Role.DEPARTMENT, ANY_DAY, "decision 0079", "ไม่อนุมัติ", needs_reason=True),
)  # fmt: skip

ALL_TRANSITIONS = TRANSITIONS + CERTIFICATE_TRANSITIONS + CLOSING_TRANSITIONS
_BY_VERB = {t.verb: t for t in ALL_TRANSITIONS}


def transition(verb: str) -> Transition:
    """The one row of `verb`. Raises: KeyError for a verb that no table holds."""
    return _BY_VERB[verb]


class ReturnCode(TextChoices):
    """Why a province returns a field of a record; a note may add to it, never replace it."""

    MISSING = "missing", "ข้อมูลขาด"
    WRONG = "wrong", "ข้อมูลไม่ถูกต้อง"
    UNCLEAR = "unclear", "ข้อมูลไม่ชัดเจน"
    NO_EVIDENCE = "no_evidence", "ไม่มีหลักฐานประกอบ"
    OUTSIDE_AREA = "outside_area", "สถานที่ผลิตไม่อยู่ในอำเภอที่ลงทะเบียน"
    DUPLICATE = "duplicate", "ซ้ำกับทะเบียนอื่น"
    NOT_OTOP = "not_otop", "ไม่เข้าหลักเกณฑ์ผลิตภัณฑ์ OTOP"
