"""Papers and letters → PDF: the page is a Django template, the drawing WeasyPrint's; long lists in parts.

A part is drawn in a process of its own, two at a time; the pages are then joined and numbered over the whole.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from typing import Any, Final

import segno
from django.template.loader import render_to_string
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, TextStringObject

from reporting.document import engine, written
from reporting.paper import Imprint, LetterPaper, Paper, Table

LONG: Final = 300  # entries; from here on in parts
PER_PART: Final = 150  # entries
AT_ONCE: Final = 2  # processes, one a core of the smallest server

_LANGUAGE: Final = {NameObject("/Lang"): TextStringObject("th")}

Tell = Callable[[int, str], None]


def ignore(percent: int, words: str) -> None:
    """For callers without a progress bar."""


def draw(paper: Paper, imprint: Imprint, *, tell: Tell = ignore) -> bytes:
    """The whole PDF of a paper; the same paper and imprint give the same bytes. Raises: DrawingFailed."""
    tell(5, "กำลังจัดหน้า")
    if max((written.entry_count(table) for table in paper.tables), default=0) <= LONG:
        return _titled([engine.pdf_of(_page(paper, imprint))], paper.title)
    pieces = [_page(part, imprint, **place) for part, place in _parts(paper)]
    return _numbered(_drawn(pieces, tell), paper)


def draw_letter(letter: LetterPaper, imprint: Imprint | None) -> bytes:
    """A letter as it goes out, or as a draft marked ร่าง."""
    words = {"letter": letter, "imprint": imprint, "qr": _qr(letter.link)}
    return _titled([engine.pdf_of(render_to_string("print/letter.html", words))], letter.subject)


def join(parts: Sequence[bytes], titles: Sequence[str]) -> bytes:
    """One PDF of a letter and its attachments, with an outline; each keeps its own page numbers."""
    return _titled(parts, titles[0], outline=titles)


def page_count(pdf: bytes) -> int:
    return len(PdfReader(BytesIO(pdf)).pages)


def _page(
    paper: Paper, imprint: Imprint, *, is_first: bool = True, is_last: bool = True, is_whole: bool = True
) -> str:
    words: dict[str, Any] = {
        "paper": paper,
        "imprint": imprint,
        "blocks": written.blocks_of(paper.blocks, is_thai=paper.uses_thai_digits),
        "qr": _qr(imprint.link),
        "is_first": is_first,
        "is_last": is_last,
        "is_whole": is_whole,
    }
    return render_to_string("print/paper.html", words)


def _qr(link: str) -> str:
    return segno.make(link, error="m", micro=False).svg_data_uri(scale=3, border=1) if link else ""


def _parts(paper: Paper) -> Iterator[tuple[Paper, dict[str, bool]]]:
    """The paper cut between entries of its longest table; what stands before it comes first, after it last."""
    blocks = list(paper.blocks)
    place = max(
        (n for n, block in enumerate(blocks) if isinstance(block, Table)),
        key=lambda n: written.entry_count(blocks[n]),
    )
    table = blocks[place]
    count = written.entry_count(table)
    for start in range(0, count, PER_PART):
        stop = min(start + PER_PART, count)
        before = blocks[:place] if start == 0 else []
        after = blocks[place + 1 :] if stop == count else []
        cut = (*before, written.part_of(table, start, stop), *after)
        ends = {"is_first": start == 0, "is_last": stop == count, "is_whole": False}
        yield replace(paper, blocks=cut), ends


def _drawn(pieces: Sequence[str], tell: Tell) -> list[bytes]:
    done: list[bytes] = []
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        for pdf in pool.map(engine.pdf_of_in_a_process, pieces):
            done.append(pdf)
            tell(5 + 85 * len(done) // len(pieces), f"วาดแล้ว {len(done)} จาก {len(pieces)} ส่วน")
    return done


def _numbered(parts: Sequence[bytes], paper: Paper) -> bytes:
    """The parts as one PDF, each page stamped with its number over the whole."""
    pages = [page for part in parts for page in PdfReader(BytesIO(part)).pages]
    words = {"numbers": range(1, len(pages) + 1), "count": len(pages), "paper": paper}
    stamps = PdfReader(BytesIO(engine.pdf_of(render_to_string("print/numbers.html", words))))
    writer = PdfWriter()
    for page, stamp in zip(pages, stamps.pages, strict=True):
        numbered = writer.add_page(page)
        numbered.merge_page(stamp)
        numbered.compress_content_streams()
    return _written(writer, paper.title)


def _titled(parts: Sequence[bytes], title: str, outline: Sequence[str] = ()) -> bytes:
    writer = PdfWriter()
    for number, part in enumerate(parts):
        first = len(writer.pages)
        writer.append(BytesIO(part), import_outline=False)
        if outline:
            writer.add_outline_item(outline[number], first)
    return _written(writer, title)


def _written(writer: PdfWriter, title: str) -> bytes:
    """The bytes, with a title and a language and without the hour: the same pages are the same file."""
    writer.metadata = None
    writer.add_metadata({"/Title": title, "/Producer": "OTOP Registry"})
    writer.root_object.update(_LANGUAGE)
    writer.compress_identical_objects()
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
