"""send_due_notices [--at 2567-07-15T08:30]: owes what is owed at a moment and sends what is due, once."""

import json
from argparse import ArgumentParser
from collections import Counter
from datetime import datetime, time
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from otop_registry import clock, thai
from registration.models import Notice
from registration.models.notices import PENDING
from reporting.services import notices

NAMES = ("owed", "withdrawn", "digests", "sent", "waiting", "failed", "skipped")


class Command(BaseCommand):
    help = "Owes the notices of a moment (now, or --at in B.E. or C.E.) and sends them; a second run sends nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--at", help="such as 2567-07-15T08:30, 15/07/2567 or '๑๕ กรกฎาคม ๒๕๖๗'")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *, at: str | None, format: str, **options: Any) -> str:
        moment = read_moment(at) if at else notices.judged_moment(clock.today())
        counted = notices.sweep(moment) + notices.deliver(clock.now())
        left = Notice.objects.filter(state__in=PENDING).count()
        said = as_json(moment, counted, left) if format == "json" else as_text(moment, counted, left)
        if counted["failed"]:
            self.stdout.write(said)
            raise CommandError(f"ส่งไม่สำเร็จ {counted['failed']} ฉบับ ดูที่หน้า /notices/failed/")
        return said


def read_moment(text: str) -> datetime:
    """A day with an optional time after T or a blank; without one half past eight. Raises: CommandError."""
    day, _, clock_time = thai.to_arabic(text.strip()).partition("T")
    try:
        return _at(notices.morning_of(thai.parse_date_text(day)), clock_time)
    except ValueError as error:
        raise CommandError(str(error)) from error


def _at(morning: datetime, text: str) -> datetime:
    if not text:
        return morning
    try:
        read = time.fromisoformat(text)
    except ValueError:
        raise ValueError("อ่านเวลาไม่ได้ กรุณาพิมพ์ เช่น 08:30") from None
    return morning.replace(hour=read.hour, minute=read.minute, second=read.second)


def as_json(moment: datetime, counted: Counter[str], left: int) -> str:
    """{"at", what was done and how often, "left": what still waits}."""
    answer = {
        "at": timezone.localtime(moment).isoformat(),
        **{name: counted[name] for name in NAMES},
        "left": left,
    }
    return json.dumps(answer, ensure_ascii=False, indent=2)


def as_text(moment: datetime, counted: Counter[str], left: int) -> str:
    """The same in one sentence."""
    return (
        f"{thai.weekday_date(timezone.localdate(moment))}: ตั้งเรื่องใหม่ {counted['owed']} ส่งแล้ว {counted['sent']} "
        f"รอลองใหม่ {counted['waiting']} ไม่สำเร็จ {counted['failed']} ไม่ต้องส่ง "
        f"{counted['withdrawn'] + counted['skipped']} ยังค้าง {left}"
    )
