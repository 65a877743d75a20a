"""Somebody with a browser without JavaScript, at a site that runs as processes of its own."""

import urllib.request
from http.cookiejar import CookieJar
from typing import Final
from urllib.error import HTTPError
from urllib.parse import urlencode

from tests.world.factories import PASSWORD

PATIENCE: Final = 30  # s; far above any answer of a site that does not hang


class Visitor:
    """Keeps cookies and goes where an answer sends it."""

    def __init__(self, site: str) -> None:
        self.site, self.cookies = site, CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def get(self, path: str) -> tuple[int, str]:
        """Status and text of a page."""
        return self._ask(urllib.request.Request(self.site + path))  # noqa: S310 (our own site)

    def post(self, path: str, **fields: object) -> tuple[int, str]:
        """Status and text of the page that a sent form leads to."""
        self.get("/accounts/sign-in/" if not self.cookies else path)
        token = next(cookie.value or "" for cookie in self.cookies if cookie.name == "csrftoken")
        body = urlencode({"csrfmiddlewaretoken": token, **fields}).encode()
        return self._ask(urllib.request.Request(self.site + path, data=body))  # noqa: S310

    def sign_in(self, username: str) -> tuple[int, str]:
        """The page after signing in."""
        return self.post("/accounts/sign-in/", username=username, password=PASSWORD)

    def _ask(self, request: urllib.request.Request) -> tuple[int, str]:
        try:
            with self._opener.open(request, timeout=PATIENCE) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            return error.code, error.read().decode()
