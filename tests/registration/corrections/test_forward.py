"""A correction reaches forward: what still says the wrong value says the right one, and every identity holds."""

from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from registration import figures
from registration.models.producers import ProducerKind, ProductType
from registration.services.corrections import forward

ROUNDS = [25611, 25612, 25613, 25614]
Record = dict[str, Any]


@st.composite
def stays(draw: st.DrawFn) -> Record:
    registered = draw(st.sampled_from(ROUNDS))
    withdrawn = draw(st.none() | st.sampled_from([each for each in ROUNDS if each >= registered]))
    return {"first_round": registered, "registered_round": registered, "withdrawn_round": withdrawn}


@st.composite
def records(draw: st.DrawFn) -> Record:
    kinds = st.sampled_from(ProductType)
    products = [
        draw(stays()) | {"id": pk, "name": "", "product_type": draw(kinds)}
        for pk in range(draw(st.integers(0, 3)))
    ]
    said = dict.fromkeys(forward.CORRECTABLE) | {"kind": draw(st.sampled_from(ProducerKind))}
    return said | draw(stays()) | {"products": products}


@st.composite
def corrected(draw: st.DrawFn) -> tuple[Record, Record, int]:
    """(record, record after a correction, its round)."""
    record, round_id = draw(records()), draw(st.sampled_from(ROUNDS))
    if draw(st.booleans()):
        return record, forward.applied(record, forward.all_ended(record, round_id), round_id), round_id
    kinds = st.sampled_from(ProductType)
    types = {each["id"]: {"product_type": draw(kinds)} for each in record["products"]}
    ended = frozenset(pk for pk in types if draw(st.booleans()))
    right = forward.Right({"kind": draw(st.sampled_from(ProducerKind))}, types, ended)
    changes = forward.changes_of(record, right, round_id)
    return record, forward.applied(record, changes, round_id), round_id


@given(corrected())
def test_every_identity_holds_in_every_round_after_a_correction(case: tuple[Record, Record, int]) -> None:
    _, after, _ = case
    counts = [figures.count_of(after, round_id) for round_id in ROUNDS]
    for each in counts:
        assert each.producers_brought + each.producers_new - each.producers_withdrawn == each.producers_left
        assert each.products_brought + each.products_added - each.products_reduced == each.products_left
        assert each.products_left == sum(getattr(each, kind) for kind in ProductType)
    for now, following in pairwise(counts):
        assert now.producers_left == following.producers_brought
        assert now.products_left == following.products_brought


@given(corrected())
def test_an_end_moves_no_count_of_an_earlier_round(case: tuple[Record, Record, int]) -> None:
    before, after, round_id = case
    for earlier in [each for each in ROUNDS if each < round_id]:
        old, new = figures.count_of(before, earlier), figures.count_of(after, earlier)
        assert (old.producers_left, old.products_left) == (new.producers_left, new.products_left)


RECORD: Record = {
    "name": "ผิด",
    "registered_round": 25611,
    "withdrawn_round": None,
    "products": [{"id": 7, "name": "ผิด", "registered_round": 25611, "withdrawn_round": None}],
}


def test_what_somebody_changed_himself_stays() -> None:
    changes = {"name": ["ผิด", "ถูก"], "products.7.name": ["ผิด", "ถูก"]}
    after = forward.applied(RECORD | {"name": "ใหม่"}, changes, 25611)
    assert (after["name"], after["products"][0]["name"]) == ("ใหม่", "ถูก")


def test_a_stay_that_began_later_is_another_one() -> None:
    end = {"withdrawn_round": [None, 25611]}
    assert forward.applied(RECORD | {"registered_round": 25613}, end, 25611)["withdrawn_round"] is None
    assert forward.applied(RECORD | {"withdrawn_round": 25613}, end, 25611)["withdrawn_round"] == 25611
