"""The roster as paper and workbook: entries with their products, as of a day and as an edition froze it."""

from collections.abc import Iterator
from datetime import date

import pytest

from registration import figures
from registration.models import Plan, Producer, Product
from registration.services import registry
from reporting.services.papers import roster
from reporting.services.papers.fingerprints import fingerprint
from tests.world.cast import Cast
from tests.world.factories import (
    DAY,
    REGISTER_DAY,
    ROUND_ID,
    amend,
    make_producer,
    make_product_fields,
    number_of,
    round_of,
)
from tests.world.paper_samples import close_round, flat_rows, opened, table_of

LAST_DAY, LATER = date(2018, 3, 16), date(2018, 4, 2)


def make_three(cast: Cast) -> list[Producer]:
    """Two in district A, the first with three products, and one in B without any."""
    certificate = {"standard": "halal", "number": "12", "issuer": "", "issued_day": None, "expires_day": None}
    names = [make_product_fields(name=name, certificates=[]) for name in ("ก", "ข", "ค")]
    names[1]["certificates"] = [certificate]
    empty = make_producer(cast.b, by=cast.neighbour, name="ก่อน")
    said = {"version": 1, "reason": "เลิกผลิต"}
    registry.withdraw_product(empty.products.get(), by=cast.neighbour, on=REGISTER_DAY, **said)
    return [
        make_producer(
            cast.a,
            by=cast.district,
            name="เกาะแก้ว",
            products=names,
            house_number="1/2",
            phones=["0812345678"],
        ),
        make_producer(cast.a, by=cast.district, name="กาแฟ"),
        empty,
    ]


@pytest.fixture(params=[1, 2, 1000])
def batch(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Batches smaller and larger than the roster."""
    monkeypatch.setattr(roster, "BATCH", request.param)
    return request.param


def test_a_row_has_the_columns_of_the_form(cast: Cast, plan: Plan) -> None:
    first, *_ = make_three(cast)
    paper = roster.paper(cast.a, on=DAY)
    assert [column.label for column in table_of(paper).columns] == [
        "ที่", "เลขทะเบียน", "ชื่อกลุ่ม/ผู้ประกอบการ", "ประเภทผู้ผลิต", "ประธาน/เจ้าของ", "เลขประจำตัว", "ที่ตั้ง",
        "โทรศัพท์", "ชื่อ", "ประเภท", "มาตรฐาน", "รอบที่ลงทะเบียน",
    ]  # fmt: skip
    row = table_of(paper).rows[2]
    assert row[:4] == (2, first.registration_number, "เกาะแก้ว", "กลุ่มผู้ผลิตชุมชน")
    number = number_of(first)
    masked = f"{number[0]}-{number[1:5]}-xxxxx-xx-{number[-1]}"
    assert row[4:6] == (first.owner_name, masked)
    assert row[6:] == (
        "1/2 ตำบลในเมือง 80000", "08 1234 5678", "ข", "อาหาร", "ฮาลาล 12", "2/2561"
    )  # fmt: skip


def test_rows_are_the_same_read_whole_one_by_one_and_in_slices(cast: Cast, plan: Plan, batch: int) -> None:
    make_three(cast)
    table = table_of(roster.paper(cast.home, on=DAY))
    whole = list(table.rows)
    assert len(table.rows) == len(whole) == 5
    assert [table.rows[place] for place in range(-5, 5)] == whole * 2
    for low in range(6):
        for high in range(low, 6):
            assert list(table.rows[low:high]) == whole[low:high]
    assert list(table.rows[::-2]) == whole[::-2]
    with pytest.raises(IndexError):
        table.rows[5]


def test_entries_go_district_by_district_in_dictionary_order_over_all_their_products(
    cast: Cast, plan: Plan, batch: int
) -> None:
    make_three(cast)
    table = table_of(roster.paper(cast.home, on=DAY))
    assert [(*row[:2], row[3], row[9]) for row in table.rows][1:] == [
        (2, "อำเภอเมืองนครศรีธรรมราช", "เกาะแก้ว", "ก"),
        (2, "อำเภอเมืองนครศรีธรรมราช", "เกาะแก้ว", "ข"),
        (2, "อำเภอเมืองนครศรีธรรมราช", "เกาะแก้ว", "ค"),
        (3, "อำเภอพรหมคีรี", "ก่อน", None),
    ]
    assert (table.sizes, table.merged) == ((1, 3, 1), 9)
    assert table_of(roster.paper(cast.nation, on=DAY)).rows[0][1] == "อำเภอเมืองนครศรีธรรมราช จังหวัดนครศรีธรรมราช"


def test_on_paper_a_producer_is_drawn_once_and_in_data_in_each_row(cast: Cast, plan: Plan) -> None:
    make_three(cast)
    paper = roster.paper(cast.a, on=DAY)
    sheet = opened(paper).worksheets[0]
    merged = {str(each) for each in sheet.merged_cells.ranges}
    start = sheet.print_title_rows.rpartition("$")[2]
    first = int(start) + 2
    assert {f"{column}{first}:{column}{first + 2}" for column in "ABCDEFGH"} <= merged
    assert not any(each.startswith(f"I{first}") for each in merged)
    assert [row["ชื่อกลุ่ม/ผู้ประกอบการ"] for row in flat_rows(paper)] == ["กาแฟ", "เกาะแก้ว", "เกาะแก้ว", "เกาะแก้ว"]
    cell = sheet.cell(first, 2)
    assert (cell.data_type, cell.number_format) == ("s", "@"), "a registration number is no number"


def test_a_roster_names_persons_and_says_so(cast: Cast, plan: Plan) -> None:
    make_three(cast)
    paper = roster.paper(cast.a, on=LAST_DAY)
    assert paper.is_personal
    assert paper.lines == ("อำเภอเมืองนครศรีธรรมราช จังหวัดนครศรีธรรมราช", "ผู้ผลิต ผู้ประกอบการ 2 ราย")
    assert (paper.subject, paper.signatures) == ("day:2561-03-16", ())
    assert paper.stand.words == "รายชื่อที่ลงทะเบียนแล้ว ณ วันที่ 16 มีนาคม 2561"


def test_the_roster_of_a_past_day_stays_the_same(cast: Cast, plan: Plan) -> None:
    kept, ended, _ = make_three(cast)
    before = fingerprint(roster.paper(cast.home, on=LAST_DAY))
    amend(kept, by=cast.district, on=LATER, name="ชื่อใหม่")
    registry.withdraw(ended, by=cast.district, on=LATER, version=1, reason="เลิกกิจการ")
    assert fingerprint(roster.paper(cast.home, on=LAST_DAY)) == before
    assert fingerprint(roster.paper(cast.home, on=LATER)) != before


def test_the_roster_of_a_round_lists_what_its_report_counts(cast: Cast, plan: Plan) -> None:
    make_three(cast)
    make_producer(cast.a, by=cast.district, on=LATER, name="รอบหน้า")
    total = figures.registration_report("80", ROUND_ID).total
    rows = flat_rows(roster.paper(cast.home, round_of(), on=LATER))
    assert len({row["ที่"] for row in rows}) == total.producers_left == 3
    assert sum(row["ผลิตภัณฑ์ ชื่อ"] is not None for row in rows) == total.products_left == 4
    assert Producer.objects.count() == 4
    assert len({row["ที่"] for row in flat_rows(roster.paper(cast.home, on=LATER))}) == 4


def test_the_roster_of_an_edition_lists_what_it_froze(cast: Cast, plan: Plan) -> None:
    kept, *_ = make_three(cast)
    edition = close_round(cast.home, ROUND_ID, cast.a)
    before = fingerprint(roster.paper(cast.home, round_of(), on=REGISTER_DAY, edition=edition))
    amend(kept, by=cast.district, on=LATER, name="ชื่อใหม่")
    product = Product.objects.filter(producer=kept)[0]
    registry.withdraw_product(product, by=cast.district, on=LATER, version=2, reason="เลิกทำ")
    paper = roster.paper(cast.home, round_of(), on=LATER, edition=edition)
    rows = flat_rows(paper)
    total = figures.registration_report("80", ROUND_ID, edition).total
    assert len({row["ที่"] for row in rows}) == total.producers_left == edition.roster.count() == 2
    assert sum(row["ผลิตภัณฑ์ ชื่อ"] is not None for row in rows) == total.products_left == 4
    assert [row["ชื่อกลุ่ม/ผู้ประกอบการ"] for row in rows][:2] == ["กาแฟ", "เกาะแก้ว"]
    assert fingerprint(paper) == before
    assert paper.stand.words == "ฉบับที่ 1 (ปิดระบบแล้ว)"


def test_an_edition_needs_its_round(cast: Cast, plan: Plan) -> None:
    make_three(cast)
    edition = close_round(cast.home, ROUND_ID, cast.a)
    with pytest.raises(ValueError, match="names its round"):
        roster.paper(cast.home, on=LATER, edition=edition)


def test_an_empty_roster_says_so(cast: Cast, plan: Plan) -> None:
    table = table_of(roster.paper(cast.a, on=DAY))
    assert (len(table.rows), list(table.rows), table.sizes) == (0, [], ())
    assert table.empty == "ไม่มีผู้ผลิต ผู้ประกอบการ ที่ลงทะเบียน"
