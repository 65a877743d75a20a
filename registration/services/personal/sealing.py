"""Seals what stands in clear or under an older key, in small steps while the site runs. Source: decision 0105.

A step is one transaction over some hundred rows and asks the table itself what is due: broken off anywhere, the next
run goes on from there. Records never change by it: they hold tokens, and the vault alone is sealed anew.
"""

import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, cast

from django.db import connection, models, transaction
from django.db.models import QuerySet

from otop_registry import keys
from registration import numbers
from registration.models import (
    Correction,
    Draft,
    PersonalNumber,
    Producer,
    Revision,
    RosterRow,
    Transfer,
    Upload,
    UploadRow,
)
from registration.models.sealed import SealedJSONField
from registration.refusal import Refused
from registration.services import numbers as vault
from registration.services.imports import keeping

logger = logging.getLogger(__name__)
BATCH: Final = 500
Put = Callable[[Any, str], None]
Report = Callable[[str, int], None]


@dataclass(frozen=True)
class _Part:
    """A column with what is due in it: `is_due` of its text, `put` seals one row."""

    model: type[models.Model]
    column: str
    is_due: Callable[[str], bool]
    put: Put

    @property
    def name(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"

    def texts(self, after: int | str | None) -> list[tuple[Any, str]]:
        """The next rows: key and the text of the column as the table holds it."""
        meta, quoted = self.model._meta, connection.ops.quote_name
        table, key, column = (quoted(str(each)) for each in (meta.db_table, meta.pk.column, self.column))
        sql = f"SELECT {key}, CAST({column} AS TEXT) FROM {table}"  # noqa: S608 (names of the models)
        where, values = (f" WHERE {key} > %s", [after]) if after is not None else ("", [])
        with connection.cursor() as cursor:
            cursor.execute(f"{sql}{where} ORDER BY {key} LIMIT {BATCH}", values)
            return cursor.fetchall()


def seal_all(report: Report = lambda name, count: None) -> dict[str, int]:
    """{column: how many rows were sealed}, of every column that holds numbers or what was typed."""
    return {part.name: _seal(part, report) for part in _parts()}


def due() -> dict[str, int]:
    """{column: how many rows stand in clear or under an older key}; writes nothing."""
    found = {}
    for part in _parts():
        count, after = 0, None
        while rows := part.texts(after):
            count += sum(part.is_due(text) for _, text in rows if text is not None)
            after = rows[-1][0]
        found[part.name] = count
    return found


def _seal(part: _Part, report: Report) -> int:
    count, after = 0, None
    while True:
        with transaction.atomic():
            rows = part.texts(after)
            waiting = [(key, text) for key, text in rows if text is not None and part.is_due(text)]
            for key, text in waiting:
                part.put(key, text)
        if not rows:
            return count
        count, after = count + len(waiting), rows[-1][0]
        report(part.name, count)


def _parts() -> Iterator[_Part]:
    current = f"{keys.current_version()}."
    yield _Part(PersonalNumber, "sealed", lambda text: not text.startswith(current), _reseal)
    for column in ("citizen_id", "juristic_id"):
        yield _Part(Producer, column, _is_number, partial(_tokenise, column))
    for kept in (Revision, RosterRow, Transfer):
        yield _Part(kept, "content", _names_numbers, partial(_rewrite, kept, "content"))
    yield _Part(Correction, "changes", _names_numbers, partial(_rewrite, Correction, "changes"))
    typed: list[tuple[type[models.Model], str, Put]] = [
        (UploadRow, "cells", _upload_row), (Upload, "columns", _upload), (Draft, "fields", _draft),
    ]  # fmt: skip
    for model, column, put in typed:
        yield _Part(model, column, lambda text: not text.startswith(f'"{current}'), put)


def _is_number(text: str) -> bool:
    return bool(text) and not numbers.is_token(text)


def _names_numbers(text: str) -> bool:
    said = json.loads(text)
    return isinstance(said, dict) and any(numbers.plain_in(said))


def _reseal(token: str, sealed: str) -> None:
    """One that cannot be read stays as it is: its page says so, and verify tells of it."""
    known = vault.opened([token])
    if token in known:
        fresh = numbers.sealed(token, known[token])
        PersonalNumber.objects.filter(pk=token, sealed=sealed).update(sealed=fresh)


def _tokenise(column: str, key: int, number: str) -> None:
    """Of a row that nobody has saved in between; a later save has stored a token."""
    vault.keep([number])
    with connection.cursor() as cursor:
        sql = f"UPDATE registration_producer SET {column} = %s WHERE id = %s AND {column} = %s"  # noqa: S608 (our columns)
        cursor.execute(sql, [numbers.token_of(number), key, number])


def _rewrite(model: type[models.Model], column: str, key: int, text: str) -> None:
    said = json.loads(text)
    vault.keep(numbers.plain_in(said))
    rows: QuerySet[models.Model] = QuerySet(model)  # the managers of frozen rows refuse every update
    rows.filter(pk=key).update(**{column: numbers.with_tokens(said)})


def _is_lost(model: type[models.Model], column: str, text: str) -> bool:
    """Whether a sealed value cannot be read: it stays as it is, for who still has its key."""
    said, field = json.loads(text), cast(SealedJSONField, model._meta.get_field(column))
    return isinstance(said, str) and field.unseal(said) is None


def _upload_row(key: int, text: str) -> None:
    """Cells, judged fields and how a record stood before; the print of the line under the index key."""
    if _is_lost(UploadRow, "cells", text):
        return
    row = UploadRow.objects.select_for_update(of=("self",)).get(pk=key)
    if isinstance(row.before, dict) and isinstance(row.before.get("content"), dict):
        vault.keep(numbers.plain_in(row.before["content"]))
        row.before = row.before | {"content": numbers.with_tokens(row.before["content"])}
    if not row.fingerprint.startswith("k"):
        row.fingerprint = numbers.blinded(row.fingerprint)
    row.save(update_fields=["cells", "fields", "before", "fingerprint"])


def _upload(key: int, text: str) -> None:
    """What the head says, and the file itself."""
    if _is_lost(Upload, "columns", text):
        return
    row = Upload.objects.select_for_update(of=("self",)).get(pk=key)
    try:
        keeping.seal_again(row)
    except Refused as refused:
        logger.error("the file of upload %s: %s", key, refused)
    row.save(update_fields=["columns", "findings", "file"])


def _draft(key: int, text: str) -> None:
    if not _is_lost(Draft, "fields", text):
        Draft.objects.select_for_update(of=("self",)).get(pk=key).save(update_fields=["fields"])
