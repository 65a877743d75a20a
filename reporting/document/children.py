"""Sheets drawn in processes of their own, two at a time, so that memory and faults end with them.

A child gets a sheet as JSON on its standard input and answers with the PDF; it knows no database and no secret.
A plain process, not multiprocessing: it works the same inside a thread of a Celery worker.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict
from pathlib import Path

from reporting.document.rendering import HtmlPage

ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-m", "reporting.document.child")
SECONDS = 240  # a part of some hundred rows takes less than ten on a quiet machine
PROCESSES = max(1, min(2, os.cpu_count() or 1))


class DrawingFailed(Exception):
    """A child was killed, hung or could not draw; the text says which, in Thai."""


def draw_each(
    sheets: Sequence[HtmlPage], *, seconds: float = SECONDS, command: Sequence[str] = COMMAND
) -> Iterator[tuple[int, bytes]]:
    """(place, PDF) of each sheet as it gets ready. Raises: DrawingFailed; the sheets not begun are dropped."""
    with ThreadPoolExecutor(PROCESSES, thread_name_prefix="drawing") as pool:
        waiting = {pool.submit(_draw, sheet, seconds, command): place for place, sheet in enumerate(sheets)}
        try:
            for done in as_completed(waiting):
                yield waiting[done], done.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _draw(sheet: HtmlPage, seconds: float, command: Sequence[str]) -> bytes:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603 (our own module, no text of a user in the command)
            command,
            input=json.dumps(asdict(sheet)).encode(),
            capture_output=True,
            timeout=seconds,
            cwd=ROOT,
            env={**kept, "LANG": "C.UTF-8"},
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise DrawingFailed(f"จัดหน้าเอกสารนานเกิน {seconds:.0f} วินาที จึงหยุดไว้ กรุณาลองใหม่") from late
    if done.returncode or not done.stdout.startswith(b"%PDF"):
        last = (done.stderr.decode("utf-8", "replace").strip().splitlines() or ["-"])[-1]
        raise DrawingFailed(f"จัดหน้าเอกสารไม่สำเร็จ (รหัส {done.returncode}: {last[:200]}) กรุณาลองใหม่")
    return done.stdout
