"""The packet: every document of the round, each on its own, and one ZIP that the same parts make again."""

import zipfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from registration.models import Job, Window
from registration.models.jobs import JobState
from registration.services import calendar
from registration.services.calendar import Authority, Dates
from registration.timetable import Step
from registration.workflow import CertificateStatus, ClosingStatus, Refused
from reporting.kinds import Format, Kind
from reporting.models import Document
from reporting.services.documents import Matter, Wish, lists, packets
from tests.world.cast import Cast
from tests.world.document_scene import ask, ask_and_make, make, read, roster
from tests.world.factories import (
    CLOSE_DAY,
    DAY,
    VERIFY_DAY,
    certification_of,
    closing_of,
    make_producer,
    round_of,
    submission_of,
    walk,
)
from tests.world.round_pages import read as page_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plan")]


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def packet(cast: Cast) -> Wish:
    return Wish(Matter(Kind.PACKET, cast.home, round_of()), Format.ZIP)


def test_one_button_gives_the_province_its_whole_round(cast: Cast) -> None:
    make_producer(cast.a, by=cast.district)
    walk(submission_of(cast.a), "certified")
    walk(certification_of(cast.home), CertificateStatus.ANNOUNCED)
    walk(closing_of(), ClosingStatus.CLOSED)
    done = ask_and_make(packet(cast), cast.province, CLOSE_DAY)
    kinds = [(part.kind, part.format, part.unit_id) for part in done.parts.order_by("pk")]
    wanted = [
        (each.matter.kind, each.format, each.matter.unit.code)
        for each in packets.parts_of(cast.home, round_of())
    ]
    assert (kinds, done.left_out) == (wanted, [])
    assert {Kind.PLAN, Kind.QUARTERLY, Kind.ROSTER, Kind.ANNOUNCEMENT} == {kind for kind, _, _ in kinds}
    with zipfile.ZipFile(BytesIO(read(done))) as archive:
        names = archive.namelist()
        assert archive.testzip() is None
        stored = [archive.read(name) for name in names[1:]]
    assert names[1].startswith("01 แผนการดำเนินงานการลงทะเบียน ปีงบประมาณ 2561 จังหวัดนครศรีธรรมราช")
    assert stored == [read(part) for part in done.parts.order_by("pk")]


def test_the_same_parts_give_the_same_packet_and_new_ones_another(cast: Cast) -> None:
    first = ask_and_make(packet(cast), cast.province)
    again = ask_and_make(packet(cast), cast.province)
    assert (again, again.sha256) == (first, first.sha256)
    before = set(first.parts.all())
    make_producer(cast.a, by=cast.district)
    later = ask_and_make(packet(cast), cast.province)
    assert later != first
    kept = {part.kind for part in before & set(later.parts.all())}
    assert Kind.PLAN in kept
    assert Kind.ROSTER not in kept


def test_parts_are_listed_in_the_order_of_the_zip_though_some_were_made_before(cast: Cast) -> None:
    alone = ask_and_make(roster(cast.home), cast.province)
    done = ask_and_make(packet(cast), cast.province)
    with zipfile.ZipFile(BytesIO(read(done))) as archive:
        stored = [archive.read(name) for name in archive.namelist()[1:]]
    listed = lists.parts_of(done)
    assert alone in listed
    assert [read(part) for part in listed] == stored


def test_a_part_that_cannot_be_made_is_named_and_the_rest_comes_out(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    wishes = packets.parts_of(cast.home, round_of())
    none = Wish(Matter(Kind.ANNOUNCEMENT, cast.a, round_of()), Format.PDF)  # a district announces nothing
    monkeypatch.setattr(packets, "parts_of", lambda unit, round: [*wishes, none])
    document = ask(packet(cast), cast.province)
    told: list[tuple[int, str]] = []
    done = make(document, report_progress=lambda percent, words: told.append((percent, words)))
    [missing] = done.left_out
    assert "ประกาศรับรอง" in missing
    assert [percent for percent, _ in told] == sorted(percent for percent, _ in told)
    with zipfile.ZipFile(BytesIO(read(done))) as archive:
        assert missing in archive.read("00 รายการเอกสาร.txt").decode("utf-8-sig")


def test_a_part_whose_file_was_lost_is_made_again_under_a_number_of_its_own(cast: Cast) -> None:
    walk(certification_of(cast.home), CertificateStatus.CERTIFIED)
    walk(closing_of(), ClosingStatus.CLOSED)
    first = ask_and_make(packet(cast), cast.province, CLOSE_DAY)
    lost = first.parts.get(kind=Kind.ROSTER, format=Format.PDF)
    number = lost.proof.number
    for each in (first, lost):
        each.file.storage.delete(each.file.name)
    again = ask_and_make(packet(cast), cast.province, CLOSE_DAY)
    part = again.parts.get(kind=Kind.ROSTER, format=Format.PDF)
    assert (part.pk, part.has_file, part.proof.number == number) == (lost.pk, True, False)
    with zipfile.ZipFile(BytesIO(read(again))) as archive:
        assert read(part) in [archive.read(name) for name in archive.namelist()]


def test_parts_have_no_job_of_their_own_and_are_done(cast: Cast) -> None:
    done = ask_and_make(packet(cast), cast.province)
    parts = Document.objects.exclude(pk=done.pk)
    assert parts.count() == done.parts.count()
    assert {part.state for part in parts} == {JobState.DONE}
    assert {part.job_id for part in parts} == {None}


def test_a_part_is_on_its_way_while_its_packet_is_made_and_failed_only_with_it(
    cast: Cast, client: Client
) -> None:
    document = ask(packet(cast), cast.province)
    seen: list[tuple[set[JobState], str]] = []

    def look(percent: int, words: str) -> None:
        if not seen:
            parts = Document.objects.filter(packets=document)
            page = page_of(client, cast.province, parts[0].get_absolute_url())
            seen.append(({part.state for part in parts}, page))

    make(document, report_progress=look)
    [(states, page)] = seen
    assert states == {JobState.WAITING}
    assert JobState.FAILED.label not in page
    assert "งานถูกยกเลิกก่อนเสร็จ" not in page


@pytest.mark.parametrize("is_closed_before_it_is_made", [False, True])
def test_a_packet_has_one_state_in_every_part_or_is_refused(
    cast: Cast, *, is_closed_before_it_is_made: bool
) -> None:
    make_producer(cast.a, by=cast.district)
    walk(certification_of(cast.home), CertificateStatus.CERTIFIED)
    document = ask(packet(cast), cast.province, VERIFY_DAY)
    if is_closed_before_it_is_made:
        walk(closing_of(), ClosingStatus.CLOSED)
        with pytest.raises(Refused, match="ปิดระบบหลังจากที่ขอเอกสารนี้"):
            make(document, CLOSE_DAY)
        assert not Document.objects.made().exists()
        again = ask_and_make(packet(cast), cast.province, CLOSE_DAY)
        states, told = {1}, "ฉบับที่ 1 (ปิดระบบแล้ว)"
    else:
        again, states, told = make(document, CLOSE_DAY), {None}, "ณ วันที่ 20 มีนาคม 2561"
    parts = again.parts.filter(kind__in=[Kind.QUARTERLY, Kind.ROSTER])
    assert {part.edition for part in parts} == states
    assert all(each.stand.endswith(told) for each in (*parts, again))


@pytest.mark.parametrize("kind", [Kind.PACKET, Kind.QUARTERLY])
def test_a_document_made_on_a_later_day_than_it_was_asked_has_the_data_of_that_day_or_is_refused(
    cast: Cast, kind: Kind
) -> None:
    later = DAY + timedelta(days=1)
    wish = Wish(Matter(kind, cast.home, round_of()), Format.ZIP if kind == Kind.PACKET else Format.XLSX)
    make_producer(cast.a, by=cast.district)
    assert make(ask(wish, cast.province), later).stand.endswith("ณ วันที่ 1 กุมภาพันธ์ 2561")
    make_producer(cast.b, by=cast.neighbour)
    gone = ask(wish, cast.province)
    make_producer(cast.b, by=cast.neighbour, on=later)
    with pytest.raises(Refused, match="เปลี่ยนไปหลังวันที่ขอ"):
        make(gone, later)
    Job.objects.filter(pk=gone.job_id).delete()  # refused, it is over
    assert make(ask(wish, cast.province, later), later).stand.endswith("ณ วันที่ 2 กุมภาพันธ์ 2561")


def test_a_packet_holds_the_plan_of_the_day_it_was_asked_for_or_is_refused(cast: Cast) -> None:
    asked, later = ask(packet(cast), cast.province), DAY + timedelta(days=1)
    window = Window.objects.national().get(round=round_of(), step=Step.REGISTER)
    longer = Dates(window.first_day, window.last_day + timedelta(days=2))
    why = Authority("มท 2", "น้ำท่วม")
    calendar.change_window(window, longer, by=cast.department, on=later, authority=why)
    with pytest.raises(Refused, match="เปลี่ยนไปหลังวันที่ขอ"):
        make(asked, later)
