"""What every test gets: no way out to the network, a day that can be frozen, modest random examples."""

import ipaddress
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings as settings_of_django
from django.db import connection
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings

from registration import append_only
from tests.world import ready
from tests.world.once import ONCE, WITH_SERVICES

pytest_plugins = ["tests.world.cast", "tests.world.closed"]
LONG = (
    "tests/test_",
    "tests/registration/test_installation.py",
    "tests/browser/test_every",
    "tests/browser/test_readme",
)
BANGKOK = ZoneInfo("Asia/Bangkok")

settings.register_profile(
    "modest",
    max_examples=30,
    stateful_step_count=30,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.register_profile("deep", settings.get_profile("modest"), max_examples=1000)
# `make test` and CI answer the same for the same code; pytest alone goes on searching for new examples.
settings.register_profile(
    "gate", settings.get_profile("modest"), max_examples=15, derandomize=True, database=None
)
IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "gate" if IN_CI else "modest"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what runs over one database, and lets those begin that start processes and wait for them."""
    for item in items:
        if item.nodeid.startswith(tuple(ONCE)):
            item.add_marker(pytest.mark.once)
        if item.nodeid.startswith(tuple(WITH_SERVICES)):
            item.add_marker(pytest.mark.with_services)
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The tests' own database starts as a copy of the one migrated database of this run."""
    database = settings_of_django.DATABASES["default"]["TEST"]
    if "DATABASE_URL" in os.environ:
        database["TEMPLATE"] = ready.template()
    else:
        shutil.copyfile(ready.file(), database["NAME"])


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """A copied file is used as it stands; its folder goes away with the run."""
    return "DATABASE_URL" not in os.environ


Freeze = Callable[[date | datetime], None]


@pytest.fixture
def freeze() -> Iterator[Freeze]:
    """`freeze(day)` stops the clock at noon in Bangkok, `freeze(moment)` at that instant; again to go on."""
    with ExitStack() as stack:

        def to(moment: date | datetime) -> None:
            if not isinstance(moment, datetime):
                moment = datetime.combine(moment, time(12), BANGKOK)
            stack.enter_context(time_machine.travel(moment, tick=False))

        yield to


@pytest.fixture(scope="session", autouse=True)
def emptied_between_tests() -> Iterator[None]:
    """Django empties a database that a test wrote to for good; the triggers of append-only tables step aside then."""
    emptying = TransactionTestCase._fixture_teardown

    def without_triggers(self: TransactionTestCase) -> None:
        with append_only.lifted(connection):
            emptying(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", without_triggers)
        yield


@pytest.fixture(scope="session", autouse=True)
def sealed_network() -> Iterator[None]:
    """A test that reaches beyond this machine fails."""
    connect = socket.socket.connect

    def local_only(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else "localhost"
        if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
            raise AssertionError(f"A test tried to reach {host}.")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", local_only)
        yield
