"""The table of checks: versions, levels and what findings weigh together."""

import re

import pytest

from registration.checks import table
from registration.checks.table import CHECKS, NEWEST, VERSION, Level


def test_every_code_stands_once_and_every_row_says_its_source_and_version() -> None:
    assert len({check.code for check in CHECKS}) == len(CHECKS)
    assert all(check.source and 1 <= check.since <= NEWEST for check in CHECKS)
    assert {check.code for check in CHECKS} == set(table.ADVICE)


def test_a_version_holds_the_checks_of_those_before_it() -> None:
    assert {check.code for check in table.of_version(1)} == {
        "same_name", "twin_products", "lacks_licence", "was_returned",
    }  # fmt: skip
    assert table.of_version(NEWEST) == CHECKS
    assert VERSION <= NEWEST
    assert table.of_version(0) == ()


def test_the_words_of_a_check_name_what_fills_them_and_nothing_else() -> None:
    for check in CHECKS:
        assert set(re.findall(r"{(.*?)}", check.words)) <= table.FIGURES, check.code


@pytest.mark.parametrize(
    ("codes", "risk", "is_flagged"),
    [((), 0, False), (("same_name",), 10, True), (("same_name", "was_returned"), 20, True)],
)
def test_findings_weigh_together(codes: tuple[str, ...], risk: int, is_flagged: bool) -> None:
    assert (table.risk_of(codes), table.is_flagged(risk)) == (risk, is_flagged)


def test_only_a_warning_that_the_district_has_not_answered_already_asks_for_a_reason() -> None:
    assert table.named("same_name").asks_reason
    assert not table.named("was_returned").asks_reason
    assert all(check.level == Level.WARNING for check in CHECKS if check.asks_reason)
