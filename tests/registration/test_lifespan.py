"""The moves of a stay in a round: Python, Q over columns, Q over a content and SQL say the same of the same rows."""

from itertools import product as pairs

import pytest
from django.db import connection

from registration import content, lifespan
from registration.lifespan import BROUGHT, CAME, DURING, GONE, LEFT, NATIONAL, NEW, WENT
from registration.models import Plan, Product, Revision
from tests.world.cast import Cast
from tests.world.factories import make_producer

ROUNDS = (25611, 25612, 25613, 25614)
STAYS = [(came, went) for came, went in pairs(ROUNDS, (None, *ROUNDS)) if went is None or went >= came]
MOVED = [  # (registered, withdrawn, came, went): whatever any order of acts allows
    (registered, withdrawn, came, went)
    for (registered, withdrawn), came, went in pairs(STAYS, (None, *ROUNDS), (None, *ROUNDS))
    if (came is None or registered <= came <= (withdrawn or came))
    and (went is None or ((came or registered) <= went and (withdrawn or went) <= went))
]


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


@pytest.mark.parametrize(
    ("stay", "moves"),
    [
        ((25611, None, None, 25612), {BROUGHT, WENT, DURING}),
        ((25612, None, None, 25612), {NEW, WENT, DURING}),  # new where it was registered, wherever it went
        ((25611, None, 25612, None), {CAME, LEFT, DURING}),
        ((25612, None, 25612, None), {CAME, LEFT, DURING}),  # and never new where it came
        ((25611, 25612, 25612, None), {CAME, GONE, DURING}),
        ((25611, None, 25613, None), {DURING}),  # it stands elsewhere
        ((25611, 25612, None, 25612), {BROUGHT, GONE, DURING}),  # withdrawn before its producer went
    ],
)
def test_moves_of_round_2_of_one_that_moved(
    stay: tuple[int, int | None, int | None, int | None], moves: set[str]
) -> None:
    registered, withdrawn, came, went = stay
    assert lifespan.moves(registered, withdrawn, 25612, came=came, went=went) == moves


def test_what_a_round_brings_and_gains_less_what_it_loses_is_left() -> None:
    for (registered, withdrawn, came, went), round_id in pairs(MOVED, ROUNDS):
        said = {"came": came, "went": went}
        moves = lifespan.moves(registered, withdrawn, round_id, **said)
        gained = sum(move in moves for move in (BROUGHT, NEW, CAME))
        assert gained - (GONE in moves) - (WENT in moves) == (LEFT in moves)
        following = lifespan.moves(registered, withdrawn, round_id + 1, **said)
        assert (LEFT in moves) == (BROUGHT in following), "what is left is what the next round brings"


def test_two_stays_of_one_that_moved_are_the_one_stay_that_it_would_have_been() -> None:
    """A move is neither new nor withdrawn: both districts together count what one of them would have counted."""
    for (registered, withdrawn), moved, round_id in pairs(STAYS, ROUNDS, ROUNDS):
        if not registered <= moved <= (withdrawn or moved):
            continue
        there = lifespan.moves(registered, None, round_id, went=moved)
        here = lifespan.moves(registered, withdrawn, round_id, came=moved)
        whole = lifespan.moves(registered, withdrawn, round_id)
        assert (WENT in there) == (CAME in here)
        for move in (BROUGHT, LEFT):
            assert (move in there) + (move in here) == (move in whole)
        if (
            not registered == moved == withdrawn
        ):  # new there and withdrawn here, where nothing would have been
            assert (NEW in there) + (NEW in here) == (NEW in whole)
            assert (GONE in there) + (GONE in here) == (GONE in whole)


@pytest.fixture
def stays(cast: Cast, plan: Plan) -> None:
    """A product for every stay that four rounds allow, moved here or not; a revision for each that never moved."""
    producer = make_producer(cast.a, by=cast.district)
    [given], last = producer.products.all(), producer.revisions.get()
    said = content.of_producer(producer)
    here = [(registered, withdrawn, came) for registered, withdrawn, came, went in MOVED if went is None]
    for number, (registered, withdrawn, came) in enumerate(here, start=2):
        given.pk, given.registered_round_id, given.withdrawn_round_id = None, registered, withdrawn
        given.came_round_id = came
        given.save(force_insert=True)
        if came is None:
            last.pk, last.number = None, number
            last.content = said | {"registered_round": registered, "withdrawn_round": withdrawn}
            last.save(force_insert=True)


@pytest.mark.django_db
@pytest.mark.parametrize("round_id", ROUNDS)
def test_python_columns_content_and_sql_agree(stays: None, round_id: int) -> None:
    rows = list(
        Product.objects.values_list("pk", "registered_round_id", "withdrawn_round_id", "came_round_id")
    )
    for move in (*lifespan.MOVES[:4], LEFT, DURING):
        expected = {
            pk for pk, new, out, came in rows if move in lifespan.moves(new, out, round_id, came=came)
        }
        by_columns = Product.objects.filter(lifespan.moves_q(round_id)[move])
        assert set(by_columns.values_list("pk", flat=True)) == expected
    for move in NATIONAL:
        expected = {pk for pk, new, out, _ in rows if move in lifespan.moves(new, out, round_id)}
        with connection.cursor() as cursor:
            condition = lifespan.moves_sql(round_id, "m")[move]
            cursor.execute(f"SELECT m.id FROM {Product._meta.db_table} m WHERE {condition}")  # noqa: S608
            assert {pk for (pk,) in cursor.fetchall()} == expected
    contents = Revision.objects.filter(lifespan.counted_q(round_id))
    said = {row.pk for row in Revision.objects.all() if LEFT in content.moves_of(row.content, round_id)}
    assert set(contents.values_list("pk", flat=True)) == said


@pytest.mark.django_db
@pytest.mark.parametrize("round_id", ROUNDS)
def test_what_is_standing_or_gone_before_is_one_answer(stays: None, round_id: int) -> None:
    rows = list(Product.objects.values_list("pk", "withdrawn_round_id"))
    standing = Product.objects.filter(lifespan.standing()).values_list("pk", flat=True)
    assert set(standing) == {pk for pk, went in rows if lifespan.is_standing(went)}
    gone = Product.objects.filter(lifespan.gone_before(round_id)).values_list("pk", flat=True)
    assert set(gone) == {pk for pk, went in rows if lifespan.is_gone_before(went, round_id)}
