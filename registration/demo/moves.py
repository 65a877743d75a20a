"""Moves between districts in the demo: done, undone, refused, taken back, lapsed, and one for the newcomer."""

from datetime import date, time
from typing import Any, Final

from otop_registry import clock
from registration.demo.acts import officer_of
from registration.models import Producer, Transfer, Unit
from registration.services.registry import transferring, undoing_moves

HERE, THERE = "8007", "8019"  # they send their second round late
NEWCOMER = "8001"
ASKED_IN_VAIN: Final = date(2017, 12, 15)
ASKED, ANSWERED, LAST = date(2018, 3, 6), date(2018, 3, 7), date(2018, 3, 8)


def of_round_1(district: Unit) -> None:
    """A request of the first round that nobody answers."""
    if district.pk == HERE:
        _ask(0, HERE, THERE, ASKED_IN_VAIN, time(10, 25), "ย้ายโรงเรือนไปอยู่กับบุตร")


def before_the_walk() -> None:
    """It is asked again and accepted; the others are answered or wait."""
    again = _ask(0, HERE, THERE, ASKED, time(9, 20), "ย้ายโรงเรือนไปอยู่กับบุตร ขอเมื่อรอบก่อนแต่หมดเวลา")
    unwanted = _ask(0, THERE, HERE, ASKED, time(10, 5), "แจ้งว่าย้ายไปขายที่ตลาดอำเภอ")
    mistaken = _ask(1, THERE, HERE, ASKED, time(10, 40), "ย้ายตามสามี")
    _ask(1, HERE, NEWCOMER, LAST, time(13, 30), "ย้ายสถานที่ผลิตเข้าเมือง อยู่บ้านเลขที่ 12/3")
    with clock.hour(time(9, 15)):
        transferring.accept(
            again, version=again.producer.version, place=_place(THERE), **_by(THERE, ANSWERED)
        )
    with clock.hour(time(11, 10)):
        transferring.refuse(unwanted, reason="ยังผลิตอยู่ที่เดิม เปลี่ยนเฉพาะที่ขาย", **_by(HERE, ANSWERED))
    with clock.hour(time(14, 5)):
        transferring.recall(mistaken, **_by(THERE, LAST))
    _undone()


def _undone() -> None:
    """The wrong one of two neighbours is accepted; the office that gave it away asks for it back."""
    wrong = _ask(2, HERE, THERE, ASKED, time(15, 10), "ย้ายที่ทำการกลุ่ม")
    with clock.hour(time(9, 40)):
        moved = transferring.accept(
            wrong, version=wrong.producer.version, place=_place(THERE), **_by(THERE, ANSWERED)
        )
    with clock.hour(time(8, 50)):
        move = Transfer.objects.get(pk=wrong.pk)
        back = undoing_moves.ask(move, reason="เลือกผิดราย รายที่ย้ายคือกลุ่มข้างเคียง", **_by(HERE, LAST))
    with clock.hour(time(10, 15)):
        undoing_moves.accept(back, version=moved.version, **_by(THERE, LAST))


def _ask(place: int, source: str, target: str, on: date, hour: time, reason: str) -> Transfer:
    """A request of the office that holds the record: the producer at a place of the district's list."""
    rows = Producer.objects.active().filter(district=source, came_round=None).order_by("-pk")
    standing = [row for row in rows.filter(first_round=25611) if row.products.exists()]
    with clock.hour(hour):
        to = Unit.objects.get(pk=target)
        return transferring.ask_to_give(standing[place], to, reason=reason, **_by(source, on))


def _by(unit: str, on: date) -> dict[str, Any]:
    return {"by": officer_of(unit), "on": on}


def _place(district: str) -> dict[str, Any]:
    subdistrict = Unit.objects.get(pk=district).subdistricts.order_by("code")[0]
    fields = dict.fromkeys(("village", "lane", "road"), "")
    return fields | {
        "house_number": "27/1",
        "village_number": "4",
        "subdistrict": subdistrict,
        "postcode": subdistrict.postcodes.split()[0],
    }
