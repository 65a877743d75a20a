"""Loads what every installation starts from: units, holidays and the plan of 2561. Safe to run again."""

from typing import Any

from django.core.management.base import BaseCommand

from otop_registry import clock, thai
from registration.services import calendar, reference


class Command(BaseCommand):
    help = "Loads units, holidays and the plan of 2561; running it again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        today = clock.today()
        units = reference.load_units()
        self.stdout.write(
            f"units: {thai.count(units.provinces)} provinces, {thai.count(units.districts)} districts, "
            f"{thai.count(units.subdistricts)} subdistricts, {thai.count(units.abolished)} abolished codes"
        )
        self.stdout.write(f"holidays: {thai.count(calendar.load_holidays(today))} new")
        self.stdout.write(f"plan: {calendar.load_plan_2561(today).fiscal_year_be}")
