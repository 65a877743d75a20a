"""Editions: every row that was frozen has the fingerprint that was sealed, and the one that anchors saw."""

from collections.abc import Iterator

from registration.models import Edition
from registration.services import editions
from registration.services.journal import BrokenLink
from registration.services.verifying.anchors import Anchor


def fingerprints(using: str = "default") -> dict[str, str]:
    """{"round/number": fingerprint} of every edition, as an anchor keeps them."""
    rows = Edition.objects.using(using).order_by("pk").values_list("round_id", "number", "fingerprint")
    return {f"{round_id}/{number}": fingerprint for round_id, number, fingerprint in rows}


def faults(anchors: list[Anchor]) -> Iterator[BrokenLink]:
    """Editions that were changed, written anew with a seal of their own, or taken away."""
    for edition in Edition.objects.order_by("pk"):
        if editions.fingerprint_of(edition) != edition.fingerprint:
            yield BrokenLink("", 0, f"{edition}: เนื้อหาไม่ตรงกับลายนิ้วมือที่ผนึกไว้")
    stands, named = fingerprints(), set[str]()
    for anchor in anchors:
        for name, fingerprint in anchor.editions.items():
            if stands.get(name) != fingerprint and name not in named:
                named.add(name)
                why = "ถูกเขียนใหม่" if name in stands else "หายไป"
                yield BrokenLink("", 0, f"ฉบับ {name}: {why}หลังหลักยึดวันที่ {anchor.day}")
