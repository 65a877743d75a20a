"""Pages go out compressed, with a length that tells nothing; what is compressed already goes out as it is."""

import gzip

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from otop_registry.compression import CompressTexts

TEXT = "ผู้ผลิต ผู้ประกอบการ " * 500


def answer(content_type: str) -> HttpResponse:
    def view(_request: HttpRequest) -> HttpResponse:
        return HttpResponse(TEXT.encode(), content_type=content_type)

    return CompressTexts(view)(RequestFactory().get("/", headers={"accept-encoding": "gzip"}))


@pytest.mark.parametrize(
    "content_type", ["text/html; charset=utf-8", "application/json", "text/csv; charset=utf-8"]
)
def test_texts_are_compressed(content_type: str) -> None:
    found = answer(content_type)
    assert found["Content-Encoding"] == "gzip"
    assert len(found.content) < len(TEXT) / 10
    assert gzip.decompress(found.content).decode() == TEXT


def test_the_length_of_the_same_page_differs_from_answer_to_answer() -> None:
    assert len({len(answer("text/html").content) for _ in range(30)}) > 5


@pytest.mark.parametrize("content_type", ["application/pdf", "application/zip", "image/png"])
def test_files_go_out_as_they_are(content_type: str) -> None:
    assert "Content-Encoding" not in answer(content_type)


def test_the_site_compresses_its_pages(client: Client, db: None) -> None:
    page = client.get(reverse("registration:help"), headers={"accept-encoding": "gzip, br"})
    assert page["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in page["Vary"]


@pytest.mark.parametrize("name", ["home", "announcements", "help", "privacy", "verify", "sign_in"])
def test_a_public_page_describes_itself(client: Client, db: None, name: str) -> None:
    page = client.get(reverse(f"registration:{name}")).text
    described = page.partition('<meta name="description"')[2].partition(">")[0]
    assert "OTOP" in described
