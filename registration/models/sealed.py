"""Columns whose JSON is sealed: what somebody typed or brought as a file, before it becomes a record. Decision 0105.

A sealed value is stored as a JSON string, so that the columns stay what they are; a row from before reads as it stands.
"""

import json
import logging
from collections.abc import Mapping
from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from otop_registry import keys
from otop_registry.keys import Purpose
from registration.numbers import SECRET_FIELDS, is_token

MARK: Final = "sealed:"  # before a number that stands sealed among fields that do not
logger = logging.getLogger(__name__)


class _Sealed(models.JSONField):
    """JSON whose secrets are sealed on the way into the table, each for its column alone."""

    def deconstruct(self) -> Any:  # noqa: ANN401 (as Django's)
        name, _, args, options = super().deconstruct()
        return name, "django.db.models.JSONField", args, options

    @property
    def about(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"

    def seal(self, text: str) -> str:
        return keys.seal(Purpose.TYPED, text.encode(), about=self.about)

    def unseal(self, sealed: str) -> str | None:
        """The text, or None and a line in the log where it cannot be read."""
        try:
            return keys.unseal(Purpose.TYPED, sealed, about=self.about).decode()
        except keys.Unreadable as reason:
            logger.error("a value of %s cannot be read: %s", self.about, reason)
            return None


class SealedJSONField(_Sealed):
    """Sealed whole: no part of it can be asked for in SQL. What cannot be read is as empty as a new one."""

    def from_db_value(self, value: Any, expression: Any, connection: BaseDatabaseWrapper) -> Any:  # noqa: ANN401
        found = super().from_db_value(value, expression, connection)
        if not isinstance(found, str):
            return found
        text = self.unseal(found)
        return self.get_default() if text is None else json.loads(text)

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:  # noqa: ANN401 (as Django's)
        if value is None:
            return None
        return super().get_db_prep_save(self.seal(json.dumps(value, cls=DjangoJSONEncoder)), connection)


class SealedNumbersField(_Sealed):
    """Fields of which the personal numbers alone are sealed: all else is asked for in SQL."""

    def from_db_value(self, value: Any, expression: Any, connection: BaseDatabaseWrapper) -> Any:  # noqa: ANN401
        found = super().from_db_value(value, expression, connection)
        if not isinstance(found, dict):
            return found
        sealed = {name: said for name, said in _numbers(found).items() if said.startswith(MARK)}
        return found | {name: self.unseal(said.removeprefix(MARK)) or "" for name, said in sealed.items()}

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:  # noqa: ANN401 (as Django's)
        if isinstance(value, Mapping):
            plain = {name: said for name, said in _numbers(value).items() if said and not is_token(said)}
            value = {**value, **{name: f"{MARK}{self.seal(said)}" for name, said in plain.items()}}
        return super().get_db_prep_save(value, connection)


def _numbers(fields: Mapping[str, Any]) -> dict[str, str]:
    return {name: fields[name] for name in SECRET_FIELDS if isinstance(fields.get(name), str)}
