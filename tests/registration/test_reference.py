"""The units of fixtures/units: the counts, the codes the letters rest on, and a second load."""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from pytest_django import DjangoDbBlocker

from otop_registry import thai
from registration.models import Subdistrict, Succession, Unit
from registration.places import Level
from registration.services.reference import UNITS_FOLDER, LoadedUnits, load_units

TODAY = date(2026, 11, 1)
ALL = LoadedUnits(provinces=77, districts=928, subdistricts=7436, abolished=1583, successions=1186)
pytestmark = pytest.mark.django_db


def codes(province: str) -> list[str]:
    return list(Unit.objects.valid(TODAY).districts().below(province).values_list("code", flat=True))


def snapshot() -> list[list[tuple[object, ...]]]:
    return [list(model.objects.order_by("pk").values_list()) for model in (Unit, Subdistrict, Succession)]


@pytest.fixture(scope="module")
def units(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[LoadedUnits]:
    """Loaded once for the file; every test runs in a savepoint upon it, all is rolled back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_units()
        transaction.set_rollback(True)


def test_fixtures_are_what_geothai_says(tmp_path: Path) -> None:
    """When this fails a newer geothai is installed: run `manage.py write_unit_fixtures`, read the diff."""
    call_command("write_unit_fixtures", folder=tmp_path, stdout=StringIO())
    for written in tmp_path.iterdir():
        assert (UNITS_FOLDER / written.name).read_bytes() == written.read_bytes(), written.name
    assert len(list(tmp_path.iterdir())) == 4


def test_load_units_brings_the_whole_country(units: LoadedUnits) -> None:
    assert units == ALL
    valid = Unit.objects.valid(TODAY)
    assert valid.provinces().count() == 77
    assert valid.districts().count() == 928
    assert Subdistrict.objects.valid(TODAY).count() == 7436
    assert Succession.objects.count() == 1186
    assert (
        Unit.objects.exclude(valid_to=None).count() + Subdistrict.objects.exclude(valid_to=None).count()
        == 1583
    )
    assert Unit.objects.get(level=Level.DEPARTMENT).full_name == "กรมการพัฒนาชุมชน"


def test_the_letters_provinces_have_their_districts(units: LoadedUnits) -> None:
    assert codes("80") == [str(code) for code in range(8001, 8024)]
    assert codes("43") == ["4301", "4302", "4305", "4307", "4308", "4314", "4315", "4316", "4317"]
    assert Unit.objects.get(code="8001").full_name == "อำเภอเมืองนครศรีธรรมราช"
    assert Subdistrict.objects.valid(TODAY).filter(district__code__startswith="80").count() == 170
    assert Subdistrict.objects.valid(TODAY).filter(district__code__startswith="43").count() == 62


def test_bangkok_is_a_province_of_fifty_khet(units: LoadedUnits) -> None:
    assert len(codes("10")) == 50
    phra_nakhon = Unit.objects.get(code="1001")
    assert (phra_nakhon.name, phra_nakhon.full_name) == ("พระนคร", "เขตพระนคร")
    assert Unit.objects.get(code="10").full_name == "กรุงเทพมหานคร"


def test_an_abolished_district_ends_and_points_to_its_successor(units: LoadedUnits) -> None:
    """Bueng Kan left Nong Khai by the act in force on 23 March 2554 (2011)."""
    assert Unit.objects.get(code="4303").valid_to == date(2011, 3, 22)
    assert not Unit.objects.valid(date(2011, 3, 23)).filter(code="4303").exists()
    succession = Succession.objects.get(predecessor_code="4303")
    assert (succession.successor_code, succession.day, succession.share) == ("3801", date(2011, 3, 23), 1)
    assert "พระราชบัญญัติตั้งจังหวัดบึงกาฬ" in succession.source


def test_a_split_subdistrict_has_equal_shares(units: LoadedUnits) -> None:
    bang_na = Succession.objects.filter(predecessor_code="104701").values_list("successor_code", "share")
    assert {code: float(share) for code, share in bang_na} == {"104702": 0.5, "104703": 0.5}


def test_every_successor_exists(units: LoadedUnits) -> None:
    known = {
        *Unit.objects.values_list("code", flat=True),
        *Subdistrict.objects.values_list("code", flat=True),
    }
    assert {*Succession.objects.values_list("successor_code", flat=True)} <= known
    assert {*Succession.objects.values_list("predecessor_code", flat=True)} <= known


def test_every_stored_name_is_repaired_and_has_its_sort_key(units: LoadedUnits) -> None:
    for model in (Unit, Subdistrict):
        for name, key in model.objects.values_list("name", "sort_key"):
            assert (name, key) == (thai.repair(name), thai.sort_key(name))


def test_loading_again_changes_nothing(units: LoadedUnits) -> None:
    before = snapshot()
    assert load_units() == ALL
    assert snapshot() == before


def test_loading_again_takes_over_a_name_and_keeps_the_departments_dates(units: LoadedUnits) -> None:
    Unit.objects.filter(code="8001").update(name="ชื่อเดิม", sort_key="", valid_from=date(1990, 1, 1))
    Subdistrict.objects.filter(code="800101").update(name="ชื่อเดิม", valid_to=date(2040, 1, 1))
    load_units()
    district = Unit.objects.get(code="8001")
    assert (district.name, district.valid_from) == ("เมืองนครศรีธรรมราช", date(1990, 1, 1))
    subdistrict = Subdistrict.objects.get(code="800101")
    assert (subdistrict.name, subdistrict.valid_to) == ("ในเมือง", date(2040, 1, 1))


def test_loading_deletes_nothing(units: LoadedUnits) -> None:
    Unit.objects.create(code="8099", name="ทดลอง", level=Level.DISTRICT)
    load_units()
    assert Unit.objects.filter(code="8099").exists()


def test_load_units_ends_what_a_newer_file_abolishes(units: LoadedUnits, tmp_path: Path) -> None:
    for file in UNITS_FOLDER.glob("*.csv"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    with (tmp_path / "abolished.csv").open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerow(("8099", "ทดลอง", "2027-05-01", "", "8001", "", ""))
    Unit.objects.create(code="8099", name="ทดลอง", level=Level.DISTRICT)
    load_units(tmp_path)
    assert Unit.objects.get(code="8099").valid_to == date(2027, 5, 1) - timedelta(days=1)


def test_load_reference_tells_what_it_loaded_and_runs_twice(units: LoadedUnits) -> None:
    first, second = StringIO(), StringIO()
    call_command("load_reference", stdout=first)
    call_command("load_reference", stdout=second)
    assert first.getvalue().splitlines()[0] == (
        "units: 77 provinces, 928 districts, 7,436 subdistricts, 1,583 abolished codes"
    )
    assert second.getvalue().splitlines()[1:] == ["holidays: 0 new", "plan: 2561"]
