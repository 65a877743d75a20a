"""What somebody typed and has not saved: kept on any day, for that person alone."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from registration.models import Draft, Event, Plan
from registration.services.registry import drafts
from tests.world.cast import Cast
from tests.world.factories import CLOSE_DAY, DAY, GAP_DAY, VERIFY_DAY

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("day", [DAY, GAP_DAY, VERIFY_DAY, CLOSE_DAY, date(2018, 4, 1)])
def test_a_draft_is_kept_on_any_day_and_is_no_part_of_a_round(cast: Cast, plan: Plan, day: date) -> None:
    events = Event.objects.count()
    drafts.keep(cast.a, "producer:new", {"name": "กลุ่มขนมลา", "phones": ["08"]}, by=cast.district, on=day)
    kept = drafts.find(cast.a, "producer:new", by=cast.district)
    assert (kept.title, kept.fields) == ("กลุ่มขนมลา", {"name": "กลุ่มขนมลา", "phones": ["08"]})
    assert Event.objects.count() == events


def test_a_later_draft_replaces_the_one_before(cast: Cast) -> None:
    for name in ("ก", "ข"):
        drafts.keep(cast.a, "producer:new", {"name": name}, by=cast.district, on=DAY)
    drafts.keep(cast.a, "producer:7", {"name": "ค"}, by=cast.district, on=DAY)
    assert list(Draft.objects.order_by("subject").values_list("title", flat=True)) == ["ค", "ข"]


def test_nobody_finds_or_discards_the_draft_of_another(cast: Cast) -> None:
    drafts.keep(cast.a, "producer:new", {"name": "ก"}, by=cast.district, on=DAY)
    assert drafts.find(cast.a, "producer:new", by=cast.colleague) is None
    drafts.discard(cast.a, "producer:new", by=cast.colleague)
    assert Draft.objects.count() == 1
    drafts.discard(cast.a, "producer:new", by=cast.district)
    assert Draft.objects.count() == 0


def test_too_much_is_cut_but_kept(cast: Cast) -> None:
    typed = {f"field{number}": "ก" * 5000 for number in range(700)}
    draft = drafts.keep(cast.a, "producer:new", typed, by=cast.district, on=DAY)
    assert (len(draft.fields), len(draft.fields["field0"])) == (drafts.MAX_FIELDS, drafts.MAX_LENGTH)


@pytest.mark.parametrize("name", ["neighbour", "province", "executive", "stranger", "former"])
def test_only_an_officer_of_the_district_keeps_a_draft_of_it(cast: Cast, name: str) -> None:
    with pytest.raises(PermissionDenied):
        drafts.keep(cast.a, "producer:new", {}, by=getattr(cast, name), on=DAY)
