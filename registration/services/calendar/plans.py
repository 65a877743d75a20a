"""The plan of a fiscal year: loaded from the letter, proposed for a year without one, published."""

import csv
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import ProtectedError

from otop_registry import clock
from registration import access, content, timetable
from registration.access import Action
from registration.models import Certification, Closing, Plan, Round, Submission, Unit, User, Window
from registration.services.calendar.holidays import days_off, load_holidays
from registration.services.calendar.rules import Authority
from registration.services.journal import Act, append_event, lock_unit
from registration.timetable import Quarter, Step
from registration.workflow import Refused

PLAN_2561: Final = Path(settings.BASE_DIR) / "fixtures" / "plan_2561.csv"
PATTERN_YEAR_BE: Final = 2561
_BATCH: Final = 1000


@transaction.atomic
def load_plan_2561(on: date) -> Plan:
    """The plan of 2561 stands published, row for row as in the letter; a second load changes nothing."""
    rows = _letter_rows()
    plan, is_new = Plan.objects.get_or_create(
        fiscal_year_be=PATTERN_YEAR_BE,
        defaults={
            "letter_number": rows[0]["letter_number"],
            "letter_day": date.fromisoformat(rows[0]["letter_date"]),
            "source": "แผนการดำเนินงานการลงทะเบียนปี 2561 สิ่งที่ส่งมาด้วย 1",
        },
    )
    if is_new:
        _write_windows(_pattern(), plan.letter_number)
    if not plan.is_published:
        publish_plan(plan, on=on, authority=Authority(plan.letter_number))
    return plan


@transaction.atomic
def propose_plan(fiscal_year_be: int, *, on: date, by: User | None = None) -> Plan:
    """An unpublished plan after the pattern of 2561, on that year's working days; a plan that exists stays.

    `by` is None only for the installation's own start, which proposes the running year.
    """
    plan = Plan(fiscal_year_be=fiscal_year_be, source="ร่างตามแบบแผนปี 2561 และวันหยุดราชการ")
    post = access.check(by, Action.PLAN_EDIT, plan, on) if by else None
    lock_unit("")
    standing = Plan.objects.filter(pk=fiscal_year_be).first()
    if standing:
        return standing
    load_holidays(on, [fiscal_year_be])
    plan.save(force_insert=True)
    _write_windows(timetable.propose(fiscal_year_be, _pattern(), days_off()))
    append_event("", "propose_plan", Act(by, on, post), subject=f"plan:{plan.pk}")
    return plan


@transaction.atomic
def publish_plan(
    plan: Plan, *, on: date, authority: Authority, letter_day: date | None = None, by: User | None = None
) -> Plan:
    """From now on the plan's windows hold, and every unit it awaits has its row: the expected list is frozen.

    Raises: Refused for a plan that is published, one that lacks a window, one with serious findings and no reason.
    """
    post = access.check(by, Action.PLAN_EDIT, plan, on) if by else None
    windows = Window.objects.national().in_year(plan.pk).as_pure()
    _check_publishable(plan, windows, authority)
    changed = Plan.objects.filter(pk=plan.pk, published_at=None).update(
        published_at=clock.instant(on),
        published_by=by,
        letter_number=authority.letter_number,
        letter_day=letter_day or plan.letter_day,
    )
    if not changed:
        raise Refused(f"{plan} เผยแพร่ไปแล้ว")
    for round in Round.objects.filter(fiscal_year_be=plan.pk):
        expect_units(round, on=min(window.first_day for window in windows if window.round == round.quarter))
    plan.refresh_from_db()
    after = {"letter_number": plan.letter_number, "letter_day": content.plain(plan.letter_day)}
    act = Act(by, on, post, authority.reason)
    append_event("", "publish_plan", act, subject=f"plan:{plan.pk}", changes=({}, after))
    return plan


def _check_publishable(plan: Plan, windows: list[timetable.Window], authority: Authority) -> None:
    if len(windows) != len(Step) * len(Quarter.all_of(plan.pk)):
        raise Refused(f"เผยแพร่{plan}ไม่ได้ เพราะแผนยังมีช่วงวันไม่ครบทุกขั้นตอนของทั้งสี่ไตรมาส")
    serious = [finding for finding in timetable.findings(windows, days_off()) if finding.is_serious]
    if serious and not authority.reason:
        raise Refused(f"แผนนี้มีข้อขัดแย้งของช่วงวัน {len(serious)} ข้อ ต้องแก้วันก่อน หรือกรอกเหตุผลที่เผยแพร่ทั้งที่ยังมี")


@transaction.atomic
def discard_plan(plan: Plan, *, by: User, on: date) -> None:
    """A draft and its rounds are gone, as for a year that was mistyped; the journal keeps that they were.

    Raises: Refused for a published plan, or one whose rounds something refers to already.
    """
    post = access.check(by, Action.PLAN_EDIT, plan, on)
    if not Plan.objects.select_for_update().filter(pk=plan.pk, published_at=None).exists():
        raise Refused(f"{plan} เผยแพร่ไปแล้ว จึงลบไม่ได้")
    try:
        Window.objects.in_year(plan.pk).delete()
        Round.objects.filter(fiscal_year_be=plan.pk).delete()
    except ProtectedError as fault:
        raise Refused(f"ลบ{plan}ไม่ได้ เพราะมีข้อมูลอื่นอ้างถึงรอบของปีนี้แล้ว") from fault
    Plan.objects.filter(pk=plan.pk).delete()
    append_event("", "discard_plan", Act(by, on, post), subject=f"plan:{plan.pk}")


def expect_units(round: Round, *, on: date) -> None:
    """Every unit valid on the day has its row: a submission per district, a certification per province.

    Running it again adds the units that are new and touches nothing else.
    """
    units = Unit.objects.valid(on)
    Submission.objects.bulk_create(
        (Submission(round=round, district=unit) for unit in units.districts()),
        batch_size=_BATCH,
        ignore_conflicts=True,
    )
    Certification.objects.bulk_create(
        (Certification(round=round, province=unit) for unit in units.provinces()),
        batch_size=_BATCH,
        ignore_conflicts=True,
    )
    Closing.objects.get_or_create(round=round)


def _letter_rows() -> list[dict[str, str]]:
    with PLAN_2561.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _pattern() -> list[timetable.Window]:
    """The twelve windows of the letter."""
    return [
        timetable.Window(
            Quarter.parse(row["quarter"]),
            Step(row["step"]),
            date.fromisoformat(row["first_day"]),
            date.fromisoformat(row["last_day"]),
            int(row["stated_days"]),
        )
        for row in _letter_rows()
    ]


def _write_windows(windows: Iterable[timetable.Window], letter_number: str = "") -> None:
    for window in windows:
        quarter = window.round
        round, _ = Round.objects.get_or_create(
            id=Round.id_of(quarter),
            defaults={"fiscal_year_be": quarter.fiscal_year_be, "number": quarter.number},
        )
        Window.objects.get_or_create(
            round=round,
            step=window.step,
            unit_id="",
            defaults={
                "first_day": window.first_day,
                "last_day": window.last_day,
                "stated_days": window.stated_days,
                "letter_number": letter_number,
            },
        )
