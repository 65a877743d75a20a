"""The kinds of table an office may bring: each is one description, found by its code in `PATHS`.

A kind of an app above is named as a string, as decision 0046 lets registration name what lies above it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, Final

from django.utils.module_loading import import_string

from registration.access import Action
from registration.content import Change
from registration.models import Unit, Upload, UploadRow, User
from registration.models.uploads import RowState
from registration.places import Level
from registration.services.uploads import heads
from registration.services.uploads.findings import Finding
from registration.services.uploads.records import Record, Table
from registration.workflow import Refused

PATHS: Final[Mapping[str, str]] = {
    "roster": "registration.services.imports.roster.ROSTER",
    "products": "registration.services.imports.products.PRODUCTS",
    "sales": "registration.services.imports.sales.SALES_OF_MONTH",
    "answers": "registration.services.imports.answers.ANSWERS",
    "targets": "grading.services.target_import.TARGETS",
}


SHARED: Final = "registration.services.imports.sharing.shared"  # a district's kind as its province brings it


class About(StrEnum):
    """What a table of a kind is about: the subject of its upload."""

    ROUND = "round"
    MONTH = "month"
    QUARTER = "quarter"
    ROWS = "rows"  # each row says it itself


@dataclass(frozen=True)
class Scene:
    """For which unit and subject, by whom, on which day; `said` holds what the officer stated for every row.

    `by` is None and `upload` is None where a table is only judged, as a command does without writing.
    """

    unit: Unit
    subject: str
    by: User | None
    on: date
    upload: Upload | None = None
    said: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Judged:
    """One thing that the table says, with every record it was read from: what it means and what is wrong with it.

    `fields` are the values as plain data, `record` the key of the row it is about, `key` what it was found by.
    """

    records: tuple[Record, ...]
    title: str
    fields: Mapping[str, Any]
    findings: tuple[Finding, ...]
    state: RowState
    key: str = ""
    record: int | None = None


@dataclass(frozen=True)
class Statement:
    """What an officer may state for every row of a file that has no such column: one of {value: words}, or yes."""

    key: str
    label: str
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Fill:
    """A column that an office fills in its own file: in which lines, out of `choices` where there are some.

    `is_held`: the file has the column.
    """

    key: str
    title: str
    lines: tuple[int, ...]
    hint: str = ""
    choices: tuple[str, ...] = ()
    is_held: bool = False


@dataclass(frozen=True)
class Setting:
    """What may be set for many rows at once: one of {value: words}, put into the fields of a row."""

    label: str
    choices: Mapping[str, str]
    put: Callable[[Mapping[str, Any], str], dict[str, Any]]


@dataclass(frozen=True)
class TableKind:
    """One kind of table. A kind is added by its module and its line in `PATHS`; nothing else knows its name.

    `judge` reads only; what it tells of the table itself stands in its findings before the first thing is taken.
    `judge_again` judges rows anew from their `fields`, after they were mended or the registry changed. `apply` and
    `undo` run inside a transaction on some of an upload's rows and set `state`, `record`, `before`, `applied_version`
    and `findings` of each. All three leave storing the rows to who calls them; what a rule refuses goes into the row,
    never out of the function, but for Refused of the whole upload.
    `refusal` tells why nothing of a unit's subject may be written on a day; without it, the windows of the round do.
    `compare` tells {row's id: what it changes of its record}, for the screen.
    `mend` names the page on which a row is mended, "" where that is done in the file alone; `record_url` the address
    of the record that a written row is about. `is_whole`: all rows are applied in one transaction;
    `figures` are the labels of the boxes of a row of a province's figures, by their names in its fields.
    `settings` {kind of finding: what may be set for all of its rows at once}.
    `act` is what applying is called; `fills` are the columns in which an office may write what its rows lack.
    """

    code: str
    title: str
    heads: heads.Kind
    level: Level
    about: About
    action: Action
    judge: Callable[[Scene, Table], Iterable[Judged]]
    judge_again: Callable[[Scene, Sequence[UploadRow]], None]
    apply: Callable[[Scene, Sequence[UploadRow]], None]
    undo: Callable[[Scene, Sequence[UploadRow]], None]
    mend: str = ""
    record_url: str = ""
    compare: Callable[[Scene, Sequence[UploadRow]], dict[int, list[Change]]] | None = None
    statements: tuple[Statement, ...] = ()
    is_whole: bool = False
    act: str = "บันทึก"
    refusal: Callable[[Unit, str, date], Refused | None] | None = None
    fills: Callable[[Upload, date], Sequence[Fill]] | None = None
    settings: Callable[[Upload, date], Mapping[str, Setting]] | None = None
    figures: Mapping[str, str] = field(default_factory=dict)


def at(level: Level) -> list[TableKind]:
    """The kinds of table that a unit of a level brings; a province also those of its districts, to hand over."""
    own = [kind for kind in map(of, PATHS) if kind.level == level]
    below = [code for code in PATHS if of(code).level == Level.DISTRICT] if level == Level.PROVINCE else []
    return [*own, *map(_shared, below)]


def of_upload(upload: Upload) -> TableKind:
    """What an upload is: a district's table of a province is one to hand over."""
    kind = of(upload.kind)
    is_above = kind.level == Level.DISTRICT and upload.unit.level == Level.PROVINCE
    return _shared(upload.kind) if is_above else kind


@cache
def _shared(code: str) -> TableKind:
    found: TableKind = import_string(SHARED)(of(code))
    return found


@cache
def of(code: str) -> TableKind:
    """The kind of a code. Raises: KeyError for none."""
    found: TableKind = import_string(PATHS[code])
    return found
