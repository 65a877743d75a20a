"""What a hard close freezes: certified districts, the others as the edition before left them, one sealed chain."""

from datetime import date
from typing import Any

import pytest
from django.db import connection, models
from hypothesis import given
from hypothesis import strategies as st

from registration import append_only, content, figures
from registration.figures import COUNT_NAMES
from registration.models import Edition, EditionFigure, Event, Plan, Producer, Registration, RosterRow
from registration.models.producers import ProducerKind, ProductType
from registration.services import editions, registry
from registration.services.editions import freezing, published
from registration.workflow import CertificateStatus, ClosingStatus, Status
from tests.world.cast import Cast
from tests.world.factories import (
    REGISTER_DAY,
    certification_of,
    closing_of,
    make_producer,
    submission_of,
    walk,
)

FIRST, SECOND, THIRD = 25611, 25612, 25613
FIRST_DAY, THIRD_DAY = date(2017, 10, 2), date(2018, 4, 2)


def close(cast: Cast, round_id: int, *districts: Any) -> Edition:
    """Certifies the districts and their province, and closes the round; everybody else is left out."""
    for district in districts:
        walk(submission_of(district, round_id), Status.CERTIFIED)
    if districts:
        walk(certification_of(cast.home, round_id), CertificateStatus.CERTIFIED)
    walk(closing_of(round_id), ClosingStatus.CLOSED)
    return editions.latest(round_id)


def left(edition: Edition, code: str) -> int:
    return figures.registration_report(code, edition.round_id, edition).total.producers_left


def roster(edition: Edition) -> list[str]:
    return [row.content["name"] for row in edition.roster.order_by("district_id", "pk")]


@pytest.mark.django_db
def test_a_producer_that_moved_in_the_round_stands_once_where_it_is(cast: Cast, plan: Plan) -> None:
    producer = make_producer(cast.a, by=cast.district)
    last = producer.revisions.get()
    Producer.objects.update(district=cast.b, subdistrict="800201", version=2)
    last.pk, last.number, last.district = None, 2, cast.b
    last.content = content.of_producer(Producer.objects.get())
    last.save(force_insert=True)
    edition = close(cast, SECOND, cast.a, cast.b)
    assert [(row.district_id, row.producer_id) for row in edition.roster.all()] == [("8002", producer.pk)]
    assert (left(edition, "8001"), left(edition, "8002")) == (0, 1)


@pytest.mark.django_db
def test_an_edition_holds_what_was_certified_and_nothing_later(cast: Cast, plan: Plan) -> None:
    make_producer(cast.a, by=cast.district, name="ก")
    gone = make_producer(cast.a, by=cast.district, name="ข")
    registry.withdraw(gone, by=cast.district, on=REGISTER_DAY, version=1, reason="ผิด")
    edition = close(cast, SECOND, cast.a)
    make_producer(cast.a, by=cast.district, on=THIRD_DAY, name="ค")
    assert roster(edition) == ["ก"]
    assert left(edition, "8001") == left(edition, "80") == left(edition, "") == 1
    assert (edition.number, edition.created_by, Edition.objects.count()) == (1, cast.department, 1)


@pytest.mark.django_db
def test_whoever_is_left_out_is_named_and_keeps_the_edition_before(cast: Cast, plan: Plan) -> None:
    make_producer(cast.b, by=cast.neighbour, on=FIRST_DAY, name="เดิม")
    first = close(cast, FIRST, cast.a, cast.b)
    make_producer(cast.b, by=cast.neighbour, name="ใหม่")
    second = close(cast, SECOND, cast.a)
    assert (roster(first), roster(second)) == (["เดิม"], ["เดิม"])
    assert set(first.left_out) == {"43"}
    assert set(second.left_out) == {"43", "8002"}
    assert figures.registration_report("8002", SECOND, second).total.producers_brought == 1


@pytest.mark.django_db
def test_what_missed_the_round_is_new_in_the_next_one(cast: Cast, plan: Plan) -> None:
    late = make_producer(cast.b, by=cast.neighbour)
    close(cast, SECOND, cast.a)
    late.refresh_from_db()
    assert (late.registered_round_id, late.confirmed_round_id, late.version) == (THIRD, THIRD, 2)
    assert late.products.get().registered_round_id == THIRD
    assert late.revisions.get(number=2).content["registered_round"] == THIRD
    assert Registration.objects.get(producer=late).round_id == THIRD
    assert Event.objects.get(verb="carry_over").unit_id == "8002"
    assert figures.registration_report("8002", THIRD).total.producers_new == 1
    assert left(close(cast, THIRD, cast.b), "8002") == 1


@pytest.mark.django_db
def test_a_withdrawal_that_missed_the_round_is_carried_over_too(cast: Cast, plan: Plan) -> None:
    old = make_producer(cast.b, by=cast.neighbour, on=FIRST_DAY)
    close(cast, FIRST, cast.b)
    registry.withdraw(old, by=cast.neighbour, on=REGISTER_DAY, version=1, reason="เลิกกิจการ")
    second = close(cast, SECOND, cast.a)
    assert left(second, "8002") == 1
    third = close(cast, THIRD, cast.b)
    total = figures.registration_report("8002", THIRD, third).total
    assert (total.producers_brought, total.producers_withdrawn, total.producers_left) == (1, 1, 0)


@pytest.mark.django_db
def test_an_edition_closed_before_anybody_moved_keeps_its_bytes_and_columns(cast: Cast, plan: Plan) -> None:
    """Its fingerprint as it was computed then, over eighteen counts of a place; its report without the new columns."""
    make_producer(cast.a, by=cast.district)
    new = close(cast, SECOND, cast.a)
    old = Edition(
        round_id=new.round_id, number=2, created_at=new.created_at, created_by=new.created_by,
        previous_fingerprint=new.fingerprint, fingerprint="",
    )  # fmt: skip
    old.save(force_insert=True)
    [figure] = EditionFigure.objects.filter(edition=new)
    numbers = {name: getattr(figure, name) for name in COUNT_NAMES}
    EditionFigure(edition=old, district=cast.a, subdistrict_id="800101", **numbers).save(force_insert=True)
    then = [{"round": new.round_id, "number": 2, "left_out": {}}, ["800101", *list(numbers.values())[:18]]]
    assert editions.fingerprint_of(old) == content.fingerprint(then, previous=new.fingerprint)
    shown = {column.name for group in published.groups_of(old) for column in group.columns}
    assert shown == {column.name for column in published.COLUMNS} - published.MOVES
    assert published.groups_of(new) == published.GROUPS


@pytest.mark.django_db
def test_what_one_edition_leaves_the_next_one_brings(cast: Cast, plan: Plan) -> None:
    days = {FIRST: FIRST_DAY, SECOND: REGISTER_DAY, THIRD: THIRD_DAY}
    totals = []
    for round_id, districts in ((FIRST, (cast.a, cast.b)), (SECOND, (cast.a,)), (THIRD, (cast.a, cast.b))):
        make_producer(cast.a, by=cast.district, on=days[round_id])
        make_producer(cast.b, by=cast.neighbour, on=days[round_id])
        totals.append(figures.registration_report("", round_id, close(cast, round_id, *districts)).total)
    assert [(row.producers_brought, row.producers_left) for row in totals] == [(0, 2), (2, 3), (3, 6)]
    assert [(row.products_brought, row.products_left) for row in totals] == [(0, 2), (2, 3), (3, 6)]


# --- the seal ------------------------------------------------------------------------------------


@pytest.fixture
def sealed(cast: Cast, plan: Plan) -> Edition:
    make_producer(cast.a, by=cast.district, on=FIRST_DAY)
    make_producer(cast.a, by=cast.district, on=FIRST_DAY)
    close(cast, FIRST, cast.a)
    return close(cast, SECOND, cast.a)


@pytest.mark.django_db
def test_editions_are_chained_and_genuine(sealed: Edition) -> None:
    first = editions.latest(FIRST)
    assert (first.previous_fingerprint, sealed.previous_fingerprint) == ("", first.fingerprint)
    assert editions.is_genuine(first)
    assert editions.is_genuine(sealed)
    assert editions.edition_before(THIRD) == sealed


@pytest.mark.django_db
@pytest.mark.parametrize("what", ["figure", "roster", "row", "head", "previous"])
def test_a_changed_edition_is_not_genuine(sealed: Edition, what: str) -> None:
    raw = {model: models.QuerySet(model) for model in (Edition, EditionFigure, RosterRow)}
    mine = {"edition": sealed}
    write = {
        "figure": lambda: raw[EditionFigure].filter(**mine).update(food=99),
        "roster": lambda: raw[RosterRow].filter(**mine).update(content={"name": "อื่น"}),
        "row": lambda: raw[RosterRow].filter(pk=sealed.roster.first().pk).delete(),
        "head": lambda: raw[Edition].filter(pk=sealed.pk).update(left_out={}),
        "previous": lambda: raw[Edition].filter(pk=sealed.pk).update(previous_fingerprint=""),
    }[what]
    with append_only.lifted(connection):
        write()
    assert not editions.is_genuine(Edition.objects.get(pk=sealed.pk))


@pytest.mark.django_db
def test_an_edition_is_sealed_once(sealed: Edition) -> None:
    with pytest.raises(TypeError, match="sealed once"):
        freezing.seal(sealed)


# --- the counts of one record --------------------------------------------------------------------

ROUNDS = st.sampled_from([FIRST, SECOND, THIRD])


@st.composite
def lifespans(draw: st.DrawFn) -> dict[str, int | None]:
    registered = draw(ROUNDS)
    withdrawn = draw(st.none() | ROUNDS.filter(lambda each: each >= registered))
    first = draw(ROUNDS.filter(lambda each: each <= registered))
    return {"first_round": first, "registered_round": registered, "withdrawn_round": withdrawn}


PRODUCTS = st.builds(
    lambda life, kind: life | {"product_type": kind}, lifespans(), st.sampled_from(ProductType)
)
RECORDS = st.builds(
    lambda life, kind, products: life | {"kind": kind, "products": products},
    lifespans(), st.sampled_from(ProducerKind), st.lists(PRODUCTS, max_size=4),
)  # fmt: skip


@given(RECORDS, ROUNDS)
def test_brought_and_new_less_withdrawn_is_left_by_kind_and_type(
    record: dict[str, Any], round_id: int
) -> None:
    counts = figures.count_of(record, round_id)
    assert (
        counts.producers_brought + counts.producers_new - counts.producers_withdrawn == counts.producers_left
    )
    assert counts.products_brought + counts.products_added - counts.products_reduced == counts.products_left
    assert counts.producers_left == sum(getattr(counts, kind) for kind in ProducerKind)
    assert counts.products_left == sum(getattr(counts, each) for each in ProductType)


@given(RECORDS)
def test_a_record_leaves_one_round_as_it_enters_the_next(record: dict[str, Any]) -> None:
    for now, following in ((FIRST, SECOND), (SECOND, THIRD)):
        before, after = figures.count_of(record, now), figures.count_of(record, following)
        assert before.producers_left == after.producers_brought
        assert before.products_left == after.products_brought
