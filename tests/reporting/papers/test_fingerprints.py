"""A fingerprint names what a paper says: every value counts, the copy does not, and each process finds the same."""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from reporting.paper import Column, Facts, Form, Prose, Signature, Stand
from reporting.services.papers.fingerprints import fingerprint
from tests.world.paper_samples import ROWS, TOTAL, make_paper, make_table

FACTS = Facts("แบบ", (("ยอด", Decimal("1.50"), Form.BAHT),))
PAPER = make_paper(make_table(sizes=(2, 1), merged=3), FACTS, Prose(("ย่อหน้า",)))
KNOWN = "c9615a36f8b1e5e3b1560d4f11c344097dd1891cc26dffe70a77c4c6f9523e1f"


def with_row(*values: Any) -> str:
    table = make_table([values], columns=(Column("ค"),) * len(values), total=None)
    return fingerprint(make_paper(table))


def test_the_fingerprint_is_the_one_of_yesterday_and_of_another_process() -> None:
    code = "from tests.reporting.papers.test_fingerprints import *; print(fingerprint(PAPER))"
    environment = os.environ | {"PYTHONHASHSEED": "7", "DJANGO_SETTINGS_MODULE": "tests.settings"}
    run = [sys.executable, "-c", "import django; django.setup(); " + code]
    other = subprocess.run(run, env=environment, capture_output=True, text=True, check=True)
    assert fingerprint(PAPER) == other.stdout.strip() == KNOWN


OTHERS = (
    {"title": "อื่น"},
    {"lines": ("อื่น",)},
    {"unit_code": "8002"},
    {"subject": "round:25613"},
    {"stand": Stand(date(2018, 3, 20))},
    {"stand": Stand(date(2018, 3, 19), 1, "e" * 64)},
    {"stand": Stand(date(2018, 3, 19), interim_words="อื่น")},
    {"blocks": PAPER.blocks[:-1]},
    {"blocks": PAPER.blocks[::-1]},
    {"blocks": (make_table(ROWS[:-1], sizes=(2,), merged=3), *PAPER.blocks[1:])},
    {"blocks": (make_table(sizes=(1, 2), merged=3), *PAPER.blocks[1:])},
    {"blocks": (make_table(sizes=(2, 1), merged=3, total=(1, *TOTAL[1:])), *PAPER.blocks[1:])},
    {"signatures": (Signature("ผู้รายงาน"), Signature("ผู้รับรอง"))},
    {"remarks": ()},
    {"attributes": {"number": "1/2561"}},
    {"is_personal": True},
    {"uses_thai_digits": True},
)


@pytest.mark.parametrize("other", OTHERS, ids=lambda other: ",".join(other))
def test_whatever_a_paper_says_otherwise_changes_it(other: dict[str, Any]) -> None:
    assert fingerprint(replace(PAPER, **other)) != fingerprint(PAPER)


def test_values_of_other_kinds_never_meet() -> None:
    values = (1, "1", Decimal(1), date(2018, 3, 1), "2018-03-01", None, "", "None", 0, Decimal("0.01"))
    assert len({with_row(value) for value in values}) == len(values)
    assert with_row("กข", "ค") != with_row("ก", "ขค")


@pytest.mark.parametrize(("one", "same"), [("1.5", "1.50"), ("0", "-0.00"), ("100", "1E+2")])
def test_an_amount_is_one_however_it_was_written(one: str, same: str) -> None:
    assert with_row(Decimal(one)) == with_row(Decimal(same))


def test_the_width_of_a_column_is_no_content() -> None:
    wide = make_table(
        sizes=(2, 1), merged=3, columns=tuple(replace(c, width=99) for c in PAPER.tables[0].columns)
    )
    assert fingerprint(replace(PAPER, blocks=(wide, *PAPER.blocks[1:]))) == fingerprint(PAPER)


class Lazy(Sequence[tuple[Any, ...]]):
    """The same rows, read when they are asked for."""

    def __len__(self) -> int:
        return len(ROWS)

    def __getitem__(self, place: int) -> tuple[Any, ...]:
        return ROWS[place]


def test_rows_read_late_say_the_same() -> None:
    lazy = make_table(Lazy(), sizes=(2, 1), merged=3)
    assert fingerprint(replace(PAPER, blocks=(lazy, *PAPER.blocks[1:]))) == fingerprint(PAPER)
