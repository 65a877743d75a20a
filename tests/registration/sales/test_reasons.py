"""The reason of a finding of a district's month as a whole: given, replaced, refused, and read by the province."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from registration.models import Event, FindingKind, Plan, Sale, SalesReason, Unit, User
from registration.services import sales
from registration.services.sales import plausibility, reasons
from registration.timetable import Quarter
from registration.workflow import Refused
from tests.conftest import Freeze
from tests.world.cast import Cast
from tests.world.factories import DAY, make_producer, make_product_fields, make_unit
from tests.world.kept import keep_typed

MONTH, LAST_YEAR = date(2018, 2, 1), date(2017, 2, 1)
URL = "/sales/2561/2/"
UNIFORM = FindingKind.UNIFORM.value
WORDS = "กรมฯ จัดงานเดียวกันทั้งจังหวัด"
pytestmark = pytest.mark.django_db


@pytest.fixture
def alike(cast: Cast, plan: Plan) -> dict[str, Unit]:
    """Three districts whose sales grew by 5 %, each with one product."""
    units = {unit.code: unit for unit in (cast.a, cast.b, make_unit("8003"))}
    for unit in units.values():
        producer = make_producer(cast.a, by=cast.district, products=[make_product_fields()])
        product = producer.products.get()
        for month, baht in ((LAST_YEAR, "100.00"), (MONTH, "105.00")):
            fields = {"entered_by": cast.district, "entered_at": producer.created_at}
            amount = Decimal(baht)
            Sale.objects.create(
                product=product, district=unit, month=month, domestic_offline_baht=amount, **fields
            )
    return units


def give(cast: Cast, by: User, words: str = WORDS, kind: str = UNIFORM) -> SalesReason:
    return reasons.explain(cast.a, MONTH, kind, by=by, on=DAY, reason=words)


def remark(unit: Unit) -> plausibility.SalesRemark:
    return next(r for r in plausibility.remarks(unit, MONTH) if r.finding.code == UNIFORM)


def test_a_finding_is_open_in_its_district_until_it_is_explained(cast: Cast, alike: dict[str, Unit]) -> None:
    assert remark(cast.a).is_open
    row = give(cast, cast.district, f"  {WORDS} ")
    assert (row.reason, row.given_by, row.answered) == (
        WORDS,
        cast.district,
        remark(cast.a).finding.message,
    )
    assert (remark(cast.a).is_open, remark(cast.b).is_open) == (False, True)


def test_the_journal_keeps_each_reason(cast: Cast, alike: dict[str, Unit]) -> None:
    give(cast, cast.district)
    give(cast, cast.colleague, "งานกาชาด")
    first, second = Event.objects.filter(verb="explain_finding").order_by("seq")
    assert (first.before, first.reason, first.subject) == ({}, WORDS, "sales:2018-02")
    assert (second.before, second.by) == ({UNIFORM: WORDS}, cast.colleague)
    assert SalesReason.objects.get().reason == "งานกาชาด"


def test_a_reason_stays_when_figures_move_and_says_what_it_answered(
    cast: Cast, alike: dict[str, Unit]
) -> None:
    give(cast, cast.district)
    Sale.objects.filter(month=MONTH).update(domestic_offline_baht=Decimal("106.00"))
    assert (remark(cast.a).is_open, remark(cast.a).has_moved) == (False, True)
    assert "+5.00 %" in remark(cast.a).given.answered


@pytest.mark.parametrize(
    ("words", "kind", "said"),
    [(" ", UNIFORM, "ระบุเหตุผล"), (WORDS, "missing_months", "ไม่มีข้อสังเกตนี้แล้ว"), (WORDS, "x", "ไม่มีข้อสังเกต")],
)
def test_no_words_and_no_finding_are_refused(
    cast: Cast, alike: dict[str, Unit], words: str, kind: str, said: str
) -> None:
    with pytest.raises(Refused, match=said):
        give(cast, cast.district, words, kind)
    assert not SalesReason.objects.exists()


def test_only_the_district_explains_and_not_after_the_lock(cast: Cast, alike: dict[str, Unit]) -> None:
    for by in (cast.neighbour, cast.province, cast.department):
        with pytest.raises(PermissionDenied):
            give(cast, by)
    sales.lock_quarter(cast.home, Quarter(2561, 2), by=cast.province, on=DAY)
    with pytest.raises(Refused, match="ล็อกแล้ว"):
        give(cast, cast.district)


def test_the_province_reads_who_is_alike_with_their_reasons(cast: Cast, alike: dict[str, Unit]) -> None:
    give(cast, cast.district)
    rows = plausibility.alike_in("80", MONTH)
    assert [row.growth_words for row in rows] == ["+5.00 %"] * 3
    assert {row.district.code: row.given.reason for row in rows if row.given} == {"8001": WORDS}


# --- the page ---


def ask(user: User, freeze: Freeze) -> Client:
    freeze(DAY)
    client = Client()
    client.force_login(user)
    return client


def test_the_page_asks_keeps_an_error_and_tells_the_province(
    cast: Cast, alike: dict[str, Unit], freeze: Freeze
) -> None:
    client = ask(cast.district, freeze)
    assert 'รอเหตุผล <span class="number">1</span>' in client.get(URL).content.decode()
    refused = client.post(URL, {"explain": UNIFORM, "uniform-reason": " "}).content.decode()
    assert "กรอกเหตุผลของข้อสังเกตนี้" in refused
    answer = client.post(URL, {"explain": UNIFORM, "uniform-reason": WORDS}, follow=True)
    assert 'รอเหตุผล <span class="number">0</span>' in answer.content.decode()
    theirs = ask(cast.province, freeze)
    page = theirs.get(f"{URL}8001/").content.decode()
    assert WORDS in page
    assert 'name="explain"' not in page
    assert theirs.post(f"{URL}8001/", {"explain": UNIFORM, "uniform-reason": "x"}).status_code == 403


def test_a_reason_typed_when_the_session_ended_is_offered_again(
    cast: Cast, alike: dict[str, Unit], freeze: Freeze
) -> None:
    client = ask(cast.district, freeze)
    keep_typed(client, cast.district, URL, f"explain=uniform&uniform-reason={WORDS}")
    assert f'value="{WORDS}"' in client.get(URL).content.decode()
    assert not SalesReason.objects.exists()
