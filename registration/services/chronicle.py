"""The journal as people read it: what was done, to what, by whom, from what to what; and taken out as a file.

Reads only, but for the event of taking a file. Rows come inside the reader's scope (access.visible). Decision 0102.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from otop_registry import thai
from registration import access, content, places, verbs
from registration.access import Action
from registration.models import Event, Producer, Registration, SignIn, Unit, User
from registration.services.journal import Act, append_event
from registration.workflow import CertificateStatus, ClosingStatus, Refused, Status

PAGE: Final = 50
MOST: Final = 20_000  # rows of one file
HEADS: Final = (
    "เมื่อ",
    "วันที่ของการดำเนินการ",
    "การดำเนินการ",
    "หน่วยงาน",
    "เรื่อง",
    "ผู้ดำเนินการ",
    "ในตำแหน่ง",
    "เหตุผล",
    "การเปลี่ยนแปลง",
    "เลขรายการ",
)


@dataclass(frozen=True)
class Asked:
    """What the journal is asked for; an empty part asks for everything. `subject` is that of an event."""

    unit_code: str = ""
    verb: str = ""
    person: str = ""
    first: date | None = None
    last: date | None = None
    subject: str = ""
    by: int | None = None


@dataclass(frozen=True)
class Line:
    """One event in words: what it was about, and [(what, before, after)]."""

    event: Event
    icon: str
    title: str
    about: str
    changes: Sequence[tuple[str, str, str]]

    @property
    def who(self) -> str:
        return str(self.event.by) if self.event.by else "ระบบ"


@dataclass(frozen=True)
class Page:
    """Some lines, the newest first, and the key from which older ones go on; None at the end."""

    lines: Sequence[Any]
    older: int | None


def find(rows: QuerySet[Event], asked: Asked) -> QuerySet[Event]:
    """The events asked for, the newest first."""
    if asked.unit_code:
        is_district = places.is_district(asked.unit_code)
        rows = rows.filter(
            Q(unit_id=asked.unit_code) if is_district else Q(unit__code__startswith=asked.unit_code)
        )
    if asked.verb:
        rows = rows.filter(verb=asked.verb)
    if asked.first:
        rows = rows.filter(day__gte=asked.first)
    if asked.last:
        rows = rows.filter(day__lte=asked.last)
    if asked.subject:
        rows = rows.filter(subject__in=_subjects(asked.subject))
    if asked.by:
        rows = rows.filter(by=asked.by)
    if asked.person:
        rows = rows.filter(by__in=_people(asked.person).values("pk"))
    return rows.select_related("by", "unit", "round").order_by("-pk")


def page(rows: QuerySet[Any], before: int | None) -> tuple[list[Any], int | None]:
    """The next rows older than a key, and the key of the last of them where more follow."""
    some = list((rows.filter(pk__lt=before) if before else rows)[: PAGE + 1])
    return some[:PAGE], some[PAGE - 1].pk if len(some) > PAGE else None


def _subjects(subject: str) -> list[str]:
    """A record's own events, and those of its rows of the rounds."""
    kind, _, key = subject.partition(":")
    if kind != "producer" or not key.isdecimal():
        return [subject]
    acts = Registration.objects.filter(producer=int(key)).values_list("pk", flat=True)
    return [subject, *(f"registration:{pk}" for pk in acts)]


def _people(text: str) -> QuerySet[User]:
    """Whose name holds every word; it has no order, being asked inside another question."""
    words = thai.repair(text).split()
    rows = User.objects.order_by()
    for word in words:
        rows = rows.filter(
            Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(username__iexact=word)
        )
    return rows


# --- in words ---


_STATES: Final = {
    str(value): str(label)
    for choices in (Status, CertificateStatus, ClosingStatus)
    for value, label in choices.choices
}


def in_words(events: Sequence[Event]) -> list[Line]:
    """The events as lines; asks the names of records and persons once for all of them."""
    names = _names(events)
    return [_line(event, names) for event in events]


def _line(event: Event, names: Mapping[str, str]) -> Line:
    icon, title = verbs.told(event.verb)
    return Line(event, icon, title, names.get(event.subject) or _about(event), list(_changes(event)))


def _about(event: Event) -> str:
    kind, _, key = event.subject.partition(":")
    words = verbs.SUBJECTS.get(kind, kind)
    if kind in ("sales", "monthly"):
        return f"{words}{thai.month_name(date.fromisoformat(f'{key}-01'))}"
    own = f" {key}" if kind in verbs.TOLD_BY_KEY else ""
    return f"{words}{own} รอบ {event.round}" if event.round else f"{words}{own}"


def _names(events: Iterable[Event]) -> dict[str, str]:
    """{subject: whom it names} of records and persons."""
    wanted: dict[str, set[int]] = {"producer": set(), "registration": set(), "user": set()}
    for event in events:
        kind, _, key = event.subject.partition(":")
        if kind in wanted and key.isdecimal():
            wanted[kind].add(int(key))
    acts = dict(Registration.objects.filter(pk__in=wanted["registration"]).values_list("pk", "producer_id"))
    rows = Producer.objects.filter(pk__in=wanted["producer"] | set(acts.values()))
    records = {
        pk: f"{number} {name}" for pk, number, name in rows.values_list("pk", "registration_number", "name")
    }
    people = User.objects.filter(pk__in=wanted["user"])
    return {
        **{f"producer:{pk}": name for pk, name in records.items()},
        **{f"registration:{pk}": records.get(producer, "") for pk, producer in acts.items()},
        **{f"user:{person.pk}": str(person) for person in people},
    }


def _changes(event: Event) -> Iterator[tuple[str, str, str]]:
    for key in event.after | event.before:
        before, after = (_shown(side.get(key)) for side in (event.before, event.after))
        if before != after:
            yield _word(key, event.subject), before, after


def _word(key: str, subject: str) -> str:
    name = key.rsplit(".", 1)[-1]
    is_record = subject.startswith("producer:")
    if is_record and (
        key.startswith("products.") or name in content.CONTENT_FIELDS or name == "withdrawn_round"
    ):
        return content.label_of(key)
    if subject.startswith("sales:") and key.isdecimal():
        return f"ผลิตภัณฑ์ที่ {key}"
    return verbs.FIELDS.get(key, key)


def _shown(value: object) -> str:
    """A value of an event: what it says, in one line."""
    if value is None or value == "" or value == [] or value == {}:
        return content.NOTHING
    if isinstance(value, bool):
        return "ใช่" if value else "ไม่ใช่"
    if isinstance(value, list):
        return ", ".join(map(_shown, value))
    if isinstance(value, dict):
        return " ".join(f"{verbs.FIELDS.get(key, key)} {_shown(each)}" for key, each in value.items())
    return _STATES.get(str(value), str(value))


# --- as a file ---


def table(rows: QuerySet[Event]) -> list[tuple[str, ...]]:
    """The lines of a file, the newest first. Raises: Refused when there are more than one file takes."""
    events = list(rows[: MOST + 1])
    if len(events) > MOST:
        raise Refused(f"มีมากกว่า {thai.count(MOST)} รายการ กรุณาเลือกช่วงวันที่หรือหน่วยงานให้แคบลง")
    return [_cells(line) for line in in_words(events)]


def _cells(line: Line) -> tuple[str, ...]:
    event = line.event
    changes = "; ".join(f"{what}: {before} → {after}" for what, before, after in line.changes)
    return (
        thai.moment(timezone.localtime(event.at)), thai.short_date(event.day), line.title, str(event.unit), line.about,
        line.who, event.acting_as, event.reason, changes, f"{event.unit_id or 'กรม'} #{event.seq} {event.hash[:16]}",
    )  # fmt: skip


@transaction.atomic
def take(rows: QuerySet[Event], asked: Asked, *, by: User, on: date) -> list[tuple[str, ...]]:
    """The same, and the journal tells who took what out. Raises: PermissionDenied; Refused."""
    found = table(find(rows, asked))
    post = next(post for post in access.posts(by, on) if post.role in access.ROLES[Action.JOURNAL_VIEW])
    wanted = {name: str(value) for name, value in vars(asked).items() if value}
    told = {"rows": len(found), "asked": wanted}
    append_event(post.unit_id, "export_journal", Act(by, on, post), subject="journal", changes=({}, told))
    return found


# --- the door ---


@dataclass(frozen=True)
class AskedSignIns:
    """What the log of the door is asked for."""

    event: str = ""
    person: str = ""
    first: datetime | None = None
    until: datetime | None = None
    by: int | None = None


def sign_ins(user: User, asked: AskedSignIns, on: date) -> QuerySet[SignIn]:
    """Who came, who failed and who left, of persons with a post in the reader's scope; the department sees all.

    A person of two offices is seen by both.
    """
    codes = [
        post.unit_id for post in access.posts(user, on) if post.role in access.ROLES[Action.JOURNAL_VIEW]
    ]
    rows = SignIn.objects.select_related("user").order_by("-pk")
    if "" not in codes:
        within = Q(*(Q(posts__unit__code__startswith=code) for code in codes), _connector=Q.OR)
        rows = rows.filter(user__in=User.objects.filter(within).order_by().values("pk"))
    if asked.event:
        rows = rows.filter(event=asked.event)
    if asked.first:
        rows = rows.filter(at__gte=asked.first)
    if asked.until:
        rows = rows.filter(at__lt=asked.until)
    if asked.by:
        rows = rows.filter(user=asked.by)
    if asked.person:
        rows = rows.filter(user__in=_people(asked.person).values("pk"))
    return rows


def units(user: User, on: date) -> QuerySet[Unit]:
    """The units whose journals a person may choose from."""
    return access.visible(Unit, user, on).order_by("code")
