"""A row mended in the boxes of the producer's form, with what was read in them."""

from typing import Any

import pytest
from django.test import Client

from registration.models import Producer, Upload, UploadRow
from registration.models.uploads import RowState
from registration.services.imports import applying
from tests.conftest import Freeze
from tests.world.cast import Cast
from tests.world.factories import DAY, make_producer, number_of
from tests.world.lists import book, checked, line

pytestmark = pytest.mark.usefixtures("plan")


@pytest.fixture
def officer(client: Client, cast: Cast, freeze: Freeze) -> Client:
    freeze(DAY)
    client.force_login(cast.district)
    return client


def posted(client: Client, row: UploadRow, **over: object) -> Any:  # noqa: ANN401 (a response)
    """The page opened, and sent back as it stands but for what is given."""
    entry = client.get(f"/import/rows/{row.pk}/mend/").context["page"]
    sent: dict[str, object] = {"products-count": len(entry.products.forms)}
    for form in (entry.producer, *entry.products):
        for box in form:
            value = box.value()
            if value not in (None, "", False, []):
                sent[box.html_name] = "on" if value is True else value
    sent["phones"] = "08 1234 5678"
    return client.post(f"/import/rows/{row.pk}/mend/", sent | over)


def test_what_was_read_stands_in_the_boxes_and_the_number_stays_away(officer: Client, cast: Cast) -> None:
    row = line(1, {"ประเภทผู้ผลิต": None})
    upload = checked(book([row]), cast.a, by=cast.district)
    page = officer.get(f"/import/rows/{upload.rows.get().pk}/mend/").content.decode()
    assert 'value="ร้านทดสอบ 1"' in page
    assert "ยังไม่มีประเภทผู้ผลิต" in page
    assert str(row[4]) not in page.split("<form", 2)[-1].replace("-", "")


def test_a_number_that_cannot_be_read_stands_in_its_box_for_who_brought_it(
    officer: Client, cast: Cast
) -> None:
    upload = checked(book([line(1, {"เลขประจำตัวประชาชน": "1-2345-6"})]), cast.a, by=cast.district)
    address = f"/import/rows/{upload.rows.get().pk}/mend/"
    assert 'value="1-2345-6"' in officer.get(address).content.decode()
    Upload.objects.update(made_by=cast.province)
    assert "1-2345-6" not in officer.get(address).content.decode()


def test_mended_it_is_ready_and_the_next_one_follows(officer: Client, cast: Cast) -> None:
    rows = [line(1, {"ประเภทผู้ผลิต": None}), line(2, {"ประเภทผู้ผลิต": None})]
    upload = checked(book(rows), cast.a, by=cast.district)
    first, second = upload.rows.order_by("number")
    answer = posted(officer, first, kind="sole_owner", is_thai="on", takes_part_in_production="on")
    assert answer.url == f"/import/rows/{second.pk}/mend/"
    first.refresh_from_db()
    assert (first.state, first.is_mended) == (RowState.NEW, True)
    applying.apply_now(upload, by=cast.district, on=DAY)
    stored = Producer.objects.get()
    assert (number_of(stored), stored.kind, stored.name) == (rows[0][4], "sole_owner", "ร้านทดสอบ 1")


def test_what_the_form_refuses_stays_faulty_and_is_told_beside_its_box(officer: Client, cast: Cast) -> None:
    upload = checked(book([line(1, {"ประเภทผู้ผลิต": None})]), cast.a, by=cast.district)
    row = upload.rows.get()
    page = posted(officer, row, kind="group", is_thai="on", takes_part_in_production="on")
    assert "จำนวนสมาชิก" in page.content.decode()
    row.refresh_from_db()
    assert row.state == RowState.FAULTY


def test_a_row_about_a_record_is_mended_over_its_values(officer: Client, cast: Cast) -> None:
    stands = make_producer(cast.a, by=cast.district, kind="sole_owner", owner_last_name="ใจดี")
    over = {"เลขประจำตัวประชาชน": number_of(stands), "ประเภทผลิตภัณฑ์": "ไม่ทราบ"}
    upload = checked(book([line(1, over)]), cast.a, by=cast.district)
    row = upload.rows.get()
    assert (row.state, row.record) == (RowState.FAULTY, stands.pk)
    answer = posted(officer, row, **{"products-1-product_type": "drink"})
    assert answer.status_code == 302
    applying.apply_now(upload, by=cast.district, on=DAY)
    stands.refresh_from_db()
    assert stands.name == "ร้านทดสอบ 1"
    assert sorted(stands.products.values_list("product_type", flat=True)) == ["drink", "food"]


def test_a_neighbours_row_is_not_there(officer: Client, cast: Cast, client: Client) -> None:
    row = checked(book([line(1)]), cast.a, by=cast.district).rows.get()
    client.force_login(cast.neighbour)
    assert client.get(f"/import/rows/{row.pk}/mend/").status_code == 404
    assert client.post(f"/import/rows/{row.pk}/drop/").status_code == 404
