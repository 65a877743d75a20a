"""What a rule answers to an act that it forbids, in a whole Thai sentence. Pure, and light to import."""

from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from otop_registry import thai

if TYPE_CHECKING:
    from registration.timetable import Quarter


class Refused(Exception):
    """An act that a rule forbids now. Says which rule, since when, when it opens again and who can help.

    `since` is the first day on which the rule began to forbid, `reopens` the first day on which the act is
    allowed again; both None when the rule knows no date. `recallable` is the round ("2/2561") that who asks can
    recall himself: the first help to offer, before `helper`. `str()` is a whole Thai sentence for the screen.
    `helper` may be given as a question: most refusals only shut a button, so it is asked when it is shown.
    """

    def __init__(
        self,
        rule: str,
        *,
        since: date | None = None,
        reopens: date | None = None,
        helper: str | Callable[[], str] = "",
        recallable: "Quarter | None" = None,
    ) -> None:
        super().__init__(rule)
        self.rule, self.since, self.reopens, self.recallable = rule, since, reopens, recallable
        self._helper = helper

    @cached_property
    def helper(self) -> str:
        """Who can help; "" when nobody is named."""
        return self._helper if isinstance(self._helper, str) else self._helper()

    def __str__(self) -> str:
        parts = [self.rule]
        if self.since:
            parts.append(f"ตั้งแต่{thai.weekday_date(self.since)}")
        if self.reopens:
            parts.append(f"จะทำได้อีกครั้ง{thai.weekday_date(self.reopens)}")
        if self.recallable:
            parts.append("ท่านดึงกลับมาแก้ไขเองได้ที่หน้าของรอบ")
        elif self.helper:
            parts.append(f"ติดต่อ {self.helper}")
        return " ".join(parts)
