"""The words of the journal's verbs on the screens."""

from registration import verbs
from registration.workflow import ALL_TRANSITIONS


def test_every_transition_has_its_words_and_icon_in_the_history_of_a_round() -> None:
    assert {row.verb for row in ALL_TRANSITIONS} <= set(verbs.OF_ROUND)
