"""A paper as a document: built once, drawn in the format that was asked for."""

from collections.abc import Callable, Mapping
from typing import IO, Final

from registration.models import Proof
from registration.services.jobs.lanes import ReportProgress
from registration.services.people.signers import SignedBy
from reporting import document as pdf
from reporting import workbook
from reporting.kinds import Format, Variant
from reporting.models import Document
from reporting.paper import Imprint, Paper
from reporting.services import matters
from reporting.services.documents.contents import BUILT, DRAWN, Content, Order, imprint
from reporting.services.papers import builders
from reporting.services.papers.fingerprints import fingerprint
from reporting.services.papers.stands import chosen_for

Drawer = Callable[[Paper, Imprint, IO[bytes], str, ReportProgress], None]


def _pdf(
    paper: Paper, imprint: Imprint, target: IO[bytes], variant: str, report_progress: ReportProgress
) -> None:
    target.write(pdf.draw(paper, imprint, report_progress=report_progress))


def _workbook(
    paper: Paper, imprint: Imprint, target: IO[bytes], variant: str, report_progress: ReportProgress
) -> None:
    workbook.draw(paper, imprint, target, flat=variant == Variant.FLAT, report_progress=report_progress)


DRAWERS: Final[Mapping[str, Drawer]] = {Format.PDF: _pdf, Format.XLSX: _workbook}


def gather(document: Document, order: Order) -> Content:
    """The paper in the state that was asked for. Raises: Refused when that is gone, or no paper can be built."""
    order.report_progress(0, "กำลังรวบรวมข้อมูล")
    paper = builders.build(matters.of(document), builders.reading_in(document))
    builders.check_unmoved(document, order.on)
    said = fingerprint(paper)  # who is to sign a copy changes nothing of what it says
    paper = chosen_for(paper, SignedBy.of(document.signed_by))

    def draw(proof: Proof, target: IO[bytes], report_progress: ReportProgress) -> None:
        def on_the_way(percent: int, words: str) -> None:
            report_progress(BUILT + percent * (DRAWN - BUILT) // 100, words)

        report_progress(BUILT, "กำลังจัดหน้าเอกสาร")
        mark = imprint(document, proof, order.site)
        DRAWERS[document.format](paper, mark, target, document.variant, on_the_way)

    unprintable = tuple(pdf.unprintable_signs(paper)) if document.format == Format.PDF else ()
    return Content(said, paper.stand, draw, is_personal=paper.is_personal, left_out=unprintable)
