"""The folder of messages that wakes the workers of one machine without Redis: a message is there whole or not at all.

kombu's own file system transport opens a message under its final name and writes afterwards: a worker that polls in
between reads half a message and its process ends. The tables of bindings have the same gap. Decision 0039.
"""

import fcntl
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty
from tempfile import NamedTemporaryFile
from typing import Any, Final
from uuid import uuid4

from kombu.transport import filesystem
from kombu.utils.json import dumps, loads

logger = logging.getLogger(__name__)

UNFINISHED: Final = ".unfinished"
FORGOTTEN_SECONDS: Final = 3600  # s; a writer that is only slow is never so slow


class Channel(filesystem.Channel):
    """Writes aside and renames; takes a message by removing its file, which only one of several takers can do."""

    def _put(self, queue: str, payload: dict[str, Any], **_kwargs: Any) -> None:
        folder = Path(self.data_folder_out)
        _write_whole(folder / f"{time.time_ns():020d}_{uuid4()}.{queue}.msg", payload)

    def _get(self, queue: str) -> dict[str, Any]:
        for file in self._messages(queue):
            payload = _read(file)
            if payload is None:
                _forget_when_old(file)
                continue
            with suppress(FileNotFoundError):  # another worker was faster
                file.unlink()
                return payload
        raise Empty

    def _messages(self, queue: str) -> list[Path]:
        """The queue's messages, the oldest first; what a killed writer left half written goes after a while."""
        end, found = f"{queue}.msg", []
        for file in sorted(Path(self.data_folder_in).iterdir()):
            if file.name.endswith(UNFINISHED):
                _forget_when_old(file)
            elif file.name.partition(".")[2] == end:
                found.append(file)
        return found

    # --- which queues an exchange feeds ---

    def get_table(self, exchange: str) -> list[filesystem.exchange_queue_t]:
        """A table is replaced in one step, so reading needs no lock."""
        try:
            rows = loads(self._exchange_file(exchange).read_bytes())
        except FileNotFoundError:
            return []
        return [filesystem.exchange_queue_t(*row) for row in rows]

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        row = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        with self._tables():
            rows = self.get_table(exchange)
            if row not in rows:
                _write_whole(self._exchange_file(exchange), [row, *rows])

    def _delete(
        self, queue: str, exchange: str, routing_key: str, pattern: str, *_args: Any, **_kwargs: Any
    ) -> None:
        self._purge(queue)
        row = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        with self._tables():
            rows = self.get_table(exchange)
            if row in rows:
                _write_whole(self._exchange_file(exchange), [each for each in rows if each != row])

    @contextmanager
    def _tables(self) -> Iterator[None]:
        """The only writer of the tables on this machine."""
        with (self.control_folder / "lock").open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


class Transport(filesystem.Transport):
    """Named in CELERY_BROKER_TRANSPORT."""

    Channel = Channel


def _write_whole(target: Path, content: object) -> None:
    """The file appears complete or not at all, also on a full disk."""
    text = dumps(content).encode()
    with NamedTemporaryFile(dir=target.parent, suffix=UNFINISHED, delete=False) as aside:
        try:
            aside.write(text)
            aside.flush()
            Path(aside.name).replace(target)
        except BaseException:
            Path(aside.name).unlink(missing_ok=True)
            raise


def _read(file: Path) -> dict[str, Any] | None:
    """The message; None when somebody took it meanwhile or it is not one, which the next poll looks at again."""
    try:
        payload = loads(file.read_bytes())
    except (FileNotFoundError, ValueError):
        return None
    return payload if isinstance(payload, dict) and "properties" in payload else None


def _forget_when_old(file: Path) -> None:
    """Removes what nobody will complete any more."""
    with suppress(FileNotFoundError):
        if time.time() - file.stat().st_mtime > FORGOTTEN_SECONDS:
            file.unlink()
            logger.warning("an unreadable message was removed: %s", file.name)
