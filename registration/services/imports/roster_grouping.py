"""The lines of a list → the producers they speak of: by number, else by name and place; no line belongs to two.

A line without a name stands for itself, unless it says nothing but a product: then it goes on with the line above.
"""

import re
from collections.abc import Iterable, Sequence

from otop_registry import thai
from registration.services.imports.roster_columns import OF_PRODUCT, UNSAID
from registration.services.uploads import values
from registration.services.uploads.records import Record

Key = tuple[str, ...]
_PLACE = ("district", "subdistrict", "authority")
_NUMBERS = ("registration_number", "citizen_id", "juristic_id")


def groups(records: Iterable[Record]) -> list[list[Record]]:
    """The lines of each producer, in the order of their first lines."""
    found: dict[Key, list[Record]] = {}
    by_name: dict[Key, Key] = {}  # a line without number joins the producer of its name and place
    rows = list(records)
    for record in rows:
        if (name := _name(record)) and (number := _number(record)):
            by_name.setdefault(name, number)
    previous: Key | None = None
    for record in rows:
        key = _number(record) or _named(record, by_name)
        if key is None:
            key = previous if previous and _is_more(record) else ("row", str(record.row))
        found.setdefault(key, []).append(record)
        previous = key
    return list(found.values())


def continued(records: Sequence[Record]) -> list[Record]:
    """The lines that say nothing but a product, with nothing merged over them: they went on with the line above."""
    return [record for record in records[1:] if _is_more(record) and not record.filled]


def _number(record: Record) -> Key | None:
    """The first whole number of a producer that the line has, with its name: one person may head two producers."""
    for key in _NUMBERS:
        digits = re.sub("[^0-9]", "", thai.to_arabic(values.text_of(record.cells.get(key))))
        if len(digits) >= 12:
            return key, digits, _bare(record, "name")
    return None


def _name(record: Record) -> Key | None:
    name = _bare(record, "name")
    return ("name", name, *(_bare(record, key) for key in _PLACE)) if name else None


def _named(record: Record, by_name: dict[Key, Key]) -> Key | None:
    name = _name(record)
    return by_name.get(name, name) if name else None


def _bare(record: Record, key: str) -> str:
    read = values.text(record.cells.get(key))
    return thai.name_key(read.value) or read.value


def _is_more(record: Record) -> bool:
    """Whether a line says nothing of a producer."""
    own = {key for key in record.cells if key not in record.filled}
    return bool(own & OF_PRODUCT) and own <= OF_PRODUCT | UNSAID | {"remarks"}
