"""Variables of the environment: blanks do not count, nonsense stops the start."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from otop_registry import environment


def test_set_but_empty_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTOP_WORD", "  ")
    assert environment.env("OTOP_WORD", "else") == "else"
    assert environment.env_bool("OTOP_WORD", default=True)
    assert environment.env_int("OTOP_WORD", 7) == 7


@pytest.mark.parametrize("word", ["-1", "1.5", "๑", "one"])
def test_a_number_is_a_whole_one(monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    monkeypatch.setenv("OTOP_WORD", word)
    with pytest.raises(ImproperlyConfigured, match="OTOP_WORD must be a whole number"):
        environment.env_int("OTOP_WORD", 7)
