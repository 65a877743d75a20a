"""WeasyPrint behind one door: finished HTML in, PDF out; fonts of our own, nothing from network or disk.

Also a program: `python -m reporting.document.engine` reads HTML from standard input and writes the PDF to standard
output, so that a long list is drawn in processes that end and give their memory back. Source: decision 0025.
"""

import re
import subprocess
import sys
import threading
from pathlib import Path
from typing import Final

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from reporting.document import text_layer

STATIC: Final = Path(__file__).resolve().parents[2] / "static"
ASSETS: Final = {
    "otop:paper.css": (STATIC / "css" / "paper.css", "text/css"),
    "otop:Sarabun-Regular.ttf": (STATIC / "fonts" / "sarabun" / "Sarabun-Regular.ttf", "font/ttf"),
    "otop:Sarabun-Bold.ttf": (STATIC / "fonts" / "sarabun" / "Sarabun-Bold.ttf", "font/ttf"),
}
LONGEST: Final = 300  # s; a part of 250 entries takes about 5
_ONE_AT_A_TIME = threading.Lock()  # Pango is not promised to be safe in two threads at once


class DrawingFailed(Exception):
    """A process that draws a part ended without a PDF: killed, out of memory, or out of time."""


class Assets(URLFetcher):
    """Gives the files of ASSETS and what stands in the page itself (data:); everything else is not fetched."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Raises: ValueError for any other address; WeasyPrint then leaves the thing out."""
        if url in ASSETS:
            path, kind = ASSETS[url]
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})
        if re.match("(?i)(attach|file|https?|ftp)", url):
            raise FatalURLFetchingError(f"a document asked for {url[:60]}")
        return super().fetch(url, headers)


def pdf_of(html: str) -> bytes:
    """The PDF of a finished page; the same page gives the same bytes."""
    text_layer.install()
    with _ONE_AT_A_TIME:
        fonts, fetcher = FontConfiguration(), Assets()
        style = CSS(url="otop:paper.css", font_config=fonts, url_fetcher=fetcher)
        page = HTML(string=html, url_fetcher=fetcher, base_url="otop:")
        pdf: bytes = page.write_pdf(
            stylesheets=[style], font_config=fonts, presentational_hints=True, pdf_identifier=b"otop"
        )
    return pdf


def pdf_of_in_a_process(html: str) -> bytes:
    """The same in a process of its own. Raises: DrawingFailed when it was killed, failed or took too long."""
    command = [sys.executable, "-m", "reporting.document.engine"]
    root = STATIC.parent
    try:
        done = subprocess.run(  # noqa: S603 (our own module)
            command, input=html.encode(), capture_output=True, timeout=LONGEST, cwd=root, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise DrawingFailed(f"a part was not drawn within {LONGEST} s") from error
    if done.returncode or not done.stdout.startswith(b"%PDF"):
        raise DrawingFailed(f"the drawing process ended with {done.returncode}")
    return done.stdout


if __name__ == "__main__":
    sys.stdout.buffer.write(pdf_of(sys.stdin.buffer.read().decode()))
