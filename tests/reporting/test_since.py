"""What was corrected since the last meeting, on the executives' page and its paper."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from registration.models import Unit
from registration.services import proofs, subjects
from registration.stand import Stand
from reporting.services import since, summary
from reporting.services.papers import summary as paper
from tests.world.grading_scene import FINAL_DAY
from tests.world.published_scene import DAY, Published

pytestmark = pytest.mark.django_db
OCTOBER, NOVEMBER, DECEMBER = (date(2024, month, 1) for month in (10, 11, 12))


@pytest.fixture
def scene() -> Published:
    return Published.here()


def summed(scene: Published, day: int, month: int = 11) -> None:
    """The province's summary of October, issued on a day."""
    at = datetime(2024, month, day, 12, tzinfo=ZoneInfo("Asia/Bangkok"))
    subject = proofs.Subject("summary", scene.province, subjects.of_month(OCTOBER))
    proofs.issue(
        proofs.draft(subject, fingerprint=f"{day}", issued_at=at, title="สรุป", stand=Stand(at.date()))
    )


def test_a_correction_is_named_at_the_meeting_after_it(scene: Published) -> None:
    assert since.of("43", NOVEMBER).is_quiet
    done = scene.correct()
    (named,) = since.told("43", NOVEMBER)[1:]
    assert (
        named
        == f"จังหวัดหนองคาย ไตรมาส 4/2567 ครั้งที่ 2: เมืองหนองคาย B → C ({done.reason} (หนังสือ {done.letter_number}))"
    )
    assert [len(since.of(code, NOVEMBER).runs) for code in ("", "4301", "4302", "80")] == [1, 1, 0, 0]
    assert since.of("43", OCTOBER).is_quiet
    assert since.told("43", DECEMBER) == ()


def test_the_meeting_is_the_last_issue_of_its_summary_within_the_month(scene: Published) -> None:
    """Corrected on 4 November: a summary of October printed on 20 October was of before, one of November is late."""
    summed(scene, 20, month=10)
    summed(scene, 20, month=11)  # a copy
    scene.correct()
    found = since.of("43", NOVEMBER)
    assert "20 ตุลาคม 2567" in found.words
    assert len(found.runs) == 1


def test_a_later_run_opens_no_month_and_takes_the_place_in_its_own(scene: Published) -> None:
    scene.correct()
    assert summary.of_province(scene.province, NOVEMBER, DAY, seen="43") is None
    page = summary.of_province(scene.province, OCTOBER, FINAL_DAY, seen="43")
    assert page.run.number == 1
    told = paper.paper(Unit.objects.get(pk="43"), OCTOBER, on=DAY)
    assert "ผลสุดท้าย ครั้งที่ 1" in " ".join(told.lines)
    late = paper.paper(Unit.objects.get(pk="43"), NOVEMBER, on=DAY)
    assert any("B → C" in text for block in late.blocks for text in getattr(block, "paragraphs", ()))
