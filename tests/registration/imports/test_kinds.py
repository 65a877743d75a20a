"""The kinds of table that may be brought: each is found by its own code, and by no other."""

import pytest

from registration.services.imports import kinds


def test_each_kind_is_found_by_its_own_code() -> None:
    assert [kinds.of(code).code for code in kinds.PATHS] == list(kinds.PATHS)


def test_there_is_no_kind_of_an_unknown_code() -> None:
    with pytest.raises(KeyError):
        kinds.of("nonsense")
