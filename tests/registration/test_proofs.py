"""What anybody learns about a paper: genuine, superseded, withdrawn or unknown, and never a person."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from registration.models import Edition, Proof, Submission
from registration.services import journey, proofs, verdicts
from registration.services.journey import district
from registration.services.proofs import Subject
from registration.services.verdicts import ProofState
from registration.stand import Basis, Stand
from registration.workflow import CertificateStatus, ClosingStatus, Refused, Status
from tests.world.cast import Cast
from tests.world.factories import VERIFY_DAY as DAY
from tests.world.factories import certification_of, closing_of, make_ask, round_of, submission_of, walk

pytestmark = pytest.mark.django_db
NOON = datetime(2018, 3, 19, 12, tzinfo=ZoneInfo("Asia/Bangkok"))


def issue(subject: Subject, fingerprint: str = "a" * 64, edition: int | None = None) -> Proof:
    stand = Stand(DAY, edition)
    drafted = proofs.draft(subject, fingerprint=fingerprint, issued_at=NOON, title="แบบรายงาน", stand=stand)
    return proofs.issue(drafted)


def issue_announced(cast: Cast, number: str) -> Proof:
    """The paper of what the province announced under a number."""
    return proofs.issue(
        proofs.draft(
            Subject("announcement", cast.home, "round:25612", round_of()),
            fingerprint=number.ljust(64, "0"),
            issued_at=NOON,
            title="ประกาศ",
            stand=Stand(DAY, basis=Basis.ANNOUNCED, number=number),
        )
    )


def state(proof: Proof) -> ProofState:
    return verdicts.look_up(proof.token).state


def test_an_unknown_token_is_nobodys(cast: Cast) -> None:
    assert verdicts.look_up("x" * 22) == verdicts.Verdict(ProofState.UNKNOWN)


def test_another_content_supersedes_and_the_same_does_not(cast: Cast) -> None:
    subject = Subject("monthly", cast.a, "month:2567-07")
    first, same = issue(subject), issue(subject)
    assert (state(first), state(same)) == (ProofState.GENUINE, ProofState.GENUINE)
    other = issue(subject, "b" * 64)
    assert (state(first), state(other)) == (ProofState.SUPERSEDED, ProofState.GENUINE)
    issue(Subject("monthly", cast.b, "month:2567-07"), "c" * 64)  # the neighbour's
    assert state(other) == ProofState.GENUINE


def test_a_closed_round_supersedes_what_was_printed_before_though_nobody_printed_again(
    cast: Cast, plan: object
) -> None:
    early = issue(Subject("quarterly", cast.a, "round:25612", round_of(), has_editions=True))
    assert state(early) == ProofState.GENUINE
    walk(closing_of(), ClosingStatus.CLOSED)
    final = issue(Subject("quarterly", cast.b, "round:25612", round_of(), has_editions=True), edition=1)
    verdict = verdicts.look_up(early.token)
    assert verdict.newer == verdicts.Newer(1, Edition.objects.get().created_at)
    assert state(final) == ProofState.GENUINE


@pytest.mark.parametrize("kind", ["targets", "packet", "letter"])
def test_a_closed_round_supersedes_no_paper_that_has_no_editions(cast: Cast, plan: object, kind: str) -> None:
    before = issue(Subject(kind, cast.home, "round:25612", round_of()))
    walk(closing_of(), ClosingStatus.CLOSED)
    after = issue(Subject(kind, cast.nation, "round:25612", round_of()))
    assert (state(before), state(after)) == (ProofState.GENUINE, ProofState.GENUINE)


def test_a_receipt_is_withdrawn_by_a_recall_and_superseded_by_sending_again(cast: Cast, plan: object) -> None:
    submission = walk(submission_of(cast.a), Status.SUBMITTED)
    first = district.proof_of(submission)
    assert state(first) == ProofState.GENUINE
    sent = Submission.objects.get(pk=submission.pk).submitted_by
    day = submission.latest_submitted_at.date()
    journey.advance(submission, "recall", by=sent, on=day, ask=make_ask(day))
    assert state(first) == ProofState.WITHDRAWN
    walk(Submission.objects.get(pk=submission.pk), Status.SUBMITTED)
    assert state(first) == ProofState.SUPERSEDED
    assert state(district.proof_of(submission)) == ProofState.GENUINE


def test_an_announcement_falls_with_the_certificate(cast: Cast, plan: object) -> None:
    walk(submission_of(cast.a), Status.CERTIFIED)
    certificate = walk(certification_of(cast.home), CertificateStatus.ANNOUNCED)
    proof = issue_announced(cast, "1/2561")
    assert state(proof) == ProofState.GENUINE
    by = certificate.certified_by
    certificate = journey.advance(certificate, "withdraw_announced", by=by, on=DAY, ask=make_ask(DAY))
    assert state(proof) == ProofState.WITHDRAWN
    certificate = journey.advance(certificate, "certify_province", by=by, on=DAY, ask=make_ask(DAY))
    used = journey.Ask(details={"announcement_number": "1/2561", "announcement_day": DAY})
    with pytest.raises(Refused, match="ใช้แล้ว"):  # a new text needs a new number
        journey.advance(certificate, "announce_province", by=by, on=DAY, ask=used)
    journey.advance(certificate, "announce_province", by=by, on=DAY, ask=make_ask(DAY))  # 2/2561
    assert (state(proof), state(issue_announced(cast, "2/2561"))) == (
        ProofState.SUPERSEDED,
        ProofState.GENUINE,
    )


def test_an_announcement_stays_current_when_the_round_is_closed(cast: Cast, plan: object) -> None:
    walk(submission_of(cast.a), Status.CERTIFIED)
    walk(certification_of(cast.home), CertificateStatus.ANNOUNCED)
    proof = issue_announced(cast, "1/2561")
    walk(closing_of(), ClosingStatus.CLOSED)
    assert state(proof) == ProofState.GENUINE


def test_a_draft_says_so_and_takes_nobodys_place(cast: Cast, plan: object) -> None:
    subject = Subject("letter", cast.home, "letter:1", round_of())
    issued, words = issue(subject), {"fingerprint": "c" * 64, "issued_at": NOON, "title": "หนังสือ"}
    draft = proofs.issue(proofs.draft(subject, **words, stand=Stand(DAY, basis=Basis.DRAFT)))
    assert (state(draft), state(issued)) == (ProofState.DRAFT, ProofState.GENUINE)


def test_a_number_is_found_however_it_is_typed(cast: Cast) -> None:
    proof = issue(Subject("plan", cast.nation, "plan:2561"))
    assert proofs.find_by_number(f" {proof.number.lower().replace('-', ' ')} ") == proof
    with pytest.raises(Refused, match="ไม่ครบ"):
        proofs.find_by_number("OTOP-12")
    with pytest.raises(Refused, match="ไม่พบเอกสารเลขที่ OTOP-0000-0000"):
        proofs.find_by_number("OTOP-0000-0000")


def test_a_proof_never_changes(cast: Cast) -> None:
    proof = issue(Subject("plan", cast.nation, "plan:2561"))
    with pytest.raises(TypeError):
        proof.save()
    with pytest.raises(TypeError):
        Proof.objects.update(title="")
