"""back_up and restore with real processes: whole, checked, into an empty place only; SQLite and PostgreSQL."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.world.installation import KEYS, Installation, installation

FILL = """
from datetime import timedelta
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from otop_registry import clock
from registration.models import Notice
from registration.models.notices import Kind
from registration.services.people.accounts import ask_password_link
from tests.world.cast import build_cast, build_plan
from tests.world.factories import make_producer
cast = build_cast()
build_plan()
for _ in range(3):
    make_producer(cast.a, by=cast.district)
default_storage.save("2561/roster.pdf", ContentFile("บัญชีรายชื่อ".encode()))
Client().force_login(cast.district)
long_ago = clock.now() - timedelta(days=40)
row = Notice(kind=Kind.MONTHLY_DUE, unit=cast.a, subject="m", step="0", recipient="user:1", address="a@example.org")
row.owed_day, row.owed_at, row.next_try_at, row.uuid = long_ago.date(), long_ago, long_ago, row.name()
row.save()
ask_password_link(cast.district, site="http://localhost/")
"""
STANDS = """
import json
from django.contrib.sessions.models import Session
from registration.models import Event, Job, Notice, Producer
from registration.services import journal
names = list(Producer.objects.order_by("pk").values_list("name", flat=True))
states = [*Notice.objects.values_list("state", flat=True), *Job.objects.values_list("state", flat=True)]
print(json.dumps({"names": names, "head": journal.head("8001"), "sessions": Session.objects.count(), "states": states,
    "restored": Event.objects.filter(verb="restore_backup").count()}))
"""
SERVES = """
from django.test import Client
from registration.models import User
client = Client(SERVER_NAME="localhost")
said = [client.get(path).status_code for path in ("/accounts/sign-in/", "/readyz", "/producers/")]
client.force_login(User.objects.get(username="district"))
print(*said, client.get("/producers/").status_code == 200)
"""
CHANGE = """
from django.db import connection
from registration import append_only
with append_only.lifted(connection), connection.cursor() as cursor:
    cursor.execute("UPDATE registration_event SET reason = 'x' WHERE unit_id = '8001' AND seq = 2")
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation with three producers, a document, a session, an overdue notice and a waiting job."""
    with installation(tmp_path_factory.mktemp("site"), "backup_site") as site:
        site.shell(FILL)
        yield site


@pytest.fixture(scope="module")
def backup(site: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup as the command left it; nobody may change it."""
    folder = tmp_path_factory.mktemp("backup") / "copy"
    site.manage("back_up", str(folder))
    return folder


@pytest.fixture
def copy(backup: Path, tmp_path: Path) -> Path:
    """The same for one test to spoil."""
    return shutil.copytree(backup, tmp_path / "copy")


@pytest.fixture
def empty(site: Installation, tmp_path: Path) -> Iterator[Installation]:
    """A machine with nothing but the program and the keys of the site."""
    with installation(tmp_path / "empty", "backup_empty", is_migrated=False) as empty:
        for name in KEYS:
            shutil.copy(site.folder / name, empty.folder)
        yield empty


def stands(site: Installation) -> dict[str, object]:
    return dict(json.loads(site.shell(STANDS)))


def test_a_copy_restores_to_an_empty_place(site: Installation, copy: Path, empty: Installation) -> None:
    before = stands(site)
    said = empty.manage("restore", str(copy))
    after = stands(empty)
    assert (after["names"], after["head"]) == (before["names"], before["head"])
    assert after["restored"] == 1  # and the journal says so
    assert len(before["names"]) == 3
    assert "0 แห่ง" in empty.manage("verify_chain")
    assert (empty.folder / "documents/2561/roster.pdf").read_text(encoding="utf-8") == "บัญชีรายชื่อ"
    assert (before["sessions"], before["states"]) == (1, ["owed", "waiting"])
    assert (after["sessions"], after["states"]) == (0, ["failed", "failed"])  # by hand, or not at all
    assert "Ended 1 sessions; held back 1 notices" in said
    assert empty.shell(SERVES, OTOP_DEBUG="1").splitlines()[-1] == "200 200 302 True"


def test_the_hashes_can_be_checked_without_this_program(backup: Path) -> None:
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=backup, check=True)
    listed = {line.split("  ")[1] for line in (backup / "SHA256SUMS").read_text().splitlines()}
    [anchor] = {name for name in listed if name.startswith("anchors/anchor-")}
    assert listed == {"database", "manifest.json", "documents/2561/roster.pdf", anchor}
    assert backup.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["database", "manifest.json", "documents/2561/roster.pdf"])
def test_a_changed_copy_is_refused_and_nothing_is_put_back(
    copy: Path, empty: Installation, name: str
) -> None:
    with (copy / name).open("ab") as file:
        file.write(b" ")
    done = empty.run("restore", str(copy))
    assert (done.returncode, f"{name} does not have its hash" in done.stderr) == (1, True)
    assert not (empty.folder / "documents").exists()
    assert not (empty.folder / "otop.sqlite3").exists()


def test_a_restore_without_the_keys_of_the_site_is_refused(copy: Path, empty: Installation) -> None:
    (empty.folder / "keys").unlink()
    done = empty.run("restore", str(copy))
    assert (done.returncode, "Bring OTOP_KEYS" in done.stderr) == (1, True)
    assert not (empty.folder / "otop.sqlite3").exists()


def test_a_restore_without_the_index_key_says_which_is_missing(copy: Path, empty: Installation) -> None:
    (empty.folder / "index_key").unlink()
    done = empty.run("restore", str(copy))
    assert (done.returncode, "OTOP_INDEX_KEY" in done.stderr) == (1, True)


def test_restore_overwrites_nothing(site: Installation, copy: Path) -> None:
    before = stands(site)
    done = site.run("restore", str(copy))
    assert (done.returncode, "is not empty" in done.stderr) == (1, True)
    assert stands(site) == before


def test_a_copy_overwrites_nothing(site: Installation, copy: Path) -> None:
    done = site.run("back_up", str(copy))
    assert (done.returncode, "is not an empty folder" in done.stderr) == (1, True)


def test_an_installation_without_anything_makes_no_copy(tmp_path: Path) -> None:
    with installation(tmp_path / "bare", "backup_bare") as bare:
        done = bare.run("back_up", str(tmp_path / "nothing"))
    assert (done.returncode, "nothing to back up" in done.stderr) == (1, True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bare"]


def test_a_journal_that_does_not_verify_makes_no_copy(
    copy: Path, empty: Installation, tmp_path: Path
) -> None:
    empty.manage("restore", str(copy))
    empty.shell(CHANGE)
    done = empty.run("back_up", str(tmp_path / "bad"))
    assert (done.returncode, "8001 #2" in done.stderr) == (1, True)
    assert not list(tmp_path.glob("bad*"))


def test_a_backup_of_the_other_database_is_refused(copy: Path, empty: Installation) -> None:
    other = "postgresql" if "DATABASE_URL" not in os.environ else "sqlite"
    stated = (copy / "manifest.json").read_text(encoding="utf-8")
    (copy / "manifest.json").write_text(stated.replace(json.loads(stated)["vendor"], other), encoding="utf-8")
    names = sorted(str(path.relative_to(copy)) for path in copy.rglob("*") if path.is_file())
    names.remove("SHA256SUMS")
    sums = subprocess.check_output(["sha256sum", *names], cwd=copy, text=True)
    (copy / "SHA256SUMS").write_text(sums, encoding="utf-8")
    assert f"backup of {other}" in empty.run("restore", str(copy)).stderr


NIGHT = "from registration.tasks import back_up; print(back_up())"


def test_at_night_copies_are_made_where_a_folder_is_named_and_the_oldest_go(
    site: Installation, tmp_path: Path
) -> None:
    assert site.shell(NIGHT).splitlines()[-1] == "0"
    for day in range(1, 16):
        old = tmp_path / f"2018-03-{day:02}-0130"
        old.mkdir()
        (old / "manifest.json").touch()
    (tmp_path / "2018-03-16-0130.killed.unfinished").mkdir()
    assert site.shell(NIGHT, OTOP_BACKUP_DIR=str(tmp_path)).splitlines()[-1] == "1"
    left = sorted(path.name for path in tmp_path.iterdir())
    assert (len(left), left[0]) == (14, "2018-03-03-0130")
    assert (tmp_path / left[-1] / "database").stat().st_size > 10_000
