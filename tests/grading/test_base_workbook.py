"""Workbooks of bases as people make them: wide or long, Thai digits, Buddhist months, and findings by cell."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import Workbook

from grading.models import Policy
from grading.services import base_workbook, policies, runs
from grading.services.base_workbook import Reading
from tests.world.grading_scene import AUGUST, AUGUST_ROUND, BEFORE, JULY, QUARTER, SEPTEMBER, Scene

pytestmark = pytest.mark.django_db
HEAD = ("อำเภอ", "ก.ค. 2566", "ส.ค. 2566", "ก.ย. 2566")


@pytest.fixture
def scene() -> Scene:
    return Scene()


def read(scene: Scene, *rows: tuple[object, ...]) -> Reading:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = BytesIO()
    book.save(file)
    return base_workbook.read(file.getvalue(), scene.province, QUARTER, BEFORE)


def told(reading: Reading) -> list[tuple[str, date, Decimal]]:
    return [(line.district_code, line.month, line.amount_baht) for line in reading.lines]


def codes(reading: Reading, severity: str = "error") -> list[tuple[str, str]]:
    return [(each.place, each.code) for each in reading.findings if each.severity == severity]


def test_wide_with_a_title_blank_rows_and_a_total(scene: Scene) -> None:
    reading = read(
        scene,
        ("ฐานยอดจำหน่าย จังหวัดหนองคาย",),
        (),
        ("ที่", *HEAD, "รวม"),
        (1, "อ.เมืองหนองคาย", 10, "20.50", 30.75, 61.25),
        (),
        (2, "อำเภอหน่วยงาน 4302", "๑,๐๐๐", "1,234.50 บาท", None, "2,234.50"),
        ("", "รวมทั้งสิ้น", 1010, 1255, 30.75, "=SUM(F4:F6)"),
    )
    assert told(reading) == [
        ("4301", JULY, Decimal(10)),
        ("4301", AUGUST, Decimal("20.50")),
        ("4301", SEPTEMBER, Decimal("30.75")),
        ("4302", JULY, Decimal(1000)),
        ("4302", AUGUST, Decimal("1234.50")),
    ]
    assert (reading.rows, reading.errors, reading.can_apply) == (2, [], True)
    assert codes(reading, "warning") == [("ทั้งไฟล์", "small"), ("ทั้งไฟล์", "missing")]


def test_long_by_code_with_months_in_every_spelling(scene: Scene) -> None:
    spellings = ["กรกฎาคม 2566", "ส.ค. ๖๖", date(2566, 9, 1), "7/2566", "สิงหาคม", "2566-09"]
    months = [JULY, AUGUST, SEPTEMBER] * 2
    rows = [(4301 if n < 3 else "๔๓๐๒", spelling, n + 1) for n, spelling in enumerate(spellings)]
    reading = read(scene, ("รหัสอำเภอ", "เดือน", "ยอดจำหน่าย (บาท)"), *rows)
    assert reading.errors == []
    assert [line.month for line in reading.lines] == months
    assert [line.district_code for line in reading.lines] == ["4301"] * 3 + ["4302"] * 3


def test_months_of_the_wrong_year_are_named_by_cell(scene: Scene) -> None:
    reading = read(scene, ("อำเภอ", "ก.ค. 2567", "ส.ค. 2566"), ("เมืองหนองคาย", 1, 2))
    assert codes(reading) == [("B1", "wrong_month")]
    assert "4/2566" in reading.errors[0].message


@pytest.mark.parametrize(
    ("row", "place", "code"),
    [
        (("ไม่มีอยู่", 1, 2, 3), "A2", "unknown_district"),
        (("เมืองหนองคาย", -1, 2, 3), "B2", "amount"),
        (("เมืองหนองคาย", "1,5", 2, 3), "B2", "amount"),
        (("เมืองหนองคาย", 1, "=B2*2", 3), "C2", "amount"),
        (("เมืองหนองคาย", 1, 2.005, 3), "C2", "amount"),
        (("เมืองหนองคาย", 1, 2, date(2024, 1, 1)), "D2", "amount"),
        ((None, 1, 2, 3), "A2", "no_district"),
    ],
)
def test_what_cannot_be_read_is_named_by_cell(
    scene: Scene, row: tuple[object, ...], place: str, code: str
) -> None:
    reading = read(scene, HEAD, row)
    assert codes(reading) == [(place, code)]
    assert not reading.can_apply


def test_binary_noise_is_no_third_decimal(scene: Scene) -> None:
    reading = read(scene, HEAD, ("เมืองหนองคาย", 0.1 + 0.2, 1234567890.15, 1))
    assert [line.amount_baht for line in reading.lines][:2] == [Decimal("0.30"), Decimal("1234567890.15")]


def test_one_month_twice_and_a_contradiction(scene: Scene) -> None:
    reading = read(
        scene,
        ("รหัส", *HEAD),
        (4301, "เมืองหนองคาย", 1, 2, 3),
        (4301, None, 9, None, None),
        (4302, "เมืองหนองคาย", 1, 2, 3),
    )
    assert codes(reading) == [("C3", "twice"), ("A4", "district_contradicts")]


def test_zero_is_a_warning_and_blank_is_missing(scene: Scene) -> None:
    reading = read(scene, HEAD, ("เมืองหนองคาย", 0, "-", "ไม่มีข้อมูล"))
    assert told(reading) == [("4301", JULY, Decimal(0))]
    assert ("B2", "zero") in codes(reading, "warning")


def test_a_frozen_figure_in_the_file_is_named(scene: Scene) -> None:
    scene.base("4301", "10.00")
    runs.run_interim(scene.province, QUARTER, on=AUGUST_ROUND)
    reading = read(scene, HEAD, ("เมืองหนองคาย", 11, 20, None))
    assert codes(reading) == [("B2", "frozen")]
    assert "10.00" in reading.errors[0].message


def test_without_a_head_the_finding_says_what_is_looked_for(scene: Scene) -> None:
    reading = read(scene, ("ก", "ข"), (1, 2))
    assert codes(reading) == [("ทั้งไฟล์", "no_header")]


def test_a_mean_has_months_without_a_year(scene: Scene) -> None:
    policies.load_policy_2567(policies.Act(None, BEFORE))
    Policy.objects.update(base_rule="mean_of_three")
    reading = read(scene, ("อำเภอ", "กรกฎาคม", "ส.ค. 2566"), ("เมืองหนองคาย", 1, 2))
    assert told(reading) == [("4301", JULY, Decimal(1))]
    assert codes(reading) == [("C1", "wrong_month")]


def test_a_reading_survives_the_session(scene: Scene) -> None:
    reading = read(scene, HEAD, ("เมืองหนองคาย", "1.50", 0, None))
    assert base_workbook.from_plain(base_workbook.as_plain(reading)) == reading
