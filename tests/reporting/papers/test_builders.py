"""The one door: every kind from its own words, refused for the wrong unit or with something missing."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest

from registration.models import Plan
from registration.workflow import CertificateStatus, ClosingStatus, Refused, Status
from reporting import workbook
from reporting.document import pages
from reporting.document.rendering import lay_out
from reporting.kinds import Kind
from reporting.paper import Imprint
from reporting.services import matters
from reporting.services.matters import Matter
from reporting.services.papers import builders
from reporting.services.papers.builders import PaperState
from reporting.services.papers.fingerprints import fingerprint
from tests.reporting import boxes, reading
from tests.world.cast import Cast
from tests.world.factories import (
    DAY,
    certification_of,
    closing_of,
    make_producer,
    round_of,
    submission_of,
    walk,
)

pytestmark = pytest.mark.django_db
MONTH = date(2018, 1, 1)
IMPRINT = Imprint("1", "https://example.org/verify/1", "f" * 64, "1 ก.พ. 2561", "กรมฯ")
LEVELS = ("nation", "home", "a")
NEEDED = {
    Kind.PLAN: ("fiscal_year_be", LEVELS),
    Kind.QUARTERLY: ("round", LEVELS),
    Kind.ROSTER: ("round", LEVELS),
    Kind.ANNOUNCEMENT: ("round", ("nation", "home")),
    Kind.TARGETS: ("round", ("home", "a")),
    Kind.MONTHLY: ("month", LEVELS),
    Kind.SUMMARY: ("month", LEVELS),
}
SUBJECTS = dict.fromkeys(NEEDED, "round:25612") | {
    Kind.PLAN: "year:2561",
    Kind.MONTHLY: "month:2561-01",
    Kind.SUMMARY: "month:2561-01",
}


def given(name: str) -> dict[str, Any]:
    return {name: {"fiscal_year_be": 2561, "month": MONTH, "round": round_of()}[name]}


@pytest.mark.parametrize("kind", NEEDED)
def test_every_kind_is_read_back_whole_and_nothing_leaves_its_cell(
    cast: Cast, plan: Plan, kind: Kind
) -> None:
    long = "วิสาหกิจชุมชนกลุ่มแม่บ้านเกษตรกรผู้ผลิตที่ตั้งหมู่ที่ International-Cooperative-Without-Any-Blank-At-All-80-1-02345-1-0001"
    make_producer(cast.a, by=cast.district, name=long, owner_last_name=long[:60])
    need, levels = NEEDED[kind]
    for level in levels:
        paper = builders.build(Matter(kind, getattr(cast, level), **given(need)), PaperState(DAY))
        laid = lay_out(pages.sheet(paper, IMPRINT))
        assert boxes.strays(laid) == []
        assert reading.loose_marks(laid.write_pdf()) == []


def test_every_kind_but_letter_and_packet_is_built_here() -> None:
    assert set(builders.PAPERS) == set(Kind) - {Kind.LETTER, Kind.PACKET} == set(NEEDED)


@pytest.mark.parametrize("kind", NEEDED)
def test_a_kind_is_built_for_its_levels_and_refused_for_others(cast: Cast, plan: Plan, kind: Kind) -> None:
    need, levels = NEEDED[kind]
    for level in LEVELS:
        matter = Matter(kind, getattr(cast, level), **given(need))
        if level not in levels:
            with pytest.raises(Refused, match="ไม่มี"):
                matters.check(matter)
            continue
        matters.check(matter)
        paper = builders.build(matter, PaperState(DAY))
        assert (paper.kind, paper.unit_code, paper.subject) == (kind, matter.unit.code, SUBJECTS[kind])
        assert paper.subject == matter.subject
        assert paper.is_personal == (kind == Kind.ROSTER)
        assert fingerprint(paper) == fingerprint(builders.build(matter, PaperState(DAY)))
        workbook.draw(paper, IMPRINT, BytesIO())  # raises SumsDiffer for a total that is not its column's sum
        assert all(len(row) == len(table.columns) for table in paper.tables for row in table.rows)
        assert all(table.total is None or len(table.total) == len(table.columns) for table in paper.tables)
        assert all(
            0 < len(table.name) <= 31 and not set("[]:*?/\\") & set(table.name) for table in paper.tables
        )


@pytest.mark.parametrize("kind", NEEDED)
def test_what_a_kind_needs_is_asked_for(cast: Cast, plan: Plan, kind: Kind) -> None:
    with pytest.raises(Refused, match="กรุณาระบุ"):
        matters.check(Matter(kind, cast.home))


def test_a_packet_is_not_built_here(cast: Cast, plan: Plan) -> None:
    with pytest.raises(Refused):
        builders.build(Matter(Kind.PACKET, cast.home, round_of()), PaperState(DAY))


def test_a_roster_of_a_day_needs_no_round(cast: Cast, plan: Plan) -> None:
    make_producer(cast.a, by=cast.district)
    days = (date(2018, 1, 31), DAY)
    asked = [Matter(Kind.ROSTER, cast.a, day=day) for day in days]
    papers = [builders.build(matter, PaperState(DAY)) for matter in asked]
    assert [len(paper.tables[0].rows) for paper in papers] == [0, 1]
    assert [paper.subject for paper in papers] == [matter.subject for matter in asked]


def test_a_closed_round_is_settled_to_its_edition_for_kinds_that_have_one(cast: Cast, plan: Plan) -> None:
    make_producer(cast.a, by=cast.district)
    matter = Matter(Kind.QUARTERLY, cast.home, round_of())
    assert builders.reading_of(matter, DAY).edition is None
    walk(submission_of(cast.a), Status.CERTIFIED)
    walk(certification_of(cast.home), CertificateStatus.CERTIFIED)
    walk(closing_of(), ClosingStatus.CLOSED)
    edition = builders.reading_of(matter, DAY).edition
    assert builders.build(matter, PaperState(DAY, edition)).stand.words == "ฉบับที่ 1 (ปิดระบบแล้ว)"
    targets = Matter(Kind.TARGETS, cast.home, round_of())
    assert builders.reading_of(targets, DAY).edition is None
    with pytest.raises(Refused, match="ไม่มีเป็นฉบับ"):
        builders.build(targets, PaperState(DAY, edition))


def test_every_number_of_a_rounds_papers_is_the_same(cast: Cast, plan: Plan) -> None:
    for unit, by in ((cast.a, cast.district), (cast.a, cast.district), (cast.b, cast.neighbour)):
        make_producer(unit, by=by)
    walk(submission_of(cast.a), Status.CERTIFIED)
    walk(submission_of(cast.b), Status.CERTIFIED)
    walk(certification_of(cast.home), CertificateStatus.CERTIFIED)
    quarterly, roster, announced = (
        builders.build(Matter(kind, cast.home, round_of()), PaperState(DAY))
        for kind in (Kind.QUARTERLY, Kind.ROSTER, Kind.ANNOUNCEMENT)
    )
    total = quarterly.tables[0].total
    assert total
    assert total[8] == len(roster.tables[0].sizes) == announced.tables[0].total[5] == 3
