"""Nothing is fetched but data: addresses and the fonts of the house."""

from pathlib import Path

import pytest

from reporting.document.fetching import BASE, FONTS, OwnFilesOnly


def test_the_fonts_and_data_are_answered() -> None:
    assert OwnFilesOnly().fetch(BASE + FONTS[0]).read(4) == b"\x00\x01\x00\x00"
    assert OwnFilesOnly().fetch("data:text/plain,a").read() == b"a"


def test_a_file_of_the_machine_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("ข้อความ", encoding="utf-8")
    with pytest.raises(ValueError, match="disallowed"):
        OwnFilesOnly().fetch((tmp_path / "a.txt").as_uri())


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "https://example.org/",
        f"{BASE}css/paper.css",
        "ftp://127.0.0.1/a",
    ],
)
def test_every_other_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="disallowed"):
        OwnFilesOnly().fetch(url)
