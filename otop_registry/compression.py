"""Pages and data go out compressed; what is compressed already, as PDF and workbooks, goes as it is. Decision 0049."""

from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

TEXTS: Final = ("text/html", "text/csv", "text/plain", "application/json", "image/svg+xml")


class CompressTexts(GZipMiddleware):
    """Django's own, which adds up to 100 random bytes: the length of an answer tells no secret of a page (BREACH)."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The answer, shorter where that is worth while."""
        is_text = response.get("Content-Type", "").startswith(TEXTS)
        return super().process_response(request, response) if is_text else response
