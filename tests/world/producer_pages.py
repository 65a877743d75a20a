"""What the tests of the entry of producers share: a page as a browser posts it, and one as it was drawn."""

from typing import Any

from django import forms
from django.test import Client

from registration.models import Producer
from tests.world.factories import make_citizen_id, make_subdistrict


def type_page(*products: dict[str, str], **over: str) -> dict[str, Any]:
    """The boxes of a whole new producer, a sole owner in subdistrict 800101, with one product unless told."""
    boxes = {
        "kind": "sole_owner",
        "name": "ร้านป้าแจ๋ว",
        "owner_title": "นาง",
        "owner_first_name": "แจ๋ว",
        "owner_last_name": "ดีใจ",
        "citizen_id": make_citizen_id(),
        "house_number": "99/1",
        "village_number": "๓",
        "subdistrict": make_subdistrict("800101").pk,
        "phones": "08 1234 5678",
        "is_thai": "on",
        "community_benefits": "on",
    }
    return boxes | type_products(*(products or ({},))) | over


def type_products(*products: dict[str, str]) -> dict[str, str]:
    """The boxes of some products; a product's boxes may hold those of its certificates ("certificates-0-number")."""
    typed = {"products-count": str(len(products))}
    for place, boxes in enumerate(products):
        prefix = f"products-{place}-"
        row = {"name": f"ขนมลา {place}", "product_type": "food", "state": "producing"} | boxes
        rows = {key.split("-")[1] for key in row if key.startswith("certificates-")}
        row |= {"certificates-count": str(len(rows))}
        typed |= {f"{prefix}{key}": value for key, value in row.items()}
    return typed


def drawn_boxes(client: Client, url: str) -> dict[str, Any]:
    """What stands in the boxes of a page that a browser would post back unchanged."""
    page = client.get(url).context["page"]
    boxes = _boxes(page.producer)
    boxes["products-count"] = str(len(page.products.forms))
    for product in page.products:
        certificates = product.certificates
        boxes |= _boxes(product) | {f"{certificates.prefix}-count": str(len(certificates.forms))}
        for certificate in certificates:
            boxes |= _boxes(certificate)
    return boxes


def _boxes(form: forms.Form) -> dict[str, Any]:
    """{name: text} of a form; the three boxes of a date each, an unticked box not at all."""
    boxes: dict[str, Any] = {}
    for field in form:
        value = field.value()
        if field.name in {"is_thai", "is_regulated"} or isinstance(value, bool):
            boxes |= {field.html_name: "on"} if value else {}
        elif hasattr(field.field.widget, "decompress"):
            parts = value if isinstance(value, list) else field.field.widget.decompress(value)
            boxes |= {f"{field.html_name}_{place}": part for place, part in enumerate(parts) if part}
        elif value not in (None, ""):
            boxes[field.html_name] = value
    return boxes


def newest() -> Producer:
    return Producer.objects.order_by("-pk")[0]
