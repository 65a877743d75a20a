"""Files to fill: what they hold is known, what they ask is offered, and filled in they are read without a finding."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from registration.models import Plan
from registration.models.uploads import RowState
from registration.services import sales, subjects
from registration.services.imports import sales as sales_kind
from registration.services.imports import templates
from registration.services.imports.kinds import Judged, Scene
from registration.services.imports.templates import drawing
from registration.services.uploads import own_files, records, sources
from registration.services.uploads.records import Table
from tests.registration.sales.test_writing import cell
from tests.world.cast import Cast
from tests.world.factories import DAY, make_producer, make_product_fields

MONTH, JANUARY, REGISTERED = date(2018, 2, 1), date(2018, 1, 1), date(2018, 1, 10)
pytestmark = pytest.mark.django_db


def saved(book: Workbook) -> bytes:
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def opened(data: bytes) -> Workbook:
    return load_workbook(BytesIO(data))


@pytest.fixture
def month(cast: Cast, plan: Plan) -> "Month":
    return Month(cast)


class Month:
    """District A with two products of one producer, one of them with a name that looks like a formula."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        rows = [make_product_fields(name="กล้วยฉาบ"), make_product_fields(name="=1+1 เผือกฉาบ")]
        producer = make_producer(cast.a, by=cast.district, on=REGISTERED, name="กลุ่มแม่บ้านท่าซัก", products=rows)
        self.banana, self.taro = producer.products.order_by("pk")
        cells = {self.banana.pk: cell("100.50", "20"), self.taro.pk: sales.Cell(None, is_zero=True)}
        sales.record_month(cast.a, JANUARY, cells, by=cast.district, on=DAY)

    def table(self, data: bytes) -> Table:
        return records.read(sources.sheets_of_upload(data, "ยอด.xlsx"), sales_kind.SALES_OF_MONTH.heads)

    def judge(self, data: bytes) -> list[Judged]:
        scene = Scene(self.cast.a, subjects.of_month(MONTH), self.cast.district, DAY)
        table = self.table(data)
        judged = sales_kind.judge(scene, table)
        assert [each.message for each in table.findings] == []
        return judged


def values(book: Workbook) -> Iterable[tuple[object, ...]]:
    return book[drawing.TABLE].iter_rows(min_row=drawing.HEAD_ROW + 1, values_only=True)


def test_the_file_of_a_month_names_every_product_and_holds_no_formula(month: Month) -> None:
    book = opened(templates.sales_file(month.cast.a, MONTH))
    assert [row[2] for row in values(book)] == ["กล้วยฉาบ", "=1+1 เผือกฉาบ"]
    cells = [each for row in book[drawing.TABLE].iter_rows() for each in row]
    assert "f" not in {each.data_type for each in cells}


def test_a_filled_month_is_read_without_a_finding(month: Month) -> None:
    book = opened(templates.sales_file(month.cast.a, MONTH))
    sheet = book[drawing.TABLE]
    sheet["D4"], sheet["E4"], sheet["H5"], sheet["I5"] = 110.25, 20, "ใช่", "น้ำท่วม"
    judged = month.judge(saved(book))
    assert [(each.state, each.findings) for each in judged] == [(RowState.NEW, ())] * 2
    assert judged[0].fields["money"] == {"domestic_offline": "110.25", "domestic_online": "20.00"}


def test_the_amounts_of_the_month_before_can_stand_in_the_file(month: Month) -> None:
    judged = month.judge(templates.sales_file(month.cast.a, MONTH, like_before=True))
    assert [(each.state, each.findings) for each in judged] == [(RowState.NEW, ())] * 2
    assert judged[0].fields["money"] == {"domestic_offline": "100.50", "domestic_online": "20.00"}
    assert judged[1].fields["zero"]


def test_other_sheets_of_our_files_are_no_choice_and_an_old_version_is_told(
    month: Month, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = templates.sales_file(month.cast.a, MONTH)
    assert month.table(data).choices == (drawing.TABLE,)
    assert not month.table(data).findings
    monkeypatch.setitem(own_files.VERSIONS, "sales", 2)
    assert [each.code for each in month.table(data).findings] == ["version"]


def test_every_list_is_a_range_and_every_hint_fits(month: Month) -> None:
    book = opened(templates.sales_file(month.cast.a, MONTH))
    for checked in book[drawing.TABLE].data_validations.dataValidation:
        assert checked.type != "list" or checked.formula1.startswith(f"'{drawing.LISTS}'!$")
        assert len(checked.prompt) <= 255
        assert len(checked.promptTitle) <= 32
    assert book[drawing.LISTS].sheet_state == "hidden"


def test_money_is_a_number_and_all_else_stays_text(month: Month) -> None:
    sheet = opened(templates.sales_file(month.cast.a, MONTH, like_before=True))[drawing.TABLE]
    assert sheet["D4"].value == Decimal("100.5")
    assert {sheet.column_dimensions[letter].number_format for letter in "ABCHI"} == {"@"}
    assert sheet["A4"].value == month.banana.producer.registration_number
