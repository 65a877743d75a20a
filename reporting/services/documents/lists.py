"""The documents a person may see: those of units in scope, of kinds the person's posts may read. Reads only."""

from datetime import date

from django.db.models import QuerySet

from registration import access
from registration.access import Action
from registration.models import Round, User
from reporting.kinds import KINDS
from reporting.models import Document
from reporting.services.documents import packets


def visible(user: User, on: date) -> QuerySet[Document]:
    """The newest first; one that names persons only for who may read a roster."""
    kinds = [kind for kind, traits in KINDS.items() if access.may_ever(user, traits.action, on)]
    rows = access.visible(Document, user, on).shown().filter(kind__in=kinds)
    if not access.may_ever(user, Action.ROSTER_VIEW, on):
        rows = rows.exclude(is_personal=True)
    rows = rows.select_related("unit", "round", "job", "proof", "superseded_by")
    return rows.prefetch_related("packets__job").order_by("-asked_at", "-pk")


def find(
    user: User, on: date, *, kind: str = "", round_id: int | None = None, unit: str = ""
) -> QuerySet[Document]:
    """Those of one kind, round or unit when asked; what was made only as a part of a packet stands in the packet."""
    rows = visible(user, on)
    if kind:
        rows = rows.filter(kind=kind)
    else:
        rows = rows.exclude(job=None, pk__in=Document.parts.through.objects.values("to_document_id"))
    if round_id:
        rows = rows.filter(round_id=round_id)
    return rows.filter(unit_id=unit) if unit else rows


def rounds_asked_of(user: User, on: date) -> list[Round]:
    """The rounds that any visible document is of, newest first."""
    return list(Round.objects.filter(pk__in=visible(user, on).order_by().values("round_id")).order_by("-pk"))


def check_readable(document: Document, user: User, on: date) -> None:
    """Raises: PermissionDenied for a kind, or for persons' names, that the person's post may not read."""
    access.check(user, KINDS[document.kind].action, document, on)
    if document.is_personal:
        access.check(user, Action.ROSTER_VIEW, document, on)


def newest_issue(document: Document) -> Document | None:
    """What superseded the document in the end; None while it is the newest."""
    if document.superseded_by_id is None:
        return None
    made = Document.objects.made().of_matter(document).filter(superseded_by=None)
    return made.order_by("-made_at", "-pk").first()


def parts_of(packet: Document) -> list[Document]:
    """What a packet holds, in the order of its ZIP; a letter that was corrected meanwhile stands first."""
    wishes = packets.parts_of(packet.unit, packet.round) if packet.round else []
    places: dict[tuple[str, str, str], int] = {
        (wish.matter.key, wish.format, wish.variant): place for place, wish in enumerate(wishes)
    }
    rows = packet.parts.select_related("unit", "proof").order_by("pk")
    return sorted(rows, key=lambda row: places.get((row.matter, row.format, row.variant), -1))
