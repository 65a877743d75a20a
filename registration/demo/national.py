"""Invented data at the size of the nation, for measuring: producers, products, months of sales, one round's acts.

The same size and seed give the same rows. Months end with quarter 4/2567, the quarter of the letter of 2567. Left
out: revisions, events, certificates; so histories are empty and a closing would freeze rows without a past.
"""

import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from typing import Final

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from otop_registry import thai
from registration import identifiers, numbers, places
from registration.demo import PASSWORD, bulk, planting
from registration.demo.people import FIRST_DAY
from registration.demo.planting import Known, Planted
from registration.demo.producers import NAMES, SELLING_UNITS, WORDS, nobodys_company, nobodys_number, person
from registration.models import (
    Post,
    Producer,
    Product,
    Registration,
    Round,
    Sale,
    Subdistrict,
    Telephone,
    Unit,
    User,
)
from registration.models.producers import ProducerKind, ProductType, RegistrationKind
from registration.places import Level
from registration.services import calendar
from registration.services import numbers as vault
from registration.services.registry import findable
from registration.timetable import Quarter
from registration.workflow import Refused, Role

LAST_QUARTER: Final = Quarter(2567, 4)
STANDING: Final = (25611, 25612, 25613, 25614)  # rounds of those registered before the months begin
NEW_SHARE: Final = 0.008  # of all products, in each quarter: two a district
WITHDRAWN_SHARE: Final = 0.003  # of all products, in each quarter
ZERO_SHARE: Final = 0.08  # of the answers
INCOMPLETE_SHARE: Final = 0.05  # of the months of districts; a fifth of the products then have no answer
NO_BAHT: Final = "0.00"
ROLE_OF_LEVEL: Final = {
    Level.DEPARTMENT: Role.DEPARTMENT,
    Level.PROVINCE: Role.PROVINCE,
    Level.DISTRICT: Role.DISTRICT,
}
ReportProgress = Callable[[str], None]


@dataclass(frozen=True)
class Size:
    """How much to invent."""

    producers: int
    products: int
    months: int
    seed: int


@dataclass(frozen=True)
class Made:
    """How many rows were written."""

    producers: int
    products: int
    sales: int
    registrations: int
    planted: Planted


@dataclass(slots=True)
class _Item:
    """What the sales of a product follow from; rounds are indexes of the quarters, -1 is before them all."""

    producer: int
    district: str
    first: int
    last: int
    day: date


@transaction.atomic
def make(size: Size, *, report_progress: ReportProgress = lambda _: None) -> Made:
    """Fills an empty database with reference data. Raises: Refused; PermissionError outside demo and debug mode."""
    if settings.PRODUCTION:
        raise PermissionError("Invented data exists in demo and debug mode only")
    _check(size)
    nation = _Nation(size)
    producers = bulk.load(Producer, _PRODUCER, nation.producers())
    report_progress(f"producers: {thai.count(producers)}")
    vault.keep(nation.numbers)
    bulk.load(Telephone, _TELEPHONE, nation.telephones())
    products = bulk.load(Product, _PRODUCT, nation.products())
    report_progress(f"products: {thai.count(products)}")
    registrations = bulk.load(Registration, _REGISTRATION, nation.registrations())
    report_progress(f"registrations of {LAST_QUARTER.label}: {thai.count(registrations)}")
    sales = bulk.load(Sale, _SALE, nation.sales(report_progress))
    report_progress(f"sales: {thai.count(sales)}")
    return Made(producers, products, sales, registrations, nation.planter.told)


def _check(size: Size) -> None:
    districts = _districts().count()
    if not districts or not Round.objects.filter(pk__in=STANDING).exists():
        raise Refused("ยังไม่ได้โหลดหน่วยงานและแผนปี 2561: manage.py load_reference")
    if Producer.objects.exists():
        raise Refused("ฐานข้อมูลนี้มีผู้ผลิตแล้ว ข้อมูลสมมติทั้งประเทศใส่ได้เฉพาะฐานข้อมูลว่าง")
    if size.producers < districts or size.products < size.producers or size.months < 1:
        raise Refused(f"ต้องมีผู้ผลิตอย่างน้อย {districts} ราย ผลิตภัณฑ์ไม่น้อยกว่าผู้ผลิต และอย่างน้อย 1 เดือน")


def _districts() -> QuerySet[Unit]:
    return Unit.objects.districts().valid(LAST_QUARTER.first_day).order_by("code")


def _months(count: int) -> list[date]:
    """So many months up to the end of the last quarter, oldest first."""
    quarter, found = LAST_QUARTER, list(LAST_QUARTER.months)
    while len(found) < count:
        quarter = quarter.previous
        found = [*quarter.months, *found]
    return found[-count:]


def _shares(total: int, weights: Sequence[float]) -> list[int]:
    """`total` in whole parts, one at least for each weight, the rest by weight; they add up exactly."""
    rest, sums = total - len(weights), list(accumulate(weights))
    ends = [round(rest * each / sums[-1]) for each in sums]
    return [1 + end - start for start, end in zip([0, *ends], ends, strict=False)]


class _Nation:
    """The invented nation: people and calendar are written at once, the rest is streamed table by table."""

    def __init__(self, size: Size) -> None:
        self.size = size
        self.random = random.Random(size.seed)  # noqa: S311 (invented data, the same each time)
        self.months = _months(size.months)
        self.quarters = sorted({Quarter.of(month) for month in self.months})
        self.rounds = [Round.id_of(quarter) for quarter in self.quarters]
        _write_calendar(self.quarters)
        self.officers = _write_officers()
        self.places: dict[str, list[Subdistrict]] = {}
        for place in Subdistrict.objects.filter(valid_to=None).order_by("code"):
            self.places.setdefault(place.district_id, []).append(place)
        self.districts = [code for code in _districts().values_list("code", flat=True) if code in self.places]
        weights = [self.random.lognormvariate(0, 0.6) for _ in self.districts]
        self.shares = _shares(size.producers, weights)
        self.growth = {code: self.random.gauss(1.03, 0.05) for code in self.districts}
        self.owners: list[tuple[str, int]] = []  # district and first round of each producer
        self.items: list[_Item] = []
        self.planter = planting.Planter()
        self.numbers: list[str] = []  # of the vault
        self.telephone_rows: list[bulk.Row] = []
        self.product_rows: list[bulk.Row] = []  # invented with their producer, who is found by their names
        moment = datetime.combine(self.months[-1], time(9), tzinfo=timezone.get_default_timezone())
        self.at = connection.ops.adapt_datetimefield_value(moment)

    # --- producers ---

    def producers(self) -> Iterator[bulk.Row]:
        counts = self._product_counts()
        for code, share in zip(self.districts, self.shares, strict=True):
            running: dict[int, int] = {}
            for _ in range(share):
                first = self._first()
                year_be = self._round(first, len(self.owners)) // 10
                running[year_be] = running.get(year_be, 0) + 1
                number = identifiers.registration_number(
                    places.province_of(code), code, year_be, running[year_be]
                )
                names = self._invent_products(code, first, counts[len(self.owners)])
                yield self._producer(code, first, number, names)

    def _product_counts(self) -> list[int]:
        """How many products each producer has, one at least."""
        counts = [1] * self.size.producers
        for index in self.random.choices(range(len(counts)), k=self.size.products - len(counts)):
            counts[index] += 1
        return counts

    def _first(self) -> int:
        """The index of the quarter something was registered in, -1 long before."""
        drawn = self.random.random() / NEW_SHARE
        return int(drawn) if drawn < len(self.quarters) else -1

    def _round(self, index: int, number: int) -> int:
        return self.rounds[index] if index >= 0 else STANDING[number % len(STANDING)]

    def _producer(self, code: str, first: int, number: str, products: list[str]) -> bulk.Row:
        draw, serial = self.random, len(self.owners)
        kind = draw.choices(list(ProducerKind), weights=[55, 42, 3])[0]
        place = draw.choice(self.places[code])
        title, first_name, last_name = person(draw)
        form = draw.choice(WORDS[NAMES[kind]])
        name = f"{form.format(name=first_name, village=draw.choice(WORDS['villages']))} {place.name} {serial}"
        phone, house = f"0800{serial % 1_000_000:06}", f"{serial % 250 + 1}/{serial % 9}"
        own = self.planter.planted(Known(code, place, kind, name, phone, house, serial), serial)
        place, kind, name, phone, house = own.place, own.kind, own.name, own.phone, own.house
        round_id = self._round(first, serial)
        said = {
            "registration_number": number, "former_numbers": "", "phones": [phone],
            "name": name, "owner_first_name": first_name, "owner_last_name": last_name,
            "products": [{"name": product, "withdrawn_round": None} for product in products],
        }  # fmt: skip
        members = (serial % 10, serial % 26 + 5) if kind == ProducerKind.GROUP else (None, None)
        self.owners.append((code, first))
        self.telephone_rows.append((serial + 1, phone))
        return (
            *(serial + 1, number, code, round_id, round_id, self.rounds[-1]),
            *(kind.value, name, title, first_name, last_name),
            *self._tokens(
                nobodys_number(own.person), nobodys_company(serial) if kind == ProducerKind.SME else ""
            ),
            *(True, house, place.code),
            *(place.postcodes.split(" ")[0], f'["{phone}"]', True, *members),
            *(thai.name_key(name), findable.key_of_content(said), thai.sort_key(name)),
            *(self.at, self.officers[code], self.at),
        )

    def _tokens(self, *given: str) -> Iterator[str]:
        """The numbers as the table holds them, kept for the vault."""
        self.numbers += filter(None, given)
        return map(numbers.token_of, given)

    def telephones(self) -> Iterator[bulk.Row]:
        yield from self.telephone_rows

    # --- products ---

    def products(self) -> Iterator[bulk.Row]:
        yield from self.product_rows

    def _invent_products(self, code: str, first: int, count: int) -> list[str]:
        """Invents the next producer's products; returns the names of those that nobody withdrew."""
        taken: set[str] = set()
        standing = []
        serial = len(self.owners)
        own: list[bulk.Row] = []
        for number in range(count):
            is_twin = number == 1 and planting.is_twin(serial)
            begun = max(first, self._first()) if number else first
            row = self._product(code, len(self.quarters) - 1 if is_twin else begun, taken)
            own.append(row)
        for row in self.planter.products(own, serial, _PRODUCT):
            self.product_rows.append(row)
            if row[_PRODUCT.index("withdrawn_round_id")] is None:
                standing.append(row[_PRODUCT.index("name")])
        return standing

    def _product(self, code: str, first: int, taken: set[str]) -> bulk.Row:
        draw, producer = self.random, len(self.owners)
        kind = draw.choices(list(ProductType), weights=[49, 5, 18, 20, 8])[0]
        name = self._free_name(kind, taken)
        taken.add(thai.name_key(name))
        day = FIRST_DAY if first < 0 else self.quarters[first].first_day + timedelta(draw.randrange(40))
        left = int(draw.random() / WITHDRAWN_SHARE)
        last = left if first < left < len(self.rounds) else len(self.rounds)
        self.items.append(_Item(producer, code, first, last, day))
        round_id = self._round(first, producer)
        return (
            *(len(self.items), producer + 1, round_id, round_id),
            *(self.rounds[last] if last < len(self.rounds) else None, day.isoformat()),
            *(name, kind.value, draw.choice(_PRICES), SELLING_UNITS[kind], thai.name_key(name)),
        )

    def _free_name(self, kind: ProductType, taken: set[str]) -> str:
        """A name that the producer has not got: two of one name would owe the reason that a form asks for."""
        names = _PRODUCT_NAMES[kind]
        free = [name for name, key in names.items() if key not in taken]
        return self.random.choice(free) if free else f"{min(names)} แบบที่ {len(taken) + 1}"

    def registrations(self) -> Iterator[bulk.Row]:
        """What the last round did to each producer; one in twenty has not been handled."""
        newest = len(self.rounds) - 1
        for producer, (code, first) in enumerate(self.owners, 1):
            drawn = self.random.random()
            kind = RegistrationKind.UPDATE if drawn < 0.2 else RegistrationKind.CONFIRM
            if first == newest or drawn < 0.95:
                kind = RegistrationKind.NEW if first == newest else kind
                yield (producer, self.rounds[newest], code, kind.value, self.officers[code], self.at)

    # --- sales ---

    def sales(self, report_progress: ReportProgress) -> Iterator[bulk.Row]:
        """Month by month: amounts around each product's own level, by season and the district's growth."""
        levels = [self.random.lognormvariate(13.4, 1.1) for _ in self.items]  # satang
        for number, month in enumerate(self.months):
            factors = self._factors(number, month)
            lacking = {code for code in self.districts if self.random.random() < INCOMPLETE_SHARE}
            yield from self._month(month, levels, factors, lacking)
            report_progress(f"sales of {month:%Y-%m} sent ({number + 1}/{len(self.months)})")

    def _factors(self, number: int, month: date) -> dict[str, float]:
        season = 1 + 0.15 * math.cos(2 * math.pi * (month.month - 12) / 12)
        return {code: season * growth ** (number / 12) for code, growth in self.growth.items()}

    def _month(
        self, month: date, levels: list[float], factors: dict[str, float], lacking: set[str]
    ) -> Iterator[bulk.Row]:
        index, text, draw = self.quarters.index(Quarter.of(month)), month.isoformat(), self.random.random
        next_month = (month + timedelta(days=31)).replace(day=1)
        for number, item in enumerate(self.items):
            code = item.district
            if not item.first <= index <= item.last or item.day >= next_month:
                continue
            drawn = draw()
            if code in lacking and drawn < 0.2:
                continue
            head, tail = (number + 1, code, text), (self.officers[code], self.at)
            if drawn > 1 - ZERO_SHARE:
                yield (*head, NO_BAHT, NO_BAHT, NO_BAHT, NO_BAHT, True, "ไม่มีการผลิต", *tail)
            else:
                satang = int(levels[number] * factors[code] * (0.8 + 0.5 * drawn)) + 100
                yield (*head, *_channels(number, satang), False, "", *tail)


def _channels(number: int, satang: int) -> tuple[str, str, str, str]:
    """A product sells in one, two or four channels, always the same ones."""
    if number % 10 < 6:
        return f"{satang / 100:.2f}", NO_BAHT, NO_BAHT, NO_BAHT
    online = satang // 5
    if number % 10 < 9:
        return f"{(satang - online) / 100:.2f}", f"{online / 100:.2f}", NO_BAHT, NO_BAHT
    abroad = satang // 20
    left = satang - online - 2 * abroad
    return f"{left / 100:.2f}", f"{online / 100:.2f}", f"{abroad / 100:.2f}", f"{abroad / 100:.2f}"


def _write_calendar(quarters: Sequence[Quarter]) -> None:
    """A round for every quarter, and the last year's plan published as it would be proposed."""
    Round.objects.bulk_create(
        (Round(Round.id_of(each), each.fiscal_year_be, each.number) for each in quarters),
        ignore_conflicts=True,
    )
    on = LAST_QUARTER.first_day
    plan = calendar.propose_plan(LAST_QUARTER.fiscal_year_be, on=on)
    if not plan.is_published:
        calendar.publish_plan(plan, on=on, authority=calendar.Authority("ข้อมูลสมมติทั้งประเทศ"))


def _write_officers() -> dict[str, int]:
    """{unit code: id of its officer}, one officer for every unit: national.department, national.80, national.8001."""
    password = make_password(PASSWORD if settings.DEMO else None)
    units = list(Unit.objects.valid(LAST_QUARTER.first_day).order_by("code"))
    users = User.objects.bulk_create(
        User(
            username=f"national.{unit.code or 'department'}",
            first_name=f"เจ้าหน้าที่{unit.name}",
            last_name="สมมติ",
            password=password,
        )
        for unit in units
    )
    Post.objects.bulk_create(
        Post(user=user, unit=unit, role=ROLE_OF_LEVEL[Level(unit.level)], valid_from=FIRST_DAY)
        for user, unit in zip(users, units, strict=True)
    )
    return {unit.code: user.pk for user, unit in zip(users, units, strict=True)}


_PRODUCT_NAMES: Final = {
    kind: {name: thai.name_key(name) for words in WORDS["products"].values() for name in words[kind]}
    for kind in ProductType
}
_PRICES: Final = ("25.00", "40.00", "60.00", "120.00", "250.00", "890.00")
_PRODUCER: Final = (
    "id", "registration_number", "district_id", "registered_round_id", "first_round_id", "confirmed_round_id",
    "kind", "name", "owner_title", "owner_first_name", "owner_last_name",
    "citizen_id", "juristic_id", "is_thai", "house_number", "subdistrict_id",
    "postcode", "phones", "takes_part_in_production", "members_male_count", "members_female_count",
    "name_key", "search_key", "sort_key",
    "created_at", "created_by_id", "updated_at",
)  # fmt: skip
_PRODUCT: Final = (
    "id", "producer_id", "registered_round_id", "first_round_id",
    "withdrawn_round_id", "registered_day",
    "name", "product_type", "price_baht", "selling_unit", "name_key",
)  # fmt: skip
_TELEPHONE: Final = ("producer_id", "number")
_REGISTRATION: Final = ("producer_id", "round_id", "district_id", "kind", "acted_by_id", "acted_at")
_SALE: Final = (
    "product_id", "district_id", "month",
    "domestic_offline_baht", "domestic_online_baht", "abroad_offline_baht", "abroad_online_baht",
    "is_zero", "reason", "entered_by_id", "entered_at",
)  # fmt: skip
