"""The mails that the site wrote to its mailbox folder instead of sending them: for the trial only. Reads only."""

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.utils import timezone

_NAME = re.compile(r"[0-9]{8}-[0-9]{6}-[0-9]+\.log")  # as Django's filebased backend names its files
_BETWEEN = b"\n" + b"-" * 79 + b"\n"
LONGEST_LIST = 100


@dataclass(frozen=True)
class Mail:
    """One mail as its reader would see it; plain text only."""

    name: str
    at: datetime
    subject: str
    to: str
    body: str


def newest() -> list[Mail]:
    """The last mails, newest first; several in one file are several mails."""
    folder = Path(settings.EMAIL_FILE_PATH)
    files = sorted((f for f in folder.glob("*.log") if _NAME.fullmatch(f.name)), reverse=True)
    mails = [mail for file in files[:LONGEST_LIST] for mail in _read(file)]
    return sorted(mails, key=lambda mail: mail.at, reverse=True)[:LONGEST_LIST]


def find(name: str) -> Mail | None:
    """One mail by the name that `newest` gave it."""
    return next((mail for mail in newest() if mail.name == name), None)


def _read(file: Path) -> list[Mail]:
    at = datetime.fromtimestamp(file.stat().st_mtime, tz=timezone.get_current_timezone())
    parts = [part for part in file.read_bytes().split(_BETWEEN) if part.strip()]
    return [_mail(f"{file.stem}-{number}", at, part) for number, part in enumerate(parts, start=1)]


def _mail(name: str, at: datetime, raw: bytes) -> Mail:
    message = message_from_bytes(raw.lstrip(), _class=EmailMessage, policy=policy.default)
    text = message.get_body(preferencelist=("plain",))
    subject, to = (str(message[name] or "").strip() for name in ("subject", "to"))
    return Mail(name, at, subject, to, text.get_content() if text else "")
