"""The three journey tables, row by row: what they list passes, everything else is refused and leaves no trace.

Every verb × status × role × step (open or none) goes through journey.advance with its guard satisfied, so that
a refusal comes from the table alone.
"""

from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import transaction
from pytest_django import DjangoDbBlocker

from registration import workflow
from registration.access import Thing
from registration.models import Event, User
from registration.services import journey
from registration.timetable import Step
from registration.workflow import CertificateStatus, ClosingStatus, Refused, Role, Status
from tests.world.cast import Cast, build_cast, build_plan
from tests.world.factories import (
    CLOSE_DAY,
    GAP_DAY,
    REGISTER_DAY,
    VERIFY_DAY,
    certification_of,
    closing_of,
    day_for,
    make_ask,
    make_producer,
    officer_for,
    prepare,
    submission_of,
    walk,
)

pytestmark = pytest.mark.django_db

# Typed from attachment 1 of the letter (by whom, in which step) and decisions 0008-0010, 0015.
GOLDEN = """
submit                entry       submitted    district    register
recall                submitted   entry        district    register      reason
certify               submitted   certified    province    verify
send_back             submitted   sent_back    province    verify
resubmit              sent_back   submitted    district    verify
withdraw              certified   submitted    province    verify        reason
certify_province      pending     certified    province    verify
announce_province     certified   announced    province    verify
withdraw_certificate  certified   pending      province    any-day       reason
withdraw_announced    announced   pending      province    any-day       reason
soft_close            open        soft_closed  department  close
reopen                soft_closed open         department  any-day       reason
hard_close            soft_closed closed       department  close
announce_round        closed      announced    department  any-day
"""
DAYS: dict[str, date] = {
    Step.REGISTER: REGISTER_DAY,
    Step.VERIFY: VERIFY_DAY,
    Step.CLOSE: CLOSE_DAY,
    "": GAP_DAY,
}
KINDS = {
    "submission": (workflow.TRANSITIONS, Status),
    "certification": (workflow.CERTIFICATE_TRANSITIONS, CertificateStatus),
    "closing": (workflow.CLOSING_TRANSITIONS, ClosingStatus),
}
ROWS = [
    ((kind, status.value), row.verb)
    for kind, (table, statuses) in KINDS.items()
    for status in statuses
    for row in table
]


def test_the_tables_are_those_of_the_letter() -> None:
    for line, row in zip(GOLDEN.strip().splitlines(), workflow.ALL_TRANSITIONS, strict=True):
        verb, source, target, by, during, *reason = line.split()
        assert (row.verb, row.source, row.target, row.by) == (verb, source, target, by)
        assert (",".join(row.during) or "any-day") == during
        assert row.needs_reason == bool(reason), verb


def test_every_status_is_reached_and_no_verb_is_written_twice() -> None:
    verbs = [row.verb for row in workflow.ALL_TRANSITIONS]
    assert len(set(verbs)) == len(verbs) == len(journey.STEPS)
    for table, statuses in KINDS.values():
        first = next(iter(statuses))
        assert {row.target for row in table} | {first} == set(statuses)


# --- every row -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def stage(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[tuple[Cast, Thing]]:
    """The cast and a thing that walked to the status; every test runs in a savepoint upon it."""
    kind, status = request.param
    with django_db_blocker.unblock(), transaction.atomic():
        cast = build_cast()
        build_plan()
        make_producer(cast.a, by=cast.district)
        yield cast, walk(thing_of(cast, kind), status)
        transaction.set_rollback(True)


def thing_of(cast: Cast, kind: str) -> Thing:
    """District A's submission, its province's certificate or the closing of round 2/2561."""
    if kind == "submission":
        return submission_of(cast.a)
    return certification_of(cast.home) if kind == "certification" else closing_of()


def person(cast: Cast, role: Role) -> User:
    """Who holds the role nearest to district A."""
    people = {Role.DISTRICT: cast.colleague, Role.PROVINCE: cast.province, Role.DEPARTMENT: cast.department}
    return people.get(role, cast.province_executive)


def attempt(thing: Thing, verb: str, by: User, on: date) -> Exception | None:
    """The refusal of a verb whose guard is satisfied, None when it passes; a refusal leaves no trace."""
    if thing.status == workflow.transition(verb).source:
        prepare(thing, verb, by=officer_for(thing, verb), on=day_for(thing, verb))
    events = Event.objects.count()
    try:
        moved = journey.advance(thing, verb, by=by, on=on, ask=make_ask(on))
    except (PermissionDenied, Refused) as refusal:
        assert type(thing).objects.get(pk=thing.pk).status == thing.status
        assert Event.objects.count() == events
        return refusal
    assert moved.status == workflow.transition(verb).target
    assert Event.objects.filter(verb=verb).exists()
    return None


@pytest.mark.parametrize("day", DAYS, ids=lambda step: step or "between windows")
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(("stage", "verb"), ROWS, indirect=["stage"], ids=str, scope="module")
def test_advance_passes_what_the_table_lists_and_refuses_the_rest(
    stage: tuple[Cast, Thing], verb: str, role: Role, day: str
) -> None:
    cast, thing = stage
    row = workflow.transition(verb)
    refusal = attempt(thing, verb, person(cast, role), DAYS[day])
    if role != row.by:
        assert isinstance(refusal, PermissionDenied)
    elif thing.status != row.source or day not in (row.during or DAYS):
        assert isinstance(refusal, Refused)
    else:
        assert refusal is None


def test_every_combination_has_its_row() -> None:
    assert len(ROWS) * len(Role) * len(DAYS) == (6 * 4 + 4 * 3 + 4 * 4) * 4 * 4 == 832


# --- docs/workflow.md ----------------------------------------------------------------------------


def test_the_page_of_the_workflow_is_not_stale() -> None:
    call_command("write_workflow_doc", check=True, stdout=StringIO())


def test_a_stale_page_of_the_workflow_is_found_and_written_anew(tmp_path: Path) -> None:
    page = tmp_path / "workflow.md"
    page.write_text("old", encoding="utf-8")
    with pytest.raises(CommandError, match="stale"):
        call_command("write_workflow_doc", check=True, path=page, stdout=StringIO())
    call_command("write_workflow_doc", path=page, stdout=StringIO())
    call_command("write_workflow_doc", check=True, path=page, stdout=StringIO())
