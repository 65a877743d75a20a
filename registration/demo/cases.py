"""Records of the demo that show what a province looks for: twins, look-alikes, licences that end, what left."""

from collections.abc import Callable
from datetime import date, time
from typing import Any, Final

from otop_registry import clock
from registration.demo.acts import explain, officer_of
from registration.demo.producers import Inventor
from registration.models import Producer, Product, Unit, User
from registration.models.producers import Standard
from registration.services import registry
from registration.services.registry import drafts

SHOWN: Final = "8001"  # the newcomer's own district shows every case
DRAFTED: Final = "8003"
LOOKS_LIKE: Final = "8004"  # where the look-alike of a newcomer of SHOWN stands
LEFT_DAY, CHANGED_DAY = date(2017, 12, 15), date(2018, 3, 1)
EXPLAINED_DAY: Final = date(2018, 3, 2)  # when the district has confirmed the rest
ROUND_2: Final = 25612
LICENCE_ENDS: Final = date(2018, 3, 17)  # after the district has sent its round, before the province looks
KEPT: Final = ("kind", "name", "owner_first_name", "owner_last_name", "citizen_id", "subdistrict")
Fields = dict[str, Any]


def of_round_1(district: Unit) -> None:
    """One producer leaves in the first round already: the list of the second calls it gone."""
    if district.pk == SHOWN:
        last = _standing(district)[-1]
        with clock.hour(time(10, 42)):
            registry.withdraw(
                last,
                by=officer_of(district.pk),
                on=LEFT_DAY,
                version=last.version,
                reason="เลิกกิจการ ย้ายไปอยู่กับบุตรต่างจังหวัด",
            )


def of_round_2(inventor: Inventor) -> None:
    """Every district has a producer with a new product; the newcomer's district shows the rest."""
    district, by = inventor.district, officer_of(inventor.district.pk)
    known = _standing(district)
    steps: list[Callable[[], object]] = [lambda: _grow(known[0], inventor, by)]
    if district.pk == SHOWN:
        steps += _all_cases(known, inventor, by)
    if district.pk == DRAFTED:
        steps.append(lambda: _draft(district, by))
    for number, step in enumerate(steps):
        with clock.hour(time(9 + number // 2, 14 + 23 * (number % 2))):
            step()


def explain_round_2(district: Unit) -> None:
    """What the checks found in it by then."""
    with clock.hour(time(16, 20)):
        explain(district.pk, ROUND_2, EXPLAINED_DAY)


def _standing(district: Unit) -> list[Producer]:
    return list(Producer.objects.active().filter(district=district).order_by("pk"))


def _all_cases(known: list[Producer], inventor: Inventor, by: User) -> list[Callable[[], object]]:
    several = next(each for each in known[6:] if each.products.count() > 1)
    rest = (each for each in known[6:] if each != several)
    silent = next(rest)
    return [
        lambda: _twin(known[1], by),
        lambda: _change_product(known[2], by, _licences(inventor, Standard.FDA)),
        lambda: _change_product(known[3], by, _licences(inventor, Standard.EXCISE)),
        lambda: _change_product(known[4], by, _marks(inventor)),
        lambda: _amend(known[5], by, {"phones": ["0800999111"], "email": "shop@demo.invalid"}),
        lambda: _withdraw_product(several, by),
        lambda: _amend(silent, by, {"phones": []}),
        lambda: _withdraw(next(rest), by),
        lambda: _look_alike(inventor, by),
    ]


def _amend(producer: Producer, by: User, fields: Fields, products: tuple[Fields, ...] = ()) -> None:
    kept = {name: getattr(producer, name) for name in KEPT}
    version = Producer.objects.get(pk=producer.pk).version
    registry.amend(
        producer, by=by, on=CHANGED_DAY, version=version, fields=kept | fields, products=list(products)
    )


def _grow(producer: Producer, inventor: Inventor, by: User) -> None:
    taken = producer.products.values_list("name", flat=True)
    _amend(producer, by, {"email": "shop@demo.invalid"}, (inventor.product(taken),))


def _first_product(producer: Producer) -> Product:
    return producer.products.order_by("pk")[0]


def _twin(producer: Producer, by: User) -> None:
    """A second product of the same name, with what tells the two apart."""
    first = _first_product(producer)
    twin: Fields = {
        "name": first.name,
        "product_type": first.product_type,
        "price_baht": first.price_baht,
        "selling_unit": first.selling_unit,
        "same_name_reason": "ขนาดบรรจุใหญ่กว่า ใช้บรรจุภัณฑ์คนละแบบ",
        "certificates": [],
    }
    _amend(producer, by, {}, (twin,))


def _change_product(producer: Producer, by: User, certificates: list[Fields]) -> None:
    first = _first_product(producer)
    _amend(
        producer,
        by,
        {},
        ({"id": first.pk, "name": first.name, "is_regulated": True, "certificates": certificates},),
    )


def _licences(inventor: Inventor, standard: Standard) -> list[Fields]:
    """A licence that ends: of อย. between sending and review, of excise within three months."""
    ends = LICENCE_ENDS if standard == Standard.FDA else date(2018, 5, 31)
    return [inventor.certificate(standard, "อย." if standard == Standard.FDA else "กรมสรรพสามิต", ends)]


def _marks(inventor: Inventor) -> list[Fields]:
    """A licence in force beside a mark of quality that is over."""
    return [
        inventor.certificate(Standard.INDUSTRIAL, "สมอ.", None),
        inventor.certificate(Standard.HALAL, "คณะกรรมการกลางอิสลาม", date(2018, 1, 31)),
    ]


def _withdraw_product(producer: Producer, by: User) -> None:
    version = Producer.objects.get(pk=producer.pk).version
    last = producer.products.order_by("-pk")[0]
    registry.withdraw_product(last, by=by, on=CHANGED_DAY, version=version, reason="เลิกผลิต เพราะวัตถุดิบไม่พอ")


def _withdraw(producer: Producer, by: User) -> None:
    version = Producer.objects.get(pk=producer.pk).version
    registry.withdraw(producer, by=by, on=CHANGED_DAY, version=version, reason="สมาชิกเหลือคนเดียว กลุ่มเลิกกิจการ")


def _look_alike(inventor: Inventor, by: User) -> None:
    """A newcomer under the name of a producer of another district of the province."""
    fields, products = inventor.producer()
    other = Producer.objects.filter(district=LOOKS_LIKE).order_by("pk")[0]
    registry.register(
        inventor.district, by=by, on=CHANGED_DAY, fields=fields | {"name": other.name}, products=products
    )


def _draft(district: Unit, by: User) -> None:
    typed = {"name": "กลุ่มแปรรูปกล้วยบ้านวังไทร", "kind": "group", "owner_first_name": "ปราณี"}
    drafts.keep(district, drafts.subject_of(None), typed, by=by, on=CHANGED_DAY)
