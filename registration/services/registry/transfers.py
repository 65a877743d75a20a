"""What the pages tell of moves between districts, and how much of a record each office may read. Reads only.

An office that asks for a record of another one reads nothing of it until the move is done; one to which a record is
offered reads what it would take over (decisions 0016, 0077).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import Final

from django.db.models import Q, QuerySet

from registration import places
from registration.content import Content
from registration.models import Producer, Round, Transfer, TransferStatus, Unit
from registration.models.calendar import windows_for
from registration.timetable import Step
from registration.workflow import Refused

ELSEWHERE: Final = "พื้นที่อื่น"


class Desk(StrEnum):
    """The lists of requests, as tabs."""

    INCOMING = "incoming"
    OUTGOING = "outgoing"
    DONE = "done"


@dataclass(frozen=True)
class Line:
    """A request as its reader may see it; `name` and `number` are empty where the record is none of his."""

    transfer: Transfer
    name: str
    number: str
    is_over: bool  # nobody has answered, and its round takes no more writes
    is_own: bool = False  # the reader's office holds the record

    @property
    def source(self) -> str:
        """The district that holds the record, as far as the reader may know it."""
        return str(self.transfer.source) if self.name else ELSEWHERE

    @property
    def state(self) -> str:
        """The status that the page names."""
        return TransferStatus.LAPSED if self.is_over else self.transfer.status

    @property
    def state_label(self) -> str:
        return str(TransferStatus(self.state).label)

    @property
    def is_waiting(self) -> bool:
        return self.transfer.is_waiting and not self.is_over


def waiting(unit_code: str, on: date) -> QuerySet[Transfer]:
    """The requests of a scope that can still be answered: those of a round that is open for entry today."""
    open_now = {
        Round.id_of(each.round)
        for each in windows_for(unit_code)
        if each.step == Step.REGISTER and each.covers(on)
    }
    rows = Transfer.objects.touching(unit_code).filter(status=TransferStatus.ASKED, round__in=open_now)
    return rows.select_related("producer", "source", "target", "asked_from", "round", "undoes")


def incoming(district_code: str, on: date) -> QuerySet[Transfer]:
    """Those that wait for the answer of a district."""
    return waiting(district_code, on).exclude(asked_from=district_code)


def listed(desk: str, unit_code: str, on: date) -> QuerySet[Transfer]:
    """The requests of one tab; a province and the department see what waits anywhere below them as incoming."""
    still = waiting(unit_code, on)
    if desk == Desk.INCOMING:
        return still.exclude(asked_from=unit_code)
    if desk == Desk.OUTGOING:
        return still.filter(asked_from=unit_code)
    rows = Transfer.objects.touching(unit_code).exclude(pk__in=still.values("pk"))
    return rows.select_related("producer", "source", "target", "asked_from", "round", "undoes")


def lines_of(
    rows: Iterable[Transfer], mine: QuerySet[Producer], codes: Sequence[str], *, desk: str
) -> list[Line]:
    """The rows of one page of a tab, for a reader with posts in the units `codes`: one question for all of them."""
    page = list(rows)
    own = set(mine.filter(pk__in=[row.producer_id for row in page]).values_list("pk", flat=True))
    return [_line(row, own, codes, is_over=row.is_waiting and desk == Desk.DONE) for row in page]


def line_of(row: Transfer, mine: QuerySet[Producer], codes: Sequence[str], on: date) -> Line:
    """One request for its own page."""
    own = set(mine.filter(pk=row.producer_id).values_list("pk", flat=True))
    return _line(row, own, codes, is_over=row.is_waiting and _is_over(row, on))


def _line(row: Transfer, own: set[int], codes: Sequence[str], *, is_over: bool) -> Line:
    is_own = row.producer_id in own
    said = _record_of(row) if may_read(row, is_own, codes) else {}
    return Line(row, said.get("name", ""), said.get("registration_number", ""), is_over, is_own)


def _record_of(row: Transfer) -> Content:
    """The name and number as they stood when it went; as they stand while it has not."""
    left = row.content or (row.undoes.content if row.undoes else {})
    if left:
        return dict(left)
    return {"name": row.producer.name, "registration_number": row.producer.registration_number}


def may_read(row: Transfer, is_own: bool, codes: Sequence[str]) -> bool:
    """Whether a reader may see whose record it is: his own, one his office gave away, or one that it is offered.

    Whoever is asked to undo a move, or asks for it, gave the record away or holds it.
    """
    gave = row.content and any(row.source_id.startswith(code) for code in codes)
    is_offered = row.undoes_id or (row.is_waiting and not row.asks_source)
    offered = is_offered and any(row.target_id.startswith(code) for code in codes)
    return bool(is_own or gave or offered)


def _is_over(row: Transfer, on: date) -> bool:
    return not all(_is_open(code, row.round_id, on) for code in (row.source_id, row.target_id))


def _is_open(code: str, round_id: int, on: date) -> bool:
    return any(
        each.step == Step.REGISTER and each.covers(on) and Round.id_of(each.round) == round_id
        for each in windows_for(code)
    )


def of_round(district_code: str, round_id: int) -> list[Line]:
    """Who moved out of and into a district in a round: of whoever may read its records."""
    rows = Transfer.objects.accepted().touching(district_code).filter(round_id=round_id)
    moved = rows.select_related("source", "target").order_by("day", "pk")
    return [
        Line(row, row.content["name"], row.content["registration_number"], is_over=False) for row in moved
    ]


def waiting_of(producer: Producer, on: date) -> Transfer | None:
    """The request about a producer that can still be answered."""
    return waiting(producer.district_id, on).filter(producer=producer).first()


def district(code: str, on: date) -> Unit:
    """A district that stands on the day. Raises: Refused for none."""
    found = Unit.objects.districts().valid(on).filter(code=code).first()
    if found is None:
        raise Refused("ไม่มีอำเภอที่เลือกแล้ว กรุณาเลือกใหม่")
    return found


def targets(district: Unit, on: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """[(province, [(code, district)])] of everywhere a producer of the district may go, its own province first."""
    units = {unit.code: unit for unit in Unit.objects.valid(on).filter(~Q(code__in=["", district.code]))}
    found: list[tuple[str, list[tuple[str, str]]]] = []
    own = district.parent_code
    codes = sorted(units, key=lambda code: (not code.startswith(own), code))
    for province, group in groupby(codes, key=places.province_of):
        districts = [(code, units[code].name) for code in group if code != province]
        if districts:
            found.append((units[province].name if province in units else province, districts))
    return found
