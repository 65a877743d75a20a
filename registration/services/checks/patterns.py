"""What looks made up: products brought in a heap before the window ends, sales that grow like the neighbours'."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from django.db.models import Sum

from otop_registry import thai
from registration.checks import growth
from registration.models import Round, Sale
from registration.models.calendar import windows_for
from registration.services.checks.facts import Facts, Subject, Suspicion
from registration.timetable import Quarter, Step

HEAP: Final = 3  # products; as many as grade A asks of a whole district (letter of 2567, attachment 1)
LAST_DAYS: Final = timedelta(days=7)


def judge(facts: Facts) -> Iterable[Suspicion]:
    yield from _heaped_up(facts)
    yield from _grown_alike(facts)


def _heaped_up(facts: Facts) -> Iterable[Suspicion]:
    """Three products or more of a producer that stood before were brought in the last week of the window."""
    brought = [
        (subject, days) for subject in facts.standing if len(days := _days(subject, facts.round_id)) >= HEAP
    ]
    if not brought:
        return
    quarter = Round.quarter_at(facts.round_id)
    steps = [
        each for each in windows_for(facts.district) if (each.round, each.step) == (quarter, Step.REGISTER)
    ]
    ends = max((each.last_day for each in steps), default=None)
    for subject, days in brought:
        late = [day for day in days if ends and ends - LAST_DAYS < day <= ends]
        if len(late) >= HEAP:
            yield Suspicion(subject, "heaped_up", {"count": thai.count(len(late))})


def _days(subject: Subject, round_id: int) -> list[date]:
    """The days on which a producer that stood before was given products of this round."""
    if subject.producer.registered_round_id == round_id:
        return []
    products = [each.product for each in subject.goods if each.product.registered_round_id == round_id]
    return [each.registered_day for each in products if each.registered_day]


def _grown_alike(facts: Facts) -> Iterable[Suspicion]:
    """Sales changed by the same percentage against last year as those of two others of the tambon, or more."""
    for neighbours in _growths(facts).values():
        same = growth.alike(neighbours)
        for subject in facts.standing:
            if subject.producer.pk in same:
                moved = thai.Percent.of(neighbours[subject.producer.pk]).rounded
                said = {"percent": f"{moved:+,f} %", "count": thai.count(len(same) - 1)}
                yield Suspicion(subject, "grown_alike", said)


def _growths(facts: Facts) -> dict[str, dict[int, Decimal]]:
    """{tambon: {producer: growth in percent over the months of the quarter}} of those that sold in both years."""
    quarter = Round.quarter_at(facts.round_id)
    now, before = set(quarter.months), set(quarter.same_last_year.months)
    places = {subject.producer.subdistrict_id for subject in facts.standing}
    rows = Sale.objects.filter(
        district_id=facts.district, month__in=[*now, *before], product__producer__subdistrict__in=places
    )
    by = rows.order_by().values_list("product__producer__subdistrict_id", "product__producer_id", "month")
    sums: dict[tuple[str, int], dict[date, Decimal]] = {}
    for place, producer, month, total in by.annotate(Sum("total_baht")):
        sums.setdefault((place, producer), {})[month] = total
    found: dict[str, dict[int, Decimal]] = {}
    for (place, producer), months in sums.items():
        sold, base = _like_for_like(months, quarter)
        if sold and base:
            found.setdefault(place, {})[producer] = growth.percent(base, sold)
    return found


def _like_for_like(months: Mapping[date, Decimal], quarter: Quarter) -> tuple[Decimal, Decimal]:
    """Sales of the quarter's months that were told, and of the same months of last year."""
    pairs = zip(quarter.months, quarter.same_last_year.months, strict=True)
    told = [(months[now], months[then]) for now, then in pairs if now in months and then in months]
    return sum((now for now, _ in told), Decimal(0)), sum((then for _, then in told), Decimal(0))
