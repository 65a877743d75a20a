"""The executives' page on paper says what the screen says: counts, moves, gaps, who is late, four quarters."""

import re
import subprocess
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest

from grading.models import GradeRun, RunKind
from otop_registry.thai import Percent
from registration.models import Edition, Unit
from reporting import document, workbook
from reporting.paper import Imprint, Map, Paper, Prose, Tiles
from reporting.services import nation, summary
from reporting.services.papers import summary as papers
from tests.reporting import reading
from tests.world.factories import UNIT_NAMES, make_unit
from tests.world.grading_scene import (
    FINAL_DAY,
    SEPTEMBER_ROUND,
    Scene,
    make_large_runs,
    make_two_rounds,
)

pytestmark = pytest.mark.django_db
LINK = "https://otop.example.go.th/verify/8FolMqohRVsBROXMTDoErw/"  # as long as a real one
IMPRINT = Imprint("OTOP-0000-0000", LINK, "f" * 64, "9 ส.ค. 2567", "กรมการพัฒนาชุมชน")
AUGUST, SEPTEMBER, OCTOBER = date(2024, 8, 1), date(2024, 9, 1), date(2024, 10, 1)
ON = date(2024, 9, 18)


@pytest.fixture
def scene() -> Scene:
    return make_two_rounds()


def paper_of(scene: Scene, code: str = "43", month: date = SEPTEMBER) -> Paper:
    unit = scene.units.get(code) or make_unit(code)
    return papers.paper(unit, month, on=ON)


def prose(paper: Paper) -> list[str]:
    return [text for block in paper.blocks if isinstance(block, Prose) for text in block.paragraphs]


def test_counts_by_hand_with_who_has_no_grade_apart(scene: Scene) -> None:
    counts = paper_of(scene).tables[0]
    assert list(counts.rows) == [
        ("เดือนนี้", 1, 0, 1, 2, 1, 5),
        ("เดือนก่อน", 1, 1, 1, 1, 1, 5),
        ("เปลี่ยนแปลง", 0, -1, 0, 1, 0, 0),
    ]
    assert [row[0] for row in paper_of(scene, month=AUGUST).tables[0].rows] == ["เดือนนี้"]


def growth(percent: str) -> Percent:
    return Percent(Decimal(percent))


def test_each_district_has_its_grade_its_gap_and_its_report(scene: Scene) -> None:
    rows = paper_of(scene).tables[2].rows
    baht = Decimal("100000.00")
    assert rows[0] == (
        f"{UNIT_NAMES['4301']} (เฉพาะ ก.ค.)", "A", "A", 3, Decimal("110000.00"), baht, growth("10.00"),
        "สูงสุดแล้ว", None, None, "ยังไม่รายงาน",
    )  # fmt: skip
    assert rows[1][1:10] == (
        "D", "B", 2, Decimal("190000.00"), 2 * baht, growth("-5.00"), "C", 0, Decimal("14000.01"),
    )  # fmt: skip
    assert rows[2][1:10] == (
        "C",
        "C",
        3,
        Decimal("102500.00"),
        baht,
        growth("2.50"),
        "B",
        0,
        Decimal("500.01"),
    )
    assert rows[4][1:10] == ("ประเมินไม่ได้ (ไม่มีฐาน)", "ประเมินไม่ได้", 0, None, None, None, None, None, None)


def test_the_rows_are_those_of_the_screen(scene: Scene) -> None:
    page = summary.of_province(scene.province, SEPTEMBER, ON, seen="43")
    assert page
    rows = paper_of(scene).tables[2].rows
    assert [row[3:7] for row in rows] == [
        (line.grade.increase, line.grade.sales_baht, line.grade.compared_base_baht, line.growth)
        for line in page.lines
    ]
    assert [row[1] for row in paper_of(scene).tables[0].rows[0:1]] == [page.tallies[0].count]


def test_what_changed_who_is_near_and_who_is_late_is_told(scene: Scene) -> None:
    changed, near, late = prose(paper_of(scene))
    assert changed == "เปลี่ยนจากเดือนก่อน: หน่วยงาน 4302 ลดลงจาก B เป็น D"
    assert near.startswith("ขาดยอดจำหน่ายอย่างเดียวถึงระดับถัดไป: หน่วยงาน 4303 500.01 บาท (ระดับ B)")
    assert late.startswith("รายงานยอดจำหน่ายเดือนสิงหาคม 2567 กำหนด 16 กันยายน 2567 สถานะ ณ วันที่ 18 กันยายน 2567")
    assert "ยังไม่รายงาน 5 แห่ง (เมืองหนองคาย หน่วยงาน 4302" in late


def test_four_quarters_and_a_quarter_without_grades_has_no_zeros(scene: Scene) -> None:
    trend = paper_of(scene).tables[1]
    assert [row[0] for row in trend.rows] == ["1/2567", "2/2567", "3/2567", "4/2567 (ไตรมาสนี้)"]
    assert trend.rows[0][1:] == (None,) * 5
    assert trend.rows[3][1:] == (1, 0, 1, 2, 1)


def test_interim_is_said_with_its_day(scene: Scene) -> None:
    paper = paper_of(scene)
    assert paper.stand.words == "ระดับหน่วยงานชั่วคราว ข้อมูล ณ วันที่ 16 กันยายน 2567"
    assert paper.lines[2] == "ระดับหน่วยงาน ไตรมาส 4/2567 ผลชั่วคราว"


def test_a_final_run_carries_its_edition_and_says_until_when_it_is_unpublished(scene: Scene) -> None:
    interim = GradeRun.objects.get(as_of=SEPTEMBER_ROUND)
    fields = {"created_by": scene.officers[""], "created_at": interim.made_at}
    edition = Edition.objects.create(round_id=25674, number=1, fingerprint="f", **fields)
    run = GradeRun.objects.create(
        province=scene.province, quarter=interim.quarter, kind=RunKind.FINAL, as_of=FINAL_DAY,
        policy=interim.policy, edition=edition, made_at=interim.made_at,
    )  # fmt: skip
    paper = paper_of(scene, month=OCTOBER)
    assert paper.stand.words == "ฉบับที่ 1 (ปิดระบบแล้ว)"
    assert paper.lines[2].endswith("ผลสุดท้าย (ยังไม่ประกาศ)")
    assert "ยังไม่มีการจัดระดับ" in prose(paper_of(scene, "4302", OCTOBER))[0]
    GradeRun.objects.filter(pk=run.pk).update(published_at=run.made_at, published_by=scene.officer)
    assert paper_of(scene, month=OCTOBER).lines[2].endswith("ผลสุดท้าย ครั้งที่ 1")


def test_a_districts_paper_holds_its_own_interim_line_alone(scene: Scene) -> None:
    paper = paper_of(scene, "4302")
    assert [row[0] for row in paper.tables[2].rows] == ["หน่วยงาน 4302"]
    assert paper.tables[0].rows[0] == ("เดือนนี้", 0, 0, 0, 1, 0, 1)


def test_the_nation_is_told_by_province_as_on_its_page(scene: Scene) -> None:
    make_unit("10")
    page = nation.of_nation(SEPTEMBER, ON)
    assert page
    paper = paper_of(scene, "")
    table = paper.tables[2]
    assert table.rows == [
        ("หน่วยงาน 10", *(None,) * 8, 0, 0, "ยังไม่จัด"),
        ("หนองคาย", 1, 0, 1, 2, 1, growth("25"), 0, 1, 0, 5, "ชั่วคราว"),
    ]
    assert table.total == ("รวม", 1, 0, 1, 2, 1, growth("25"), 0, 1, 0, 5, "")
    assert [tally.count for tally in page.total.tallies] == list(paper.tables[0].rows[0][1:6])
    workbook.draw(paper, IMPRINT, BytesIO())  # each total is its column's sum


def test_a_month_without_runs_says_so(scene: Scene) -> None:
    paper = paper_of(scene, month=date(2024, 5, 1))
    assert prose(paper)[0] == "เดือนนี้ยังไม่มีการจัดระดับหน่วยงาน"
    assert paper.tables == ()


# --- at a glance ---

GRADE_COLOURS = {(20, 83, 45), (31, 107, 131), (138, 90, 10), (162, 58, 43)}  # A to D, as on the screen
DARKEST, LIGHTEST = (19, 70, 87), (250, 240, 215)  # 75 percent and more, and less than 25


def colours(paper: Paper, target: Path) -> set[tuple[int, ...]]:
    """Every colour on the drawn page, looked at as a picture."""
    file = target / "page.pdf"
    file.write_bytes(document.draw(paper, IMPRINT))
    command = ["pdftoppm", "-r", "50", "-singlefile", str(file), str(target / "page")]
    subprocess.run(command, check=True)
    pixels = (target / "page.ppm").read_bytes().split(b"\n", 3)[3]
    return {tuple(pixels[place : place + 3]) for place in range(0, len(pixels), 3)}


def test_a_provinces_page_shows_each_district_on_the_colour_of_its_grade(
    scene: Scene, tmp_path: Path
) -> None:
    paper = paper_of(scene)
    [tiles] = [block for block in paper.blocks if isinstance(block, Tiles)]
    assert [(each.letter, each.moved) for each in tiles.tiles] == [
        ("A", ""),
        ("D", "ลดลงจาก B"),
        ("C", ""),
        ("D", ""),
        ("", ""),
    ]
    assert colours(paper, tmp_path) >= GRADE_COLOURS


def test_the_nations_page_shows_each_province_on_the_map_by_its_class(scene: Scene, tmp_path: Path) -> None:
    make_large_runs("80", 1)  # its one district has A
    make_unit("81")
    paper = paper_of(scene, "")
    [shown] = [block for block in paper.blocks if isinstance(block, Map)]
    assert {each.name: each.step for each in shown.areas} == {
        UNIT_NAMES["43"]: "25",
        UNIT_NAMES["80"]: "75",
        make_unit("81").name: "none",
    }
    found = colours(paper, tmp_path)
    assert DARKEST in found
    assert LIGHTEST in found  # of the legend


def test_what_is_seen_at_a_glance_is_text_as_well(scene: Scene) -> None:
    [page] = reading.pages(document.draw(paper_of(scene), IMPRINT))
    assert not re.search("(?:^|\\s)[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]", page)
    for words in ("ลดลงจาก B", "ประเมินไม่ได้", "เท่าเดิม", "ไม่มีการจัดระดับ"):
        assert words in page


# --- one A4, whoever's it is; nobody is left out for it ---


def sheets(code: str) -> list[str]:
    """The pages of the paper, as text."""
    return reading.pages(
        document.draw(papers.paper(Unit.objects.get(pk=code), SEPTEMBER, on=ON), IMPRINT), "-layout"
    )


@pytest.mark.parametrize("districts", [9, 25, 32, 50])
def test_a_province_is_one_sheet_with_every_district(districts: int) -> None:
    make_unit("")
    make_large_runs("80", districts)
    [page] = sheets("80")
    assert page.count("10,000,000.00") == districts
    assert "ตรวจสอบเอกสารนี้" in page


def test_the_nation_is_one_sheet_with_every_province() -> None:
    make_unit("")
    for number in range(10, 87):
        make_large_runs(str(number), 5)
    [page] = sheets("")
    assert all(UNIT_NAMES.get(str(number), f"หน่วยงาน {number}") in page for number in range(10, 87))
    assert "ตรวจสอบเอกสารนี้" in page
