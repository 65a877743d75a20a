"""The lines of a list → the producers they speak of: by number, else by name and place; no line belongs to two.

A line without a name stands for itself, unless it says nothing but a product: then it goes on with the line above.
"""

import re
from collections.abc import Iterable, Sequence

from otop_registry import thai
from registration.services.imports import roster_ticks
from registration.services.imports.roster_columns import OF_PRODUCT, UNSAID
from registration.services.uploads import several, values
from registration.services.uploads.records import Record

Key = tuple[str, ...]
_PLACE = ("district", "subdistrict", "authority")
_NUMBERS = ("registration_number", "citizen_id", "juristic_id")
_NO_DIGIT = re.compile("[^0-9]")


def groups(records: Iterable[Record]) -> list[list[int]]:
    """The lines of each producer by their places among the records, in the order of their first lines."""
    keys: list[
        Key | None
    ] = []  # a line's number, else its name and place, None where it goes on with the line above
    by_name: dict[Key, Key] = {}  # a line without number joins the producer of its name and place
    for record in records:
        name = _bare(record, "name")
        own, number = _name(record, name), _number(record, name)
        if own and number:
            by_name.setdefault(own, number)
        keys.append(number or own or (None if _is_more(record) else ("row", str(record.row))))
    found: dict[Key, list[int]] = {}
    previous: Key = ("row", "")
    for place, key in enumerate(keys):
        previous = by_name.get(key, key) if key else previous
        found.setdefault(previous, []).append(place)
    return list(found.values())


def continued(records: Sequence[Record]) -> list[Record]:
    """The lines that say nothing but a product, with nothing merged over them: they went on with the line above."""
    return [record for record in records[1:] if _is_more(record) and not record.filled]


def _number(record: Record, name: str) -> Key | None:
    """The first whole number of a producer that the line has, with its name: one person may head two producers."""
    for key in _NUMBERS:
        cell = record.cells.get(key)
        digits = _NO_DIGIT.sub("", thai.to_arabic(values.text_of(cell))) if cell else ""
        if len(digits) >= 12:
            return key, digits, name
    return None


def _name(record: Record, name: str) -> Key | None:
    return ("name", name, *(_bare(record, key) for key in _PLACE)) if name else None


def _bare(record: Record, key: str) -> str:
    cell = record.cells.get(key)
    read = values.text(cell).value if cell else ""
    return thai.name_key(read) or read


def _is_more(record: Record) -> bool:
    """Whether a line says nothing of a producer."""
    own = {roster_ticks.of_column(several.base_of(key)) for key in record.cells if key not in record.filled}
    return bool(own & OF_PRODUCT) and own <= OF_PRODUCT | UNSAID | {"remarks"}
