"""An upload read in a process of its own says the same as read here, and ends where it costs too much."""

from datetime import date, datetime, time
from io import BytesIO
from random import Random

import pytest
from openpyxl import Workbook

from registration.refusal import Refused
from registration.services.uploads import child, sources
from registration.services.uploads.child import Limits


def saved(book: Workbook) -> bytes:
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def odd_book() -> bytes:
    """One of everything that a sheet may hold."""
    book = Workbook()
    sheet = book.active
    sheet.append(
        [
            "ก",
            1,
            1.5,
            True,
            None,
            date(2567, 3, 16),
            datetime.fromisoformat("2567-03-16T08:30"),
            time(8, 30),
            "=A1",
        ]
    )
    sheet["B1"].number_format = '0"ล้านบาท"'
    sheet.append([])
    sheet.append(["ข"])
    sheet.merge_cells("A3:B4")
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    book.create_sheet("ซ่อน").sheet_state = "hidden"
    return saved(book)


@pytest.mark.parametrize(("data", "name"), [(odd_book(), "ก.xlsx"), ("ก,ข\n1,2\n".encode("cp874"), "ก.csv")])
def test_a_child_reads_what_is_read_here(data: bytes, name: str) -> None:
    assert child.read_in_child(data, name) == sources.sheets_of_upload(data, name)


def test_a_refusal_of_the_child_is_its_sentence() -> None:
    with pytest.raises(Refused, match="PDF"):
        child.read_in_child(b"%PDF-1.7", "ก.pdf")


def heavy_book() -> bytes:
    """A harmless book of long stories, which needs about 82 MB."""
    letters = Random(1)  # noqa: S311
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for _ in range(100):
        sheet.append(["".join(letters.choices("กขคงจฉชซญดตถทธนบปผพฟมยรลวสหอ", k=15_000)) for _ in range(2)])
    return saved(book)


def test_a_reading_over_its_memory_is_refused() -> None:
    data = heavy_book()
    assert len(child.read_in_child(data, "ก.xlsx")[0].rows) == 100
    with pytest.raises(Refused, match="มากผิดปกติ"):
        child.read_in_child(data, "ก.xlsx", Limits(memory_bytes=60 * 2**20))


def test_a_reading_over_its_time_is_refused() -> None:
    with pytest.raises(Refused, match="มากผิดปกติ"):
        child.read_in_child(odd_book(), "ก.xlsx", Limits(seconds=0.001))
