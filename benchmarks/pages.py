"""P3: pages over this database, against the same pages over a small one of 1,000 producers on the same server.

Each database is served by a process of its own (`python -m benchmarks.pages`), in which Django's test client asks
for one page at a time: a line in names the page, a line out tells milliseconds and queries.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median
from urllib.parse import urlencode, urlsplit, urlunsplit

import django
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from benchmarks.timing import Result, compare_times, milliseconds
from otop_registry import clock

BAR = 1.3
SMALL_PRODUCERS = 1_000
SMALL_DATABASE = "otop_bench_small"
REGISTER_DAY, GRADES_DAY = "2024-08-01", "2024-10-16"
Environment = dict[str, str]


@dataclass(frozen=True)
class Page:
    """A page, who asks for it and on which day."""

    name: str
    path: str
    username: str
    day: str


PAGES = (
    Page("work list", "/tasks/", "national.80", REGISTER_DAY),
    Page("producer list", "/producers/", "national.department", REGISTER_DAY),
    Page("producer search", "/producers/?" + urlencode({"q": "แม่บ้าน"}), "national.department", REGISTER_DAY),
    Page("province board", "/rounds/2567/4/80/", "national.80", REGISTER_DAY),
    Page("province grades", "/grades/2567/4/80/", "national.80", GRADES_DAY),
)


def measure() -> list[Result]:
    with ExitStack() as stack:
        large = stack.enter_context(served(dict(os.environ)))
        small = stack.enter_context(served(stack.enter_context(_small_database())))
        return [result for page in PAGES for result in compared("P3", page, large, small)]


# --- the two databases ---


@contextmanager
def _small_database() -> Iterator[Environment]:
    """The environment of a database with the same invention at 1,000 producers, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="otop-bench-") as folder:
        environment = os.environ | {"OTOP_DATA_DIR": folder}
        if not settings.DATABASE_URL:
            _fill(environment)
            yield environment
            return
        parts = urlsplit(settings.DATABASE_URL)
        environment["DATABASE_URL"] = urlunsplit(parts._replace(path=f"/{SMALL_DATABASE}"))
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {SMALL_DATABASE}")
            cursor.execute(f"CREATE DATABASE {SMALL_DATABASE}")
            try:
                _fill(environment)
                yield environment
            finally:
                cursor.execute(f"DROP DATABASE {SMALL_DATABASE} WITH (FORCE)")


def _fill(environment: Environment) -> None:
    for command in (
        ["migrate", "--verbosity", "0"],
        ["load_reference"],
        ["make_national_data", "--producers", str(SMALL_PRODUCERS)],
        ["make_national_grades"],
    ):
        subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=settings.BASE_DIR,
            env=environment,
            check=True,
            capture_output=True,
        )


# --- asking for pages ---


@contextmanager
def served(environment: Environment) -> Iterator[Callable[[Page], tuple[float, int]]]:
    """Asks a process over one database for a page: its milliseconds and number of queries."""
    server = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.pages"],
        cwd=settings.BASE_DIR,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        with suppress(BrokenPipeError):
            yield lambda page: _ask(server, page)
    finally:
        server.terminate()
        server.wait(timeout=10)


def _ask(server: subprocess.Popen[str], page: Page) -> tuple[float, int]:
    if not (server.stdin and server.stdout):
        raise RuntimeError("the process has no pipes")
    server.stdin.write(json.dumps(vars(page)) + "\n")
    server.stdin.flush()
    answer = server.stdout.readline()
    if not answer:
        raise RuntimeError(f"the process that serves {page.path} ended")
    spent, queries = json.loads(answer)
    return spent, queries


Ask = Callable[[Page], tuple[float, int]]


def compared(measurement: str, page: Page, large: Ask, small: Ask) -> list[Result]:
    """Times by turns, and the queries of one request each."""
    times = compare_times(
        f"{measurement} {page.name}: full / small database (ms)",
        lambda: large(page)[0],
        lambda: small(page)[0],
        bar=BAR,
    )
    return [times, Result(f"{measurement} {page.name}: queries", large(page)[1], small(page)[1], 1.0)]


@contextmanager
def in_training() -> Iterator[None]:
    """With a training date of its own, and without collectstatic beforehand."""
    plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with (
        tempfile.TemporaryDirectory(prefix="otop-bench-day-") as folder,
        override_settings(
            TRAINING_DAY_FILE=Path(folder) / "training_day", STORAGES=settings.STORAGES | plain
        ),
    ):
        yield


def serve(lines: Iterator[str]) -> None:
    """Answers one line for each line."""
    with in_training():
        clients: dict[str, Client] = {}
        for line in lines:
            page = Page(**json.loads(line))
            clock.set_training_day(date.fromisoformat(page.day))
            if page.username not in clients:
                clients[page.username] = signed_in(page.username)
            print(json.dumps(_requested(clients[page.username], page.path)), flush=True)


def signed_in(username: str) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(apps.get_model("registration", "User").objects.get(username=username))
    return client


def _requested(client: Client, path: str) -> tuple[float, int]:
    """The median of three requests, and the queries of a fourth."""

    def request() -> None:
        status = client.get(path).status_code
        if status != 200:
            raise RuntimeError(f"{path} answered {status}")

    spent = median(milliseconds(request) for _ in range(3))
    with CaptureQueriesContext(connection) as queries:
        request()
    return spent, len(queries)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "otop_registry.settings")
    django.setup()
    serve(iter(sys.stdin.readline, ""))
