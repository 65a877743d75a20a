"""What the checks warn of in the newcomers of a list, beside the registry and one another: told before it is written.

Neither a warning nor a remark holds anything up. What the file is told of anyway (two products of one name, a licence
that lacks) is told once.
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
from registration.services.checks.facts import Facts, Goods, Lines, Subject, Suspicion
from registration.services.checks.found import words_of
from registration.services.imports.kinds import Judged
from registration.services.imports.records import registry_fields, registry_product
from registration.services.inserting import unsaved
from registration.services.registry import searching
from registration.services.uploads.findings import Finding, Severity

DOUBT: Final = "check:"  # begins the code of a finding that a check found
Places = Mapping[str, Subdistrict]


class Doubts:
    """The checks over one file, piece by piece: a newcomer is compared with all that stand before it in the file.

    So it does not matter where a piece ends, and of two lines that look alike the second names the first.
    """

    def __init__(self, on: date) -> None:
        self._on = on
        self._lines = Lines()

    def told(self, judged: Sequence[Judged], places: Places) -> Iterator[Judged]:
        """The same, each newcomer with what the checks find among its findings."""
        by_district: dict[str, list[Judged]] = {}
        for row in judged:
            place = places.get(row.fields.get("subdistrict_id") or "")
            if row.state == RowState.NEW and place:
                by_district.setdefault(place.district_id, []).append(row)
        given = [self._facts(district, rows, places) for district, rows in by_district.items()]
        found: dict[int, list[Suspicion]] = {}
        for facts, row_of in filter(None, given):
            for one in running.judged(replace(facts, lines=self._lines)):
                found.setdefault(id(row_of[one.subject]), []).append(one)
        for each in judged:
            extra = [_finding(each, one) for one in found.get(id(each), ()) if one.check.is_answered]
            yield replace(each, findings=(*each.findings, *extra)) if extra else each

    def _facts(
        self, district: str, rows: Sequence[Judged], places: Places
    ) -> tuple[Facts, dict[Subject, Judged]] | None:
        """The newcomers of a district as the judges get them, and the row of each; None without a plan."""
        round = searching.round_on(district, self._on)
        if round is None:
            return None
        row_of = {_subject(row.fields, places, round.pk): row for row in rows}
        for subject, row in row_of.items():
            self._lines.add(subject.producer, district, f"แถวที่ {row.records[0].row} ของไฟล์")
        return Facts(district, round.pk, self._on, list(row_of)), row_of


def _subject(fields: Mapping[str, Any], places: Places, round_id: int) -> Subject:
    """The record as it would be written: it has no key yet."""
    stay = {"registered_round_id": round_id, "first_round_id": round_id}
    given = registry_fields(fields, places)
    place = given.pop("subdistrict")
    key = thai.name_key(given.get("name") or "")
    producer = unsaved(Producer, **given, **stay, subdistrict_id=place.pk, name_key=key)
    goods = []
    for each in fields.get("products", ()):
        product = registry_product(each)
        certificates = tuple(Certificate(**row) for row in product.pop("certificates"))
        key = thai.name_key(product.get("name") or "")
        goods.append(Goods(unsaved(Product, **product, **stay, name_key=key), certificates))
    new = unsaved(Registration, kind=RegistrationKind.NEW, round_id=round_id)
    return Subject(new, producer, tuple(goods))


def _finding(row: Judged, found: Suspicion) -> Finding:
    first = row.records[0]
    severity = Severity.WARNING if found.check.asks_reason else Severity.REMARK
    text = words_of(found.check, found.said)
    return Finding(first.row, "", severity.value, f"{DOUBT}{found.code}", text, first.sheet)
