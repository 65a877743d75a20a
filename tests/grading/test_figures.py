"""The inputs of all districts: one statement, equal to a slow recount in Python on random quarters."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from grading import figures
from grading.figures import Input
from grading.models import BaseSale
from grading.services import assessing, bases, explanation, targets
from otop_registry import clock
from registration.models import Producer, Product, Round, Sale, Unit, User
from registration.models.producers import ProductType
from registration.services import editions, sales
from registration.services.registry import transferring
from registration.services.sales.writing import missing_counts
from registration.timetable import months_due, next_month
from tests.world.factories import make_subdistrict
from tests.world.grading_scene import (
    AUGUST,
    BEFORE,
    FINAL_DAY,
    JULY,
    NEW_DAY,
    QUARTER,
    ROUND_ID,
    SEPTEMBER_ROUND,
    Scene,
)

NEXT_ROUND = Round.id_of(QUARTER.next)
DISTRICTS = ("4301", "4302", "4303")
DAYS = (date(2024, 7, 15), date(2024, 8, 15), SEPTEMBER_ROUND, FINAL_DAY)
pytestmark = pytest.mark.django_db


def recount(district: Unit, months: Sequence[date], on: date) -> Input:
    """The same by plain loops over rows, as the decisions word it."""
    products = Product.objects.filter(producer__district=district)
    added = [
        product
        for product in products
        if product.first_round_id == product.registered_round_id == ROUND_ID
        and (product.registered_day or on) <= on
        and not _gone(product, ROUND_ID)
    ]
    reduced = [p for p in products if p.withdrawn_round_id == ROUND_ID and p.registered_round_id < ROUND_ID]
    reported, lacking = [], []
    for month in months:
        asked = set(sales.products_of(district, month).values_list("pk", flat=True))
        answers = list(Sale.objects.filter(district=district, month=month))
        silent = asked - {answer.product_id for answer in answers}
        if answers and not silent:
            reported.append((month, sum((a.total_baht for a in answers), Decimal(0))))
        else:
            lacking.append((month, len(silent)))
    compared = [month for month, _ in reported]
    return Input(
        district.code,
        district.name,
        gross_new=len(added),
        withdrawn=len(reduced),
        sales_baht=sum((sold for _, sold in reported), Decimal(0)) if reported else None,
        base_baht=_base(district, compared),
        months=tuple(compared),
        lacking=tuple(lacking),
    )


def _gone(product: Product, round_id: int) -> bool:
    return product.withdrawn_round_id is not None and product.withdrawn_round_id <= round_id


def _base(district: Unit, compared: Sequence[date]) -> Decimal | None:
    rows = dict(BaseSale.objects.filter(district=district).values_list("month", "amount_baht"))
    if not compared:
        return sum(rows.values(), Decimal(0)) if rows else None
    found = [rows.get(month) for month in compared]
    return None if None in found else sum(found, Decimal(0))


def scatter(scene: Scene, seed: int) -> None:
    """Products of several rounds and days, some withdrawn, with sales and bases here and there."""
    chance = random.Random(seed)  # noqa: S311 (examples, no secret)
    for code in DISTRICTS:
        kept = scene.products(code, 1)
        producer_id = Product.objects.get(pk=kept[0]).producer_id
        for number in range(chance.randint(0, 6)):
            _product(producer_id, number, chance)
        for month in QUARTER.months:
            listed = list(sales.products_of(scene.units[code], month))
            silent = chance.choice([0, 0, 1, len(listed)])
            for product in listed[silent:]:
                baht = chance.choice(["0", f"{chance.randint(1, 10**9)}.{chance.randint(0, 99):02}"])
                scene.answer(code, month, product.pk, baht)
        amounts = [
            f"{chance.randint(0, 10**9)}.{chance.randint(0, 99):02}" for _ in range(chance.randint(0, 3))
        ]
        scene.base(code, *amounts)


def disturb(chance: random.Random) -> None:
    """What answered is carried over to a later round, or has left in the one before."""
    Round.objects.get_or_create(id=NEXT_ROUND, fiscal_year_be=2568, number=1)
    for product in Product.objects.order_by("pk"):
        fate = chance.choice(["later", "earlier", "stays", "stays", "stays"])
        rows = Product.objects.filter(pk=product.pk)
        if fate == "later":
            rows.update(registered_round_id=NEXT_ROUND, withdrawn_round_id=None)
        elif fate == "earlier":
            rows.update(registered_round_id=ROUND_ID - 1, withdrawn_round_id=ROUND_ID - 1)


def _product(producer_id: int, number: int, chance: random.Random) -> None:
    registered = chance.choice([ROUND_ID - 1, ROUND_ID, ROUND_ID])
    day = NEW_DAY + timedelta(days=chance.randint(0, 80)) if registered == ROUND_ID else None
    Product.objects.create(
        producer_id=producer_id,
        name=f"ผลิตภัณฑ์ {number}",
        name_key=str(number),
        product_type=ProductType.FOOD,
        first_round_id=chance.choice([registered, registered, ROUND_ID - 1]),
        registered_round_id=registered,
        registered_day=chance.choice([day, day, None]),
        withdrawn_round_id=chance.choice([None, None, None, ROUND_ID]),
    )


@pytest.mark.parametrize("seed", range(4))
def test_inputs_equal_a_slow_recount(seed: int) -> None:
    scene = Scene(districts=DISTRICTS)
    scatter(scene, seed)
    for on in DAYS:
        months = months_due(QUARTER, on)
        expected = [recount(unit, months, on) for unit in scene.units.values()]
        assert figures.inputs("43", ROUND_ID, months, on) == expected
        assert figures.inputs("4302", ROUND_ID, months, on) == expected[1:2]


@pytest.mark.parametrize("seed", range(4))
def test_inputs_equal_a_slow_recount_after_products_went_elsewhere(seed: int) -> None:
    scene = Scene(districts=DISTRICTS)
    scatter(scene, seed)
    disturb(random.Random(seed))  # noqa: S311 (examples, no secret)
    months = QUARTER.months
    expected = [recount(unit, months, FINAL_DAY) for unit in scene.units.values()]
    assert figures.inputs("43", ROUND_ID, months, FINAL_DAY) == expected
    assert figures.inputs("4302", ROUND_ID, months, FINAL_DAY) == expected[1:2]
    for unit, each in zip(scene.units.values(), expected, strict=True):
        counts = dict.fromkeys(months, 0) | dict(each.lacking)
        assert missing_counts(unit, months) == counts


def move_round(scene: Scene, chance: random.Random) -> None:
    """The first producer of each district goes to the next one, on a day of July or August."""
    movers = [Producer.objects.filter(district=code).earliest("pk") for code in DISTRICTS]
    for producer, code in zip(movers, (*DISTRICTS[1:], DISTRICTS[0]), strict=True):
        move_to(scene, producer, code, chance.choice([NEW_DAY, date(2024, 8, 5)]))


def asked_in(scene: Scene, month: date) -> list[int]:
    """Every product asked for, of each district that is asked."""
    return [
        pk
        for unit in scene.units.values()
        for pk in sales.products_of(unit, month).values_list("pk", flat=True)
    ]


@pytest.mark.parametrize("seed", range(2))
def test_a_move_changes_no_increase_and_asks_each_month_where_the_producer_stood_at_its_end(
    seed: int,
) -> None:
    scene = Scene(districts=DISTRICTS)
    scatter(scene, seed)
    months = QUARTER.months
    before = figures.inputs("43", ROUND_ID, months, FINAL_DAY)
    listed = {month: len(asked_in(scene, month)) for month in months}
    move_round(scene, random.Random(seed))  # noqa: S311 (examples, no secret)
    found = figures.inputs("43", ROUND_ID, months, FINAL_DAY)
    assert [(x.gross_new, x.withdrawn) for x in found] == [(x.gross_new, x.withdrawn) for x in before]
    for unit, each in zip(scene.units.values(), found, strict=True):
        assert missing_counts(unit, months) == dict.fromkeys(months, 0) | dict(each.lacking)
        own = recount(unit, months, FINAL_DAY)
        assert (each.sales_baht, each.base_baht, each.months) == (own.sales_baht, own.base_baht, own.months)
    for month in months:
        asked = asked_in(scene, month)
        assert len(asked) == len(set(asked)) <= listed[month]


def move_to(scene: Scene, producer: Producer, code: str, on: date) -> None:
    unit, by = scene.units[code], scene.officers
    fields = dict.fromkeys(("village_number", "village", "lane", "road"), "")
    place = fields | {"house_number": "1", "postcode": "43000", "subdistrict": make_subdistrict(f"{code}01")}
    asked = transferring.ask_to_give(producer, unit, reason="ย้าย", by=by[producer.district_id], on=on)
    transferring.accept(asked, version=producer.version, place=place, by=by[code], on=on)


def test_months_before_a_move_stay_with_the_old_district_and_later_ones_go_along() -> None:
    scene = Scene()
    [old] = scene.products("4301", 1)
    scene.products("4302", 1)
    producer = Product.objects.get(pk=old).producer
    move_to(scene, producer, "4302", date(2024, 8, 5))
    asked = {
        code: [old in sales.products_of(unit, month).values_list("pk", flat=True) for month in QUARTER.months]
        for code, unit in scene.units.items()
    }
    assert asked == {"4301": [True, False, False], "4302": [False, True, True]}
    scene.answer("4301", JULY, old, "70.00")
    scene.answer("4302", AUGUST, old, "80.00")
    sold = dict(Sale.objects.filter(product=old).values_list("month", "district"))
    assert sold == {JULY: "4301", AUGUST: "4302"}
    [a, b] = figures.inputs("43", ROUND_ID, [JULY, AUGUST], FINAL_DAY)
    assert (a.months, a.sales_baht, dict(a.lacking)) == ((JULY,), Decimal("70.00"), {AUGUST: 0})
    assert dict(b.lacking) == {JULY: 1, AUGUST: 1}, "the producer that always stood there"


def sold_last_year(code: str, product: int, baht: str) -> None:
    """July of the year before, as the district reported it then."""
    officer = User.objects.filter(posts__unit=code)[0]
    Sale.objects.create(
        product_id=product, district_id=code, month=date(2023, 7, 1), entered_by=officer,
        entered_at=clock.instant(BEFORE), domestic_offline_baht=Decimal(baht),
    )  # fmt: skip


def five_percent_more() -> Scene:
    """Everybody sells 5 % more than in July 2566; one of 4301, with 40 of its 100 baht, has moved to 4302."""
    scene = Scene()
    [mover], [stays], [there] = (scene.products(code, 1) for code in ("4301", "4301", "4302"))
    for code, pk, baht in (("4301", mover, "40"), ("4301", stays, "60"), ("4302", there, "100")):
        sold_last_year(code, pk, baht)
    bases.take_from_sales(scene.province, QUARTER, by=scene.officer, on=NEW_DAY)
    move_to(scene, Product.objects.get(pk=mover).producer, "4302", NEW_DAY)
    for code, pk, baht in (("4302", mover, "42"), ("4301", stays, "63"), ("4302", there, "105")):
        scene.answer(code, JULY, pk, baht)
    return scene


def test_what_a_mover_sold_a_year_ago_is_compared_where_it_sells_now() -> None:
    five_percent_more()
    a, b = figures.inputs("43", ROUND_ID, [JULY], FINAL_DAY)
    assert (a.sales_baht, a.base_baht) == (63, 60)
    assert (b.sales_baht, b.base_baht) == (147, 140)
    assert [each.base_baht for each in figures.inputs("43", ROUND_ID, [], FINAL_DAY)] == [60, 140]
    assert {row.amount_baht for row in BaseSale.objects.all()} == {100}, "a base is never edited"


def test_pages_and_targets_compare_with_the_same_base() -> None:
    scene = five_percent_more()
    lines = targets.lines_of(scene.province, QUARTER, FINAL_DAY)
    assert [line.bases[0] for line in lines] == [60, 140]
    _, grades = assessing.assess(scene.province, QUARTER, FINAL_DAY)
    [told, *_] = explanation.months_of(scene.units["4302"], QUARTER, FINAL_DAY, grades[1])
    assert (told.base_baht, told.moved_baht) == (140, 40)


def test_a_base_from_a_document_names_no_product_and_stays() -> None:
    scene = Scene()
    [mover], _ = scene.products("4301", 1), scene.products("4302", 1)
    sold_last_year("4301", mover, "40.00")
    scene.base("4301", "100.00")
    scene.base("4302", "100.00")
    move_to(scene, Product.objects.get(pk=mover).producer, "4302", NEW_DAY)
    assert [each.base_baht for each in figures.inputs("43", ROUND_ID, [], FINAL_DAY)] == [100, 100]


def test_an_answer_of_what_was_carried_over_stands_for_no_other_product() -> None:
    scene = Scene()
    [old] = scene.products("4302", 1)
    [new] = scene.products("4302", 1, on=NEW_DAY)
    scene.answer("4302", JULY, new, "5.00")
    scene.close(left_out=("4302",))
    assert Product.objects.get(pk=new).registered_round_id > ROUND_ID
    found = figures.inputs("4302", ROUND_ID, [JULY], FINAL_DAY)[0]
    assert (found.months, found.lacking) == ((), ((JULY, 1),))
    scene.answer("4302", JULY, old, "7.00")
    assert figures.inputs("4302", ROUND_ID, [JULY], FINAL_DAY)[0].lacking == ()


@pytest.mark.parametrize("unit_code", ["", "43", "4301"])
def test_inputs_are_one_statement_and_one_look_for_moves(
    unit_code: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    Scene()
    with django_assert_num_queries(2):
        found = figures.inputs(unit_code, ROUND_ID, QUARTER.months, FINAL_DAY)
    assert [each.code for each in found] == (["4301"] if unit_code == "4301" else ["4301", "4302"])


def test_an_edition_counts_what_it_holds_and_nothing_later() -> None:
    scene = Scene()
    scene.products("4301", 1)
    scene.products("4301", 2, on=NEW_DAY)
    scene.close()
    Product.objects.update(
        first_round_id=ROUND_ID - 1, registered_round_id=ROUND_ID - 1
    )  # what happens later does not move an edition
    edition = editions.latest(ROUND_ID)
    first, second = figures.inputs("43", ROUND_ID, [], FINAL_DAY, edition)
    assert (first.gross_new, first.withdrawn, second.gross_new) == (2, 0, 0)
    assert figures.inputs("43", ROUND_ID, [], FINAL_DAY)[0].gross_new == 0


def test_another_quarter_and_another_province_do_not_count() -> None:
    scene = Scene()
    scene.products("4301", 1, on=NEW_DAY)
    scene.base("4301", "1.00")
    scene.sell("4301", JULY, "5.00")
    following = QUARTER.next
    found = figures.inputs("43", ROUND_ID + 7, following.months, FINAL_DAY)[0]
    assert (found.gross_new, found.sales_baht, found.base_baht) == (0, None, None)
    assert figures.inputs("80", ROUND_ID, QUARTER.months, FINAL_DAY) == []


def test_a_district_that_does_not_stand_on_the_day_is_left_out() -> None:
    scene = Scene()
    Unit.objects.filter(pk="4302").update(valid_to=BEFORE)
    found = figures.inputs("43", ROUND_ID, [], FINAL_DAY)
    assert [each.code for each in found] == ["4301"]
    assert scene.units["4301"].name == found[0].name


def test_sums_are_exact_to_the_satang() -> None:
    scene = Scene()
    for _ in range(10):
        product = scene.products("4301", 1)[0]
        scene.answer("4301", JULY, product, "99999999.99")
    scene.base("4301", "0.10", "0.20", "0.01")
    found = figures.inputs("43", ROUND_ID, [JULY], next_month(JULY))[0]
    assert found.sales_baht == Decimal("999999999.90")
    assert figures.inputs("43", ROUND_ID, [], BEFORE)[0].base_baht == Decimal("0.31")
