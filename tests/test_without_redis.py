"""Life without Redis, with the whole installation as processes: pages, sign-in and saving go on, jobs catch up.

The Redis is one of this file alone: frozen (SIGSTOP), its port closed, flushed.
"""

import json
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from tests.services import find_free_port, start_redis
from tests.world.installation import Installation, installation
from tests.world.running import START, Site, running, wait_for

WEB_PROCESSES = 2  # of deploy/supervisord.conf
PAGES = ("/", "/producers/", "/tasks/", "/notices/", "/announcements/", "/accounts/password/")
CAST = "from tests.world.cast import build_cast; build_cast()"
DAY = {"valid_from_0": "1", "valid_from_1": "10", "valid_from_2": "2560"}


@dataclass
class Redis:
    """One that lives and dies for this file."""

    place: Installation
    port: int
    process: "subprocess.Popen[bytes]" = field(init=False)

    def start(self) -> None:
        self.process = start_redis(self.place.folder, self.port)

    def stop(self) -> None:
        self.process.kill()
        self.process.wait(START)


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Redis]:
    """With an installation of its own that knows it, the cast in it, and a mailbox folder."""
    port = find_free_port()
    own = {"PORT": str(find_free_port()), "REDIS_URL": f"redis://127.0.0.1:{port}/0"}
    with installation(tmp_path_factory.mktemp("site"), "without_redis", **own) as place:
        redis = Redis(place, port)
        redis.start()
        place.shell(CAST)
        try:
            yield redis
        finally:
            redis.stop()


@pytest.fixture(scope="module")
def site(redis: Redis) -> Iterator[Site]:
    with running(redis.place) as site:
        yield site


def contacts(site: Site) -> int:
    return len(site.place.rows("SELECT id FROM registration_contact"))


@contextmanager
def frozen(redis: Redis) -> Iterator[None]:
    redis.process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        redis.process.send_signal(signal.SIGCONT)


@contextmanager
def closed(redis: Redis) -> Iterator[None]:
    redis.stop()
    try:
        yield
    finally:
        redis.start()


@contextmanager
def flushed(redis: Redis) -> Iterator[None]:
    subprocess.run(["redis-cli", "-p", str(redis.port), "flushall"], check=True, stdout=subprocess.DEVNULL)
    yield


@pytest.mark.parametrize("trouble", [flushed, frozen, closed])
def test_pages_sign_in_and_saving_go_on_and_jobs_catch_up(
    site: Site, redis: Redis, trouble: Callable[[Redis], Iterator[None]]
) -> None:
    """With sessions kept in Redis too, 11 of 11 requests were 500 after 4 s each and nobody could sign in."""
    early = site.visitor()
    assert early.sign_in("district")[0] == 200
    before, silent_before = contacts(site), site.log("web.log").count("was not announced")
    with trouble(redis):
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
        stands = json.loads(said)
        assert (status, stands["database"], stands["queue"], stands["disk"]) == (200, "ok", there, "ok")
    assert contacts(site) == before + 1
    wait_for(site.all_jobs_are_done)
    silent = site.log("web.log").count("was not announced") - silent_before
    assert silent <= WEB_PROCESSES  # the first to find no broker spares the others the wait


def test_who_signed_out_meanwhile_stays_signed_out(site: Site, redis: Redis) -> None:
    """A session kept in Redis came back with Redis: the cookie of before worked again."""
    visitor = site.visitor()
    visitor.sign_in("neighbour")
    cookie = next(cookie for cookie in visitor.cookies if cookie.name == "sessionid")
    with frozen(redis):
        visitor.post("/accounts/sign-out/")
    visitor.cookies.set_cookie(cookie)
    assert "ชื่อผู้ใช้" in visitor.get("/tasks/")[1]
