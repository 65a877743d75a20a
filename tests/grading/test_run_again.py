"""The run after a published one: what moves stands in it with its reason, what does not is taken over as it stands."""

import random
from collections.abc import Iterator
from decimal import Decimal

import pytest

from grading.models import Grade, GradeRun
from grading.services import announced_runs, run_again, runs
from registration.models import Producer
from registration.services import corrections, editions
from registration.services.corrections import Wish, forward
from registration.services.editions import following
from registration.services.journal import Act
from registration.workflow import Refused
from tests.world.grading_scene import QUARTER, ROUND_ID
from tests.world.published_scene import DAY, Published

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Published:
    return Published.here()


def stored(run: GradeRun) -> list[dict[str, object]]:
    return list(Grade.objects.filter(run=run).order_by("pk").values())


def drop_a_product(scene: Published) -> None:
    """A correction of the round by which a new product of 4301 never counted: edition 2."""
    edition = editions.latest(ROUND_ID)
    producer = Producer.objects.get(registered_round=ROUND_ID, district="4301")
    found = corrections.frozen(producer.pk, edition)
    one = frozenset([found.content["products"][0]["id"]])
    changes = forward.changes_of(found.content, forward.Right({}, {}, one), ROUND_ID)
    effect = corrections.effect_of(corrections.proposed(edition, found, Wish(changes, "ผิด", "นค 1")))
    following.follow(edition, effect.rounds[0].replaced, Act(scene.officer, DAY))


def test_run_n_stays_and_run_n_plus_1_says_what_it_moved_and_why(scene: Published) -> None:
    before, grades = GradeRun.objects.values().get(), stored(scene.run)
    done = scene.correct()
    first, second = run_again.chain("43", ROUND_ID)
    assert (GradeRun.objects.filter(pk=first.pk).values().get(), stored(first)) == (before, grades)
    assert (second.number, second.correction, second.published_by) == (2, done, scene.officers[""])
    assert second.reason == f"{done.reason} (หนังสือ {done.letter_number})"
    (moved,) = run_again.moved_between(first, second)
    assert (moved.district.pk, moved.sentence, moved.change_baht) == ("4301", "B → C", Decimal("-12000.00"))
    kept = ("letter", "by_products", "by_sales", "increase", "sales_baht", "base_baht", "months", "reason")
    other, again = (run.grades.filter(district="4302").values(*kept).get() for run in (first, second))
    assert other == again
    assert GradeRun.objects.in_force().get() == second


def test_a_later_edition_is_published_as_the_next_run_as_it_was_read(scene: Published) -> None:
    """4301 keeps one of two new products: +6.67 % with one is C."""
    assert run_again.after_edition(scene.province, ROUND_ID) is None
    with pytest.raises(Refused, match="ไม่มีฉบับใหม่"):
        run_again.publish_again(scene.province, QUARTER, seen="", by=scene.officer, on=DAY)
    drop_a_product(scene)
    found = run_again.after_edition(scene.province, ROUND_ID)
    with pytest.raises(Refused, match="อ่านผลอีกครั้ง"):
        run_again.publish_again(scene.province, QUARTER, seen="0", by=scene.officer, on=DAY)
    run = run_again.publish_again(scene.province, QUARTER, seen=found.seal, by=scene.officer, on=DAY)
    assert (run.number, run.edition.number) == (2, 2)
    assert "ฉบับที่ 2" in run.reason
    (moved,) = run_again.moved_between(scene.run, run)
    assert (moved.sentence, moved.after.increase) == ("B → C", 1)
    assert run_again.after_edition(scene.province, ROUND_ID) is None
    with pytest.raises(Refused, match="ประกาศระดับหน่วยงานฉบับสุดท้าย"):
        runs.run_final(scene.province, QUARTER, by=scene.officer, on=DAY)


def amounts(seed: int) -> Iterator[tuple[str, str]]:
    """Random corrections of the two districts: amounts with satang, some of which go back to what was."""
    chance = random.Random(seed)  # noqa: S311
    for _ in range(4):
        baht = chance.choice([110000, chance.randint(1, 200000)])
        yield chance.choice(["4301", "4302"]), f"{baht}.{chance.randint(1, 99):02}"


@pytest.mark.parametrize("seed", [1, 2])
def test_the_deltas_of_all_runs_add_up_to_the_last_less_the_first(scene: Published, seed: int) -> None:
    for code, baht in amounts(seed):
        scene.correct(code, baht)
    steps = announced_runs.steps(scene.province, ROUND_ID)
    assert len(steps) == 5
    for code in ("4301", "4302"):
        told = [row.change_baht for step in steps for row in step.moved if row.district.pk == code]
        first, last = (step.run.grades.get(district=code).sales_baht or 0 for step in (steps[0], steps[-1]))
        assert sum(told) == last - first
    assert [step.is_newest for step in steps] == [False] * 4 + [True]
