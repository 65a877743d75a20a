"""Who may take which step, what refuses, and what an approval writes besides the answers."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from grading.models import GradeRun
from registration.models import Event, Notice, Proof, Sale, SalesCorrection
from registration.services import sales, start, verdicts
from registration.services.corrections.path import Said
from registration.services.verdicts import ProofState
from registration.workflow import CorrectionStatus, Refused
from reporting.services import monthly, overtaken, sales_corrections
from tests.world.factories import make_officer
from tests.world.grading_scene import AUGUST, SEPTEMBER
from tests.world.published_scene import DAY, LETTER, REASON, Published, sold_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Published:
    return Published.here()


def test_who_asked_or_agreed_does_not_approve(scene: Published) -> None:
    agreed = scene.agree(scene.ask())
    said = Said(seen=sales_corrections.effect_of(agreed).fingerprint)
    for officer in (scene.officers["4301"], scene.officer, make_officer("80")):
        with pytest.raises(PermissionDenied):
            sales_corrections.advance(agreed, "approve_correction", said, by=officer, on=DAY)
    SalesCorrection.objects.update(agreed_by=scene.officers[""])
    with pytest.raises(Refused, match="ผู้อนุมัติต้องไม่ใช่"):
        sales_corrections.advance(agreed, "approve_correction", said, by=scene.officers[""], on=DAY)
    done = sales_corrections.advance(agreed, "approve_correction", said, by=scene.other_eyes, on=DAY)
    assert done.status == CorrectionStatus.APPROVED
    with pytest.raises(Refused, match="อนุมัติแล้ว"):
        scene.approve(agreed)
    assert GradeRun.objects.filter(number=2).count() == 1


def test_a_month_that_is_not_locked_is_entered_where_sales_are(scene: Published) -> None:
    wish = scene.wish("4301", "1.00")
    for month in (date(2024, 10, 1), date(2024, 4, 1)):
        with pytest.raises(Refused, match="ยังแก้ได้ในหน้ายอดจำหน่าย"):
            sales_corrections.ask(scene.units["4301"], month, wish, by=scene.officers["4301"], on=DAY)
    with pytest.raises(Refused, match="ล็อกแล้ว"):
        sales.record_month(scene.units["4301"], SEPTEMBER, wish.answers, by=scene.officers["4301"], on=DAY)


def test_asking_needs_a_change_a_reason_a_letter_and_the_own_district(scene: Published) -> None:
    unit, by = scene.units["4301"], scene.officers["4301"]
    for wish, words in (
        (scene.wish("4301", "110000.00"), "ไม่มียอดใดเปลี่ยน"),
        (sales_corrections.Wish(scene.wish("4301", "1.00").answers, " ", LETTER), "เหตุผล"),
        (sales_corrections.Wish(scene.wish("4301", "1.00").answers, REASON, ""), "เลขที่หนังสือ"),
        (scene.wish("4301", "-1.00"), "ไม่ติดลบ"),
    ):
        with pytest.raises(Refused, match=words):
            sales_corrections.ask(unit, SEPTEMBER, wish, by=by, on=DAY)
    with pytest.raises(PermissionDenied):
        sales_corrections.ask(unit, SEPTEMBER, scene.wish("4301", "1.00"), by=scene.officers["4302"], on=DAY)
    scene.ask()
    with pytest.raises(Refused, match="ยังรอพิจารณา"):
        scene.ask(baht="97000.00")


def test_an_effect_that_moved_is_read_again(scene: Published) -> None:
    agreed = scene.agree(scene.ask())
    seen = sales_corrections.effect_of(agreed).fingerprint
    scene.correct("4302", "12000.00")  # the province's sums and run move
    with pytest.raises(Refused, match="อ่านผลอีกครั้ง"):
        scene.approve(agreed, seen)
    assert sold_in("4301") == Decimal("110000.00")
    scene.approve(agreed)
    assert sold_in("4301") == Decimal("98000.00")


def test_an_answer_that_says_something_else_by_now_is_asked_anew(scene: Published) -> None:
    agreed = scene.agree(scene.ask())
    Sale.objects.filter(product=scene.first("4301"), month=SEPTEMBER).update(domestic_offline_baht="5.00")
    with pytest.raises(Refused, match="ให้ผู้ขอขอใหม่ตามยอดปัจจุบัน"):
        scene.approve(agreed)


def test_every_step_is_journalled_and_tells_who_is_next(scene: Published) -> None:
    asked = scene.ask()
    waiting = [
        start.desks(each, DAY)[0].sales_correction_count for each in (scene.officer, scene.officers[""])
    ]
    assert waiting == [1, 0]
    done = scene.approve(scene.agree(asked))
    verbs = Event.objects.filter(subject=done.subject).order_by("pk").values_list("verb", "unit_id")
    assert list(verbs) == [
        ("ask_correction", "4301"),
        ("agree_correction", "43"),
        ("correct_month", ""),
        ("approve_correction", ""),
    ]
    written = Event.objects.get(verb="correct_sales")
    assert (written.unit_id, written.reason) == ("4301", REASON)
    assert Event.objects.get(verb="grade_again").after == {"4301": "B → C"}
    told = Notice.objects.filter(subject=done.subject).values_list("kind", "unit_id", "details__month")
    assert ("correction_waits", "43", "2024-09-01") in told
    assert {unit for kind, unit, _ in told if kind == "correction_decided"} == {"4301", "43"}


def test_old_papers_say_what_changed_and_the_report_is_confirmed_again(scene: Published) -> None:
    by, unit = scene.officers["4301"], scene.units["4301"]
    draft = monthly.draft(unit, SEPTEMBER, DAY)
    with pytest.raises(Refused, match="ล็อกแล้ว"):
        monthly.confirm(unit, SEPTEMBER, note="", seen=draft.seal, by=by, on=DAY)
    done = scene.correct()
    draft = monthly.draft(unit, SEPTEMBER, DAY)
    receipt = monthly.proof_of(monthly.confirm(unit, SEPTEMBER, note="", seen=draft.seal, by=by, on=DAY))
    assert verdicts.look_up(receipt.token).state == ProofState.GENUINE
    assert overtaken.reopened("4301", [AUGUST, SEPTEMBER]) == set()
    again = scene.correct(baht="99000.00")
    verdict = verdicts.look_up(receipt.token)
    assert (verdict.state, verdict.newer.corrections) == (ProofState.SUPERSEDED, (again,))
    assert not Proof.objects.filter(sales_corrections=done).exists()
    assert overtaken.reopened("4301", [AUGUST, SEPTEMBER]) == {SEPTEMBER}
