"""make_national_data --producers 100000 --seed 1: invented data at the size of the nation, for measuring."""

import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from registration.demo import national
from registration.workflow import Refused

PRODUCTS_OF_A_PRODUCER = 2.2


class Command(BaseCommand):
    help = "Fills an empty database (load_reference first) with invented producers, products and sales."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--producers", type=int, default=100_000)
        parser.add_argument("--products", type=int, default=0, help="without it 2.2 a producer")
        parser.add_argument("--months", type=int, default=24, help="of sales, up to September 2567")
        parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same rows")

    def handle(self, *, producers: int, products: int, months: int, seed: int, **options: Any) -> None:
        begun = time.monotonic()

        def report_progress(line: str) -> None:
            print(f"{time.monotonic() - begun:7.1f} s  {line}", file=sys.stderr, flush=True)

        wanted = products or round(producers * PRODUCTS_OF_A_PRODUCER)
        try:
            made = national.make(
                national.Size(producers, wanted, months, seed), report_progress=report_progress
            )
        except (Refused, PermissionError) as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(
            f"producers: {made.producers:,}, products: {made.products:,}, sales: {made.sales:,}, "
            f"registrations: {made.registrations:,}"
        )
