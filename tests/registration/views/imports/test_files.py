"""Files to fill: offered on the page of imports, for one's own district alone."""

from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from registration.services.imports.templates import OFFERS
from tests.conftest import Freeze
from tests.world.cast import Cast
from tests.world.factories import DAY, make_producer

pytestmark = pytest.mark.usefixtures("plan")


@pytest.fixture
def officer(client: Client, cast: Cast, freeze: Freeze) -> Client:
    freeze(DAY)
    client.force_login(cast.district)
    return client


def test_the_page_offers_files_that_open(officer: Client, cast: Cast) -> None:
    producer = make_producer(cast.a, by=cast.district)
    page = officer.get("/import/").content.decode()
    for code in ("roster", "registered"):
        address = f"/import/files/8001/{code}/"
        assert address in page
        answer = officer.get(address)
        assert "attachment" in answer["Content-Disposition"]
        sheet = load_workbook(BytesIO(answer.content)).worksheets[0]
        names = [row[1] for row in sheet.iter_rows(min_row=4, values_only=True)]
        assert names == ([producer.name] if code == "registered" else [])


@pytest.mark.parametrize("code", OFFERS)
def test_every_file_is_one_of_the_own_district(officer: Client, code: str) -> None:
    assert officer.get(f"/import/files/8001/{code}/").status_code == 200
    assert officer.get(f"/import/files/4301/{code}/").status_code == 404


def test_a_file_that_is_not_offered_is_not_found(officer: Client) -> None:
    assert officer.get("/import/files/8001/everything/").status_code == 404
