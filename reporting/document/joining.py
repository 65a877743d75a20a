"""Several PDFs become one, and pages get their numbers. The same bytes for the same parts: no dates, no random IDs."""

import io
from collections.abc import Sequence

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject, TextStringObject


def join(parts: Sequence[bytes], titles: Sequence[str]) -> bytes:
    """A letter with its attachments: one PDF, an outline entry per part, each part with its own page numbers.

    The document's title is that of the first part. Raises: ValueError when there is not one title per part.
    """
    writer = PdfWriter()
    for part, title in zip(parts, titles, strict=True):
        start = len(writer.pages)
        writer.append(io.BytesIO(part), import_outline=False)
        writer.add_outline_item(title=title, page_number=start)
    return _finished(writer, titles[0])


def join_parts(parts: Sequence[bytes], title: str) -> PdfWriter:
    """The parts of one paper behind each other, without an outline."""
    writer = PdfWriter()
    for part in parts:
        writer.append(io.BytesIO(part), import_outline=False)
    writer.add_metadata({"/Title": title})
    return writer


def stamp(writer: PdfWriter, numbers: bytes, title: str) -> bytes:
    """Page by page what `numbers` shows is laid over the document, which is then finished.

    As forms with resources of their own: the pages' content is not read again and no font can be mistaken.
    """
    found = zip(writer.pages, PdfReader(io.BytesIO(numbers)).pages, strict=True)
    for place, (page, number) in enumerate(found, 1):
        name = f"/PageNumber{place}"  # of its own: the pages of a part share one dictionary of resources
        form = StreamObject()
        drawn = number.get_contents()
        form.set_data(drawn.get_data() if drawn is not None else b"")
        form.update(
            {
                NameObject("/Type"): NameObject("/XObject"),
                NameObject("/Subtype"): NameObject("/Form"),
                NameObject("/BBox"): number.mediabox.clone(writer),
                NameObject("/Resources"): number["/Resources"].clone(writer),
            }
        )
        reference = writer._add_object(form.flate_encode())
        forms = _resources(page).setdefault(NameObject("/XObject"), DictionaryObject()).get_object()
        forms[NameObject(name)] = reference
        page[NameObject("/Contents")] = ArrayObject(
            [_stream(writer, b"q"), page.raw_get("/Contents"), _stream(writer, f"Q q {name} Do Q".encode())]
        )
    return _finished(writer, title)


def _resources(page: PageObject) -> DictionaryObject:
    """The dictionary of resources of a page, which every page that was drawn has."""
    resources = page["/Resources"].get_object()
    if not isinstance(resources, DictionaryObject):
        raise TypeError("A page without resources was drawn by somebody else")
    return resources


def _stream(writer: PdfWriter, content: bytes) -> object:
    stream = StreamObject()
    stream.set_data(content)
    return writer._add_object(stream)


def _finished(writer: PdfWriter, title: str) -> bytes:
    """The bytes; title and language are set, everything that could differ from run to run is not."""
    writer.metadata = {"/Title": title, "/Producer": "OTOP Registry"}
    writer.root_object[NameObject("/Lang")] = TextStringObject("th")
    writer.compress_identical_objects(remove_unreferenced=True)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()
