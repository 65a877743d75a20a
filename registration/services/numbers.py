"""The vault of numbers: putting in, reading out for a reason, sealing anew under another key. Source: decision 0105."""

import logging
from collections.abc import Iterable, Mapping
from typing import Final

from otop_registry import keys
from registration import numbers
from registration.models import PersonalNumber
from registration.services.inserting import insert, unsaved

ASKED: Final = 1000  # tokens in one question
UNREADABLE: Final = "อ่านไม่ได้"
logger = logging.getLogger(__name__)


def keep(plain: Iterable[str]) -> None:
    """Puts numbers into the vault; those that are there stay as they are. Call in the transaction of what names them.

    In one order, so that two lists of the same persons wait for each other and never in a circle.
    """
    rows = sorted((numbers.token_of(number), number) for number in set(plain) if not numbers.is_token(number))
    insert(
        (
            unsaved(PersonalNumber, token=token, sealed=numbers.sealed(token, number))
            for token, number in rows
        ),
        is_kept=True,
    )


def opened(tokens: Iterable[str]) -> Mapping[str, str]:
    """{token: number} of those that the vault can read; for who may see them, after the read log was written."""
    wanted = sorted({token for token in tokens if token})
    found = {}
    for start in range(0, len(wanted), ASKED):
        for row in PersonalNumber.objects.filter(token__in=wanted[start : start + ASKED]):
            try:
                found[row.token] = numbers.unsealed(row.token, row.sealed)
            except keys.Unreadable as reason:
                logger.error("personal number %s cannot be read: %s", numbers.mask_of(row.token), reason)
    return found


def shown(token: str, known: Mapping[str, str]) -> str:
    """A number that was opened as a page shows it; "" for none, and words for one that cannot be read."""
    return known.get(token, UNREADABLE) if token else ""
