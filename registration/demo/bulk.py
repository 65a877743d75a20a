"""Fills empty tables fast: COPY on PostgreSQL, executemany on SQLite; what a row leaves out takes its default.

For invented data only: no service's rule is asked and no event is written.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models

BATCH = 20_000  # rows; some megabytes at a time
Row = tuple[Any, ...]


def load(model: type[models.Model], names: Sequence[str], rows: Iterable[Row]) -> int:
    """Inserts rows of the named attributes and returns how many. Dates are ISO text, amounts are text.

    On PostgreSQL the table's indexes, unique constraints and foreign keys are made after the rows: three times as
    fast as checking each row, and they still refuse what does not fit.
    """
    fields = {field.attname: field for field in model._meta.concrete_fields}
    left_out = [
        field
        for name, field in fields.items()
        if name not in names and not field.generated and not isinstance(field, models.AutoField)
    ]
    columns = [str(field.column) for field in (*(fields[name] for name in names), *left_out)]
    rest = tuple(field.get_db_prep_save(field.get_default(), connection) for field in left_out)
    whole = (row + rest for row in rows)
    if connection.vendor == "postgresql":
        with _indexes_made_after(model._meta.db_table):
            return _copy(model, columns, whole)
    return _insert(model, columns, whole)


def _copy(model: type[models.Model], columns: Sequence[str], rows: Iterable[Row]) -> int:
    """The number of rows copied; afterwards the next key follows the largest."""
    count = 0
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY {_quoted(model._meta.db_table)} ({_listed(columns)}) FROM STDIN") as copy:
            for count, row in enumerate(rows, 1):  # noqa: B007 (counts while it streams)
                copy.write_row(row)
        for sql in connection.ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(sql)
    return count


def _insert(model: type[models.Model], columns: Sequence[str], rows: Iterable[Row]) -> int:
    marks = ", ".join(["%s"] * len(columns))
    sql = f"INSERT INTO {_quoted(model._meta.db_table)} ({_listed(columns)}) VALUES ({marks})"  # noqa: S608
    count, stream = 0, iter(rows)
    with connection.cursor() as cursor:
        while batch := list(islice(stream, BATCH)):
            cursor.executemany(sql, batch)
            count += len(batch)
    return count


@contextmanager
def _indexes_made_after(table: str) -> Iterator[None]:
    """Takes off what COPY would wait for and makes it again, word for word, at the end of the block."""
    name = _quoted(table)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks still owed cannot be altered
        cursor.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid = %s::regclass AND contype IN ('f', 'u')",
            [name],
        )
        constraints = cursor.fetchall()
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename = %s"
            " AND indexname NOT IN (SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass)",
            [table, name],
        )
        indexes = cursor.fetchall()
        for constraint, _ in constraints:
            cursor.execute(f"ALTER TABLE {name} DROP CONSTRAINT {_quoted(constraint)}")
        for index, _ in indexes:
            cursor.execute(f"DROP INDEX {_quoted(index)}")
        yield
        for _, definition in indexes:
            cursor.execute(definition)
        for constraint, definition in constraints:
            cursor.execute(f"ALTER TABLE {name} ADD CONSTRAINT {_quoted(constraint)} {definition}")
        cursor.execute(f"ANALYZE {name}")


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _listed(columns: Sequence[str]) -> str:
    return ", ".join(map(_quoted, columns))
