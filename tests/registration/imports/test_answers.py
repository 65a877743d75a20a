"""Answers of a Google Form: the last one of a district and month counts, the earlier are explained, undo gives back."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from otop_registry.thai import BANGKOK
from registration.models import FormAnswer
from registration.services.imports.answers import ANSWERS
from tests.world.cast import Cast
from tests.world.factories import DAY
from tests.world.uploads import Brought

TABLE = ("ประทับเวลา", "อำเภอ", "เดือน", "จำนวนผลิตภัณฑ์", "ยอดจำหน่าย (บาท)")
NOON = datetime(2018, 1, 15, 12, tzinfo=BANGKOK)
CAPITAL = "เมืองนครศรีธรรมราช"


@pytest.fixture
def brought(cast: Cast) -> Brought:
    return Brought(ANSWERS, cast.home, "", cast.province, DAY)


def codes(found: object) -> list[str]:
    return [each.code for each in found.findings]


def test_the_last_answer_of_a_month_counts_and_the_others_are_explained(brought: Brought) -> None:
    found = brought.judge(
        TABLE,
        ("15/1/2561, 9:32:10", "อ.เมือง", "ม.ค. 2561", 3, "1,000.50"),
        ("16/1/2561, 8:00:00", CAPITAL, "ม.ค. 2561", 4, 2000),
        ("15/1/2561, 23:00:00", CAPITAL, "ม.ค. 2561", 5, 3000),
        ("16/1/2561, 8:00:00", "พรหมคีรี", "มกราคม 2561", None, 0),
    )
    assert [str(each.state) for each in found] == ["dropped", "new", "dropped", "new"]
    assert codes(found[0]) == ["answered_later"]
    assert brought.apply() == ["dropped", "applied", "dropped", "applied"]
    kept = FormAnswer.objects.get(district="8001")
    assert (kept.sales_baht, kept.products, kept.source) == (Decimal(2000), 4, "ตาราง.xlsx แถว 3")
    assert kept.answered_at == datetime(2018, 1, 16, 8, tzinfo=BANGKOK)
    assert brought.undo() == ["dropped", "undone", "dropped", "undone"]
    assert not FormAnswer.objects.exists()


@pytest.mark.parametrize(
    ("stamps", "first"),
    [
        (("2018/01/15 9:32:10 PM GMT+7",), datetime(2018, 1, 15, 21, 32, 10, tzinfo=BANGKOK)),
        (("1/15/2018 9:32:10",), datetime(2018, 1, 15, 9, 32, 10, tzinfo=BANGKOK)),
        (("2/1/2018 9:32:10", "1/20/2018 9:00:00"), datetime(2018, 2, 1, 9, 32, 10, tzinfo=BANGKOK)),
        (("2/1/2561, 9:32:10",), datetime(2018, 1, 2, 9, 32, 10, tzinfo=BANGKOK)),
        ((NOON.replace(tzinfo=None),), NOON),
    ],
)
def test_a_stamp_is_read_as_the_form_writes_it(
    brought: Brought, stamps: tuple[object, ...], first: datetime
) -> None:
    names = (CAPITAL, "พรหมคีรี")
    rows = [(stamp, name, "ม.ค. 2561", 1, 1) for stamp, name in zip(stamps, names, strict=False)]
    found = brought.judge(TABLE, *rows)
    assert datetime.fromisoformat(found[0].fields["stamp"]) == first


def test_a_month_without_a_year_is_read_by_the_stamp_and_told(brought: Brought) -> None:
    found = brought.judge(
        TABLE, ("15/1/2561, 9:00:00", CAPITAL, "ธันวาคม", 1, 1), (None, CAPITAL, "มกราคม", 1, 1)
    )
    assert (found[0].fields["month"], codes(found[0])) == ("2017-12-01", ["no_year"])
    assert (str(found[1].state), codes(found[1])) == ("faulty", ["month"])


@pytest.mark.parametrize(
    ("row", "state", "code"),
    [
        ((None, "เมืองหนองคาย", "ม.ค. 2561", 1, 1), "faulty", "district"),
        ((None, "ไม่มี", "ม.ค. 2561", 1, 1), "faulty", "district"),
        ((None, CAPITAL, "ม.ค. 2561", None, None), "faulty", "no_figure"),
        ((None, CAPITAL, "ม.ค. 2561", 1, "สองร้อย"), "faulty", "unreadable"),
        ((None, CAPITAL, "ธ.ค. 2561", 1, 1), "faulty", "ahead"),
    ],
)
def test_what_is_not_clear_is_kept(brought: Brought, row: tuple[object, ...], state: str, code: str) -> None:
    found = brought.judge(TABLE, row)[0]
    assert (str(found.state), code in codes(found)) == (state, True)


def test_an_answer_changed_afterwards_stays(brought: Brought) -> None:
    brought.judge(TABLE, (None, CAPITAL, "ม.ค. 2561", 1, 5))
    brought.apply()
    FormAnswer.objects.update(sales_baht=6)
    assert brought.undo() == ["applied"]
    assert FormAnswer.objects.get().month == date(2018, 1, 1)


def test_an_earlier_answer_that_is_taken_up_again_is_asked_about(brought: Brought) -> None:
    row = ("15/1/2561, 9:00:00", CAPITAL, "ม.ค. 2561", 1, 5)
    brought.judge(TABLE, row, ("16/1/2561, 9:00:00", *row[1:4], 6))
    ANSWERS.judge_again(brought.scene, brought.rows)
    assert [str(each.state) for each in brought.rows] == ["new", "new"]
    assert brought.apply() == ["applied", "faulty"]
