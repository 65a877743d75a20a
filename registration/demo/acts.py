"""Acts of invented offices: each on its day at its hour, by the real services, once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from otop_registry import clock
from registration.checks import table
from registration.models import Event, Finding, Post, Producer, Registration, Round, Submission, Unit, User
from registration.services import journey, registry
from registration.services.checks import running
from registration.services.journey import province, queue, sampling
from registration.services.journey.advancing import Ask, thing_of
from registration.workflow import Refused, Role

EXPLAINED = time(16, 12)  # at the latest: nobody explains in the evening of the last day
CHECKED = "ตรวจกับเอกสารและสอบถามผู้ผลิตแล้ว ข้อมูลถูกต้อง"


@dataclass(frozen=True)
class Act:
    """What a unit does in a round: a verb of the journey on a day at an hour, `before` it whatever prepares it."""

    round_id: int
    day: date
    hour: time
    unit_code: str
    verb: str
    ask: Ask = field(default_factory=Ask)
    before: Callable[["Act"], None] = lambda act: None
    by: str = ""  # a user name; else the unit's first officer


def officer_of(unit_code: str) -> User:
    """The first officer of a unit who is not an executive."""
    posts = Post.objects.filter(unit_id=unit_code).exclude(role=Role.EXECUTIVE)
    return posts.select_related("user").order_by("pk")[0].user


def who(act: Act) -> User:
    return User.objects.get(username=act.by) if act.by else officer_of(act.unit_code)


def perform(act: Act) -> None:
    """Does the act at its hour. Raises: Refused when the journey does not allow it."""
    with transaction.atomic(), clock.hour(act.hour):
        act.before(act)
        if act.verb == "submit":
            with clock.hour(min(act.hour, EXPLAINED)):
                explain(act.unit_code, act.round_id, act.day)
        thing = thing_of(act.unit_code, Round.objects.get(pk=act.round_id))
        if thing is None:
            raise Refused("ไม่มีหน่วยงานนี้ในแผน")
        journey.advance(thing, act.verb, by=who(act), on=act.day, ask=act.ask)


def catch_up(acts: Iterable[Act], on: date) -> int:
    """Does in order what is due by `on` and nobody has done; returns how many. What is refused is left."""
    due = sorted((act for act in acts if act.day <= on), key=lambda act: (act.day, act.hour))
    rounds = {act.round_id for act in due}
    told = Event.objects.filter(round_id__in=rounds, verb__in={act.verb for act in due})
    known = set(told.values_list("round_id", "unit_id", "verb", "day")) if due else set()
    return sum(_tried(act) for act in due if (act.round_id, act.unit_code, act.verb, act.day) not in known)


def _tried(act: Act) -> bool:
    try:
        perform(act)
    except (Refused, PermissionDenied):
        return False
    return True


# --- what prepares an act ---


def records(act: Act) -> list[Registration]:
    """The records of the act's district and round, always in the same order."""
    rows = Registration.objects.filter(district_id=act.unit_code, round_id=act.round_id)
    return list(rows.select_related("producer", "round").order_by("kind", "pk"))


def confirm_rest(act: Act) -> None:
    """The district confirms whatever it has not handled in the round."""
    known = Producer.objects.active().filter(district_id=act.unit_code)
    district = Unit.objects.get(pk=act.unit_code)
    registry.confirm_unchanged(district, known.values_list("pk", flat=True), by=who(act), on=act.day)


def explain(district: str, round_id: int, on: date) -> None:
    """The district says why each record that the checks warn of is right as it stands."""
    running.refresh([district], round_id, on)
    rows = Finding.objects.filter(
        registration__district_id=district, registration__round_id=round_id, reason=""
    )
    found = rows.select_related("registration__producer__district", "registration__round")
    asked = [row for row in found if table.is_known(row.code) and table.named(row.code).asks_reason]
    registry.give_reasons(dict.fromkeys(asked, CHECKED), by=officer_of(district), on=on)


def pass_all(act: Act) -> None:
    """The province opens what is flagged or drawn by a seed of its own, and passes the others together."""
    submission = Submission.objects.get(district_id=act.unit_code, round_id=act.round_id)
    by = who(act)
    sampling.draw(submission, by=by, on=act.day, seed=f"{act.unit_code}-{act.round_id}")
    opened = queue.rows(queue.scope_of(submission), queue.Asked(mark=queue.MUST))
    province.mark_passed(opened, by=by, on=act.day)
    province.pass_rest(submission, by=by, on=act.day)


# --- what is given with an act ---


def left_out(codes: Iterable[str], reason: str) -> Ask:
    """The reason of each unit that a certificate or closing leaves out."""
    return Ask("", {"left_out": dict.fromkeys(codes, reason)})


def numbered(number: str, day: date) -> Ask:
    """The number and day of an announcement."""
    said: dict[str, Any] = {"announcement_number": number, "announcement_day": day}
    return Ask("", said)
