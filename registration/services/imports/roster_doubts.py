"""What the checks warn of in the newcomers of a list, beside the registry: told before anything is written.

A warning holds nothing up. Two lines of one file that are alike are told once they are written.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from otop_registry import thai
from registration.models import Certificate, Producer, Product, Registration, Subdistrict
from registration.models.producers import RegistrationKind
from registration.models.uploads import RowState
from registration.services.checks import running
from registration.services.checks.facts import Facts, Goods, Subject, Suspicion
from registration.services.checks.found import words_of
from registration.services.imports.kinds import Judged
from registration.services.imports.records import registry_fields, registry_product
from registration.services.registry import searching
from registration.services.uploads.findings import Finding, Severity

DOUBT: Final = "check:"  # begins the code of a finding that a check found
Places = Mapping[str, Subdistrict]


def told(judged: Sequence[Judged], places: Places, on: date) -> Iterator[Judged]:
    """The same, each newcomer with the warnings of the checks among its findings."""
    new = [
        each for each in judged if each.state == RowState.NEW and each.fields.get("subdistrict_id") in places
    ]
    by_district: dict[str, list[Judged]] = {}
    for each in new:
        by_district.setdefault(places[each.fields["subdistrict_id"]].district_id, []).append(each)
    doubts: dict[int, list[Suspicion]] = {}
    for district, rows in by_district.items():
        for place, found in _found(district, rows, places, on):
            doubts.setdefault(id(rows[place]), []).append(found)
    for each in judged:
        extra = [_finding(each, found) for found in doubts.get(id(each), ()) if found.check.asks_reason]
        yield replace(each, findings=(*each.findings, *extra)) if extra else each


def _found(
    district: str, rows: Sequence[Judged], places: Places, on: date
) -> Iterator[tuple[int, Suspicion]]:
    round = searching.round_on(district, on)
    if round is None:
        return
    subjects = [_subject(row.fields, places, round.pk) for row in rows]
    place_of = {subject: place for place, subject in enumerate(subjects)}
    for found in running.judged(Facts(district, round.pk, on, subjects)):
        yield place_of[found.subject], found


def _subject(fields: Mapping[str, Any], places: Places, round_id: int) -> Subject:
    """The record as it would be written: neither it nor its producer has a key."""
    stay = {"registered_round_id": round_id, "first_round_id": round_id}
    given = registry_fields(fields, places)
    producer = Producer(**given, **stay, name_key=thai.name_key(given.get("name") or ""))
    goods = []
    for each in fields.get("products", ()):
        product = registry_product(each)
        certificates = tuple(Certificate(**row) for row in product.pop("certificates"))
        key = thai.name_key(product.get("name") or "")
        goods.append(Goods(Product(**product, **stay, name_key=key), certificates))
    return Subject(Registration(kind=RegistrationKind.NEW, round_id=round_id), producer, tuple(goods))


def _finding(row: Judged, found: Suspicion) -> Finding:
    first = row.records[0]
    text = words_of(found.check, found.said)
    return Finding(first.row, "", Severity.WARNING.value, f"{DOUBT}{found.code}", text, first.sheet)
