"""A list in pieces says what the list says, wherever a piece ends."""

import gc

import pytest

from registration.services.uploads import gate, sheets, sources
from registration.services.uploads.pieces import Spool, in_pieces, uncollected, with_end


@pytest.mark.parametrize("held", [0, 2])
@pytest.mark.parametrize("count", [0, 3, 4, 5, 12, 13])
def test_a_spool_is_read_as_a_list(count: int, held: int) -> None:
    spool, plain = Spool[int](size=4, held=held), list(range(count))
    for each in plain:
        spool.append(each)
        assert spool[-1] == each
    assert (len(spool), list(spool), spool[:], spool[1:-1]) == (count, plain, plain, plain[1:-1])
    assert [spool[place] for place in reversed(range(count))] == plain[::-1]
    with pytest.raises(IndexError):
        spool[count]


def test_the_last_piece_holds_what_is_left() -> None:
    assert list(in_pieces(iter(range(5)), 2)) == [[0, 1], [2, 3], [4]]
    assert list(with_end(iter(range(4)), 2)) == [([0, 1], False), ([2, 3], True)]
    assert list(with_end(iter(range(0)), 2)) == [([], True)]


def test_a_long_file_is_read_for_a_command_and_refused_on_a_page() -> None:
    data = "ชื่อกลุ่ม,โทรศัพท์\n".encode() + "ก,0812345678\n\n".encode() * (gate.WEB.rows // 2 + 1)
    (page,), (command,) = (sources.sheets_of_upload(data, "ก.csv", caps) for caps in (gate.WEB, gate.COMMAND))
    assert ("5,000 แถว" in page.fault, command.fault) == (True, "")
    assert len(command.rows) == gate.WEB.rows + 2
    assert (command.at(gate.WEB.rows + 2, 1), command.rows[-1][0].value) == (command.rows[-1][0], "ก")
    assert list(command.rows)[: len(page.rows)] == list(page.rows)


def test_a_cap_is_named_in_what_is_refused() -> None:
    small = gate.Caps(file=2**20, unpacked=2**20, member=2**20, records=10)
    (sheet,) = sources.sheets_of_upload("ก\n".encode() * 200, "ก.csv", small)
    assert (sheet.fault, "10 แถว" in sheet.fault) == (sheets.too_long(sheet, small), True)


def test_rings_are_looked_for_again_however_the_work_ends() -> None:
    found = []

    @uncollected()
    def fail() -> None:
        with uncollected():
            found.append(gc.isenabled())
        raise LookupError(gc.isenabled())

    with pytest.raises(LookupError, match="False"):
        fail()
    assert (found, gc.isenabled()) == ([False], True)
