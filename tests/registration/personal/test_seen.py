"""Who saw a person: looks at the record, and the lists that held the person on the day they were of."""

from datetime import date, timedelta

from registration.models import Look, Plan, Producer
from registration.services import editions, registry
from registration.services.personal import looking, seen
from registration.services.personal.looking import Seen
from tests.world.cast import Cast
from tests.world.closed import FIRST, named
from tests.world.factories import CLOSE_DAY, REGISTER_DAY, make_producer

BEFORE, AFTER = REGISTER_DAY - timedelta(days=1), REGISTER_DAY + timedelta(days=1)


def titles(producer: Producer, first: date, last: date) -> list[str]:
    return sorted(row.title for row in seen.of_producer(producer, first, last).readings)


def test_a_list_counts_for_those_that_stood_in_it_on_its_day(cast: Cast, plan: Plan) -> None:
    here = make_producer(cast.a, by=cast.district)
    there = make_producer(cast.b, by=cast.neighbour)
    registry.withdraw(here, by=cast.district, on=AFTER, version=1, reason="เลิกทำ")
    for unit, as_of in ((cast.a, REGISTER_DAY), (cast.b, REGISTER_DAY), (cast.a, BEFORE), (cast.a, AFTER)):
        seen_of = Seen(f"roster:{as_of}", unit.pk, f"{unit.pk} {as_of.day}", 1, as_of)
        looking.note(Look.ROSTER, seen_of, by=cast.province, on=AFTER)
    looking.saw_records([here], by=cast.colleague, on=REGISTER_DAY)
    own = f"{here.registration_number} {here.name}"
    assert titles(here, REGISTER_DAY, AFTER) == sorted([own, "8001 1"])
    assert titles(here, REGISTER_DAY, REGISTER_DAY) == [own]
    assert titles(there, REGISTER_DAY, AFTER) == ["8002 1"]


def test_a_file_of_an_edition_counts_for_those_whom_it_froze(closed: Cast) -> None:
    held, later = named("สาม"), make_producer(closed.b, by=closed.neighbour, on=date(2018, 4, 3))
    file = Seen("document:7", "80", "ชุดเอกสาร", 3, CLOSE_DAY, editions.latest(FIRST))
    looking.note(Look.EXPORT, file, by=closed.province, on=CLOSE_DAY, reason="ส่งกรมฯ")
    assert titles(held, CLOSE_DAY, CLOSE_DAY) == ["ชุดเอกสาร"]
    assert titles(later, CLOSE_DAY, CLOSE_DAY) == []
