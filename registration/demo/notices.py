"""A notice of the demo that reached nobody, so that unit and province see what that looks like."""

from datetime import date
from typing import Final

from registration.models import Notice
from registration.models.notices import NoticeState
from registration.places import above
from registration.services.notices import ledger

UNREACHED: Final = "8023"
WHY: Final = "เครื่องรับอีเมลปลายทางแจ้งว่าไม่มีผู้รับนี้ (550)"


def let_one_fail(on: date) -> None:
    """The newest message to a district was refused by its mail server; the province is told."""
    newest = Notice.objects.filter(unit_id=UNREACHED).first()
    if newest is None:
        return
    Notice.objects.filter(pk=newest.pk).update(state=NoticeState.FAILED, error=WHY, read_at=None)
    ledger.owe([ledger.undelivered(UNREACHED, above(UNREACHED), on)], ledger.morning_of(on))
