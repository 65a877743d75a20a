"""Who signs a report is chosen when it is asked for, and stays in words; the figures are the same whoever signs."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from pypdf import PdfReader
from pytest_django import Settings

from registration.models import Post
from registration.models.people import ActingFor
from registration.services import verdicts
from registration.services.verdicts import ProofState
from registration.workflow import ClosingStatus, Refused
from reporting.kinds import Format, Kind
from reporting.models import Document
from reporting.services.documents import Matter, Wish
from tests.conftest import Freeze
from tests.world.cast import Cast
from tests.world.document_scene import ask, ask_and_make, make, quarterly, read
from tests.world.factories import CLOSE_DAY, DAY, closing_of, make_officer, walk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plan", "signers")]
NEW = "/documents/new/"


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def signers(cast: Cast) -> None:
    """The governor, who has the office, and a head of group who acts for the development officer by an order."""
    Post.objects.filter(user=cast.province_executive).update(position="ผู้ว่าราชการจังหวัดนครศรีธรรมราช")
    make_officer(
        "80",
        username="acting",
        position="หัวหน้ากลุ่มงาน",
        acting_for=ActingFor.IN_PLACE,
        acting_for_position="พัฒนาการจังหวัดนครศรีธรรมราช",
        order_number="12/2560",
    )


def governor() -> Post:
    return Post.objects.get(position__startswith="ผู้ว่าราชการ")


def acting() -> Post:
    return Post.objects.get(user__username="acting")


def by(wish: Wish, post: Post) -> Wish:
    return replace(wish, signer=post)


def words(document: Document) -> str:
    pages = PdfReader(BytesIO(read(document))).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def test_the_report_of_a_district_is_signed_by_who_was_chosen_of_its_province(cast: Cast) -> None:
    pdf = quarterly(cast.a, Format.PDF)
    assert "หัวหน้ากลุ่มงาน" not in words(ask_and_make(pdf, cast.district))
    chosen = ask_and_make(by(pdf, acting()), cast.district)
    for said in (str(acting().user).replace(" ", ""), "หัวหน้ากลุ่มงาน", "รักษาราชการแทนพัฒนาการจังหวัดนครศรีธรรมราช"):
        assert said in words(chosen)


def test_every_signers_copy_is_genuine_and_current(cast: Cast) -> None:
    walk(closing_of(), ClosingStatus.CLOSED)
    wish = quarterly(cast.home)
    wishes = (wish, by(wish, governor()), by(wish, acting()))
    copies = [ask_and_make(each, cast.province, CLOSE_DAY) for each in wishes]
    assert len({each.pk for each in copies}) == len(wishes)
    assert len({each.fingerprint for each in copies}) == 1
    assert {verdicts.look_up(each.proof.token).state for each in copies} == {ProofState.GENUINE}
    assert [ask_and_make(each, cast.province, CLOSE_DAY) for each in wishes] == copies
    assert not Document.objects.exclude(superseded_by=None).exists()


def test_what_was_chosen_stays_whatever_becomes_of_the_post(cast: Cast) -> None:
    asked = ask(by(quarterly(cast.home, Format.PDF), governor()), cast.province)
    Post.objects.filter(pk=governor().pk).update(position="ผู้ว่าราชการจังหวัดหนองคาย")
    assert "ผู้ว่าราชการจังหวัดนครศรีธรรมราช" in words(make(asked))


def test_nobody_signs_without_the_office_on_the_day(cast: Cast) -> None:
    own = Post.objects.get(user=cast.province)
    with pytest.raises(Refused, match="ไม่ได้ดำรงตำแหน่ง"):
        ask(by(quarterly(cast.home), own), cast.province)
    Post.objects.filter(pk=governor().pk).update(valid_to=DAY - timedelta(days=1))
    with pytest.raises(Refused, match="ไม่ได้ดำรงตำแหน่ง"):
        ask(by(quarterly(cast.home), governor()), cast.province)
    plan = Wish(Matter(Kind.PLAN, cast.home, fiscal_year_be=2561), Format.PDF)
    with pytest.raises(Refused, match="ไม่มีที่ลงนาม"):
        ask(by(plan, acting()), cast.province)
    assert not Document.objects.exists()


def test_the_page_offers_who_may_sign_and_takes_nobody_else(
    cast: Cast, client: Client, freeze: Freeze
) -> None:
    freeze(DAY)
    client.force_login(cast.province)
    asked = {"kind": "quarterly", "unit": "80", "period": "2561/2"}
    shown = client.get(NEW, asked).content.decode()
    assert f'<option value="{governor().pk}">' in shown
    assert "คำสั่งที่ 12/2560" in shown
    own = Post.objects.get(user=cast.province)
    assert f'<option value="{own.pk}">' not in shown
    assert client.post(NEW, asked | {"way": "pdf", "signer": own.pk}).status_code == 404
    client.post(NEW, asked | {"way": "pdf", "signer": governor().pk})
    document = Document.objects.get()
    assert document.signed_by["position"] == "ผู้ว่าราชการจังหวัดนครศรีธรรมราช"
    assert "ผู้ลงนาม" in client.get(make(document).get_absolute_url()).content.decode()
