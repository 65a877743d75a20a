"""P11: a province looks through its round: pages, presses and minutes of a practised officer, what passed unopened.

Two databases of their own on SQLite, of 100 and of 3,000 records in 23 districts (review_scene), 60 flagged in each.
The officer is a script that presses only what the page before shows.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from html import unescape
from typing import Final
from urllib.parse import urljoin

import django
from django.apps import apps
from django.conf import settings
from django.test import Client

from benchmarks.pages import Environment, Page, compared, in_training, served, signed_in
from benchmarks.timing import Result
from otop_registry import clock
from registration.checks.table import WARNING_RISK

FEW, MANY, FLAGGED = 100, 3_000, 60
DAY, OFFICER = "2018-03-20", "changwat.80"
ROUND: Final = "/rounds/2561/2/"
WHOLE: Final = f"{ROUND}80/review/"
READ_FLAGGED, READ_SAMPLED, PRESS = (
    60,
    30,
    5,
)  # assumed seconds: to read a record of each sort, to press and wait
WORKING_MINUTES: Final = 5 * 7 * 60  # five days of the letter, seven hours each
PRESSES_OF_A_RECORD: Final = 1.2  # presses in all for each record that must be opened


def measure() -> list[Result]:
    with ExitStack() as stack:
        few, many = (stack.enter_context(_database(records)) for records in (FEW, MANY))
        results: list[Result] = []
        small, large = (stack.enter_context(served(each)) for each in (few, many))
        pages = (
            Page("queue of a province", WHOLE, OFFICER, DAY),
            Page("what must be opened", f"{WHOLE}?mark=must", OFFICER, DAY),
        )
        for page in pages:
            results += compared("P11", page, large, small)
        return [*results, *_reviewed(many)]


@contextmanager
def _database(records: int) -> Iterator[Environment]:
    """The environment of a database with the scene, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="otop-bench-") as folder:
        environment = os.environ | {"OTOP_DATA_DIR": folder, "OTOP_DEMO": "1"}
        environment.pop("DATABASE_URL", None)
        build = f"from benchmarks import review_scene; review_scene.build({records}, {FLAGGED})"
        for command in (["migrate"], ["load_reference"], ["shell", "-c", build]):
            _run(["manage.py", *command, "-v0"], environment)
        yield environment


def _run(arguments: list[str], environment: Environment) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def _reviewed(environment: Environment) -> list[Result]:
    """What the officer needed for the province, and what was left unopened of what is flagged."""
    told = json.loads(_run(["-m", "benchmarks.review"], environment).splitlines()[-1])
    opened = FLAGGED + told["sampled"]
    minutes = (told["presses"] * PRESS + FLAGGED * READ_FLAGGED + told["sampled"] * READ_SAMPLED) / 60
    return [
        Result("P11 presses / records that must be opened", told["presses"], opened, PRESSES_OF_A_RECORD),
        Result("P11 minutes of the officer / of five days", minutes, WORKING_MINUTES, 0.1),
        Result("P11 flagged passed unopened / flagged", told["flagged_unopened"], FLAGGED, 0),
    ]


# --- the officer ---


class Officer:
    """Presses links and buttons of the page before it, and counts them; what the page does not show it cannot press."""

    def __init__(self, client: Client) -> None:
        self.client, self.address, self.page, self.presses = client, "", "", 0

    def go(self, pattern: str) -> None:
        """Presses the first link whose address matches. Raises: LookupError when the page shows none."""
        self._press(self._shown(f'href="({pattern})"'), None)

    def send(self, pattern: str, **said: str | list[str]) -> None:
        """Presses the button of the form with that address; without one of the page's own form."""
        self._press(self._shown(f'action="({pattern})"') if pattern else self.address, said)

    def ticked(self) -> list[str]:
        return re.findall('name="district" value="([0-9]+)" checked', self.page)

    def _shown(self, pattern: str) -> str:
        found = re.search(pattern, self.page)
        if found is None:
            raise LookupError(f"{self.address} shows no {pattern}")
        return urljoin(self.address, unescape(found[1]))

    def _press(self, address: str, said: dict[str, str | list[str]] | None) -> None:
        ask = self.client.get if said is None else self.client.post
        answer = ask(address, said, follow=True)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status_code}")
        self.address = answer.redirect_chain[-1][0] if answer.redirect_chain else address
        self.page, self.presses = answer.text, self.presses + 1


def review(officer: Officer) -> None:
    """From the work list to the province's certificate: draws, opens what must be opened one by one, signs all."""
    record = f"{ROUND}[0-9]{{4}}/review/[0-9]+/"
    officer.go("/tasks/")
    officer.go(f"{ROUND}80/")
    officer.go(f"{ROUND}80/review/")
    officer.send(f"{ROUND}80/review/draw/")
    officer.go(f'{record}[^"]*')
    while re.match(record, officer.address):
        officer.send("", act="pass")
    officer.go(f"{ROUND}80/sign/")
    officer.send("", district=officer.ticked())
    officer.go(f"{ROUND}80/advance/certify_province/")
    officer.send("")


def main() -> None:
    """Reviews the province of the environment's database, and prints what it took."""
    registrations = apps.get_model("registration", "Registration").objects
    with in_training():
        clock.set_training_day(date.fromisoformat(DAY))
        officer = Officer(signed_in(OFFICER))
        officer.page = '<a href="/tasks/">'  # where a person is after signing in
        review(officer)
    flagged = registrations.filter(risk__gte=WARNING_RISK)
    told = {
        "presses": officer.presses,
        "sampled": apps.get_model("registration", "SampledRecord").objects.exclude(opened_at=None).count(),
        "flagged": flagged.count(),
        "flagged_unopened": flagged.exclude(review="passed").count(),
        "unopened": registrations.filter(review="bulk").count(),
        "certified": apps.get_model("registration", "Certification")
        .objects.get(province="80", round=25612)
        .status,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "otop_registry.settings")
    django.setup()
    main()
