"""What a scene writes is written by our own code once in a process, and put back row by row for every later test.

Half of the time of a test went into building its cast and plan again. Rows keep keys and words; what a scene changed
in rows that stood before is not put back, so a scene only adds.
"""

import copy
from collections.abc import Callable, Hashable, Iterator
from typing import Final

from django.apps import apps
from django.db import connection
from django.db.models import Model, QuerySet

Rows = dict[type[Model], list[Model]]
_SCENES: Final[dict[Hashable, Rows]] = {}


def stage(name: Hashable, build: Callable[[], object]) -> None:
    """Writes the rows of a scene, whatever else the database holds. `build` runs once."""
    if name in _SCENES:
        with connection.constraint_checks_disabled():
            for model, rows in _SCENES[name].items():
                QuerySet(model).bulk_create([_fresh(row) for row in rows], batch_size=500)
        return
    before = {model: set(rows.values_list("pk", flat=True)) for model, rows in _tables()}
    build()
    _SCENES[name] = {
        model: found
        for model, rows in _tables()
        if (found := [row for row in rows.order_by("pk") if row.pk not in before[model]])
    }


def _tables() -> Iterator[tuple[type[Model], QuerySet[Model]]]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            yield model, QuerySet(model).all()


def _fresh(row: Model) -> Model:
    """Somebody else's copy of a row that is not written yet."""
    again = copy.copy(row)
    again._state = type(row._state)()
    return again
