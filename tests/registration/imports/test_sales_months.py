"""A table of several months: each month's rows written and given back, and no amount lost on the way."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import pytest

from registration.models import Plan, Product, Sale
from registration.services.imports.sales import SALES_OF_MONTH
from registration.services.sales import lock_quarter
from registration.timetable import Quarter
from registration.workflow import Refused
from tests.world.cast import Cast
from tests.world.factories import DAY, make_producer, make_product_fields
from tests.world.lists import pasted
from tests.world.uploads import Brought, table_of

HEAD = ("ผู้ผลิต", "ผลิตภัณฑ์", "ม.ค. 61", "ก.พ. 61", "รวม")
YEAR = "year:2561"


@pytest.fixture
def products(cast: Cast, plan: Plan) -> list[Product]:
    rows = [make_product_fields(name="กล้วยฉาบ"), make_product_fields(name="เผือกฉาบ")]
    made = make_producer(cast.a, by=cast.district, on=date(2018, 1, 10), name="กลุ่มท่าซัก", products=rows)
    return list(made.products.order_by("pk"))


def brought(cast: Cast, subject: str, **said: object) -> Brought:
    found = Brought(SALES_OF_MONTH, cast.a, subject, cast.district, DAY)
    found.scene.said.update({"split": "domestic_offline"} | said)
    return found


def sold() -> dict[tuple[str, int], Decimal]:
    rows = Sale.objects.select_related("product")
    return {(row.product.name, row.month.month): row.total_baht for row in rows}


def told(rows: Iterable[Iterable[object]], cast: Cast, subject: str) -> list[str]:
    table = table_of(SALES_OF_MONTH, *rows)
    SALES_OF_MONTH.judge(brought(cast, subject).scene, table)
    return [f"{each.code} {each.message}" for each in table.findings]


@pytest.mark.usefixtures("products")
def test_every_month_of_the_table_is_written_and_given_back(cast: Cast) -> None:
    table = brought(cast, YEAR)
    found = table.judge(
        HEAD, ("กลุ่มท่าซัก", "กล้วยฉาบ", "1,000.50", 20, 1020.5), ("กลุ่มท่าซัก", "เผือกฉาบ", None, 5, 5)
    )
    assert [(each.title, str(each.state)) for each in found] == [
        ("กล้วยฉาบ มกราคม 2561", "new"),
        ("กล้วยฉาบ กุมภาพันธ์ 2561", "new"),
        ("เผือกฉาบ กุมภาพันธ์ 2561", "new"),
    ]
    assert table.apply() == ["applied"] * 3
    amounts = {("กล้วยฉาบ", 1): Decimal("1000.50"), ("กล้วยฉาบ", 2): Decimal(20), ("เผือกฉาบ", 2): Decimal(5)}
    assert sold() == amounts
    assert table.undo() == ["undone"] * 3
    assert sold() == {}


@pytest.mark.usefixtures("products")
def test_one_month_is_taken_out_and_the_others_are_told_with_their_sums(cast: Cast) -> None:
    rows = (
        HEAD,
        ("กลุ่มท่าซัก", "กล้วยฉาบ", 7, 20, 27),
        ("กลุ่มท่าซัก", "เผือกฉาบ", 3, None, 3),
        ("รวม", None, 10, 21, 31),
    )
    table = brought(cast, "month:2561-02")
    found = table.judge(*rows)
    assert [(str(each.state), each.fields["money"]) for each in found] == [("new", {"total": "20.00"})]
    assert any("มกราคม 2561 10.00 บาท" in each for each in told(rows, cast, "month:2561-02"))
    assert any("ผลรวมในไฟล์ 21.00" in each for each in told(rows, cast, "month:2561-02"))


@pytest.mark.usefixtures("products")
def test_a_row_that_its_months_do_not_make_up_is_kept_in_all_of_them(cast: Cast) -> None:
    text = "ผู้ผลิต\tผลิตภัณฑ์\tม.ค. 61\tก.พ. 61\tรวม\nกลุ่มท่าซัก\tกล้วยฉาบ\t1\t2\t4\nกลุ่มท่าซัก\tเผือกฉาบ\tx\t2\t2\n"
    upload = pasted("sales", text, cast.a, by=cast.district, subject=YEAR, split="domestic_offline")
    rows = upload.rows.order_by("number", "pk")
    kept = [(2, "faulty"), (2, "faulty"), (3, "faulty"), (3, "faulty")]
    assert [(row.number, row.state) for row in rows] == kept  # also beside a month that cannot be read
    assert (upload.counts["rows"], upload.counts["things"]) == (2, {"faulty": 4})


@pytest.mark.usefixtures("products")
def test_months_in_a_column_are_read_row_by_row(cast: Cast) -> None:
    head = ("ผู้ผลิต", "ผลิตภัณฑ์", "เดือน", "ยอดจำหน่าย")
    rows = [("กลุ่มท่าซัก", "กล้วยฉาบ", month, 5) for month in ("ม.ค. 61", "กุมภาพันธ์", "ม.ค. 60", None)]
    found = brought(cast, YEAR).judge(head, *rows)
    states = sorted((each.records[0].row, str(each.state), each.fields["month"][:7]) for each in found)
    assert states[:3] == [(2, "new", "2018-01"), (3, "new", "2018-02"), (4, "dropped", "2017-10")]
    assert "month ไม่ได้ระบุเดือนของแถวนี้" in told([head, *rows], cast, YEAR)
    with pytest.raises(Refused, match="ไม่มีคอลัมน์ของแต่ละเดือน"):
        brought(cast, YEAR).judge(("ผู้ผลิต", "ผลิตภัณฑ์", "ยอดจำหน่าย"), ("กลุ่มท่าซัก", "กล้วยฉาบ", 5))


@pytest.mark.usefixtures("products")
def test_a_month_that_is_closed_or_not_begun_keeps_its_rows_alone(cast: Cast) -> None:
    head, row = ("ผู้ผลิต", "ผลิตภัณฑ์", "ก.พ. 61", "เม.ย. 61"), ("กลุ่มท่าซัก", "กล้วยฉาบ", 2, 4)
    assert [str(each.state) for each in brought(cast, YEAR).judge(head, row)] == ["new", "faulty"]
    lock_quarter(cast.home, Quarter(2561, 2), by=cast.province, on=DAY)
    found = brought(cast, YEAR).judge(head, row)
    assert [(str(each.state), each.findings[-1].code) for each in found] == [("faulty", "closed")] * 2


@pytest.mark.usefixtures("products")
def test_months_of_one_file_are_compared_with_each_other(cast: Cast) -> None:
    table = brought(cast, YEAR)
    found = table.judge(HEAD, ("กลุ่มท่าซัก", "กล้วยฉาบ", 100, 1000, 1100), ("กลุ่มท่าซัก", "เผือกฉาบ", 100, 120, 220))
    codes = {each.title: [told.code for told in each.findings] for each in found}
    assert codes["กล้วยฉาบ กุมภาพันธ์ 2561"] == ["jump_month"]
    assert codes["เผือกฉาบ กุมภาพันธ์ 2561"] == codes["กล้วยฉาบ มกราคม 2561"] == []
    SALES_OF_MONTH.judge_again(table.scene, [row for row in table.rows if "02-01" in row.fields["month"]])
    february = next(row for row in table.rows if row.title == "กล้วยฉาบ กุมภาพันธ์ 2561")
    assert [each["code"] for each in february.findings] == ["jump_month"]
