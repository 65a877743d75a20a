"""No personal number in an address: whatever is typed into the search box of whichever list."""

import pytest
from django.test import Client
from django.urls import reverse

from registration.models import Plan
from tests.conftest import Freeze
from tests.world.cast import Cast
from tests.world.factories import CLOSE_DAY, make_citizen_id
from tests.world.round_pages import read

PEOPLE = reverse("registration:people")
CLOSING = reverse("registration:closing", args=[2561, 2])
LISTS = [  # address, box
    (reverse("registration:producers"), "q"),
    (PEOPLE, "words"),
    (CLOSING, "q"),
    (reverse("registration:verify"), "number"),
]


@pytest.fixture
def department(cast: Cast, plan: Plan, client: Client, freeze: Freeze) -> Client:
    """The browser of the department on a day when the round may be closed."""
    freeze(CLOSE_DAY)
    client.force_login(cast.department)
    return client


def dashed(number: str) -> str:
    return f"{number[0]}-{number[1:5]}-{number[5:10]}-{number[10:12]}-{number[12]}"


@pytest.mark.parametrize(("address", "box"), LISTS)
def test_an_address_with_a_personal_number_leads_to_the_one_without(
    department: Client, address: str, box: str
) -> None:
    number = make_citizen_id()
    for typed in (
        number,
        dashed(number),
        f"นางแดง {number}",
        number.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")),
    ):
        answer = department.get(address, {box: typed, "page": "1"})
        assert (answer.status_code, answer.url) == (302, f"{address}?page=1"), typed
    assert "เลขประจำตัวไม่ควรอยู่ในที่อยู่ของหน้า" in department.get(address).content.decode()


@pytest.mark.parametrize(("address", "box", "other"), [(PEOPLE, "words", "role"), (CLOSING, "q", "part")])
def test_a_posted_search_leads_to_the_address_of_its_list(
    department: Client, address: str, box: str, other: str
) -> None:
    typed = {box: "ก", other: "x", "next": "https://example.org"}
    assert department.post(address, typed).url == f"{address}?{box}=%E0%B8%81&{other}=x"
    assert department.post(address, {box: "", other: ""}).url == address
    assert department.post(address, typed | {box: make_citizen_id()}).url == f"{address}?{other}=x"


def test_the_box_of_a_list_is_posted(department: Client, cast: Cast) -> None:
    form = read(department, cast.department, PEOPLE).partition('role="search"')
    assert form[0].rpartition("<form")[2].count('method="post"') == 1
    assert "csrfmiddlewaretoken" in form[2].partition("</form>")[0]
