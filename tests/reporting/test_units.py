"""Old papers, editions and pages keep the names of their day; months are asked of who stands after a split."""

from collections.abc import Sequence
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from grading import figures
from registration.models import Edition, Plan, Unit
from registration.services import editions
from registration.services.registry import transferring
from registration.services.sales.writing import missing_counts, products_of
from registration.services.units import deciding, planning
from registration.services.units.deciding import Decree
from registration.unit_terms import Terms
from reporting.kinds import Format, Kind
from reporting.services import asked, units
from reporting.services.documents import asking
from reporting.services.documents.asking import Wish
from reporting.services.matters import Matter
from reporting.services.papers import builders
from reporting.services.papers.builders import PaperState, reading_of
from reporting.services.papers.fingerprints import fingerprint
from tests.conftest import Freeze
from tests.registration.units.test_reshaping import change, done, split_terms
from tests.registration.views.test_public import CSV, JSON, PAGE, announced
from tests.world.cast import Cast
from tests.world.factories import DAY, make_producer, round_of

__all__ = ["announced"]
pytestmark = pytest.mark.django_db
LATER = date(2018, 4, 2)
DECREE = Decree(date(2018, 4, 1), "เล่ม 135 ตอนที่ 1 ก")


def rename(cast: Cast, code: str, name: str) -> None:
    unit = Unit.objects.get(pk=code)
    change = deciding.prepare("rename", unit, DECREE, Terms(name=name), by=cast.department, on=LATER)
    deciding.confirm(change, by=cast.department_colleague, on=LATER)
    assert units.carry_out_due(LATER) == 1


def rename_both(cast: Cast) -> None:
    rename(cast, "8001", "นครใหม่")
    rename(cast, "80", "ศรีธรรมราช")


def papers(cast: Cast) -> dict[str, str]:
    """{kind: the fingerprint of the paper of the closed round, or of a month and quarter that are over}"""
    district, home = (Unit.objects.get(pk=each.pk) for each in (cast.a, cast.home))
    month = date(2018, 1, 1)
    asked = [Matter(Kind.QUARTERLY, unit, round_of()) for unit in (district, home)]
    asked += [Matter(Kind.ROSTER, district, round_of()), Matter(Kind.ROSTER, district, day=date(2018, 3, 16))]
    asked += [Matter(Kind.ANNOUNCEMENT, cast.nation, round_of()), Matter(Kind.MONTHLY, home, month=month)]
    asked += [Matter(Kind.SUMMARY, home, month=date(2018, 2, 1))]
    return {each.key: fingerprint(builders.build(each, reading_of(each, LATER))) for each in asked}


def test_a_paper_of_a_day_before_says_the_same_before_and_after_a_new_name(announced: Cast) -> None:
    before = papers(announced)
    rename_both(announced)
    assert papers(announced) == before
    district = Unit.objects.get(pk="8001")
    matter = Matter(Kind.ROSTER, district, day=LATER)
    lines = builders.build(matter, reading_of(matter, LATER)).lines
    assert lines[0] == "อำเภอนครใหม่ จังหวัดศรีธรรมราช", "what is told of today says today's name"


def test_open_data_and_its_page_keep_the_names_of_the_edition(announced: Cast, client: Client) -> None:
    addresses = (CSV, JSON, PAGE, f"{PAGE}?province=80")
    before = [client.get(each).content for each in addresses]
    rename_both(announced)
    assert [client.get(each).content for each in addresses] == before
    edition = Edition.objects.get()
    assert editions.is_genuine(edition)
    assert editions.fingerprint_of(edition) == edition.fingerprint


def test_a_document_asked_for_later_is_called_by_the_name_of_its_state(announced: Cast) -> None:
    matter = Matter(Kind.QUARTERLY, Unit.objects.get(pk="8001"), round_of())
    wish = Wish(matter, Format.PDF)
    said = {"by": announced.district, "on": LATER, "site": "https://otop.example/"}
    rename_both(announced)
    assert asking.ask(wish, **said).title.endswith("อำเภอเมืองนครศรีธรรมราช")


def test_pages_of_a_time_that_is_over_say_its_names_and_todays_pages_todays(
    announced: Cast, client: Client, freeze: Freeze
) -> None:
    rename_both(announced)
    freeze(LATER)
    client.force_login(announced.province)
    past = reverse("reporting:summary", args=[2561, 2]), reverse("grading:unit", args=[2561, 2, "80"])
    for address in past:
        assert "จังหวัดนครศรีธรรมราช</h1>" in client.get(address).content.decode().replace("\n", "")
    now = client.get(reverse("reporting:summary", args=[2561, 4])).content.decode()
    assert "จังหวัดศรีธรรมราช" in now
    assert client.get(reverse("reporting:summary", args=[2561, 13])).status_code == 404


def test_a_paper_of_a_day_without_edition_is_named_by_that_day(announced: Cast, plan: Plan) -> None:
    matter = Matter(Kind.MONTHLY, announced.home, month=date(2018, 4, 1))
    assert builders.naming_day(matter, PaperState(LATER)) == LATER, "never later than the asking"
    assert builders.naming_day(matter, PaperState(date(2018, 5, 9))) == date(2018, 4, 30)


# --- what a split does to reports ---


def asked_of(months: Sequence[date], on: date) -> dict[int, list[str]]:
    keys = asked.of("80", months, on).keys
    return {month.month: sorted(code for code, each in keys if each == month) for month in months}


def test_the_golden_months_before_and_after_a_split(cast: Cast, plan: Plan) -> None:
    """Split on 1 February: January stays with who stood at its end, February is asked of both."""
    months = [date(2018, month, 1) for month in (1, 2, 3)]
    terms, on = split_terms(cast), date(2018, 3, 5)
    both = ["8001", "8002"]
    assert asked_of(months, on) == {1: both, 2: both, 3: both}
    found = change(cast, "split", cast.a, terms)
    said = units.preview(found, terms, DAY)
    assert [(line.month.month, line.units) for line in said.months] == [
        (1, ("อำเภอเมืองนครศรีธรรมราช",)),
        (2, ("อำเภอเมืองนครศรีธรรมราช", "อำเภอท่าวังใหม่")),
        (3, ("อำเภอเมืองนครศรีธรรมราช", "อำเภอท่าวังใหม่")),
    ]
    assert units.carry_out_due(DAY) == 1
    assert asked_of(months, on) == {
        1: ["8001", "8002"],
        2: ["8001", "8002", "8024"],
        3: ["8001", "8002", "8024"],
    }


def test_what_a_merged_district_left_open_is_asked_of_who_took_it_over(cast: Cast, plan: Plan) -> None:
    product = make_producer(cast.a, by=cast.district, on=date(2017, 11, 1)).products.get()
    january, on = date(2018, 1, 1), date(2018, 3, 5)
    assert list(products_of(cast.a, january)) == [product]
    done(cast, "merge", cast.a, planning.merge(cast.a, "8002"))
    assert asked_of([january], on) == {1: ["8002"]}
    assert list(products_of(cast.b, january)) == [product]
    assert missing_counts(cast.b, [january]) == {january: 1}
    [given] = figures.inputs("8002", 25612, [january], on)
    assert given.lacking == ((january, 1),), "the grade waits for what the page asks for"


def test_a_preview_counts_who_goes_where_and_names_what_is_in_the_way(cast: Cast, plan: Plan) -> None:
    producer = make_producer(cast.a, by=cast.district, subdistrict_code="800102")
    make_producer(cast.a, by=cast.district)
    found = change(cast, "split", cast.a, terms := split_terms(cast))
    said = units.preview(found, terms, DAY)
    assert [(line.name, line.target, line.producers, line.products) for line in said.places] == [
        ("ตำบลท่าวัง", "อำเภอท่าวังใหม่", 1, 1)
    ]
    assert (str(said.round), said.producers, said.unnamed, said.blocks) == (
        "2/2561",
        1,
        ("อำเภอท่าวังใหม่",),
        (),
    )
    transferring.ask_to_give(producer, cast.b, reason="ย้าย", by=cast.district, on=DAY)
    assert "คำขอย้าย" in units.preview(found, terms, DAY).blocks[0]
    merged = planning.merge(cast.a, "8002")
    ending = units.preview(found, merged, DAY)
    assert {post.user.username for post in ending.posts} == {"district", "colleague"}
