"""The grid of a month's sales in a real browser: keys, a block from a worksheet, saving by itself, two officers."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from registration.models import Product, Sale
from registration.services import sales
from registration.services.sales.writing import MonthAnswer
from tests.browser.conftest import OpenPage, check_accessible, check_fits
from tests.world.cast import Cast, build_cast, build_plan
from tests.world.factories import DAY, make_producer, make_product_fields

URL = "/sales/2561/2/"
MONTH = date(2018, 2, 1)


@pytest.fixture
def world(transactional_db: None, train: Callable[[date], None]) -> tuple[Cast, list[Product]]:
    """The cast and four products of two producers on a day of February 2561."""
    train(DAY)
    cast = build_cast()
    build_plan()
    for names in (("ขนมลา", "ขนมพอง"), ("ผ้ายกเมืองนคร", "กระเป๋าย่านลิเภา")):
        rows = [make_product_fields(name=name) for name in names]
        make_producer(cast.a, by=cast.district, products=rows)
    return cast, list(sales.products_of(cast.a, MONTH))


def box(page: Page, product: Product, channel: str = "domestic_offline_baht") -> str:
    return f'[id="{product.pk}-{channel}"]'


def paste(page: Page, target: str, text: str) -> None:
    """What Ctrl+V of a block does."""
    page.eval_on_selector(
        target,
        """(box, text) => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            box.focus();
            box.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        text,
    )


@pytest.mark.parametrize("address", ["/sales/", URL, "/sales/2561/3/", f"{URL}?show=findings"])
def test_the_pages_are_accessible_and_fit(
    open_page: OpenPage, world: tuple[Cast, list[Product]], width: int, address: str
) -> None:
    cast, products = world
    cells = {
        products[0].pk: MonthAnswer((Decimal("1234567.50"), *[Decimal(0)] * 3), reason="งานเดือนสิบ"),
        products[1].pk: MonthAnswer(None, is_zero=True),
    }
    sales.record_month(cast.a, MONTH, cells, by=cast.colleague, on=DAY)
    page = open_page(cast.district, width)
    page.goto(address)
    check_fits(page)
    check_accessible(page)


def test_a_block_from_a_worksheet_is_pasted_and_saved_by_itself(
    open_page: OpenPage, world: tuple[Cast, list[Product]]
) -> None:
    cast, products = world
    page = open_page(cast.district)
    page.goto(URL)
    paste(page, box(page, products[0]), "1,234.50\t๑,๒๓๔.๕๐\r\n ฿500 \t20 บาท\r\nห้าสิบ\t\r\n")
    rows = [page.locator(f"#row-{product.pk}") for product in products]
    expect(rows[0].locator("[data-total]")).to_have_text("2,469.00")
    for row in rows[:2]:
        expect(row.locator("[data-row-state]")).to_contain_text("บันทึกแล้ว")
    expect(rows[2]).to_contain_text("กรุณาพิมพ์จำนวนเงินเป็นตัวเลข")
    expect(page.locator(box(page, products[2]))).to_have_value("ห้าสิบ")
    expect(page.locator("[data-save-state]")).to_have_text("บันทึกแล้ว 2 แถว · ต้องแก้ไข 1 แถว")
    expect(page.locator("[data-page-total]")).to_have_text("2,989.00")
    assert sorted(sale.total_baht for sale in Sale.objects.all()) == [Decimal("520.00"), Decimal("2469.00")]
    check_accessible(page)


def amounts(page: Page, products: list[Product]) -> list[str]:
    return [page.locator(box(page, product)).input_value() for product in products]


def test_a_line_break_inside_a_pasted_cell_moves_no_row(
    open_page: OpenPage, world: tuple[Cast, list[Product]]
) -> None:
    cast, products = world
    page = open_page(cast.district)
    page.goto(URL)
    note = '"ขายในงาน ""เดือนสิบ""\nและที่\tร้าน"'
    paste(page, box(page, products[0]), f'3,000\t\t\t\t{note}\r\n"4,000"\t\t\t\t5" ท่อ\r\n5,000\r\n')
    assert amounts(page, products) == ["3,000", "4,000", "5,000", ""]
    expect(page.locator("[data-save-state]")).to_have_text("บันทึกแล้ว 3 แถว")
    notice = page.locator("[data-grid-notice]")
    expect(notice).to_contain_text("อีก 2 ช่องอยู่นอกตาราง")
    check_accessible(page)
    notice.get_by_role("button", name="รับทราบ").click()
    expect(notice).to_be_hidden()


def test_blank_pasted_cells_leave_what_stands_and_a_paste_is_undone_in_one_act(
    open_page: OpenPage, world: tuple[Cast, list[Product]]
) -> None:
    cast, products = world
    cell = MonthAnswer((Decimal(50), *[Decimal(0)] * 3))
    sales.record_month(cast.a, MONTH, {each.pk: cell for each in products[:3]}, by=cast.district, on=DAY)
    page = open_page(cast.district)
    page.goto(URL)
    paste(page, box(page, products[0]), "70\r\n\r\n -   \r\n80\r\n")
    expect(page.locator("[data-save-state]")).to_have_text("บันทึกแล้ว 2 แถว")
    expect(page.locator("[data-grid-notice]")).to_contain_text("ช่องว่าง 2 ช่องคงค่าเดิมไว้")
    totals = Sale.objects.order_by("product_id").values_list("total_baht", flat=True)
    assert list(totals) == [70, 50, 50, 80]
    page.get_by_role("button", name="ย้อนการวาง").click()
    expect(page.locator('[data-tally="missing"]').first).to_have_text("1")
    assert list(totals.all()) == [50, 50, 50]


def test_ctrl_z_takes_a_paste_back(open_page: OpenPage, world: tuple[Cast, list[Product]]) -> None:
    cast, products = world
    page = open_page(cast.district)
    page.goto(URL)
    paste(page, box(page, products[0]), "70\r\n80\r\n")
    page.keyboard.press("Control+z")
    assert amounts(page, products) == [""] * 4
    expect(page.locator("[data-grid-notice]")).to_contain_text("ย้อนการวางแล้ว 2 แถว")


def test_pasted_zeros_are_answered_in_one_act(open_page: OpenPage, world: tuple[Cast, list[Product]]) -> None:
    cast, products = world
    page = open_page(cast.district)
    page.goto(URL)
    paste(page, box(page, products[0]), "0\t0.00\r\n๐\r\n5\t0\r\n")
    page.get_by_role("button", name="ยืนยันไม่มียอด 2 รายการ").click()
    expect(page.locator('[data-tally="zero"]').first).to_have_text("2")
    assert Sale.objects.filter(is_zero=True).count() == 2
    assert Sale.objects.get(is_zero=False).total_baht == 5


def test_a_walked_into_box_is_written_over_and_arrows_leave_it(
    open_page: OpenPage, world: tuple[Cast, list[Product]]
) -> None:
    cast, products = world
    page = open_page(cast.district)
    page.goto(URL)
    online = box(page, products[0], "domestic_online_baht")
    page.click(online)
    page.keyboard.type("500")
    page.keyboard.press("ArrowLeft")
    page.keyboard.type("100")
    assert amounts(page, products[:1]) == ["100"]
    expect(page.locator(online)).to_have_value("500")
    page.keyboard.press("F2")
    page.keyboard.press("ArrowLeft")
    page.keyboard.type("9")
    assert amounts(page, products[:1]) == ["1090"]


def test_two_products_of_one_name_are_told_apart(
    open_page: OpenPage, world: tuple[Cast, list[Product]]
) -> None:
    cast, products = world
    page = open_page(cast.district)
    page.goto(URL)
    for product in products:
        expect(page.locator(f"#row-{product.pk} th")).to_contain_text(f"รหัส {product.pk}")
    expect(page.get_by_text(products[0].producer.registration_number)).to_be_visible()


def test_keys_move_between_cells_and_a_tick_clears_the_amounts(
    open_page: OpenPage, world: tuple[Cast, list[Product]]
) -> None:
    cast, products = world
    page = open_page(cast.district)
    page.goto(URL)
    page.focus(box(page, products[0]))
    page.keyboard.type("10")
    page.keyboard.press("Enter")
    page.keyboard.type("20")
    page.keyboard.press("ArrowRight")
    page.keyboard.type("5")
    page.keyboard.press("ArrowUp")
    expect(page.locator(box(page, products[0], "domestic_online_baht"))).to_be_focused()
    expect(page.locator("[data-page-total]")).to_have_text("35.00")
    page.check(f'[id="{products[0].pk}-zero"]')
    expect(page.locator(box(page, products[0]))).to_have_value("")
    expect(page.locator("[data-save-state]")).to_contain_text("บันทึกแล้ว")
    expect(page.locator('[data-tally="zero"]')).to_have_text("1")
    zero, sold = Sale.objects.order_by("total_baht")
    assert (zero.is_zero, sold.total_baht) == (True, 25)


def test_the_slower_officer_sees_the_others_answer_and_chooses(
    open_page: OpenPage, world: tuple[Cast, list[Product]]
) -> None:
    cast, products = world
    page = open_page(cast.district)
    page.goto(URL)
    amounts = (Decimal(50), *[Decimal(0)] * 3)
    sales.record_month(cast.a, MONTH, {products[0].pk: MonthAnswer(amounts)}, by=cast.colleague, on=DAY)
    page.fill(box(page, products[0]), "70")
    row = page.locator(f"#row-{products[0].pk}")
    expect(row.locator("[data-row-state]")).to_contain_text("บันทึก 50.00 บาท")
    check_accessible(page)
    row.get_by_role("button", name="ใช้ค่าของฉัน").click()
    expect(row.locator("[data-row-state]")).to_contain_text("บันทึกแล้ว")
    assert Sale.objects.get().total_baht == 70


def test_without_javascript_the_page_saves_whole(
    open_page: OpenPage, world: tuple[Cast, list[Product]]
) -> None:
    cast, products = world
    page = open_page(cast.district, javascript=False)
    page.goto(URL)
    page.fill(box(page, products[0]), "70")
    page.press(box(page, products[0]), "Enter")
    expect(page.get_by_text("บันทึกแล้ว 1 รายการ")).to_be_visible()
    page.check(f'[name="pick"][value="{products[1].pk}"]')
    page.click(".grid-zeros summary")
    page.fill('[name="zero_reason"]', "นอกฤดูกาล")
    page.get_by_role("button", name="ยืนยันว่าไม่มียอด").click()
    expect(page.get_by_text("ยืนยันว่าไม่มียอดจำหน่ายแล้ว 1 รายการ")).to_be_visible()
    assert Sale.objects.filter(is_zero=True, reason="นอกฤดูกาล").count() == 1
