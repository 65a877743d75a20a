"""Where a request comes from: the address as far as it can be believed, the browser in words."""

import ipaddress
import re
from typing import Final

from django.conf import settings
from django.http import HttpRequest

from registration.services.people.sign_ins import Origin

# What a browser calls itself, the more special first: Edge says Chrome too, and Chrome says Safari.
BROWSERS: Final = (
    ("Line/", "LINE"), ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("Chrome/", "Chrome"), ("CriOS/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
SYSTEMS: Final = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"), ("Linux", "Linux"),
)  # fmt: skip
UNKNOWN: Final = "เบราว์เซอร์ที่ไม่รู้จัก"


def origin_of(request: HttpRequest) -> Origin:
    return Origin(browser_of(request.headers.get("User-Agent", "")), address_of(request))


def browser_of(said: str) -> str:
    """ "Chrome บน Windows"; what a browser says of itself proves nothing and is only shown to its person."""
    browser = next((name for mark, name in BROWSERS if mark in said), UNKNOWN)
    system = next((name for mark, name in SYSTEMS if mark in said), "")
    return f"{browser} บน {system}" if system else browser


def address_of(request: HttpRequest) -> str | None:
    """Whose address the connection has: the last one that our own proxy added, never what a client wrote before it."""
    told = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2]
    try:
        return str(ipaddress.ip_address(re.sub(r"\s", "", told)))
    except ValueError:
        return None
