"""Targets from a table: beside what stands, set in one act, given back; our own attachment is read back."""

from decimal import Decimal
from io import BytesIO

import pytest

from grading.models import Target
from grading.services import targets
from grading.services.target_import import TARGETS
from grading.services.targets import Aim
from registration.models import Event
from registration.services import subjects
from registration.services.uploads import records, sheets
from reporting import workbook
from reporting.paper import Imprint
from reporting.services.papers import targets as attachment
from tests.world.grading_scene import BEFORE, QUARTER, Scene
from tests.world.uploads import Brought

pytestmark = pytest.mark.django_db
IMPRINT = Imprint("1", "https://example.org/verify/1", "f" * 64, "9 ส.ค. 2567", "จังหวัดหนองคาย")
HEAD = ("ที่", "อำเภอ", "เป้าผลิตภัณฑ์", "เป้ายอดจำหน่าย (ล้านบาท)")


@pytest.fixture
def scene() -> Scene:
    return Scene()


@pytest.fixture
def brought(scene: Scene) -> Brought:
    return Brought(TARGETS, scene.province, subjects.of_quarter(QUARTER), scene.officer, BEFORE)


def set_targets(scene: Scene, **aims: Aim) -> None:
    targets.set_targets(
        scene.province, QUARTER, {code[1:]: aim for code, aim in aims.items()}, by=scene.officer, on=BEFORE
    )


def aims() -> dict[str, tuple[int, Decimal | None]]:
    return {row.district_id: (row.products, row.sales_baht) for row in Target.objects.all()}


def test_a_table_is_set_in_one_act_and_given_back(scene: Scene, brought: Brought) -> None:
    set_targets(scene, d4302=Aim(1))
    found = brought.judge(HEAD, (1, "อ.เมือง", "๓", 1.5), (2, "4302", 2, None), ("", "รวม", 5, 1.5))
    assert [str(each.state) for each in found] == ["new", "changes"]
    assert brought.apply() == ["applied", "applied"]
    assert aims() == {"4301": (3, Decimal("1500000.00")), "4302": (2, None)}
    assert Event.objects.filter(verb="set_targets").count() == 2
    assert brought.undo() == ["undone", "undone"]
    assert aims() == {"4302": (1, None)}


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ((1, "อำเภอไม่มีจริง", 1, None), "district"),
        ((1, "", 1, None), "district"),
        ((1, "4301", "สาม", None), "unreadable"),
        ((1, "4301", None, 5), "products"),
        ((1, "4301", 12000, None), "products"),
    ],
)
def test_what_is_not_clear_is_kept(brought: Brought, row: tuple[object, ...], code: str) -> None:
    found = brought.judge(HEAD, row)[0]
    assert (str(found.state), code in [each.code for each in found.findings]) == ("faulty", True)


def test_a_district_in_two_rows_is_asked_about_in_both(brought: Brought) -> None:
    found = brought.judge(HEAD, (1, "4301", 1, None), (2, "อ.เมือง", 2, None))
    assert [each.findings[-1].code for each in found] == ["twice", "twice"]


def test_a_target_changed_afterwards_stays(scene: Scene, brought: Brought) -> None:
    brought.judge(HEAD, (1, "4301", 1, None))
    brought.apply()
    set_targets(scene, d4301=Aim(7))
    assert brought.undo() == ["applied"]
    assert aims() == {"4301": (7, None)}


def test_our_own_attachment_is_read_back_as_it_stands(scene: Scene, brought: Brought) -> None:
    set_targets(scene, d4301=Aim(3, Decimal("1234567.50")), d4302=Aim(2))
    file = BytesIO()
    workbook.draw(attachment.paper(scene.province, QUARTER, on=BEFORE), IMPRINT, file)
    table = records.read(sheets.sheets_of(file.getvalue()), TARGETS.heads)
    found = TARGETS.judge(brought.scene, table)
    assert [(str(each.state), each.fields["sales_baht"]) for each in found] == [
        ("unchanged", "1234567.50"),
        ("unchanged", None),
    ]
