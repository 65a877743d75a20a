"""What a correction changed stands on the papers of its edition: counts on all, records on the roster alone."""

import pytest

from registration.models import Announcement, Edition, Round
from registration.services.editions.announced import Content
from registration.workflow import ClosingStatus
from reporting.paper import Paper
from reporting.services.papers import announcement, quarterly, roster
from reporting.services.papers.fingerprints import fingerprint
from tests.world.cast import Cast
from tests.world.closed import DAY, FIRST, approve, ask_for_sole_owner
from tests.world.factories import closing_of, walk

pytestmark = pytest.mark.django_db
DISTRICT = "อำเภอเมืองนครศรีธรรมราช"


@pytest.fixture
def corrected(closed: Cast) -> list[Edition]:
    """Both editions of the first round."""
    approve(ask_for_sole_owner(closed), closed)
    return list(Edition.objects.filter(round=FIRST).order_by("number"))


def rows(paper: Paper, name: str) -> list[tuple[object, ...]]:
    return [tuple(row) for table in paper.tables if table.name == name for row in table.rows]


def test_the_roster_names_the_records_and_the_report_the_counts(
    closed: Cast, corrected: list[Edition]
) -> None:
    round, (first, second) = Round.objects.get(pk=FIRST), corrected
    shown = roster.paper(closed.home, round, on=DAY, edition=second)
    [kind] = [row for row in rows(shown, "รายการที่แก้ไขจากฉบับก่อน") if row[3] == "ประเภทผู้ผลิต"]
    assert (kind[0], kind[2], kind[4]) == (DISTRICT, "หนึ่ง", "กลุ่มผู้ผลิตชุมชน")
    assert not rows(roster.paper(closed.b, round, on=DAY, edition=second), "รายการที่แก้ไขจากฉบับก่อน")
    report = quarterly.paper(closed.a, round, on=DAY, edition=second)
    assert (DISTRICT, "ผลิตภัณฑ์คงเหลือ", 3, 2, -1) in rows(report, "สิ่งที่เปลี่ยนจากฉบับก่อน")
    assert "ฉบับที่ 2 แก้ไขจากฉบับที่ 1 ตามหนังสือ นศ 0019/123" in str(report.blocks)
    assert "หนึ่ง" not in str(report.blocks)
    for paper in (roster, quarterly):
        assert len(paper.paper(closed.a, round, on=DAY, edition=first).tables) == 1


def test_what_is_announced_after_a_correction_tells_it_and_goes_on_telling_it(
    closed: Cast, corrected: list[Edition]
) -> None:
    round = Round.objects.get(pk=FIRST)
    walk(closing_of(FIRST), ClosingStatus.ANNOUNCED)
    announced = Announcement.objects.get(round=FIRST, unit="")
    found = Content.of(announced.content)
    assert (found.edition, Content.of(found.as_data())) == (2, found)
    paper = announcement.paper(closed.nation, round, on=DAY, announced=announced)
    assert ("ทั้งประเทศ", "ผลิตภัณฑ์คงเหลือ", 4, 3, -1) in rows(paper, "สิ่งที่เปลี่ยนจากฉบับก่อน")
    before = fingerprint(paper)
    again = announcement.paper(closed.nation, round, on=DAY, announced=Announcement.objects.get())
    assert fingerprint(again) == before
