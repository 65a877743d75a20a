"""Rows of sales and of products mended on the page, in the boxes of typing, and shown beside what stands."""

import pytest
from django.test import Client

from registration.models import Sale, UploadRow
from registration.models.uploads import RowState
from registration.services import subjects
from registration.services.imports import applying
from registration.services.sales import record_month
from registration.timetable import Quarter
from tests.conftest import Freeze
from tests.registration.sales.test_writing import cell
from tests.world.cast import Cast
from tests.world.factories import DAY, make_producer, make_product_fields, number_of
from tests.world.lists import book, checked, line, pasted

pytestmark = pytest.mark.usefixtures("plan")
MONTH, FIRST = "month:2561-02", DAY.replace(month=2, day=1)
CHANNELS = "ในประเทศ ออฟไลน์\tในประเทศ ออนไลน์\tต่างประเทศ ออฟไลน์\tต่างประเทศ ออนไลน์"


@pytest.fixture
def officer(client: Client, cast: Cast, freeze: Freeze) -> Client:
    freeze(DAY)
    client.force_login(cast.district)
    return client


def boxes(client: Client, row: UploadRow) -> dict[str, object]:
    """What the page would send as it stands."""
    page = client.get(f"/import/rows/{row.pk}/mend/").context["page"]
    rows = page.rows if hasattr(page, "rows") else page.products
    sent: dict[str, object] = {f"{rows.prefix}-count": len(rows.forms)}
    for form in (page.form, *rows):
        sent |= {box.html_name: box.value() for box in form if box.value() not in (None, "", False, [])}
    return sent


def roster_boxes(client: Client, row: UploadRow) -> dict[str, object]:
    """What the page of a producer would send as it stands."""
    page = client.get(f"/import/rows/{row.pk}/mend/").context["page"]
    sent: dict[str, object] = {"products-count": len(page.products.forms)}
    for form in (page.producer, *page.products):
        sent |= {box.html_name: box.value() for box in form if box.value() not in (None, "", False, [])}
    return sent


# --- sales ---


def test_an_amount_that_cannot_be_read_is_mended_where_it_was_typed(officer: Client, cast: Cast) -> None:
    made = make_producer(cast.a, by=cast.district, name="ร้านป้าแดง").products.get()
    text = f"ผู้ผลิต\tผลิตภัณฑ์\t{CHANNELS}\nร้านป้าแดง\t{made.name}\t12x\t5\t\t\n"
    row = pasted("sales", text, cast.a, by=cast.district, subject=MONTH).rows.get()
    sent = boxes(officer, row)
    typed = (sent["answers-0-product"], sent["answers-0-domestic_offline_baht"])
    assert (typed, sent["answers-0-domestic_online_baht"]) == ((made.pk, "12x"), "5.00")
    page = officer.post(f"/import/rows/{row.pk}/mend/", sent).content.decode()
    assert 'value="12x"' in page
    answer = officer.post(f"/import/rows/{row.pk}/mend/", sent | {"answers-0-domestic_offline_baht": "12"})
    assert answer.url == f"/import/{row.upload_id}/"
    shown = officer.get(answer.url).content.decode()
    assert "ในประเทศ ออฟไลน์: <ins>12.00</ins>" in shown
    applying.apply_now(row.upload, by=cast.district, on=DAY)
    assert str(Sale.objects.get(product=made).total_baht) == "17.00"


def test_a_producers_sum_is_typed_apart_and_a_difference_is_told(officer: Client, cast: Cast) -> None:
    rows = [make_product_fields(name="กล้วยฉาบ"), make_product_fields(name="เผือกฉาบ")]
    first, second = make_producer(cast.a, by=cast.district, name="กลุ่มท่าซัก", products=rows).products.order_by(
        "pk"
    )
    text = "ผู้ผลิต\tยอดจำหน่าย\nกลุ่มท่าซัก\t100\n"
    row = pasted("sales", text, cast.a, by=cast.district, subject=MONTH).rows.get()
    assert (row.state, row.findings[0]["code"]) == (RowState.FAULTY, "split")
    sent = boxes(officer, row)
    assert (sent["answers-0-product"], sent["answers-1-product"]) == (first.pk, second.pk)
    typed = {"answers-0-domestic_offline_baht": "60", "answers-1-abroad_online_baht": "39.50"}
    officer.post(f"/import/rows/{row.pk}/mend/", sent | typed)
    row.refresh_from_db()
    assert (row.state, [each["code"] for each in row.findings]) == (RowState.NEW, ["mended_differs"])
    applying.apply_now(row.upload, by=cast.district, on=DAY)
    assert [str(each.total_baht) for each in Sale.objects.order_by("product")] == ["60.00", "39.50"]


def test_a_product_is_chosen_for_a_name_that_nobody_knows(officer: Client, cast: Cast) -> None:
    made = make_producer(cast.a, by=cast.district, name="ร้านป้าแดง").products.get()
    row = pasted(
        "sales", f"ผลิตภัณฑ์\t{CHANNELS}\nขนมอะไร\t1\t\t\t\n", cast.a, by=cast.district, subject=MONTH
    ).rows.get()
    sent = boxes(officer, row)
    more = officer.post(f"/import/rows/{row.pk}/mend/", sent | {"add": "answers"}).context["page"]
    assert [form["domestic_offline_baht"].value() for form in more.rows] == ["1.00", None]
    twice = {"answers-count": 2, "answers-0-product": made.pk, "answers-1-product": made.pk}
    assert "เหลือช่องเดียว" in officer.post(f"/import/rows/{row.pk}/mend/", sent | twice).content.decode()
    officer.post(f"/import/rows/{row.pk}/mend/", sent | {"answers-0-product": made.pk})
    row.refresh_from_db()
    assert (row.state, row.record) == (RowState.NEW, made.pk)


def test_what_stands_is_shown_beside_what_the_file_says(officer: Client, cast: Cast) -> None:
    made = make_producer(cast.a, by=cast.district, name="ร้านป้าแดง").products.get()
    record_month(cast.a, FIRST, {made.pk: cell("7")}, by=cast.district, on=DAY)
    text = f"ผู้ผลิต\t{CHANNELS}\nร้านป้าแดง\t7\t5\t\t\n"
    upload = pasted("sales", text, cast.a, by=cast.district, subject=MONTH)
    page = officer.get(f"/import/{upload.pk}/").content.decode()
    assert "ในประเทศ ออนไลน์: <del>0.00</del> → <ins>5.00</ins>" in page
    assert "ในประเทศ ออฟไลน์: " not in page


# --- products ---


def test_products_are_mended_with_their_producers_number(officer: Client, cast: Cast) -> None:
    made = make_producer(cast.a, by=cast.district, name="ร้านป้าแดง")
    text = "ผู้ผลิต\tผลิตภัณฑ์\tประเภทผลิตภัณฑ์\tราคา\nร้านลุงดำ\tขนมลากรอบ\tอาหาร\tสิบบาท\n"
    row = pasted("products", text, cast.a, by=cast.district).rows.get()
    sent = boxes(officer, row)
    assert (sent["products-0-name"], sent["products-0-price_baht"]) == ("ขนมลากรอบ", "สิบบาท")
    page = officer.post(f"/import/rows/{row.pk}/mend/", sent | {"number": "80"}).content.decode()
    assert 'value="สิบบาท"' in page
    mended = {"number": made.registration_number, "products-0-price_baht": "10"}
    assert officer.post(f"/import/rows/{row.pk}/mend/", sent | mended).status_code == 302
    applying.apply_now(row.upload, by=cast.district, on=DAY)
    product = made.products.get(name="ขนมลากรอบ")
    assert (product.product_type, str(product.price_baht)) == ("food", "10.00")


def test_a_box_that_was_not_shown_changes_nothing_of_a_product(officer: Client, cast: Cast) -> None:
    fields = [make_product_fields(name="ขนมลา", state="paused", is_regulated=True)]
    made = make_producer(cast.a, by=cast.district, name="ร้านป้าแดง", products=fields)
    row = pasted("products", "ผู้ผลิต\tผลิตภัณฑ์\tราคา\nร้านลุงดำ\tขนมลา\t25\n", cast.a, by=cast.district).rows.get()
    sent = boxes(officer, row) | {"products-0-product_type": "food", "number": made.registration_number}
    officer.post(f"/import/rows/{row.pk}/mend/", sent)
    applying.apply_now(row.upload, by=cast.district, on=DAY)
    product = made.products.get()
    assert (product.state, product.is_regulated, str(product.price_baht)) == ("paused", True, "25.00")


def test_what_is_wrong_stands_beside_its_box(officer: Client, cast: Cast) -> None:
    upload = checked(book([line(1, {"ตำบล": "ไม่มีที่นี่", "ประเภทผลิตภัณฑ์": None})]), cast.a, by=cast.district)
    page = officer.get(f"/import/rows/{upload.rows.get().pk}/mend/")
    form, product = page.context["form"], next(iter(page.context["page"].products))
    assert "ไม่พบตำบล" in form["subdistrict"].errors[0]
    assert product["product_type"].errors == ["ยังไม่มีผลิตภัณฑ์: ประเภทผลิตภัณฑ์"]
    assert page.content.decode().count('aria-invalid="true"') >= 2


def test_what_is_still_wrong_after_mending_stands_beside_its_box(officer: Client, cast: Cast) -> None:
    standing = make_producer(cast.a, by=cast.district)
    upload = checked(book([line(1, {"ประเภทผู้ผลิต": None})]), cast.a, by=cast.district)
    row = upload.rows.get()
    sent = roster_boxes(officer, row) | {"kind": standing.kind, "citizen_id": number_of(standing)}
    page = officer.post(f"/import/rows/{row.pk}/mend/", sent)
    assert (page.status_code, bool(page.context["form"].errors)) == (200, True)
    assert page.context["form"]["name"].value() == "ร้านทดสอบ 1"


# --- figures of a province ---


def brought_by_province(client: Client, cast: Cast, kind: str, text: str, subject: str = "") -> UploadRow:
    client.force_login(cast.province)
    return pasted(kind, text, cast.home, by=cast.province, subject=subject).rows.latest("pk")


def test_a_target_is_mended_on_the_page(officer: Client, cast: Cast) -> None:
    text = "อำเภอ\tเป้าผลิตภัณฑ์\tเป้ายอดจำหน่าย\nอำเภอใดไม่รู้\tสาม\t1,000\n"
    row = brought_by_province(officer, cast, "targets", text, subjects.of_quarter(Quarter(2561, 3)))
    page = officer.get(f"/import/rows/{row.pk}/mend/").context["form"]
    assert (page["products"].value(), bool(page["district"].errors), "month" in page.fields) == (
        "สาม",
        True,
        False,
    )
    sent = {"district": "8001", "products": "", "sales_baht": "๑,๐๐๐"}
    page = officer.post(f"/import/rows/{row.pk}/mend/", sent).context["form"]
    assert "ไม่มีเป้าผลิตภัณฑ์" in page["products"].errors[0]
    assert officer.post(f"/import/rows/{row.pk}/mend/", sent | {"products": "๓"}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.fields["products"], row.fields["sales_baht"]) == (RowState.NEW, 3, "1000.00")


def test_an_answer_is_mended_on_the_page_and_never_twice(officer: Client, cast: Cast) -> None:
    text = "อำเภอ\tเดือน\tยอดจำหน่าย\nเมืองนครศรีธรรมราช\tม.ค. 2561\t5\nพรหมคีรี\tเดือนใด\t7\n"
    row = brought_by_province(officer, cast, "answers", text)
    sent = {"district": "8001", "month": "มกราคม 61", "products": "", "sales_baht": "7"}
    page = officer.post(f"/import/rows/{row.pk}/mend/", sent).context["form"]
    assert "แถว 2" in page["district"].errors[0]
    officer.post(f"/import/rows/{row.pk}/mend/", sent | {"month": "ธ.ค. 2560"})
    row.refresh_from_db()
    assert (row.state, row.fields["month"]) == (RowState.NEW, "2017-12-01")
