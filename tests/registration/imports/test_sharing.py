"""A province's table handed to its districts: each its own rows, nothing more, and nothing lost."""

from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from registration.models import Notice, Producer, Sale, Upload
from registration.services import start
from registration.services.imports import applying, checking, keeping, kinds
from tests.conftest import Freeze
from tests.world.cast import Cast
from tests.world.factories import DAY, make_producer
from tests.world.lists import HEADS, STATED, book, line, pasted

pytestmark = pytest.mark.usefixtures("plan")
CAPITAL, PHROM = "เมืองนครศรีธรรมราช", "พรหมคีรี"


def brought(cast: Cast, data: bytes) -> Upload:
    """The province's list, its columns as guessed, checked."""
    kind = kinds.of_upload(Upload(kind="roster", unit=cast.home))
    upload = checking.receive(
        checking.Brought(kind, cast.home, "ทั้งจังหวัด.xlsx", data), by=cast.province, on=DAY
    )
    columns = {str(each["column"]): each["key"] for each in upload.columns}
    checking.check(upload, columns, {}, by=cast.province, on=DAY)
    return upload


def part_of(unit_code: str) -> list[tuple[object, ...]]:
    """What the workbook that a district got holds."""
    data = keeping.read(Upload.objects.get(unit=unit_code))
    return list(load_workbook(BytesIO(data)).active.iter_rows(values_only=True))


def test_each_district_gets_its_own_rows_and_registers_them_itself(cast: Cast) -> None:
    rows = [
        [*line(1), CAPITAL],
        [*line(2, {"ตำบล": "พรหมโลก"}), f"อ.{PHROM}"],
        [*line(3, {"ประเภทผู้ผลิต": None}), None],
        [*line(4), "เมืองหนองคาย"],
        [*line(5, {"บ้านเลขที่": "=1+1"}), CAPITAL],
        [*line(6), "ไม่มีอำเภอนี้"],
    ]
    upload = brought(cast, book(rows, heads=(*HEADS, "อำเภอ")))
    states = [(row.number, row.state) for row in upload.rows.order_by("number")]
    assert states == [(3, "new"), (4, "new"), (5, "new"), (6, "faulty"), (7, "faulty"), (8, "faulty")]
    applying.apply_now(upload, by=cast.province, on=DAY)
    assert not Producer.objects.exists()
    assert [row[1] for row in part_of("8001")[2:]] == ["ร้านทดสอบ 1"]
    assert [row[1] for row in part_of("8002")[2:]] == ["ร้านทดสอบ 2", "ร้านทดสอบ 3"]
    handed = Upload.objects.get(unit="8001")
    checking.check(handed, handed.mapping, STATED, by=cast.district, on=DAY)
    applying.apply_now(handed, by=cast.district, on=DAY)
    assert [each.district_id for each in Producer.objects.all()] == ["8001"]


def test_what_no_district_has_written_is_taken_back(cast: Cast) -> None:
    rows = [[*line(1), CAPITAL], [*line(2, {"ตำบล": "พรหมโลก"}), PHROM]]
    upload = brought(cast, book(rows, heads=(*HEADS, "อำเภอ")))
    applying.apply_now(upload, by=cast.province, on=DAY)
    handed = Upload.objects.get(unit="8001")
    told = Notice.objects.filter(kind="handed").order_by("unit_id").values_list("unit_id", "path")
    assert dict(told)["8001"] == f"/import/{handed.pk}/"
    assert [start.desks(each, DAY)[0].handed_count for each in (cast.district, cast.neighbour)] == [1, 1]
    checking.check(handed, handed.mapping, STATED, by=cast.district, on=DAY)
    applying.apply_now(handed, by=cast.district, on=DAY)
    job = applying.ask_undo(upload, by=cast.province, on=DAY)
    applying.undo_job(job, lambda *_: None)
    assert [row.state for row in upload.rows.order_by("number")] == ["applied", "undone"]
    assert Upload.objects.get(unit="8002").state == "dropped"
    assert {each.unit_id for each in Notice.objects.filter(kind="handed", state="skipped")} == {"8002"}
    assert [start.desks(each, DAY)[0].handed_count for each in (cast.district, cast.neighbour)] == [0, 0]
    assert Producer.objects.count() == 1


def test_sales_of_several_districts_go_by_their_producers_numbers(
    cast: Cast, client: Client, freeze: Freeze
) -> None:
    freeze(DAY)
    one = make_producer(cast.a, by=cast.district)
    other = make_producer(cast.b, by=cast.neighbour)
    heads = "เลขทะเบียน\tในประเทศ ออฟไลน์\tในประเทศ ออนไลน์"
    text = f"{heads}\n{one.registration_number}\t1.50\t2\n{other.registration_number}\t3\t\n"
    client.force_login(cast.province)
    client.post("/import/", {"unit": "80", "kind": "sales", "pasted": text, "month": "month:2561-02"})
    upload = Upload.objects.get()
    client.post(f"/import/{upload.pk}/columns/", {f"column-{c['column']}": c["key"] for c in upload.columns})
    assert "ส่งให้อำเภอ 2 รายที่พร้อม" in client.get(f"/import/{upload.pk}/").content.decode()
    applying.apply_now(Upload.objects.get(pk=upload.pk), by=cast.province, on=DAY)
    client.force_login(cast.district)
    page = client.get("/import/")
    (waiting,) = page.context["waiting"]
    assert (waiting.unit_id, "รอท่านตรวจ" in page.content.decode()) == ("8001", True)
    checking.check(waiting, waiting.mapping, {}, by=cast.district, on=DAY)
    applying.apply_now(waiting, by=cast.district, on=DAY)
    assert [str(each.total_baht) for each in Sale.objects.all()] == ["3.50"]


def test_a_districts_own_upload_is_no_table_to_hand_over(cast: Cast) -> None:
    upload = pasted("roster", "ชื่อกลุ่ม\tชื่อผลิตภัณฑ์\nร้าน\tขนม\n", cast.a, by=cast.district)
    assert kinds.of_upload(upload) is kinds.of("roster")
