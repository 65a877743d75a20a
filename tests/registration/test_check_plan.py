"""check_plan and simulate_day: the JSON that docs/rules.md 9 fixes, the plain text, the errors."""

import json
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from registration.models import Plan
from registration.services import calendar
from registration.timetable import Step
from tests.registration.test_timetable import FINDINGS_2561, LETTER
from tests.world.cast import Cast
from tests.world.factories import DAY, GAP_DAY, LONG_AGO, make_extension

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def answer(*words: str) -> dict[str, Any]:
    return json.loads(run(*words, "--format", "json"))


@pytest.fixture
def letter(plan: Plan) -> Plan:
    """The plan of 2561 and the government's days off."""
    calendar.load_holidays(LONG_AGO)
    return plan


class TestCheckPlan:
    def test_json_holds_the_letters_rows_with_counts(self, letter: Plan) -> None:
        told = answer("check_plan", "2561")
        assert set(told) == {"rounds", "findings"}
        assert [group["round"] for group in told["rounds"]] == ["2561/1", "2561/2", "2561/3", "2561/4"]
        rows = [row for group in told["rounds"] for row in group["windows"]]
        counted = [54, 5, 1, 52, 5, 2, 50, 5, 2, 52, 5, 2]
        assert rows == [
            {
                "step": step.value,
                "opens": first.isoformat(),
                "closes": last.isoformat(),
                "stated_days": stated,
                "counted_days": count,
            }
            for (_, step, first, last, stated), count in zip(LETTER, counted, strict=True)
        ]

    def test_json_holds_exactly_the_letters_findings(self, letter: Plan) -> None:
        assert answer("check_plan", "2561")["findings"] == [
            {"code": code, "round": f"2561/{number}", "step": step, "message": message}
            for number, step, code, message in FINDINGS_2561
        ]

    def test_text_says_the_same_in_thai(self, letter: Plan) -> None:
        text = run("check_plan", "๒๕๖๑")
        assert "1/2561 ลงทะเบียน: 2 ตุลาคม - 21 ธันวาคม 2560 (แผน 60 นับได้ 54 วัน)" in text
        assert "  ! วันสุดท้าย 30 ธันวาคม 2560 เป็นวันเสาร์" in text
        assert text.count("\n  ") == len(FINDINGS_2561)

    @pytest.mark.parametrize("year", ["2599", "สองพัน", "25 61", ""])
    def test_a_year_without_plan_is_one_plain_line(self, letter: Plan, year: str) -> None:
        with pytest.raises(CommandError, match="ไม่มีแผนปีงบประมาณ"):
            call_command("check_plan", year)


class TestSimulateDay:
    @pytest.mark.parametrize(
        "written", ["2018-03-16", "16/03/2561", "16 มี.ค. 61", "๑๖ มีนาคม ๒๕๖๑", "2561-03-16"]
    )
    def test_every_way_of_writing_a_day_gives_the_same_answer(self, letter: Plan, written: str) -> None:
        assert answer("simulate_day", written) == {
            "date": "2018-03-16",
            "open": [{"round": "2561/2", "step": "register", "role": "district", "until": "2018-03-16"}],
            "next": {"round": "2561/2", "step": "verify", "opens": "2018-03-19"},
        }

    def test_between_windows_nothing_is_open(self, letter: Plan) -> None:
        assert answer("simulate_day", GAP_DAY.isoformat()) == {
            "date": "2018-03-17",
            "open": [],
            "next": {"round": "2561/2", "step": "verify", "opens": "2018-03-19"},
        }
        assert "ไม่มีขั้นใดเปิด" in run("simulate_day", "17/3/2561")

    def test_after_the_last_plan_nothing_comes(self, letter: Plan) -> None:
        assert answer("simulate_day", "2018-09-26") == {"date": "2018-09-26", "open": [], "next": None}

    def test_a_draft_opens_nothing(self, letter: Plan) -> None:
        calendar.propose_plan(2562, on=DAY)
        assert answer("simulate_day", "2018-09-26")["next"] is None

    def test_a_unit_with_an_extension_sees_its_own_days(self, cast: Cast, letter: Plan) -> None:
        make_extension(cast.a, Step.REGISTER, (GAP_DAY, date(2018, 3, 19)), by=cast.department)
        assert answer("simulate_day", "2018-03-17")["open"] == []
        steps = [row["step"] for row in answer("simulate_day", "2018-03-19", "--unit", "8001")["open"]]
        assert steps == ["register", "verify"]

    @pytest.mark.parametrize("words", [("30/2/2561",), ("พรุ่งนี้",), ("2018-03-16", "--unit", "9999")])
    def test_what_cannot_be_read_is_one_plain_line(self, letter: Plan, words: tuple[str, ...]) -> None:
        with pytest.raises(CommandError) as refusal:
            call_command("simulate_day", *words)
        assert "\n" not in str(refusal.value)
