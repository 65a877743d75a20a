"""The executives' page: counts are the grades of the run, who sees which, which run, what is near, its pictures."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from grading.models import GradeRun, RunKind
from grading.services import runs
from registration.models import Edition, Unit
from registration.workflow import Role
from reporting.services import summary
from reporting.services.outlines import outlines
from tests.conftest import Freeze
from tests.world.factories import make_officer, make_unit
from tests.world.grading_scene import (
    FINAL_DAY,
    QUARTER,
    SEPTEMBER_ROUND,
    Scene,
    make_two_rounds,
)

pytestmark = pytest.mark.django_db
SEPTEMBER, AUGUST, OCTOBER = date(2024, 9, 1), date(2024, 8, 1), date(2024, 10, 1)
ON = date(2024, 9, 18)


@pytest.fixture
def scene() -> Scene:
    return make_two_rounds()


def page_of(
    scene: Scene, month: date = SEPTEMBER, *, seen: str = "43", **over: object
) -> summary.ProvincePage:
    page = summary.of_province(scene.province, month, ON, seen=seen, **over)
    assert page is not None
    return page


def test_the_counts_are_those_of_the_run(scene: Scene) -> None:
    page = page_of(scene)
    run = GradeRun.objects.get(as_of=SEPTEMBER_ROUND)
    letters = Counter(run.grades.values_list("letter", flat=True))
    assert {tally.letter: tally.count for tally in page.tallies} == {
        letter: letters[letter] for letter in ("A", "B", "C", "D", "")
    }
    assert sum(tally.count for tally in page.tallies) == 5
    assert [line.letter for line in page.lines] == ["A", "D", "C", "D", ""]
    assert page.lines[4].outcome.reason_words == "ไม่มีฐาน"


def test_what_changed_is_told_run_to_run(scene: Scene) -> None:
    page = page_of(scene)
    assert [(line.district.pk, line.move) for line in page.changes] == [("4302", "down")]
    assert {tally.letter: tally.change for tally in page.tallies}["B"] == -1
    first = page_of(scene, AUGUST)
    assert first.changes == []
    assert {tally.change for tally in first.tallies} == {None}


def test_one_step_away_is_one_condition_with_its_exact_gap(scene: Scene) -> None:
    august = page_of(scene, AUGUST)
    assert [(line.district.pk, line.gap.grade, line.gap.products) for line in august.near_products] == [
        ("4302", "A", 1)
    ]
    september = page_of(scene)
    [nearest, *others] = september.near_sales
    assert (nearest.district.pk, nearest.gap.grade, nearest.gap.baht) == ("4303", "B", Decimal("500.01"))
    assert [line.district.pk for line in others] == ["4302", "4304"]


def test_a_district_sees_its_own_interim_grade_alone(scene: Scene) -> None:
    page = page_of(scene, seen="4302")
    assert [line.district.pk for line in page.lines] == ["4302"]
    assert sum(tally.count for tally in page.tallies) == 1


def publish(scene: Scene) -> GradeRun:
    """A published final run, its grades copied from the last interim one."""
    edition = Edition.objects.create(
        round_id=25674,
        number=1,
        created_at=act_time(),
        created_by=scene.officers[""],
        left_out={},
        fingerprint="f",
    )
    interim = GradeRun.objects.get(as_of=SEPTEMBER_ROUND)
    run = GradeRun.objects.create(
        province=scene.province, quarter=interim.quarter, kind=RunKind.FINAL, as_of=FINAL_DAY,
        policy=interim.policy, edition=edition, made_at=act_time(),
    )  # fmt: skip
    for grade in interim.grades.all():
        grade.pk, grade.run = None, run
        grade.save()
    return run


def act_time() -> object:
    return GradeRun.objects.first().made_at


def test_a_final_run_shows_to_districts_once_it_is_published(scene: Scene) -> None:
    run = publish(scene)
    assert summary.of_province(scene.province, OCTOBER, FINAL_DAY, seen="4302") is None
    assert len(page_of(scene, OCTOBER).lines) == 5
    GradeRun.objects.filter(pk=run.pk).update(published_at=act_time(), published_by=scene.officer)
    page = page_of(scene, OCTOBER, seen="4302")
    assert ([line.district.pk for line in page.lines], page.run.kind) == (["4302"], RunKind.FINAL)


def test_a_month_with_two_quarters_shows_the_published_final_first(scene: Scene) -> None:
    run = publish(scene)
    runs.run_interim(scene.province, QUARTER.next, on=date(2024, 10, 17))
    assert page_of(scene, OCTOBER).chosen.quarter == QUARTER.next
    GradeRun.objects.filter(pk=run.pk).update(published_at=act_time(), published_by=scene.officer)
    page = page_of(scene, OCTOBER)
    assert (page.chosen.quarter, page.chosen.quarters) == (QUARTER, (QUARTER, QUARTER.next))
    assert page_of(scene, OCTOBER, wanted=str(QUARTER.next)).chosen.quarter == QUARTER.next


def test_late_and_missing_reports_are_named(scene: Scene) -> None:
    [group] = page_of(scene).late
    assert (group.state, len(group.names)) == ("missing", 5)


def test_bars_hold_the_counts_of_four_quarters(scene: Scene) -> None:
    bars = page_of(scene).bars
    assert [bar.quarter.label for bar in bars] == ["1/2567", "2/2567", "3/2567", "4/2567"]
    assert [bar.total for bar in bars] == [0, 0, 0, 5]
    assert sum(piece.height for piece in bars[-1].pieces) == 100


def test_every_province_has_its_outline() -> None:
    assert len(outlines()) == 77
    assert all(path.startswith("M") for path in outlines().values())


# --- pages ---


def test_the_page_says_interim_and_its_day_and_sorts_by_name(
    scene: Scene, freeze: Freeze, client: Client
) -> None:
    freeze(ON)
    Unit.objects.filter(pk="4305").update(sort_key="0")
    client.force_login(scene.officer)
    page = client.get(reverse("reporting:summary", args=[2567, 9]), {"sort": "name"})
    said = page.content.decode()
    assert "ชั่วคราว ข้อมูล ณ 16 กันยายน 2567" in said
    assert "500.01 บาท" in said
    assert page.context["page"].lines[0].district.pk == "4305"
    assert client.get(reverse("reporting:summary_home"))["Location"] == "/summary/2567/9/"


def test_a_month_without_runs_says_so(scene: Scene, freeze: Freeze, client: Client) -> None:
    freeze(ON)
    client.force_login(scene.officer)
    page = client.get(reverse("reporting:summary", args=[2567, 5]))
    assert "ยังไม่มีการจัดระดับหน่วยงาน" in page.content.decode()


def test_a_foreign_province_is_not_found(scene: Scene, freeze: Freeze, client: Client) -> None:
    freeze(ON)
    make_unit("80")
    client.force_login(make_officer("80", Role.EXECUTIVE))
    assert client.get(reverse("reporting:summary", args=[2567, 9]), {"unit": "43"}).status_code == 404
    client.force_login(scene.officers[""])
    assert client.get(reverse("reporting:summary", args=[2567, 9]), {"unit": "43"}).status_code == 200


def test_a_districts_page_is_about_the_district_alone(scene: Scene) -> None:
    """Published grades of the province stand on its own page; one table and one sentence speak of one district."""
    run = publish(scene)
    GradeRun.objects.filter(pk=run.pk).update(published_at=act_time(), published_by=scene.officer)
    page = page_of(scene, OCTOBER, seen="4302")
    assert [line.district.pk for line in page.lines] == ["4302"]
    assert (page.late, page.quiet_words) == ((), "ยังไม่ถึงกำหนด")
    [group] = page_of(scene, seen="4302").late
    assert (group.state, group.names) == ("missing", (page.lines[0].district.name,))
    assert sum(bar.total for bar in page.bars if bar.is_now) == 1


def test_a_month_without_grades_says_what_there_is(freeze: Freeze, client: Client) -> None:
    """A province without any base is no empty page: who is late, what was sold, what the grades wait for."""
    scene = Scene()
    scene.products("4301", 1)
    scene.sell("4301", QUARTER.months[1], "500.00")
    freeze(ON)
    client.force_login(scene.officer)
    page = client.get(reverse("reporting:summary", args=[2567, 9]))
    found, said = page.context["ungraded"], page.content.decode()
    assert (found.districts, found.without_base, found.sales.sales) == (2, 2, Decimal("500.00"))
    assert [(group.state, len(group.names)) for group in found.late] == [("missing", 2)]
    for words in ("ยังไม่มีการจัดระดับหน่วยงาน", "ยังไม่มีฐานของไตรมาส 4/2567", "500.00 บาท"):
        assert words in said
