"""The one door: every kind from its own words, refused for the wrong unit or with something missing."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest

from registration.models import Plan
from registration.workflow import CertificateStatus, ClosingStatus, Refused, Status
from reporting import workbook
from reporting.paper import Imprint, Kind
from reporting.services.papers import builders
from reporting.services.papers.builders import Wanted
from reporting.services.papers.fingerprints import fingerprint
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
    Kind.PLAN: "plan:2561",
    Kind.MONTHLY: "month:2561-01",
    Kind.SUMMARY: "month:2561-01",
}


def given(name: str) -> dict[str, Any]:
    return {name: {"fiscal_year_be": 2561, "month": MONTH, "round": round_of()}[name]}


def test_every_kind_but_the_letter_has_a_recipe() -> None:
    assert set(builders.KINDS) == set(Kind) - {Kind.LETTER} == set(NEEDED)


@pytest.mark.parametrize("kind", NEEDED)
def test_a_kind_is_built_for_its_levels_and_refused_for_others(cast: Cast, plan: Plan, kind: Kind) -> None:
    need, levels = NEEDED[kind]
    for level in LEVELS:
        wanted = Wanted(kind, getattr(cast, level), DAY, **given(need))
        if level not in levels:
            with pytest.raises(Refused, match="ไม่มี"):
                builders.build(wanted)
            continue
        paper = builders.build(wanted)
        assert (paper.kind, paper.unit_code, paper.subject) == (kind, wanted.unit.code, SUBJECTS[kind])
        assert paper.is_personal == (kind == Kind.ROSTER)
        assert fingerprint(paper) == fingerprint(builders.build(wanted))
        workbook.draw(paper, IMPRINT, BytesIO())  # raises SumsDiffer for a total that is not its column's sum
        assert all(len(row) == len(table.columns) for table in paper.tables for row in table.rows)
        assert all(table.total is None or len(table.total) == len(table.columns) for table in paper.tables)
        assert all(
            0 < len(table.name) <= 31 and not set("[]:*?/\\") & set(table.name) for table in paper.tables
        )


@pytest.mark.parametrize("kind", NEEDED)
def test_what_a_kind_needs_is_asked_for(cast: Cast, plan: Plan, kind: Kind) -> None:
    with pytest.raises(Refused, match="กรุณาระบุ"):
        builders.build(Wanted(kind, cast.home, DAY))


def test_a_letter_is_not_built_here(cast: Cast) -> None:
    with pytest.raises(Refused):
        builders.build(Wanted(Kind.LETTER, cast.home, DAY))


def test_a_roster_of_a_day_needs_no_round(cast: Cast, plan: Plan) -> None:
    make_producer(cast.a, by=cast.district)
    days = (date(2018, 1, 31), DAY)
    rows = [len(builders.build(Wanted(Kind.ROSTER, cast.a, DAY, as_of=day)).tables[0].rows) for day in days]
    assert rows == [0, 1]


def test_a_closed_round_is_settled_to_its_edition_for_kinds_that_have_one(cast: Cast, plan: Plan) -> None:
    make_producer(cast.a, by=cast.district)
    wanted = Wanted(Kind.QUARTERLY, cast.home, DAY, round=round_of())
    assert builders.settled(wanted) == wanted
    walk(submission_of(cast.a), Status.CERTIFIED)
    walk(certification_of(cast.home), CertificateStatus.CERTIFIED)
    walk(closing_of(), ClosingStatus.CLOSED)
    settled = builders.settled(wanted)
    assert builders.build(settled).stand.words == "ฉบับที่ 1 (ปิดระบบแล้ว)"
    targets = Wanted(Kind.TARGETS, cast.home, DAY, round=round_of())
    assert builders.settled(targets) == targets
    with pytest.raises(Refused, match="ไม่มีเป็นฉบับ"):
        builders.build(Wanted(Kind.TARGETS, cast.home, DAY, round=round_of(), edition=settled.edition))


def test_every_number_of_a_rounds_papers_is_the_same(cast: Cast, plan: Plan) -> None:
    for unit, by in ((cast.a, cast.district), (cast.a, cast.district), (cast.b, cast.neighbour)):
        make_producer(unit, by=by)
    walk(submission_of(cast.a), Status.CERTIFIED)
    walk(submission_of(cast.b), Status.CERTIFIED)
    walk(certification_of(cast.home), CertificateStatus.CERTIFIED)
    quarterly, roster, announced = (
        builders.build(Wanted(kind, cast.home, DAY, round=round_of()))
        for kind in (Kind.QUARTERLY, Kind.ROSTER, Kind.ANNOUNCEMENT)
    )
    total = quarterly.tables[0].total
    assert total
    assert total[6] == len(roster.tables[0].sizes) == announced.tables[0].total[5] == 3
