"""A province with the districts of a round before it, in an empty database with reference data.

Written by the real services: officers, producers, the districts' reasons and sending. Names and houses are of their
own for each record, so that what is found is what is planted: two of one telephone.
"""

from collections.abc import Iterator
from datetime import date, time, timedelta
from decimal import Decimal
from itertools import count
from typing import Final

from django.contrib.auth.hashers import make_password
from django.db import transaction

from registration.demo import acts, entering
from registration.demo.acts import Act
from registration.demo.people import PASSWORD, load_officer
from registration.demo.producers import Inventor
from registration.models import Unit
from registration.services.registry import NewProducer

PROVINCE: Final = "80"
ROUND: Final = 25612
ENTERED, SENT, REVIEWED = date(2018, 2, 1), date(2018, 3, 14), date(2018, 3, 20)
OFFICER: Final = f"changwat.{PROVINCE}"
PRICE: Final = Decimal(120)  # one for all: none is odd
LOT: Final = 50  # records in one transaction


def build(records: int, flagged: int) -> None:
    """So many records over the districts of the province, `flagged` of them in pairs, sent to the province."""
    province = Unit.objects.get(pk=PROVINCE)
    districts = list(Unit.objects.districts().valid(SENT).below(PROVINCE).order_by("code"))
    for unit in (province, *districts):
        load_officer(unit, make_password(PASSWORD))
    serials = count(1)
    for number, district in enumerate(districts):
        share = records // len(districts) + (number < records % len(districts))
        odd = 2 * (flagged // 2 // len(districts) + (number < flagged // 2 % len(districts)))
        _enter(district, list(_invented(Inventor(district), share, odd, serials)))
        acts.perform(Act(ROUND, SENT, time(14), district.pk, "submit"))


def _invented(inventor: Inventor, share: int, odd: int, serials: Iterator[int]) -> Iterator[NewProducer]:
    """The first `odd` are called like their neighbour in the list."""
    for place, serial in zip(range(share), serials, strict=False):
        fields, products = inventor.producer()
        fields |= {"name": f"{fields['name']} {serial}", "house_number": str(serial)}
        if place < odd:
            fields["phones"] = [f"08100{serial - place % 2:05}"]
        for product in products:
            product |= {"name": f"{product['name']} {serial}", "price_baht": PRICE}
        yield NewProducer(fields, products)


def _enter(district: Unit, invented: list[NewProducer]) -> None:
    for number, start in enumerate(range(0, len(invented), LOT)):
        sitting = ENTERED + timedelta(number % 4), time(9 + number % 7)
        with transaction.atomic():
            entering.enter(
                district, [sitting], invented[start : start + LOT], by=acts.officer_of(district.pk)
            )
