"""import_sales: checks a month by cell, records what is clean in an officer's name, leaves the rest and says so."""

import json
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from registration.models import Sale, Upload
from registration.models.uploads import RowState
from registration.services.imports import applying
from tests.conftest import Freeze
from tests.world.cast import Cast
from tests.world.factories import DAY, make_producer, make_product_fields

pytestmark = pytest.mark.usefixtures("plan")
TEXT = 'ผู้ผลิต,ผลิตภัณฑ์,ยอดจำหน่าย (บาท)\nร้านป้าแดง,ขนมลา,"1,234.50"\nร้านป้าดำ,ขนมลา,5\nรวม,,1239.50\n'
MONTH = ("--unit", "8001", "--month", "2561-02")
SPLIT = ("--split", "domestic_offline")


@pytest.fixture
def file(cast: Cast, tmp_path: Path, freeze: Freeze) -> Path:
    """Two rows and their total: a product of the district, and one that nobody knows."""
    freeze(DAY)
    rows = [make_product_fields(name="ขนมลา")]
    make_producer(cast.a, by=cast.district, on=date(2018, 1, 10), name="ร้านป้าแดง", products=rows)
    path = tmp_path / "sales.csv"
    path.write_bytes(TEXT.encode("cp874"))
    return path


def told(path: Path, *args: str) -> Any:  # noqa: ANN401 (whatever JSON holds)
    out = StringIO()
    call_command("import_sales", str(path), *args, "--format", "json", stdout=out)
    return json.loads(out.getvalue())


@pytest.mark.parametrize("month", ["2561-02", "2018-02", "๒๕๖๑-๒"])
def test_a_check_tells_rows_amounts_and_cells_and_writes_nothing(file: Path, month: str) -> None:
    said = told(file, "--unit", "8001", "--month", month, *SPLIT, "--dry-run")
    assert {name: said[name] for name in ("rows", "clean", "refused")} == {
        "rows": 2,
        "clean": 1,
        "refused": 1,
    }
    assert [(each["row"], each["baht"][0], each["state"]) for each in said["values"]] == [
        (2, "1234.50", "new")
    ]
    errors = [
        (each["row"], each["column"], each["code"])
        for each in said["findings"]
        if each["severity"] == "error"
    ]
    assert errors == [(3, "A", "unknown_producer")]
    assert not Sale.objects.exists()


def test_a_sum_is_asked_without_a_rule(file: Path) -> None:
    said = told(file, *MONTH, "--dry-run")
    assert (said["refused"], "split" in [each["code"] for each in said["findings"]]) == (2, True)


def test_what_is_clean_is_recorded_once_and_what_is_left_is_said(cast: Cast, file: Path) -> None:
    for _ in range(2):
        with pytest.raises(CommandError, match="เหลือ 1 ราย"):
            told(file, *MONTH, *SPLIT, "--by", "district")
    sale = Sale.objects.get()
    assert (str(sale.total_baht), sale.entered_by) == ("1234.50", cast.district)
    first, second = Upload.objects.order_by("pk")
    assert (first.rows.first().state, second.rows.first().state) == (RowState.APPLIED, RowState.UNCHANGED)


def test_the_same_amount_in_another_month_is_another_answer(cast: Cast, file: Path) -> None:
    for month in ("2561-01", "2561-02"):
        with pytest.raises(CommandError, match="เหลือ 1 ราย"):
            told(file, "--unit", "8001", "--month", month, *SPLIT, "--by", "district")
    assert Sale.objects.count() == 2


def test_a_month_that_has_not_begun_is_refused_like_typing(file: Path) -> None:
    with pytest.raises(CommandError, match="ยังไม่ถึงเดือนนั้น"):
        told(file, "--unit", "8001", "--month", "2561-03", *SPLIT, "--by", "district")
    refused = applying.refusal(Upload.objects.get(), DAY)
    assert refused
    assert refused.reopens == date(2018, 3, 1)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--unit", "80", "--month", "2561-02", "--dry-run"), "รหัสอำเภอ"),
        (("--unit", "8001", "--month", "กุมภา", "--dry-run"), "--month"),
        (MONTH, "--by"),
        ((*MONTH, "--by", "province"), "--by"),
    ],
)
def test_what_cannot_be_done_is_said(file: Path, args: tuple[str, ...], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        told(file, *args)
