"""QR codes on pages: a picture that needs no address of its own, of the very link that is printed beside it."""

from urllib.parse import unquote

import pytest
import segno
from django.test import RequestFactory

from registration.models import Plan
from registration.services import proofs
from registration.services.journey import district
from registration.web import qr
from registration.workflow import Status
from tests.world.cast import Cast
from tests.world.factories import submission_of, walk


def test_a_code_is_a_picture_in_the_page_and_each_link_has_its_own() -> None:
    first, second = (qr.qr_of(f"https://otop.example.go.th/verify/{token}/") for token in "AB")
    assert first != second
    assert first.startswith("data:image/svg+xml")
    assert "<svg" in unquote(first)


def test_a_code_may_lose_a_seventh_of_its_face() -> None:
    link = "https://otop.example.go.th/verify/8FolMqohRVsBROXMTDoErw/"
    assert qr.qr_of(link) == segno.make_qr(link, error="m").svg_data_uri(scale=4, border=4)


@pytest.mark.django_db
def test_a_receipt_is_checked_by_the_number_link_and_code_of_its_proof(cast: Cast, plan: Plan) -> None:
    proof = district.proof_of(walk(submission_of(cast.a), Status.SUBMITTED))
    told = qr.check_of(RequestFactory().get("/any/", secure=True), proof)
    link = f"https://testserver{proofs.path_of(proof)}"
    assert told == {"number": proof.number, "link": link, "qr": qr.qr_of(link)}


def test_what_was_issued_without_a_proof_shows_nothing_to_check() -> None:
    assert qr.check_of(RequestFactory().get("/"), None) == {}
