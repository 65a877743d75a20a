"""The web process killed in the middle of an act, eight writers at once, and the last seconds of a window."""

import random
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Final

from tests.faults.conftest import Outcome
from tests.faults.ground import CERTIFIED, ENTRY, acts, broken, place, status_of
from tests.world.factories import VERIFY_DAY
from tests.world.running import WEB, Site, running, wait_for
from tests.world.visitor import Visitor

KILLS: Final = 30
WRITERS, SAVES = 8, 40
ROUND: Final = "/rounds/2561/2/8001"
MIDNIGHT: Final = datetime(
    2018, 3, 16, 17, tzinfo=UTC
)  # the end of 16 March in Bangkok, last day of registering
LEAD, AROUND = 90, 10  # s from the start of the site until midnight, and pressed before and after it
DONE: Final = {"certify": "รับรองข้อมูลแล้ว:", "withdraw": "ถอนการรับรองแล้ว:"}


def answer(visitor: Visitor, path: str, **fields: object) -> str:
    """The page that came, "" when none did."""
    try:
        status, text = visitor.post(path, **fields)
    except OSError:
        return ""
    return text if status == 200 else ""


def test_web_killed_while_certifying(tmp_path: Path) -> None:
    """Whole or not at all, whenever the process dies, and the next try of the same person works."""
    chance, slowest, promised = random.Random(2561), 0.0, 0  # noqa: S311 (moments, not secrets)
    with place(tmp_path, "certify", CERTIFIED) as here, running(here) as site, ThreadPoolExecutor(1) as pool:
        site.set_day(VERIFY_DAY)
        before, officer = acts(here, "certify", "withdraw"), site.visitor()
        officer.sign_in("province")
        for _ in range(KILLS):
            verb = "withdraw" if status_of(here) == "certified" else "certify"
            asked = pool.submit(answer, officer, f"{ROUND}/advance/{verb}/", reason="ตรวจอีกครั้ง")
            time.sleep(chance.uniform(0, 0.4))
            site.kill_all(WEB)
            promised += DONE[verb] in asked.result()
            slowest = max(slowest, wait_for(site.answers))
        told = acts(here, "certify", "withdraw")[len(before) :]
        doubled = sum(one == two for one, two in pairwise(told))
        Outcome(
            "kill -9 web in certifying", KILLS, broken(here), max(0, promised - len(told)), doubled, slowest
        ).tell()


def test_eight_writers_at_once(tmp_path: Path) -> None:
    """Nobody is refused for a lock, nothing answered as saved is missing, nothing is there twice."""
    with place(tmp_path, "writers", CERTIFIED) as here, running(here) as site:
        begun = time.monotonic()
        with ThreadPoolExecutor(WRITERS) as pool:
            saved = [each for part in pool.map(partial(save_contacts, site), range(WRITERS)) for each in part]
        seconds = time.monotonic() - begun
        stored = Counter(str(name) for (name,) in here.rows("SELECT name FROM registration_contact"))
        lost = [name for name in saved if not stored[name]]
        refused = WRITERS * SAVES - len(saved)
        doubled = sum(times > 1 for times in stored.values())
        Outcome("eight writers", WRITERS * SAVES, refused + broken(here), len(lost), doubled, seconds).tell()


def save_contacts(site: Site, writer: int) -> list[str]:
    """The names that were answered as saved."""
    officer, saved = site.visitor(), []
    officer.sign_in("province")
    day = {"valid_from_0": "1", "valid_from_1": "10", "valid_from_2": "2560"}
    for number in range(SAVES):
        name = f"นายทดสอบ {writer}-{number}"
        fields = {"name": name, "phone": "0812345678", "role": "monthly", **day}
        if "เพิ่มผู้ประสานงานแล้ว" in answer(officer, "/people/contacts/new/", **fields):
            saved.append(name)
    return saved


def test_the_last_seconds_of_a_window(tmp_path: Path) -> None:
    """The whole tree of processes under another clock: what is sent before midnight is taken, what after it not."""
    ahead = MIDNIGHT.timestamp() - LEAD - time.time()
    clock = {"LD_PRELOAD": str(faketime()), "FAKETIME": f"{ahead:+.0f}"}
    with place(tmp_path, "edge", ENTRY) as here:
        keys = [int(str(pk)) for (pk,) in here.rows("SELECT id FROM registration_producer ORDER BY id")]
        here.environment.update(clock)
        with running(here) as site:
            pressed = press(site, keys, ahead=round(ahead))
        del here.environment["LD_PRELOAD"]
        taken = sum(each.is_taken for each in pressed)
        wrong = [
            each
            for each in pressed
            if (each.is_taken and each.sent >= 0) or (not each.is_taken and each.came < 0)
        ]
        told = len(acts(here, "withdraw_producer"))
        found = broken(here) + len(wrong) + (taken in {0, len(pressed)})
        Outcome(
            "clock at a window's edge", len(pressed), found, max(0, taken - told), max(0, told - taken), 0
        ).tell()


def faketime() -> Path:
    """The library of Debian's package. `make faults` installs it."""
    return next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))


@dataclass(frozen=True)
class Pressed:
    """One button pressed near midnight: seconds after it, by the clock of the site."""

    sent: float
    came: float
    is_taken: bool


def press(site: Site, keys: list[int], *, ahead: int) -> list[Pressed]:
    """Each producer withdrawn once, from some seconds before midnight on, until well after it."""
    officer, pressed = site.visitor(), list[Pressed]()
    officer.sign_in("district")
    for key in keys:
        wait_for(lambda: after(ahead) > -AROUND)
        sent = after(ahead)
        text = answer(officer, f"/producers/{key}/withdraw/", reason="เลิกกิจการ", version=1)
        pressed.append(Pressed(sent, after(ahead), "ยกเลิก" in text and "แล้ว</" in text))
        time.sleep(2 * AROUND / len(keys))
    return pressed


def after(ahead: int) -> float:
    """Seconds since midnight by the clock of the site, negative before it."""
    return time.time() + ahead - MIDNIGHT.timestamp()
