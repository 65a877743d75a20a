"""A zip whose bytes depend on its contents alone: every member bears the same moment."""

import shutil
from pathlib import Path
from typing import IO, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

MOMENT: Final = (1980, 1, 1, 0, 0, 0)  # the first one a zip can name


class PinnedArchive(ZipFile):
    """What openpyxl packs a workbook into."""

    def __init__(self, target: IO[bytes]) -> None:
        super().__init__(target, "w", ZIP_DEFLATED)

    def writestr(self, zinfo_or_arcname: str | ZipInfo, data: str | bytes, *args: int | None) -> None:
        """Adds text under a name."""
        super().writestr(_pinned(str(zinfo_or_arcname)), data)

    def write(self, filename: str, arcname: str | None = None, *args: int | None) -> None:
        """Adds a file, piece by piece."""
        info = _pinned(arcname or filename)
        info.file_size = Path(filename).stat().st_size
        with Path(filename).open("rb") as source, self.open(info, "w") as member:
            shutil.copyfileobj(source, member, 1 << 20)


def _pinned(name: str) -> ZipInfo:
    info = ZipInfo(name, MOMENT)
    info.compress_type = ZIP_DEFLATED
    info.create_system = 3  # the same on every machine
    info.external_attr = 0o600 << 16
    return info
