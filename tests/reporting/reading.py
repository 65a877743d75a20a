"""What a reader gets out of a PDF: its pages as text, as pdftotext extracts them."""

import io
import re
import subprocess

from pypdf import PdfReader

_LOOSE = re.compile(
    r"(?:^|\s)[\u0e31\u0e33-\u0e3a\u0e47-\u0e4e]\S*"
)  # a mark without the letter it belongs to


def pages(pdf: bytes, *options: str) -> list[str]:
    """The text of each page; `-layout` keeps what stands beside each other in one line."""
    done = subprocess.run(["pdftotext", *options, "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]


def loose_marks(pdf: bytes) -> list[str]:
    """What pdftotext, in its default mode, tears off its letter."""
    return [found.strip() for page in pages(pdf) for found in _LOOSE.findall(page)]


def text(pdf: bytes) -> str:
    """All pages in the order in which they were written, white space joined."""
    return " ".join(" ".join(pages(pdf, "-raw")).split())


def opened(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))
