"""What an installation may be started with, and what it is then."""

import os
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from otop_registry.celery import app

ROOT = Path(__file__).resolve().parents[2]
KEY = "k" * 25 + "0123456789abcdefghijklmnopqrstuvwxyz"
READ_HERE = ("OTOP_", "EMAIL_", "DATABASE_URL", "REDIS_URL", "PORT")


@pytest.fixture
def production(tmp_path: Path) -> dict[str, str]:
    """The environment of a well-kept site."""
    return {
        "OTOP_DATA_DIR": str(tmp_path),
        "OTOP_SECRET_KEY": KEY,
        "OTOP_ALLOWED_HOSTS": "otop.example.go.th",
        "DATABASE_URL": "postgresql://otop@database.internal/otop",
        "REDIS_URL": "redis://redis.internal/0",
    }


def start(environment: dict[str, str]) -> dict[str, Any]:
    """settings.py read with exactly these variables."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith(READ_HERE)]:
            patch.delenv(name)
        for name, value in environment.items():
            patch.setenv(name, value)
        return runpy.run_path(str(ROOT / "otop_registry/settings.py"))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"OTOP_DEMO": "maybe"}, "OTOP_DEMO must be 1 or 0"),
        ({"PORT": "80a"}, "PORT must be a whole number"),
        ({"PORT": "๘๐"}, "PORT must be a whole number"),
        ({"PORT": "0"}, "PORT must be a whole number of at least 1"),
        ({"OTOP_DEMO": "1"}, "refused on a public host name"),
        ({"OTOP_DEBUG": "yes"}, "refused on a public host name"),
        ({"OTOP_DEMO": "1", "OTOP_ALLOWED_HOSTS": "*"}, "refused on a public host name"),
        ({"OTOP_DEMO": "1", "OTOP_ALLOWED_HOSTS": "203.0.113.7 8.8.8.8"}, "refused on a public host name"),
        ({"OTOP_SECRET_KEY": ""}, "OTOP_SECRET_KEY is missing"),
        ({"OTOP_SECRET_KEY": "short"}, "at least 50 random characters"),
        ({"OTOP_SECRET_KEY": "replace-me-with-fifty-random-characters-or-leave-empty"}, "of your own"),
    ],
)
def test_start_is_refused(production: dict[str, str], change: dict[str, str], words: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=words):
        start(production | change)


def test_production_is_closed_by_default(production: dict[str, str]) -> None:
    values = start(production)
    assert values["PRODUCTION"]
    assert not values["DEMO"]
    assert not values["DEBUG"]
    assert values["SECURE_SSL_REDIRECT"]
    assert (values["SESSION_COOKIE_NAME"], values["CSRF_COOKIE_NAME"]) == ("__Host-sid", "__Host-csrf")
    assert values["ALLOWED_HOSTS"] == ["otop.example.go.th"]


def test_production_passes_djangos_own_deployment_check(production: dict[str, str]) -> None:
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    environment = {"PATH": os.environ["PATH"], **production}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_nothing_set_is_production_that_answers_nobody(tmp_path: Path) -> None:
    values = start({"OTOP_DATA_DIR": str(tmp_path)})
    assert values["PRODUCTION"]
    assert values["ALLOWED_HOSTS"] == []


def test_demo_answers_this_machine_and_a_private_network(tmp_path: Path) -> None:
    values = start({"OTOP_DATA_DIR": str(tmp_path), "OTOP_DEMO": "1", "OTOP_ALLOWED_HOSTS": "192.168.1.20"})
    assert values["ALLOWED_HOSTS"] == ["192.168.1.20", "localhost", "127.0.0.1", "[::1]"]


def test_secret_is_made_once_and_kept_from_others(tmp_path: Path) -> None:
    keys = {start({"OTOP_DATA_DIR": str(tmp_path)})["SECRET_KEY"] for _ in range(2)}
    assert len(keys) == 1
    assert len(keys.pop()) >= 50
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_policy_allows_nothing_inline(tmp_path: Path) -> None:
    policy = start({"OTOP_DATA_DIR": str(tmp_path)})["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]
    assert policy["default-src"] == ["'none'"]
    assert "unsafe" not in str(policy)


def test_a_lost_task_comes_back_before_it_may_run_twice(production: dict[str, str]) -> None:
    values = start(production)
    assert values["CELERY_TASK_ACKS_LATE"]
    assert values["CELERY_TASK_TIME_LIMIT"] < values["CELERY_BROKER_TRANSPORT_OPTIONS"]["visibility_timeout"]


@pytest.mark.django_db  # a worker that starts runs the system checks, and one of them asks the database
def test_every_scheduled_task_exists(tmp_path: Path) -> None:
    app.loader.import_default_modules()
    schedule = start({"OTOP_DATA_DIR": str(tmp_path)})["CELERY_BEAT_SCHEDULE"]
    assert {entry["task"] for entry in schedule.values()} <= set(app.tasks)
