"""Applying, killed and started again, and undone: whole rows, each once, and records as they were."""

from collections.abc import Callable

import pytest

from registration import content
from registration.models import Certificate, Event, Job, Producer, Registration, Revision, Upload, UploadRow
from registration.models.jobs import JobState
from registration.models.uploads import RowState, UploadState
from registration.services import jobs, journal
from registration.services.imports import applying, checking, kinds, roster
from registration.services.imports.checking import Brought
from registration.services.imports.kinds import Scene
from registration.workflow import Refused, Status
from tests.world.cast import Cast
from tests.world.factories import (
    DAY,
    GAP_DAY,
    amend,
    make_producer,
    make_product_fields,
    number_of,
    submission_of,
    walk,
)
from tests.world.lists import HEADS, STATED, applied, book, checked, line, states

pytestmark = pytest.mark.usefixtures("plan")
APPLIED, UNDONE = RowState.APPLIED, RowState.UNDONE


def scene_of(upload: Upload, cast: Cast) -> Scene:
    return Scene(upload.unit, "", cast.district, DAY, upload, STATED)


def test_what_is_clean_is_registered_and_the_rest_stays(cast: Cast) -> None:
    upload = applied(book([line(1), line(2, {"ประเภทผู้ผลิต": "-"}), line(3)]), cast.a, by=cast.district)
    assert states(upload) == [APPLIED, RowState.FAULTY, APPLIED]
    assert Producer.objects.count() == 2
    assert (upload.counts["rows"], upload.counts["lines"]) == (3, {APPLIED: 2, RowState.FAULTY: 1})
    assert journal.verify_chains()[1] == []


def test_started_again_after_any_row_it_writes_each_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(applying, "CHUNK", 2)
    upload = checked(book([line(number) for number in range(1, 8)]), cast.a, by=cast.district)
    left = [applying.apply_some(scene_of(upload, cast)), applying.apply_some(scene_of(upload, cast))]
    assert left == [5, 3]
    applying.apply_now(upload, by=cast.district, on=DAY)
    applying.apply_now(upload, by=cast.district, on=DAY)
    assert states(upload) == [APPLIED] * 7
    assert Producer.objects.values("citizen_id").distinct().count() == Producer.objects.count() == 7


def test_a_job_that_goes_on_counts_what_was_written_before(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(applying, "CHUNK", 1)
    upload = checked(book([line(1), line(2), line(3)]), cast.a, by=cast.district)
    job = applying.ask(upload, by=cast.district, on=DAY)
    applying.apply_some(scene_of(upload, cast))
    told: list[tuple[int, str]] = []
    applying.apply_job(job, lambda percent, words: told.append((percent, words)))
    assert told == [(67, "บันทึกแล้ว 2 จาก 3 ราย")]
    assert states(upload) == [APPLIED] * 3


def test_a_list_judged_and_stored_in_pieces_is_the_list_judged_whole(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [line(number) for number in range(1, 6)]
    rows += [
        line(6, {"เลขประจำตัวประชาชน": rows[0][4]}),
        line(7, dict(zip(HEADS[1:8], rows[1][1:8], strict=True))),
    ]
    whole = checked(book(rows), cast.a, by=cast.district)
    monkeypatch.setattr(checking, "PIECE", 2)
    monkeypatch.setattr(roster, "PIECE", 2)
    pieces = checked(book(rows), cast.a, by=cast.district)
    assert (states(pieces), pieces.counts, pieces.state) == (states(whole), whole.counts, whole.state)
    assert states(pieces).count(RowState.NEW) == 5
    said = [list(each.rows.order_by("number").values_list("fields", "findings")) for each in (whole, pieces)]
    assert said[0] == said[1]


def test_a_check_that_stopped_between_two_pieces_is_made_anew(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "PIECE", 2)
    keep = checking._keep
    monkeypatch.setattr(
        checking, "_keep", lambda scene, *of: _die([]) if scene.upload.rows.exists() else keep(scene, *of)
    )
    upload = checking.receive(
        Brought(kinds.of("roster"), cast.a, "ก.xlsx", book([line(n) for n in range(1, 6)])),
        by=cast.district,
        on=DAY,
    )
    for _ in range(2):
        with pytest.raises(RuntimeError):
            checking.check(upload, {}, STATED, by=cast.district, on=DAY)
        assert (Upload.objects.get(pk=upload.pk).state, upload.rows.count()) == (UploadState.CHECKING, 2)
    monkeypatch.setattr(checking, "_keep", keep)
    checking.check(upload, {}, STATED, by=cast.district, on=DAY)
    assert (states(upload), upload.state) == ([RowState.NEW] * 5, UploadState.CHECKED)


def test_a_row_and_its_record_are_written_together_or_not_at_all(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = checked(book([line(1)]), cast.a, by=cast.district)
    broken = pytest.raises(RuntimeError)
    monkeypatch.setattr(applying, "_check_moved", _die)
    with broken:
        applying.apply_some(scene_of(upload, cast))
    assert (states(upload), Producer.objects.count()) == ([RowState.NEW], 0)


def _die(rows: list[UploadRow]) -> None:
    raise RuntimeError("the worker is gone")


def test_the_same_file_again_finds_everything_done(cast: Cast) -> None:
    data = book([line(1), line(2, {"เลขประจำตัวประชาชน": None}), line(3)])
    applied(data, cast.a, by=cast.district)
    again = checked(data, cast.a, by=cast.district)
    assert states(again) == [RowState.UNCHANGED, RowState.FAULTY, RowState.UNCHANGED]
    applying.apply_now(again, by=cast.district, on=DAY)
    assert Producer.objects.count() == 2


def test_undone_it_is_as_if_it_had_never_been_and_no_number_comes_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(applying, "CHUNK", 1)  # taken back row by row, in one act
    upload = applied(book([line(1), line(2)]), cast.a, by=cast.district)
    given = set(Producer.objects.values_list("registration_number", flat=True))
    undo(upload, cast)
    assert states(upload) == [UNDONE, UNDONE]
    assert Upload.objects.get(pk=upload.pk).state == UploadState.UNDONE
    assert [table.objects.count() for table in (Producer, Registration, Revision, Certificate)] == [0] * 4
    assert Event.objects.filter(verb="undo_upload").count() == 2
    assert make_producer(cast.a, by=cast.district).registration_number not in given
    assert journal.verify_chains()[1] == []


def undo(upload: Upload, cast: Cast) -> Job:
    """The job as a worker does it."""
    job = applying.ask_undo(upload, by=cast.district, on=DAY)
    jobs.perform(job.pk, applying.undo_job)
    return Job.objects.get(pk=job.pk)


def test_a_changed_record_comes_back_as_it_was(cast: Cast) -> None:
    proof = {"standard": "fda", "number": "80-1-1"}
    products = [make_product_fields(name="ขนมลา", certificates=[proof])]
    stands = make_producer(cast.a, by=cast.district, kind="sole_owner", name="ร้านเดิม", products=products)
    before = content.of_producer(stands)
    over = {"เลขประจำตัวประชาชน": number_of(stands), "ชื่อผลิตภัณฑ์": "ขนมใหม่"}
    upload = applied(book([line(1, over)]), cast.a, by=cast.district)
    changed = content.of_producer(Producer.objects.get(pk=stands.pk))
    assert (changed["name"], len(changed["products"])) == ("ร้านทดสอบ 1", 2)
    undo(upload, cast)
    assert content.of_producer(Producer.objects.get(pk=stands.pk)) == before
    assert states(upload) == [UNDONE]


def test_nobodys_work_since_the_check_is_written_over_unseen(cast: Cast) -> None:
    stands = make_producer(cast.a, by=cast.district, kind="sole_owner")
    lines = [line(1, {"เลขประจำตัวประชาชน": number_of(stands), "โทรศัพท์": "0899999999"}), line(2), line(3)]
    upload = checked(book(lines), cast.a, by=cast.district)
    amend(stands, by=cast.colleague, on=DAY, phones=["0811111111"])
    make_producer(cast.a, by=cast.colleague, kind="sole_owner", citizen_id=lines[1][4], name="ร้านเดียวกัน")
    applying.apply_now(upload, by=cast.district, on=DAY)
    assert states(upload) == [RowState.FAULTY, RowState.FAULTY, APPLIED]
    names = set(Producer.objects.values_list("name", flat=True))
    assert names == {stands.name, "ร้านเดียวกัน", "ร้านทดสอบ 3"}
    row = UploadRow.objects.filter(upload=upload)[0]
    assert "หลังจากตรวจไฟล์" in row.findings[-1]["message"]
    kinds.of("roster").judge_again(scene_of(upload, cast), [row])  # as saving it on its page does
    assert row.state == RowState.CHANGES


def test_what_somebody_changed_since_stays_and_says_so(cast: Cast) -> None:
    upload = applied(book([line(1), line(2)]), cast.a, by=cast.district)
    touched = Producer.objects.order_by("pk")[0]
    amend(touched, by=cast.district, on=DAY, phones=["0899999999"])
    undo(upload, cast)
    assert states(upload) == [APPLIED, UNDONE]
    row = UploadRow.objects.get(upload=upload, state=APPLIED)
    assert row.findings[-1]["code"] == "not_undone"
    assert list(Producer.objects.all()) == [touched]


def test_after_the_round_was_submitted_nothing_is_undone(cast: Cast) -> None:
    upload = applied(book([line(1)]), cast.a, by=cast.district)
    walk(submission_of(cast.a), Status.SUBMITTED)
    with pytest.raises(Refused, match="แก้ไขไม่ได้"):
        applying.ask_undo(upload, by=cast.district, on=DAY)
    assert Producer.objects.count() == 1


def test_outside_the_window_it_says_when_it_opens(cast: Cast) -> None:
    upload = checked(book([line(1)]), cast.a, by=cast.district, on=GAP_DAY)
    with pytest.raises(Refused) as refused:
        applying.ask(upload, by=cast.district, on=GAP_DAY)
    assert refused.value.reopens
    assert states(upload) == [RowState.NEW]


def test_the_job_applies_once_however_often_it_is_asked(
    cast: Cast, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    upload = checked(book([line(1)]), cast.a, by=cast.district)
    job = applying.ask(upload, by=cast.district, on=DAY)
    with pytest.raises(Refused):
        applying.ask(upload, by=cast.district, on=DAY)
    for _ in range(2):
        jobs.perform(job.pk, applying.apply_job)
    done = Job.objects.get(pk=job.pk)
    assert (done.state, states(upload), Producer.objects.count()) == (JobState.DONE, [APPLIED], 1)


def test_a_person_brings_so_many_files_an_hour(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "MOST_AN_HOUR", 1)
    checked(book([line(1)]), cast.a, by=cast.district)
    with pytest.raises(Refused, match="ต่อชั่วโมง"):
        checked(book([line(2)]), cast.a, by=cast.district)
    checked(book([line(2)]), cast.a, by=cast.colleague)
