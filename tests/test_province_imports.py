"""A province brings targets and the answers of an outside form through the pages that districts use."""

import pytest
from django.test import Client

from grading.models import Target
from registration.models import FormAnswer, Unit, Upload, User
from registration.services.imports import applying
from tests.conftest import Freeze
from tests.world.cast import Cast
from tests.world.factories import DAY

pytestmark = pytest.mark.usefixtures("plan")
CAPITAL = "เมืองนครศรีธรรมราช"


@pytest.fixture
def officer(client: Client, cast: Cast, freeze: Freeze) -> Client:
    freeze(DAY)
    client.force_login(cast.province)
    return client


def bring(client: Client, kind: str, text: str, **subject: str) -> Upload:
    """The pasted table on its page, its columns as guessed, checked."""
    client.post("/import/", {"unit": "80", "kind": kind, "pasted": text, **subject})
    upload = Upload.objects.latest("pk")
    columns = {f"column-{each['column']}": each["key"] for each in upload.columns}
    client.post(f"/import/{upload.pk}/columns/", columns)
    return upload


def shown(client: Client, upload: Upload) -> str:
    return client.get(f"/import/{upload.pk}/").content.decode()


def apply(client: Client, upload: Upload, by: User) -> None:
    client.post(f"/import/{upload.pk}/apply/")
    applying.apply_now(Upload.objects.get(pk=upload.pk), by=by, on=DAY)


def test_targets_are_shown_beside_those_that_stand_and_set(officer: Client, cast: Cast) -> None:
    text = f"อำเภอ\tเป้าผลิตภัณฑ์\tเป้ายอดจำหน่าย\n{CAPITAL}\t3\t1000\n"
    refused = officer.post("/import/", {"unit": "80", "kind": "targets", "pasted": text})
    assert refused.context["form"].errors.keys() == {"quarter"}
    upload = bring(officer, "targets", text, quarter="quarter:2561/2")
    assert "เป้าผลิตภัณฑ์: <ins>3</ins>" in shown(officer, upload)
    apply(officer, upload, cast.province)
    assert [(each.district_id, each.products) for each in Target.objects.all()] == [("8001", 3)]
    again = bring(officer, "targets", text.replace("1000", "2000"), quarter="quarter:2561/2")
    page = shown(officer, again)
    assert "<del>1,000.00</del> → <ins>2,000.00</ins>" in page
    assert "เป้าผลิตภัณฑ์: " not in page


def test_answers_are_kept_and_taken_back(officer: Client, cast: Cast) -> None:
    text = f"ประทับเวลา\tอำเภอ\tเดือน\tจำนวนผลิตภัณฑ์\tยอดจำหน่าย\n15/1/2561, 9:32:10\t{CAPITAL}\tม.ค. 2561\t3\t1,000.50\n"
    upload = bring(officer, "answers", text)
    assert "ยอดจำหน่าย (บาท): <ins>1,000.50</ins>" in shown(officer, upload)
    apply(officer, upload, cast.province)
    assert FormAnswer.objects.get().district_id == "8001"
    assert "เลิกทำทั้งไฟล์" in shown(officer, upload)


def test_each_level_is_offered_its_own_kinds(officer: Client, cast: Cast) -> None:
    offered = officer.get("/import/", {"kind": "targets", "quarter": "quarter:2561/2"}).context["form"]
    assert {"targets", "answers"} <= {code for code, _ in offered.fields["kind"].choices}
    assert (offered["kind"].value(), offered["quarter"].value()) == ("targets", "quarter:2561/2")
    assert officer.get("/import/files/8001/roster/").status_code == 404
    officer.force_login(cast.district)
    page = officer.get("/import/").context["form"]
    assert ("quarter" in page.fields, "month" in page.fields) == (False, True)
    sent = {"unit": "8001", "kind": "targets", "pasted": "อำเภอ\tเป้าผลิตภัณฑ์\n8001\t1\n"}
    assert officer.post("/import/", sent).context["form"].errors.keys() == {"kind"}


def test_another_provinces_upload_is_not_there(officer: Client, cast: Cast) -> None:
    upload = Upload.objects.create(
        kind="answers", unit=Unit.objects.get(pk="43"), name="ก", sha256="0", made_by=cast.other_province,
        made_at="2018-02-01T00:00+07:00",
    )  # fmt: skip
    assert officer.get(f"/import/{upload.pk}/").status_code == 404
