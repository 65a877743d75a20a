"""The public pages that check a paper: read only, unlisted, the same answer for every unknown token."""

import pytest
from django.test import Client
from django.urls import reverse

from registration.models import Submission
from registration.services import proofs
from registration.services.journey import district
from registration.workflow import Status
from tests.world.cast import Cast
from tests.world.factories import submission_of, walk

pytestmark = pytest.mark.django_db


def receipt_of(cast: Cast) -> Submission:
    return walk(submission_of(cast.a), Status.SUBMITTED)


def test_a_receipt_leads_to_its_page_and_names_nobody(client: Client, cast: Cast, plan: object) -> None:
    submission = receipt_of(cast)
    proof = district.proof_of(submission)
    client.force_login(cast.district)
    receipt = client.get(reverse("registration:receipt", args=[2561, 2, "8001"])).content.decode()
    assert proof.number in receipt
    assert f"http://testserver{proofs.path_of(proof)}" in receipt
    client.logout()
    answer = client.get(proofs.path_of(proof))
    page = answer.content.decode()
    assert "เป็นฉบับปัจจุบัน" in page
    assert (answer["X-Robots-Tag"], answer["Cache-Control"]) == ("noindex, nofollow", "no-store")
    assert submission.submitted_by.last_name not in page
    assert proof.fingerprint in page


def test_an_unknown_token_is_told_with_404(client: Client, cast: Cast) -> None:
    answer = client.get(reverse("registration:verify_paper", args=["A" * 22]))
    assert answer.status_code == 404
    assert "ไม่พบเอกสารนี้ในระบบ" in answer.content.decode()


def test_a_number_typed_from_paper_leads_on_or_says_what_is_wrong(
    client: Client, cast: Cast, plan: object
) -> None:
    proof = district.proof_of(receipt_of(cast))
    address = reverse("registration:verify")
    assert client.get(address, {"number": proof.number.lower()}).url == proofs.path_of(proof)
    wrong = proof.number[:-1] + ("0" if proof.number[-1] != "0" else "1")
    assert "พิมพ์ผิดหรือสลับกัน" in client.get(address, {"number": wrong}).content.decode()
    assert client.post(address).status_code == 405
