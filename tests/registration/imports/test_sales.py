"""Monthly sales from a table: every row an answer, kept or explained; written as typing writes, given back whole."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook

from registration.models import Event, Plan, Product, Sale, Upload, UploadRow
from registration.models.uploads import READY, RowState
from registration.services import sales, subjects
from registration.services.imports import sales as kind
from registration.services.imports.kinds import Judged, Scene
from registration.services.uploads import records, sheets
from tests.registration.sales.test_writing import cell
from tests.world.cast import Cast
from tests.world.factories import DAY, make_producer, make_product_fields

MONTH, JANUARY = date(2018, 2, 1), date(2018, 1, 1)
REGISTERED = date(2018, 1, 10)
HEAD = (
    "ที่",
    "ผู้ผลิต",
    "ผลิตภัณฑ์",
    "ในประเทศ ออฟไลน์",
    "ในประเทศ ออนไลน์",
    "ต่างประเทศ ออฟไลน์",
    "ต่างประเทศ ออนไลน์",
    "รวม",
)
SUMS = ("เลขทะเบียน", "ผู้ผลิต", "ผลิตภัณฑ์", "ยอดจำหน่าย (บาท)")


class Desk:
    """District A with two producers, and what a table says of their month."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        rows = [make_product_fields(name="กล้วยฉาบ"), make_product_fields(name="เผือกฉาบ")]
        by, on = cast.district, REGISTERED
        self.group = make_producer(cast.a, by=by, on=on, name="กลุ่มแม่บ้านท่าซัก", products=rows)
        lace = [make_product_fields(name="ขนมลา")]
        self.owner = make_producer(cast.a, by=by, on=on, name="ร้านป้าแดง", products=lace)
        self.banana, self.taro = self.group.products.order_by("pk")
        self.lace = self.owner.products.get()
        self.said: dict[str, Any] = {}
        self.upload: Upload | None = None

    @property
    def scene(self) -> Scene:
        cast = self.cast
        return Scene(cast.a, subjects.of_month(MONTH), cast.district, DAY, self.upload, self.said)

    def judge(self, *rows: Iterable[object], merged: str = "") -> list[Judged]:
        book = Workbook()
        for row in rows:
            book.active.append(list(row))
        if merged:
            book.active.merge_cells(merged)
        file = BytesIO()
        book.save(file)
        self.table = records.read(sheets.sheets_of(file.getvalue()), kind.SALES_OF_MONTH.heads)
        return kind.judge(self.scene, self.table)

    def keep(self, *rows: Iterable[object], **options: str) -> list[UploadRow]:
        """An upload with its rows, as the check leaves them."""
        found = self.judge(*rows, **options)
        cast = self.cast
        self.upload = Upload.objects.create(
            kind="sales", unit=cast.a, subject=self.scene.subject, name="ยอด.xlsx", sha256="0" * 64,
            made_by=cast.district, made_at="2018-02-01T00:00+07:00",
        )  # fmt: skip
        return [
            UploadRow.objects.create(
                upload=self.upload, number=each.records[0].row, fields=dict(each.fields), state=each.state,
                record=each.record, fingerprint=str(number),
            )
            for number, each in enumerate(found)
        ]  # fmt: skip

    def apply(self, rows: list[UploadRow]) -> None:
        kind.apply(self.scene, [row for row in rows if row.state in READY])
        for row in rows:
            row.save()

    def record(self, product: Product, *baht: str, month: date = MONTH) -> None:
        seen = Sale.objects.filter(product=product, month=month).values_list("version", flat=True).first()
        answer = cell(*baht, seen=seen or 0)
        sales.record_month(self.cast.a, month, {product.pk: answer}, by=self.cast.district, on=DAY)


@pytest.fixture
def desk(cast: Cast, plan: Plan) -> Desk:
    return Desk(cast)


def states(found: list[Judged]) -> list[RowState]:
    return [each.state for each in found]


def codes(found: Judged) -> list[str]:
    return [each.code for each in found.findings]


def test_of_two_who_sell_such_a_product_the_one_right_above_is_taken_and_told(desk: Desk) -> None:
    make_producer(
        desk.cast.a, by=desk.cast.district, on=REGISTERED, name="ร้านลุงดำ",
        products=[make_product_fields(name="กล้วยฉาบ"), make_product_fields(name="กะปิ")],
    )  # fmt: skip
    heads = ("ผู้ผลิต", "ผลิตภัณฑ์", "ในประเทศ ออฟไลน์")
    second = desk.judge(heads, ("กลุ่มแม่บ้านท่าซัก", "เผือกฉาบ", 5), (None, "กล้วยฉาบ", 7))[1]
    assert second.record == desk.banana.pk
    assert "continued" in codes(second)
    (alone,) = desk.judge(heads, (None, "กล้วยฉาบ", 7))
    assert codes(alone) == ["ambiguous"]


def baht_of(product: Product) -> tuple[Decimal, ...]:
    return sales.amounts_of(Sale.objects.get(product=product, month=MONTH))


def amounts(*baht: str) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, baht))


# --- reading ---


def test_products_by_channels_are_written_to_the_satang_and_given_back(desk: Desk) -> None:
    desk.record(desk.taro, "7")
    rows = desk.keep(
        HEAD,
        (1, "กลุ่มแม่บ้านท่าซัก", "กล้วยฉาบ", "๑,๒๓๔.๕๐", 0.01, None, "-", 1234.51),
        (2, "กลุ่มแม่บ้านท่าซัก", "เผือกฉาบ", 5, 6, 7, 8, "=SUM(D3:G3)"),
        (3, "ร้านป้าแดง", "ขนมลา", None, None, None, None, None),
        ("", "รวม", "", 1239.50, 6.01, 7, 8, None),
    )
    assert [row.state for row in rows] == [RowState.NEW, RowState.CHANGES, RowState.SILENT]
    desk.apply(rows)
    assert baht_of(desk.banana) == amounts("1234.50", "0.01", "0.00", "0.00")
    assert baht_of(desk.taro) == amounts("5", "6", "7", "8")
    assert not Sale.objects.filter(product=desk.lace).exists()
    assert "ยอด.xlsx" in Event.objects.filter(verb="record_sales").latest("seq").reason
    kind.undo(desk.scene, [row for row in rows if row.state == RowState.APPLIED])
    assert baht_of(desk.taro) == amounts("7", "0", "0", "0")
    assert not Sale.objects.filter(product=desk.banana).exists()


def test_a_sum_is_asked_until_somebody_says_how_to_spread_it(desk: Desk) -> None:
    table = (SUMS, (desk.owner.registration_number, "", "", 100), ("", "กลุ่มแม่บ้านท่าซัก", "", 90))
    found = desk.judge(*table)
    assert (states(found), [codes(each) for each in found]) == ([RowState.FAULTY] * 2, [["split"]] * 2)
    desk.said = {"split": "domestic_online"}
    assert states(desk.judge(*table)) == [RowState.NEW, RowState.FAULTY]


def test_a_producers_sum_follows_last_month_and_the_rule_is_written_down(desk: Desk) -> None:
    desk.record(desk.banana, "20", "10", month=JANUARY)
    desk.said = {"split": "last_month"}
    rows = desk.keep(SUMS, ("", "กลุ่มแม่บ้านท่าซัก", "", 100))
    assert rows[0].state == RowState.NEW
    desk.apply(rows)
    assert baht_of(desk.banana) == amounts("66.67", "33.33", "0", "0")
    assert not Sale.objects.filter(product=desk.taro).exists()
    assert "ตามสัดส่วนยอดของเดือนก่อน" in Event.objects.filter(verb="record_sales").latest("seq").reason


def test_a_sum_merged_over_products_is_one_row_of_all_of_them(desk: Desk) -> None:
    desk.record(desk.banana, "1", month=JANUARY)
    desk.record(desk.taro, "3", month=JANUARY)
    desk.said = {"split": "last_month"}
    found = desk.judge(
        SUMS,
        ("", "กลุ่มแม่บ้านท่าซัก", "กล้วยฉาบ", 100),
        ("", "กลุ่มแม่บ้านท่าซัก", "เผือกฉาบ", None),
        merged="D2:D3",
    )
    assert (states(found), len(found[0].records)) == ([RowState.NEW], 2)
    assert [each["baht"][0] for each in found[0].fields["answers"]] == ["25.00", "75.00"]


def test_zero_is_confirmed_or_asked_never_assumed(desk: Desk) -> None:
    row = ("", "", "ขนมลา", 0)
    assert codes(desk.judge(SUMS, row)[0]) == ["by_name", "zero"]
    desk.said = {"zeros": True}
    assert desk.judge(SUMS, row)[0].fields["answers"][0]["zero"] is True
    found = desk.judge((*SUMS, "ไม่มียอด"), ("", "", "ขนมลา", None, "ใช่"), ("", "ร้านป้าแดง", "", 5, "ใช่"))
    assert (found[0].state, codes(found[1])[-1]) == (RowState.NEW, "zero_and_amount")


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("", "กลุ่มแม่บ้านท่าศักดิ์", "", 1), "unknown_producer"),
        (("", "ร้านป้าแดง", "กล้วยฉาบ", 1), "unknown_product"),
        (("80-01-61-99999-9", "", "", 1), "unknown_number"),
        (("", "", "", 1), "no_name"),
        (("", "ร้านป้าแดง", "", "12x"), "amount"),
        (("", "ร้านป้าแดง", "", "=1+1"), "formula"),
    ],
)
def test_a_row_that_is_not_clear_is_kept_with_its_cell(
    desk: Desk, row: tuple[object, ...], code: str
) -> None:
    desk.said = {"split": "domestic_offline"}
    found = desk.judge(SUMS, row)[0]
    assert code in codes(found)
    assert all(each.row == 2 for each in found.findings)


def test_another_districts_producer_is_told_without_its_name(desk: Desk) -> None:
    cast = desk.cast
    other = make_producer(cast.b, by=cast.neighbour, name="กลุ่มลับ")
    found = desk.judge(SUMS, (other.registration_number, "", "", 1))[0]
    assert (found.state, codes(found)) == (RowState.ELSEWHERE, ["elsewhere"])
    assert "กลุ่มลับ" not in found.findings[0].message


def test_number_and_name_that_differ_are_asked(desk: Desk) -> None:
    found = desk.judge(SUMS, (desk.owner.registration_number, "กลุ่มแม่บ้านท่าซัก", "", 1))[0]
    assert codes(found) == ["contradicts"]


def test_two_rows_for_one_product_are_both_kept(desk: Desk) -> None:
    desk.said = {"split": "domestic_offline"}
    found = desk.judge(SUMS, ("", "ร้านป้าแดง", "", 1), ("", "", "ขนมลา", 2))
    assert states(found) == [RowState.FAULTY] * 2
    assert [codes(each)[-1] for each in found] == ["twice", "twice"]


def test_channels_that_do_not_make_the_total_are_asked(desk: Desk) -> None:
    found = desk.judge(HEAD, (1, "ร้านป้าแดง", "ขนมลา", 1, 2, 3, 4, 11))[0]
    assert (found.state, codes(found)) == (RowState.FAULTY, ["total_differs"])


def test_a_unit_in_the_head_multiplies_and_is_told(desk: Desk) -> None:
    desk.said = {"split": "abroad_online"}
    found = desk.judge(("ผู้ผลิต", "ยอดจำหน่าย (พันบาท)"), ("ร้านป้าแดง", 1.2345))[0]
    assert found.fields["answers"][0]["baht"] == ["0.00", "0.00", "0.00", "1234.50"]
    assert "unit" in [each.code for each in desk.table.findings]


def test_another_months_title_column_or_row_is_never_this_months(desk: Desk) -> None:
    desk.said = {"split": "domestic_offline"}
    head, row = ("ผู้ผลิต", "ยอดจำหน่าย"), ("ร้านป้าแดง", 5)
    assert codes(desk.judge(("ยอดจำหน่ายเดือนมกราคม 2561",), head, row)[0]) == ["other_month"]
    assert states(desk.judge(("ยอดจำหน่ายเดือนกุมภาพันธ์ 2561",), head, row)) == [RowState.NEW]
    assert codes(desk.judge(("ผู้ผลิต", "ยอดจำหน่าย ม.ค. 2561"), row)[0])[0] == "other_month"
    found = desk.judge((*head, "เดือน"), (*row, "ม.ค. 61"), (*row, "ก.พ. 61"))
    assert states(found) == [RowState.DROPPED, RowState.NEW]
    desk.said |= {"month_sure": True}
    assert states(desk.judge(("ยอดจำหน่ายเดือนมกราคม 2561",), head, row)) == [RowState.NEW]


def test_a_total_of_the_file_is_compared_with_its_rows(desk: Desk) -> None:
    desk.judge(SUMS, ("", "ร้านป้าแดง", "", "10.50"), ("", "รวมทั้งสิ้น", "", 11))
    told = next(each for each in desk.table.findings if each.code == "total_differs")
    assert (told.place, "0.50" in told.message) == ("D3", True)
    assert "แถว 3 คอลัมน์ D “ยอดจำหน่าย (บาท)”" in told.message


def test_a_row_of_another_month_that_is_taken_up_stays_one(desk: Desk) -> None:
    desk.said = {"split": "domestic_offline"}
    rows = desk.keep(("ผู้ผลิต", "ยอดจำหน่าย", "เดือน"), ("ร้านป้าแดง", 5, "ม.ค. 61"))
    kind.judge_again(desk.scene, rows)
    assert (rows[0].state, [each["code"] for each in rows[0].findings]) == (RowState.DROPPED, ["other_month"])


# --- writing ---


def test_what_somebody_changed_since_the_check_is_kept(desk: Desk) -> None:
    desk.said = {"split": "domestic_offline"}
    rows = desk.keep(SUMS, ("", "ร้านป้าแดง", "", 5))
    desk.record(desk.lace, "9")
    desk.apply(rows)
    assert (rows[0].state, rows[0].findings[-1]["code"]) == (RowState.FAULTY, "conflict")
    assert baht_of(desk.lace) == amounts("9", "0", "0", "0")


def test_undoing_leaves_what_was_changed_afterwards(desk: Desk) -> None:
    desk.said = {"split": "domestic_offline"}
    rows = desk.keep(SUMS, ("", "ร้านป้าแดง", "", 5), ("", "กลุ่มแม่บ้านท่าซัก", "กล้วยฉาบ", 6))
    desk.apply(rows)
    desk.record(desk.lace, "9")
    kind.undo(desk.scene, rows)
    assert [row.state for row in rows] == [RowState.APPLIED, RowState.UNDONE]
    assert baht_of(desk.lace) == amounts("9", "0", "0", "0")
    assert not Sale.objects.filter(product=desk.banana).exists()


def test_applying_twice_writes_once(desk: Desk) -> None:
    desk.said = {"split": "domestic_offline"}
    rows = desk.keep(SUMS, ("", "ร้านป้าแดง", "", 5))
    desk.apply(rows)
    again = UploadRow.objects.get()
    again.state = RowState.NEW
    kind.apply(desk.scene, [again])
    assert Event.objects.filter(verb="record_sales").count() == 1


def test_a_mended_row_is_judged_by_what_was_mended(desk: Desk) -> None:
    desk.said = {"split": "domestic_offline"}
    row = desk.keep(SUMS, ("", "ร้านป้าแดงงง", "", "12x"))[0]
    kind.judge_again(desk.scene, [row])
    assert row.state == RowState.FAULTY
    answer = {
        "product": desk.lace.pk,
        "baht": ["0", "12.00", "0", "0"],
        "zero": False,
        "reason": "",
        "seen": 0,
    }
    row.fields |= {"mended": [answer]}
    row.is_mended = True
    kind.judge_again(desk.scene, [row])
    assert (row.state, row.title, row.findings) == (RowState.NEW, "ขนมลา", [])
