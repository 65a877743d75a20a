"""How the cache writes values down in Redis."""

import json
from typing import Any


class JsonSerializer:
    """Data only: unlike Django's pickle, a poisoned entry can lie but never run."""

    def dumps(self, value: Any) -> int | str:  # noqa: ANN401
        """JSON; a whole number stays bare, so that Redis can count with it."""
        return value if type(value) is int else json.dumps(value)

    def loads(self, data: bytes) -> Any:  # noqa: ANN401
        """The value of `dumps`."""
        return json.loads(data)
