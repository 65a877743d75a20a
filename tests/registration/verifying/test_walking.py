"""verify: what stands is what was told, and neither a cut nor a rewritten chain passes."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, models, transaction
from pytest_django import Settings

from otop_registry import clock
from registration import append_only
from registration.models import (
    Closing,
    Edition,
    EditionFigure,
    Event,
    Plan,
    Producer,
    Revision,
    Sale,
    Submission,
)
from registration.numbers import token_of
from registration.services import journal, sales, verifying
from registration.services.sales import MonthAnswer
from registration.services.verifying import anchors
from registration.tasks import verify_chains
from registration.workflow import CertificateStatus, ClosingStatus
from tests.world.cast import Cast
from tests.world.factories import certification_of, closing_of, make_producer, walk

pytestmark = pytest.mark.django_db
MONTH = date(2018, 2, 1)
ANOTHER_NUMBER = "1234567890123"


@pytest.fixture
def told(cast: Cast, plan: Plan, settings: Settings, tmp_path: Path) -> Iterator[None]:
    """A closed round with two records, a sale, and last night's anchor."""
    settings.DATA_DIR = tmp_path
    first = make_producer(cast.a, by=cast.district)
    make_producer(cast.a, by=cast.district)
    answer = MonthAnswer((Decimal("100.00"),) + (Decimal("0.00"),) * 3)
    product = first.products.get()
    sales.record_month(cast.a, MONTH, {product.pk: answer}, by=cast.district, on=date(2018, 3, 1))
    walk(certification_of(cast.home), CertificateStatus.CERTIFIED)
    walk(closing_of(), ClosingStatus.CLOSED)
    assert verifying.verify().faults == []
    verify_chains()
    with append_only.lifted(connection):
        yield


def rows(model: type[models.Model]) -> models.QuerySet[Any]:
    """Past every manager of ours."""
    return models.QuerySet(model).all()


def why(unit_code: str = "") -> list[str]:
    found = [fault for fault in verifying.verify(unit_code).faults if "ตัวกันแก้ไข" not in fault.why]
    return [f"{fault.unit_code}#{fault.seq} {fault.why}" for fault in found]


def rewrite(unit_code: str) -> None:
    """A whole chain written anew, every hash as it should be."""
    previous = ""
    for event in rows(Event).filter(unit_id=unit_code).order_by("seq"):
        event.reason, event.previous_hash = "อื่น", previous
        previous = event.hash = journal.hash_of(event)
        columns = {"reason": event.reason, "previous_hash": event.previous_hash, "hash": event.hash}
        rows(Event).filter(pk=event.pk).update(**columns)


def cut(unit_code: str, after: int) -> None:
    rows(Event).filter(unit_id=unit_code, seq__gt=after).delete()


def new_content(row: Revision) -> dict[str, Any]:
    return {"content": {**row.content, "citizen_id": token_of(ANOTHER_NUMBER)}}


CHANGES: dict[str, tuple[Callable[[], object], str]] = {
    "a cut tail": (lambda: cut("8001", 3), "8001#4 ท้ายบันทึกถูกตัด"),
    "a removed chain": (lambda: cut("", 0), "#1 บันทึกทั้งเล่มหายไป"),
    "a rewritten chain": (lambda: rewrite("8001"), "ไม่ตรงกับหลักยึดวันที่"),
    "a name": (lambda: rows(Producer).update(name="อื่น"), "ระเบียนไม่ตรงกับฉบับล่าสุดที่ ชื่อ"),
    "a number": (
        lambda: (
            rows(Producer).filter(pk=rows(Producer).first().pk).update(citizen_id=token_of(ANOTHER_NUMBER))
        ),
        "ระเบียนไม่ตรง",
    ),
    "a revision": (
        lambda: rows(Revision).update(**new_content(rows(Revision).first())),
        "ฉบับล่าสุดของระเบียนไม่ตรงกับที่บันทึก",
    ),
    "a sale": (lambda: rows(Sale).update(domestic_offline_baht=1100), "ไม่ตรงกับบันทึกเหตุการณ์"),
    "a sale taken away": (lambda: rows(Sale).delete(), "หายไป"),
    "a figure": (lambda: rows(EditionFigure).update(food=99), "เนื้อหาไม่ตรงกับลายนิ้วมือที่ผนึกไว้"),
    "an edition": (lambda: rows(Edition).update(fingerprint="0" * 64), "ถูกเขียนใหม่หลังหลักยึด"),
    "an instant": (
        lambda: rows(Submission).filter(status="certified").update(latest_submitted_at=clock.now()),
        "latest_submitted_at ไม่ตรงกับเวลา",
    ),
    "a status": (
        lambda: rows(Closing).filter(status="closed").update(status="announced"),
        "สถานะ announced แต่บันทึก",
    ),
}


def test_whatever_is_changed_behind_the_journal_is_named(told: None) -> None:
    for name, (change, expected) in CHANGES.items():
        with transaction.atomic():
            change()
            found = why()
            transaction.set_rollback(True)
        assert any(expected in each for each in found), (name, found)
    assert why() == []


def test_a_key_outside_the_database_is_needed_to_write_an_anchor(told: None) -> None:
    [file] = anchors.files(anchors.own_folder())
    file.write_text(file.read_text(encoding="utf-8").replace('"8001"', '"8009"'), encoding="utf-8")
    assert [each for each in why() if "ถูกแก้ไข หรือไม่มีกุญแจ" in each]


def test_no_anchor_is_written_over_a_journal_that_was_cut(told: None) -> None:
    cut("8001", 3)
    verify_chains()
    assert len(anchors.files(anchors.own_folder())) == 1


def test_anchors_kept_elsewhere_are_compared_too(told: None, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    anchors.own_folder().rename(elsewhere)
    cut("8001", 3)
    assert verifying.verify("8002", folders=[elsewhere]).broken == []
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_chain", "--anchors", str(elsewhere), stdout=out)
    assert "8001 #4: ท้ายบันทึกถูกตัด" in out.getvalue()


def test_old_anchors_are_thinned_to_the_first_of_each_month(tmp_path: Path) -> None:
    first = clock.now()
    for day in range(100):
        anchors.write(anchors.Anchor(first - timedelta(days=day), {}, {}), tmp_path)
    anchors.thin(tmp_path)
    assert anchors.KEPT + 2 <= len(anchors.files(tmp_path)) <= anchors.KEPT + 4
    assert anchors.youngest(tmp_path) == first.replace(microsecond=0)


def test_records_that_no_service_wrote_are_no_faults(cast: Cast, plan: Plan) -> None:
    make_producer(cast.a, by=cast.district)
    with append_only.lifted(connection):
        rows(Event).delete()
        rows(Revision).delete()
        assert [each for each in why() if "ระเบียน" in each] == []
