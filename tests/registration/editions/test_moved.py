"""What an edition changed is told to anybody: page, open data, paper, and to who holds a paper of the one before."""

import pytest
from django.test import Client
from django.urls import reverse

from otop_registry import clock
from registration.models import Edition, Proof, Round
from registration.services import proofs
from registration.services.editions import moved
from registration.stand import Stand
from registration.workflow import ClosingStatus
from reporting.services.papers import quarterly
from tests.world.cast import Cast
from tests.world.closed import DAY, FIRST, approve, ask_for_sole_owner
from tests.world.factories import closing_of, walk

pytestmark = pytest.mark.django_db
DISTRICT = "อำเภอเมืองนครศรีธรรมราช"
PAGE = reverse("registration:announcement", args=[2561, 1])


@pytest.fixture
def proof(closed: Cast) -> Proof:
    """A report of district A from edition 1; then a correction makes edition 2."""
    first = Edition.objects.get(round=FIRST)
    subject = proofs.Subject("quarterly", closed.a, f"round:{FIRST}", first.round, has_editions=True)
    stand = Stand(DAY, first.number, first.fingerprint)
    words = {"fingerprint": "0" * 64, "title": "แบบรายงาน", "stand": stand}
    found = proofs.issue(proofs.draft(subject, issued_at=clock.instant(DAY), **words))
    walk(closing_of(FIRST), ClosingStatus.ANNOUNCED)
    approve(ask_for_sole_owner(closed), closed)
    return found


def test_the_page_lists_both_editions_and_shows_either(proof: Proof, client: Client) -> None:
    newest, first = client.get(PAGE), client.get(PAGE, {"edition": "1"})
    assert [answer.context["sheet"].total.products_left for answer in (newest, first)] == [3, 4]
    said = {(line.unit, line.label): (line.before, line.after) for line in newest.context["changed"]}
    assert said[DISTRICT, "ผลิตภัณฑ์คงเหลือ"] == (3, 2)
    assert said["ทั้งประเทศ", "ผลิตภัณฑ์คงเหลือ"] == (4, 3)
    assert "?edition=1" in newest.content.decode()
    assert "มีฉบับใหม่กว่าแล้ว" in first.content.decode()
    assert client.get(PAGE, {"edition": "3"}).status_code == 404


def test_open_data_holds_the_delta_and_gives_an_earlier_edition(proof: Proof, client: Client) -> None:
    url = reverse("registration:announcement_json", args=[2561, 1])
    newest, first = client.get(url).json(), client.get(url, {"edition": "1"}).json()
    assert (newest["edition"], first["edition"], first["changed"]) == (2, 1, [])
    assert (first["total"]["products_left"], newest["total"]["products_left"]) == (4, 3)
    changed = {(row["code"], row["name"]): (row["before"], row["after"]) for row in newest["changed"]}
    assert changed["8001", "products_left"] == (3, 2)
    csv = client.get(reverse("registration:announcement_csv", args=[2561, 1]), {"edition": "1"})
    assert "edition-1.csv" in csv["Content-Disposition"]


def test_who_holds_a_paper_of_the_edition_before_learns_what_changed(proof: Proof, client: Client) -> None:
    page = client.get(reverse("registration:verify_paper", args=[proof.token]))
    assert "ใช้ข้อมูลฉบับที่ 2 แทน" in page.content.decode()
    lines = [(line.unit, line.before, line.after) for line in page.context["verdict"].since.lines]
    assert (DISTRICT, 3, 2) in lines
    assert {unit for unit, _, _ in lines} == {DISTRICT}  # its own unit's, not the nation's


def test_a_report_of_a_later_edition_has_a_table_of_what_changed(proof: Proof, closed: Cast) -> None:
    round, editions = Round.objects.get(pk=FIRST), Edition.objects.filter(round=FIRST).order_by("number")
    first, second = (quarterly.paper(closed.a, round, on=DAY, edition=each) for each in editions)
    assert len(first.tables) == 1
    assert (DISTRICT, "ผลิตภัณฑ์คงเหลือ", 3, 2, -1) in second.tables[1].rows
    assert not quarterly.paper(closed.b, round, on=DAY, edition=editions[1]).tables[1:]
    assert not moved.changed_by(editions[0])
