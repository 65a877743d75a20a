"""Deciding a pair once: two producers that look alike are two, with a reason; or the decision is taken back.

The unit that holds both decides: the province within itself, the department across provinces (decision 0058).
"""

from datetime import date
from typing import Any, Final

from django.db import transaction

from otop_registry import clock, thai
from registration import access, places
from registration.access import Action
from registration.models import PairDecision, Post, Producer, Registration, Submission, Unit, User
from registration.models.checks import Verdict
from registration.services.checks import running
from registration.services.journal import Act, append_event
from registration.services.registry import pairs
from registration.services.registry.pairs import Pair
from registration.workflow import Refused, Status

LONGEST: Final = 500  # letters, as the column holds
DECIDED: Final = "คู่นี้มีผู้พิจารณาไปแล้ว กรุณาเปิดหน้านี้ใหม่"


@transaction.atomic
def decide_apart(pair: Pair, *, reason: str, by: User, on: date) -> PairDecision:
    """Notes that the two are two, for both and for every later round. Raises: Refused; PermissionDenied."""
    producers = locked(pair)
    post = may_decide(producers, by, on)
    words = words_said(reason)
    if pairs.decision_of(pair):
        raise Refused(DECIDED)
    decision = PairDecision.objects.create(
        low_id=pair[0], high_id=pair[1], verdict=Verdict.APART, reason=words, by=by, at=clock.instant(on)
    )
    _tell(producers, "decide_apart", Act(by, on, post, words))
    _look_again(producers, on)
    return decision


@transaction.atomic
def decide_anew(pair: Pair, *, reason: str, by: User, on: date) -> None:
    """Takes back that the two are two: the checks find the pair again. Raises: Refused; PermissionDenied."""
    producers = locked(pair)
    post = may_decide(producers, by, on)
    words = words_said(reason)
    gone, _ = PairDecision.objects.filter(low=pair[0], high=pair[1], verdict=Verdict.APART).delete()
    if not gone:
        raise Refused("คู่นี้ไม่ได้พิจารณาไว้ว่าเป็นคนละราย กรุณาเปิดหน้านี้ใหม่")
    _tell(producers, "decide_anew", Act(by, on, post, words))
    _look_again(producers, on)


def locked(pair: Pair) -> list[Producer]:
    """Both producers, held until the transaction ends, in the order of their keys whoever asks.

    Raises: Refused when one of them is no longer registered.
    """
    rows = Producer.objects.select_for_update(no_key=True, of=("self",)).select_related("district")
    found = list(rows.filter(pk__in=pair).order_by("pk"))
    if len(found) != len(pair) or any(row.is_withdrawn for row in found):
        raise Refused("มีรายหนึ่งยกเลิกการลงทะเบียนไปแล้ว จึงไม่มีคู่ให้พิจารณา")
    return found


def may_decide(producers: list[Producer], by: User, on: date) -> Post:
    """The post that decides: one that covers both. Raises: PermissionDenied."""
    code = places.common(row.district_id for row in producers)
    return access.check(by, Action.PAIR_DECIDE, Unit.objects.get(pk=code), on)


def words_said(reason: str) -> str:
    """The reason as it is kept. Raises: Refused for none, or one that is too long."""
    words = thai.repair(reason)
    if not words or len(words) > LONGEST:
        raise Refused(f"กรุณาพิมพ์เหตุผลไม่เกิน {LONGEST} ตัวอักษร")
    return words


def _tell(producers: list[Producer], verb: str, act: Act) -> None:
    """One event in the history of each, in the order of the districts; the other by its key alone."""
    one, another = sorted(producers, key=lambda row: (row.district_id, row.pk))
    for row, other in ((one, another), (another, one)):
        told: tuple[dict[str, Any], dict[str, Any]] = ({}, {"other": f"producer:{other.pk}"})
        append_event(row.district_id, verb, act, subject=f"producer:{row.pk}", changes=told)


def _look_again(producers: list[Producer], on: date) -> None:
    """Checks the newest record of each again; what a province has certified stays as it was looked at."""
    for producer in producers:
        row = Registration.objects.filter(producer=producer).order_by("-round_id").first()
        if row and not _is_certified(row):
            running.run_record(row, on)


def _is_certified(row: Registration) -> bool:
    rows = Submission.objects.filter(district=row.district_id, round=row.round_id, status=Status.CERTIFIED)
    return rows.exists()
