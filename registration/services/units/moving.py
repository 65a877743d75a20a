"""The producers of the places that go to another district: each moves with number and history (decisions 0077, 0084).

They move into one round: the one that takes entries on the day, else the next that will.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Final

from django.db.models import Count, Q, QuerySet

from otop_registry import clock
from registration import places
from registration.models import (
    Correction,
    Producer,
    Registration,
    ReturnReason,
    Round,
    SampledRecord,
    Submission,
    Transfer,
    TransferStatus,
    Unit,
    UnitChange,
)
from registration.models.calendar import windows_for
from registration.services.journal import Act
from registration.services.registry import transferring
from registration.services.registry.entry import Entry
from registration.timetable import Step
from registration.unit_terms import Terms
from registration.workflow import PENDING_CORRECTIONS, Refused, Status

LONGEST_REASON: Final = 500


def going(terms: Terms) -> QuerySet[Producer]:
    """The producers that move; one that has withdrawn stays where it withdrew."""
    return Producer.objects.active().filter(subdistrict__in=[each.old for each in terms.places])


def counts(terms: Terms) -> dict[str, tuple[int, int]]:
    """{place: (producers, products) that move from it}"""
    standing = Count("products", filter=Q(products__withdrawn_round=None))
    rows = going(terms).values("subdistrict").annotate(own=Count("pk", distinct=True), theirs=standing)
    return {row["subdistrict"]: (row["own"], row["theirs"]) for row in rows.order_by()}


def lock(terms: Terms) -> None:
    """The open rounds of all that lose or get a place, held until the transaction ends: rounds before units."""
    codes = {places.district_of(code) for each in terms.places for code in (each.old, each.new)}
    rows = Submission.objects.select_for_update(of=("self",)).filter(
        district__in=codes, round__closing__status__in=transferring.UNSETTLED
    )
    list(rows.order_by("round_id", "district_id").values_list("pk", flat=True))


def districts(terms: Terms) -> list[Unit]:
    """The districts that stand today and lose or get a place, in order of code."""
    codes = {places.district_of(code) for each in terms.places for code in (each.old, each.new)}
    return list(Unit.objects.filter(pk__in=codes).order_by("code"))


# --- into which round ---


def round_of(units: Iterable[Unit], on: date) -> Round:
    """The round into which all of them would write, open on the day or the next to open. Raises: Refused."""
    found = {code: _next_round(code, on) for code in (unit.pk for unit in units)}
    if None in found.values() or not found:
        raise Refused("ยังไม่มีแผนที่เผยแพร่ของรอบถัดไป จึงยังไม่มีรอบที่จะบันทึกการย้าย")
    first, *others = sorted({pk for pk in found.values() if pk is not None})
    if others:
        raise Refused(f"หน่วยงานที่เกี่ยวข้องอยู่คนละรอบ ({Round.label_of(first)} และ {Round.label_of(others[0])})")
    return Round.objects.get(pk=first)


def _next_round(code: str, on: date) -> int | None:
    ahead = [w for w in windows_for(code) if w.step == Step.REGISTER and w.last_day >= on]
    return min((Round.id_of(window.round) for window in ahead), default=None)


# --- what stands in the way ---


def blocks(terms: Terms, on: date) -> list[str]:
    """Why the producers may not move today, each in a sentence; nothing when they may."""
    units = districts(terms)
    if not units:
        return _strays(terms)
    try:
        round = round_of(units, on)
    except Refused as refused:
        return [str(refused)]
    return [*_unsettled(units, round), *_moved(terms, units, round), *_seen(terms, round), *_strays(terms)]


def _unsettled(units: Collection[Unit], round: Round) -> list[str]:
    """A round that a district has sent goes through its closing first."""
    rows = Submission.objects.filter(
        district__in=units, round__lte=round, round__closing__status__in=transferring.UNSETTLED
    )
    sent = rows.exclude(status=Status.ENTRY).select_related("round", "district")
    return [
        f"รอบ {row.round} ของ{row.district} {row.get_status_display()} ต้องรอกรมฯ ปิดระบบรอบนี้ก่อน"
        for row in sent.order_by("round", "district")
    ]


def _moved(terms: Terms, units: Collection[Unit], round: Round) -> list[str]:
    """Nobody moves twice before the round of the first move is closed, and no request is left hanging."""
    waiting = Transfer.objects.filter(
        Q(source__in=units) | Q(target__in=units), status=TransferStatus.ASKED, round__gte=round
    ).count()
    unsettled = Q(round__gte=round) | Q(round__closing__status__in=transferring.UNSETTLED)
    again = Transfer.objects.accepted().filter(unsettled, producer__in=going(terms)).count()
    asked = Correction.objects.filter(status__in=PENDING_CORRECTIONS, producer__in=going(terms)).count()
    found = [
        (waiting, "มีคำขอย้ายผู้ผลิต {0} รายการที่รอตอบ ต้องตอบหรือถอนก่อน"),
        (again, "มีผู้ผลิต {0} รายที่ย้ายแล้วครั้งหนึ่งในรอบที่ยังไม่ปิด ต้องรอกรมฯ ปิดระบบรอบนั้น"),
        (asked, "มีคำขอแก้ไขหลังปิดระบบ {0} รายการที่รอพิจารณา"),
    ]
    return [words.format(count) for count, words in found if count]


def _seen(terms: Terms, round: Round) -> list[str]:
    own = Registration.objects.filter(producer__in=going(terms), round=round)
    seen = (
        rows.filter(registration__in=own).count() for rows in (ReturnReason.objects, SampledRecord.objects)
    )
    count = sum(seen)
    return [f"จังหวัดตรวจระเบียน {count} รายการในรอบ {round} แล้ว ต้องรอกรมฯ ปิดระบบรอบนี้"] if count else []


def _strays(terms: Terms) -> list[str]:
    """A unit that ends leaves nobody behind."""
    left = Producer.objects.active().filter(district__in=terms.ends)
    count = left.exclude(subdistrict__in=[each.old for each in terms.places]).count()
    return [f"มีผู้ผลิต {count} รายในหน่วยงานที่สิ้นสุดซึ่งตำบลไม่ได้ไปหน่วยงานใด"] if count else []


# --- moving ---


def move(change: UnitChange, terms: Terms, round: Round, act: Act) -> int:
    """Moves them all, each as an accepted request of its own; returns how many. Raises: Refused."""
    new = {each.old: each.new for each in terms.places}
    entries = _entries(terms, round)
    units = Unit.objects.in_bulk([*entries])
    moved = 0
    for producer in going(terms).select_related("district").order_by("pk"):
        place = new[producer.subdistrict_id]
        target = units[places.district_of(place)]
        row = _request(change, producer, target, round, act)
        row.place = {"subdistrict_id": place}
        transferring.carry(row, entries[target.pk], producer.version, act)
        moved += 1
    return moved


def _entries(terms: Terms, round: Round) -> Mapping[str, Entry]:
    codes = {places.district_of(each.new) for each in terms.places}
    rows = Submission.objects.filter(district__in=codes, round=round)
    return {row.district_id: Entry(round, row) for row in rows.select_related("round", "district")}


def _request(change: UnitChange, producer: Producer, target: Unit, round: Round, act: Act) -> Transfer:
    """The move as a request that the two of the department asked and answered."""
    return Transfer(
        producer=producer,
        change=change,
        round=round,
        source=producer.district,
        target=target,
        asked_from=target,
        reason=f"{change}: {change.decree}"[:LONGEST_REASON],
        asked_by=change.prepared_by,
        asked_at=change.prepared_at,
        answered_by=act.officer,
        answered_at=clock.instant(act.on),
    )
