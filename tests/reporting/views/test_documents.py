"""The pages of documents: asking, watching, downloading, each for who may."""

from pathlib import Path
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from registration.models import Job
from registration.models.jobs import JobState
from registration.services import proofs
from registration.workflow import ClosingStatus
from reporting.models import Document
from tests.conftest import Freeze
from tests.world.cast import Cast
from tests.world.document_scene import ask, ask_and_make, make, quarterly, read, roster
from tests.world.factories import DAY, closing_of, walk
from tests.world.round_pages import meanwhile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plan", "noon")]
NEW = "/documents/new/"


@pytest.fixture
def noon(freeze: Freeze, settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    freeze(DAY)


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def button(kind: str, unit: str, way: str, period: str = "2561/2") -> dict[str, str]:
    return {"kind": kind, "unit": unit, "period": period, "way": way}


def test_a_button_asks_and_leads_to_the_document(client: Client, cast: Cast) -> None:
    client.force_login(cast.district)
    shown = page(client, NEW)
    assert "รอบ 2/2561" in shown
    assert "ทะเบียนรายชื่อผู้ผลิต ผู้ประกอบการ" in shown
    answer = client.post(NEW, button("quarterly", "8001", "xlsx"))
    document = Document.objects.get()
    assert answer.url == document.get_absolute_url()
    waiting = page(client, answer.url)
    assert "รอทำ" in waiting
    assert "hx-get" in waiting
    assert "http-equiv" not in waiting


def test_progress_moves_until_the_file_is_there(client: Client, cast: Cast) -> None:
    client.force_login(cast.district)
    document = ask(quarterly(cast.a), cast.district)
    Job.objects.update(state=JobState.RUNNING, percent=40, step="กำลังจัดหน้า", lease_until=document.asked_at)
    moving = page(client, document.get_absolute_url())
    assert 'value="40"' in moving
    assert "hx-get" in moving
    make(document)
    over = page(client, document.get_absolute_url())
    assert "ดาวน์โหลด" in over
    assert "hx-get" not in over


def test_a_job_that_ends_while_the_page_is_read_is_still_watched(client: Client, cast: Cast) -> None:
    """Job and document read by two statements left a page without file and without a further look."""
    client.force_login(cast.district)
    document = ask(quarterly(cast.a), cast.district)

    def end() -> None:
        make(document)
        Job.objects.update(state=JobState.DONE, ended_at=document.asked_at)

    with meanwhile("reporting_document", end):
        assert "hx-get" in page(client, document.get_absolute_url())
    assert "ดาวน์โหลด" in page(client, document.get_absolute_url())


def test_a_failure_says_why_and_offers_the_same_again(client: Client, cast: Cast) -> None:
    client.force_login(cast.district)
    document = ask(quarterly(cast.a), cast.district)
    Job.objects.update(state=JobState.FAILED, error="เนื้อที่เต็ม")
    shown = page(client, document.get_absolute_url())
    assert "เนื้อที่เต็ม" in shown
    assert 'name="way" value="xlsx"' in shown
    client.post(NEW, button("quarterly", "8001", "xlsx"))
    assert Document.objects.get().state == JobState.WAITING


def test_the_file_comes_as_it_is_stored_under_its_thai_name(client: Client, cast: Cast) -> None:
    document = ask_and_make(quarterly(cast.a), cast.district)
    client.force_login(cast.province)
    answer = client.get(reverse("reporting:document_file", args=[document.pk]))
    assert b"".join(answer.streaming_content) == read(document)
    disposition = answer["Content-Disposition"]
    assert disposition.startswith("attachment; filename*=utf-8''")
    assert unquote(disposition).endswith("อำเภอเมืองนครศรีธรรมราช ณ 1 ก.พ. 2561.xlsx")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert "spreadsheetml" in answer["Content-Type"]


def test_an_executive_sees_no_roster_and_gets_none(client: Client, cast: Cast) -> None:
    document = ask_and_make(roster(cast.a), cast.district)
    ask_and_make(quarterly(cast.a), cast.district)
    client.force_login(cast.province_executive)
    assert "ทะเบียนรายชื่อ" not in page(client, NEW)
    listed = page(client, reverse("reporting:documents")).partition("<tbody>")[2]
    assert "แบบรายงานการลงทะเบียนรายไตรมาส" in listed
    assert "ทะเบียนรายชื่อ" not in listed
    for name in ("document", "document_file"):
        assert client.get(reverse(f"reporting:{name}", args=[document.pk])).status_code == 403
    assert client.post(NEW, button("roster", "8001", "pdf")).status_code == 403


def test_a_neighbour_finds_nothing(client: Client, cast: Cast) -> None:
    document = ask_and_make(quarterly(cast.a), cast.district)
    client.force_login(cast.neighbour)
    assert client.get(document.get_absolute_url()).status_code == 404
    assert client.post(NEW, button("quarterly", "8001", "pdf")).status_code == 404
    assert "ยังไม่มีเอกสาร" in page(client, reverse("reporting:documents"))


@pytest.mark.parametrize("period", ["2561/9", "2599/1", "", "x", "2561-13"])
def test_a_round_that_is_none_is_not_found(client: Client, cast: Cast, period: str) -> None:
    client.force_login(cast.district)
    assert client.post(NEW, button("quarterly", "8001", "pdf", period)).status_code == 404
    assert "ไม่มีเอกสารตามที่เลือก" in page(client, f"{NEW}?kind=quarterly&unit=8001&period={period}")


def test_an_old_issue_leads_to_the_new_one(client: Client, cast: Cast) -> None:
    first = ask_and_make(quarterly(cast.a), cast.district)
    walk(closing_of(), ClosingStatus.CLOSED)
    final = ask_and_make(quarterly(cast.a), cast.district)
    client.force_login(cast.district)
    shown = page(client, first.get_absolute_url())
    assert f'href="{final.get_absolute_url()}"' in shown
    assert "ฉบับที่ 1 (ปิดระบบแล้ว)" in page(client, final.get_absolute_url())


def test_the_filter_keeps_one_kind(client: Client, cast: Cast) -> None:
    ask(quarterly(cast.a), cast.district)
    ask(roster(cast.a), cast.district)
    client.force_login(cast.district)
    listed = page(client, reverse("reporting:documents") + "?kind=roster&round=25612").partition("<tbody>")[2]
    assert "ทะเบียนรายชื่อ" in listed
    assert "แบบรายงานการลงทะเบียน" not in listed


@pytest.mark.parametrize("closes", [False, True])
def test_a_file_that_is_gone_is_told_and_made_anew_under_its_own_number(
    client: Client, cast: Cast, closes: bool
) -> None:
    """An older copy brings rows without their files: the download failed, and asking gave the same row."""
    if closes:
        walk(closing_of(), ClosingStatus.CLOSED)
    client.force_login(cast.district)
    lost = ask_and_make(quarterly(cast.a), cast.district)
    proof, address = lost.proof, f"{lost.get_absolute_url()}file/"
    Path(lost.file.path).unlink()
    answer = client.get(address)
    assert (answer.status_code, "ไฟล์ของเอกสารนี้ไม่อยู่ในเครื่องแล้ว" in answer.text) == (410, True)
    assert 'name="way" value="xlsx"' in answer.text
    client.post(NEW, button("quarterly", "8001", "xlsx"))
    made = make(Document.objects.latest("pk"))
    assert made.proof.number != proof.number
    assert read(made)
    assert proof.number in client.get(proofs.path_of(proof)).text
