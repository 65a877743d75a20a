"""What WeasyPrint may fetch: data: addresses and the fonts of the house, read once. No network, no disk.

Markup in a text could otherwise name a file of the machine to be put into the PDF.
"""

from pathlib import Path

from weasyprint.urls import URLFetcher, URLFetcherResponse

STATIC = Path(__file__).resolve().parents[2] / "static"
BASE = "https://paper.invalid/"  # a reserved name: nothing there can ever answer
FONTS = ("fonts/sarabun/SarabunPaper-Regular.ttf", "fonts/sarabun/SarabunPaper-Bold.ttf")


class OwnFilesOnly(URLFetcher):
    """Answers data: and the addresses of `FONTS`; every other address is refused."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)
        self._files = {BASE + name: (STATIC / name).read_bytes() for name in FONTS}

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Raises: ValueError for an address that is neither; WeasyPrint then leaves the thing out."""
        if url in self._files:
            return URLFetcherResponse(url, self._files[url], {"Content-Type": "font/ttf"})
        return super().fetch(url, headers)
