"""Test data: make_x(**over) with real codes, written through the services that officers use.

The days are those of round 2/2561 in the letter: one inside each window, one between two windows.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import count
from typing import Any

from django.db.models import QuerySet
from stdnum.th import pin

from registration import places
from registration.access import Thing, unit_code
from registration.models import (
    Announcement,
    Certification,
    Closing,
    Contact,
    Extension,
    Finding,
    FourEyesWaiver,
    Post,
    Producer,
    Registration,
    Round,
    Subdistrict,
    Submission,
    Unit,
    User,
    Window,
)
from registration.models.calendar import windows_for
from registration.models.producers import ProducerKind, ProductType, ReviewMark
from registration.places import Level
from registration.services import calendar, journey, registry
from registration.services import numbers as vault
from registration.services.checks import running
from registration.services.journey import coverage, province
from registration.timetable import Step
from registration.workflow import (
    CertificateStatus,
    ClosingStatus,
    ReturnCode,
    Role,
    Status,
    transition,
)

DAY = REGISTER_DAY = date(2018, 2, 1)
GAP_DAY = date(2018, 3, 17)
VERIFY_DAY = date(2018, 3, 20)
CLOSE_DAY = date(2018, 3, 26)
ROUND_ID = 25612
LONG_AGO = date(2017, 1, 1)
PASSWORD = "รหัสผ่าน-สำหรับทดสอบ-2561"

UNIT_NAMES = {
    "": "กรมการพัฒนาชุมชน",
    "80": "นครศรีธรรมราช",
    "8001": "เมืองนครศรีธรรมราช",
    "8002": "พรหมคีรี",
    "43": "หนองคาย",
    "4301": "เมืองหนองคาย",
}
SUBDISTRICT_NAMES = {
    "800101": "ในเมือง",
    "800102": "ท่าวัง",
    "800201": "พรหมโลก",
    "430101": "ในเมือง",
}
ROLE_OF_LEVEL = {
    Level.DEPARTMENT: Role.DEPARTMENT,
    Level.PROVINCE: Role.PROVINCE,
    Level.DISTRICT: Role.DISTRICT,
}
_running: Iterator[int] = count(1)


# --- units and people -----------------------------------------------------------------------------


def make_unit(code: str, **over: Any) -> Unit:
    """The unit of `code` under its real name; made once."""
    name = UNIT_NAMES.get(code, f"หน่วยงาน {code}")
    defaults = {"name": name, "level": places.level_of(code), "sort_key": code} | over
    return Unit.objects.get_or_create(code=code, defaults=defaults)[0]


def make_subdistrict(code: str = "800101", **over: Any) -> Subdistrict:
    """The subdistrict of `code` with its district; made once."""
    defaults = {
        "name": SUBDISTRICT_NAMES.get(code, f"ตำบล {code}"),
        "district": make_unit(places.district_of(code)),
        "sort_key": code,
        "postcodes": "80000" if code.startswith("80") else "43000",
    }
    return Subdistrict.objects.get_or_create(code=code, defaults=defaults | over)[0]


def make_user(username: str = "", **over: Any) -> User:
    """A person who may sign in with PASSWORD and holds no post."""
    number = next(_running)
    fields = {
        "first_name": "สมใจ",
        "last_name": f"ทดสอบ{number}",
        "title": "นาง",
        "email": f"u{number}@example.org",
    }
    return User.objects.create_user(username or f"user{number}", password=PASSWORD, **fields | over)


def make_post(user: User, unit: Unit, role: Role | None = None, **over: Any) -> Post:
    """A post in `unit`, since long ago and for good; without a role the one of the unit's level."""
    role = role or ROLE_OF_LEVEL[Level(unit.level)]
    return Post.objects.create(user=user, unit=unit, role=role, **{"valid_from": LONG_AGO} | over)


def make_officer(unit_code: str, role: Role | None = None, *, username: str = "", **over: Any) -> User:
    """A person with one post in the unit of `unit_code`; `over` belongs to the post."""
    user = make_user(username)
    make_post(user, make_unit(unit_code), role, **over)
    return user


def make_contact(unit: Unit, **over: Any) -> Contact:
    fields = {"name": "นายประสาน งานดี", "phone": "0812345678", "valid_from": LONG_AGO}
    return Contact.objects.create(unit=unit, **fields | over)


def make_waiver(unit: Unit, *, granted_by: User, **over: Any) -> FourEyesWaiver:
    fields = {
        "reason": "มีเจ้าหน้าที่คนเดียว",
        "order_number": "1/2561",
        "valid_from": LONG_AGO,
        "valid_to": date(2018, 12, 31),
    }
    return FourEyesWaiver.objects.create(unit=unit, granted_by=granted_by, **fields | over)


# --- the registry ---------------------------------------------------------------------------------


def make_citizen_id(number: int | None = None) -> str:
    """A valid citizen's number, another one with every call."""
    digits = f"1800{number or next(_running):08}"
    return digits + str(pin.calc_check_digit(digits))


def number_of(producer: Producer, field: str = "citizen_id") -> str:
    """A number of a producer as it was typed: the table holds its token."""
    token = getattr(producer, field)
    return vault.opened([token])[token]


def make_fields(subdistrict_code: str = "800101", **over: Any) -> dict[str, Any]:
    """What registry.register takes as `fields`."""
    number = next(_running)
    is_group = over.get("kind", ProducerKind.GROUP) == ProducerKind.GROUP
    fields: dict[str, Any] = {
        "kind": ProducerKind.GROUP,
        "members_male_count": 2 if is_group else None,
        "members_female_count": 8 if is_group else None,
        "name": f"กลุ่มสตรีทดสอบ {number}",
        "owner_title": "นาง",
        "owner_first_name": "มาลี",
        "owner_last_name": f"ใจดี{number}",
        "citizen_id": make_citizen_id(),
        "is_thai": True,
        "house_number": f"1/{number}",
        "subdistrict": make_subdistrict(subdistrict_code),
        "postcode": "80000",
        "phones": [f"08{number:08}"],
        "takes_part_in_production": True,
    }
    return fields | over


def make_product_fields(**over: Any) -> dict[str, Any]:
    """What registry.register takes as one product."""
    number = next(_running)
    return {"name": f"ขนมลา {number}", "product_type": ProductType.FOOD, "certificates": []} | over


def make_producer(
    district: Unit,
    *,
    by: User,
    on: date = REGISTER_DAY,
    products: Sequence[dict[str, Any]] | None = None,
    **over: Any,
) -> Producer:
    """A producer of the district with one product, registered by an officer on a day of the register step.

    `over` belongs to make_fields; `subdistrict_code` names another place.
    """
    place = over.pop("subdistrict_code", f"{district.code}01")
    rows = [make_product_fields()] if products is None else products
    return registry.register(district, by=by, on=on, fields=make_fields(place, **over), products=rows)


def make_extension(
    unit: Unit,
    step: Step,
    days: tuple[date, date],
    *,
    by: User,
    round_id: int = ROUND_ID,
    on: date | None = None,
) -> Extension:
    """More days for a unit, granted by the department on the first of them unless told otherwise."""
    window = Window.objects.national().get(round_id=round_id, step=step)
    authority = calendar.Authority("มท 0400/1", "น้ำท่วม")
    return calendar.grant_extension(
        window, unit, calendar.Dates(*days), by=by, on=on or days[0], authority=authority
    )


# --- the journey ----------------------------------------------------------------------------------


def submission_of(unit: Unit, round_id: int = ROUND_ID) -> Submission:
    return Submission.objects.get(district=unit, round_id=round_id)


def certification_of(unit: Unit, round_id: int = ROUND_ID) -> Certification:
    return Certification.objects.get(province=unit, round_id=round_id)


def closing_of(round_id: int = ROUND_ID) -> Closing:
    return Closing.objects.get(round_id=round_id)


WALKS: dict[str, tuple[str, ...]] = {
    Status.ENTRY: (),
    Status.SUBMITTED: ("submit",),
    Status.SENT_BACK: ("submit", "send_back"),
    Status.CERTIFIED: ("submit", "certify"),
}
CERTIFICATE_WALKS: dict[str, tuple[str, ...]] = {
    CertificateStatus.PENDING: (),
    CertificateStatus.CERTIFIED: ("certify_province",),
    CertificateStatus.ANNOUNCED: ("certify_province", "announce_province"),
}
CLOSING_WALKS: dict[str, tuple[str, ...]] = {
    ClosingStatus.OPEN: (),
    ClosingStatus.SOFT_CLOSED: ("soft_close",),
    ClosingStatus.CLOSED: ("soft_close", "hard_close"),
    ClosingStatus.ANNOUNCED: ("soft_close", "hard_close", "announce_round"),
}


def walk(thing: Thing, status: str) -> Thing:
    """Walks a submission, certificate or closing from where it stands to `status`, each verb by its officer.

    Districts submit on the last day of their step, the levels above act on the first of theirs. Sending back
    marks the first record, made when there is none; a province certifies its first district; whoever is not
    certified is named.
    """
    walks = {Submission: WALKS, Certification: CERTIFICATE_WALKS, Closing: CLOSING_WALKS}[type(thing)]
    if status == Status.SENT_BACK and thing.status == Status.ENTRY and not _records(thing).exists():
        make_producer(thing.district, by=officer_for(thing, "submit"), on=day_for(thing, "submit"))
    for verb in walks[status]:
        thing = type(thing).objects.get(pk=thing.pk)
        if thing.status == transition(verb).source:
            thing = step(thing, verb)
    if thing.status != status:
        raise AssertionError(f"{thing} is {thing.status}: no walk leads to {status}")
    return thing


def step(
    thing: Thing, verb: str, *, by: User | None = None, on: date | None = None, reason: str = "ทดสอบ"
) -> Thing:
    """One verb with its guard satisfied, by an officer of the table's role on a day of the table's step."""
    officer, day = by or officer_for(thing, verb), on or day_for(thing, verb)
    prepare(thing, verb, by=officer, on=day)
    return journey.advance(thing, verb, by=officer, on=day, ask=make_ask(day, reason))


def officer_for(thing: Thing, verb: str) -> User:
    """The first officer with the role that the table names, in the unit or in the one above it."""
    row = transition(verb)
    level = next(level for level, role in ROLE_OF_LEVEL.items() if role == row.by)
    held = {
        "posts__unit_id": unit_code(thing)[: places.WIDTHS[level]],
        "posts__role": row.by,
        "posts__valid_to": None,
    }
    return User.objects.filter(**held).order_by("pk")[0]


def day_for(thing: Thing, verb: str) -> date:
    """The last day of the register step, the first day of any other; a verb of any day takes its level's own step."""
    own = Step.CLOSE if isinstance(thing, Closing) else Step.VERIFY
    during = transition(verb).during or (own,)
    windows = [
        w for w in windows_for(unit_code(thing)) if w.round == thing.round.quarter and w.step in during
    ]
    return windows[0].last_day if Step.REGISTER in during else windows[0].first_day


def prepare(thing: Thing, verb: str, *, by: User, on: date) -> None:
    """Does what a verb's guard wants: explains, returns or answers a record, certifies a district of the province."""
    if verb == "submit":
        explain_findings(thing, by=by, on=on)
    if verb == "certify":
        open_records(thing, by=by, on=on)
    if verb == "send_back":
        return_first_record(thing, by=by, on=on)
    if verb == "resubmit":
        answer_returned(thing, on=on)
    if verb == "certify_province":
        walk(Submission.objects.in_scope(thing.province_id, thing.round_id).first(), Status.CERTIFIED)


def explain_findings(submission: Submission, *, by: User, on: date) -> None:
    """The district gives a reason for whatever the checks found in its round."""
    running.refresh([submission.district_id], submission.round_id, on)
    found = Finding.objects.filter(registration__in=_records(submission), reason="")
    registry.give_reasons(dict.fromkeys(found, "ตรวจกับเอกสารแล้ว ถูกต้อง"), by=by, on=on)


def open_records(submission: Submission, *, by: User, on: date) -> None:
    """Every record of the district's round that waits is opened and in order."""
    province.mark_passed(_records(submission).filter(review__in=coverage.WAITING), by=by, on=on)


def return_first_record(submission: Submission, *, by: User, on: date) -> Registration:
    """The first record of the district's round is marked to be returned."""
    faults = [province.FieldToCorrect("phones", ReturnCode.WRONG)]
    return province.return_record(_records(submission)[0], faults, by=by, on=on)


def answer_returned(submission: Submission, *, on: date) -> None:
    """Every returned record is amended by an officer of the district."""
    for row in _records(submission).filter(review=ReviewMark.RETURNED).select_related("producer"):
        phones = [f"08{next(_running):08}"]
        amend(row.producer, by=officer_for(submission, "resubmit"), on=on, phones=phones)


def _records(submission: Submission) -> QuerySet[Registration]:
    """What happened in the district's round, in order of entry."""
    rows = Registration.objects.filter(district=submission.district_id, round=submission.round_id)
    return rows.order_by("pk")


def amend(producer: Producer, *, by: User, on: date, version: int | None = None, **over: Any) -> Producer:
    """Changes some fields of a producer; the others stay as they are."""
    fields = {name: getattr(producer, name) for name in make_fields(producer.subdistrict_id)}
    return registry.amend(producer, by=by, on=on, version=version or producer.version, fields=fields | over)


def make_ask(on: date, reason: str = "ทดสอบ") -> journey.Ask:
    """A reason, an announcement's number, and a word for whatever has to be left out."""
    number = f"{Announcement.objects.count() + 1}/2561"  # one that nobody used
    details: dict[str, Any] = {"announcement_number": number, "announcement_day": on}
    left_out = dict.fromkeys(Unit.objects.values_list("code", flat=True), "ยังไม่พร้อม")
    return journey.Ask(reason, details | {"left_out": left_out})


def round_of(round_id: int = ROUND_ID) -> Round:
    return Round.objects.get(pk=round_id)
