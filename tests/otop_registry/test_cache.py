"""Values keep their shape in Redis, and nothing in Redis can run."""

import pickle

import pytest

from otop_registry.cache import JsonSerializer


@pytest.mark.parametrize("value", [None, True, 0, -3, "ไทย", "12", {"_auth_user_id": "7", "list": [1, None]}])
def test_value_comes_back_as_it_went(value: object) -> None:
    stored = JsonSerializer().dumps(value)
    assert JsonSerializer().loads(str(stored).encode()) == value


def test_pickle_is_refused() -> None:
    with pytest.raises(UnicodeDecodeError):
        JsonSerializer().loads(pickle.dumps({"a": 1}))
