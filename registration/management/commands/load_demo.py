"""Loads the demo: people, two lively provinces and the plan of the running fiscal year. Safe to run again."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from otop_registry import clock
from registration import demo
from registration.services import calendar
from registration.timetable import Quarter


class Command(BaseCommand):
    help = "Loads the demo's people, provinces and the running year's plan; running it again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo is refused outside demo mode; set OTOP_DEMO=1 to try the system.")
        today = clock.today()
        plan = calendar.propose_plan(Quarter.of(today).fiscal_year_be, on=today)
        if not plan.is_published:
            calendar.publish_plan(plan, on=today, authority=calendar.Authority("ตัวอย่าง (โหมดสาธิต)"))
        self.stdout.write(f"demo people: {demo.load_people()} new, password {demo.PASSWORD}")
        self.stdout.write(f"demo producers: {demo.load_rounds()}")
