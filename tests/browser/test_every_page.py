"""Every page that the site has, by each office that may open it, at every width it is designed for.

The list is the site's own: an address that the demo has no sample of fails. Who may open what says
tests/test_access_matrix.py. A page that two offices see in one shape is measured once.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.urls import resolve, reverse
from playwright.sync_api import APIResponse, Page
from pytest_django import Settings

from registration.models import User
from tests.browser.conftest import OpenPage, misfits
from tests.test_access_matrix import LINES
from tests.world.page_samples import NO_PAGES, REGISTER, build_demo, people, samples

Train = Callable[[date], None]
REFUSED = {"403", "404"}
COLUMN = {"district": 0, "province": 2, "department": 4, "executive": 5, "anonymous": 8}  # of the matrix
SHAPE = re.compile(r'<(\w+)|class="([^"]*)"')


@pytest.fixture
def looks(transactional_db: None, settings: Settings, tmp_path: Path) -> dict[date, list[tuple[str, str]]]:
    """{day: (name, address) of everything to look at}."""
    settings.DEMO, settings.MEDIA_ROOT, settings.EMAIL_FILE_PATH = True, tmp_path, tmp_path
    build_demo()
    told = samples()
    found: dict[date, list[tuple[str, str]]] = {}
    names = [line.partition(":")[0] for line, (method, *_) in LINES.items() if method == "GET"]
    for name in dict.fromkeys(names):
        if name not in NO_PAGES:
            app, _, own = name.rpartition("/")
            day, parts = told.get(name, (REGISTER, [[]]))
            addresses = [reverse(f"{app or 'registration'}:{own}", args=each) for each in parts]
            found.setdefault(day, []).extend((name, address) for address in addresses)
    return found


def who_may(name: str, people: dict[str, User | None]) -> Iterator[tuple[str, User | None]]:
    """The offices whose column of the matrix does not refuse the address outright, for any of its lines."""
    rows = [codes for line, (_, _, *codes) in LINES.items() if line.partition(":")[0] == name]
    is_open = not any({*codes[:-1]} - REFUSED for codes in rows)  # in the demo, maybe
    for office, person in people.items():
        if is_open or any(codes[COLUMN[office]] not in REFUSED for codes in rows):
            yield office, person


def shape_of(html: str) -> int:
    """What a page is built of, whatever it says: its elements and their classes, each once."""
    return hash(frozenset("".join(each) for each in SHAPE.findall(html)))


def is_page(answer: APIResponse, name: str) -> bool:
    """Whether the address answered with its own page, gone or not."""
    own = resolve(urlsplit(answer.url).path).url_name
    return answer.status in {200, 410} and own == name.rpartition("/")[2]


def visits(
    looks: dict[date, list[tuple[str, str]]], train: Train
) -> Iterator[tuple[str, str, str, User | None]]:
    """(name, address, office, person) of everything to look at, each on its day."""
    for day, addresses in looks.items():
        train(day)
        offices = people(day.year)._asdict()
        for name, address in addresses:
            for office, person in who_may(name, offices):
                yield name, address, office, person


def test_every_page_fits_at_every_width(
    open_page: OpenPage, looks: dict[date, list[tuple[str, str]]], train: Train
) -> None:
    pages: dict[User | None, Page] = {}
    seen: set[tuple[str, int]] = set()
    faults = []
    for name, address, office, person in visits(looks, train):
        page = pages.get(person) or pages.setdefault(person, open_page(person))
        answer = page.request.get(address)
        shape = (name, shape_of(answer.text()))
        if is_page(answer, name) and shape not in seen:
            seen.add(shape)
            page.goto(address)
            faults += [f"{office} {fault}" for fault in misfits(page)]
    opened, wanted = {name for name, _ in seen}, {name for each in looks.values() for name, _ in each}
    assert (faults, wanted - opened) == ([], set()), "what does not fit, and what nobody could open"
