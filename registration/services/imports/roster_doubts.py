"""What the checks warn of in the newcomers of a list, beside the registry and one another: told before it is written.

Neither a warning nor a remark holds anything up. What the file is told of anyway (two products of one name, a licence
that lacks) is told once.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from otop_registry import thai
from registration.models import Certificate, Producer, Product, Registration
from registration.models.producers import RegistrationKind
from registration.models.uploads import RowState
from registration.services.checks import running
from registration.services.checks.facts import Facts, Goods, Lines, Subject, Suspicion
from registration.services.checks.found import words_of
from registration.services.imports.kinds import Judged
from registration.services.inserting import unsaved
from registration.services.registry import NewProducer, searching
from registration.services.uploads.findings import Finding, Severity

DOUBT: Final = "check:"  # begins the code of a finding that a check found


class Doubts:
    """The checks over one file, piece by piece: a newcomer is compared with all that stand before it in the file.

    So it does not matter where a piece ends, and of two lines that look alike the second names the first.
    """

    def __init__(self, on: date) -> None:
        self._on = on
        self._lines = Lines()

    def told(self, judged: Sequence[tuple[Judged, NewProducer]]) -> list[Judged]:
        """The same, each newcomer with what the checks find among its findings; beside each what would be written."""
        by_district: dict[str, list[tuple[Judged, NewProducer]]] = {}
        for row, given in judged:
            place = given.fields.get("subdistrict")
            if row.state == RowState.NEW and place:
                by_district.setdefault(place.district_id, []).append((row, given))
        facts = [self._facts(district, rows) for district, rows in by_district.items()]
        found: dict[int, list[Suspicion]] = {}
        for each, row_of in filter(None, facts):
            for one in running.judged(replace(each, lines=self._lines)):
                found.setdefault(id(row_of[one.subject]), []).append(one)
        return [_with(row, found[id(row)]) if id(row) in found else row for row, _ in judged]

    def _facts(
        self, district: str, rows: Sequence[tuple[Judged, NewProducer]]
    ) -> tuple[Facts, dict[Subject, Judged]] | None:
        """The newcomers of a district as the judges get them, and the row of each; None without a plan."""
        round = searching.round_on(district, self._on)
        if round is None:
            return None
        new = unsaved(Registration, kind=RegistrationKind.NEW, round_id=round.pk)
        row_of = {_subject(new, given, self._lines.next_key()): row for row, given in rows}
        for subject, row in row_of.items():
            self._lines.add(subject, f"แถวที่ {row.records[0].row} ของไฟล์")
        return Facts(district, round.pk, self._on, list(row_of)), row_of


def _subject(new: Registration, given: NewProducer, key: int) -> Subject:
    """The record as it would be written, under a key that no row has."""
    stay = {"registered_round_id": new.round_id, "first_round_id": new.round_id}
    fields = dict(given.fields)
    place = fields.pop("subdistrict")
    stands = {"id": key, "district_id": place.district_id, "subdistrict_id": place.pk}
    producer = unsaved(Producer, **fields, **stay, **stands, name_key=thai.name_key(fields.get("name") or ""))
    goods = []
    for each in given.products:
        product = dict(each)
        certificates = tuple(Certificate(**row) for row in product.pop("certificates"))
        name_key = thai.name_key(product.get("name") or "")
        goods.append(Goods(unsaved(Product, **product, **stay, name_key=name_key), certificates))
    return Subject(new, producer, tuple(goods))


def _with(row: Judged, found: Sequence[Suspicion]) -> Judged:
    extra = [_finding(row, one) for one in found if one.check.is_answered]
    return replace(row, findings=(*row.findings, *extra)) if extra else row


def _finding(row: Judged, found: Suspicion) -> Finding:
    first = row.records[0]
    severity = Severity.WARNING if found.check.asks_reason else Severity.REMARK
    text = words_of(found.check, found.said)
    return Finding(first.row, "", severity.value, f"{DOUBT}{found.code}", text, first.sheet)
