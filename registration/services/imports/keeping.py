"""The bytes of an uploaded file in the documents store: sealed, for they hold personal numbers (decision 0105)."""

from typing import Final

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from otop_registry import keys
from otop_registry.keys import Purpose
from registration.models import Upload
from registration.refusal import Refused

SEALED: Final = ".sealed"  # the end of the name of a sealed file; one without it is from before


def store(upload: Upload, data: bytes, name: str) -> None:
    """Keeps the bytes under a name of the documents store; the row is not saved."""
    upload.file = f"{name}{SEALED}"
    default_storage.save(upload.file, ContentFile(keys.seal(Purpose.TYPED, data, about=upload.file).encode()))


def read(upload: Upload) -> bytes:
    """The bytes as they were brought. Raises: Refused when they cannot be read."""
    with default_storage.open(upload.file) as file:
        data: bytes = file.read()
    if not upload.file.endswith(SEALED):
        return data
    try:
        return keys.unseal(Purpose.TYPED, data.decode(), about=upload.file)
    except keys.Unreadable as reason:
        raise Refused("อ่านไฟล์ที่เก็บไว้ไม่ได้ กรุณานำเข้าใหม่") from reason


def seal_again(upload: Upload) -> None:
    """Seals the file of an upload under the key of now; the one before goes. The row is not saved."""
    if not upload.file or not default_storage.exists(upload.file):
        return
    before = upload.file
    store(upload, read(upload), name_of(upload))
    if before != upload.file:
        default_storage.delete(before)


def name_of(upload: Upload) -> str:
    """The name of the file without what says that it is sealed."""
    return upload.file.removesuffix(SEALED)
