"""The only answer to "may this person do this to that, today?".

Rights come from the posts a person holds on the day, in the scope of the post's unit code (prefix). Foreign or
missing rows are 404, own rows with the wrong role 403, the right role on the wrong day or status is Refused.
Source: docs/rules.md 7.1; docs/house-style.md 5; the plan's column ผู้รับผิดชอบ by way of workflow.py.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import partial
from typing import TypeVar, overload

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404
from django.utils import timezone

from registration import places, timetable, workflow
from registration.models import Certification, Closing, Contact, ContactRole, Post, Submission, Unit, User
from registration.models.calendar import windows_for
from registration.models.units import NATIONAL, UnitQuerySet
from registration.timetable import Step
from registration.workflow import CertificateStatus, ClosingStatus, Refused, Role, Transition


class Action(StrEnum):
    """What a person may ask for; transitions of the journey are rights of workflow.py instead."""

    TASKS_VIEW = "registration.tasks.view"
    PRODUCER_VIEW = "registration.producer.view"
    PRODUCER_EDIT = "registration.producer.edit"
    NUMBER_REVEAL = "registration.number.reveal"
    READING_VIEW = "registration.reading.view"
    SUBJECT_EXPORT = "registration.subject.export"
    RETENTION_EDIT = "registration.retention.edit"
    ROSTER_VIEW = "registration.roster.view"
    PAIR_VIEW = "registration.pair.view"
    PAIR_DECIDE = "registration.pair.decide"
    FAULT_VIEW = "registration.fault.view"
    FAULT_REPORT = "registration.fault.report"
    CORRECTION_VIEW = "registration.correction.view"
    CORRECTION_ASK = "registration.correction.ask"
    CORRECTION_DECIDE = "registration.correction.decide"
    TRANSFER_VIEW = "registration.transfer.view"
    TRANSFER_ASK = "registration.transfer.ask"
    TRANSFER_ANSWER = "registration.transfer.answer"
    ROUND_VIEW = "registration.round.view"
    ROUND_SHARE = "registration.round.share"
    ROUND_ADVANCE = "registration.round.advance"
    CHECK_LOOK = "registration.check.look"
    RECORD_REVIEW = "registration.record.review"
    CLOSING_VIEW = "registration.closing.view"
    CLOSING_SHARE = "registration.closing.share"
    CLOSING_EDIT = "registration.closing.edit"
    PLAN_VIEW = "registration.plan.view"
    PLAN_EDIT = "registration.plan.edit"
    PLAN_NARROW = "registration.plan.narrow"
    EXTENSION_GRANT = "registration.extension.grant"
    HOLIDAY_EDIT = "registration.holiday.edit"
    PEOPLE_EDIT = "registration.people.edit"
    UNIT_VIEW = "registration.unit.view"
    UNIT_EDIT = "registration.unit.edit"
    FACTOR_RESET = "registration.factor.reset"
    CONTACT_EDIT = "registration.contact.edit"
    JOURNAL_VIEW = "registration.journal.view"
    JOB_VIEW = "registration.job.view"
    JOB_REPEAT = "registration.job.repeat"
    NOTICE_FAILURES = "registration.notice.failures"
    LINE_EDIT = "registration.line.edit"
    IMPORT = "registration.import.bring"
    IMPORT_SHARE = "registration.import.share"
    SALES_VIEW = "registration.sales.view"
    SALES_EDIT = "registration.sales.edit"
    SALES_COMPARE = "registration.sales.compare"
    GRADE_VIEW = "grading.grade.view"
    GRADE_PUBLISH = "grading.grade.publish"
    POLICY_EDIT = "grading.policy.edit"
    BASE_EDIT = "grading.base.edit"
    TARGET_EDIT = "grading.target.edit"
    MONTHLY_VIEW = "reporting.monthly.view"
    MONTHLY_CONFIRM = "reporting.monthly.confirm"
    MONTHLY_SHARE = "reporting.monthly.share"
    SUMMARY_VIEW = "reporting.summary.view"
    LETTER_VIEW = "reporting.letter.view"
    LETTER_EDIT = "reporting.letter.edit"
    DOCUMENT_VIEW = "reporting.document.view"
    DOCUMENT_ASK = "reporting.document.ask"
    PACKET_ASK = "reporting.packet.ask"


D, P, C, E = Role.DISTRICT, Role.PROVINCE, Role.DEPARTMENT, Role.EXECUTIVE
ROLES: dict[Action, frozenset[Role]] = {
    Action.TASKS_VIEW:      frozenset({D, P, C, E}),
    Action.PRODUCER_VIEW:   frozenset({D, P, C}),
    Action.PRODUCER_EDIT:   frozenset({D}),
    Action.NUMBER_REVEAL:   frozenset({D, P, C}),
    Action.READING_VIEW:    frozenset({P, C}),
    Action.SUBJECT_EXPORT:  frozenset({P, C}),
    Action.RETENTION_EDIT:  frozenset({C}),
    Action.ROSTER_VIEW:     frozenset({D, P, C}),
    Action.PAIR_VIEW:       frozenset({D, P, C}),
    Action.PAIR_DECIDE:     frozenset({P, C}),
    Action.FAULT_VIEW:      frozenset({D, P, C}),
    Action.FAULT_REPORT:    frozenset({P, C}),
    Action.CORRECTION_VIEW: frozenset({D, P, C}),
    Action.CORRECTION_ASK:  frozenset({D, P}),
    Action.CORRECTION_DECIDE: frozenset({D, P, C}),
    Action.TRANSFER_VIEW:   frozenset({D, P, C}),
    Action.TRANSFER_ASK:    frozenset({D}),
    Action.TRANSFER_ANSWER: frozenset({D}),
    Action.ROUND_VIEW:      frozenset({D, P, C, E}),
    Action.ROUND_SHARE:     frozenset({P, C}),
    Action.ROUND_ADVANCE:   frozenset({D, P}),
    Action.CHECK_LOOK:      frozenset({C}),
    Action.RECORD_REVIEW:   frozenset({P}),
    Action.CLOSING_VIEW:    frozenset({C, E}),
    Action.CLOSING_SHARE:   frozenset({C}),
    Action.CLOSING_EDIT:    frozenset({C}),
    Action.PLAN_VIEW:       frozenset({D, P, C, E}),
    Action.PLAN_EDIT:       frozenset({C}),
    Action.PLAN_NARROW:     frozenset({P}),
    Action.EXTENSION_GRANT: frozenset({C}),
    Action.HOLIDAY_EDIT:    frozenset({C}),
    Action.PEOPLE_EDIT:     frozenset({C}),
    Action.UNIT_VIEW:       frozenset({D, P, C, E}),
    Action.UNIT_EDIT:       frozenset({C}),
    Action.FACTOR_RESET:    frozenset({P, C}),
    Action.CONTACT_EDIT:    frozenset({D, P, C}),
    Action.JOURNAL_VIEW:    frozenset({D, P, C}),
    Action.JOB_VIEW:        frozenset({C}),
    Action.JOB_REPEAT:      frozenset({C}),
    Action.NOTICE_FAILURES: frozenset({D, P, C}),
    Action.LINE_EDIT:       frozenset({P, C}),
    Action.IMPORT:          frozenset({D, P}),
    Action.IMPORT_SHARE:    frozenset({P}),
    Action.SALES_VIEW:      frozenset({D, P, C}),
    Action.SALES_EDIT:      frozenset({D}),
    Action.SALES_COMPARE:   frozenset({P}),
    Action.GRADE_VIEW:      frozenset({D, P, C, E}),
    Action.GRADE_PUBLISH:   frozenset({P}),
    Action.POLICY_EDIT:     frozenset({C}),
    Action.BASE_EDIT:       frozenset({P}),
    Action.TARGET_EDIT:     frozenset({P}),
    Action.MONTHLY_VIEW:    frozenset({D, P, C, E}),
    Action.MONTHLY_CONFIRM: frozenset({D}),
    Action.MONTHLY_SHARE:   frozenset({P, C}),
    Action.SUMMARY_VIEW:    frozenset({D, P, C, E}),
    Action.LETTER_VIEW:     frozenset({D, P, C, E}),
    Action.LETTER_EDIT:     frozenset({P, C}),
    Action.DOCUMENT_VIEW:   frozenset({D, P, C, E}),
    Action.DOCUMENT_ASK:    frozenset({D, P, C, E}),
    Action.PACKET_ASK:      frozenset({D, P, C}),
}  # fmt: skip

# In a unit that has ended one reads what was its own, asks for its papers, and sends its last round (decision 0084).
_SENDING = frozenset({Action.DOCUMENT_ASK, Action.PACKET_ASK, Action.ROUND_ADVANCE})
AFTER_THE_END = _SENDING | {action for action in Action if action.endswith(".view")}
Thing = Submission | Certification | Closing
Row = TypeVar("Row", bound=models.Model)
TABLES = {
    Submission: workflow.TRANSITIONS,
    Certification: workflow.CERTIFICATE_TRANSITIONS,
    Closing: workflow.CLOSING_TRANSITIONS,
}


# --- posts and scope ---


def posts(user: User | AnonymousUser, on: date) -> list[Post]:
    """The posts that `user` holds on the day `on`, unit loaded; read once per user object and day."""
    if not user.is_authenticated or not user.is_active:
        return []
    held: dict[date, list[Post]] = user.__dict__.setdefault("_posts_on", {})
    if on not in held:
        held[on] = list(user.posts.on(on).select_related("unit"))
    return held[on]


def may_ever(user: User | AnonymousUser, action: Action, on: date) -> bool:
    """Whether any post of today has a role for `action`, whatever the row."""
    held = [post for post in posts(user, on) if action in AFTER_THE_END or not post.unit.has_ended(on)]
    return any(post.role in ROLES[action] for post in held)


def check(user: User, action: Action, thing: models.Model, on: date) -> Post:
    """The post that allows `action` on `thing`. Raises: PermissionDenied when none does."""
    return _post_for(user, ROLES[action], unit_code(thing), on, is_write=action not in AFTER_THE_END)


def check_role(user: User, role: Role, thing: models.Model, on: date) -> Post:
    """The post with which a person has a role over `thing`. Raises: PermissionDenied when none has."""
    return _post_for(user, frozenset({role}), unit_code(thing), on)


def holds_role(user: User, role: Role, thing: models.Model, on: date) -> bool:
    """Whether `check_role` would pass."""
    return any(post.role == role and post.covers(unit_code(thing)) for post in posts(user, on))


def can(user: User, action: Action, thing: models.Model | None = None, *, on: date) -> bool:
    """Whether `check` would pass; without a thing, whether the person's role ever may."""
    if thing is None:
        return may_ever(user, action, on)
    try:
        check(user, action, thing, on)
    except PermissionDenied:
        return False
    return True


def unit_code(thing: models.Model) -> str:
    """The code of the unit a row belongs to. Raises: TypeError for a model without UNIT_PATH, or between two units."""
    path = _unit_path(type(thing))
    if path == NATIONAL:
        return ""
    if not isinstance(path, str):
        raise TypeError(f"{type(thing).__name__} rows lie between two units: ask for the one that acts")
    value: object = thing
    for step in path.split("__"):
        value = getattr(value, step)
    return str(value)


@overload
def visible(model: type[Unit], user: User, on: date) -> UnitQuerySet: ...
@overload
def visible(model: type[Row], user: User, on: date) -> models.QuerySet[Row]: ...
def visible(model: type[Row], user: User, on: date) -> models.QuerySet[Row]:
    """The rows inside the scope of any post held on `on`, of a row between two units either; none without a post."""
    path, rows = _unit_path(model), model._default_manager.all()
    codes = [post.unit_id for post in posts(user, on)]
    if not codes:
        return rows.none()
    if path == NATIONAL or "" in codes:
        return rows
    paths = (path,) if isinstance(path, str) else path
    within = (_within(each, code) for each in paths for code in codes)
    return rows.filter(models.Q(*within, _connector=models.Q.OR))


def _within(path: str, code: str) -> models.Q:
    """Rows at and below a province; a district has nothing below it and is found by its own index."""
    if places.is_district(code):
        return models.Q((path, code))
    column = path if path == Unit.UNIT_PATH else f"{path.removesuffix('_id')}__code"
    return models.Q((f"{column}__startswith", code))


def get_or_404(model: type[Row], pk: object, user: User, on: date) -> Row:
    """One row inside the person's scope. Raises: Http404, the same for a foreign row as for a missing one."""
    try:
        row = visible(model, user, on).filter(pk=pk).first()
    except ValueError:  # a key that no row can have, typed into an address
        row = None
    if row is None:
        raise Http404("ไม่พบหน้าที่ต้องการ")
    return row


def _unit_path(model: type[models.Model]) -> str | tuple[str, ...]:
    if not hasattr(model, "UNIT_PATH"):
        raise TypeError(f"{model.__name__} has no UNIT_PATH: its rows have no scope")
    return model.UNIT_PATH


def _post_for(user: User, roles: frozenset[Role], code: str, on: date, *, is_write: bool = False) -> Post:
    for post in posts(user, on):
        if post.role in roles and post.covers(code) and not (is_write and post.unit.has_ended(on)):
            return post
    raise PermissionDenied("บัญชีของท่านไม่มีสิทธิ์ดำเนินการนี้")


# --- the journey: role, status and day in one answer ---


@dataclass(frozen=True)
class Offer:
    """One verb that the thing's status and the person's role allow; `refused` says why not today."""

    transition: Transition
    refused: Refused | None


def available(thing: Thing, user: User, on: date) -> list[Offer]:
    """The buttons of `thing` for `user`: verbs from its status by the person's role, with today's refusal if any."""
    offers = []
    for row in TABLES[type(thing)]:
        if row.source == thing.status and _holds(user, row, thing, on):
            offers.append(Offer(row, _refusal(thing, row, user, on)))
    return offers


def judge(thing: Thing, verb: str, user: User, on: date) -> Post:
    """The post under which `user` may do `verb` to `thing` on the day `on`.

    Raises: PermissionDenied without the role in scope; Refused for the wrong status, step or a closed round.
    """
    row = workflow.transition(verb)
    if row not in TABLES[type(thing)]:
        raise KeyError(f"{verb} is no transition of {type(thing).__name__}")
    post = _post_for(user, frozenset({row.by}), unit_code(thing), on)
    if thing.status != row.source:
        raise Refused(f"{row.label}ไม่ได้ เพราะสถานะขณะนี้คือ “{thing.get_status_display()}”")
    check_not_closed(thing, on, asker=post.unit_id)
    if row.during:
        check_step(unit_code(thing), thing.round.quarter, row.during, on, what=row.label, asker=post.unit_id)
    return post


def _holds(user: User, row: Transition, thing: Thing, on: date) -> bool:
    return any(post.role == row.by and post.covers(unit_code(thing)) for post in posts(user, on))


def _refusal(thing: Thing, row: Transition, user: User, on: date) -> Refused | None:
    try:
        judge(thing, row.verb, user, on)
    except Refused as refused:
        return refused
    return None


def check_not_closed(thing: Thing, on: date, *, asker: str = "") -> None:
    """Refuses acts on a round that the level above has finished.

    `asker` is the unit of who asks, so that the helper is above them; the thing's own unit unless told.

    Raises: Refused while the department holds or has closed the round, or after the province's certificate.
    """
    if isinstance(thing, Closing):
        return
    closing = Closing.objects.filter(round_id=thing.round_id).exclude(status=ClosingStatus.OPEN).first()
    if closing:
        moment = closing.closed_at or closing.soft_closed_at
        raise Refused(
            f"กรมฯ {closing.get_status_display().removeprefix('กรมฯ ')} รอบ {thing.round}",
            since=timezone.localdate(moment) if moment else None,
            helper=partial(who_helps, asker or unit_code(thing), on),
        )
    if isinstance(thing, Submission):
        _check_not_certified(thing, on)


def _check_not_certified(submission: Submission, on: date) -> None:
    rows = Certification.objects.filter(
        round_id=submission.round_id, province_id=places.province_of(submission.district_id)
    ).exclude(status=CertificateStatus.PENDING)
    certificate = rows.first()
    if certificate:
        raise Refused(
            f"จังหวัดรับรองข้อมูลรอบ {submission.round} แล้ว ต้องถอนการรับรองระดับจังหวัดก่อน",
            since=timezone.localdate(certificate.certified_at),
            helper=partial(who_helps, submission.district_id, on),
        )


def check_step(
    code: str, quarter: timetable.Quarter, steps: tuple[Step, ...], on: date, *, what: str, asker: str = ""
) -> None:
    """Raises: Refused when none of `steps` of the round is open for the unit on `on`, with since and reopening.

    `asker` as in check_not_closed.
    """
    windows = [window for window in windows_for(code) if window.round == quarter and window.step in steps]
    if not any(window.first_day <= on <= window.last_day for window in windows):
        rule = f"{what}ไม่ได้ เพราะอยู่นอกช่วงเวลาของรอบ {quarter.label}"
        raise outside_window(windows, on, rule, asker or code)


def outside_window(windows: list[timetable.Window], on: date, rule: str, code: str) -> Refused:
    """The refusal for a day in none of `windows`: since the day after the last one, until the next one opens.

    `code` is the unit of who asks.
    """
    past = [window.last_day for window in windows if window.last_day < on]
    ahead = [window.first_day for window in windows if window.first_day > on]
    return Refused(
        rule,
        since=max(past) + timedelta(days=1) if past else None,
        reopens=min(ahead) if ahead else None,
        helper=partial(who_helps, code, on),
    )


def who_helps(code: str, on: date) -> str:
    """Who can help the unit `code`: a coordinator one level up, or that unit's name when none is entered.

    The registration's coordinator first; whoever is away is named by the stand-in.
    """
    above = places.above(code)
    found = list(Contact.objects.reached(on).filter(unit_id=above))
    if found:
        return str(min(found, key=lambda contact: contact.role != ContactRole.REGISTRATION))
    unit = Unit.objects.filter(pk=above).first()
    return f"สำนักงานพัฒนาชุมชน{unit.full_name}" if unit and above else "กรมการพัฒนาชุมชน"
