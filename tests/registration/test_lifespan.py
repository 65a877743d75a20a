"""The moves of a stay in a round: Python, Q over columns, Q over a content and SQL say the same of the same rows."""

from itertools import product as pairs

import pytest
from django.db import connection

from registration import content, lifespan
from registration.lifespan import BROUGHT, DURING, GONE, LEFT, NEW
from registration.models import Plan, Product, Revision
from tests.world.cast import Cast
from tests.world.factories import make_producer

ROUNDS = (25611, 25612, 25613, 25614)
STAYS = [(came, went) for came, went in pairs(ROUNDS, (None, *ROUNDS)) if went is None or went >= came]


@pytest.mark.parametrize(
    ("registered", "withdrawn", "moves"),
    [
        (25611, None, {BROUGHT, LEFT, DURING}),
        (25612, None, {NEW, LEFT, DURING}),
        (25613, None, set()),
        (25611, 25611, set()),
        (25611, 25612, {BROUGHT, GONE, DURING}),
        (25611, 25613, {BROUGHT, LEFT, DURING}),
        (25612, 25612, {DURING}),
        (25612, 25613, {NEW, LEFT, DURING}),
    ],
)
def test_moves_of_round_2(registered: int, withdrawn: int | None, moves: set[str]) -> None:
    assert lifespan.moves(registered, withdrawn, 25612) == moves


@pytest.mark.parametrize("round_id", ROUNDS)
@pytest.mark.parametrize(("came", "went"), STAYS)
def test_what_a_round_brings_and_adds_less_what_goes_is_left(
    came: int, went: int | None, round_id: int
) -> None:
    moves = lifespan.moves(came, went, round_id)
    assert (BROUGHT in moves) + (NEW in moves) - (GONE in moves) == (LEFT in moves)
    following = lifespan.moves(came, went, round_id + 1)
    assert (LEFT in moves) == (BROUGHT in following), "what is left is what the next round brings"


@pytest.fixture
def stays(cast: Cast, plan: Plan) -> None:
    """A product and a revision for every stay that four rounds allow."""
    producer = make_producer(cast.a, by=cast.district)
    [given], last = producer.products.all(), producer.revisions.get()
    said = content.of_producer(producer)
    for number, (came, went) in enumerate(STAYS, start=2):
        given.pk, given.registered_round_id, given.withdrawn_round_id = None, came, went
        given.save(force_insert=True)
        last.pk, last.number = None, number
        last.content = said | {"registered_round": came, "withdrawn_round": went}
        last.save(force_insert=True)


@pytest.mark.django_db
@pytest.mark.parametrize("round_id", ROUNDS)
@pytest.mark.parametrize("move", [*lifespan.MOVES, DURING])
def test_python_columns_content_and_sql_agree(stays: None, move: str, round_id: int) -> None:
    rows = Product.objects.values_list("pk", "registered_round_id", "withdrawn_round_id")
    expected = {pk for pk, came, went in rows if move in lifespan.moves(came, went, round_id)}
    by_columns = Product.objects.filter(lifespan.moves_q(round_id)[move])
    assert set(by_columns.values_list("pk", flat=True)) == expected
    with connection.cursor() as cursor:
        condition = lifespan.moves_sql(round_id, "m")[move]
        cursor.execute(f"SELECT m.id FROM {Product._meta.db_table} m WHERE {condition}")  # noqa: S608
        assert {pk for (pk,) in cursor.fetchall()} == expected
    contents = Revision.objects.filter(lifespan.moves_q(round_id, "content__")[move])
    said = {row.pk for row in Revision.objects.all() if move in content.moves_of(row.content, round_id)}
    assert set(contents.values_list("pk", flat=True)) == said


@pytest.mark.django_db
@pytest.mark.parametrize("round_id", ROUNDS)
def test_what_is_standing_or_gone_before_is_one_answer(stays: None, round_id: int) -> None:
    rows = list(Product.objects.values_list("pk", "withdrawn_round_id"))
    standing = Product.objects.filter(lifespan.standing()).values_list("pk", flat=True)
    assert set(standing) == {pk for pk, went in rows if lifespan.is_standing(went)}
    gone = Product.objects.filter(lifespan.gone_before(round_id)).values_list("pk", flat=True)
    assert set(gone) == {pk for pk, went in rows if lifespan.is_gone_before(went, round_id)}
