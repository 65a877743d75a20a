"""The name under which a document's file is saved."""

from typing import Final

from otop_registry import thai
from reporting.kinds import Variant
from reporting.models import Document

FIT_FOR_NAMES: Final = str.maketrans(dict.fromkeys('/\\:*?"<>|', "-"))
LONGEST_NAME: Final = 110  # letters; Windows stops a path at 260


def download_name(document: Document) -> str:
    """The title and the state of the data as a file's name that Windows takes."""
    flat = " (ข้อมูลเรียงแถว)" if document.variant == Variant.FLAT else ""
    stand = f"ฉบับที่ {document.edition}" if document.edition else f"ณ {thai.short_date(document.as_of)}"
    words = f"{document.title}{flat} {stand}".translate(FIT_FOR_NAMES)[:LONGEST_NAME]
    return f"{words.strip()}.{document.format}"
