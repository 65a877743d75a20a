"""The pages of monthly sales: the year's list, the grid with and without its script, and who reads what."""

import html
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from registration.models import MonthlyRound, Plan, Product, Sale, User
from registration.services import calendar, sales
from registration.services.sales import grid
from registration.services.sales.writing import MonthAnswer
from registration.timetable import Quarter
from tests.conftest import Freeze
from tests.world.cast import Cast
from tests.world.factories import DAY, make_producer, make_product_fields
from tests.world.kept import keep_typed

MONTH = date(2018, 2, 1)
URL = "/sales/2561/2/"
pytestmark = pytest.mark.django_db
Ask = Callable[[User], Client]


@pytest.fixture
def ask(freeze: Freeze) -> Ask:
    """A browser of somebody, on DAY."""
    freeze(DAY)

    def of(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return of


@pytest.fixture
def products(cast: Cast, plan: Plan) -> list[Product]:
    rows = [make_product_fields(name=name) for name in ("ขนมลา", "ผ้ายก", "กาแฟ")]
    return list(make_producer(cast.a, by=cast.district, products=rows).products.order_by("pk"))


def typed(product: Product, *amounts: str, seen: int = 0, was: str = "", **more: str) -> dict[str, str]:
    """What a row sends: four boxes, its version, and what the page showed."""
    names = ("domestic_offline_baht", "domestic_online_baht", "abroad_offline_baht", "abroad_online_baht")
    fields = (
        dict(zip(names, [*amounts, "", "", "", ""], strict=False)) | {"seen": str(seen), "was": was} | more
    )
    return {f"{product.pk}-{name}": value for name, value in fields.items()}


def by_script(client: Client, data: dict[str, str]) -> dict[str, Any]:
    return client.post(URL, data, headers={"X-Requested-With": "fetch"}).json()


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


# --- without the script ---


def test_a_page_is_saved_whole_and_read_back(ask: Ask, cast: Cast, products: list[Product]) -> None:
    client = ask(cast.district)
    data = typed(products[0], "1,234.50", "๑,๒๓๔.๕๐ บาท") | typed(products[1], zero="on", reason="นอกฤดู")
    answer = client.post(URL, data | typed(products[2]), follow=True)
    assert "บันทึกแล้ว 2 รายการ" in text(answer)
    assert {sale.total_baht for sale in Sale.objects.all()} == {Decimal("2469.00"), Decimal(0)}
    assert 'value="1,234.50"' in text(answer)
    assert "2,469.00" in text(answer)
    assert 'data-tally="missing">1<' in text(answer)


def test_an_error_stands_beside_its_cell_and_nothing_typed_is_lost(
    ask: Ask, cast: Cast, products: list[Product]
) -> None:
    data = typed(products[0], "ห้าร้อย", "20") | typed(products[1], "7.5") | typed(products[2], "0")
    page = text(ask(cast.district).post(URL, data))
    assert 'value="ห้าร้อย"' in page
    assert "กรุณาพิมพ์จำนวนเงินเป็นตัวเลข" in page
    assert "ให้เลือก “ไม่มียอด”" in page
    assert Sale.objects.get().product == products[1]


def test_who_was_slower_reads_the_others_answer_and_may_replace_it(
    ask: Ask, cast: Cast, products: list[Product]
) -> None:
    ask(cast.colleague).post(URL, typed(products[0], "50"))
    client = ask(cast.district)
    page = text(client.post(URL, typed(products[0], "70")))
    assert f"มีผู้อื่นแก้ไข: {cast.colleague} บันทึก 50.00 บาท" in page
    assert 'value="70"' in page
    standing = Sale.objects.get()
    assert f'name="{products[0].pk}-seen" value="{standing.version}"' in page
    client.post(URL, typed(products[0], "70", seen=standing.version, was="50.00 0.00 0.00 0.00"))
    assert Sale.objects.get().total_baht == 70


def test_a_row_left_alone_is_neither_written_nor_in_conflict(
    ask: Ask, cast: Cast, products: list[Product]
) -> None:
    client = ask(cast.district)
    client.post(URL, typed(products[0], "50"))
    seen = Sale.objects.get().version
    ask(cast.colleague).post(URL, typed(products[0], "60", seen=seen, was="50.00 0.00 0.00 0.00"))
    old_page = typed(products[0], "50.00", "0.00", "0.00", "0.00", seen=seen, was="50.00 0.00 0.00 0.00")
    answer = client.post(URL, old_page | typed(products[1], "5"), follow=True)
    assert "มีผู้อื่นแก้ไข" not in text(answer)
    assert Sale.objects.get(product=products[0]).total_baht == 60


def test_zero_for_many_is_one_act_with_one_reason(ask: Ask, cast: Cast, products: list[Product]) -> None:
    client = ask(cast.district)
    zero = {"act": "zero", "which": "picked", "zero_reason": "น้ำท่วม"}
    page = text(client.post(URL, typed(products[0], "5") | zero))
    assert "ยังไม่ได้เลือกรายการในตาราง" in page
    answer = client.post(URL, zero | {"pick": [products[1].pk, "x"]}, follow=True)
    assert "ยืนยันว่าไม่มียอดจำหน่ายแล้ว 1 รายการ" in text(answer)
    client.post(URL, zero | {"which": "missing"})
    assert list(Sale.objects.order_by("product").values_list("is_zero", flat=True)) == [False, True, True]


def test_zero_for_many_asks_for_its_reason(ask: Ask, cast: Cast, products: list[Product]) -> None:
    page = text(ask(cast.district).post(URL, {"act": "zero", "which": "missing", "zero_reason": " "}))
    assert "กรอกเหตุผลที่ไม่มียอดจำหน่าย" in page
    assert Sale.objects.count() == 0


def test_what_was_typed_when_the_session_ended_is_offered_again(
    ask: Ask, cast: Cast, products: list[Product]
) -> None:
    client = ask(cast.district)
    keep_typed(client, cast.district, URL, urlencode(typed(products[0], "70") | typed(products[1])))
    page = text(client.get(URL))
    assert 'value="70"' in page
    assert page.count("data-unsaved") == 1
    assert Sale.objects.count() == 0


# --- with the script ---


def test_the_script_hears_of_each_row_and_of_the_month(ask: Ask, cast: Cast, products: list[Product]) -> None:
    first, second, third = products
    ask(cast.colleague).post(URL, typed(third, "9"))
    data = typed(first, "1,000") | typed(second, "x") | typed(third, "8")
    answer = by_script(ask(cast.district), data)
    rows = {int(key): row for key, row in answer["rows"].items()}
    assert [rows[product.pk]["state"] for product in products] == ["saved", "wrong", "conflict"]
    assert rows[first.pk]["told"] == "บันทึกแล้ว 12:00 น."
    assert rows[first.pk]["was"] == "1000.00 0.00 0.00 0.00"
    assert list(rows[second.pk]["errors"]) == [f"{second.pk}-domestic_offline_baht"]
    assert rows[third.pk]["theirs"]["amounts"] == ["9.00", "0.00", "0.00", "0.00"]
    assert answer["tally"] == {"reported": "2", "zero": "0", "missing": "1", "total": "1,009.00"}


def test_the_script_hears_of_findings_and_of_an_answer_taken_back(
    ask: Ask, cast: Cast, products: list[Product]
) -> None:
    product, client = products[0], ask(cast.district)
    client.post(URL, typed(product, "10"))
    seen = Sale.objects.get().version
    answer = by_script(client, typed(product, seen=seen, was="10.00 0.00 0.00 0.00"))
    row = answer["rows"][str(product.pk)]
    assert (row["state"], row["seen"], row["told"]) == ("saved", 0, "ลบคำตอบแล้ว ยังไม่รายงาน")
    assert Sale.objects.count() == 0


def test_the_script_hears_a_refusal_as_a_sentence(ask: Ask, cast: Cast, products: list[Product]) -> None:
    sales.lock_quarter(cast.home, Quarter(2561, 2), by=cast.province, on=DAY)
    answer = ask(cast.district).post(URL, typed(products[0], "5"), headers={"X-Requested-With": "fetch"})
    assert answer.status_code == 409
    assert "ล็อกแล้ว" in answer.json()["message"]


# --- states of a month, and who reads ---


def test_a_month_ahead_is_refused_with_its_day(ask: Ask, cast: Cast, products: list[Product]) -> None:
    page = text(ask(cast.district).get("/sales/2561/3/"))
    assert "วันพฤหัสบดีที่ 1 มีนาคม 2561" in page
    assert '<form method="post" novalidate data-once' not in page


def test_a_locked_month_is_read_only_and_says_since_when(
    ask: Ask, cast: Cast, products: list[Product]
) -> None:
    client = ask(cast.district)
    client.post(URL, typed(products[0], "50"))
    sales.lock_quarter(cast.home, Quarter(2561, 2), by=cast.province, on=DAY)
    page = text(client.get(URL))
    assert "ล็อกแล้ว" in page
    assert "ผู้ที่ช่วยได้" in page
    assert "data-grid" not in page
    assert "50.00" in page
    kept = text(client.post(URL, typed(products[1], "5")))
    assert "ล็อกแล้ว" in kept
    assert Sale.objects.count() == 1


def test_province_and_department_read_a_chosen_district(
    ask: Ask, cast: Cast, products: list[Product]
) -> None:
    for name in ("province", "department"):
        client = ask(getattr(cast, name))
        assert client.get(URL).status_code == 302
        assert "เลือกอำเภอหรือเขต" in text(client.get("/sales/"))
        assert "อำเภอเมืองนครศรีธรรมราช" in text(client.get("/sales/?unit=8001"))
        assert "data-grid" not in text(client.get(f"{URL}8001/"))
        assert client.post(f"{URL}8001/", typed(products[0], "5")).status_code == 403
    assert Sale.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "address", "status"),
    [
        ("neighbour", f"{URL}8001/", 404),
        ("other_province", f"{URL}8001/", 404),
        ("district", f"{URL}8099/", 404),
        ("district", f"{URL}80/", 404),
        ("province", "/sales/?unit=4301", 404),
        ("district", "/sales/2561/13/", 404),
        ("district", "/sales/9999/1/", 404),
        ("district", "/sales/?year=25x1", 200),
        ("executive", URL, 403),
    ],
)
def test_foreign_and_impossible_addresses(
    ask: Ask, cast: Cast, products: list[Product], name: str, address: str, status: int
) -> None:
    assert ask(getattr(cast, name)).get(address).status_code == status


def test_the_list_of_months_counts_the_three_answers_and_names_due_days(
    cast: Cast, products: list[Product]
) -> None:
    calendar.load_holidays(DAY, [2561])
    MonthlyRound.objects.create(month=MONTH, letter_day=date(2018, 3, 16))
    cells = {
        products[0].pk: MonthAnswer((Decimal(5), *[Decimal(0)] * 3)),
        products[1].pk: MonthAnswer(None, is_zero=True),
    }
    sales.record_month(cast.a, MONTH, cells, by=cast.district, on=DAY)
    lines = {line.month: line for line in grid.months_of(cast.a, 2561, date(2018, 3, 17))}
    line = lines[MONTH]
    assert (line.tally.reported, line.tally.zero, line.tally.missing) == (1, 1, 1)
    assert (line.tally.total_baht, line.tally.asked) == (Decimal("5.00"), 3)
    assert (line.due.nominal_day, line.due.effective_day) == (date(2018, 3, 15), date(2018, 3, 16))
    assert (line.is_overdue, lines[date(2018, 3, 1)].is_overdue) == (True, False)
    assert (line.is_past_due, lines[date(2018, 3, 1)].is_past_due) == (True, False)
    assert (lines[date(2018, 4, 1)].has_begun, lines[date(2018, 1, 1)].tally.asked) == (False, 0)


def test_queries_do_not_grow_with_the_products(ask: Ask, cast: Cast, plan: Plan) -> None:
    client, counts = ask(cast.district), []
    client.get("/sales/")  # what a process and a session ask once
    for many in (5, 295):
        rows = [make_product_fields() for _ in range(many)]
        pks = make_producer(cast.a, by=cast.district, products=rows).products.values_list("pk", flat=True)
        sales.record_month(
            cast.a, MONTH, dict.fromkeys(pks, MonthAnswer(None, is_zero=True)), by=cast.district, on=DAY
        )
        for address in (f"{URL}?all=1", f"{URL}?show=findings", "/sales/"):
            with CaptureQueriesContext(connection) as told:
                page = client.get(address)
            counts.append(len(told))
    assert counts[:3] == counts[3:]
    assert max(counts) <= 30
    assert text(client.get(f"{URL}?all=1")).count("data-column") == 300 * 4
    assert page.status_code == 200


def test_a_long_month_has_pages_and_keeps_the_choice(ask: Ask, cast: Cast, plan: Plan) -> None:
    make_producer(cast.a, by=cast.district, products=[make_product_fields() for _ in range(120)])
    client = ask(cast.district)
    assert text(client.get(URL)).count("data-column") == 50 * 4
    assert text(client.get(f"{URL}?page=3")).count("data-column") == 20 * 4
    assert "แสดงทั้งหมด 120 รายการในหน้าเดียว" in text(client.get(URL))


def test_the_next_page_of_what_is_missing_skips_nothing_once_the_first_is_filled(
    ask: Ask, cast: Cast, plan: Plan
) -> None:
    make_producer(cast.a, by=cast.district, products=[make_product_fields() for _ in range(60)])
    client = ask(cast.district)
    first = text(client.get(f"{URL}?show=missing"))
    link = html.unescape(re.search(r'href="([^"]+)" rel="next"', first)[1])
    shown = [int(key) for key in re.findall(r'data-row="(\d+)"', first)]
    zero = MonthAnswer(None, is_zero=True)
    sales.record_month(cast.a, MONTH, dict.fromkeys(shown, zero), by=cast.district, on=DAY)
    second = [int(key) for key in re.findall(r'data-row="(\d+)"', text(client.get(f"{URL}{link}")))]
    assert len(second) == 10
    assert not set(second) & set(shown)
    assert "data-row" in text(client.get(f"{URL}?show=missing"))  # the list asked for anew
    assert client.get(f"{URL}?show=missing&since={'9' * 40}").status_code == 200


@pytest.mark.parametrize("dash", ["-", " -   ", "–"])
def test_an_accounting_dash_is_nothing_and_brackets_are_asked_about(
    ask: Ask, cast: Cast, products: list[Product], dash: str
) -> None:
    told = by_script(ask(cast.district), typed(products[0], "10", dash) | typed(products[1], "(1,000.00)"))
    assert told["rows"][str(products[0].pk)]["state"] == "saved"
    assert Sale.objects.get().total_baht == 10
    said = " ".join(next(iter(told["rows"][str(products[1].pk)]["errors"].values())))
    assert "1,000.00 โดยไม่มีวงเล็บ" in said


def test_months_stand_in_their_order_and_a_district_without_any_answer_has_one_overdue_month(
    cast: Cast, plan: Plan
) -> None:
    make_producer(cast.a, by=cast.district)
    lines = grid.months_of(cast.a, 2561, date(2018, 9, 20))
    assert [line.month for line in lines] == sorted(line.month for line in lines)
    assert [line.month for line in lines if line.is_overdue] == [date(2018, 8, 1)]
    assert [line.is_past_due for line in lines] == [
        bool(line.tally.missing) and line.month < date(2018, 9, 1) for line in lines
    ]
