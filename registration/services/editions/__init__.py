"""A closed round: frozen as an edition, read back, published."""

from registration.services.editions.freezing import (
    count_of,
    edition_before,
    fingerprint_of,
    freeze,
    is_genuine,
    latest,
    sides,
)

__all__ = [
    "count_of",
    "edition_before",
    "fingerprint_of",
    "freeze",
    "is_genuine",
    "latest",
    "sides",
]
