"""Whoever holds a paper older than a correction learns by which edition, and what of its unit changed."""

import pytest
from django.test import Client

from otop_registry import clock
from registration.models import Proof, Round
from registration.models.proofs import RECEIPT
from registration.services import corrections, editions, proofs, verdicts
from registration.services.proofs import Subject
from registration.services.verdicts import ProofState
from registration.stand import Basis, Stand
from registration.workflow import ClosingStatus
from tests.world.cast import Cast
from tests.world.closed import DAY, FIRST, approve, ask_for_sole_owner, named, wish
from tests.world.factories import closing_of, walk

pytestmark = pytest.mark.django_db
DISTRICT = "อำเภอเมืองนครศรีธรรมราช"
Papers = dict[str, Proof]


def issued(kind: str, unit: object, stand: Stand, *, has_editions: bool = False) -> Proof:
    subject = Subject(kind, unit, f"round:{FIRST}", Round.objects.get(pk=FIRST), has_editions=has_editions)
    said = {"fingerprint": kind.ljust(64, "0"), "title": kind, "stand": stand}
    return proofs.issue(proofs.draft(subject, issued_at=clock.instant(DAY), **said))


@pytest.fixture
def papers(closed: Cast) -> Papers:
    """Papers of each kind that tell the first edition of round 1."""
    walk(closing_of(FIRST), ClosingStatus.ANNOUNCED)
    first = Stand(DAY, 1)
    letter = Stand(DAY, 1, basis=Basis.ISSUED, number="นศ 0019/1")
    number = closing_of(FIRST).announcement_number
    announced = Stand(DAY, basis=Basis.ANNOUNCED, number=number)
    return {
        "report": issued("quarterly", closed.a, first, has_editions=True),
        "roster of the province": issued("roster", closed.home, first, has_editions=True),
        "report of a neighbour": issued("quarterly", closed.b, first, has_editions=True),
        "receipt": proofs.newest(RECEIPT, "8001", f"round:{FIRST}"),
        "receipt of a neighbour": proofs.newest(RECEIPT, "8002", f"round:{FIRST}"),
        "announcement": issued("announcement", closed.nation, announced),
        "letter": issued("letter", closed.home, letter),
        "packet": issued("packet", closed.nation, first),
        "plan": issued("plan", closed.nation, Stand(DAY)),
    }


def states(papers: Papers) -> dict[str, ProofState]:
    return {name: verdicts.look_up(proof.token).state for name, proof in papers.items()}


def test_each_paper_says_by_which_edition_and_what_changed(closed: Cast, papers: Papers) -> None:
    assert set(states(papers).values()) == {ProofState.GENUINE}
    approve(ask_for_sole_owner(closed), closed)
    told = states(papers)
    assert [name for name, state in told.items() if state == ProofState.SUPERSEDED] == [
        "report",
        "roster of the province",
    ]
    corrected = ["receipt", "announcement", "letter", "packet"]
    assert [name for name, state in told.items() if state == ProofState.CORRECTED] == corrected
    for name in ("report", "roster of the province", *corrected):
        page = Client().get(proofs.path_of(papers[name])).content.decode()
        assert "ใช้ข้อมูลฉบับที่ 2 แทน" in page, name
        assert DISTRICT in page, name
        assert "ผลิตภัณฑ์คงเหลือ" in page, name
        assert "ขนมพอง" not in page, name  # no record by name


def test_a_paper_of_who_is_not_concerned_stays_current_and_says_so(closed: Cast, papers: Papers) -> None:
    approve(ask_for_sole_owner(closed), closed)
    issued("quarterly", closed.b, Stand(DAY, 2), has_editions=True)  # printed again: it says the same
    for name in ("report of a neighbour", "receipt of a neighbour"):
        page = Client().get(proofs.path_of(papers[name])).content.decode()
        assert "เป็นฉบับปัจจุบัน" in page
        assert f"รอบนี้มีฉบับที่ 2 แล้ว ตัวเลขและรายชื่อของ{closed.b}ไม่เปลี่ยน" in page


def test_where_only_the_record_changed_its_count_is_told(closed: Cast, papers: Papers) -> None:
    said = wish({"lane": ["", "ซอย 2"]})
    edition = editions.latest(FIRST)
    approve(
        corrections.ask(edition, named("สอง").pk, said, by=closed.province, on=DAY),
        closed,
    )
    page = Client().get(proofs.path_of(papers["roster of the province"])).content.decode()
    assert "ข้อมูลของผู้ผลิต 1 รายในทะเบียนรายชื่อแก้ไขแล้ว" in page


def test_what_was_announced_after_the_correction_is_current(closed: Cast) -> None:
    approve(ask_for_sole_owner(closed), closed)
    walk(closing_of(FIRST), ClosingStatus.ANNOUNCED)
    number = closing_of(FIRST).announcement_number
    proof = issued("announcement", closed.nation, Stand(DAY, basis=Basis.ANNOUNCED, number=number))
    assert verdicts.look_up(proof.token).state == ProofState.GENUINE
