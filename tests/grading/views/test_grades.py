"""The pages of grades: a district explained, the what-if box, the board, its acts, and the nation."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from grading.models import GradeRun
from grading.services import runs
from registration.models import User
from tests.world.grading_scene import (
    AUGUST,
    AUGUST_ROUND,
    FINAL_DAY,
    JULY,
    NEW_DAY,
    QUARTER,
    SEPTEMBER_ROUND,
    Scene,
)

pytestmark = pytest.mark.django_db
DISTRICT = "/grades/2567/4/4301/"
PROVINCE = "/grades/2567/4/43/"


@pytest.fixture
def scene() -> Scene:
    """4301: one new product, 2.6 % in July, then 4 % with August; 4302 without a base."""
    scene = Scene()
    scene.products("4301", 1)
    scene.products("4301", 1, on=NEW_DAY)
    scene.base("4301", "100000.00", "100000.00", "100000.00")
    scene.sell("4301", JULY, "102600.00")
    runs.run_interim(scene.province, QUARTER, on=AUGUST_ROUND)
    scene.sell("4301", AUGUST, "105400.00")
    runs.run_interim(scene.province, QUARTER, on=SEPTEMBER_ROUND)
    return scene


@pytest.fixture
def reading(client: Client, freeze: Callable[[date], None]) -> Callable[[User, str], str]:
    """`reading(user, url)`: the text of a page on 20 September 2567."""
    freeze(date(2024, 9, 20))

    def read(user: User, url: str) -> str:
        client.force_login(user)
        return client.get(url).content.decode()

    return read


Reading = Callable[[User, str], str]


def test_a_district_is_explained(scene: Scene, reading: Reading) -> None:
    text = reading(scene.officers["4301"], DISTRICT)
    for said in (
        "ระดับหน่วยงาน C (ชั่วคราว)",
        "ชั่วคราว ข้อมูล ณ 16 กันยายน 2567",
        "ติดที่จำนวนผลิตภัณฑ์",
        "ขาดอีก 1 ผลิตภัณฑ์ จะได้ระดับ B",
        "208,000.00",
        "200,000.00",
        "หนังสือ นค 0019.3/1 ลงวันที่ 1 กรกฎาคม 2567 (ไตรมาส 4/2566)",
        "เทียบเฉพาะเดือนกรกฎาคม และสิงหาคม 2567",
        "เท่าเดิม",
        "+4.00 %",
    ):
        assert said in text


def test_an_earlier_run_can_be_read_again(scene: Scene, reading: Reading) -> None:
    first = GradeRun.objects.get(as_of=AUGUST_ROUND)
    text = reading(scene.officers["4301"], f"{DISTRICT}?run={first.pk}")
    assert "ขาดอีก 1 ผลิตภัณฑ์ และ 400.01 บาท จะได้ระดับ B" in text


def test_a_run_of_somebody_else_is_not_shown(scene: Scene, reading: Reading) -> None:
    assert "ข้อมูล ณ 16 กันยายน 2567" in reading(scene.officers["4301"], f"{DISTRICT}?run=999999")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("?products=๓&sales=๒๑๐,๐๐๐.๐๑", "ระดับหน่วยงาน A</strong>"),
        ("?products=2&sales=210000", "ระดับหน่วยงาน B</strong>"),
        ("?products=x&sales=", "กรุณากรอกเป็นตัวเลขจำนวนเต็ม"),
    ],
)
def test_the_what_if_box_answers(scene: Scene, reading: Reading, asked: str, said: str) -> None:
    assert said in reading(scene.officers["4301"], DISTRICT + asked)


def test_without_a_base_the_page_says_who_can_help(scene: Scene, reading: Reading) -> None:
    text = reading(scene.officers["4302"], "/grades/2567/4/4302/")
    assert "ไม่สามารถประเมินได้ (ไม่มีฐาน)" in text
    assert "จังหวัดเป็นผู้นำเข้าฐาน" in text


def test_before_any_run_the_page_is_computed_live(scene: Scene, reading: Reading) -> None:
    GradeRun.objects.all().delete()
    assert "คำนวณจากข้อมูลวันนี้ ยังไม่ได้จัดระดับ" in reading(scene.officers["4301"], DISTRICT)


# --- the province -------------------------------------------------------------------------------------


def test_the_board_counts_the_not_assessable_apart(scene: Scene, reading: Reading) -> None:
    text = reading(scene.officer, PROVINCE)
    assert "ไม่มีฐาน 1" in text
    assert "ขาดอีก 1 ผลิตภัณฑ์ จะได้ระดับ B" in text
    assert "ตั้งแต่วันพุธที่ 16 ตุลาคม 2567" in text


def test_the_board_sorts_by_code_or_name(scene: Scene, reading: Reading) -> None:
    scene.units["4301"].sort_key = "z"
    scene.units["4301"].save()
    orders = [reading(scene.officer, PROVINCE + sort) for sort in ("", "?sort=name")]
    places = [text.index("/4301/?run") < text.index("/4302/?run") for text in orders]
    assert places == [True, False]


def test_the_province_runs_today_and_only_by_post(scene: Scene, reading: Reading, client: Client) -> None:
    reading(scene.officer, PROVINCE)
    url = reverse("grading:interim", args=[2567, 4, "43"])
    assert client.get(url).status_code == 405
    assert "จัดระดับหน่วยงานชั่วคราว ณ วันนี้แล้ว" in client.post(url, follow=True).content.decode()
    assert GradeRun.objects.filter(as_of=date(2024, 9, 20), made_by=scene.officer).count() == 1


def test_final_by_the_page(scene: Scene, client: Client, freeze: Callable[[date], None]) -> None:
    scene.close()
    freeze(FINAL_DAY)
    client.force_login(scene.officer)
    final = reverse("grading:final", args=[2567, 4, "43"])
    assert "ไม่ใช่ระดับ D" in client.get(final).content.decode()
    client.post(final)
    assert GradeRun.objects.get(kind="final").published_at is None


def test_final_says_why_not_yet(scene: Scene, client: Client, freeze: Callable[[date], None]) -> None:
    freeze(date(2024, 10, 15))
    client.force_login(scene.officer)
    text = client.post(reverse("grading:final", args=[2567, 4, "43"])).content.decode()
    assert "หลังครบกำหนดรายงานยอดจำหน่ายเดือนสุดท้าย" in text


# --- home and nation ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("code", "to"), [("4301", DISTRICT), ("43", PROVINCE), ("", "/grades/2567/4/")])
def test_home_leads_to_ones_own_unit(
    scene: Scene, client: Client, freeze: Callable[[date], None], code: str, to: str
) -> None:
    """After its end the quarter stays the one at work while the running one has no run."""
    later = to.replace("2567/4", "2568/2")
    for day, there in ((date(2024, 9, 20), to), (date(2024, 10, 16), to), (date(2025, 2, 3), later)):
        freeze(day)
        client.force_login(scene.officers[code])
        assert client.get("/grades/").url == there


@pytest.mark.parametrize(
    "url", ["/grades/2567/9/", "/grades/9999/1/", "/grades/2567/4/99/", "/grades/2567/4/x/"]
)
def test_what_is_no_address_is_404(scene: Scene, client: Client, url: str) -> None:
    client.force_login(scene.officers[""])
    assert client.get(url).status_code == 404


def test_the_nation_reads_stored_runs_with_few_queries(
    scene: Scene, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(scene.officers[""])
    with django_assert_max_num_queries(12):
        text = client.get("/grades/2567/4/").content.decode()
    assert "2 อำเภอ" in text
