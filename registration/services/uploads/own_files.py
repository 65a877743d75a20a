"""Our own files to fill, by the mark in the first cell of their other sheets: which kind, which version.

Such a sheet holds explanations or lists to choose from: it is no table, is not offered and not told as hidden.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from registration.services.uploads.sheets import Sheet

VERSIONS: Final = {"roster": 1, "sales": 1}  # grows when a column changes its meaning
_MARK: Final = re.compile(r"OTOP Registry · แบบกรอก ([a-z_]+) · รุ่น ([0-9]{1,4})\b.*", re.DOTALL)


@dataclass(frozen=True)
class OwnFile:
    """The kind and version of a file of ours."""

    code: str
    version: int

    @property
    def is_known(self) -> bool:
        return VERSIONS.get(self.code) == self.version


def mark(code: str) -> str:
    """What stands in the first cell of every other sheet of a file to fill."""
    return f"OTOP Registry · แบบกรอก {code} · รุ่น {VERSIONS[code]}"


def part_of(sheet: Sheet) -> OwnFile | None:
    """The file of ours that a sheet explains or serves; None for a table of anybody's."""
    cell = sheet.at(1, 1)
    found = _MARK.fullmatch(cell.value) if cell and isinstance(cell.value, str) else None
    return OwnFile(found[1], int(found[2])) if found else None


def file_of(sheets: Sequence[Sheet]) -> OwnFile | None:
    """Whether a file is one of ours to fill."""
    return next((found for sheet in sheets if (found := part_of(sheet))), None)
