"""Serves the site: web, worker and beat under supervisor, until Ctrl-C or SIGTERM."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from otop_registry import clock
from registration.demo import PASSWORD
from registration.forms.people.accounts import demo_posts

CONFIGURATION = settings.BASE_DIR / "deploy" / "supervisord.conf"


class Command(BaseCommand):
    """Exit code: supervisor's own."""

    help = "Serves the site with its worker and beat; what dies is started again."

    def handle(self, **options: Any) -> None:
        """Refuses a busy port, tells the address once it answers, returns when everything has stopped."""
        host, port = settings.SERVE_HOST, settings.SERVE_PORT
        refuse_busy(host, port)
        supervisor = start_supervisor(f"{host}:{port}")
        # In a session of its own, because supervisor takes a closed terminal (SIGHUP) as a wish to restart.
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, lambda *_: supervisor.terminate())
        if answers_soon(host, port, supervisor):
            self.stdout.write(f"\nOTOP Registry: http://{host}:{port}/  (Ctrl-C stops it; logs: {log_dir()})")
            self.stdout.writelines(demo_accounts() if settings.DEMO else [])
            self.stdout.flush()
        sys.exit(supervisor.wait())


def refuse_busy(host: str, port: int) -> None:
    """Raises: CommandError when another program already listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Cannot listen on {host}:{port} ({error.strerror}). "
                f"Stop the other program or choose another port: make run PORT={port + 1}"
            ) from error


def demo_accounts() -> list[str]:
    """The lines that tell a newcomer whom to sign in as."""
    posts = demo_posts(clock.today())
    people = [f"  {post.user.username:<16} {post.get_role_display()} {post.unit}\n" for post in posts]
    return [f"Demo people, password {PASSWORD}:\n", *people] if people else []


def start_supervisor(bind: str) -> subprocess.Popen[bytes]:
    """supervisor over deploy/supervisord.conf, with the programs of this Python first on the path."""
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "OTOP_BIND": bind,
        "OTOP_LOG_DIR": str(log_dir()),
        "OTOP_UID": str(os.getuid()),
    }
    program = [sys.executable, "-m", "supervisor.supervisord", "-c", str(CONFIGURATION)]
    # Its words go to its log alone: writing to a terminal that has gone would end it, but not its children.
    return subprocess.Popen(program, env=environment, start_new_session=True, stdout=subprocess.DEVNULL)  # noqa: S603


def log_dir() -> Path:
    """The folder of the four logs, made when missing."""
    folder: Path = settings.DATA_DIR / "log"
    folder.mkdir(exist_ok=True)
    return folder


def answers_soon(host: str, port: int, supervisor: subprocess.Popen[bytes], *, seconds: float = 30) -> bool:
    """True once the port takes a connection; False when supervisor ended first or time ran out."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and supervisor.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex((host, port)) == 0:
                return True
        time.sleep(0.1)
    return False
