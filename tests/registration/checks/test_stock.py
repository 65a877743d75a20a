"""A version of the checks over the stock: shown beside what is stored, which stays as it is."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from registration.checks import table
from registration.models import CheckRun, Finding, Plan
from tests.conftest import Freeze
from tests.world.cast import Cast
from tests.world.factories import REGISTER_DAY, make_producer

pytestmark = pytest.mark.django_db


def asked(*arguments: str) -> dict[str, Any]:
    out = StringIO()
    call_command("run_checks", "2561/2", *arguments, format="json", stdout=out)
    return json.loads(out.getvalue())


def counts(answer: dict[str, Any]) -> dict[str, tuple[int, int, int]]:
    rows = {row["code"]: (row["found"], row["records"], row["stored"]) for row in answer["checks"]}
    return {code: row for code, row in rows.items() if any(row)}


def test_a_version_shows_what_it_would_find_and_stores_nothing(
    cast: Cast, plan: Plan, freeze: Freeze
) -> None:
    freeze(REGISTER_DAY)
    for name in ("แม่บ้านนาดี", "แม่บ้าน นาดี"):
        make_producer(cast.a, by=cast.district, name=name, phones=["0811111111"])
    Finding.objects.all().delete()
    older = asked("--of-version", "1", "--dry-run")
    assert (older["version"], older["records"], older["flagged"]) == (1, 2, 2)
    assert counts(older) == {"same_name": (2, 2, 0)}
    newest = asked("--dry-run")
    assert counts(newest) == {"same_name": (2, 2, 0), "same_phone": (2, 2, 0)}
    assert not Finding.objects.exists()


def test_the_version_in_force_is_kept_for_every_district(cast: Cast, plan: Plan, freeze: Freeze) -> None:
    freeze(REGISTER_DAY)
    make_producer(cast.a, by=cast.district, phones=[])
    make_producer(cast.b, by=cast.neighbour)
    Finding.objects.all().delete()
    asked()
    assert CheckRun.objects.count() == 2
    assert counts(asked("--unit", "8001", "--dry-run")) == {"no_phone": (1, 1, 1)}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("2561/2", "--of-version", str(table.NEWEST + 1)), "ข้อตรวจมีฉบับที่ 1 ถึง"),
        (("2561/2", "--of-version", "1"), "เฉพาะฉบับที่ใช้อยู่"),
        (("2599/2",), "ไม่มีรอบ"),
        (("สอง",), "อ่านไตรมาส"),
    ],
)
def test_what_cannot_be_run_is_said(plan: Plan, arguments: tuple[str, ...], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        call_command("run_checks", *arguments)
