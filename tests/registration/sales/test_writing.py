"""Sales of a month: three answers, who may give them and when, and two officers on one cell."""

import threading
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, close_old_connections, connection, transaction
from django.test.utils import CaptureQueriesContext

from registration.models import Event, Plan, Product, Sale, SalesLock
from registration.services import journal, sales
from registration.services.sales.writing import MonthAnswer
from registration.timetable import Quarter
from registration.workflow import Refused
from tests.conftest import Freeze
from tests.world.cast import Cast, build_cast, build_plan
from tests.world.factories import DAY, make_contact, make_producer, make_product_fields

MONTH = date(2018, 2, 1)
Q2 = Quarter(2561, 2)
ZERO = MonthAnswer(None, is_zero=True)


def cell(*amounts: str, seen: int = 0, reason: str = "") -> MonthAnswer:
    """An answer with amounts, the channels not named are nought."""
    four = [*amounts, "0.00", "0.00", "0.00", "0.00"][:4]
    return MonthAnswer(tuple(map(Decimal, four)), seen=seen, reason=reason)


@pytest.fixture
def product(cast: Cast, plan: Plan) -> Product:
    return make_producer(cast.a, by=cast.district).products.get()


@pytest.fixture
def three(cast: Cast, plan: Plan) -> list[Product]:
    rows = [make_product_fields() for _ in range(3)]
    return list(make_producer(cast.a, by=cast.district, products=rows).products.order_by("pk"))


def record(cast: Cast, product: Product, answer: MonthAnswer, *, on: date = DAY) -> sales.Saved:
    return sales.record_month(cast.a, MONTH, {product.pk: answer}, by=cast.district, on=on)


# --- the three answers ---


def test_amounts_are_kept_to_the_satang_with_the_district_of_the_day(cast: Cast, product: Product) -> None:
    record(cast, product, cell("1234.50", "0.01", "999999999999.99", reason=" งานประจำปี "))
    sale = Sale.objects.get()
    assert sales.amounts_of(sale) == tuple(map(Decimal, ("1234.50", "0.01", "999999999999.99", "0.00")))
    assert sale.total_baht == Decimal("1000000001234.50")
    assert (sale.district_id, sale.month, sale.reason) == ("8001", MONTH, "งานประจำปี")
    assert (sale.is_zero, sale.entered_by) == (False, cast.district)


def test_a_confirmed_zero_is_a_row_and_no_answer_is_none(cast: Cast, three: list[Product]) -> None:
    sales.record_month(
        cast.a, MONTH, {three[0].pk: ZERO, three[1].pk: MonthAnswer(None)}, by=cast.district, on=DAY
    )
    sale = Sale.objects.get()
    assert (sale.product, sale.is_zero, sale.total_baht) == (three[0], True, Decimal(0))


def test_an_answer_taken_back_is_missing_again(cast: Cast, product: Product) -> None:
    seen = record(cast, product, ZERO).rows[product.pk].version
    saved = record(cast, product, MonthAnswer(None, seen=seen))
    assert (Sale.objects.count(), saved.rows) == (0, {product.pk: None})


@pytest.mark.parametrize(
    "answer",
    [
        cell("0"),  # a nought that nobody confirmed
        MonthAnswer((Decimal(1), Decimal(0), Decimal(0), Decimal(0)), is_zero=True),
        cell("-1", "2"),
        cell("0.005"),
    ],
)
def test_an_answer_that_contradicts_itself_writes_nothing(
    cast: Cast, three: list[Product], answer: MonthAnswer
) -> None:
    with pytest.raises(Refused):
        sales.record_month(
            cast.a, MONTH, {three[0].pk: cell("5"), three[1].pk: answer}, by=cast.district, on=DAY
        )
    assert Sale.objects.count() == 0


def test_the_database_holds_the_three_answers_apart(cast: Cast, product: Product) -> None:
    for wrong in ({"is_zero": False}, {"is_zero": True, "abroad_online_baht": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Sale.objects.create(
                product=product,
                district=cast.a,
                month=MONTH,
                entered_by=cast.district,
                entered_at=datetime.fromisoformat("2018-02-01T12:00+07:00"),
                **wrong,
            )


# --- one event for one save ---


def test_a_save_is_one_event_with_before_and_after(cast: Cast, three: list[Product]) -> None:
    first, second, _ = three
    seen = record(cast, first, cell("10", reason="ก")).rows[first.pk].version
    events = Event.objects.count()
    cells = {first.pk: cell("12.5", seen=seen), second.pk: ZERO}
    sales.record_month(cast.a, MONTH, cells, by=cast.colleague, on=DAY)
    event = Event.objects.order_by("pk").last()
    assert Event.objects.count() == events + 1
    assert (event.verb, event.subject, event.by) == ("record_sales", "sales:2018-02", cast.colleague)
    assert event.before == {
        str(first.pk): {"baht": ["10.00", "0.00", "0.00", "0.00"], "reason": "ก"},
        str(second.pk): None,
    }
    assert event.after[str(second.pk)] == {"baht": ["0.00"] * 4, "reason": ""}
    assert event.after[str(first.pk)]["baht"][0] == "12.50"
    assert journal.verify_chains("8001")[1] == []


def test_the_same_answer_again_writes_nothing(cast: Cast, product: Product) -> None:
    seen = record(cast, product, cell("10", reason="ก")).rows[product.pk].version
    events = Event.objects.count()
    assert record(cast, product, cell("10.00", seen=seen, reason="ก ")).written == ()
    assert (Event.objects.count(), Sale.objects.get().version) == (events, seen)


def test_a_new_reason_alone_is_a_change(cast: Cast, product: Product) -> None:
    seen = record(cast, product, cell("10")).rows[product.pk].version
    assert record(cast, product, cell("10", seen=seen, reason="ขายงานโอทอป")).written == (product.pk,)
    assert Sale.objects.get().reason == "ขายงานโอทอป"


def test_cells_are_written_in_batches_not_one_by_one(cast: Cast, plan: Plan) -> None:
    counts = []
    for many in (5, 300):
        rows = [make_product_fields() for _ in range(many)]
        pks = make_producer(cast.a, by=cast.district, products=rows).products.values_list("pk", flat=True)
        with CaptureQueriesContext(connection) as told:
            sales.record_month(cast.a, MONTH, dict.fromkeys(pks, ZERO), by=cast.district, on=DAY)
        counts.append(len(told))
    assert counts[1] - counts[0] <= 3  # SQLite takes 999 values at a time, PostgreSQL all of them
    assert counts[0] < 15


# --- two officers ---


def test_a_cell_changed_in_between_is_left_and_returned_the_others_are_written(
    cast: Cast, three: list[Product]
) -> None:
    first, second, _ = three
    record(cast, first, cell("10"))
    cells = {first.pk: cell("99"), second.pk: cell("7")}
    saved = sales.record_month(cast.a, MONTH, cells, by=cast.colleague, on=DAY)
    assert saved.written == (second.pk,)
    assert saved.conflicts[first.pk].total_baht == 10
    assert Sale.objects.get(product=first).total_baht == 10


def test_an_answer_given_again_is_not_the_one_that_was_seen(cast: Cast, product: Product) -> None:
    seen = record(cast, product, cell("10")).rows[product.pk].version
    record(cast, product, MonthAnswer(None, seen=seen))
    record(cast, product, cell("20"))
    assert list(record(cast, product, cell("30", seen=seen)).conflicts) == [product.pk]
    assert Sale.objects.get().total_baht == 20


def test_a_conflict_about_a_row_that_is_gone_says_none(cast: Cast, product: Product) -> None:
    seen = record(cast, product, cell("10")).rows[product.pk].version
    record(cast, product, MonthAnswer(None, seen=seen))
    assert record(cast, product, cell("30", seen=seen)).conflicts == {product.pk: None}


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What each act returned or was refused with, all begun at the same moment in threads of their own."""
    start, answers = threading.Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        start.wait()
        try:
            answers.append(act())
        except Refused as refused:
            answers.append(refused)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    close_old_connections()
    return answers


@pytest.fixture
def committed(transactional_db: None) -> tuple[Cast, Product]:
    """The cast and a product that other connections see."""
    cast = build_cast()
    build_plan()
    return cast, make_producer(cast.a, by=cast.district).products.get()


def test_of_two_officers_on_one_cell_one_writes_and_the_other_sees_it(
    committed: tuple[Cast, Product],
) -> None:
    cast, product = committed
    acts = [
        lambda who=who, baht=baht: sales.record_month(cast.a, MONTH, {product.pk: cell(baht)}, by=who, on=DAY)
        for who, baht in ((cast.district, "10"), (cast.colleague, "20"))
    ]
    answers = at_once(*acts)
    assert sorted((len(saved.rows), len(saved.conflicts)) for saved in answers) == [(0, 1), (1, 0)]
    loser = next(saved for saved in answers if saved.conflicts)
    assert loser.conflicts[product.pk].total_baht == Sale.objects.get().total_baht


def test_a_save_beside_a_lock_is_before_it_or_refused(committed: tuple[Cast, Product]) -> None:
    cast, product = committed
    lock = lambda: sales.lock_quarter(cast.home, Q2, by=cast.province, on=DAY)  # noqa: E731
    answers = at_once(lock, lambda: record(cast, product, cell("10")))
    refused = [answer for answer in answers if isinstance(answer, Refused)]
    assert SalesLock.objects.count() == 1
    assert Sale.objects.count() + len(refused) == 1


# --- when and who ---


def test_a_month_opens_on_its_first_day(cast: Cast, product: Product) -> None:
    with pytest.raises(Refused, match="ยังไม่ถึงเดือนนั้น") as refused:
        sales.record_month(
            cast.a, date(2018, 3, 1), {product.pk: ZERO}, by=cast.district, on=date(2018, 2, 28)
        )
    assert refused.value.reopens == date(2018, 3, 1)
    sales.check_open("8001", date(2018, 3, 1), date(2018, 3, 1))
    sales.check_open("8001", MONTH, date(2019, 1, 1))


def test_a_locked_quarter_says_since_when_and_who_helps(cast: Cast, product: Product, freeze: Freeze) -> None:
    make_contact(cast.home)
    freeze(date(2018, 4, 20))
    sales.lock_quarter(cast.home, Q2, by=cast.province, on=date(2018, 4, 20))
    with pytest.raises(Refused, match="ล็อกแล้ว") as refused:
        record(cast, product, cell("10"), on=date(2018, 4, 21))
    assert refused.value.since == date(2018, 4, 20)
    assert "นายประสาน งานดี" in refused.value.helper
    sales.check_open("8001", date(2018, 4, 1), date(2018, 4, 21))  # the next quarter
    sales.check_open("4301", MONTH, date(2018, 4, 21))  # another province


def test_locking_again_changes_nothing(cast: Cast) -> None:
    build_plan()
    first = sales.lock_quarter(cast.home, Q2, by=cast.province, on=DAY)
    again = sales.lock_quarter(cast.home, Q2, by=cast.province_colleague, on=date(2018, 5, 1))
    assert (again, again.locked_by) == (first, cast.province)


@pytest.mark.parametrize(
    "name", ["neighbour", "other_district", "province", "department", "executive", "stranger", "former"]
)
def test_only_the_districts_own_officers_record(cast: Cast, product: Product, name: str) -> None:
    who = getattr(cast, name)
    with pytest.raises(PermissionDenied):
        sales.record_month(cast.a, MONTH, {product.pk: ZERO}, by=who, on=DAY)
    with pytest.raises(PermissionDenied):
        sales.confirm_zero(cast.a, MONTH, [product.pk], by=who, on=DAY, reason="ก")
    assert Sale.objects.count() == 0


def test_products_of_other_districts_are_not_written(cast: Cast, product: Product) -> None:
    saved = sales.record_month(cast.b, MONTH, {product.pk: ZERO}, by=cast.neighbour, on=DAY)
    assert (saved.written, saved.conflicts, Sale.objects.count()) == ((), {}, 0)


def test_what_another_district_reported_stays_its_own_after_a_move(cast: Cast, product: Product) -> None:
    record(cast, product, cell("10"))
    producer = product.producer
    producer.district = cast.b
    producer.save()
    saved = sales.record_month(
        cast.b, MONTH, {product.pk: cell("99", seen=Sale.objects.get().version)}, by=cast.neighbour, on=DAY
    )
    assert saved.written == ()
    assert Sale.objects.get().district == cast.a
    assert product in sales.products_of(cast.b, date(2018, 3, 1))


def test_a_product_is_asked_from_the_month_of_its_registration_until_its_withdrawal(
    cast: Cast, product: Product
) -> None:
    asked = [product in sales.products_of(cast.a, date(2018, month, 1)) for month in (1, 2, 3, 4)]
    assert asked == [False, True, True, True]
    Product.objects.filter(pk=product.pk).update(withdrawn_round_id=25612)
    assert product in sales.products_of(cast.a, date(2018, 3, 1))
    assert product not in sales.products_of(cast.a, date(2018, 4, 1))


# --- zero for many ---


def test_zero_for_many_leaves_what_is_reported_and_keeps_the_reason(cast: Cast, three: list[Product]) -> None:
    record(cast, three[0], cell("10"))
    events = Event.objects.count()
    pks = [product.pk for product in three]
    saved = sales.confirm_zero(cast.a, MONTH, pks, by=cast.district, on=DAY, reason=" น้ำท่วม ")
    assert saved.written == tuple(pks[1:])
    assert Sale.objects.get(product=three[0]).total_baht == 10
    assert set(Sale.objects.filter(is_zero=True).values_list("reason", flat=True)) == {"น้ำท่วม"}
    assert Event.objects.count() == events + 1


def test_zero_for_many_needs_a_reason_and_an_open_month(cast: Cast, product: Product) -> None:
    with pytest.raises(Refused, match="เหตุผล"):
        sales.confirm_zero(cast.a, MONTH, [product.pk], by=cast.district, on=DAY, reason=" ")
    sales.lock_quarter(cast.home, Q2, by=cast.province, on=DAY)
    with pytest.raises(Refused, match="ล็อก"):
        sales.confirm_zero(cast.a, MONTH, [product.pk], by=cast.district, on=DAY, reason="ก")
