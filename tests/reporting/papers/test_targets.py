"""Attachments 1 and 2: the criteria in the letter's words, what each grade needs to the satang, who has no base."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest

from grading import scoring
from grading.models import BaseRule
from grading.services import policies, targets
from grading.services.policies import Terms
from grading.services.targets import Aim
from reporting import workbook
from reporting.paper import Imprint, Paper, Prose
from reporting.services.papers import targets as papers
from tests.world.grading_scene import BEFORE, NEW_DAY, QUARTER, Scene

pytestmark = pytest.mark.django_db
IMPRINT = Imprint("1", "https://example.org/verify/1", "f" * 64, "9 ส.ค. 2567", "จังหวัดหนองคาย")
CODES = ("4301", "4302", "4303", "4304")
ON = date(2024, 8, 9)
PRODUCTS = "๑) มีจำนวนผลิตภัณฑ์ OTOP ลงทะเบียนในระบบเพิ่มขึ้น ไตรมาสละ"
SALES = "๒) มีผลรวมยอดจำหน่ายผลิตภัณฑ์ OTOP เพิ่มขึ้น เมื่อเทียบกับไตรมาสเดียวกันของปี พ.ศ.๒๕๖๖"
LETTER = [  # นค ๐๐๑๙.๓/ก ๙๙๒๙, สิ่งที่ส่งมาด้วย ๑
    ("A", f"{PRODUCTS} ไม่น้อยกว่า ๓ ผลิตภัณฑ์", f"{SALES} มากกว่าร้อยละ ๕"),
    ("B", f"{PRODUCTS} ไม่น้อยกว่า ๒ ผลิตภัณฑ์", f"{SALES} มากกว่าร้อยละ ๓"),
    ("C", f"{PRODUCTS} ไม่น้อยกว่า ๑ ผลิตภัณฑ์", f"{SALES} มากกว่าร้อยละ ๒"),
    ("D", f"{PRODUCTS} น้อยกว่า ๑ ผลิตภัณฑ์", f"{SALES} น้อยกว่าร้อยละ ๒"),
]
# 1,900,000.00 × 1.05 = 1,995,000.00 exactly, which is not more than 5 %: one satang over
FIRST = (
    1, "อำเภอเมืองหนองคาย", 2, 3, 4, Decimal("2000000.00"),
    Decimal("1000000.00"), Decimal("500000.00"), Decimal("400000.00"), Decimal("1900000.00"),
    Decimal("1995000.01"), Decimal("1957000.01"), Decimal("1938000.01"), "",
)  # fmt: skip
NONE = (None,) * 3


@pytest.fixture
def scene() -> Scene:
    """4301 has a whole base and a target, 4302 none, 4303 a base of zero, 4304 two months of three."""
    scene = Scene(districts=CODES)
    scene.products("4301", 3)
    scene.products("4301", 2, on=NEW_DAY)
    scene.base("4301", "1000000.00", "500000.00", "400000.00")
    scene.base("4303", "0", "0", "0")
    scene.base("4304", "10.10", "20.20")
    aims = {"4301": Aim(4, Decimal("2000000.00")), "4302": Aim(1)}
    targets.set_targets(scene.province, QUARTER, aims, by=scene.officer, on=BEFORE)
    return scene


def paper_of(scene: Scene, code: str = "43") -> Paper:
    unit = scene.province if code == "43" else scene.units[code]
    return papers.paper(unit, QUARTER, on=ON)


def test_the_criteria_are_the_letters_word_for_word(scene: Scene) -> None:
    assert list(paper_of(scene).tables[0].rows) == LETTER


def test_a_district_starts_aims_and_needs_what_was_counted_by_hand(scene: Scene) -> None:
    rows = paper_of(scene).tables[1].rows
    assert rows[0] == FIRST
    assert rows[1][2:] == (0, 0, 1, None, *NONE, None, *NONE, "ประเมินไม่ได้ (ไม่มีฐาน)")
    zero = Decimal(0)
    assert rows[2][6:] == (zero, zero, zero, zero, *NONE, "ประเมินไม่ได้ (ฐานเป็น 0 บาท)")
    part = (Decimal("10.10"), Decimal("20.20"), None, None)
    assert rows[3][6:] == (*part, *NONE, "ประเมินทั้งไตรมาสไม่ได้ (ไม่มีฐานเดือนกันยายน)")


def test_totals_are_the_sums_of_their_columns(scene: Scene) -> None:
    assert paper_of(scene).tables[1].total == (
        "", "รวม", 2, 3, 5, Decimal("2000000.00"),
        Decimal("1000010.10"), Decimal("500020.20"), Decimal("400000.00"), Decimal("1900000.00"),
        "", "", "", "",
    )  # fmt: skip
    workbook.draw(paper_of(scene), IMPRINT, BytesIO())  # each total is its column's sum


def test_the_needed_sum_gives_the_grade_and_a_satang_less_does_not() -> None:
    base, bands = Decimal("1900000.00"), scoring.BANDS
    for letter, needed in zip(scoring.LETTERS, FIRST[10:13], strict=True):
        assert scoring.score(bands, 3, needed, base).by_sales == letter
        assert scoring.score(bands, 3, needed - Decimal("0.01"), base).by_sales > letter


def test_one_district_has_its_one_row_as_in_the_province(scene: Scene) -> None:
    table = paper_of(scene, "4301").tables[1]
    assert (list(table.rows), table.total) == ([FIRST], None)


def test_the_rounds_of_the_letter_are_told_with_the_moved_day(scene: Scene) -> None:
    [prose] = [block for block in paper_of(scene).blocks if isinstance(block, Prose)]
    assert prose.paragraphs[-1] == (
        "๕) รายงานผลภายในวันที่ ๑๕ ของทุกเดือน ครั้งที่ 1 วันที่ 15 กรกฎาคม 2567 / ครั้งที่ 2 วันที่ 15 สิงหาคม 2567 / "
        "ครั้งที่ 3 วันที่ 15 กันยายน 2567 (ส่งได้ถึงวันจันทร์ที่ 16 กันยายน 2567)"
    )


def test_a_later_policy_speaks_of_its_own_bands_and_base(scene: Scene) -> None:
    bands = (
        scoring.Band("A", 9, Decimal("7.50")),
        scoring.Band("B", 6, Decimal(5)),
        scoring.Band("C", 3, Decimal(0)),
    )
    terms = Terms("เกณฑ์ใหม่", QUARTER.next, bands, base_rule=BaseRule.MEAN_OF_THREE)
    policies.enter_policy(terms, by=scene.officers[""], on=ON)
    rows = papers.paper(scene.province, QUARTER.next, on=ON).tables[0].rows
    against = "ค่าเฉลี่ยของไตรมาสเดียวกันของปีงบประมาณ พ.ศ.๒๕๖๗ ปีงบประมาณ พ.ศ.๒๕๖๖ ปีงบประมาณ พ.ศ.๒๕๖๕"
    assert rows[0][1].endswith("ไม่น้อยกว่า ๙ ผลิตภัณฑ์")
    assert rows[0][2].endswith(f"เมื่อเทียบกับ{against} มากกว่าร้อยละ ๗.๕")
    assert list(paper_of(scene).tables[0].rows) == LETTER


def test_attributes_name_the_policy_and_the_base(scene: Scene) -> None:
    assert paper_of(scene).attributes == {"policy": "1", "base": "2566/4"}
