"""Nothing is fetched but data: addresses and the fonts of the house."""

import pytest

from reporting.document.fetching import BASE, FONTS, OwnFilesOnly


def test_the_fonts_and_data_are_answered() -> None:
    assert OwnFilesOnly().fetch(BASE + FONTS[0]).read(4) == b"\x00\x01\x00\x00"
    assert OwnFilesOnly().fetch("data:text/plain,a").read() == b"a"


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://127.0.0.1/",
        "https://example.org/",
        f"{BASE}css/paper.css",
        "ftp://127.0.0.1/a",
    ],
)
def test_every_other_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="disallowed"):
        OwnFilesOnly().fetch(url)
