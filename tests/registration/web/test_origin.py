"""Where a request comes from: our proxy's word for the address, the browser's own for its name."""

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from registration.web.origin import UNKNOWN, address_of, browser_of

EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Safari/604.1"
)
LINE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36 Line/14.9"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (EDGE, "Edge บน Windows"),
        (PHONE, "Safari บน iPhone"),
        (LINE, "LINE บน Android"),
        ("", UNKNOWN),
        ("x" * 9999, UNKNOWN),
    ],
)
def test_a_browser_is_named_in_words(said: str, shown: str) -> None:
    assert browser_of(said) == shown


@pytest.mark.parametrize(
    ("behind", "forwarded", "address"),
    [
        (False, "203.0.113.9", "127.0.0.1"),
        (True, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (True, "2001:db8::1", "2001:db8::1"),
        (True, "", None),
        (True, "203.0.113.9, <script>", None),
    ],
)
def test_only_our_own_proxy_is_believed(
    settings: Settings, behind: bool, forwarded: str, address: str | None
) -> None:
    settings.BEHIND_PROXY = behind
    request = RequestFactory().get("/", headers={"X-Forwarded-For": forwarded})
    assert address_of(request) == address
