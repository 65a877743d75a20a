"""What a stranger reads: the way in, announced rounds and their open data, and nothing of any person."""

import csv
import io
from datetime import date

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from registration.models import Edition, Plan
from registration.services.editions import published
from registration.workflow import CertificateStatus, ClosingStatus
from tests.world.cast import Cast
from tests.world.factories import certification_of, closing_of, make_producer, make_unit, walk

pytestmark = pytest.mark.django_db
PAGE = reverse("registration:announcement", args=[2561, 2])
CSV = reverse("registration:announcement_csv", args=[2561, 2])
JSON = reverse("registration:announcement_json", args=[2561, 2])


@pytest.fixture
def announced(cast: Cast, plan: Plan) -> Cast:
    """Round 2/2561 announced with one producer of district A; province 43 and district B left out."""
    make_producer(cast.a, by=cast.district, name="กลุ่มลับ", citizen_id="1800000000015", phones=["0899999999"])
    walk(certification_of(cast.home), CertificateStatus.CERTIFIED)
    walk(closing_of(), ClosingStatus.ANNOUNCED)
    return cast


def test_the_home_page_lists_announced_rounds_only(announced: Cast, client: Client) -> None:
    text = client.get("/").content.decode()
    assert PAGE in text
    assert reverse("registration:sign_in") in text
    assert reverse("registration:announcement", args=[2561, 1]) not in text


def test_who_has_signed_in_starts_at_the_own_tasks(cast: Cast, client: Client) -> None:
    client.force_login(cast.stranger)
    assert client.get("/").url == reverse("reporting:tasks")


def test_an_announcement_shows_frozen_figures_by_province_and_district(
    announced: Cast, client: Client
) -> None:
    text = client.get(PAGE).content.decode()
    edition = Edition.objects.get()
    for words in ("1/2561", "26 มีนาคม 2561", "ฉบับที่ 1", edition.fingerprint, "จังหวัดหนองคาย", "ยังไม่พร้อม"):
        assert words in text
    make_producer(announced.a, by=announced.district, on=date(2018, 4, 2))  # the next round
    text = client.get(PAGE, {"province": "80"}).content.decode()
    assert "รายอำเภอ" in text
    assert "เมืองนครศรีธรรมราช" in text
    sheet = published.sheet(edition, "80")
    assert [(line.name, line.numbers[6]) for line in sheet.lines] == [("เมืองนครศรีธรรมราช", 1)]
    assert (sheet.silent_count, sheet.total.producers_left) == (1, 1)


@pytest.mark.parametrize("url", [PAGE, CSV, JSON])
@pytest.mark.parametrize("status", [ClosingStatus.OPEN, ClosingStatus.SOFT_CLOSED, ClosingStatus.CLOSED])
def test_a_round_that_is_not_announced_is_not_found(
    cast: Cast, plan: Plan, client: Client, url: str, status: ClosingStatus
) -> None:
    walk(closing_of(), status)
    unknown = client.get(url.replace("2561/2", "2580/3"))
    answer = client.get(url)
    assert answer.status_code == unknown.status_code == 404
    assert answer.content == unknown.content


@pytest.mark.parametrize("province", ["99", "8001", "x' or 1", "80" * 50, "\0", "๘๐"])
def test_a_place_that_is_no_province_is_not_found(announced: Cast, client: Client, province: str) -> None:
    assert client.get(PAGE, {"province": province}).status_code == 404


def test_a_year_beyond_every_table_is_not_found(client: Client, db: None) -> None:
    for suffix in ("/", ".csv", ".json"):
        assert client.get(f"/announcements/{10**20}/1{suffix}").status_code == 404


def test_no_page_and_no_file_holds_personal_data(announced: Cast, client: Client) -> None:
    for url in (PAGE, f"{PAGE}?province=80", CSV, JSON):
        text = client.get(url).content.decode()
        for secret in ("กลุ่มลับ", "1800000000015", "0899999999", "0000015", "มาลี"):
            assert secret not in text


def test_csv_opens_in_a_spreadsheet_with_every_district(announced: Cast, client: Client) -> None:
    answer = client.get(CSV)
    assert answer.content.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert head[:7] == ["ปีงบประมาณ", "ไตรมาส", "ฉบับที่", "รหัสจังหวัด", "จังหวัด", "รหัสอำเภอ", "อำเภอ"]
    left = {row[5]: row[head.index("ผู้ผลิตคงเหลือ")] for row in rows}
    assert left == {"8001": "1", "8002": "", "4301": ""}  # left out: missing is never zero
    said = {row[5]: (row[7], row[8]) for row in rows}
    assert said == {"8001": ("รวม", ""), "8002": ("ไม่รวม", "ยังไม่พร้อม"), "4301": ("ไม่รวม", "ยังไม่พร้อม")}
    assert {(row[0], row[1]) for row in rows} == {("2561", "2")}  # apart: together a spreadsheet reads a date


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_of_the_csv_runs_as_a_formula(announced: Cast, client: Client, name: str) -> None:
    bangkok = make_unit("10", name=name)  # the one unit whose name stands without a word before it
    make_unit("1001")
    text = client.get(CSV).content.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert f"'{bangkok.name}" in cells
    assert bangkok.name not in cells


def test_json_agrees_with_the_edition(announced: Cast, client: Client) -> None:
    data = client.get(JSON).json()
    edition = Edition.objects.get()
    assert (data["round"], data["edition"], data["fingerprint"]) == ("2561/2", 1, edition.fingerprint)
    assert (data["announcement_number"], data["announcement_day"]) == ("1/2561", "2018-03-26")
    assert {unit["code"] for unit in data["left_out"]} == {"43", "8002"}
    for name in ("producers_left", "products_added", "group", "food"):
        total = data["total"][name]
        for rows in (data["provinces"], data["districts"]):
            assert total == sum(row["counts"][name] for row in rows if row["is_included"])
            assert all(row["counts"] is None for row in rows if not row["is_included"])
    assert data["total"]["producers_left"] == 1


def test_a_file_is_named_by_the_fingerprint(announced: Cast, client: Client) -> None:
    answer = client.get(JSON)
    assert answer["ETag"] == f'"{Edition.objects.get().fingerprint}"'
    assert client.get(JSON, headers={"if-none-match": answer["ETag"]}).status_code == 304


@pytest.mark.parametrize("url", ["/", PAGE, JSON])
def test_a_page_for_everybody_costs_a_few_queries(
    announced: Cast, client: Client, url: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(9):  # one asks which units have been renamed since
        assert client.get(url).status_code == 200


def test_plain_pages_answer(client: Client, db: None) -> None:
    assert "2562" in client.get(reverse("registration:privacy")).content.decode()
    assert "ลืมรหัสผ่าน" in client.get(reverse("registration:help")).content.decode()


def test_the_dictionary_in_the_docs_names_every_column() -> None:
    words = (settings.BASE_DIR / "docs" / "open-data.md").read_text()
    for heading, meaning in published.PLACE_COLUMNS.values():
        assert f"| {heading} |" in words
        assert meaning in words
    assert all(f"| {column.label} | `counts.{column.name}` |" in words for column in published.COLUMNS)
