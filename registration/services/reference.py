"""Loads the units and subdistricts of fixtures/units: add and rename, never delete."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction

from otop_registry.thai import repair, sort_key
from registration import places
from registration.models import FormerName, Subdistrict, Succession, Unit

UNITS_FOLDER: Final = Path(settings.BASE_DIR) / "fixtures" / "units"
DEPARTMENT_NAME: Final = "กรมการพัฒนาชุมชน"
SAME_NAME_SOURCE: Final = "ชื่อเดียวกันในจังหวัดเดียวกัน (GeoThai) ไม่มีประกาศยืนยัน"
_BATCH: Final = 1000

Row = dict[str, str]


@dataclass(frozen=True)
class LoadedUnits:
    """How many rows of each table the files hold; a second load reports the same."""

    provinces: int
    districts: int
    subdistricts: int
    abolished: int
    successions: int


@transaction.atomic
def load_units(folder: Path = UNITS_FOLDER) -> LoadedUnits:
    """Every unit and subdistrict is stored under its present name, abolished ones with their last day.

    Running it again changes nothing; a changed name is taken over; names and dates that the department gave a
    unit by decree stay (decision 0082). Source: DOPA's codes by way of GeoThai, fixtures/units/LICENSE.md.
    """
    provinces = _read(folder, "provinces")
    districts = _read(folder, "districts")
    subdistricts = _read(folder, "subdistricts")
    abolished = _read(folder, "abolished")
    old_districts = [row for row in abolished if places.is_district(row["code"])]
    old_subdistricts = [row for row in abolished if places.is_subdistrict(row["code"])]
    department = {"code": "", "name": DEPARTMENT_NAME}
    _save_units([department, *provinces, *districts], dated=False)
    _save_units(old_districts, dated=True)
    _save_subdistricts(subdistricts, dated=False)
    _save_subdistricts(old_subdistricts, dated=True)
    successions = _save_successions(abolished)
    return LoadedUnits(len(provinces), len(districts), len(subdistricts), len(abolished), successions)


def _read(folder: Path, name: str) -> list[Row]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _save_units(rows: Iterable[Row], *, dated: bool) -> None:
    renamed = set(FormerName.objects.values_list("unit_id", flat=True))
    Unit.objects.bulk_create(
        [
            Unit(
                code=row["code"],
                name=repair(row["name"]),
                level=places.level_of(row["code"]),
                sort_key=sort_key(row["name"]),
                valid_to=_last_day(row) if dated else None,
            )
            for row in rows
            if row["code"] not in renamed
        ],
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "level", "sort_key", *(["valid_to"] if dated else [])],
    )


def _save_subdistricts(rows: Iterable[Row], *, dated: bool) -> None:
    Subdistrict.objects.bulk_create(
        [
            Subdistrict(
                code=row["code"],
                district_id=places.district_of(row["code"]),
                name=repair(row["name"]),
                sort_key=sort_key(row["name"]),
                postcodes=row.get("postcodes", ""),
                valid_to=_last_day(row) if dated else None,
            )
            for row in rows
        ],
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "sort_key", "valid_to"] if dated else ["name", "sort_key", "postcodes"],
    )


def _save_successions(abolished: Iterable[Row]) -> int:
    """The number of pairs saved."""
    successions = [succession for row in abolished for succession in _successions(row)]
    Succession.objects.bulk_create(
        successions,
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["predecessor_code", "successor_code", "day"],
        update_fields=["share", "source"],
    )
    return len(successions)


def _successions(row: Row) -> Iterator[Succession]:
    """One row per successor; without a measured share each successor of a split gets the same."""
    codes = row["successors"].split()
    for code in codes:
        yield Succession(
            predecessor_code=row["code"],
            successor_code=code,
            day=_end_day(row),
            share=Decimal(1) / len(codes),
            source=row["source"] or SAME_NAME_SOURCE,
        )


def _end_day(row: Row) -> date:
    """The first day without the unit: by the notice where one is known, else by DOPA's list, which lags."""
    return date.fromisoformat(row["in_force"] or row["abolished_on"])


def _last_day(row: Row) -> date:
    return _end_day(row) - timedelta(days=1)
