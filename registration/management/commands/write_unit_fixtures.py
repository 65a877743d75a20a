"""Rewrites fixtures/units from the installed geothai; only developers run it, after geothai is updated."""

import csv
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import geothai
from django.core.management.base import BaseCommand
from geothai.abolished import abolished_areas

from registration.services.reference import UNITS_FOLDER

Row = tuple[str, ...]


class Command(BaseCommand):
    help = "Rewrite fixtures/units/*.csv from the installed geothai package."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--folder", type=Path, default=UNITS_FOLDER)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        for name, rows in _tables().items():
            self.stdout.write(f"{name}.csv: {_write(folder / f'{name}.csv', rows)}")
        self.stdout.write(f"geothai data {geothai.DATA_VERSION}: name this version in LICENSE.md")


def _tables() -> dict[str, Iterable[Row]]:
    """Each file's rows, the heading first, in the order of the codes."""
    return {
        "provinces": _provinces(),
        "districts": _districts(),
        "subdistricts": _subdistricts(),
        "abolished": _abolished(),
    }


def _provinces() -> Iterator[Row]:
    yield ("code", "name")
    yield from ((province.code, province.name_th) for province in geothai.provinces())


def _districts() -> Iterator[Row]:
    """Names stand without เขต, which `Unit.kind` adds back for Bangkok."""
    yield ("code", "name")
    for province in geothai.provinces():
        for district in geothai.districts(province.code):
            yield (district.code, district.name_th.removeprefix("เขต"))


def _subdistricts() -> Iterator[Row]:
    yield ("code", "name", "postcodes")
    for province in geothai.provinces():
        for district in geothai.districts(province.code):
            for subdistrict in geothai.subdistricts(district.code):
                yield (subdistrict.code, subdistrict.name_th, " ".join(subdistrict.postal_codes))


def _abolished() -> Iterator[Row]:
    """`basis`: notice = a published notice names the successor, name = the same name in the province."""
    yield ("code", "name", "abolished_on", "in_force", "successors", "basis", "source")
    for area in abolished_areas():
        yield (
            area.code,
            area.name_th,
            area.abolished_on,
            area.successors_in_force or "",
            " ".join(area.successors),
            area.successors_basis or "",
            area.successors_source or "",
        )


def _write(path: Path, rows: Iterable[Row]) -> int:
    """The number of rows written below the heading."""
    table = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(table)
    return len(table) - 1
