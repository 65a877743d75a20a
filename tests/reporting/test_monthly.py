"""Monthly reports: the six numbers by hand, three answers, who confirms when, and what a second time keeps."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from registration.models import Event, SalesLock
from registration.services import sales
from registration.services.journal import verify_chains
from registration.workflow import Refused
from reporting.models import MonthlyReport
from reporting.services import monthly
from tests.conftest import Freeze
from tests.world.factories import PASSWORD
from tests.world.grading_scene import AUGUST, JULY, NEW_DAY, QUARTER, SEPTEMBER, Scene

pytestmark = pytest.mark.django_db
ON = date(2024, 8, 9)
RECEIPT = "M-2567-07-4301-2"


@pytest.fixture
def scene() -> Scene:
    """4301: three old products, two of July, one of August; July 2566 sold 1,000,000.00, August 500,000.00."""
    scene = Scene()
    scene.products("4301", 3)
    scene.products("4301", 2, on=NEW_DAY)
    scene.base("4301", "1000000.00", "500000.00", "400000.00")
    return scene


def confirm(scene: Scene, *, on: date = ON, note: str = "", month: date = JULY) -> MonthlyReport:
    seen = monthly.draft(scene.units["4301"], month, on).seal
    return monthly.confirm(scene.units["4301"], month, note=note, seen=seen, by=scene.officers["4301"], on=on)


def sell_part(scene: Scene, month: date = JULY) -> None:
    """One product sold, one confirmed zero, the others without an answer."""
    first, second, *_ = sales.products_of(scene.units["4301"], month).order_by("pk")
    scene.answer("4301", month, first.pk, "20.50", on=month.replace(day=28))
    scene.answer("4301", month, second.pk, "0", on=month.replace(day=28))


# --- the numbers ---


def test_the_six_numbers_of_july_by_hand(scene: Scene) -> None:
    scene.sell("4301", JULY, "1040000.25")
    found = monthly.draft(scene.units["4301"], JULY, ON)
    assert (found.producers, found.products_month) == (2, 2)
    assert (found.products_gross, found.products_net) == (2, 2)
    assert found.sales_month == found.sales_quarter == Decimal("1040000.25")
    assert found.base == Decimal("1000000.00")
    assert (found.change_baht, str(found.change_percent)) == (Decimal("40000.25"), "4.00")
    assert (found.letter, found.by_products, found.by_sales) == ("B", "B", "B")
    assert (found.next_letter, found.next_products, found.next_baht) == ("A", 1, Decimal("9999.76"))


def test_the_quarter_adds_up_and_compares_the_same_months(scene: Scene) -> None:
    scene.sell("4301", JULY, "1040000.25")
    scene.sell("4301", AUGUST, "500000.75")
    found = monthly.draft(scene.units["4301"], AUGUST, date(2024, 9, 5))
    assert found.months == (JULY, AUGUST)
    assert (found.sales_month, found.sales_quarter) == (Decimal("500000.75"), Decimal("1540001.00"))
    assert (found.base, found.change_baht) == (Decimal("1500000.00"), Decimal("40001.00"))
    assert (str(found.change_percent), found.products_month) == ("2.67", 0)


def test_three_answers_are_told_apart_and_missing_is_no_zero(scene: Scene) -> None:
    sell_part(scene)
    found = monthly.draft(scene.units["4301"], JULY, ON)
    assert (found.reported, found.zero, found.missing) == (1, 1, 3)
    assert (found.sales_month, found.sales_quarter, found.base) == (Decimal("20.50"), None, None)
    assert (found.change_percent, found.letter, found.reason) == (None, "", "no_sales_yet")


def test_a_draft_reads_back_as_it_was_stored(scene: Scene) -> None:
    scene.sell("4301", JULY, "1040000.25")
    found = monthly.draft(scene.units["4301"], JULY, ON)
    assert monthly.Draft.of(found.as_data()) == found


# --- confirming ---


def test_confirming_freezes_what_was_read_under_a_receipt(scene: Scene) -> None:
    scene.sell("4301", JULY, "1040000.25")
    report = confirm(scene, note=" ฝนตกหนัก ")
    assert (report.receipt_number, report.note) == (RECEIPT, "ฝนตกหนัก")
    sales.record_month(
        scene.units["4301"], JULY,
        {pk: sales.MonthAnswer(None, is_zero=True, reason="แก้", seen=1) for pk in report_products(scene)},
        by=scene.officers["4301"], on=ON,
    )  # fmt: skip
    stored = monthly.Draft.of(MonthlyReport.objects.get().figures)
    assert stored.sales_month == Decimal("1040000.25")
    assert Event.objects.filter(verb="confirm_monthly", unit_id="4301").count() == 1
    assert verify_chains("4301")[1] == []


def report_products(scene: Scene) -> list[int]:
    return list(sales.products_of(scene.units["4301"], JULY).order_by("pk").values_list("pk", flat=True))[:1]


def test_a_second_confirmation_keeps_the_first_instant_and_the_number(scene: Scene, freeze: Freeze) -> None:
    scene.sell("4301", JULY, "1040000.25")
    freeze(ON)
    first = confirm(scene)
    freeze(date(2024, 8, 20))
    again = confirm(scene, on=date(2024, 8, 20), note="แก้ไข")
    assert again.pk == first.pk
    assert again.receipt_number == first.receipt_number
    assert timezone.localdate(again.first_confirmed_at) == ON
    assert timezone.localdate(again.latest_confirmed_at) == date(2024, 8, 20)
    assert MonthlyReport.objects.get().note == "แก้ไข"


@pytest.mark.parametrize("day", [date(2024, 7, 1), date(2024, 7, 31)])
def test_a_month_that_is_not_over_is_refused_with_its_day(scene: Scene, day: date) -> None:
    with pytest.raises(Refused) as refused:
        confirm(scene, on=day, note="ก่อนเวลา")
    assert refused.value.reopens == date(2024, 8, 1)
    assert not MonthlyReport.objects.exists()


def test_a_month_is_confirmable_from_the_first_of_the_next(scene: Scene) -> None:
    scene.sell("4301", JULY, "1.00")
    assert confirm(scene, on=date(2024, 8, 1)).month == JULY


def test_products_without_an_answer_need_a_note_that_stays_told(scene: Scene) -> None:
    sell_part(scene)
    with pytest.raises(Refused, match="3 ผลิตภัณฑ์ที่ไม่มีคำตอบ"):
        confirm(scene, note="  ")
    report = confirm(scene, note="ติดต่อผู้ผลิตไม่ได้")
    assert report.figures["missing"] == 3


def test_numbers_that_moved_since_the_page_was_read_are_refused(scene: Scene) -> None:
    scene.sell("4301", JULY, "1.00")
    seen = monthly.draft(scene.units["4301"], JULY, ON).seal
    scene.products("4301", 1, on=date(2024, 8, 5))
    with pytest.raises(Refused, match="ตัวเลขเปลี่ยนไป"):
        monthly.confirm(scene.units["4301"], JULY, note="", seen=seen, by=scene.officers["4301"], on=ON)


def test_a_locked_quarter_is_confirmed_no_more(scene: Scene) -> None:
    scene.sell("4301", JULY, "1.00")
    confirm(scene)
    sales.lock_quarter(scene.province, QUARTER, by=scene.officer, on=date(2024, 10, 20))
    assert SalesLock.objects.exists()
    with pytest.raises(Refused, match="ล็อกแล้ว"):
        confirm(scene, on=date(2024, 10, 21))


@pytest.mark.parametrize("who", ["4302", "43", ""])
def test_only_the_districts_own_officer_confirms(scene: Scene, who: str) -> None:
    seen = monthly.draft(scene.units["4301"], JULY, ON).seal
    with pytest.raises(PermissionDenied):
        monthly.confirm(scene.units["4301"], JULY, note="ก", seen=seen, by=scene.officers[who], on=ON)


def test_findings_name_what_is_open(scene: Scene) -> None:
    sell_part(scene)
    found = monthly.draft(scene.units["4301"], JULY, ON)
    first = monthly.findings(found, scene.units["4301"], JULY)[0]
    assert (first.text, first.needs_note) == ("ยังไม่มีคำตอบเรื่องยอดจำหน่าย 3 จาก 5 ผลิตภัณฑ์", True)
    far = monthly.draft(scene.units["4302"], SEPTEMBER, ON)
    assert "ไม่มีผลิตภัณฑ์" in monthly.findings(far, scene.units["4302"], SEPTEMBER)[0].text


def test_the_note_is_asked_for_only_while_answers_are_missing(
    scene: Scene, freeze: Freeze, client: Client
) -> None:
    freeze(datetime(2024, 8, 9, 12, tzinfo=timezone.get_current_timezone()))
    sell_part(scene)
    client.force_login(scene.officers["4301"])
    assert "(ต้องกรอก เพราะยังมีผลิตภัณฑ์ที่ไม่มีคำตอบ)" in client.get("/monthly/2567/7/4301/").content.decode()
    for pk in (
        sales.products_of(scene.units["4301"], JULY).exclude(sales__month=JULY).values_list("pk", flat=True)
    ):
        scene.answer("4301", JULY, pk, "0")
    assert "(ไม่บังคับ)" in client.get("/monthly/2567/7/4301/").content.decode()


# --- from the QR code to the receipt ---


def test_from_the_qr_code_in_three_acts_with_signing_in_between(
    scene: Scene, freeze: Freeze, client: Client
) -> None:
    freeze(datetime(2024, 8, 9, 12, tzinfo=timezone.get_current_timezone()))
    scene.sell("4301", JULY, "1040000.25")
    asked = client.get(reverse("reporting:monthly_month", args=[2567, 7]))
    user = scene.officers["4301"]
    entered = client.post(asked["Location"], {"username": user.username, "password": PASSWORD}, follow=True)
    assert entered.redirect_chain[-1][0] == "/monthly/2567/7/4301/"
    seal = entered.context["draft"].seal
    done = client.post("/monthly/2567/7/4301/", {"seen": seal, "note": ""}, follow=True)
    assert done.redirect_chain[-1][0] == "/monthly/2567/7/4301/receipt/"
    assert RECEIPT in done.content.decode()
    assert "data:image/svg+xml" in done.content.decode()
