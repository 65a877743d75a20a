"""The gate of every upload: size and zip directory first; nothing is unpacked before both were found harmless."""

import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from registration.refusal import Refused


@dataclass(frozen=True)
class Caps:
    """What is read at all: bytes of the file, of all its members unpacked, of one of them; records of a sheet."""

    file: int
    unpacked: int
    member: int
    records: int

    @property
    def rows(self) -> int:
        """The records with the titles, heads, totals and notes around them."""
        return self.records + 100


WEB: Final = Caps(5 * 2**20, 60 * 2**20, 40 * 2**20, 5_000)  # a roster of 5,000 rows has under 1 MB
COMMAND: Final = Caps(
    60 * 2**20, 600 * 2**20, 400 * 2**20, 100_000
)  # by who has the machine itself: in pieces
MAX_BYTES: Final = WEB.file
MAX_MEMBERS: Final = 200
MAX_RATIO: Final = 100  # real sheets pack 5 to 20 times
NEEDED: Final = frozenset({"[Content_Types].xml", "xl/workbook.xml"})
NOT_READABLE = "อ่านไฟล์ไม่ได้ กรุณาบันทึกเป็น Excel (.xlsx) ใหม่แล้วแนบอีกครั้ง"


def check_archive(data: bytes, caps: Caps = WEB) -> None:
    """Judges a file by its size and its zip directory alone. Raises: Refused."""
    check_size(len(data), caps)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
    except zipfile.BadZipFile as error:
        raise Refused(NOT_READABLE) from error
    names = {member.filename for member in members}
    if not names >= NEEDED:
        raise Refused(NOT_READABLE)
    if any(_is_active(name) for name in names):
        raise Refused("ไฟล์มีมาโครหรืออ้างถึงไฟล์อื่น กรุณาบันทึกเป็น Excel (.xlsx) ที่มีเฉพาะข้อมูลแล้วแนบใหม่")
    unpacked = sum(member.file_size for member in members)
    is_swollen = any(_is_swollen(member, caps) for member in members)
    if len(members) > MAX_MEMBERS or unpacked > caps.unpacked or is_swollen:
        raise Refused("ไฟล์นี้ขยายออกแล้วใหญ่ผิดปกติ ระบบจึงไม่เปิด กรุณาบันทึกเป็นไฟล์ใหม่แล้วแนบอีกครั้ง")


def check_size(byte_count: int, caps: Caps = WEB) -> None:
    """Raises: Refused for a file that is too large to be read at all."""
    if byte_count > caps.file:
        raise Refused(f"ไฟล์ใหญ่เกิน {caps.file // 2**20} MB กรุณาแบ่งไฟล์แล้วแนบทีละไฟล์")


def _is_active(name: str) -> bool:
    is_outside = name.startswith("/") or ".." in name.replace("\\", "/").split("/")
    return is_outside or "vbaproject" in name.lower() or "externallinks/" in name.lower()


def _is_swollen(member: zipfile.ZipInfo, caps: Caps) -> bool:
    is_encrypted = bool(member.flag_bits & 1)
    ratio = member.file_size / max(member.compress_size, 1)
    return is_encrypted or member.file_size > caps.member or ratio > MAX_RATIO
