"""The tables of the registry, by subject. Import models from here."""

from .announcements import Announcement
from .calendar import Extension, Holiday, Plan, Round, Window
from .checks import (
    CheckRun,
    FaultSource,
    Finding,
    LateFault,
    PairDecision,
    Sample,
    SampledRecord,
    StockLook,
    StockPart,
    Verdict,
)
from .corrections import Correction, CorrectionPath, SalesCorrection
from .jobs import Heartbeat, Job
from .journey import (
    Certification,
    Closing,
    Edition,
    EditionFigure,
    Event,
    RosterRow,
    Submission,
)
from .notices import LineTarget, Notice, NoticeChoice
from .numbers import PersonalNumber
from .people import Contact, ContactRole, FourEyesWaiver, Post, User
from .producers import Certificate, Producer, Product, Registration, ReturnReason, Telephone
from .proofs import Proof
from .readings import Look, Reading
from .revisions import Draft, Revision
from .sales import FindingKind, FormAnswer, MonthlyRound, Sale, SalesLock, SalesReason
from .sign_in import (
    AuthenticatorApp,
    Factor,
    FactorReset,
    Passkey,
    Pause,
    PersonSession,
    RecoveryCode,
    SignIn,
    SignInEvent,
)
from .transfers import Transfer, TransferStatus
from .unit_changes import ChangeStatus, UnitAct, UnitChange
from .units import FormerName, Subdistrict, Succession, Unit
from .uploads import ColumnMemory, RetiredNumber, Upload, UploadRow

__all__ = [
    "Announcement",
    "AuthenticatorApp",
    "Certificate",
    "Certification",
    "ChangeStatus",
    "CheckRun",
    "Closing",
    "ColumnMemory",
    "Contact",
    "ContactRole",
    "Correction",
    "CorrectionPath",
    "Draft",
    "Edition",
    "EditionFigure",
    "Event",
    "Extension",
    "Factor",
    "FactorReset",
    "FaultSource",
    "Finding",
    "FindingKind",
    "FormAnswer",
    "FormerName",
    "FourEyesWaiver",
    "Heartbeat",
    "Holiday",
    "Job",
    "LateFault",
    "LineTarget",
    "Look",
    "MonthlyRound",
    "Notice",
    "NoticeChoice",
    "PairDecision",
    "Passkey",
    "Pause",
    "PersonSession",
    "PersonalNumber",
    "Plan",
    "Post",
    "Producer",
    "Product",
    "Proof",
    "Reading",
    "RecoveryCode",
    "Registration",
    "RetiredNumber",
    "ReturnReason",
    "Revision",
    "RosterRow",
    "Round",
    "Sale",
    "SalesCorrection",
    "SalesLock",
    "SalesReason",
    "Sample",
    "SampledRecord",
    "SignIn",
    "SignInEvent",
    "StockLook",
    "StockPart",
    "Subdistrict",
    "Submission",
    "Succession",
    "Telephone",
    "Transfer",
    "TransferStatus",
    "Unit",
    "UnitAct",
    "UnitChange",
    "Upload",
    "UploadRow",
    "User",
    "Verdict",
    "Window",
]
