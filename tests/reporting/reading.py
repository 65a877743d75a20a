"""What a reader gets out of a PDF: its pages as text, as pdftotext extracts them, ำ joined."""

import io
import subprocess

from pypdf import PdfReader

from reporting.document.text_layer import join_sara_am


def pages(pdf: bytes, *options: str) -> list[str]:
    """The text of each page; `-layout` keeps what stands beside each other in one line."""
    done = subprocess.run(["pdftotext", *options, "-", "-"], input=pdf, capture_output=True, check=True)
    return join_sara_am(done.stdout.decode()).split("\f")[:-1]


def text(pdf: bytes) -> str:
    """All pages in the order in which they were written, white space joined."""
    return " ".join(" ".join(pages(pdf, "-raw")).split())


def opened(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))
