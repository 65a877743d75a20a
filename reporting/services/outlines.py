"""The outlines of the provinces, drawn once from fixtures/map (its LICENSE.md: CC BY 4.0, credit on the page)."""

import csv
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings

from registration.models import Succession
from registration.places import PROVINCE_WIDTH

OUTLINES_FILE: Final = Path(settings.BASE_DIR) / "fixtures" / "map" / "provinces.csv"
VIEW_BOX: Final = "0 0 560 1025"


@cache
def outlines() -> dict[str, str]:
    """{province's code: the path of its outline in VIEW_BOX}"""
    with OUTLINES_FILE.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["path"] for row in csv.DictReader(file)}


def outlines_on(day: date) -> dict[str, str]:
    """The same as the provinces stood on a day: one that went to others lends its outline to the largest of them.

    A province that began later has none until its own is drawn; pages name it below the map (decision 0084).
    """
    became: dict[tuple[date, str], list[Succession]] = {}
    for row in Succession.objects.filter(predecessor_code__length=PROVINCE_WIDTH, day__lte=day):
        became.setdefault((row.day, row.predecessor_code), []).append(row)
    found = dict(outlines())
    for (_, old), rows in sorted(became.items()):
        if old not in {row.successor_code for row in rows}:
            heir = max(rows, key=lambda row: row.weight).successor_code
            found[heir] = f"{found.get(heir, '')} {found.pop(old, '')}".strip()
    return found
