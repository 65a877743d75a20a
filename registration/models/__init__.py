"""The tables of the registry, by subject. Import models from here."""

from .calendar import Extension, Holiday, Plan, Round, Window
from .journey import (
    Certification,
    Closing,
    Edition,
    EditionFigure,
    Event,
    RosterRow,
    Submission,
)
from .people import Contact, FourEyesWaiver, Post, User
from .producers import Certificate, Draft, Producer, Product, Registration, ReturnReason, Revision
from .units import Level, Subdistrict, Succession, Unit

__all__ = [
    "Certificate",
    "Certification",
    "Closing",
    "Contact",
    "Draft",
    "Edition",
    "EditionFigure",
    "Event",
    "Extension",
    "FourEyesWaiver",
    "Holiday",
    "Level",
    "Plan",
    "Post",
    "Producer",
    "Product",
    "Registration",
    "ReturnReason",
    "Revision",
    "RosterRow",
    "Round",
    "Subdistrict",
    "Submission",
    "Succession",
    "Unit",
    "User",
    "Window",
]
