"""Asking: one row and one job however often, by who may read it, journalled when it names persons."""

import pytest
from django.core.exceptions import PermissionDenied

from registration.models import Event, Job
from registration.models.jobs import JobState
from registration.workflow import ClosingStatus, Refused
from reporting.kinds import Format, Kind, Variant
from reporting.models import Document
from reporting.services.documents import Matter, Wish
from tests.world.cast import Cast
from tests.world.document_scene import ask, ask_and_make, make, quarterly, read, roster
from tests.world.factories import CLOSE_DAY, DAY, closing_of, make_producer, walk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plan")]


def test_asking_twice_is_one_document_and_one_job(cast: Cast) -> None:
    first, second = ask(quarterly(cast.a), cast.district), ask(quarterly(cast.a), cast.colleague)
    assert first == second
    assert Job.objects.count() == 1
    assert (first.job.arguments["document_id"], first.state) == (first.pk, JobState.WAITING)
    assert first.asked_as == "อำเภอเมืองนครศรีธรรมราช"


def test_a_failed_one_is_tried_again_in_its_own_row(cast: Cast) -> None:
    first = ask(quarterly(cast.a), cast.district)
    Job.objects.update(state=JobState.FAILED)
    again = ask(quarterly(cast.a), cast.colleague)
    assert again == first
    assert (again.job.state, again.asked_by) == (JobState.WAITING, cast.colleague)
    assert Job.objects.count() == 2


@pytest.mark.parametrize("who", ["executive", "province_executive", "neighbour", "other_province"])
def test_a_roster_is_refused_to_who_may_not_read_it(cast: Cast, who: str) -> None:
    with pytest.raises(PermissionDenied):
        ask(roster(cast.a), getattr(cast, who))
    assert not Document.objects.exists()


def test_an_executive_may_have_the_figures(cast: Cast) -> None:
    assert ask(quarterly(cast.home), cast.province_executive).pk


def test_the_journal_says_who_asked_for_persons_each_time(cast: Cast) -> None:
    ask(roster(cast.a), cast.district)
    ask(roster(cast.a), cast.colleague)
    ask(quarterly(cast.a), cast.district)
    told = Event.objects.filter(verb="ask_document").values_list("unit_id", "by__username")
    assert list(told) == [("8001", "district"), ("8001", "colleague")]


@pytest.mark.parametrize(
    ("kind", "unit", "format"),
    [
        (Kind.ANNOUNCEMENT, "a", Format.PDF),
        (Kind.QUARTERLY, "home", Format.ZIP),
        (Kind.MONTHLY, "a", Format.PDF),
    ],
)
def test_what_does_not_exist_is_refused_in_words(cast: Cast, kind: Kind, unit: str, format: Format) -> None:
    matter = Matter(kind, getattr(cast, unit), quarterly(cast.a).matter.round)
    with pytest.raises(Refused):
        ask(Wish(matter, format), cast.department)


def test_a_closed_edition_gives_the_same_bytes_for_ever(cast: Cast) -> None:
    make_producer(cast.a, by=cast.district)
    walk(closing_of(), ClosingStatus.CLOSED)
    first = ask_and_make(quarterly(cast.a), cast.district, CLOSE_DAY)
    second = ask(quarterly(cast.a), cast.province, CLOSE_DAY.replace(month=12))
    assert (first, first.edition, first.sha256) == (second, 1, second.sha256)
    assert Job.objects.count() == 1


def test_an_open_one_is_drawn_again_only_when_it_says_something_else(cast: Cast) -> None:
    first = ask_and_make(quarterly(cast.a), cast.district)
    same = ask_and_make(quarterly(cast.a), cast.district)
    assert (same, read(same)) == (first, read(first))
    make_producer(cast.a, by=cast.district)
    later = ask_and_make(quarterly(cast.a), cast.district)
    assert later.fingerprint != first.fingerprint
    assert Document.objects.get(pk=first.pk).superseded_by == later
    assert later.superseded_by is None


def test_flat_and_merged_and_pdf_are_three_documents(cast: Cast) -> None:
    ways = [(Format.PDF, Variant.FORM), (Format.XLSX, Variant.FORM), (Format.XLSX, Variant.FLAT)]
    found = [make(ask(roster(cast.a, *way), cast.district), DAY) for way in ways]
    assert len({each.file.name for each in found}) == 3
    assert len({each.fingerprint for each in found}) == 1
    assert all(each.is_personal for each in found)
