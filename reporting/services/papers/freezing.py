"""A paper kept as data, so that what was issued with a number can be drawn the same at any later time."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Final

from otop_registry.thai import Percent
from registration.stand import Basis, Stand
from reporting.paper import Area, Column, Facts, Form, Map, Paper, Prose, Signature, Table, Tile, Tiles

SHAPES: Final[Mapping[str, Callable[..., object]]] = {
    each.__name__: each
    for each in (Area, Column, Facts, Map, Paper, Percent, Prose, Signature, Stand, Table, Tile, Tiles)
}
TERMS: Final[Mapping[str, Callable[..., object]]] = {each.__name__: each for each in (Basis, Form)}
TYPE: Final = "type"


def as_data(value: object) -> object:
    """Plain values for a JSON column; amounts as text, days in ISO, rows read to their end."""
    if is_dataclass(value):
        parts = {field.name: as_data(getattr(value, field.name)) for field in fields(value)}
        return {TYPE: type(value).__name__, **parts}
    if isinstance(value, Enum):
        return (
            {TYPE: type(value).__name__, "value": value.value}
            if type(value).__name__ in TERMS
            else value.value
        )
    if isinstance(value, Decimal | date):
        return {TYPE: type(value).__name__, "value": str(value)}
    if isinstance(value, dict):
        return {TYPE: "dict", "items": [[key, as_data(each)] for key, each in value.items()]}
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [as_data(each) for each in value]
    return value


def of_data(data: object) -> object:
    """What `as_data` kept; lists come back as tuples."""
    if isinstance(data, list):
        return tuple(map(of_data, data))
    if not isinstance(data, dict):
        return data
    name = data[TYPE]
    if name in SHAPES:
        return SHAPES[name](**{key: of_data(each) for key, each in data.items() if key != TYPE})
    if name in TERMS:
        return TERMS[name](data["value"])
    if name == "dict":
        return {key: of_data(each) for key, each in data["items"]}
    return Decimal(data["value"]) if name == "Decimal" else date.fromisoformat(data["value"])


def paper_of(data: object) -> Paper:
    """The paper that `as_data` kept. Raises: TypeError for anything else."""
    paper = of_data(data)
    if not isinstance(paper, Paper):
        raise TypeError("No paper was kept here")
    return paper
