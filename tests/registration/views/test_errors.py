"""A full disk is told as such and loses nothing that was typed; the page of a fault stands on nothing."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.urls import include, path, reverse
from pytest_django import Settings

from registration.models import Contact
from registration.web.guard import public
from tests.world.cast import Cast

pytestmark = pytest.mark.django_db
TYPED = {"name": "นายแดง " + "ก" * 190, "position": "ข" * 200, "phone": "0812345678", "role": "monthly"}
TYPED |= {"valid_from_0": "1", "valid_from_1": "10", "valid_from_2": "2560", "csrfmiddlewaretoken": "old"}
MANY = 3_000
URL = "/people/contacts/new/"


@pytest.fixture
def full(cast: Cast) -> Iterator[None]:
    """The database of SQLite may not grow by one page, as on a full disk."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
        try:
            yield
        finally:
            cursor.execute("PRAGMA max_page_count = 4294967294")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a full disk as SQLite tells it")
def test_a_full_disk_keeps_what_was_typed_in_the_page(cast: Cast, full: None) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(cast.district)
    answers = [client.post(URL, TYPED)]
    while answers[-1].status_code == 302 and len(answers) < MANY:  # until free places of the file are used up
        answers.append(client.post(URL, TYPED))
    refused = answers[-1]
    assert (refused.status_code, "เนื้อที่เต็ม ยังไม่ได้บันทึก" in refused.text) == (507, True)
    assert f'action="{URL}"' in refused.text
    assert f'name="name" value="{TYPED["name"]}"' in refused.text
    assert 'value="old"' not in refused.text
    assert client.get("/people/contacts/").status_code == 200
    assert Contact.objects.count() == sum(answer.status_code == 302 for answer in answers)


def fail(request: HttpRequest) -> HttpResponse:
    """Fails as the request says."""
    if request.GET["how"] == "postgresql":
        raise OperationalError("could not extend file") from psycopg.errors.DiskFull()
    if request.GET["how"] == "disk":
        raise OSError(28, "No space left on device")
    raise ValueError


urlpatterns = [path("fail/", public(fail)), path("", include("registration.urls"))]
handler500 = "registration.views.errors.server_error"


@pytest.mark.parametrize(("how", "status"), [("postgresql", 507), ("disk", 507), ("bug", 500)])
def test_whoever_says_that_there_is_no_room_is_heard(settings: Settings, how: str, status: int) -> None:
    settings.ROOT_URLCONF = __name__
    answer = Client(raise_request_exception=False).post(f"/fail/?how={how}", {"password": "x", "a": "<b>"})
    assert answer.status_code == status
    assert ("&lt;b&gt;" in answer.text) == (status == 507)
    assert 'name="password"' not in answer.text


@pytest.mark.parametrize("page", ["500.html", "507.html"])
def test_the_page_of_a_fault_needs_no_list_of_static_files(settings: Settings, page: str) -> None:
    manifest = "whitenoise.storage.CompressedManifestStaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": manifest}}
    assert "/static/css/app.css" in render_to_string(page)


def test_what_is_read_is_not_kept_by_the_machine(cast: Cast, client: Client) -> None:
    client.force_login(cast.district)
    assert client.get(reverse("registration:producers"))["Cache-Control"] == "private, no-store"
    assert "no-store" not in client.get(URL).get("Cache-Control", "")  # Back brings the typed words again
