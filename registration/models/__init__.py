"""The tables of the registry, by subject. Import models from here."""

from .calendar import Extension, Holiday, Plan, Round, Window
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
from .people import Contact, ContactRole, FourEyesWaiver, Post, User
from .producers import Certificate, Draft, Producer, Product, Registration, ReturnReason, Revision
from .proofs import Proof
from .sales import MonthlyRound, Sale, SalesLock
from .units import Level, Subdistrict, Succession, Unit

__all__ = [
    "Certificate",
    "Certification",
    "Closing",
    "Contact",
    "ContactRole",
    "Draft",
    "Edition",
    "EditionFigure",
    "Event",
    "Extension",
    "FourEyesWaiver",
    "Heartbeat",
    "Holiday",
    "Job",
    "Level",
    "MonthlyRound",
    "Plan",
    "Post",
    "Producer",
    "Product",
    "Proof",
    "Registration",
    "ReturnReason",
    "Revision",
    "RosterRow",
    "Round",
    "Sale",
    "SalesLock",
    "Subdistrict",
    "Submission",
    "Succession",
    "Unit",
    "User",
    "Window",
]
