"""An upload read in a process of its own: what a file costs in memory and time ends with it.

A plain process, not multiprocessing: daemonic workers may have no such children. It gets the file on its standard
input, knows no database, no settings and no secret, and answers with JSON, never with anything that is run.
"""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from registration.refusal import Refused
from registration.services.uploads import gate
from registration.services.uploads.sheets import Cell, Sheet, Span, Value

ROOT: Final = Path(__file__).resolve().parents[3]
COMMAND: Final = (sys.executable, "-m", "registration.services.uploads.child_process")
REFUSED: Final = 3  # the child's answer is a sentence
TOO_COSTLY: Final = (
    "ไฟล์นี้ใช้เวลาหรือหน่วยความจำมากผิดปกติ ระบบจึงหยุดอ่าน "
    "กรุณาคัดลอกเฉพาะตารางไปไว้ในไฟล์ Excel ใหม่ หรือแบ่งไฟล์ แล้วแนบอีกครั้ง"
)
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Limits:
    """What one reading may cost: a file of 5,000 rows of 20 columns takes 80 MB and a few seconds."""

    memory_bytes: int = 512 * 2**20
    seconds: float = 20


LIMITS: Final = Limits()


def read_in_child(data: bytes, name: str, limits: Limits = LIMITS) -> list[Sheet]:
    """The sheets of a file, read under limits. Raises: Refused as the reader does, or where a limit was met."""
    gate.check_size(len(data))
    kept = {key: os.environ[key] for key in ("PATH", "TMPDIR") if key in os.environ}
    try:
        done = subprocess.run(  # noqa: S603 (our own module; the file's name is an argument and no shell is asked)
            (*COMMAND, str(limits.memory_bytes), str(int(limits.seconds) + 1), name),
            input=data,
            capture_output=True,
            timeout=limits.seconds,
            cwd=ROOT,
            env={**kept, "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"},
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise Refused(TOO_COSTLY) from late
    if done.returncode == REFUSED:
        raise Refused(done.stdout.decode())
    if done.returncode:
        log.warning(
            "upload reader ended with %s: %s", done.returncode, done.stderr[-500:].decode(errors="replace")
        )
        raise Refused(TOO_COSTLY)
    return [from_plain(each) for each in json.loads(done.stdout)]


# --- a sheet as JSON ----------------------------------------------------------------------------

_DATED: Final[Mapping[str, Callable[[Any], Value]]] = {
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "time": time.fromisoformat,
    "timedelta": lambda seconds: timedelta(seconds=seconds),
}


def as_plain(sheet: Sheet) -> dict[str, Any]:
    """A sheet as JSON keeps it exactly; [type, text] is a day, an hour or a span of time.

    `marks` {the rows that share them}: of each column how it shows a number, None where it is a formula.
    """
    marks: dict[tuple[str | None, ...], int] = {}
    return {
        "name": sheet.name,
        "is_hidden": sheet.is_hidden,
        "fault": sheet.fault,
        "hidden_rows": sorted(sheet.hidden_rows),
        "hidden_columns": sorted(sheet.hidden_columns),
        "rows": [[_plain(cell.value) for cell in row] for row in sheet.rows],
        "marked": [marks.setdefault(tuple(map(_mark, row)), len(marks)) for row in sheet.rows],
        "marks": list(marks),
        "spans": sorted(
            {(s.first_column, s.first_row, s.last_column, s.last_row) for s in sheet.spans.values()}
        ),
    }


def _mark(cell: Cell) -> str | None:
    return None if cell.is_formula else cell.number_format


def _plain(value: Value) -> object:
    if isinstance(value, timedelta):
        return ["timedelta", value.total_seconds()]
    return [type(value).__name__, value.isoformat()] if isinstance(value, date | time) else value


def _value(plain: Value | list[Any]) -> Value:
    if not isinstance(plain, list):
        return plain
    kind, text = plain
    return _DATED[kind](text)


def from_plain(plain: dict[str, Any]) -> Sheet:
    """A sheet out of `as_plain`."""
    sheet = Sheet(
        plain["name"],
        plain["is_hidden"],
        hidden_rows=frozenset(plain["hidden_rows"]),
        hidden_columns=frozenset(plain["hidden_columns"]),
        fault=plain["fault"],
    )
    marks = [[(mark is None, mark or "") for mark in each] for each in plain["marks"]]
    for row, (values, marked) in enumerate(zip(plain["rows"], plain["marked"], strict=True), 1):
        cells = enumerate(zip(values, marks[marked], strict=True), 1)
        sheet.rows.append([Cell(row, column, _value(value), *mark) for column, (value, mark) in cells])
    for ends in plain["spans"]:
        sheet.merge(Span(*ends))
    return sheet
