"""build_document: the same file as on the page, in one command; what is wrong stands in one plain line."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook
from pytest_django import Settings

from registration.models import Round
from reporting.models import Document
from reporting.models.letters import Occasion
from reporting.services import letters
from tests.conftest import Freeze
from tests.world.cast import Cast
from tests.world.factories import DAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plan", "noon")]


@pytest.fixture
def noon(freeze: Freeze, settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "documents"
    freeze(DAY)


@pytest.mark.parametrize("round", ["2561/2", "2/2561", "๒/๒๕๖๑"])
def test_a_workbook_of_a_round(cast: Cast, tmp_path: Path, round: str) -> None:
    target = tmp_path / "report.xlsx"
    words = ["quarterly", "--unit", "๘๐๐๑", "--round", round, "--as", "xlsx", "--output", str(target)]
    call_command("build_document", *words)
    assert load_workbook(target).sheetnames
    document = Document.objects.get()
    assert (document.job, document.asked_by, document.size) == (None, None, target.stat().st_size)


def test_the_newest_letter_of_a_round(cast: Cast, tmp_path: Path) -> None:
    about = letters.About(Occasion.PLAN, Round.objects.get(pk=25612))
    drafted = letters.draft(about, cast.home, by=cast.province, on=DAY)
    target = tmp_path / "letter.pdf"
    call_command("build_document", "letter", "--unit", "80", "--round", "2561/2", "--output", str(target))
    assert target.read_bytes().startswith(b"%PDF")
    assert Document.objects.get().letter == drafted


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["quarterly", "--unit", "8099", "--round", "2561/2"], "ไม่มีหน่วยงานรหัส 8099"),
        (["quarterly", "--unit", "8001", "--round", "2561/7"], "period: "),
        (["letter", "--unit", "80", "--round", "2561/3"], "ยังไม่มีหนังสือ"),
        (["quarterly", "--unit", "8001"], "give one of --round, --month and --year"),
        (["announcement", "--unit", "8001", "--round", "2561/2"], "ไม่มี"),
        (["monthly", "--unit", "8001", "--month", "2567-13"], "period: "),
    ],
)
def test_what_is_wrong_is_one_line(cast: Cast, tmp_path: Path, words: list[str], line: str) -> None:
    with pytest.raises(CommandError, match=line) as refused:
        call_command("build_document", *words, "--output", str(tmp_path / "x"))
    assert "\n" not in str(refused.value)
    assert not (tmp_path / "x").exists()


def test_a_place_that_cannot_be_written_is_told(cast: Cast, tmp_path: Path) -> None:
    words = ["plan", "--year", "๒๕๖๑", "--as", "xlsx", "--output", str(tmp_path / "none" / "x.xlsx")]
    with pytest.raises(CommandError, match="No such file"):
        call_command("build_document", *words)
