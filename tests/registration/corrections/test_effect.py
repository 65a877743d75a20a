"""What a correction would move is said by name before anybody agrees, and approving writes exactly that."""

import pytest

from registration import content, figures
from registration.figures import Counts
from registration.models import Correction, Edition, Event, Producer, Registration
from registration.services import corrections, editions
from registration.services.editions import following
from registration.services.registry import as_of
from tests.world.cast import Cast
from tests.world.closed import (
    DAY,
    FIRST,
    FIRST_DAY,
    SECOND,
    THIRD,
    approve,
    ask_for_sole_owner,
    close,
    end,
    named,
    wish,
)
from tests.world.factories import amend

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(closed: Cast) -> Cast:
    return closed


@pytest.fixture
def asked(cast: Cast) -> Correction:
    return ask_for_sole_owner(cast)


def total(round_id: int, code: str = "", number: int | None = None) -> Counts:
    edition = Edition.objects.get(round=round_id, number=number) if number else editions.latest(round_id)
    return figures.registration_report(code, round_id, edition).total


def test_the_effect_names_every_count_before_and_after(asked: Correction) -> None:
    first, second = corrections.effect_of(asked).rounds
    said = {(row.unit, row.label): (row.before, row.after) for row in first.counts}
    district, province = "อำเภอเมืองนครศรีธรรมราช", "จังหวัดนครศรีธรรมราช"
    assert {unit for unit, _ in said} == {"ตำบลในเมือง", district, province, "ทั้งประเทศ"}
    assert said[district, "ผลิตภัณฑ์คงเหลือ"] == (3, 2)
    assert said[district, "ผลิตภัณฑ์เพิ่ม"] == (3, 2)
    assert said[province, "ผลิตภัณฑ์คงเหลือ"] == (4, 3)
    assert said[province, "กลุ่มผู้ผลิตชุมชน"] == (2, 1)
    brought = {row.unit: (row.before, row.after) for row in second.counts if row.label == "ผลิตภัณฑ์ยกมา"}
    assert brought[district] == (3, 2)
    assert [each.number for each in Edition.objects.order_by("pk")] == [1, 1]  # nothing is written yet


def test_approving_writes_the_next_edition_of_each_round(cast: Cast, asked: Correction) -> None:
    frozen = [(list(e.roster.values()), list(e.figures.values())) for e in Edition.objects.order_by("pk")]
    approve(asked, cast)
    rows = Edition.objects.order_by("pk")
    assert [(each.round_id, each.number) for each in rows] == [
        (FIRST, 1),
        (SECOND, 1),
        (FIRST, 2),
        (SECOND, 2),
    ]
    assert [each.previous_fingerprint for each in rows[1:]] == [each.fingerprint for each in rows[:3]]
    assert all(map(editions.is_genuine, rows))
    assert [(list(e.roster.values()), list(e.figures.values())) for e in rows[:2]] == frozen
    assert [each.figures.count() + each.roster.count() for each in rows[2:]] == [2, 2]
    assert (total(FIRST).products_left, total(SECOND).products_brought) == (3, 3)
    assert (total(SECOND).group, total(SECOND).sole_owner, total(SECOND).producers_updated) == (1, 2, 1)


def test_sums_of_editions_are_sums_of_deltas(cast: Cast, asked: Correction) -> None:
    approve(asked, cast)
    end(cast, "สอง", SECOND)
    for edition in Edition.objects.filter(number__gt=1):
        moved = figures.total(each.after - each.before for each in following.deltas(edition))
        now, before = (total(edition.round_id, number=edition.number - back) for back in (0, 1))
        assert now - before == moved
    assert total(FIRST).products_left == total(SECOND).products_brought
    running = figures.registration_report("", THIRD).total
    assert total(SECOND).products_left == running.products_brought


def test_a_record_that_had_stopped_is_withdrawn_in_the_round(cast: Cast, asked: Correction) -> None:
    end(cast, "สอง", SECOND)
    after = total(SECOND, "8001")
    assert (after.producers_brought, after.producers_withdrawn, after.producers_left) == (2, 1, 1)
    listed = as_of.frozen_roster(cast.a, editions.latest(SECOND)).entries()
    assert [each.name for each in listed] == ["หนึ่ง"]
    assert total(FIRST, "8001").producers_left == 2


def test_who_was_registered_wrongly_never_counted_also_where_left_out(cast: Cast, asked: Correction) -> None:
    end(cast, "สาม", FIRST)
    assert (total(FIRST, "8002"), total(SECOND, "8002")) == (Counts(), Counts())
    third = close(cast, THIRD, cast.a)  # 8002 is left out again: it keeps the edition in force
    assert figures.registration_report("8002", THIRD, third).total == Counts()
    assert total(THIRD).producers_brought == total(SECOND).producers_left


def test_the_record_of_today_takes_what_is_right(cast: Cast, asked: Correction) -> None:
    approve(asked, cast)
    producer = named("หนึ่ง")
    assert (producer.kind, producer.version) == ("sole_owner", 3)
    standing = producer.products.order_by("pk").values_list("name", "withdrawn_round")
    assert list(standing) == [("ขนมลา", None), ("ขนมพอง", FIRST)]
    newest = producer.revisions.latest("number")
    assert (newest.number, newest.round_id) == (3, THIRD)
    assert newest.content == content.of_producer(producer)
    assert not Registration.objects.filter(round=THIRD).exists()
    event = Event.objects.get(verb="correct_record")
    assert (event.unit_id, event.subject, event.round_id) == ("8001", f"producer:{producer.pk}", THIRD)


def test_what_stood_on_a_day_stays(cast: Cast, asked: Correction) -> None:
    approve(asked, cast)
    assert {each.kind_label for each in as_of.roster(cast.b, FIRST_DAY).entries()} == {"กลุ่มผู้ผลิตชุมชน"}
    one = next(each for each in as_of.roster(cast.a, FIRST_DAY).entries() if each.name == "หนึ่ง")
    assert (one.kind_label, one.row_count) == ("กลุ่มผู้ผลิตชุมชน", 2)


def test_what_was_changed_since_stays(cast: Cast, asked: Correction) -> None:
    two, edition = named("สอง"), editions.latest(FIRST)
    said = wish({"name": ["สอง", "ที่สอง"], "lane": ["", "ซอย 2"]})
    correction = corrections.ask(edition, two.pk, said, by=cast.province, on=DAY)
    amend(two, by=cast.district, on=DAY, name="สองใหม่")
    approve(correction, cast)
    assert list(Producer.objects.filter(pk=two.pk).values_list("name", "lane")) == [("สองใหม่", "ซอย 2")]
    assert corrections.frozen(two.pk, editions.latest(SECOND)).content["name"] == "ที่สอง"
