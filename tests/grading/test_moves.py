"""Moves and counts of letters: every move has one word, and they add up to the counts of both runs."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading.moves import ALL_LETTERS, Move, move_of, moves, tallies

letters = st.dictionaries(st.sampled_from([f"43{n:02}" for n in range(12)]), st.sampled_from(ALL_LETTERS))


@pytest.mark.parametrize(
    ("before", "now", "move"),
    [
        ("B", "A", Move.UP),
        ("A", "D", Move.DOWN),
        ("C", "C", Move.SAME),
        ("", "", Move.SAME),
        ("", "D", Move.ASSESSED),
        ("A", "", Move.UNASSESSED),
        (None, "", Move.FIRST),
        ("D", None, Move.GONE),
    ],
)
def test_each_pair_of_letters_is_one_move(before: str | None, now: str | None, move: Move) -> None:
    assert move_of(before, now) == move


@given(letters, letters)
def test_moves_add_up_to_the_counts_of_both_runs(now: dict[str, str], before: dict[str, str]) -> None:
    counted, found = moves(now, before), tallies(now, before)
    assert counted.total() - counted[Move.GONE] == sum(tally.count for tally in found) == len(now)
    assert counted.total() - counted[Move.FIRST] == sum(tally.before or 0 for tally in found) == len(before)


@given(letters, letters)
def test_a_change_of_a_count_is_never_told_without_a_move(
    now: dict[str, str], before: dict[str, str]
) -> None:
    came, went = Counter[str](), Counter[str]()
    for code in {*now, *before}:
        if move_of(before.get(code), now.get(code)) != Move.SAME:
            came.update([now[code]] if code in now else [])
            went.update([before[code]] if code in before else [])
    for tally in tallies(now, before):
        assert tally.change == came[tally.letter] - went[tally.letter]


def test_nothing_moved_where_there_was_no_run_before() -> None:
    assert not moves({"4301": "A"}, None)
    assert {tally.change for tally in tallies({"4301": "A"})} == {None}
