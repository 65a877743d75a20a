"""A table on paper: nothing leaves its cell at any length; long entries go on by name; a sheet to sign shows rows."""

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from reporting import document
from reporting.document import blocks, pages, tables
from reporting.document.rendering import lay_out
from reporting.kinds import Kind
from reporting.paper import Column, Facts, Form, Paper, Prose, Table
from reporting.services.papers import roster
from tests.reporting import boxes, reading
from tests.reporting.paper_samples import COLUMNS, IMPRINT, SIGNATURES, paper, table

LETTERS = "กขผู้ที่น้ำป๊ญฐAWiมé012-./(),ຂខ₭😀漢 "
WORDS = st.text(LETTERS, max_size=60) | st.sampled_from(
    ["W" * 300, "80-1-02345-1-0001", "กลุ่มแม่บ้านเกษตรกร" * 40, "international.cooperative@example.co.th" * 3]
)
ROSTER = (Column("ที่", Form.COUNT, width=6), *roster.OF_PRODUCER, *roster.OF_PRODUCT, roster.ROUND)
ROWS = st.lists(st.tuples(*([WORDS] * (len(ROSTER) - 1))), min_size=1, max_size=3)
CLOSING = " ".join(f"{'ก' * size} ){'ก' * size}" for size in range(3, 24))  # no line begins with ")"
DRAWN = settings(  # a failing page is told as it was found: each try to shorten it costs a layout
    max_examples=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate),
)


@DRAWN
@example(rows=[(CLOSING,) * (len(ROSTER) - 1)], is_landscape=False, uses_thai_digits=False)
@given(rows=ROWS, is_landscape=st.booleans(), uses_thai_digits=st.booleans())
def test_no_text_leaves_its_cell(
    rows: list[tuple[str, ...]], is_landscape: bool, uses_thai_digits: bool
) -> None:
    made = [(place, *row) for place, row in enumerate(rows, 1)]
    facts = Facts(rows[0][0], ((rows[0][1], rows[0][2], Form.TEXT),))
    blocks = (facts, Prose(rows[0][:2]), Table(rows[0][3], ROSTER, made, note=rows[0][4]))
    shown = paper(*blocks, title=rows[0][5], is_landscape=is_landscape, uses_thai_digits=uses_thai_digits)
    assert boxes.strays(lay_out(pages.sheet(shown, IMPRINT))) == []


@DRAWN
@given(st.lists(st.decimals(-(10**12), 10**12, places=2), min_size=8, max_size=14), st.integers(0, 10**9))
def test_no_number_leaves_its_cell_or_breaks(amounts: list[Decimal], count: int) -> None:
    columns = [Column(f"เดือน {place}", Form.BAHT, "ยอดจำหน่าย (บาท)") for place in range(len(amounts))]
    head = (Column("อำเภอ", width=40), Column("ราย", Form.COUNT), Column("วัน", Form.DAY), *columns)
    row = ("อำเภอเมืองนครศรีธรรมราช", count, date(2018, 9, 27), *amounts)
    given_paper = paper(Table("ยอด", head, [row], (None, count, None, *amounts)), is_landscape=True)
    laid = lay_out(pages.sheet(given_paper, IMPRINT))
    assert boxes.strays(laid) == []
    text = reading.text(laid.write_pdf())
    assert all(f"{amount:,.2f}" in text for amount in amounts)


def test_a_text_higher_than_a_page_goes_on_on_the_next() -> None:
    words = " ".join(f"คำที่{place}" for place in range(4000))
    text = reading.text(document.draw(paper(Table("ตาราง", (Column("คำ", width=80),), ((words,),))), IMPRINT))
    assert set(re.findall(r"คำที่(\d+)", text)) == set(map(str, range(4000)))


def of_producers(*sizes: int, **over: object) -> Paper:
    """Producers with so many products each, as a roster has them."""
    head = (Column("ที่", Form.COUNT), Column("ชื่อ", width=20), Column("ผลิตภัณฑ์", width=20))
    rows = [
        (place, f"กลุ่มหมายเลข{place}", f"ของชิ้น{place}/{number}")
        for place, size in enumerate(sizes, 1)
        for number in range(size)
    ]
    return paper(
        Table("ทะเบียน", head, rows, sizes=sizes, merged=2), kind=Kind.ROSTER, is_landscape=True, **over
    )


def test_a_producer_goes_on_under_its_number_and_name() -> None:
    found = reading.pages(document.draw(of_producers(3, 90, 2, signatures=SIGNATURES), IMPRINT), "-layout")
    assert len(found) > 3
    for page in found[1:-1]:
        assert re.search(r"2 +กลุ่มหมายเลข2\s+\(ต่อ\)", page), page
    pieces = re.findall(r"ของชิ้น(\d+/\d+)", " ".join(found))
    assert pieces == [f"{place}/{n}" for place, size in ((1, 3), (2, 90), (3, 2)) for n in range(size)]


def test_pages_are_filled_before_a_long_entry_goes_on() -> None:
    found = reading.pages(document.draw(of_producers(4, 40, 40, 40), IMPRINT), "-layout")
    rows = [len(re.findall("ของชิ้น", page)) for page in found]
    assert min(rows[:-1]) > 0.8 * max(rows), rows


def test_a_short_entry_stays_whole() -> None:
    found = reading.pages(document.draw(of_producers(*[5] * 20), IMPRINT), "-layout")
    assert len(found) > 1
    assert all(len(re.findall("ของชิ้น", page)) % 5 == 0 for page in found)
    assert "(ต่อ)" not in " ".join(found)


def last_page(shown: Paper) -> str:
    return reading.pages(document.draw(shown, IMPRINT), "-layout")[-1]


@pytest.mark.parametrize("rows", range(20, 28))
def test_at_least_two_rows_stay_with_the_signatures(rows: int) -> None:
    total = (None, "รวม", 1, Decimal(1))
    shown = paper(table(rows, total=total), signatures=SIGNATURES, is_landscape=True, remarks=("ยกมา",))
    page = last_page(shown)
    assert len(re.findall(r"กลุ่มที่\d+", page)) >= 2
    assert all(words in page for words in ("รวม", "ยกมา", "ผู้รายงาน", "ตรวจสอบเอกสารนี้", "รายการ"))


def test_a_roster_ends_with_entries_beside_its_signatures() -> None:
    for size in (1, 2, 5):
        for count in (21, 22, 23):
            page = last_page(of_producers(*[size] * (count // size), signatures=SIGNATURES))
            assert page.count("ของชิ้น") >= min(2, size * (count // size)), (size, count)


def test_one_row_more_is_set_tighter_before_it_takes_another_sheet() -> None:
    shown = (paper(table(rows), signatures=SIGNATURES, is_landscape=True) for rows in range(12, 60))
    over = next(each for each in shown if len(lay_out(pages.sheet(each, IMPRINT)).pages) > 1)
    assert len(reading.pages(document.draw(over, IMPRINT))) == 1


def test_several_phones_stand_below_each_other() -> None:
    shown = Table(
        "ตาราง", (Column("โทร", Form.CODE), *COLUMNS), [("08 1234 5678, 07 5344 0000", 1, "ก", 1, None)]
    )
    html = pages.sheet(paper(shown), IMPRINT).html
    assert '<span class="k1">08 1234 5678,</span> <span class="k1">07 5344 0000</span>' in " ".join(
        html.split()
    )


# --- wide tables ---


def wide(amount: str) -> Table:
    columns = (Column("ที่", Form.COUNT), Column("อำเภอ"), *(Column(f"เดือน {n}", Form.BAHT) for n in range(9)))
    rows = [(place, f"อำเภอ {place}", *(Decimal(amount) + n for n in range(9))) for place in (1, 2)]
    return Table("กว้าง", columns, rows, ("", "รวม", *(None,) * 9), fold=6)


def test_a_wide_table_comes_in_two_bands_before_its_letters_get_small() -> None:
    table = wide("12345678901.25")
    assert tables.layout(table, blocks.LANDSCAPE, str).size < blocks.READABLE
    for band in tables.bands(table):
        assert tables.layout(band, blocks.LANDSCAPE, str).size > blocks.READABLE
        assert [row[:2] for row in band.rows] == [row[:2] for row in table.rows]
    first, second = tables.bands(table)
    assert [a[:6] + b[2:] for a, b in zip(first.rows, second.rows, strict=True)] == [*table.rows]


def test_a_wide_table_of_small_amounts_stays_whole() -> None:
    writer = blocks.Writer(str, blocks.LANDSCAPE, "")
    drawn = [len(writer.blocks([wide(amount)], None)) for amount in ("1.25", "12345678901.25")]
    assert drawn == [1, 2]
