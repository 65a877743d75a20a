"""What the site stands on: a disk that is full, and a PostgreSQL that is restarted while people save."""

import os
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.conftest import Outcome
from tests.faults.ground import broken, place
from tests.faults.test_web import answer
from tests.services import postgres, restart_postgres, throw_away_folder
from tests.world.installation import Installation
from tests.world.running import Site, running, wait_for
from tests.world.visitor import Visitor

CAST = "from tests.world.cast import build_cast; build_cast()"
RESTARTS, EACH = 3, 6  # s of saving around each
DISK_MB = 80
SAVED = "เพิ่มผู้ประสานงานแล้ว"


def contact(name: str) -> dict[str, object]:
    day = {"valid_from_0": "1", "valid_from_1": "10", "valid_from_2": "2560"}
    return {"name": name, "phone": "0812345678", "role": "monthly", **day}


def names(here: Installation) -> list[str]:
    return [str(name) for (name,) in here.rows("SELECT name FROM registration_contact")]


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small disk needs root: sudo make faults")
def test_a_full_disk(tmp_path: Path) -> None:
    """Saving is refused in words and what was typed stays; reading goes on; with room again everything does."""
    with small_disk(tmp_path / "disk") as disk, place(disk, "full", CAST) as here, running(here) as site:
        officer, said, saved = site.visitor(), list[str](), list[str]()
        officer.sign_in("province")
        with filled(disk):
            for number in range(10):
                name = f"นายเต็ม {number}"
                status, text = officer.post("/people/contacts/new/", **contact(name))
                said.append(text)
                saved += [name] if status == 200 and SAVED in text else []
            reads = [officer.get(path)[0] for path in ("/producers/", "/healthz")]
        unclear = sum("เนื้อที่" not in text and SAVED not in text for text in said)
        begun = time.monotonic()
        wait_for(lambda: SAVED in answer(officer, "/people/contacts/new/", **contact("นายว่าง")))
        stored, seconds = names(here), time.monotonic() - begun
        lost = len({*saved, "นายว่าง"} - set(stored))
        found = unclear + sum(status != 200 for status in reads) + broken(here)
        Outcome("disk full", len(said), found, lost, len(stored) - len(set(stored)), seconds).tell()


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m,mode=0700", "tmpfs", folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


@contextmanager
def filled(disk: Path) -> Iterator[None]:
    """The disk without a byte left."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while file.write(b"\0" * 4096):
                pass
        except OSError:
            pass
    try:
        yield
    finally:
        ballast.unlink()


@pytest.mark.skipif("DATABASE_URL" not in os.environ, reason="PostgreSQL is asked for in the second pass")
def test_postgres_restarted_while_people_save(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was answered as saved is there, nothing twice, and pages come back within seconds without a restart."""
    with throw_away_folder() as folder, postgres(folder, is_durable=True) as url:
        monkeypatch.setenv("DATABASE_URL", url)
        monkeypatch.setenv("TESTS_SHARED_FOLDER", str(tmp_path))
        with place(tmp_path, "restart", CAST) as here, running(here) as site, ThreadPoolExecutor(4) as pool:
            officers = [signed_in(site) for _ in range(4)]
            end = time.monotonic() + RESTARTS * EACH
            savers = [pool.submit(save_until, end, number, each) for number, each in enumerate(officers)]
            slowest = 0.0
            for _ in range(RESTARTS):
                time.sleep(EACH / 2)
                restart_postgres(folder)
                slowest = max(slowest, wait_for(lambda: site.visitor().get("/announcements/")[0] == 200))
                time.sleep(EACH / 2)
            saved = [name for saver in savers for name in saver.result()]
            stored = names(here)
            lost, doubled = len(set(saved) - set(stored)), len(stored) - len(set(stored))
            assert saved
            Outcome("PostgreSQL restarted", RESTARTS, broken(here), lost, doubled, slowest).tell()


def signed_in(site: Site) -> Visitor:
    officer = site.visitor()
    officer.sign_in("province")
    return officer


def save_until(end: float, saver: int, officer: Visitor) -> list[str]:
    """The names that were answered as saved."""
    saved, number = list[str](), 0
    while time.monotonic() < end:
        number += 1
        name = f"นายทดสอบ {saver}-{number}"
        saved += [name] if SAVED in answer(officer, "/people/contacts/new/", **contact(name)) else []
    return saved
