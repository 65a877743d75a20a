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
from tests.world.factories import DAY, make_producer, make_product_fields, make_subdistrict, number_of
from tests.world.lists import judged

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
        cells = {self.banana.pk: cell("100.50", "20"), self.taro.pk: sales.MonthAnswer(None, is_zero=True)}
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
    found = month.judge(saved(book))
    assert [(each.state, each.findings) for each in found] == [(RowState.NEW, ())] * 2
    assert found[0].fields["money"] == {"domestic_offline": "110.25", "domestic_online": "20.00"}


def test_the_amounts_of_the_month_before_can_stand_in_the_file(month: Month) -> None:
    found = month.judge(templates.sales_file(month.cast.a, MONTH, like_before=True))
    assert [(each.state, each.findings) for each in found] == [(RowState.NEW, ())] * 2
    assert found[0].fields["money"] == {"domestic_offline": "100.50", "domestic_online": "20.00"}
    assert found[1].fields["zero"]


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


# --- producers ------------------------------------------------------------------------------------


def test_what_is_registered_stands_in_the_file_and_changes_nothing(cast: Cast, plan: Plan) -> None:
    proofs = [{"standard": "fda", "number": "80-1-00161"}, {"standard": "other", "number": "ป.9001"}]
    full = make_product_fields(
        name="-เสื่อกก 2 แบบ", certificates=proofs, price_baht=Decimal("120.50"), monthly_capacity=30,
        description="ลายเดิม\nลายใหม่", size="1/2 เมตร", state="paused",
    )  # fmt: skip
    facts = {"founded_day": date(2008, 3, 16), "village_number": "4", "phones": ["075356555", "0812345678"]}
    make_producer(
        cast.a, by=cast.district, products=[full, make_product_fields()], house_number="12/3", **facts
    )
    make_producer(cast.a, by=cast.district, kind="sme", juristic_id="0805559000011", owner_last_name="")
    table, found = judged(templates.roster_file(cast.a, DAY, is_filled=True), cast.a)
    assert [(each.code, each.message) for each in table.findings] == []
    assert [(each.state, each.findings) for each in found] == [(RowState.UNCHANGED, ())] * 2
    assert sum(len(each.records) for each in found) == 3


def test_a_blank_file_filled_by_its_examples_is_read_without_a_finding(cast: Cast, plan: Plan) -> None:
    book = opened(templates.roster_file(cast.a, DAY, is_filled=False))
    assert list(values(book)) == []
    examples = {row[0]: row[2] for row in book[drawing.EXPLAINED].iter_rows(min_row=4, values_only=True)}
    sheet = book[drawing.TABLE]
    for column, head in enumerate((each.value for each in sheet[drawing.HEAD_ROW]), 1):
        sheet.cell(drawing.HEAD_ROW + 1, column, examples[head])
    table, (found,) = judged(saved(book), cast.a)
    assert [(each.code, each.message) for each in (*table.findings, *found.findings)] == []
    assert (found.state, len(found.fields["products"][0]["certificates"])) == (RowState.NEW, 2)


def test_a_citizens_number_never_stands_in_a_file(cast: Cast, plan: Plan) -> None:
    producer = make_producer(cast.a, by=cast.district)
    book = opened(templates.roster_file(cast.a, DAY, is_filled=True))
    texts = {str(each.value) for sheet in book for row in sheet.iter_rows() for each in row}
    assert producer.registration_number in texts
    assert not any(number_of(producer) in text.replace("-", "") for text in texts)


def test_the_subdistricts_of_the_district_are_offered_whatever_their_number(cast: Cast, plan: Plan) -> None:
    names = [make_subdistrict(f"8001{number:02}", name=f"ตำบลชื่อยาว{number}").name for number in range(20, 60)]
    book = opened(templates.roster_file(cast.a, DAY, is_filled=False))
    offered = {cell.value for row in book[drawing.LISTS].iter_rows() for cell in row}
    assert {*names} <= offered
    formulas = [
        each.formula1 for each in book[drawing.TABLE].data_validations.dataValidation if each.type == "list"
    ]
    assert all(len(formula) < 60 for formula in formulas)
