"""make_national_grades: bases and interim grades of quarter 4/2567 over what make_national_data invented."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from grading.demo import national
from registration.workflow import Refused


class Command(BaseCommand):
    help = "Takes every province's base of 4/2567 from the invented sales and runs its interim grades."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = national.grade_the_nation(report_progress=self.stderr.write)
        except (Refused, PermissionError) as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"base figures: {made.bases:,}, grades: {made.grades:,}")
