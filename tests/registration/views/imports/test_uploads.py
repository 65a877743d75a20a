"""The pages of an upload: brought, columns chosen, judged, applied, undone, given back."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from otop_registry import thai
from registration.models import Producer, Upload, UploadRow
from registration.models.uploads import RowState, UploadState
from registration.services.imports import applying, finding_groups, mending
from registration.services.imports.kinds import Scene
from tests.conftest import Freeze
from tests.world.cast import Cast
from tests.world.factories import DAY, GAP_DAY, make_citizen_id, make_producer
from tests.world.lists import applied, book, checked, line, states

pytestmark = pytest.mark.usefixtures("plan")
STATED = {"said-is_thai": "on", "said-takes_part_in_production": "on"}


@pytest.fixture
def officer(client: Client, cast: Cast, freeze: Freeze) -> Client:
    freeze(DAY)
    client.force_login(cast.district)
    return client


def bring(client: Client, data: bytes, name: str = "รายชื่อ.xlsx") -> Upload:
    file = SimpleUploadedFile(name, data)
    client.post("/import/", {"unit": "8001", "kind": "roster", "file": file}, follow=True)
    return Upload.objects.latest("pk")


def columns_of(upload: Upload) -> dict[str, str]:
    return {f"column-{each['column']}": each["key"] for each in upload.columns}


def test_from_the_file_to_registered_producers(officer: Client) -> None:
    upload = bring(officer, book([line(1), line(2, {"ประเภทผู้ผลิต": "-"}), line(3)]))
    page = officer.get(f"/import/{upload.pk}/columns/").content.decode()
    assert "ชื่อกลุ่ม/ผู้ประกอบการ" in page
    assert "ร้านทดสอบ 1" in page
    officer.post(f"/import/{upload.pk}/columns/", columns_of(upload) | STATED)
    page = officer.get(f"/import/{upload.pk}/").content.decode()
    assert "อ่าน 3 แถว" in page
    assert "ยังไม่มีประเภทผู้ผลิต" in page
    officer.post(f"/import/{upload.pk}/apply/")
    assert Producer.objects.count() == 0  # the job is a worker's, after the commit


def test_cells_that_cannot_be_read_are_told_column_by_column(officer: Client) -> None:
    lost = {"โทรศัพท์": "หาย"}
    upload = bring(officer, book([line(1, lost | {"เลขประจำตัวประชาชน": "1-8011"}), line(2, lost)]))
    officer.post(f"/import/{upload.pk}/columns/", columns_of(upload) | STATED)
    counts = {each.code: each.rows for each in finding_groups.groups(upload) if each.severity == "error"}
    assert counts == {"unreadable-E": 1, "unreadable-H": 2}
    page = officer.get(f"/import/{upload.pk}/", {"code": "unreadable-E"}).content.decode()
    assert ("ร้านทดสอบ 1" in page, "ร้านทดสอบ 2" in page) == (True, False)


def test_a_pasted_table_is_read_as_a_file_is(officer: Client) -> None:
    pasted = "\n".join("\t".join(str(cell or "") for cell in row) for row in (line(1),))
    heads = "ที่\tชื่อกลุ่ม/ผู้ประกอบการ\tประเภทผู้ผลิต\tประธาน/เจ้าของ\tเลขประจำตัวประชาชน"
    officer.post("/import/", {"unit": "8001", "kind": "roster", "pasted": f"{heads}\n{pasted}"})
    upload = Upload.objects.get()
    assert upload.counts["rows"] == 1


@pytest.mark.parametrize("data", [{}, {"pasted": "ก\tข", "file": "both"}])
def test_nothing_and_both_are_refused(officer: Client, data: dict[str, str]) -> None:
    sent: dict[str, object] = {"unit": "8001", "kind": "roster", **data}
    if "file" in data:
        sent["file"] = SimpleUploadedFile("ก.xlsx", book([line(1)]))
    page = officer.post("/import/", sent).content.decode()
    assert "อย่างใดอย่างหนึ่ง" in page
    assert not Upload.objects.exists()


def test_what_is_no_table_says_what_to_do(officer: Client) -> None:
    file = SimpleUploadedFile("รูป.xls", b"\xd0\xcf\x11\xe0")
    page = officer.post("/import/", {"unit": "8001", "kind": "roster", "file": file}).content.decode()
    assert "บันทึกเป็น" in page


def test_a_key_for_two_columns_is_refused(officer: Client) -> None:
    upload = bring(officer, book([line(1)]))
    chosen = columns_of(upload) | {"column-8": "name"}
    page = officer.post(f"/import/{upload.pk}/columns/", chosen).content.decode()
    assert "เลือกซ้ำ" in page


def test_columns_are_remembered_for_the_next_file_of_the_shape(officer: Client) -> None:
    upload = bring(officer, book([line(1)]))
    chosen = columns_of(upload) | {"column-8": "remarks"} | STATED
    officer.post(f"/import/{upload.pk}/columns/", chosen)
    again = bring(officer, book([line(2)]))
    assert columns_of(again)["column-8"] == "remarks"
    assert again.said["is_thai"]


def test_rows_are_filtered_dropped_together_and_taken_up_again(officer: Client, cast: Cast) -> None:
    rows = [line(1), line(2, {"ตำบล": "ไม่มีตำบลนี้"}), line(3, {"ตำบล": "ไม่มีตำบลนี้"})]
    upload = checked(book(rows), cast.a, by=cast.district)
    page = officer.get(f"/import/{upload.pk}/", {"code": "unreadable"})
    assert [row.number for row, _ in page.context["lines"]] == [4, 5]
    officer.post(f"/import/{upload.pk}/rows/drop/", {"code": "unreadable"})
    assert states(upload) == [RowState.NEW, RowState.DROPPED, RowState.DROPPED]
    officer.post(f"/import/rows/{upload.rows.get(number=4).pk}/drop/")
    assert states(upload) == [RowState.NEW, RowState.FAULTY, RowState.DROPPED]


def test_a_change_is_shown_old_beside_new(officer: Client, cast: Cast) -> None:
    applied(book([first := line(1)]), cast.a, by=cast.district)
    changed = [cell if cell != "1/1" else "99/9" for cell in first]
    upload = checked(book([changed]), cast.a, by=cast.district)
    page = officer.get(f"/import/{upload.pk}/").content.decode()
    assert "<del>1/1</del> → <ins>99/9</ins>" in page


def test_the_own_file_comes_back_with_findings_and_is_read_again(officer: Client, cast: Cast) -> None:
    upload = checked(
        book([line(1, {"ชื่อผลิตภัณฑ์": "=ขนม"}), line(2, {"ตำบล": "ไม่มีตำบลนี้"})]), cast.a, by=cast.district
    )
    answer = officer.get(f"/import/{upload.pk}/file/")
    sheet = load_workbook(BytesIO(answer.content)).active
    assert sheet["L2"].value == f"ผลการตรวจของระบบ (ไฟล์ที่ {upload.pk})"
    assert "ไม่พบตำบล" in sheet["L4"].value
    assert (sheet["G4"].fill.start_color.rgb, sheet["G3"].fill.fill_type) == ("00F8D7DA", None)
    again = checked(answer.content, cast.a, by=cast.district)
    pairs = zip(upload.rows.order_by("number"), again.rows.order_by("number"), strict=True)
    assert all(before.fingerprint == after.fingerprint for before, after in pairs)


def test_outside_the_window_the_page_says_when_it_opens(officer: Client, cast: Cast, freeze: Freeze) -> None:
    upload = checked(book([line(1)]), cast.a, by=cast.district)
    freeze(GAP_DAY)
    officer.force_login(cast.district)
    page = officer.get(f"/import/{upload.pk}/").content.decode()
    assert "เปิดอีกครั้ง" in page
    assert "รายที่พร้อม" not in page
    officer.post(f"/import/{upload.pk}/apply/")
    assert UploadRow.objects.get().state == RowState.NEW


def test_the_page_itself_opens_on_any_day(officer: Client, cast: Cast, freeze: Freeze) -> None:
    assert officer.get("/import/").status_code == 200
    freeze(GAP_DAY)
    officer.force_login(cast.district)
    assert "วันนี้บันทึกไม่ได้" in officer.get("/import/").content.decode()


def test_sales_are_brought_for_a_month_with_their_rule(officer: Client, cast: Cast) -> None:
    made = make_producer(cast.a, by=cast.district, name="ร้านป้าแดง")
    data = {"unit": "8001", "kind": "sales", "pasted": "ผู้ผลิต\tยอดจำหน่าย\nร้านป้าแดง\t1,234.50\n"}
    assert officer.post("/import/", data).context["form"].errors.keys() == {"month"}
    officer.post("/import/", data | {"month": "month:2561-02"})
    upload = Upload.objects.get()
    assert "แบ่งอย่างไร" in officer.get(f"/import/{upload.pk}/columns/").content.decode()
    officer.post(f"/import/{upload.pk}/columns/", columns_of(upload))
    assert "ยอดนี้ไม่ได้แยกช่องทาง" in officer.get(f"/import/{upload.pk}/").content.decode()
    officer.post(f"/import/{upload.pk}/columns/", columns_of(upload) | {"said-split": "domestic_offline"})
    applying.apply_now(Upload.objects.get(), by=cast.district, on=DAY)
    assert str(made.products.get().sales.get().total_baht) == "1234.50"
    assert "บันทึกแล้ว" in officer.get(f"/import/{upload.pk}/").content.decode()


def test_what_was_undone_is_taken_up_and_written_again(officer: Client, cast: Cast) -> None:
    upload = applied(book([line(1), line(2, {"ตำบล": "ไม่มีตำบลนี้"})]), cast.a, by=cast.district)
    first = Producer.objects.get().registration_number
    applying.undo_job(applying.ask_undo(upload, by=cast.district, on=DAY), lambda *_: None)
    officer.post(f"/import/{upload.pk}/rows/take-up/", {"state": "undone"})
    upload.refresh_from_db()
    assert (upload.state, states(upload)) == (UploadState.CHECKED, [RowState.NEW, RowState.FAULTY])
    assert "เลือกคอลัมน์ใหม่" in officer.get(f"/import/{upload.pk}/").content.decode()
    applying.apply_now(upload, by=cast.district, on=DAY)
    assert Producer.objects.get().registration_number != first  # which is not given again


def test_the_list_of_files_tells_the_day_that_the_site_shows(officer: Client, cast: Cast) -> None:
    checked(book([line(1)]), cast.a, by=cast.district)
    page = officer.get("/import/").content.decode()
    assert thai.short_date(DAY) in page


def lacking(by: Cast) -> Upload:
    """A list of two producers, one of them with two products, that says no more than their names."""
    rows = [["ร้านป้าแดง", "ขนมลา", "ในเมือง"], ["ร้านป้าแดง", "ขนมงา", "ในเมือง"], ["ร้านลุงดำ", "เสื่อ", "ในเมือง"]]
    return checked(book(rows, heads=("ชื่อกลุ่ม", "ชื่อสินค้า", "ตำบล")), by.a, by=by.district)


def test_what_is_lacking_is_asked_once_in_the_own_file(officer: Client, cast: Cast) -> None:
    answer = officer.get(f"/import/{lacking(cast).pk}/file/")
    sheet = load_workbook(BytesIO(answer.content)).worksheets[0]
    asked = "ประเภทผลิตภัณฑ์ ประเภทผู้ผลิต ชื่อและนามสกุลประธาน/เจ้าของ เลขประจำตัวประชาชน สมาชิกชาย สมาชิกหญิง บ้านเลขที่"
    assert [cell.value for cell in sheet[2]][4:] == asked.split()
    assert [sheet.cell(row, 6).fill.fill_type for row in (3, 4, 5)] == ["solid", None, "solid"]
    assert [str(each.sqref) for each in sheet.data_validations.dataValidation][:2] == ["E3:E5", "F3:F5"]


def test_the_own_file_brought_again_takes_the_place_of_the_first(officer: Client, cast: Cast) -> None:
    first = lacking(cast)
    file = load_workbook(BytesIO(officer.get(f"/import/{first.pk}/file/").content))
    sheet = file.worksheets[0]
    for column, value in enumerate(
        ("อาหาร", "เจ้าของรายเดียว", "นางมาลี ใจดี", "1-9999-00000-01-3", None, None, "1/2"), 5
    ):
        sheet.cell(3, column).value = value
    sheet.cell(4, 5).value = "อาหาร"
    target = BytesIO()
    file.save(target)
    again = bring(officer, target.getvalue(), "รายชื่อ ผลการตรวจ.xlsx")
    assert again.said["is_thai"]  # as it was stated of the first
    officer.post(f"/import/{again.pk}/columns/", columns_of(again) | STATED)
    assert (states(again), states(first)) == ([RowState.NEW, RowState.FAULTY], [RowState.DROPPED] * 2)


def test_one_value_is_set_for_every_row_of_a_kind_of_finding(officer: Client, cast: Cast) -> None:
    rows = [line(1, {"ตำบล": "ไม่รู้"}), line(2, {"ตำบล": "ไม่ทราบ", "ประเภทผลิตภัณฑ์": None}), line(3)]
    upload = checked(book(rows), cast.a, by=cast.district)
    page = officer.get(f"/import/{upload.pk}/").content.decode()
    assert "ใช้กับทั้ง 1 ราย" in page
    officer.post(f"/import/{upload.pk}/rows/set/", {"code": "unreadable-G", "value": "800101"})
    officer.post(f"/import/{upload.pk}/rows/set/", {"code": "rule:subdistrict", "value": "800101"})
    assert states(upload) == [RowState.NEW, RowState.FAULTY, RowState.NEW]
    officer.post(f"/import/{upload.pk}/rows/set/", {"code": "rule:products", "value": "no_type"})
    assert states(upload)[1] == RowState.FAULTY
    officer.post(f"/import/{upload.pk}/rows/set/", {"code": "rule:products", "value": "food"})
    assert states(upload) == [RowState.NEW] * 3


def test_what_was_mended_stays_when_columns_are_chosen_anew(officer: Client, cast: Cast) -> None:
    upload = checked(book([line(1, {"ประเภทผู้ผลิต": None}), line(2)]), cast.a, by=cast.district)
    row = upload.rows.order_by("number")[0]
    mending.put(row, {**row.fields, "kind": "sole_owner"}, Scene(cast.a, "", cast.district, DAY, upload))
    officer.post(f"/import/{upload.pk}/columns/", columns_of(upload) | STATED)
    assert states(upload) == [RowState.NEW] * 2


def test_the_next_sheet_of_a_file_is_one_press(officer: Client, cast: Cast) -> None:
    file = load_workbook(BytesIO(book([line(1)])))
    other = file.copy_worksheet(file.active)
    other.title, other["B3"].value = "หน้าสอง", "ร้านหน้าสอง"
    other["E3"].value = make_citizen_id()
    target = BytesIO()
    file.save(target)
    first = checked(target.getvalue(), cast.a, by=cast.district)
    assert "ตรวจแผ่นงาน “หน้าสอง”" in officer.get(f"/import/{first.pk}/").content.decode()
    answer = officer.post(f"/import/{first.pk}/sheet/", {"sheet": "หน้าสอง"})
    following = Upload.objects.latest("pk")
    assert (answer.url, following.sheet, states(following)) == (
        f"/import/{following.pk}/",
        "หน้าสอง",
        [RowState.NEW],
    )
    assert "ตรวจแผ่นงาน" not in officer.get(answer.url).content.decode()
