"""What became of one try to send: the three answers a server can give, and the fourth, no server at all."""

from dataclasses import dataclass
from datetime import datetime


class Later(Exception):
    """Not now, perhaps later: 451, 429, 5xx of LINE, a connection lost half-way. The text is for the operators."""

    def __init__(self, why: str, *, not_before: datetime | None = None) -> None:
        super().__init__(why)
        self.not_before = not_before


class Never(Exception):
    """This message to this address is refused for good. The text is for the unit and the level above."""


class QuotaSpent(Never):
    """LINE's free messages of the month are used up: nothing more goes there before the next month."""


class NoServer(Exception):
    """Nobody answers, or our own account is refused: no message's fault, so the whole run pauses."""


@dataclass(frozen=True)
class Words:
    """A message as its reader sees it."""

    subject: str
    body: str
    line: str
