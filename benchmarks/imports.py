"""P7: 5,000 lines of a roster checked and applied, against the bare reading, a bare bulk insert, django-import-export.

Everything is written into a district of the database and rolled back. django-import-export is measured where it can be
imported; it is no package of ours: see benchmarks/README.md. What 100,000 lines need is measured by long_import.py.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO
from typing import Any, Final

from django.db import transaction
from openpyxl import Workbook, load_workbook
from stdnum.th import pin

from benchmarks.timing import Result, milliseconds
from registration.models import Post, Producer, Product, Subdistrict, Unit, Upload, User
from registration.models.uploads import RowState
from registration.services.imports import applying, checking, kinds
from registration.services.imports.checking import Brought
from registration.services.imports.kinds import Scene
from registration.services.uploads import records
from registration.workflow import Role

ROWS: Final = 5000
DAY: Final = date(2024, 8, 1)  # in the register step of 4/2567
TURNS: Final = 3
BAR_CHECK, BAR_APPLY, BAR_WHOLE, BAR_PEER = 1.5, 3.0, 3.0, 0.2
HEADS: Final = (
    "ที่", "ชื่อกลุ่ม/ผู้ประกอบการ", "ประเภทผู้ผลิต", "ประธาน/เจ้าของ", "เลขประจำตัวประชาชน", "บ้านเลขที่", "หมู่ที่", "ตำบล",
    "รหัสไปรษณีย์", "โทรศัพท์", "ชื่อผลิตภัณฑ์", "ประเภทผลิตภัณฑ์",
)  # fmt: skip
STATED: Final = {"is_thai": True, "takes_part_in_production": True}


@dataclass(frozen=True)
class Office:
    """Where and by whom is written."""

    district: Unit
    place: Subdistrict
    officer: User


class _RollBackError(Exception):
    """Ends a transaction whose rows nobody wants."""


@contextmanager
def office() -> Iterator[Office]:
    """A district with an officer; everything written meanwhile is taken back."""
    try:
        with transaction.atomic():
            yield opened()
            raise _RollBackError
    except _RollBackError:
        return


def opened() -> Office:
    """A district with an officer of its own for the measurement."""
    place = Subdistrict.objects.filter(valid_to=None, district__valid_to=None).order_by("pk")[1]
    officer = User.objects.create_user("bench.imports", first_name="วัด", last_name="ความเร็ว")
    Post.objects.create(user=officer, unit=place.district, role=Role.DISTRICT, valid_from=date(2017, 1, 1))
    return Office(place.district, place, officer)


def rows_of(place: Subdistrict, count: int) -> Iterator[tuple[Any, ...]]:
    """Lines of a flat roster: another producer with one product each, of another owner under another telephone."""
    for number in range(1, count + 1):
        digits = f"5{number:011}"
        yield (
            number, f"ร้านวัดความเร็ว {number}", "เจ้าของรายเดียว", f"นางมาลี {family(number)}",
            digits + pin.calc_check_digit(digits), f"{number}/1", number % 12 + 1, place.name,
            place.postcodes.split()[0], f"08{number:08}", f"ขนมลา {number}", "อาหาร",
        )  # fmt: skip


def family(number: int) -> str:
    """A family name of its own for each number: its digits as letters."""
    return "ใจ" + str(number).translate(str.maketrans("0123456789", "กขคจชดตนบป"))


def book(place: Subdistrict, count: int) -> bytes:
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("รายชื่อ")
    sheet.append(HEADS)
    for row in rows_of(place, count):
        sheet.append(row)
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def measure() -> list[Result]:
    """Ours and the reference one after the other, each turn; the best of each counts."""
    with office() as where:
        data = book(where.place, ROWS)
        checked, by_page = zip(*(check_pairs(where, data) for _ in range(TURNS)), strict=True)
    applied = [apply_pair() for _ in range(TURNS)]
    results = [
        _best("P7 roster of 5,000 lines checked / bare reading (ms)", checked, BAR_CHECK),
        _best("P7 roster of 5,000 lines applied / bare bulk insert (ms)", applied, BAR_APPLY),
        _best("P7 checked by a page, read in a child / bare reading (ms)", by_page, BAR_CHECK),
    ]
    results.append(_whole(results[0], results[1]))
    if find_spec("import_export"):
        peer = import_module("benchmarks.import_peer")
        with office() as where:
            theirs = milliseconds(lambda: peer.dry_run_and_import(where, data))
        whole = min(each[0] for each in checked) + min(each[0] for each in applied)
        results.append(Result("P7 checked and applied / django-import-export (ms)", whole, theirs, BAR_PEER))
    return results


def _whole(check: Result, applied: Result) -> Result:
    """Both together against both references together."""
    name = "P7 checked and applied / bare reading and insert (ms)"
    return Result(name, check.ours + applied.ours, check.reference + applied.reference, BAR_WHOLE)


def check_pairs(where: Office, data: bytes) -> tuple[tuple[float, float], tuple[float, float]]:
    """(by a command, the bare reading), (by a page, the same)"""
    command = milliseconds(lambda: judge(where, data))
    bare = milliseconds(lambda: read_bare(data))
    page = milliseconds(lambda: judge(where, data, is_trusted=False))
    return (command, bare), (page, bare)


def _best(name: str, pairs: Sequence[tuple[float, float]], bar: float) -> Result:
    return Result(name, min(own for own, _ in pairs), min(other for _, other in pairs), bar)


# --- ours -------------------------------------------------------------------------------------------


def check(where: Office, data: bytes) -> Upload:
    """A roster received and checked as the page does it, but for the process of its own."""
    brought = Brought(kinds.of("roster"), where.district, "รายชื่อ.xlsx", data)
    Upload.objects.all().delete()
    upload = checking.receive(brought, by=where.officer, on=DAY)
    mapping = {str(each["column"]): each["key"] for each in upload.columns}
    checking.check(upload, mapping, STATED, by=where.officer, on=DAY)
    return upload


def judge(where: Office, data: bytes, *, is_trusted: bool = True) -> None:
    """A roster read and judged as the command does it without writing; a page has it read in a child with limits."""
    kind = kinds.of("roster")
    brought = Brought(kind, where.district, "รายชื่อ.xlsx", data, is_trusted=is_trusted)
    table = records.read(brought.sheets, kind.heads)
    judged = checking.judge(kind, Scene(where.district, "", None, DAY, said=STATED), table)
    if sum(each.state == RowState.NEW for each in judged) != ROWS:
        raise RuntimeError("A line of the measured roster is not clean")


def apply_pair() -> tuple[float, float]:
    """(ours, the same rows by bare bulk inserts)"""
    with office() as where:
        upload = check(where, book(where.place, ROWS))
        ours = milliseconds(lambda: applying.apply_now(upload, by=where.officer, on=DAY))
        producers = list(Producer.objects.filter(created_by=where.officer))
        products = list(Product.objects.filter(producer__in=producers))
        if len(producers) != ROWS:
            raise RuntimeError(f"{len(producers)} of {ROWS} lines were applied")
    with office() as where:
        bare = milliseconds(lambda: insert_bare(where, producers, products))
    return ours, bare


# --- references -------------------------------------------------------------------------------------


def read_bare(data: bytes) -> int:
    """Every cell of the file by the library that is used, kept in lists, as any reader must."""
    sheet = load_workbook(BytesIO(data), read_only=True)["รายชื่อ"]
    return len([list(row) for row in sheet.iter_rows()])


def insert_bare(where: Office, producers: list[Producer], products: list[Product]) -> None:
    """The same producers and products, nothing else: no rule, no journal, no revision."""
    for row in producers:
        row.pk, row.created_by = None, where.officer
    Producer.objects.bulk_create(producers, batch_size=500)
    for product, producer in zip(products, producers, strict=True):
        product.pk, product.producer = None, producer
    Product.objects.bulk_create(products, batch_size=500)
