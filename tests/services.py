"""Runs a command against a throw-away PostgreSQL and Redis: `python tests/services.py pytest …`.

Both live in a temporary folder, keep nothing, and are stopped and removed whatever happens.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

_POSTGRES_OPTIONS = "-c listen_addresses='' -c max_connections=200"
# Nothing outlives a run of the tests, so nothing needs to reach the disk, unless the disk is what is tried.
_NO_DISK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def find_postgres_bin() -> Path:
    """The newest PostgreSQL of this machine: on the PATH or where Debian keeps it."""
    on_path = shutil.which("initdb")
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    if on_path:
        return Path(on_path).resolve().parent
    if folders:
        return folders[-1]
    raise SystemExit("PostgreSQL is missing: apt-get install postgresql")


@contextmanager
def postgres(folder: Path, *, is_durable: bool = False) -> Iterator[str]:
    """A PostgreSQL cluster in `folder`; yields its DATABASE_URL. A durable one keeps what it committed in a crash."""
    home = folder / "postgres"
    home.mkdir()
    if os.geteuid() == 0:
        shutil.chown(home, "postgres")
    _postgres(folder, "initdb", "-N", "-U", "postgres", "-A", "trust", "--locale=C.UTF-8")
    options = f"-k {home} {_POSTGRES_OPTIONS} {'' if is_durable else _NO_DISK}"
    _postgres(folder, "pg_ctl", "-w", "-l", str(home / "log"), "-o", options, "start")
    try:
        yield f"postgresql://postgres@{str(home).replace('/', '%2F')}/postgres"
    finally:
        _postgres(folder, "pg_ctl", "-w", "-m", "immediate", "stop")


def restart_postgres(folder: Path) -> None:
    """The cluster in `folder` stopped as by a crash, and started again."""
    home = folder / "postgres"
    _postgres(folder, "pg_ctl", "-w", "-m", "immediate", "-l", str(home / "log"), "restart")


def _postgres(folder: Path, program: str, *arguments: str) -> None:
    """initdb refuses root: root acts as `postgres`."""
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    home = folder / "postgres"
    command = [*as_postgres, str(find_postgres_bin() / program), "-D", str(home / "data"), *arguments]
    subprocess.run(command, check=True, cwd=home, stdout=subprocess.DEVNULL)


@contextmanager
def redis(folder: Path) -> Iterator[str]:
    """A Redis on a free loopback port, without a file on disk; yields its REDIS_URL."""
    port = find_free_port()
    server = start_redis(folder, port)
    try:
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait(timeout=10)


def start_redis(folder: Path, port: int) -> subprocess.Popen[bytes]:
    """The process of a Redis that answers on the loopback port."""
    program = shutil.which("redis-server")
    if not program:
        raise SystemExit("Redis is missing: apt-get install redis-server")
    server = subprocess.Popen(
        [program, "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--appendonly", "no"],
        stdout=subprocess.DEVNULL,
        cwd=folder,
    )
    wait_for_port(port)
    return server


def find_free_port() -> int:
    """A loopback port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_port(port: int, *, seconds: float = 10) -> None:
    """Returns when something answers on the loopback port. Raises: TimeoutError."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise TimeoutError(f"nothing answers on port {port} after {seconds} s")


@contextmanager
def throw_away_folder() -> Iterator[Path]:
    """A temporary folder that another user may enter, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="otop-services-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


def main(command: list[str]) -> int:
    """The exit code of `command`, run with both services in its environment."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with ExitStack() as stack:
        folder = stack.enter_context(throw_away_folder())
        services = {
            "OTOP_THROW_AWAY_SERVICES": "1",
            "DATABASE_URL": stack.enter_context(postgres(folder)),
            "REDIS_URL": stack.enter_context(redis(folder)),
        }
        return subprocess.run(command, env={**os.environ, **services}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
