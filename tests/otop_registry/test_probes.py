"""What a machine may ask of the site, and that the answer hangs on nothing but what it tells of."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from tests.services import find_free_port

ROOT = Path(__file__).resolve().parents[2]
ASK = "from django.test import Client; answer = Client(); [print(answer.get(p).status_code) for p in ({!r}, {!r})]"


def test_both_answer_over_plain_http_whatever_the_host(client: Client, settings: Settings, db: None) -> None:
    settings.SECURE_SSL_REDIRECT, settings.ALLOWED_HOSTS = True, []
    assert client.get("/healthz", headers={"host": "10.0.0.7"}).content == b"ok"
    answer = client.get("/readyz", headers={"host": "10.0.0.7"})
    assert answer.json() == {"database": "ok", "queue": "ok", "disk": "ok", "backup": "not set up"}
    assert answer["Cache-Control"] == "no-store"


def test_a_disk_that_is_nearly_full_is_not_ready(client: Client, settings: Settings, db: None) -> None:
    settings.LEAST_FREE_BYTES = 10**18
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["disk"]) == (503, "nearly full")


def test_without_the_queue_pages_go_on(client: Client, settings: Settings, db: None, tmp_path: Path) -> None:
    settings.REDIS_URL, settings.BROKER_DIR = "", tmp_path / "gone"
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["queue"]) == (200, "not writable")


def test_without_a_database_the_process_lives_and_is_not_ready(tmp_path: Path) -> None:
    nowhere = f"postgresql://otop@127.0.0.1:{find_free_port()}/otop"
    own = {"OTOP_DATA_DIR": str(tmp_path), "DATABASE_URL": nowhere, "OTOP_DEMO": "1"}
    words = ["shell", "--no-imports", "-c", ASK.format("/healthz", "/readyz")]
    kept = {name: value for name, value in os.environ.items() if name != "REDIS_URL"}
    environment = {**kept, **own, "DJANGO_SETTINGS_MODULE": "otop_registry.settings"}
    told = subprocess.check_output(
        [sys.executable, "manage.py", *words], cwd=ROOT, env=environment, text=True
    )
    assert told.split() == ["200", "503"]


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_probe_is_no_page_to_post_to(client: Client, db: None, path: str) -> None:
    assert client.post(path).status_code == 404
