"""The words of the journal's verbs on the screens."""

import ast

from registration import verbs
from registration.workflow import ALL_TRANSITIONS, CORRECTION_TRANSITIONS
from tests.world.code import APPS, python_files, tree


def test_every_transition_has_its_words_and_icon_in_the_history_of_a_round() -> None:
    assert {row.verb for row in ALL_TRANSITIONS} <= set(verbs.OF_ROUND)


def test_every_act_that_the_code_tells_has_words() -> None:
    told = {"append_event", "append_events"}
    verbs_in_code = {
        str(node.args[1].value)
        for path in python_files(*APPS)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in told
        if len(node.args) > 1 and isinstance(node.args[1], ast.Constant)
    }
    assert len(verbs_in_code) > 20
    assert verbs_in_code <= verbs.ALL.keys()
    assert {row.verb for row in CORRECTION_TRANSITIONS} <= verbs.ALL.keys()


def test_every_act_is_in_one_group() -> None:
    assert sum(len(group) for group in verbs.GROUPS.values()) == len(verbs.ALL)
