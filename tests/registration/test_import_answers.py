"""import_answers: checks a province's file of answers and keeps what is clean in an officer's name."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from registration.models import FormAnswer
from tests.conftest import Freeze
from tests.world.cast import Cast
from tests.world.factories import DAY

pytestmark = pytest.mark.usefixtures("plan")
TEXT = "ประทับเวลา;อำเภอ;เดือน;ยอดจำหน่าย\n15/1/2561, 9:00:00;8001;ม.ค. 2561;10.50\n;8001;;5\n"


def test_a_check_tells_values_and_what_is_clean_is_kept(cast: Cast, freeze: Freeze, tmp_path: Path) -> None:
    freeze(DAY)
    path, out = tmp_path / "answers.csv", StringIO()
    path.write_text(TEXT, encoding="utf-8")
    call_command("import_answers", str(path), "--unit", "80", "--dry-run", "--format", "json", stdout=out)
    said = json.loads(out.getvalue())
    value = {
        "row": 2,
        "district": "8001",
        "month": "2018-01",
        "products": None,
        "baht": "10.50",
        "state": "new",
    }
    assert (said["rows"], said["refused"], said["values"]) == (2, 1, [value])
    assert not FormAnswer.objects.exists()
    with pytest.raises(CommandError, match="เหลือ 1 ราย"):
        call_command("import_answers", str(path), "--unit", "80", "--by", cast.province.username, stdout=out)
    assert str(FormAnswer.objects.get().sales_baht) == "10.50"
    with pytest.raises(CommandError, match="รหัสจังหวัด"):
        call_command("import_answers", str(path), "--unit", "8001", "--dry-run")
