"""Invented producers for the demo: the same ones for the same seed, with numbers that can belong to nobody."""

import json
import random
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from stdnum.th import pin

from registration import places
from registration.models import Subdistrict, Unit
from registration.models.producers import ProducerKind, ProductType

WORDS: Final = json.loads((Path(settings.BASE_DIR) / "fixtures/demo/words.json").read_text(encoding="utf-8"))
SELLING_UNITS: Final = {"food": "ถุง", "drink": "ขวด", "cloth": "ผืน", "utensil": "ชิ้น", "herb": "ก้อน"}
TYPE_WEIGHTS: Final = dict(zip(ProductType, (49, 5, 18, 20, 8), strict=True))


class Inventor:
    """Invents producers of one district, one after the other."""

    def __init__(self, district: Unit) -> None:
        self.district = district
        self.random = random.Random(district.code)  # noqa: S311 (invented data, the same each time)
        self.places = list(Subdistrict.objects.filter(district=district, valid_to=None))
        self.serials = self._serials()

    def _serials(self) -> Iterator[int]:
        yield from range(int(self.district.code) * 1000, int(self.district.code) * 1000 + 1000)

    def producer(self) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """The fields and products of a further producer, as registry.register wants them."""
        kind = self.random.choices(list(ProducerKind), weights=[55, 42, 3])[0]
        first, last = self.random.choice(WORDS["first_names"]), self.random.choice(WORDS["last_names"])
        place, serial = self.random.choice(self.places), next(self.serials)
        fields = {
            "kind": kind,
            "name": f"{self._name(kind, first)} {place.name}",
            "owner_title": self.random.choice(WORDS["titles"]),
            "owner_first_name": first,
            "owner_last_name": last,
            "citizen_id": _nobodys_number(serial),
            "is_thai": True,
            "members_male_count": self.random.randint(0, 9) if kind == ProducerKind.GROUP else None,
            "members_female_count": self.random.randint(5, 30) if kind == ProducerKind.GROUP else None,
            "house_number": f"{self.random.randint(1, 250)}/{self.random.randint(1, 9)}",
            "village_number": str(self.random.randint(1, 12)),
            "subdistrict": place,
            "postcode": place.postcodes.split(" ")[0],
            "phones": [f"0800{serial % 1_000_000:06}"],
            "takes_part_in_production": True,
            "community_benefits": self.random.random() < 0.6,
        }
        products: list[dict[str, Any]] = []
        for _ in range(self.random.choice([1, 1, 2, 2, 3])):
            products.append(self.product({each["name"] for each in products}))
        return fields, products

    def product(self, taken: Collection[str] = ()) -> dict[str, Any]:
        """The fields of a further product, with a name that the producer does not have yet."""
        words = WORDS["products"][places.province_of(self.district.code)]
        free = {kind: [name for name in words[kind] if name not in taken] for kind in ProductType}
        weights = [weight if free[kind] else 0 for kind, weight in TYPE_WEIGHTS.items()]
        each = self.random.choices(list(ProductType), weights=weights)[0]
        is_regulated = each in (ProductType.FOOD, ProductType.HERB) and self.random.random() < 0.4
        licence = {"standard": "fda", "number": f"80-2-{self.random.randint(10000, 99999)}", "issuer": "อย."}
        return {
            "name": self.random.choice(free[each]),
            "product_type": each,
            "price_baht": self.random.choice([25, 40, 60, 120, 250, 890]),
            "selling_unit": SELLING_UNITS[each],
            "is_regulated": is_regulated,
            "certificates": [licence] if is_regulated else [],
        }

    def _name(self, kind: ProducerKind, first: str) -> str:
        key = {ProducerKind.GROUP: "group_names", ProducerKind.SOLE_OWNER: "sole_names"}.get(
            kind, "sme_names"
        )
        return self.random.choice(WORDS[key]).format(
            name=first, village=self.random.choice(WORDS["villages"])
        )


def _nobodys_number(serial: int) -> str:
    """A number with a right check digit and the district code 9999, which no register office has."""
    body = f"19999{serial % 10_000_000:07}"
    return body + pin.calc_check_digit(body)
