"""The folder of documents: a file is there whole or not at all, and written again it is replaced."""

import os
from glob import escape
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

from django.core.files import File
from django.core.files.storage import FileSystemStorage

UNFINISHED: Final = ".unfinished"  # a folder on the disk of the documents, so that renaming is one step


class WholeFileStorage(FileSystemStorage):
    """Writes aside, brings the bytes to the disk, then renames: a full disk leaves nothing behind.

    What a killed writer left is removed by the next of the same name. Had the first only been asleep, it finds
    nothing to rename and fails: a writer renames its own bytes or none.
    """

    def __init__(self) -> None:
        super().__init__(allow_overwrite=True)

    def _save(self, name: str, content: File) -> str:
        target, aside = Path(self.path(name)), Path(self.path(UNFINISHED))
        own = f"{name.replace('/', '+')}."
        for folder in (target.parent, aside):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for left in aside.glob(f"{escape(own)}*"):
            left.unlink(missing_ok=True)
        with NamedTemporaryFile(dir=aside, prefix=own, delete=False) as partial:
            try:
                for chunk in content.chunks():
                    partial.write(chunk)
                partial.flush()
                os.fsync(partial.fileno())
                Path(partial.name).chmod(self.file_permissions_mode or 0o600)
                Path(partial.name).replace(target)
            except BaseException:
                Path(partial.name).unlink(missing_ok=True)
                raise
        return name.replace("\\", "/")
