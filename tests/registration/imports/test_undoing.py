"""What is taken back of a file: the rows whose records nobody changed since; the others say why, once."""

from registration.models import UploadRow
from registration.models.uploads import RowState
from registration.services.imports import undoing


def test_a_row_that_stays_is_told_once_however_often_it_is_asked() -> None:
    rows = [
        UploadRow(number=number, state=RowState.APPLIED, findings=[{"code": "read_as"}]) for number in (2, 3)
    ]
    for _ in range(2):
        undone = undoing.as_written(rows, lambda row: row.number == 2, "แก้แล้ว")
        assert undone == rows[:1]
    assert [row.state for row in rows] == [RowState.UNDONE, RowState.APPLIED]
    assert [[each["code"] for each in row.findings] for row in rows] == [
        ["read_as"],
        ["read_as", "not_undone"],
    ]
    undoing.settle(rows[1])
    assert (rows[1].state, rows[1].findings) == (RowState.UNDONE, [{"code": "read_as"}])
