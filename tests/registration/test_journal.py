"""The journal: one chain per unit, append-only; whatever is changed or taken away afterwards is found."""

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, models, transaction

from registration import append_only
from registration.models import Edition, EditionFigure, Event, Plan, RosterRow
from registration.services import journal
from registration.workflow import Status
from tests.world.cast import Cast
from tests.world.factories import DAY, make_producer, make_unit, make_user, round_of, submission_of, walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def chains(cast: Cast, plan: Plan) -> list[Event]:
    """A district's chain of four events, beside those of its neighbour and of the department."""
    make_producer(cast.b, by=cast.neighbour)
    for _ in range(2):
        make_producer(cast.a, by=cast.district)
    walk(submission_of(cast.a), Status.CERTIFIED)
    return list(Event.objects.filter(unit=cast.a).order_by("seq"))


def tamper(event: Event, **fields: Any) -> None:
    """Writes past the append-only manager and the triggers, as the owner of the database could."""
    with append_only.lifted(connection):
        models.QuerySet(Event).filter(pk=event.pk).update(**fields)


def remove(event: Event) -> None:
    """The same for taking one away."""
    with append_only.lifted(connection):
        models.QuerySet(Event).filter(pk=event.pk).delete()


def faults(unit_code: str = "") -> list[tuple[str, int]]:
    return [(fault.unit_code, fault.seq) for fault in journal.verify_chains(unit_code)[1]]


def test_each_unit_has_its_own_unbroken_chain(chains: list[Event]) -> None:
    assert [event.verb for event in chains] == ["register", "register", "submit", "pass_record", "certify"]
    for unit in ("8001", "8002", ""):
        rows = list(Event.objects.filter(unit_id=unit).order_by("seq"))
        assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
        assert [row.previous_hash for row in rows] == ["", *(row.hash for row in rows[:-1])]
    assert journal.verify_chains() == (Event.objects.count(), [])


def test_verify_looks_at_and_below_the_unit_only(chains: list[Event]) -> None:
    assert journal.verify_chains("8001") == (5, [])
    assert journal.verify_chains("80") == (6, [])
    tamper(chains[0], verb="amend")
    assert faults("8002") == []
    assert faults("80") == faults() == [("8001", 1)]


CHANGES = {
    "at": lambda event: event.at + timedelta(microseconds=1),
    "day": lambda event: event.day + timedelta(days=1),
    "by": lambda event: make_user(),
    "acting_as": lambda event: "ผู้ว่าราชการจังหวัด",
    "verb": lambda event: "amend",
    "round": lambda event: round_of(25613),
    "subject": lambda event: "producer:999",
    "before": lambda event: {"name": "อื่น"},
    "after": lambda event: event.after | {"name": "อื่น"},
    "reason": lambda event: "เหตุผลอื่น",
    "fingerprints": lambda event: {"producer:1": "1.0"},
    "previous_hash": lambda event: "0" * 64,
    "hash": lambda event: "0" * 64,
    "unit": lambda event: make_unit("80"),
    "seq": lambda event: 99,
}


def test_every_column_of_an_event_is_told_to_the_hash() -> None:
    assert set(CHANGES) == {field.name for field in Event._meta.concrete_fields} - {"id"}


@pytest.mark.parametrize("field", CHANGES)
def test_a_changed_column_is_found(chains: list[Event], field: str) -> None:
    tamper(chains[1], **{field: CHANGES[field](chains[1])})
    assert ("8001", 2) in faults() or ("8001", 3) in faults()


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_deleted_event_is_found_at_the_one_after_it(chains: list[Event], place: int) -> None:
    remove(chains[place])
    assert ("8001", place + 2) in faults()


def test_a_chain_cut_at_its_end_no_longer_has_the_head_on_paper(chains: list[Event]) -> None:
    printed = journal.head("8001")
    assert printed == (5, chains[-1].hash)
    remove(chains[-1])
    assert journal.head("8001") != printed
    assert journal.head("4301") == (0, "")


def test_a_forged_event_with_a_hash_of_its_own_breaks_the_next(chains: list[Event]) -> None:
    forged = Event.objects.get(pk=chains[1].pk)
    forged.after = {"name": "อื่น"}
    tamper(forged, after=forged.after, hash=journal.hash_of(forged))
    assert faults() == [("8001", 3)]


@pytest.mark.parametrize("model", [Event, Edition, EditionFigure, RosterRow])
def test_rows_written_once_can_be_neither_updated_nor_deleted(db: None, model: type[models.Model]) -> None:
    for act in (lambda: model.objects.all().delete(), lambda: model.objects.update(pk=1)):
        with pytest.raises(TypeError, match="append-only"):
            act()


def test_a_seq_is_taken_once(chains: list[Event]) -> None:
    twin = Event.objects.get(pk=chains[3].pk)
    twin.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_a_fault_of_the_program(cast: Cast) -> None:
    assert not connection.in_atomic_block
    with pytest.raises(RuntimeError):
        journal.append_event("8001", "register", journal.Act(cast.district, DAY), subject="producer:1")


def test_an_event_names_the_post_and_the_order_of_who_acts(chains: list[Event], cast: Cast) -> None:
    post = cast.province.posts.get()
    post.order_number, post.acting_for, post.acting_for_position = "5/2561", "in_place", "พัฒนาการจังหวัด"
    event = journal.append_event(
        "80", "certify", journal.Act(cast.province, DAY, post), subject="submission:1"
    )
    assert chains[3].acting_as == "เจ้าหน้าที่จังหวัด จังหวัดนครศรีธรรมราช"
    assert event.acting_as.endswith("รักษาราชการแทนพัฒนาการจังหวัด (คำสั่งที่ 5/2561)")


# --- verify_chain --------------------------------------------------------------------------------


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("verify_chain", *arguments, stdout=out)
    return out.getvalue()


def test_verify_chain_prints_the_agreed_shape(chains: list[Event]) -> None:
    assert json.loads(run("--format", "json")) == {"checked": Event.objects.count(), "bad": []}
    assert json.loads(run("--format", "json", "--unit", "๘๐๐๑")) == {"checked": 5, "bad": []}
    assert "พบผิดปกติ 0 แห่ง" in run()


def test_verify_chain_fails_and_names_the_place_when_a_chain_is_bad(chains: list[Event]) -> None:
    tamper(chains[1], reason="เหตุผลอื่น")
    out = StringIO()
    with pytest.raises(CommandError) as raised:
        call_command("verify_chain", "--format", "json", stdout=out)
    assert raised.value.returncode == 1
    [bad] = json.loads(out.getvalue())["bad"]
    assert (bad["district"], bad["seq"], bool(bad["why"])) == ("8001", 2, True)


def test_verify_chain_refuses_a_unit_that_is_not_there(cast: Cast) -> None:
    with pytest.raises(CommandError, match="9999"):
        run("--unit", "9999")
