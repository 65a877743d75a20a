"""Corrections as their pages read them: the list, one with what it asks and moves or moved, and where one may begin.

Reads only; rows are inside the reader's scope (access.visible).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Case, IntegerField, QuerySet, When

from registration import content, places
from registration.content import Change
from registration.models import Announcement, Correction, Edition, Producer, Round
from registration.services.corrections.effect import Effect, Frozen, RoundEffect, effect_of, frozen
from registration.services.corrections.forward import END
from registration.services.editions import following
from registration.workflow import PENDING_CORRECTIONS, CorrectionStatus

STANDING: Final = "อยู่ในทะเบียน"


def listed(rows: QuerySet[Correction]) -> QuerySet[Correction]:
    """The corrections of a list, those that wait for somebody first, then the newest."""
    return waiting_first(rows).select_related("round", "district", "producer", "asked_by")


def waiting_first(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Corrections of any sort in the order of a list."""
    waits = Case(When(status__in=PENDING_CORRECTIONS, then=0), default=1, output_field=IntegerField())
    named = rows.select_related("round", "district", "asked_by")
    return named.annotate(waits=waits).order_by("waits", "-pk")


@dataclass(frozen=True)
class Place:
    """A closed round whose edition in force holds the producer."""

    edition: Edition
    found: Frozen


def rounds_of(producer: Producer) -> list[Place]:
    """The closed rounds that list the producer or in which it was withdrawn, the newest first."""
    rows = Edition.objects.filter(round__gte=producer.first_round_id).select_related("round")
    newest = {row.round_id: row for row in rows.order_by("round_id", "number")}
    found_in = [(edition, frozen(producer.pk, edition)) for edition in newest.values()]
    return [
        Place(edition, found)
        for edition, found in reversed(found_in)
        if found and (found.is_listed or found.content[END] == edition.round_id)
    ]


def changes_asked(correction: Correction) -> list[Change]:
    """What the correction asks for, as the screen shows it; a product's with its name."""
    names = dict(correction.producer.products.values_list("pk", "name"))
    rows = [_asked(key, wrong, right, names) for key, (wrong, right) in correction.changes.items()]
    return content.with_place_names(rows)


def _asked(key: str, wrong: object, right: object, names: Mapping[int, str]) -> Change:
    label = content.label_with_name(key, names)
    if key.rsplit(".", 1)[-1] == END:
        owner, between, _ = label.rpartition(": ")
        label, ended = (
            f"{owner}{between}{STANDING}",
            f"ไม่คงเหลือตั้งแต่รอบ {Round.label_of(int(str(right or wrong)))}",
        )
        return Change(key, label, ended, "คงเหลือ") if right is None else Change(key, label, "คงเหลือ", ended)
    return Change(key, label, content.shown(key, wrong), content.shown(key, right))


def _rounds_written(correction: Correction) -> tuple[RoundEffect, ...]:
    """What the editions of an approved correction moved; nothing of one that ended otherwise."""
    rows = correction.editions.select_related("round").order_by("round_id")
    return tuple(_written(correction, edition) for edition in rows)


def _written(correction: Correction, edition: Edition) -> RoundEffect:
    before = Edition.objects.get(round_id=edition.round_id, number=edition.number - 1)
    stood, stands = (frozen(correction.producer_id, each) for each in (before, edition))
    if stood is None or stands is None:
        raise ValueError("An edition holds the record that it corrects")
    return RoundEffect(before, stood, stands, tuple(following.deltas(edition)))


def announcements_of(rounds: tuple[RoundEffect, ...]) -> list[Announcement]:
    """What was announced of the rounds, for the province and the nation: it keeps the figures of its day (0045)."""
    found = []
    for each in rounds:
        province = places.province_of(each.before.district_code)
        rows = (Announcement.objects.in_force(code, each.edition.round_id) for code in (province, ""))
        found += [row for row in rows if row]
    return found


def context_of(correction: Correction, effect: Effect | None = None) -> dict[str, Any]:
    """What a page of a correction shows of its effect."""
    if effect is None and correction.status in PENDING_CORRECTIONS:
        effect = effect_of(correction)
    rounds = effect.rounds if effect else _rounds_written(correction)
    announcements = announcements_of(rounds)
    is_written = correction.status == CorrectionStatus.APPROVED
    return {
        "record": effect.changes_today if effect else (),
        "correction": correction,
        "changes": changes_asked(correction),
        "rounds": rounds,
        "announcements": announcements,
        "public": {row.round_id for row in announcements if not row.unit_id} if is_written else None,
    }
