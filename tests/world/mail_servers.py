"""Real SMTP servers on a loopback port, each with one fault; and a stand-in for LINE's push address."""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import sleep
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.services import find_free_port

HANG = 30  # s; longer than any time-out of a test


@dataclass
class Mailbox:
    """What a server accepted, by Message-ID, and how it answers: `answers` first, then 250."""

    answers: list[str] = field(default_factory=list)
    drop_first: int = 0  # accept so many messages and hang up before saying so
    wait: float = 0  # s before the answer to a message
    got: list[tuple[str, str, str, str]] = field(default_factory=list)  # id, to, subject, text
    port: int = 0
    began: int = 0  # messages whose end came, answered or not

    @property
    def times(self) -> Counter[str]:
        """{Message-ID: how often it came}"""
        return Counter(each[0] for each in self.got)

    async def handle_RCPT(  # noqa: N802 (the library's name)
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.answers:
            return self.answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.began += 1
        sleep(self.wait)
        message: Any = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        text = message.get_body(("plain",)).get_content()
        self.got.append((message["Message-ID"], envelope.rcpt_tos[0], message["Subject"].strip(), text))
        if self.drop_first:
            self.drop_first -= 1
            server.transport.close()
        return "250 OK"


@contextmanager
def smtp(**how: Any) -> Iterator[Mailbox]:
    """A server in a thread of its own."""
    box = Mailbox(**how)
    box.port = find_free_port()
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()


@dataclass
class Line:
    """What LINE's stand-in was asked, and what it answers: (status, body, headers), then 200."""

    answers: list[tuple[int, str, dict[str, str]]] = field(default_factory=list)
    calls: list[dict[str, Any]] = field(default_factory=list)
    url: str = ""


@contextmanager
def line_api(*answers: tuple[int, str, dict[str, str]]) -> Iterator[Line]:
    """The push address on loopback HTTP."""
    line = Line(list(answers))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            head = {name.lower(): value for name, value in self.headers.items()}
            line.calls.append({"path": self.path, **head, **body})
            status, text, headers = line.answers.pop(0) if line.answers else (200, "{}", {})
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    line.url = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield line
    finally:
        server.shutdown()
        server.server_close()
