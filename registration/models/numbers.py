"""The vault of citizens' and juristic numbers, and the columns that hold their tokens. Source: decision 0105."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from registration import numbers

IN_CLEAR = "A number goes into the vault first (services.numbers.keep); a column holds its token"


class PersonalNumber(models.Model):
    """One number, sealed under its token: the only place of the database from which a number can be read, with a key.

    Every record, revision, edition, move and correction holds the token alone. Without this row its number is gone
    for good, while all of them stay as they are.
    """

    token = models.CharField(max_length=numbers.LONGEST, primary_key=True)
    sealed = models.TextField()

    def __str__(self) -> str:
        return numbers.mask_of(self.token)


class NumberField(models.CharField):
    """The token of a number. It is asked for by the number or the token; a number is never stored in it."""

    def deconstruct(self) -> Any:  # noqa: ANN401 (as Django's)
        name, _, args, options = super().deconstruct()
        return name, "django.db.models.CharField", args, options

    def from_db_value(self, value: str | None, *_: object) -> str | None:
        """A row from before numbers were sealed reads as any other."""
        return numbers.token_of(value) if value else value

    def get_prep_value(self, value: Any) -> Any:  # noqa: ANN401 (as Django's)
        said = super().get_prep_value(value)
        return numbers.token_of(said) if isinstance(said, str) else said

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:  # noqa: ANN401 (as Django's)
        if isinstance(value, str) and value and not numbers.is_token(value):
            raise TypeError(IN_CLEAR)
        return super().get_db_prep_save(value, connection)


class ContentField(models.JSONField):
    """A record's content, or what is to change of it: numbers as tokens, also of rows from before they were sealed."""

    def deconstruct(self) -> Any:  # noqa: ANN401 (as Django's)
        name, _, args, options = super().deconstruct()
        return name, "django.db.models.JSONField", args, options

    def from_db_value(self, value: Any, expression: Any, connection: BaseDatabaseWrapper) -> Any:  # noqa: ANN401
        found = super().from_db_value(value, expression, connection)
        if isinstance(found, dict) and any(numbers.plain_in(found)):
            return numbers.with_tokens(found)
        return found

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:  # noqa: ANN401 (as Django's)
        if isinstance(value, Mapping) and any(numbers.plain_in(value)):
            raise TypeError(IN_CLEAR)
        return super().get_db_prep_value(value, connection, prepared)
