"""The correction of a month of sales: what may be asked, and what approving it writes; its path is that of every one.

One transaction: the answers, the bases of later quarters that follow, and the run after each one in force.
Source: decisions 0085-0086.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models.functions import Length

from grading.services import rebased, run_again
from registration import access
from registration.models import Round, SalesCorrection, Unit, User
from registration.places import province_of
from registration.services.corrections import path
from registration.services.corrections.path import MOVED, Said, Way
from registration.services.journal import Act, append_event
from registration.services.sales import correcting
from registration.services.sales.correcting import NOTHING, Changes
from registration.services.sales.writing import MonthAnswer
from registration.timetable import Quarter
from registration.workflow import Refused
from reporting.services.sales_corrections.effect import Effect, effect_of


@dataclass(frozen=True)
class Wish:
    """What is right of a month, why, and the letter that says so; `spread`: how a total became answers."""

    answers: Mapping[int, MonthAnswer]
    reason: str
    letter_number: str
    spread: str = ""


def proposed(district: Unit, month: date, wish: Wish) -> SalesCorrection:
    """The correction as it would be asked for; not written. Raises: Refused for an answer that contradicts itself."""
    changes: Changes = correcting.changes_of(correcting.standing(district, month), wish.answers)
    return SalesCorrection(
        round=Round.objects.get(pk=Round.id_of(Quarter.of(month))),
        district=district,
        month=month,
        changes=changes,
        reason=wish.reason.strip(),
        letter_number=wish.letter_number.strip(),
        spread=wish.spread,
    )


def ask(district: Unit, month: date, wish: Wish, *, by: User, on: date) -> SalesCorrection:
    """Asks for a correction of a district's month; a province agrees by asking.

    Raises: Refused while the month is not locked, without reason, letter or change, and while another one waits.
    """
    correcting.check_locked(district.pk, month)
    return path.ask(WAY, proposed(district, month, wish), by=by, on=on)


def offers(correction: SalesCorrection, by: User, on: date) -> list[access.Offer]:
    """The steps that the person's role may take from here, with today's refusal if any."""
    return path.offers(WAY, correction, by, on)


def advance(correction: SalesCorrection, verb: str, said: Said, *, by: User, on: date) -> SalesCorrection:
    """Takes one step. Raises: PermissionDenied; Refused for status, eyes, a moved effect, a lost race."""
    return path.advance(WAY, correction, verb, said, by=by, on=on)


def _check_asked(correction: SalesCorrection) -> None:
    if not correction.changes:
        raise Refused(NOTHING)


def _check_approved(correction: SalesCorrection, on: date) -> None:
    correcting.check_standing(correction)


def _locked(correction: SalesCorrection) -> SalesCorrection:
    """The correction re-read under its lock, then every unit whose figures it may move, from below."""
    found = SalesCorrection.objects.select_for_update().get(pk=correction.pk)
    changed = {(found.district_id, found.month): correcting.size_of(found.changes).baht}
    bases = rebased.moved(Quarter.of(found.month), changed)
    provinces = {province_of(code) for code in (found.district_id, *(each.row.district_id for each in bases))}
    held = Unit.objects.filter(code__in=[*provinces, *_below(provinces)]).select_for_update(no_key=True)
    list(held.order_by(Length("code").desc(), "code").values_list("pk", flat=True))
    return found


def _below(provinces: set[str]) -> list[str]:
    rows = Unit.objects.districts().values_list("code", flat=True)
    return [code for code in rows if province_of(code) in provinces]


def _write(correction: SalesCorrection, seen: str, act: Act) -> None:
    """The answers, bases and runs, exactly as they were shown."""
    _check_approved(correction, act.on)
    effect = effect_of(correction)
    if effect.fingerprint != seen:
        raise Refused(MOVED)
    proofs = effect.proofs
    correcting.write(correction, Act(act.by, act.on, act.post, correction.reason))
    rebased.follow(list(effect.bases), Act(act.by, act.on, act.post, correction.reason))
    _write_runs(correction, effect, act)
    SalesCorrection.objects.filter(pk=correction.pk).update(effect=effect.as_data())
    correction.papers.set(proofs)
    append_event("", "correct_month", act, subject=correction.subject, round=correction.round)


def _write_runs(correction: SalesCorrection, effect: Effect, act: Act) -> None:
    """The next runs, those that move no grade left out."""
    reason = f"{correction.reason} (หนังสือ {correction.letter_number})"
    for each in effect.again:
        if each.moved:
            run_again.store(each, reason, act, correction)


WAY: Final = Way(
    check_asked=_check_asked,
    check_approved=_check_approved,
    lock=_locked,
    write=_write,
    taken="มีคำขอแก้ไขยอดจำหน่ายเดือนนี้ของอำเภอที่ยังรอพิจารณา ขอใหม่ได้เมื่อคำขอนั้นสิ้นสุด",
)
