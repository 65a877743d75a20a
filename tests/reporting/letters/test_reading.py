"""What is read of a letter: its number however it is typed, its QR code by each district."""

import pytest
from django.test import Client
from django.urls import reverse

from registration.workflow import Refused
from reporting.services.letters.issuing import check_number
from tests.conftest import Freeze
from tests.reporting.letters.test_issuing import L1_DAY
from tests.world.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ที่ นศ ๐๐๑๙/๐๑๔๖๗", "นศ 0019/01467"),
        ("นศ ๐๐๑๙/ ว ๔๖๘", "นศ 0019/ว 468"),
        ("นค 0019.3/ก 9929", "นค 0019.3/ก 9929"),
        ("นค0019.3/9534", "นค 0019.3/9534"),
    ],
)
def test_a_number_has_one_spelling(typed: str, kept: str) -> None:
    assert check_number(typed) == kept


@pytest.mark.parametrize("typed", ["", "01467", "นศ 0019", "นศ 0019/", "NST 0019/1", "นศ 0019/01467 ลงวันที่"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="เลขที่หนังสือ"):
        check_number(typed)


def test_the_letter_leads_every_district_to_its_own_page(cast: Cast, client: Client, freeze: Freeze) -> None:
    freeze(L1_DAY)
    url = reverse("registration:round_own", args=[2561, 2])
    assert client.get(url).url.endswith(f"?next={url}")
    client.force_login(cast.district)
    assert client.get(url).url == reverse("registration:round", args=[2561, 2, "8001"])
    client.force_login(cast.department)
    assert client.get(url).url == reverse("registration:rounds")
