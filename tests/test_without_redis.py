"""Life without Redis, with the whole installation as processes: pages, sign-in and saving go on, jobs catch up.

The Redis is one of this file alone: frozen (SIGSTOP), its port closed, flushed.
"""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from tests.services import find_free_port, start_redis
from tests.world.installation import ROOT, Installation, installation
from tests.world.visitor import Visitor

LONG = 300  # s; the whole takes 80 on an idle machine
WEB_PROCESSES = 2  # of deploy/supervisord.conf
PAGES = ("/", "/producers/", "/tasks/", "/notices/", "/announcements/", "/accounts/password/")
CAST = "from tests.world.cast import build_cast; build_cast()"
DAY = {"valid_from_0": "1", "valid_from_1": "10", "valid_from_2": "2560"}


@dataclass
class Site:
    """The processes of `manage.py serve`, and their Redis."""

    place: Installation
    redis_port: int
    redis: subprocess.Popen[bytes] = field(init=False)

    def start_redis(self) -> None:
        self.redis = start_redis(self.place.folder, self.redis_port)

    def stop_redis(self) -> None:
        self.redis.kill()
        self.redis.wait(LONG)

    def visitor(self) -> Visitor:
        return Visitor(f"http://127.0.0.1:{self.place.environment['PORT']}")

    def all_jobs_are_done(self) -> bool:
        return set(self.place.rows("SELECT state FROM registration_job")) == {("done",)}

    def contacts(self) -> int:
        return len(self.place.rows("SELECT id FROM registration_contact"))

    def log(self, name: str) -> str:
        return (self.place.folder / "log" / name).read_text(encoding="utf-8")


def wait_for(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + LONG
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.2)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The running site, with the cast and a mailbox folder."""
    port = find_free_port()
    own = {"PORT": str(find_free_port()), "REDIS_URL": f"redis://127.0.0.1:{port}/0"}
    with installation(tmp_path_factory.mktemp("site"), "without_redis", **own) as place:
        site = Site(place, port)
        site.start_redis()
        place.manage("collectstatic", "--no-input", "--verbosity", "0")
        place.shell(CAST)
        serve = subprocess.Popen([sys.executable, "manage.py", "serve"], cwd=ROOT, env=place.environment)
        try:
            wait_for(lambda: answers(site) and "ready" in site.log("worker.log"))
            yield site
        finally:
            serve.terminate()
            serve.wait(LONG)
            site.stop_redis()


def answers(site: Site) -> bool:
    try:
        return site.visitor().get("/healthz")[0] == 200
    except OSError:
        return False


@contextmanager
def frozen(site: Site) -> Iterator[None]:
    site.redis.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        site.redis.send_signal(signal.SIGCONT)


@contextmanager
def closed(site: Site) -> Iterator[None]:
    site.stop_redis()
    try:
        yield
    finally:
        site.start_redis()


@contextmanager
def flushed(site: Site) -> Iterator[None]:
    subprocess.run(
        ["redis-cli", "-p", str(site.redis_port), "flushall"], check=True, stdout=subprocess.DEVNULL
    )
    yield


@pytest.mark.parametrize("trouble", [flushed, frozen, closed])
def test_pages_sign_in_and_saving_go_on_and_jobs_catch_up(
    site: Site, trouble: Callable[[Site], Iterator[None]]
) -> None:
    """With sessions kept in Redis too, 11 of 11 requests were 500 after 4 s each and nobody could sign in."""
    early = site.visitor()
    assert early.sign_in("district")[0] == 200
    before, silent_before = site.contacts(), site.log("web.log").count("was not announced")
    with trouble(site):
        late = site.visitor()
        assert "ออกจากระบบ" in late.sign_in("province")[1]
        assert [early.get(page)[0] for page in PAGES] == [200] * len(PAGES)
        saved = early.post("/people/contacts/new/", name="นายแดง", phone="0812345678", role="monthly", **DAY)
        assert "เพิ่มผู้ประสานงานแล้ว" in saved[1]
        for _ in range(5):
            asked = site.visitor().post("/accounts/password/forgotten/", email="u1@example.org")
            assert asked[0] == 200
        assert site.visitor().get("/healthz") == (200, "ok")
        status, said = site.visitor().get("/readyz")
        there = "ok" if trouble is flushed else "unreachable"
        assert (status, json.loads(said)) == (200, {"database": "ok", "queue": there, "disk": "ok"})
    assert site.contacts() == before + 1
    wait_for(site.all_jobs_are_done)
    silent = site.log("web.log").count("was not announced") - silent_before
    assert silent <= WEB_PROCESSES  # the first to find no broker spares the others the wait


def test_who_signed_out_meanwhile_stays_signed_out(site: Site) -> None:
    """A session kept in Redis came back with Redis: the cookie of before worked again."""
    visitor = site.visitor()
    visitor.sign_in("neighbour")
    cookie = next(cookie for cookie in visitor.cookies if cookie.name == "sessionid")
    with frozen(site):
        visitor.post("/accounts/sign-out/")
    visitor.cookies.set_cookie(cookie)
    assert "ชื่อผู้ใช้" in visitor.get("/tasks/")[1]
