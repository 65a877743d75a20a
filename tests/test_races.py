"""Two officers at the same moment: real threads, a connection each, a database that really commits.

Each race is run TRIALS times and must come out right every time. The figure in a docstring says how many of 20
trials broke in a throw-away copy without the lock or the compare-and-swap that the test is about, on PostgreSQL 15.
SQLite has one lock for all, the IMMEDIATE transaction: without it 60 of 60 trials broke, "database is locked".
"""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from threading import Barrier, Thread
from typing import IO, Any

import pytest
from django.db import connection, transaction
from pytest_django import Settings

from registration.access import Thing
from registration.models import (
    Certification,
    Closing,
    Edition,
    Event,
    Plan,
    Producer,
    Proof,
    Submission,
    User,
)
from registration.services import calendar, editions, journal, journey, registry
from registration.services.jobs.lanes import ReportProgress
from registration.services.journal import Act
from registration.services.registry import Conflict, Duplicate, standing
from registration.services.registry.pairs import pair_of
from registration.stand import Stand
from registration.timetable import Step
from registration.workflow import CertificateStatus, ClosingStatus, Refused, Status
from reporting.models import Document, Letter
from reporting.models.letters import Occasion
from reporting.services import letters
from reporting.services.documents import making
from reporting.services.documents.asking import row_of
from reporting.services.documents.contents import Content, Order
from tests.world import document_scene
from tests.world.cast import Cast
from tests.world.factories import (
    CLOSE_DAY,
    REGISTER_DAY,
    VERIFY_DAY,
    amend,
    certification_of,
    closing_of,
    make_ask,
    make_citizen_id,
    make_contact,
    make_extension,
    make_fields,
    make_producer,
    make_product_fields,
    open_records,
    round_of,
    submission_of,
    walk,
)

pytestmark = pytest.mark.django_db(transaction=True)
TRIALS = 8
EXPECTED = (Refused, Conflict, Duplicate)


def race(*acts: Callable[[], Any]) -> list[Any]:
    """What each act returned, or how it was refused; they start together, each on a connection of its own."""
    barrier, outcomes = Barrier(len(acts)), [None] * len(acts)

    def run(place: int) -> None:
        try:
            connection.ensure_connection()
            barrier.wait()
            outcomes[place] = acts[place]()
        except Exception as fault:
            outcomes[place] = fault
        finally:
            connection.close()

    threads = [Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    faults = [each for each in outcomes if isinstance(each, Exception) and not isinstance(each, EXPECTED)]
    assert faults == []
    return outcomes


def advance(thing: Thing, verb: str, by: User, on: date) -> Thing:
    return journey.advance(thing, verb, by=by, on=on, ask=make_ask(on))


def many_products(count: int) -> list[dict[str, Any]]:
    """So many that the write takes long enough to be overtaken."""
    return [make_product_fields() for _ in range(count)]


# --- the registry ---


def test_of_two_amendments_of_one_version_one_is_a_conflict(cast: Cast, plan: Plan) -> None:
    """Without the version in the swap 20 of 20 broke: an error instead of the comparison."""
    for _ in range(TRIALS):
        producer = make_producer(cast.a, by=cast.district)
        outcomes = race(
            partial(amend, producer, by=cast.district, on=REGISTER_DAY, road="ราชดำเนิน"),
            partial(amend, producer, by=cast.colleague, on=REGISTER_DAY, lane="ซอย 1"),
        )
        [conflict] = [each for each in outcomes if isinstance(each, Conflict)]
        [saved] = [each for each in outcomes if isinstance(each, Producer)]
        standing = Producer.objects.get(pk=producer.pk)
        assert (standing.version, standing.road, standing.lane) == (2, saved.road, saved.lane)
        assert conflict.current.version == 2
        assert producer.revisions.count() == 2


@pytest.mark.parametrize("where", ["own district", "another district"])
def test_one_person_entered_twice_at_once_is_registered_once(cast: Cast, plan: Plan, where: str) -> None:
    """Without the constraint 19 of 20 broke from two districts.

    In one district 0 of 20 did, without its lock too: the running number of the registration is unique as well.
    """
    district, officer = (cast.a, cast.colleague) if where == "own district" else (cast.b, cast.neighbour)
    for _ in range(TRIALS):
        number = make_citizen_id()
        outcomes = race(
            partial(make_producer, cast.a, by=cast.district, citizen_id=number),
            partial(make_producer, district, by=officer, citizen_id=number),
        )
        assert sorted(type(each).__name__ for each in outcomes) == ["Duplicate", "Producer"]
        assert Producer.objects.filter(citizen_id=number).count() == 1


def test_two_officers_who_merge_one_pair_at_once_merge_it_once(cast: Cast, plan: Plan) -> None:
    """Without the locks on round and producers 20 of 20 broke: 2 deadlocks, 18 told of a conflict that was none."""
    for trial in range(TRIALS):
        one, other = (make_producer(cast.a, by=cast.district, products=many_products(5)) for _ in range(2))
        ways = [(one, other), (other, one) if trial % 2 else (one, other)]
        outcomes = race(
            *(
                partial(
                    registry.merge,
                    pair_of(one.pk, other.pk),
                    kept.pk,
                    versions=(kept.version, ended.version),
                    reason="บัตรใบเดียวกัน",
                    by=by,
                    on=REGISTER_DAY,
                )
                for (kept, ended), by in zip(ways, (cast.province, cast.province_colleague), strict=True)
            )
        )
        assert sorted(type(each).__name__ for each in outcomes) == ["Producer", "Refused"]
        [kept] = [each for each in outcomes if isinstance(each, Producer)]
        assert Producer.objects.filter(pk__in=(one.pk, other.pk), merged_into=kept).count() == 1
        assert kept.products.active().count() == 10


def test_eight_officers_of_a_district_lose_and_double_nothing(cast: Cast, plan: Plan) -> None:
    """Without the lock on the submission 20 of 20 broke: two producers of one number."""
    fields = [make_fields() for _ in range(8)]
    products = [make_product_fields()]
    outcomes = race(
        *(
            partial(
                registry.register, cast.a, by=cast.district, on=REGISTER_DAY, fields=each, products=products
            )
            for each in fields
        )
    )
    numbers = {producer.registration_number for producer in outcomes}
    assert len(numbers) == Producer.objects.count() == 8
    assert journal.verify_chains("8001") == (8, [])


def test_eight_writers_do_not_fork_a_chain(cast: Cast, plan: Plan) -> None:
    """Without the lock on the unit 20 of 20 broke: two events of one place in the chain."""

    def write() -> None:
        for _ in range(3):
            with transaction.atomic():
                journal.append_event("80", "test", Act(cast.province, VERIFY_DAY), subject="test:1")

    race(*[write] * 8)
    assert journal.verify_chains("80") == (24, [])
    assert list(Event.objects.filter(unit_id="80").values_list("seq", flat=True)) == list(range(1, 25))


# --- a district's round ---


def test_what_is_registered_while_submitting_is_on_the_receipt_or_refused(cast: Cast, plan: Plan) -> None:
    """Without the submission's lock in the registry 20 of 20 broke."""
    submission = submission_of(cast.a)
    for _ in range(TRIALS):
        fields, products = make_fields(), many_products(12)
        race(
            partial(
                registry.register, cast.a, by=cast.district, on=REGISTER_DAY, fields=fields, products=products
            ),
            partial(advance, submission, "submit", cast.colleague, REGISTER_DAY),
        )
        receipt = Submission.objects.get(pk=submission.pk).receipt
        assert receipt["totals"]["producers_left"] == Producer.objects.count()
        advance(submission, "recall", cast.colleague, REGISTER_DAY)


def test_an_edit_while_certifying_is_in_the_fingerprint_or_refused(cast: Cast, plan: Plan) -> None:
    """Without the submission's lock in the registry 20 of 20 broke."""
    make_extension(cast.a, Step.REGISTER, (VERIFY_DAY, VERIFY_DAY), by=cast.department)
    submission = submission_of(cast.a)
    producer = make_producer(cast.a, by=cast.district, on=VERIFY_DAY)

    def certify() -> None:
        advance(submission, "submit", cast.colleague, VERIFY_DAY)
        open_records(submission, by=cast.province, on=VERIFY_DAY)
        advance(submission, "certify", cast.province, VERIFY_DAY)

    for _ in range(TRIALS):
        producer = Producer.objects.get(pk=producer.pk)
        edit = many_products(40)
        race(partial(change, producer, edit, cast.district), certify)
        certified = Submission.objects.get(pk=submission.pk)
        assert certified.status == Status.CERTIFIED
        assert not standing.is_stale(certified)
        advance(submission, "withdraw", cast.province, VERIFY_DAY)
        advance(submission, "recall", cast.district, VERIFY_DAY)


def change(producer: Producer, products: list[dict[str, Any]], by: User) -> Producer:
    fields = make_fields(citizen_id=producer.citizen_id)
    return registry.amend(
        producer, by=by, on=VERIFY_DAY, version=producer.version, fields=fields, products=products
    )


def test_of_two_who_certify_one_does(cast: Cast, plan: Plan) -> None:
    """Without the lock and the swap on the status 20 of 20 broke: certified twice."""
    submission = walk(submission_of(cast.a), Status.SUBMITTED)
    for trial in range(1, TRIALS + 1):
        outcomes = race(
            partial(advance, submission, "certify", cast.province, VERIFY_DAY),
            partial(advance, submission, "certify", cast.province_colleague, VERIFY_DAY),
        )
        assert sorted(type(each).__name__ for each in outcomes) == ["Refused", "Submission"]
        assert Event.objects.filter(verb="certify").count() == trial
        advance(submission, "withdraw", cast.province, VERIFY_DAY)


# --- dates and letters ---


def test_a_draft_plan_is_published_or_discarded_and_nobody_waits_in_a_circle(cast: Cast, plan: Plan) -> None:
    """With the unit locked before the plan by one of the two PostgreSQL ended one of them as a deadlock."""
    by, on = cast.department, REGISTER_DAY
    for year in range(2562, 2562 + TRIALS):
        draft = calendar.propose_plan(year, by=by, on=on)
        outcomes = race(
            partial(
                calendar.publish_plan, draft, authority=calendar.Authority("มท 1", "ทดสอบ"), by=by, on=on
            ),
            partial(calendar.discard_plan, draft, by=cast.department_colleague, on=on),
        )
        assert [type(each) for each in outcomes].count(Refused) == 1
        assert Plan.objects.filter(pk=year).exists() == isinstance(outcomes[1], Refused)


def test_a_letter_is_amended_or_issued_and_nobody_waits_in_a_circle(cast: Cast, plan: Plan) -> None:
    """With the unit locked before the letter by one of the two PostgreSQL ended one of them as a deadlock."""
    make_contact(cast.home)
    by, on, about = cast.province, REGISTER_DAY, letters.About(Occasion.PLAN, round_of())
    for trial in range(1, TRIALS + 1):
        letter = letters.draft(about, cast.home, by=by, on=on)
        outcomes = race(
            partial(letters.amend, letter, {"subject": "เรื่องใหม่"}, seen=letter.version, by=by, on=on),
            partial(
                letters.issue, letter, number=f"นศ 0019/{trial}", day=on, seen=letter.version, by=by, on=on
            ),
        )
        assert [type(each) for each in outcomes].count(Refused) == 1
        assert Letter.objects.get(pk=letter.pk).is_issued == isinstance(outcomes[0], Refused)


# --- documents ---


def test_two_workers_of_one_document_keep_one_file_and_one_proof(
    cast: Cast, plan: Plan, settings: Settings, tmp_path: Path
) -> None:
    """Without the compare and swap on the row 20 of 20 broke: a second proof."""
    settings.MEDIA_ROOT = tmp_path
    order = Order(lambda percent, words: None, document_scene.SITE, REGISTER_DAY)
    for trial in range(1, TRIALS + 1):
        make_producer(cast.a, by=cast.district)
        document = row_of(document_scene.quarterly(cast.a), Act(cast.district, REGISTER_DAY))
        drawn = Barrier(2)  # both have drawn before either stores

        def draw(proof: Proof, target: IO[bytes], _tell: ReportProgress, drawn: Barrier = drawn) -> None:
            target.write(proof.token.encode())
            drawn.wait()

        content = Content(f"{trial:064}", Stand(REGISTER_DAY), draw)
        race(*[partial(making.store, document, content, order)] * 2)
        kept = Document.objects.get(pk=document.pk)
        assert document_scene.read(kept) == kept.proof.token.encode()
        assert Proof.objects.filter(kind="quarterly").count() == trial


# --- closing ---


def test_a_province_that_certifies_while_the_round_is_held_is_in_or_named(cast: Cast, plan: Plan) -> None:
    """Without the locks on what lies below 20 of 20 broke: certified and yet named as left out."""
    make_extension(cast.home, Step.VERIFY, (CLOSE_DAY, CLOSE_DAY), by=cast.department)
    walk(submission_of(cast.a), Status.CERTIFIED)
    certification, closing = certification_of(cast.home), closing_of()
    for _ in range(TRIALS):
        race(
            partial(advance, closing, "soft_close", cast.department, CLOSE_DAY),
            partial(advance, certification, "certify_province", cast.province, CLOSE_DAY),
        )
        is_named = "80" in Closing.objects.get(pk=closing.pk).left_out
        is_pending = Certification.objects.get(pk=certification.pk).status == CertificateStatus.PENDING
        assert is_named == is_pending
        advance(closing, "reopen", cast.department, CLOSE_DAY)
        if not is_pending:
            advance(certification, "withdraw_certificate", cast.province, CLOSE_DAY)


def closing_round(cast: Cast, year: int) -> Closing:
    """A round of that number held for closing, district A in it."""
    walk(submission_of(cast.a, year), Status.CERTIFIED)
    walk(certification_of(cast.home, year), CertificateStatus.CERTIFIED)
    return walk(closing_of(year), ClosingStatus.SOFT_CLOSED)


CLOSE_DAYS = {25611: date(2017, 12, 29), 25612: CLOSE_DAY, 25613: date(2018, 6, 25), 25614: date(2018, 9, 24)}


def test_two_who_close_a_round_write_one_edition(cast: Cast, plan: Plan) -> None:
    """Without the locks and the swap on the status 20 of 20 broke: two began an edition of one number."""
    make_producer(cast.a, by=cast.district, on=date(2017, 10, 2))
    for number, (round_id, day) in enumerate(CLOSE_DAYS.items(), start=1):
        closing = closing_round(cast, round_id)
        outcomes = race(
            partial(advance, closing, "hard_close", cast.department, day),
            partial(advance, closing, "hard_close", cast.department_colleague, day),
        )
        assert sorted(type(each).__name__ for each in outcomes) == ["Closing", "Refused"]
        assert Edition.objects.count() == number
        assert editions.is_genuine(editions.latest(round_id))


def test_a_round_is_closed_or_reopened_never_both(cast: Cast, plan: Plan) -> None:
    """Without the locks and the swap on the status 2 of 20 broke."""
    for round_id, day in CLOSE_DAYS.items():
        closing = closing_round(cast, round_id)
        race(
            partial(advance, closing, "hard_close", cast.department, day),
            partial(advance, closing, "reopen", cast.department_colleague, day),
        )
        is_closed = Closing.objects.get(pk=round_id).status == ClosingStatus.CLOSED
        assert (editions.latest(round_id) is not None) == is_closed
        if not is_closed:
            walk(Closing.objects.get(pk=round_id), ClosingStatus.CLOSED)


def test_carrying_over_and_registering_in_the_next_round_wait_for_each_other(cast: Cast, plan: Plan) -> None:
    """Nobody waits for ever: both write the chain of one district.

    With the unit locked against references too it was 0 of 20: foreign keys are checked at the commit.
    """
    day = date(2018, 4, 2)
    make_extension(cast.nation, Step.CLOSE, (CLOSE_DAY, day), by=cast.department)
    for _ in range(4):
        make_producer(cast.b, by=cast.neighbour, products=many_products(5))
    closing = walk(closing_of(), ClosingStatus.SOFT_CLOSED)
    new = [make_fields("800201") for _ in range(4)]
    products = [make_product_fields()]
    race(
        partial(advance, closing, "hard_close", cast.department, day),
        *(
            partial(registry.register, cast.b, by=cast.neighbour, on=day, fields=each, products=products)
            for each in new
        ),
    )
    assert Producer.objects.filter(registered_round_id=25613, district=cast.b).count() == 8
    assert journal.verify_chains()[1] == []
