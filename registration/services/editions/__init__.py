"""A closed round: frozen as an edition, read back, published."""

from registration.services.editions.freezing import (
    edition_before,
    fingerprint_of,
    freeze,
    is_genuine,
    latest,
    of_round,
    sides,
)

__all__ = [
    "edition_before",
    "fingerprint_of",
    "freeze",
    "is_genuine",
    "latest",
    "of_round",
    "sides",
]
