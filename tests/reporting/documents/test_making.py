"""Making: whole or not at all, once, with the right of who asked; the file's name tells no person."""

import errno
import hashlib
import os
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from openpyxl import load_workbook
from pypdf import PdfReader
from pytest_django import Settings

from registration.models import Proof
from registration.services.jobs.lanes import Retry
from registration.stand import Stand
from registration.workflow import Refused
from reporting.kinds import Format, Kind
from reporting.models import Document
from reporting.services.documents import Matter, Wish, making
from reporting.services.documents.contents import Content, Order
from tests.world.cast import Cast
from tests.world.document_scene import SITE, ask, ask_and_make, make, quarterly, read, roster
from tests.world.factories import DAY, make_producer, round_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plan")]


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def files() -> list[str]:
    """Everything in the folder of documents, unfinished files too."""
    return sorted(str(path) for path in Path(default_storage.location).rglob("*") if path.is_file())


def test_a_workbook_is_stored_with_its_sums(cast: Cast) -> None:
    document = ask_and_make(quarterly(cast.a), cast.district)
    content = read(document)
    assert (document.sha256, document.size) == (hashlib.sha256(content).hexdigest(), len(content))
    assert load_workbook(BytesIO(content)).sheetnames
    assert document.proof.fingerprint == document.fingerprint
    day = f"{DAY.year + 543}{DAY:%m%d}"
    assert document.file.name == f"2561/8001-quarterly-25612-{day}-{document.pk}.xlsx"


def test_a_pdf_knows_its_pages(cast: Cast) -> None:
    document = ask_and_make(quarterly(cast.a, Format.PDF), cast.district)
    assert document.page_count == len(PdfReader(BytesIO(read(document))).pages)


def test_made_twice_is_one_file_and_one_proof(cast: Cast) -> None:
    document = ask(quarterly(cast.a), cast.district)
    before = files()
    first, second = make(document), make(document)
    assert (first.sha256, len(files()) - len(before), Proof.objects.count()) == (second.sha256, 1, 1)


def test_a_worker_that_was_overtaken_leaves_the_winners_bytes(cast: Cast) -> None:
    """The slower one has drawn when the faster one has stored already. Without the compare and swap: two proofs,
    and a file whose SHA-256 is not that of the row.
    """
    document = ask(quarterly(cast.a), cast.district)
    stale = Document.objects.select_related("unit", "round").get(pk=document.pk)
    winner = make(document)
    content = Content(winner.fingerprint, Stand(DAY), lambda proof, target, tell: target.write(b"slower"))
    kept = making.store(stale, content, Order(lambda percent, words: None, SITE, DAY))
    assert kept == winner
    assert hashlib.sha256(read(kept)).hexdigest() == winner.sha256
    assert Proof.objects.count() == 1


@pytest.mark.parametrize("kind", [Kind.TARGETS, Kind.MONTHLY, Kind.SUMMARY, Kind.ANNOUNCEMENT])
def test_what_is_read_a_day_after_it_was_asked_for_says_the_day_of_its_reading(
    cast: Cast, kind: Kind
) -> None:
    about = {"month": date(2018, 1, 1)} if kind in {Kind.MONTHLY, Kind.SUMMARY} else {"round": round_of()}
    document = ask(Wish(Matter(kind, cast.home, **about), Format.XLSX), cast.province)
    made = make(document, on=DAY + timedelta(days=1))
    assert made.stand.endswith("ณ วันที่ 2 กุมภาพันธ์ 2561")
    assert made.as_of == DAY + timedelta(days=1)


def test_what_is_told_as_of_a_day_stays_so_however_late_it_is_made(cast: Cast) -> None:
    wishes = (quarterly(cast.a), Wish(Matter(Kind.ROSTER, cast.a, day=DAY), Format.XLSX))
    later = [make(ask(each, cast.district), on=DAY + timedelta(days=1)) for each in wishes]
    assert [each.as_of for each in later] == [DAY, DAY]


def test_who_lost_the_right_gets_nothing(cast: Cast) -> None:
    document = ask(quarterly(cast.a), cast.district)
    cast.district.posts.update(valid_to=DAY - timedelta(days=1))
    with pytest.raises(Refused, match="ไม่มีสิทธิ์"):
        make(document)
    assert not Document.objects.get(pk=document.pk).is_made


def full_disk(descriptor: int) -> None:
    """A disk that has no room left when the bytes are brought to it."""
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_leaves_no_part_of_a_file_and_is_tried_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = ask(quarterly(cast.a), cast.district)
    before = files()
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full_disk)
        with pytest.raises(Retry, match="เนื้อที่"):
            make(document)
    assert (files(), Proof.objects.count()) == (before, 0)
    assert make(document).is_made


def test_the_proof_of_the_paper_leads_to_the_site_asked_from(cast: Cast) -> None:
    document = ask_and_make(quarterly(cast.a, Format.PDF), cast.district)
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(read(document))).pages)
    assert document.proof.number in text
    assert SITE


def test_a_sign_that_cannot_be_printed_is_told_with_the_document(cast: Cast, client: Client) -> None:
    make_producer(cast.a, by=cast.district, name="กลุ่มทอผ้า ₭")
    made = ask_and_make(roster(cast.a, Format.PDF), cast.province)
    assert "₭" in made.left_out[0]
    client.force_login(cast.province)
    assert "₭ จึงพิมพ์เป็นกรอบว่าง" in client.get(made.get_absolute_url()).content.decode()
    assert ask_and_make(roster(cast.a, Format.XLSX), cast.province).left_out == []
