"""What an installation is not started with: people of the demo, a folder that all may read, a deaf index."""

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.services import find_free_port
from tests.world.installation import ROOT, Installation, installation

DEMO_PERSON = (
    "from tests.world.factories import make_user; make_user('krom.admin', email='krom.admin@demo.invalid')"
)
SIGN_IN = """
from django.test import Client
from tests.world.factories import PASSWORD
words = {"username": "krom.admin", "password": PASSWORD}
print(Client().post("/accounts/sign-in/", words, secure=True, headers={"host": "localhost"}).status_code)
"""
PRODUCTION = {"OTOP_DEMO": "0", "OTOP_ALLOWED_HOSTS": "otop.example.go.th"}
PRODUCTION["OTOP_SECRET_KEY"] = "0123456789abcdefghijklmnopqrstuvwxyz" * 2


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installation(tmp_path_factory.mktemp("site"), "checks", **PRODUCTION) as site:
        site.manage("collectstatic", "--no-input", "--verbosity", "0")
        yield site


@pytest.fixture(scope="module")
def trial(site: Installation) -> Installation:
    """The same place after it was used as a trial."""
    assert site.run("check").returncode == 0
    site.shell(DEMO_PERSON, OTOP_DEMO="1", OTOP_ALLOWED_HOSTS="")
    return site


@pytest.mark.parametrize("words", [["check"], ["check", "--deploy"], ["serve"]])
def test_production_refuses_people_of_the_demo(trial: Installation, words: list[str]) -> None:
    done = trial.run(*words, PORT=str(find_free_port()))
    assert done.returncode == 1
    assert "people of the demo, whose password is published: krom.admin" in done.stderr


def test_the_server_itself_refuses_them_too(trial: Installation) -> None:
    done = trial.run("shell", "--no-imports", "-c", "import otop_registry.wsgi")
    assert "ImproperlyConfigured: The database holds people of the demo" in done.stderr


def test_their_password_opens_nothing_there(trial: Installation) -> None:
    here = {"OTOP_ALLOWED_HOSTS": "localhost"}
    assert trial.shell(SIGN_IN, **here) == "200"  # the form again; a sign-in leads on (302)
    assert trial.shell(SIGN_IN, **here, OTOP_DEMO="1") == "302"


def test_a_data_folder_open_to_all_is_refused(tmp_path: Path) -> None:
    with installation(tmp_path / "open", "checks_open", **PRODUCTION) as site:
        site.folder.chmod(0o755)
        done = site.run("check")
        assert (done.returncode, "(mode 755)" in done.stderr) == (1, True)
        site.folder.chmod(0o700)
        assert site.run("check").returncode == 0


def test_what_is_written_is_closed_to_others(site: Installation) -> None:
    files = [path for path in site.folder.rglob("*") if path.is_file()]
    assert len(files) > 20
    assert [path for path in files if path.stat().st_mode & 0o077] == []


@pytest.mark.skipif("DATABASE_URL" not in os.environ, reason="asks PostgreSQL; the second pass of make test")
@pytest.mark.parametrize(("locale", "is_deaf"), [("C", True), ("C.UTF-8", False)])
def test_a_database_that_knows_no_thai_letters_is_named(tmp_path: Path, locale: str, is_deaf: bool) -> None:
    name = f"locale_{'deaf' if is_deaf else 'good'}_{os.getpid()}"
    with installation(tmp_path / "site", "checks_locale", **PRODUCTION) as site:
        url = site.environment["DATABASE_URL"]
        with psycopg.connect(url, autocommit=True) as connection:
            how = f"TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE '{locale}' LC_CTYPE '{locale}'"
            connection.execute(f"CREATE DATABASE {name} {how}")
        here = url.rpartition("/")[0] + f"/{name}"
        site.manage("migrate", "--verbosity", "0", DATABASE_URL=here)
        done = site.run("check", "--fail-level", "WARNING", DATABASE_URL=here)
    assert ("knows no Thai letters" in done.stderr, done.returncode == 0) == (is_deaf, not is_deaf)


def test_the_manual_names_the_locale() -> None:
    assert "LOCALE 'C.UTF-8'" in (ROOT / "docs/operations.md").read_text(encoding="utf-8")
