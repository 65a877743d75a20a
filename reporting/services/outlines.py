"""The outlines of the provinces, drawn once from fixtures/map (its LICENSE.md: CC BY 4.0, credit on the page)."""

import csv
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings

OUTLINES_FILE: Final = Path(settings.BASE_DIR) / "fixtures" / "map" / "provinces.csv"
VIEW_BOX: Final = "0 0 560 1025"


@cache
def outlines() -> dict[str, str]:
    """{province's code: the path of its outline in VIEW_BOX}"""
    with OUTLINES_FILE.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["path"] for row in csv.DictReader(file)}
