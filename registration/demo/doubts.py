"""What the checks find in the demo beside the cases of the newcomer's own district: one record for each of them.

They stand in one district that has sent its round, so that the newcomer meets them as the province's officer.
"""

from collections.abc import Callable
from datetime import date, time
from typing import Any, Final

from otop_registry import clock
from registration import places
from registration.demo import planting
from registration.demo.acts import Act, officer_of, perform
from registration.demo.producers import Inventor
from registration.models import Producer, Subdistrict, Unit, User
from registration.models.producers import ProducerKind, ProductType, Standard
from registration.services import registry
from registration.services.journey import late_faults
from registration.services.journey.advancing import Ask

DOUBTED: Final = "8006"  # sends its round before the walk begins
HEAPED: Final = "8019"  # is late, and has brought a heap in the last week
LEFT_FROM: Final = "8001"  # of whose round 1 somebody comes to DOUBTED
LEFT_DAY, ENTERED_DAY, FOUND_DAY, RECALL_DAY, HEAP_DAY = (
    date(2017, 12, 15),
    date(2018, 3, 1),
    date(2018, 3, 6),
    date(2018, 3, 12),
    date(2018, 3, 13),
)
ROUND_2: Final = 25612
KEPT: Final = (
    "kind",
    "name",
    "owner_first_name",
    "owner_last_name",
    "citizen_id",
    "juristic_id",
    "subdistrict",
)
HEAP: Final = 3
Fields = dict[str, Any]


def of_round_1(district: Unit) -> None:
    """One leaves that comes back in the next round."""
    if district.pk == DOUBTED:
        last = _known(district)[-1]
        with clock.hour(time(10, 55)):
            registry.withdraw(
                last, by=officer_of(DOUBTED), on=LEFT_DAY, version=last.version, reason="หยุดผลิตชั่วคราว"
            )


def of_round_2(inventor: Inventor) -> None:
    """Newcomers that look like somebody, and records that changed in what matters."""
    by = officer_of(inventor.district.pk)
    steps: list[Callable[[], object]] = []
    if inventor.district.pk == DOUBTED:
        steps = [*_newcomers(inventor, by), *_changes(inventor, by)]
    for number, step in enumerate(steps):
        with clock.hour(time(13 + number // 4, 4 + 13 * (number % 4))):
            step()


def before_the_walk(inventor: Inventor) -> None:
    """A heap in the last week, a fault of round 1 that came out, and a round that was taken back, changed and sent."""
    if inventor.district.pk == HEAPED:
        taken = {product.name for product in _known(inventor.district)[1].products.all()}
        heap = []
        for _ in range(HEAP):
            heap.append(inventor.product(taken))
            taken.add(heap[-1]["name"])
        with clock.hour(time(15, 21)):
            _amend(_known(inventor.district)[1], officer_of(HEAPED), {}, HEAP_DAY, heap)
    if inventor.district.pk == DOUBTED:
        found = "ลงพื้นที่แล้วสถานที่ผลิตย้ายไปตั้งแต่ปีก่อน บ้านเลขที่ที่รับรองไว้ไม่มีผู้ผลิตรายนี้"
        with clock.hour(time(14, 20)):
            faulty, by = _known(inventor.district)[6], officer_of(places.province_of(DOUBTED))
            late_faults.report(faulty, "house_number", reason=found, by=by, on=FOUND_DAY)
        why = Ask("พบที่อยู่ของผู้ผลิตรายหนึ่งไม่ครบ ขอแก้ก่อนพ้นกำหนด")
        perform(Act(ROUND_2, RECALL_DAY, time(10, 5), DOUBTED, "recall", why))
        with clock.hour(time(10, 31)):
            _amend(_known(inventor.district)[2], officer_of(DOUBTED), {"lane": "ซอยวัดเหนือ"}, RECALL_DAY)
        perform(Act(ROUND_2, RECALL_DAY, time(11, 12), DOUBTED, "submit"))


def _known(district: Unit) -> list[Producer]:
    return list(Producer.objects.active().filter(district=district).order_by("pk"))


def _newcomers(inventor: Inventor, by: User) -> list[Callable[[], object]]:
    first, second, third = _known(inventor.district)[:3]
    gone = Producer.objects.filter(district=LEFT_FROM).exclude(withdrawn_round=None)[0]
    other_kind = {
        each.pk: ProducerKind.SOLE_OWNER if each.kind == ProducerKind.GROUP else ProducerKind.GROUP
        for each in (first, second, gone)
    }
    owner = {"owner_first_name": first.owner_first_name, "owner_last_name": first.owner_last_name}
    cases: list[Fields] = [
        {"citizen_id": first.citizen_id, "kind": other_kind[first.pk], **owner},
        {"citizen_id": second.citizen_id, "kind": other_kind[second.pk], "owner_first_name": "บุญเรือน"},
        {"name": planting.mistyped(third.name, 1), "subdistrict": third.subdistrict},
        {"phones": first.phones},
        {
            "house_number": second.house_number,
            "village_number": second.village_number,
            "subdistrict": second.subdistrict,
        },
        {"citizen_id": gone.citizen_id, "kind": other_kind[gone.pk]},
        {"kind": ProducerKind.SME, "name": "บริษัท เรือนไม้เมืองใต้ จำกัด", "juristic_id": ""},
    ]
    return [lambda over=each: _register(inventor, by, over) for each in cases]  # type: ignore[misc]


def _register(inventor: Inventor, by: User, over: Fields) -> None:
    fields, products = inventor.producer()
    fields |= over
    is_group, is_company = fields["kind"] == ProducerKind.GROUP, fields["kind"] == ProducerKind.SME
    if not is_company:
        fields["juristic_id"] = ""
    fields |= {
        "members_male_count": 4 if is_group else None,
        "members_female_count": 9 if is_group else None,
        "postcode": fields["subdistrict"].postcodes.split(" ")[0],
    }
    registry.register(inventor.district, by=by, on=ENTERED_DAY, fields=fields, products=products)


def _changes(inventor: Inventor, by: User) -> list[Callable[[], object]]:
    known = _known(inventor.district)
    gone = Producer.objects.filter(district=DOUBTED).exclude(withdrawn_round=None)[0]
    places = Subdistrict.objects.filter(district=DOUBTED, valid_to=None)
    moved = places.exclude(pk=known[3].subdistrict_id).order_by("code")[0]
    over = inventor.certificate(Standard.COMMUNITY, "สมอ.", date(2018, 2, 10))
    slipped = {
        "name": "เครื่องแกงตำมือ",
        "product_type": ProductType.FOOD,
        "price_baht": 250_000,
        "certificates": [over],
    }
    return [
        lambda: registry.restore(gone, by=by, on=ENTERED_DAY, version=gone.version),
        lambda: _amend(known[3], by, {"subdistrict": moved}, ENTERED_DAY),
        lambda: _amend(known[4], by, {"owner_last_name": "พรหมเดช"}, ENTERED_DAY),
        lambda: _amend(known[5], by, {}, ENTERED_DAY, [slipped]),
    ]


def _amend(
    producer: Producer, by: User, fields: Fields, on: date, products: list[Fields] | None = None
) -> None:
    kept = {name: getattr(producer, name) for name in KEPT}
    version = Producer.objects.get(pk=producer.pk).version
    registry.amend(producer, by=by, on=on, version=version, fields=kept | fields, products=products or [])
