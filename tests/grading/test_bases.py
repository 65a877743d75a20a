"""Bases: from a document or from sales, frozen by the first run, corrected one by one; and the three pages of it."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from grading.models import BaseOrigin, BaseSale, Policy
from grading.services import bases, policies, runs
from grading.services.bases import Line
from registration.models import Event, Sale, Succession, Unit
from registration.timetable import Quarter
from registration.workflow import Refused
from tests.world.grading_scene import (
    AUGUST,
    AUGUST_ROUND,
    BEFORE,
    DOCUMENT,
    EVERYBODY,
    FINAL_DAY,
    JULY,
    QUARTER,
    Scene,
)

LAST_YEAR = QUARTER.same_last_year
AFTER = date(2024, 7, 2)
pytestmark = pytest.mark.django_db
ARGS = [2567, 4, "43"]


@pytest.fixture
def scene() -> Scene:
    return Scene()


def sold(scene: Scene, code: str, month: date, baht: str, product: int | None = None) -> None:
    """A sale of a year before the system's plan, as an older round left it."""
    pk = product or scene.products(code, 1)[0]
    fields = {"domestic_offline_baht": Decimal(baht), "entered_by": scene.officers[code]}
    Sale.objects.create(
        product_id=pk, district_id=code, month=month, entered_at="2023-12-01T00:00:00Z", **fields
    )


# --- entering -----------------------------------------------------------------------------------------


def test_a_base_keeps_its_pointer_and_document(scene: Scene) -> None:
    scene.base("4301", "10.00", "20.50")
    row = BaseSale.objects.get(month=AUGUST)
    assert (row.base_quarter, row.document, row.origin) == ("2566/4", DOCUMENT, BaseOrigin.DOCUMENT)
    assert Event.objects.filter(unit_id="43", verb="import_base").get().after == {
        "4301 2024-07": "10.00",
        "4301 2024-08": "20.50",
    }


def test_the_same_document_twice_changes_nothing(scene: Scene) -> None:
    scene.base("4301", "10.00")
    scene.base("4301", "10.00")
    assert Event.objects.filter(verb="import_base").count() == 1


@pytest.mark.parametrize(
    ("line", "document", "word"),
    [
        (Line("8001", JULY, Decimal(1)), DOCUMENT, "ไม่อยู่ใน"),
        (Line("43", JULY, Decimal(1)), DOCUMENT, "ไม่อยู่ใน"),
        (Line("4301", date(2023, 7, 1), Decimal(1)), DOCUMENT, "เดือนไม่อยู่"),
        (Line("4301", JULY, Decimal(1)), " ", "เอกสารอ้างอิง"),
    ],
)
def test_what_does_not_belong_is_refused(scene: Scene, line: Line, document: str, word: str) -> None:
    with pytest.raises(Refused, match=word):
        bases.import_base(scene.province, QUARTER, [line], document=document, by=scene.officer, on=BEFORE)


def test_one_month_twice_is_refused(scene: Scene) -> None:
    lines = [Line("4301", JULY, Decimal(1)), Line("4301", JULY, Decimal(2))]
    with pytest.raises(Refused, match="มากกว่าหนึ่งครั้ง"):
        bases.import_base(scene.province, QUARTER, lines, document=DOCUMENT, by=scene.officer, on=BEFORE)


def test_only_the_province_enters_bases(scene: Scene) -> None:
    for by in (scene.officers["4301"], scene.officers[""]):
        with pytest.raises(PermissionDenied):
            bases.import_base(scene.province, QUARTER, [], document=DOCUMENT, by=by, on=BEFORE)


# --- from sales ---------------------------------------------------------------------------------------


def test_taken_from_the_same_quarter_last_year(scene: Scene) -> None:
    sold(scene, "4301", LAST_YEAR.months[0], "70.25")
    scene.base("4302", "1.00")
    assert bases.take_from_sales(scene.province, QUARTER, by=scene.officer, on=AFTER) == 1
    row = BaseSale.objects.get(district_id="4301")
    assert (row.month, row.amount_baht, row.origin, row.document) == (
        JULY,
        Decimal("70.25"),
        BaseOrigin.SALES,
        "",
    )
    assert bases.take_from_sales(scene.province, QUARTER, by=scene.officer, on=AFTER) == 0


def test_a_mean_of_three_years_is_rounded_half_up_and_needs_all_three(scene: Scene) -> None:
    policies.load_policy_2567(policies.Act(None, BEFORE))
    Policy.objects.update(base_rule="mean_of_three")
    product = scene.products("4301", 1)[0]
    for years, baht in enumerate(["0.02", "0.02", "0.01"], 1):
        month = Quarter(2567 - years, 4).months[0]
        sold(scene, "4301", month, baht, product)
    sold(scene, "4301", LAST_YEAR.months[1], "5.00", product)
    bases.take_from_sales(scene.province, QUARTER, by=scene.officer, on=AFTER)
    row = BaseSale.objects.get()
    assert (row.month, row.amount_baht, row.base_quarter) == (JULY, Decimal("0.02"), "2566/4 2565/4 2564/4")


def test_a_split_district_leaves_its_base_by_shares(scene: Scene) -> None:
    old = Unit.objects.create(
        code="4399", name="เดิม", level="district", sort_key="x", valid_to=date(2023, 12, 31)
    )
    product = scene.products("4301", 1)[0]
    sold(scene, "4301", LAST_YEAR.months[0], "10.00", product)
    Sale.objects.update(district=old)
    for code, share in (("4301", "0.25"), ("4302", "0.75")):
        Succession.objects.create(
            predecessor_code="4399", successor_code=code, day=date(2024, 1, 1), share=Decimal(share)
        )
    bases.take_from_sales(scene.province, QUARTER, by=scene.officer, on=AFTER)
    found = dict(BaseSale.objects.values_list("district_id", "amount_baht"))
    assert found == {"4301": Decimal("2.50"), "4302": Decimal("7.50")}


def test_sales_that_are_not_due_yet_are_no_base(scene: Scene) -> None:
    with pytest.raises(Refused, match="4/2567"):
        bases.take_from_sales(scene.province, Quarter(2568, 4), by=scene.officer, on=date(2024, 10, 15))


# --- correcting ---------------------------------------------------------------------------------------


def test_a_frozen_figure_is_corrected_with_a_reason_that_is_kept(scene: Scene) -> None:
    scene.base("4301", "10.00")
    runs.run_interim(scene.province, QUARTER, on=AUGUST_ROUND)
    row = BaseSale.objects.get()
    with pytest.raises(Refused, match="เหตุผล"):
        bases.correct_base(row, Decimal("11.00"), by=scene.officer, on=AUGUST_ROUND, reason=" ")
    bases.correct_base(row, Decimal("11.00"), by=scene.officer, on=AUGUST_ROUND, reason="พิมพ์ผิด")
    event = Event.objects.get(verb="correct_base")
    assert (event.before, event.after) == ({"amount_baht": "10.00"}, {"amount_baht": "11.00"})
    assert (event.reason, BaseSale.objects.get().amount_baht) == ("พิมพ์ผิด", Decimal("11.00"))


# --- after the final grades are published -------------------------------------------------------------


@pytest.fixture
def published(scene: Scene) -> Scene:
    """4301 has a base of July alone, 4302 none, when the final grades of 4/2567 are published."""
    scene.base("4301", "10.00")
    sold(scene, "4302", LAST_YEAR.months[0], "70.25")
    scene.close()
    run = runs.run_final(scene.province, QUARTER, by=scene.officer, on=FINAL_DAY)
    runs.publish(run, remarks=EVERYBODY, by=scene.officer, on=FINAL_DAY)
    return scene


def correct(scene: Scene, on: date) -> None:
    bases.correct_base(BaseSale.objects.get(), Decimal(1), by=scene.officer, on=on, reason="พิมพ์ผิด")


def take(scene: Scene, on: date) -> None:
    bases.take_from_sales(scene.province, QUARTER, by=scene.officer, on=on)


def add(scene: Scene, on: date) -> None:
    scene.base("4302", "10.00", on=on)


@pytest.mark.parametrize("write", [correct, take, add])
def test_no_base_is_added_or_changed_after_the_final_grades(
    published: Scene, write: Callable[[Scene, date], None]
) -> None:
    with pytest.raises(Refused, match="ประกาศระดับหน่วยงานฉบับสุดท้ายของไตรมาส 4/2567 แล้ว") as refused:
        write(published, FINAL_DAY + timedelta(days=30))
    assert (refused.value.since, refused.value.helper) == (FINAL_DAY, "กรมการพัฒนาชุมชน")
    assert BaseSale.objects.get().amount_baht == 10


def test_the_same_document_may_still_be_read_again_after_the_final_grades(published: Scene) -> None:
    published.base("4301", "10.00", on=FINAL_DAY)
    assert Event.objects.filter(verb="import_base").count() == 1


def test_the_pages_offer_nothing_after_the_final_grades(
    published: Scene, client: Client, freeze: Callable[[date], None]
) -> None:
    freeze(FINAL_DAY + timedelta(days=1))
    client.force_login(published.officer)
    row = BaseSale.objects.get().pk
    addresses = [reverse(f"grading:{name}", args=ARGS) for name in ("base", "base_import")]
    for address in (*addresses, reverse("grading:base_correct", args=[row])):
        text = client.get(address).content.decode()
        assert "วันพุธที่ 16 ตุลาคม 2567" in text
        assert "<form method" not in text.partition("<main")[2]
        assert f"/base/{row}/" not in text.partition("<main")[2]


# --- the pages ----------------------------------------------------------------------------------------


def workbook(*rows: tuple[object, ...]) -> SimpleUploadedFile:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = BytesIO()
    book.save(file)
    return SimpleUploadedFile("ฐาน.xlsx", file.getvalue())


HEAD = ("อำเภอ", "ก.ค. 2566", "ส.ค. 2566", "กันยายน ๒๕๖๖")


@pytest.fixture
def officer(scene: Scene, client: Client, freeze: Callable[[date], None]) -> Client:
    """The province's officer in a browser, on a day of July 2567."""
    freeze(date(2024, 7, 9))
    client.force_login(scene.officer)
    return client


def test_upload_check_apply(officer: Client) -> None:
    file = workbook(HEAD, ("เมืองหนองคาย", "๑,๒๓๔.๕๐", 2, 3.25), ("๔๓๐๒", None, "-", 0))
    answer = officer.post(reverse("grading:base_import", args=ARGS), {"document": DOCUMENT, "file": file})
    check = reverse("grading:base_check", args=ARGS)
    assert (answer.status_code, answer.url) == (302, check)
    assert "บันทึกฐาน 4 รายการ" in officer.get(check).content.decode()
    assert not BaseSale.objects.exists()


def test_apply_stores_everything_in_one_act(officer: Client) -> None:
    file = workbook(HEAD, ("เมืองหนองคาย", "๑,๒๓๔.๕๐", 2, 3.25))
    officer.post(reverse("grading:base_import", args=ARGS), {"document": DOCUMENT, "file": file})
    answer = officer.post(reverse("grading:base_check", args=ARGS))
    assert answer.url == reverse("grading:base", args=ARGS)
    amounts = list(BaseSale.objects.order_by("month").values_list("amount_baht", flat=True))
    assert amounts == [Decimal("1234.50"), Decimal(2), Decimal("3.25")]
    assert "1,234.50" in officer.get(answer.url).content.decode()
    assert officer.get(reverse("grading:base_check", args=ARGS)).status_code == 302


CSV = "อำเภอ;ก.ค. 2566;ส.ค. 2566;ก.ย. 2566\r\nเมืองหนองคาย;1,234.50;๒;3.25\r\n"


@pytest.mark.parametrize(
    "brought",
    [
        {"file": SimpleUploadedFile("ฐาน.csv", CSV.encode("cp874"))},
        {"file": SimpleUploadedFile("ฐาน.csv", CSV.encode("utf-8-sig"))},
        {"pasted": CSV.replace(";", "\t")},
    ],
)
def test_text_and_a_pasted_table_are_read_as_a_workbook_is(
    officer: Client, brought: dict[str, object]
) -> None:
    officer.post(reverse("grading:base_import", args=ARGS), {"document": DOCUMENT, **brought})
    officer.post(reverse("grading:base_check", args=ARGS))
    amounts = list(BaseSale.objects.order_by("month").values_list("amount_baht", flat=True))
    assert amounts == [Decimal("1234.50"), Decimal(2), Decimal("3.25")]


@pytest.mark.parametrize(
    "brought", [{}, {"file": SimpleUploadedFile("ฐาน.csv", CSV.encode()), "pasted": "ก\tข"}]
)
def test_a_file_or_a_table_is_brought_and_not_both(officer: Client, brought: dict[str, object]) -> None:
    answer = officer.post(reverse("grading:base_import", args=ARGS), {"document": DOCUMENT, **brought})
    assert answer.context["form"].errors.keys() == {"file"}


def test_another_sheet_is_chosen_on_the_page_and_that_one_is_applied(officer: Client) -> None:
    book = Workbook()
    for name, amount in (("จริง", 20_000), ("แก้แล้ว", 30_000)):
        sheet = book.create_sheet(name)
        sheet.append(HEAD)
        sheet.append(("เมืองหนองคาย", amount, 1, 1))
    file = BytesIO()
    book.save(file)
    data = {"document": DOCUMENT, "file": SimpleUploadedFile("ฐาน.xlsx", file.getvalue())}
    officer.post(reverse("grading:base_import", args=ARGS), data)
    check = reverse("grading:base_check", args=ARGS)
    assert "แผ่นงาน จริง" in officer.get(check).content.decode()
    assert "30,000.00" in officer.get(check, {"sheet": "แก้แล้ว"}).content.decode()
    officer.post(check, {"sheet": "แก้แล้ว"})
    assert BaseSale.objects.filter(amount_baht=30_000).count() == 1


def test_a_file_with_an_error_is_applied_not_at_all(officer: Client) -> None:
    file = workbook(HEAD, ("เมืองหนองคาย", 1, 2, 3), ("ไม่มีอยู่", 1, 2, 3))
    officer.post(reverse("grading:base_import", args=ARGS), {"document": DOCUMENT, "file": file})
    check = reverse("grading:base_check", args=ARGS)
    assert "A3" in officer.get(check).content.decode()
    officer.post(check)
    assert not BaseSale.objects.exists()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"document": ""}, "กรอกเอกสารอ้างอิง"),
        ({"document": "x", "file": SimpleUploadedFile("a.xlsx", b"no")}, "อ่านไฟล์ไม่ได้"),
    ],
)
def test_an_upload_that_cannot_be_checked_says_why(
    officer: Client, data: dict[str, object], said: str
) -> None:
    answer = officer.post(reverse("grading:base_import", args=ARGS), data)
    assert said in answer.content.decode()


def test_the_page_tells_since_when_it_is_frozen_and_corrects(scene: Scene, officer: Client) -> None:
    scene.base("4301", "10.00")
    runs.run_interim(scene.province, QUARTER, on=date(2024, 7, 9) - timedelta(days=1))
    text = officer.get(reverse("grading:base", args=ARGS)).content.decode()
    assert "8 ก.ค. 2567" in text
    assert "ยังไม่มีฐาน 5 รายการ" in text
    page = reverse("grading:base_correct", args=[BaseSale.objects.get().pk])
    assert "กรอกเหตุผล" in officer.post(page, {"amount_baht": "๑๒"}).content.decode()
    assert officer.post(page, {"amount_baht": "๑๒", "reason": "พิมพ์ผิด"}).status_code == 302
    assert BaseSale.objects.get().amount_baht == 12


def test_filling_from_sales_on_the_page(scene: Scene, officer: Client) -> None:
    sold(scene, "4301", LAST_YEAR.months[0], "70.25")
    answer = officer.post(reverse("grading:base_take", args=ARGS), follow=True)
    assert "เติมฐานจากยอดจำหน่ายในระบบแล้ว 1 รายการ" in answer.content.decode()
