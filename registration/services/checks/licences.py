"""The proof that a product under a licence law needs before it may be sent and certified (docs/rules.md 5).

Only a licence proves it: a mark of quality such as ฮาลาล does not. One rule, as a query and for one product.
"""

from collections.abc import Iterable
from datetime import date
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet

from registration.models import Certificate, Product
from registration.models.producers import Standard

LICENCES: Final = (Standard.FDA, Standard.INDUSTRIAL, Standard.EXCISE, Standard.OTHER)


def products_without_licence(on: date) -> QuerySet[Product]:
    """Standing products under a licence law without a licence in force on the day."""
    proofs = Certificate.objects.filter(product=OuterRef("pk"), standard__in=LICENCES)
    return Product.objects.active().filter(~Exists(proofs.exclude(expires_day__lt=on)), is_regulated=True)


def lacks_licence(product: Product, certificates: Iterable[Certificate], on: date) -> bool:
    """The same for one product with its certificates at hand."""
    if not product.is_regulated or product.is_withdrawn:
        return False
    licences = [each for each in certificates if each.standard in LICENCES]
    return all(each.expires_day is not None and each.expires_day < on for each in licences)
