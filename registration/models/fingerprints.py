"""Which fingerprint a row bears: the first ones were taken before numbers were sealed. Source: decision 0105."""

from typing import Final

from django.db import models

OVER_NUMBERS, OVER_TOKENS = 1, 2  # contents with numbers, or with their tokens
OLDEST: Final = OVER_NUMBERS


def fingerprint_version() -> models.PositiveSmallIntegerField:
    """The column; a row that says nothing is from before there were two."""
    return models.PositiveSmallIntegerField(default=OLDEST, db_default=OLDEST, editable=False)
