"""What a move between districts owes: the request to the office that answers, the answer to the one that asked."""

from datetime import date

from django.urls import reverse

from otop_registry import clock
from registration.models import Transfer
from registration.models.notices import Kind
from registration.services.notices import ledger
from registration.services.notices.ledger import Owed


def owe(transfer: Transfer, kind: Kind, unit_code: str, on: date) -> int:
    """One notice to one of the two offices, in the transaction of the act. It names nobody (decision 0016)."""
    details = {"round": str(transfer.round), "act_day": on.isoformat(), "status": transfer.status}
    if transfer.undoes_id:
        details["wish"] = "ย้อนการย้าย"
    path = reverse("registration:transfer", args=[transfer.pk])
    owed = Owed(kind, unit_code, f"transfer:{transfer.pk}", transfer.status, path, details)
    return ledger.owe([owed], clock.instant(on))
