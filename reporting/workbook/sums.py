"""Control sums: each total of a paper is added up again from the rows as they are drawn."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter

from reporting.paper import Column, Form, Table, Value
from reporting.workbook.cells import HEAD, Ink
from reporting.workbook.leaf import Leaf

NAME: Final = "ผลรวมตรวจสอบ"
SUMMED: Final = frozenset({Form.COUNT, Form.BAHT})
COLUMNS: Final = (
    Column("แผ่นงาน", width=28),
    Column("คอลัมน์", width=44),
    Column("จำนวนแถว", Form.COUNT, width=12),
    Column("ยอดรวมในเอกสาร", Form.BAHT, width=20),
    Column("ผลรวมตรวจสอบ", Form.BAHT, width=20),
    Column("ผลต่าง", Form.BAHT, width=12),
)


class SumsDiffer(Exception):
    """A paper's total is not the sum of its rows: nothing may be drawn from it."""


class Control:
    """The sums of one table, made anew while its rows are drawn."""

    def __init__(self, table: Table) -> None:
        total = table.total or ()
        self.table = table
        self.row_count = 0
        self.rows: tuple[int, int] | None = None  # first and last, where a sheet shows each value once
        self.sums: dict[int, Decimal | int] = {
            place: 0
            for place, (column, value) in enumerate(zip(table.columns, total, strict=False))
            if column.form in SUMMED and isinstance(value, Decimal | int)
        }

    def add(self, row: Sequence[Value], *, is_first: bool) -> None:
        """Adds a row; what it shares with its entry counts in the entry's first row only."""
        self.row_count += 1
        for place in self.sums:
            value = row[place]
            if isinstance(value, Decimal | int) and (is_first or place >= self.table.merged):
                self.sums[place] += value

    def check(self) -> None:
        """Raises: SumsDiffer, naming the first column whose total is another one."""
        for place, found in self.sums.items():
            stated = (self.table.total or ())[place]
            if stated != found:
                heading = heading_of(self.table.columns[place])
                raise SumsDiffer(f"{self.table.name} · {heading}: ยอดรวม {stated} แต่รวมทุกแถวได้ {found}")

    def formula(self, place: int) -> str:
        """What adds a column up from its cells, so that a reader need not believe the sum; "" where it cannot."""
        if self.rows is None:
            return ""
        (first, last), letter = self.rows, get_column_letter(place + 1)
        name = self.table.name.replace("'", "''")
        return f"=SUM('{name}'!{letter}{first}:{letter}{last})"

    def lines(self) -> list[tuple[str, str | None, int, int | None]]:
        """What the control sheet says of the table: its name, a column's heading, how many rows, the column's place."""
        if not self.sums:
            return [(self.table.name, None, self.row_count, None)]
        columns = self.table.columns
        return [(self.table.name, heading_of(columns[place]), self.row_count, place) for place in self.sums]


def heading_of(column: Column) -> str:
    """The heading of a column that stands alone."""
    return f"{column.group} {column.label}".strip()


def draw_controls(book: Workbook, controls: Sequence[Control], ink: Ink) -> None:
    """The sheet of control sums; none for a workbook without tables."""
    if not controls:
        return
    leaf = Leaf(book, NAME, [column.width for column in COLUMNS], ink, is_landscape=True)
    leaf.freeze(below=1)
    leaf.row([leaf.cell(column.label, look=HEAD) for column in COLUMNS], 1)
    for control in controls:
        for *said, place in control.lines():
            cells = [leaf.cell(value, _form_of(value)) for value in said]
            leaf.row([*cells, *_proof(leaf, control, place)])
    leaf.close(titles=(1, 1))


def _proof(leaf: Leaf, control: Control, place: int | None) -> list[WriteOnlyCell]:
    """The stated total, the sum of the cells as a formula, and what lies between them."""
    if place is None:
        return [leaf.cell(None) for _ in range(3)]
    stated, form = (control.table.total or ())[place], control.table.columns[place].form
    total, words, row = leaf.cell(stated, form), control.formula(place), leaf.written + 1
    if not words:
        return [total, leaf.cell(control.sums[place], form), leaf.cell(0, Form.COUNT)]
    return [total, leaf.formula(words, form), leaf.formula(f"=E{row}-D{row}", form)]


def _form_of(value: Value) -> Form:
    """Counts keep no satang, amounts do."""
    if isinstance(value, Decimal):
        return Form.BAHT
    return Form.COUNT if isinstance(value, int) else Form.TEXT
