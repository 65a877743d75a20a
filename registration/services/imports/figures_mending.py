"""A row of a province's figures on the page: its district, month and figures as read, and what was mended in them."""

from collections.abc import Mapping
from typing import Any, Final

from otop_registry import thai
from registration.models import UploadRow, User
from registration.services.imports import kinds, mending
from registration.services.imports.districts import Districts
from registration.services.imports.kinds import Scene

TYPED_AS: Final = {"sales": "sales_baht", "products": "products", "month": "month"}  # {column: box}


def districts_of(scene: Scene) -> list[tuple[str, str]]:
    """(code, name) of the districts to choose from."""
    return [(code, str(unit)) for code, unit in sorted(Districts.of(scene.unit, scene.on).units.items())]


def boxes(row: UploadRow, viewer: User) -> dict[str, Any]:
    """What the boxes hold: what was read, else what was typed."""
    typed = mending.refused_cells(row, viewer).get(row.number, {})
    found = {box: typed[key] for key, box in TYPED_AS.items() if key in typed}
    said = {name: value for name, value in row.fields.items() if value not in (None, "")}
    if month := said.get("month"):
        said["month"] = thai.month_name(thai.parse_date_text(str(month)))
    return {**found, **said}


def mend(row: UploadRow, figures: Mapping[str, Any], scene: Scene) -> None:
    """Puts the figures in place of what was read. Raises: Refused."""
    kind = kinds.of_upload(row.upload)
    plain = {name: figures.get(name) for name in kind.figures}
    baht = plain.get("sales_baht")
    plain["sales_baht"] = None if baht in (None, "") else f"{thai.parse_baht(str(baht)):.2f}"
    names = dict(districts_of(scene))
    title = f"{names.get(str(plain['district']), '')} {str(plain.get('month') or '')[:7]}".strip()
    mending.put(row, {**row.fields, **plain}, scene, title=title)
