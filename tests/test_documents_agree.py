"""PDF, workbook, page and database say the same numbers: a closed round's report, a month's report to the baht."""

import re
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from django.db.models import Sum
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader
from pytest_django import Settings

from otop_registry import thai
from registration.models import EditionFigure, Sale, User
from registration.services.editions.published import GROUPS
from registration.workflow import CertificateStatus, ClosingStatus, Status
from reporting.kinds import Format, Kind
from reporting.models import Document
from reporting.services import monthly
from reporting.services.documents import Matter, Wish
from tests.world.cast import Cast
from tests.world.document_scene import ask_and_make, quarterly, read
from tests.world.factories import (
    CLOSE_DAY,
    certification_of,
    closing_of,
    make_producer,
    make_product_fields,
    submission_of,
    walk,
)
from tests.world.grading_scene import JULY, NEW_DAY, Scene

pytestmark = pytest.mark.django_db
ON_THE_PAGE = (
    "producers_brought producers_new producers_came producers_withdrawn producers_went producers_left "
    "producers_updated products_brought products_added products_came products_reduced products_went products_left"
).split()
NUMBER = re.compile(r"-?[0-9][0-9,]*(?:\.[0-9]+)?")


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def numbers_of(text: str) -> list[str]:
    """Every number of a text, without the commas."""
    return [word.replace(",", "") for word in NUMBER.findall(thai.to_arabic(text))]


def pdf_text(document: Document) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(read(document))).pages)


def cells(document: Document) -> list[tuple[object, ...]]:
    """The rows of every worksheet."""
    return [
        row for sheet in load_workbook(BytesIO(read(document))) for row in sheet.iter_rows(values_only=True)
    ]


def in_both(wish: Matter, by: User, on: date) -> tuple[Document, Document]:
    pdf, book = (ask_and_make(Wish(wish, each), by, on) for each in (Format.PDF, Format.XLSX))
    assert pdf.fingerprint == book.fingerprint
    return pdf, book


def test_a_closed_quarter_to_the_number(client: Client, cast: Cast, plan: object) -> None:
    for count in (3, 4):
        products = [make_product_fields() for _ in range(count)]
        make_producer(cast.a, by=cast.district, products=products)
    walk(submission_of(cast.a), Status.CERTIFIED)
    walk(certification_of(cast.home), CertificateStatus.CERTIFIED)
    walk(closing_of(), ClosingStatus.CLOSED)
    pdf, book = in_both(quarterly(cast.a).matter, cast.district, CLOSE_DAY)
    sums = EditionFigure.objects.filter(district=cast.a).aggregate(
        **{column.name: Sum(column.name) for group in GROUPS for column in group.columns}
    )
    stored = list(sums.values())
    assert (sums["producers_left"], sums["products_left"]) == (2, 7)
    rows = [[each for each in row if isinstance(each, int)] for row in cells(book) if row[1:2] == ("รวม",)]
    assert rows == [stored]
    assert " ".join(map(str, stored)) in " ".join(numbers_of(pdf_text(pdf)))
    client.force_login(cast.department)
    page = client.get(reverse("registration:round", args=[2561, 2, "8001"])).content.decode()
    shown = " ".join(numbers_of(re.sub("<[^>]*>", " ", page)))
    assert " ".join(str(sums[name]) for name in ON_THE_PAGE) in shown


def test_a_month_to_the_baht(client: Client, settings: Settings) -> None:
    scene = Scene()
    scene.products("4301", 3)
    scene.products("4301", 2, on=NEW_DAY)
    scene.base("4301", "1000000.00", "500000.00", "400000.00")
    scene.sell("4301", JULY, "1040000.25")
    unit, by, on = scene.units["4301"], scene.officers["4301"], date(2024, 8, 9)
    seen = monthly.draft(unit, JULY, on).seal
    monthly.confirm(unit, JULY, note="", seen=seen, by=by, on=on)
    pdf, book = in_both(Matter(Kind.MONTHLY, unit, month=JULY), by, on)
    stored = Sale.objects.filter(month=JULY).aggregate(total=Sum("total_baht"))["total"]
    assert stored == Decimal("1040000.25")
    amounts = {Decimal(str(cell)) for row in cells(book) for cell in row if isinstance(cell, int | float)}
    assert stored in amounts
    printed = numbers_of(pdf_text(pdf))
    client.force_login(by)
    page = numbers_of(
        client.get(reverse("reporting:monthly_receipt", args=[2567, 7, "4301"])).content.decode()
    )
    for amount in ("1040000.25", "1000000.00", "40000.25"):
        assert amount in printed
        assert amount in page
        assert Decimal(amount) in amounts
