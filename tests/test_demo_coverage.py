"""Every flag, mark and state that a screen can show is met in the demo, at the hours at which offices work.

A new value without an occurrence fails here: give the demo one, or say in EXEMPT why nobody can meet it there. The
demo is loaded once and walked along the days of README; what the newcomer does by hand there is not done here.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, time

import pytest
from django.core.management import call_command
from django.db import models, transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from grading import models as grading_models
from grading import moves, scoring
from grading.models import Grade, GradeRun, RunKind
from grading.services import runs
from otop_registry import clock
from registration import models as rows
from registration import workflow
from registration.checks import table as checks_table
from registration.models import notices as notice_models
from registration.models import producers as producer_models
from registration.models import uploads
from registration.models.jobs import JobState, Lane
from registration.models.people import ActingFor, ContactRole
from registration.models.sales import FindingKind
from registration.places import Level
from registration.services import notices, verdicts
from registration.services.checks import stock
from registration.services.closing import checklist
from registration.services.journey import board as journey_board
from registration.services.people import posts
from registration.services.registry import pairs, searching, sides
from registration.services.registry.record import products_of
from registration.services.sales import plausibility, splitting
from registration.services.verdicts import ProofState
from registration.stand import Basis
from registration.timetable import Quarter, Step
from reporting import demo, kinds
from reporting.models import letters
from reporting.paper import Form, Picture
from reporting.services import notices as reminders
from reporting.services import owed, rounds
from tests.world.code import APPS

Met = dict[type[models.TextChoices] | str, set[str]]
pytestmark = pytest.mark.django_db
ROUND_2 = 25612
LETTER = Quarter(2567, 4)
STOPS_2561 = tuple(date(2018, 3, day) for day in (14, 19, 20, 21, 26))
STOPS_2567 = (
    *(date(2024, 7, day) for day in (5, 17)),
    *(date(2024, 8, day) for day in (16, 20)),
    *(date(2024, 9, day) for day in (17, 24, 25, 26)),
    date(2024, 10, 16),
)
# {values: where a row of the demo shows one}
COLUMNS: dict[type[models.TextChoices], tuple[type[models.Model], str]] = {
    producer_models.ProducerKind: (rows.Producer, "kind"),
    producer_models.ProductType: (rows.Product, "product_type"),
    producer_models.ProductState: (rows.Product, "state"),
    producer_models.Standard: (rows.Certificate, "standard"),
    producer_models.RegistrationKind: (rows.Registration, "kind"),
    rows.TransferStatus: (rows.Transfer, "status"),
    producer_models.ReviewMark: (rows.Registration, "review"),
    workflow.ReturnCode: (rows.ReturnReason, "code"),
    workflow.Status: (rows.Submission, "status"),
    workflow.CertificateStatus: (rows.Certification, "status"),
    workflow.ClosingStatus: (rows.Closing, "status"),
    workflow.Role: (rows.Post, "role"),
    ActingFor: (rows.Post, "acting_for"),
    ContactRole: (rows.Contact, "role"),
    rows.FaultSource: (rows.LateFault, "source"),
    notice_models.Kind: (rows.Notice, "kind"),
    notice_models.NoticeState: (rows.Notice, "state"),
    notice_models.Pace: (rows.NoticeChoice, "pace"),
    RunKind: (GradeRun, "kind"),
    scoring.Reason: (Grade, "reason"),
    rows.Holiday.Kind: (rows.Holiday, "kind"),
    letters.LetterState: (letters.Letter, "state"),
}
NO_STATE = "names a sort of thing, no state that a screen marks"
MACHINE = "comes and goes within seconds while a worker is at it"
CHOSEN = "chosen by who writes the criteria; the letter's own version is the one in force"
ASKED = "of a paper or letter, which the newcomer asks for and writes"
BY_NEWCOMER = "units are changed by the newcomer"
UPLOADED = "of a table that the newcomer uploads"
# whole lists of which nothing has to be met, and why
EXEMPT: dict[type[models.TextChoices], str] = {
    Step: NO_STATE,
    Level: NO_STATE,
    notice_models.Group: NO_STATE,
    checks_table.Area: NO_STATE,
    checks_table.Level: NO_STATE,
    rows.Verdict: "decided by the newcomer",
    pairs.Stage: "decided by the newcomer",
    pairs.Reach: NO_STATE,
    workflow.CorrectionStatus: "one is asked for; the newcomer agrees, approves or refuses",
    sides.Likeness: NO_STATE,
    rows.Look: "looks are the newcomer's own; the demo's acts open no page",
    notice_models.Channel: "LINE needs a channel of the office's own",
    rows.SignInEvent: "done by the newcomer at the door",
    rows.Factor: "added by the newcomer",
    Lane: MACHINE,
    JobState: MACHINE,
    Basis: ASKED,
    rows.UnitAct: BY_NEWCOMER,
    rows.ChangeStatus: BY_NEWCOMER,
    grading_models.Increase: CHOSEN,
    grading_models.BaseRule: CHOSEN,
    grading_models.BaseOrigin: CHOSEN,
    kinds.Kind: ASKED,
    kinds.Format: ASKED,
    kinds.Variant: ASKED,
    Form: ASKED,
    Picture: ASKED,
    letters.Occasion: ASKED,
    letters.Urgency: ASKED,
    uploads.UploadState: UPLOADED,
    uploads.RowState: UPLOADED,
    splitting.Split: UPLOADED,
}
# single values that nobody can meet there
NEVER: dict[models.TextChoices, str] = {
    notice_models.Kind.CORRECTION_DECIDED: "the newcomer decides",
    scoring.Reason.BASE_CHANGED: "no district of the demo was split in the year of the letter",
    rounds.State.NOT_ASKED: "no district of the demo began or ended in those months",
    moves.Move.FIRST: "no district of the demo began between two runs",
    moves.Move.GONE: "no district of the demo ended between two runs",
    moves.Move.UNASSESSED: "sales that were told are not taken back",
    notice_models.Kind.HANDED: UPLOADED,
    rows.FaultSource.CORRECTION: "corrected after the close by the newcomer",
    rows.FaultSource.RETURN: "no province of the demo takes a certificate back",
    rows.FaultSource.MERGE: "merged by the newcomer",
    ProofState.DRAFT: ASKED,
    ProofState.CORRECTED: "corrected after the close by the newcomer",
    ProofState.WITHDRAWN: ASKED,
    ProofState.UNKNOWN: "an address that nobody was given",
}

# marks without a list of their own
MARKS: dict[str, set[object]] = {
    "licence": {"", "soon", "over"},
    "finding": {"jump_month", "jump_year", "outlier"},
    "letter": {"A", "B", "C", "D", ""},
    "explained": {"True", "False"},
    "overtaken": {"True", "False"},
    "owed again": {True, False},
    "extended": {"True"},
    "check": {check.code for check in checks_table.CHECKS}
    - {
        "lacks_licence",  # found in the night after the newcomer has sent a round whose licence ends that day
        "no_members",  # the rules store no group without members
    },
    "narrowed": {"43", "80"},
    "waiver": {posts.TimeState.NOW, posts.TimeState.PAST},
    "corrected": {True, False},
    # Nothing that may be done moves what a province has certified: a write into the round, or behind it, is
    # refused (registry/entry.py). The mark tells of rows that somebody changed past the site, as
    # tests/registration/journey/test_rounds.py does.
    "changed since certified": {False},
}


@pytest.fixture(scope="module")
def met(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Met]:
    """{name of the values: those that were met on the way}, with the demo as the last day leaves it."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr("django.conf.settings.DEMO", True)
        for command in ("load_reference", "load_demo", "load_demo_grades", "load_demo_letters"):
            call_command(command, verbosity=0)
        found: Met = defaultdict(set)
        for day in (*STOPS_2561, *STOPS_2567):
            walk_to(day)
            look(found, day)
        yield found
        transaction.set_rollback(True)


def walk_to(day: date) -> None:
    """What beat does in the trial when the training date has come to a day; the newcomer publishes in the end."""
    demo.catch_up(day)
    runs.run_due(day)
    reminders.sweep(notices.morning_of(day))
    if day == STOPS_2567[-1]:
        act = {"by": rows.User.objects.get(username="changwat.nk"), "on": day}
        with clock.hour(time(10, 30)):
            run = runs.run_final(rows.Unit.objects.get(pk="43"), LETTER, **act)
            unread = list(run.grades.filter(letter="").values_list("district_id", flat=True))
            runs.publish(run, remarks={runs.NOT_ASSESSED: unread}, **act)
        reminders.deliver(timezone.now())


def look(found: Met, day: date) -> None:
    """Adds what the pages of the day show."""
    for choices, (model, column) in COLUMNS.items():
        found[choices] |= set(model._default_manager.values_list(column, flat=True))
    for seen in rows.Producer.objects.values_list("documents_seen", flat=True):
        found[producer_models.Evidence] |= set(seen)
    found["waiver"] |= {posts.state_of(each, day) for each in rows.FourEyesWaiver.objects.all()}
    found["narrowed"] |= set(rows.Window.objects.exclude(unit="").values_list("unit", flat=True))
    found["corrected"] |= {bool(each) for each in letters.Letter.objects.values_list("corrects", flat=True)}
    looks = {ROUND_2: look_at_round} if day in STOPS_2561 else {25674: look_at_months}
    for show in looks.values():
        for name, values in show(day).items():
            found[name] |= values


def look_at_round(day: date) -> Met:
    """The list of producers and the checklist of the closing, in round 2/2561."""
    listed = searching.find(rows.Producer.objects.all(), searching.Search(state="gone"), ROUND_2)
    listed = [*listed, *searching.find(rows.Producer.objects.all(), searching.Search(), ROUND_2)]
    board = checklist.board(rows.Closing.objects.get(round_id=ROUND_2), "", day)
    cards = [
        card for each in rows.Producer.objects.filter(district="8001") for card in products_of(each, day)
    ]
    return {
        searching.RoundState: {searching.state_of(row) for row in listed},
        checklist.Part: {part for part, lines in board.parts.items() if lines},
        ProofState: {
            verdicts.look_up(token).state for token in rows.Proof.objects.values_list("token", flat=True)
        },
        "licence": {standard.state for card in cards for standard in card.standards},
        "check": set(rows.Finding.objects.values_list("code", flat=True)),
        "extended": {str(each.is_extension) for each in rows.Extension.objects.as_pure()},
        "changed since certified": {line.is_stale for line in boards_of(day)},
    }


def boards_of(day: date) -> list[journey_board.DistrictLine]:
    """The districts on the boards of the demo's provinces in round 2/2561."""
    boards = rows.Certification.objects.filter(round_id=ROUND_2, province__in=("80", "43"))
    return [line for each in boards for line in journey_board.of_province(each, [], day).lines]


def look_at_months(day: date) -> Met:
    """The board of months, what asks for a reason in the sales, and how grades moved."""
    units = rows.Unit.objects.districts().valid(day).filter(code__startswith="43")
    cells = [cell for row in rounds.board("43", day).rows for cell in row.cells]
    months = [month for month in LETTER.months if month <= day]
    answers = [each for unit in units for month in months for each in plausibility.open_findings(unit, month)]
    whole = [each for unit in units for month in months for each in plausibility.remarks(unit, month)]
    letters = [dict(run.grades.values_list("district_id", "letter")) for run in interims()]
    people = rows.Post.objects.filter(unit__code__startswith="43").exclude(role=workflow.Role.EXECUTIVE)
    moved = [set(moves.moves(now, before)) for before, now in zip([None, *letters], letters, strict=False)]
    grown = stock.look(25674, day, unit="4316").tallies
    return {
        rounds.State: {cell.state for cell in cells},
        "check": {each.check.code for each in grown if each.found},
        "overtaken": {str(cell.is_overtaken) for cell in cells},
        FindingKind: {each.finding.code for each in whole},
        "explained": {str(each.is_open) for each in whole},
        "finding": {finding.code for each in answers for finding in each.findings},
        "letter": set(Grade.objects.values_list("letter", flat=True)),
        moves.Move: set().union(*moved),
        "owed again": {each.again_count > 0 for post in people for each in owed.by_post(post, day)},
    }


def interims() -> list[GradeRun]:
    return list(GradeRun.objects.filter(province="43", quarter=25674, kind=RunKind.INTERIM).order_by("as_of"))


def lists_of_values() -> list[type[models.TextChoices]]:
    """Every list of values that the apps define."""
    found = models.TextChoices.__subclasses__()
    return [each for each in found if each.__module__.split(".")[0] in APPS]


def lists_that_nobody_looks_for(met: Met) -> list[object]:
    return [each for each in lists_of_values() if each not in met and each not in EXEMPT]


def values_that_are_not_met(met: Met) -> list[object]:
    wanted = [each for each in lists_of_values() if each not in EXEMPT]
    return [value for each in wanted for value in each if value and value not in {*met[each], *NEVER}]


def marks_that_are_not_met(met: Met) -> list[object]:
    return [(what, wanted - met[what]) for what, wanted in MARKS.items() if wanted != met[what]]


def reasons_that_are_not_needed(met: Met) -> list[object]:
    return [name for name in NEVER if name in met[type(name)]]


def acts_at_odd_hours(met: Met) -> list[object]:
    """In the evening only what is sent on a window's last day; never on a weekend."""
    last_days = set(rows.Window.objects.values_list("last_day", flat=True))
    late = []
    for event in rows.Event.objects.exclude(by=None):
        at = timezone.localtime(event.at)
        closes = time(22) if at.date() in last_days and event.verb in {"confirm", "submit"} else time(16, 30)
        if at.weekday() > 4 or not time(8, 30) <= at.time() <= closes:
            late.append((event.verb, at))
    return late


def districts_without_variety(met: Met) -> list[object]:
    """With ten producers or fewer, all of one kind, few types or places; or numbers that may belong to somebody."""
    poor = []
    for district in rows.Unit.objects.filter(pk__in=rows.Producer.objects.values("district")):
        own = rows.Producer.objects.filter(district=district)
        counts = [
            len(set(own.values_list(name, flat=True)))
            for name in ("pk", "kind", "products__product_type", "subdistrict")
        ]
        invented = all(number.startswith("n1-19999-") for number in own.values_list("citizen_id", flat=True))
        if not invented or any(count < least for count, least in zip(counts, (11, 2, 3, 3), strict=True)):
            poor.append((district.pk, counts))
    return poor


CHECKS: tuple[Callable[[Met], list[object]], ...] = (
    lists_that_nobody_looks_for,
    values_that_are_not_met,
    marks_that_are_not_met,
    reasons_that_are_not_needed,
    acts_at_odd_hours,
    districts_without_variety,
)


def test_everything_can_be_met_in_the_demo_at_the_hours_of_offices(met: Met) -> None:
    """One test, because the walk takes a while: workers that share the file would each walk it."""
    found = {check.__name__: check(met) for check in CHECKS}
    assert {name: faults for name, faults in found.items() if faults} == {}
