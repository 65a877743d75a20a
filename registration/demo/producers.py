"""Invented producers for the demo: the same ones for the same seed, with numbers that can belong to nobody."""

import json
import random
from collections.abc import Collection, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from stdnum.th import moa, pin

from otop_registry import thai
from registration import places
from registration.models import Subdistrict, Unit
from registration.models.producers import Evidence, ProducerKind, ProductState, ProductType, Standard

Fields = dict[str, Any]
WORDS: Final = json.loads((Path(settings.BASE_DIR) / "fixtures/demo/words.json").read_text(encoding="utf-8"))
SELLING_UNITS: Final = {"food": "ถุง", "drink": "ขวด", "cloth": "ผืน", "utensil": "ชิ้น", "herb": "ก้อน"}
SIZES: Final = {
    "food": "250 กรัม",
    "drink": "350 มล.",
    "cloth": "100 × 200 ซม.",
    "utensil": "",
    "herb": "100 กรัม",
}
TYPE_WEIGHTS: Final = dict(zip(ProductType, (49, 5, 18, 20, 8), strict=True))
NAMES: Final = {
    ProducerKind.GROUP: "group_names",
    ProducerKind.SOLE_OWNER: "sole_names",
    ProducerKind.SME: "sme_names",
}
LICENSED: Final = (
    ProductType.FOOD,
    ProductType.HERB,
)  # the types of which some fall under a licence law here
# what such a product may bear beside its licence: the standard, who gives it, how many years it runs
MARKS: Final = {
    ProductType.FOOD: (Standard.COMMUNITY, Standard.HALAL, Standard.GMP, Standard.GI, Standard.HACCP),
    ProductType.DRINK: (Standard.COMMUNITY, Standard.ORGANIC, Standard.GMP, Standard.GAP),
    ProductType.CLOTH: (Standard.COMMUNITY, Standard.PEACOCK, Standard.GI),
    ProductType.UTENSIL: (Standard.COMMUNITY, Standard.ISO, Standard.OTHER),
    ProductType.HERB: (Standard.COMMUNITY, Standard.GMP, Standard.ORGANIC),
}
ISSUERS: Final = {
    Standard.COMMUNITY: "สมอ.",
    Standard.HALAL: "คณะกรรมการกลางอิสลาม",
    Standard.GI: "กรมทรัพย์สินทางปัญญา",
    Standard.PEACOCK: "กรมหม่อนไหม",
}
FIRST_SEEN: Final = (Evidence.ID_CARD, Evidence.HOUSE, Evidence.PRODUCT_PHOTO)
OF_GROUPS: Final = (Evidence.FOUNDING, Evidence.MINUTES, Evidence.MEMBERS)


def person(draw: random.Random) -> tuple[str, str, str]:
    """Title, name and surname of an invented person."""
    is_man = draw.random() < 0.3
    title = "นาย" if is_man else draw.choice(("นาง", "นางสาว"))
    return title, draw.choice(WORDS["men" if is_man else "women"]), draw.choice(WORDS["last_names"])


class Inventor:
    """Invents producers of one district, one after the other; no two of one name."""

    def __init__(self, district: Unit) -> None:
        self.district = district
        self.random = random.Random(district.code)  # noqa: S311 (invented data, the same each time)
        self.places = list(Subdistrict.objects.filter(district=district, valid_to=None).order_by("code"))
        self.serials = self._serials()
        self.names: set[str] = set()
        before = Unit.objects.districts().filter(valid_to=None, code__lt=district.code)
        self.first_phone = before.count() * 1000  # a thousand numbers for each of the nation's districts

    def _serials(self) -> Iterator[int]:
        yield from range(int(self.district.code) * 1000, int(self.district.code) * 1000 + 1000)

    def producer(self) -> tuple[Fields, list[Fields]]:
        """The fields and products of a further producer, as registry.register wants them."""
        draw, serial = self.random, next(self.serials)
        kind = draw.choices(list(ProducerKind), weights=[50, 40, 10])[0]
        title, first, last = person(draw)
        place = self.places[serial % len(self.places)]
        fields = {
            "kind": kind,
            "name": self._name(kind, first, place.name),
            "owner_title": title,
            "owner_first_name": first,
            "owner_last_name": last,
            "citizen_id": nobodys_number(serial),
            "juristic_id": nobodys_company(serial) if kind == ProducerKind.SME else "",
            "is_thai": True,
            "house_number": f"{draw.randint(1, 250)}/{draw.randint(1, 9)}",
            "village_number": str(draw.randint(1, 12)),
            "road": draw.choice(WORDS["roads"]),
            "subdistrict": place,
            "postcode": place.postcodes.split(" ")[0],
            "phones": [f"0800{self.first_phone + serial % 1000:06}"],
            "takes_part_in_production": True,
            "takes_part_in_management": kind == ProducerKind.GROUP,
            "community_benefits": draw.random() < 0.6,
            **self._papers(kind, serial),
        }
        products: list[Fields] = []
        for _ in range(draw.choice([1, 1, 2, 2, 3])):
            products.append(self.product({each["name"] for each in products}))
        return fields, products

    def _papers(self, kind: ProducerKind, serial: int) -> Fields:
        """Members, founding day and the papers that the officer has seen."""
        draw, is_group = self.random, kind == ProducerKind.GROUP
        seen = [*FIRST_SEEN, *(OF_GROUPS if is_group else ())]
        if kind == ProducerKind.SME:
            seen += [Evidence.LICENCE, Evidence.AUTHORITY]
        if serial % 5 == 0:
            seen += [Evidence.PLACE_PHOTO, Evidence.NETWORK]
        return {
            "members_male_count": draw.randint(0, 9) if is_group else None,
            "members_female_count": draw.randint(5, 30) if is_group else None,
            "founded_day": date(draw.randint(1998, 2016), draw.randint(1, 12), 15) if is_group else None,
            "documents_seen": [each.value for each in Evidence if each in seen],
            "line_id": f"otop{serial}" if serial % 3 == 0 else "",
        }

    def product(self, taken: Collection[str] = (), *, certified: bool = True) -> Fields:
        """The fields of a further product, with a name that the producer does not have yet."""
        draw = self.random
        words = WORDS["products"].get(places.province_of(self.district.code)) or WORDS["products"]["80"]
        free = {kind: [name for name in words[kind] if name not in taken] for kind in ProductType}
        weights = [weight if free[kind] else 0 for kind, weight in TYPE_WEIGHTS.items()]
        each = draw.choices(list(ProductType), weights=weights)[0]
        is_regulated = each in LICENSED and draw.random() < 0.4
        return {
            "name": draw.choice(free[each]),
            "product_type": each,
            "description": draw.choice(WORDS["stories"]),
            "size": SIZES[each],
            "price_baht": Decimal(draw.choice([25, 40, 60, 120, 250, 890])),
            "selling_unit": SELLING_UNITS[each],
            "monthly_capacity": draw.choice([20, 50, 100, 300]),
            "is_regulated": is_regulated,
            "state": ProductState.PAUSED if draw.random() < 0.05 else ProductState.PRODUCING,
            "certificates": self._certificates(each, is_regulated=is_regulated) if certified else [],
        }

    def _certificates(self, kind: ProductType, *, is_regulated: bool) -> list[Fields]:
        draw = self.random
        found = [self.certificate(Standard.FDA, "อย.", None)] if is_regulated else []
        if draw.random() < 0.3:
            mark = draw.choice(MARKS[kind])
            ends = date(draw.choice([2019, 2020]), draw.randint(1, 12), 28)
            found.append(self.certificate(mark, ISSUERS.get(mark, "หน่วยงานผู้ให้การรับรอง"), ends))
        return found

    def certificate(self, standard: Standard, issuer: str, expires_day: date | None) -> Fields:
        """A certificate with an invented number."""
        number = f"{places.province_of(self.district.code)}-2-{self.random.randint(10000, 99999)}"
        return {
            "standard": standard,
            "number": number,
            "issuer": issuer,
            "issued_day": date(2017, 1, 16),
            "expires_day": expires_day,
        }

    def _name(self, kind: ProducerKind, first: str, place: str) -> str:
        draw, forms = self.random, WORDS[NAMES[kind]]
        while True:
            said = draw.choice(forms).format(name=first, village=draw.choice(WORDS["villages"]))
            name = f"{said} {place}"
            if (key := thai.name_key(name)) not in self.names:
                self.names.add(key)
                return name
            first = person(draw)[1]


def nobodys_company(serial: int) -> str:
    """A juristic number with a right check digit and the province code 99, which no company has."""
    body = f"099{serial // 90_000 % 10_000:04}{serial % 90_000 + 1:05}"
    return body + moa.calc_check_digit(body)


def nobodys_number(serial: int) -> str:
    """A number with a right check digit and the district code 9999, which no register office has."""
    body = f"19999{serial % 10_000_000:07}"
    return body + pin.calc_check_digit(body)
