"""Editions: a closed round's figures and roster, frozen from what provinces certified, chained by fingerprint.

A district that was left out keeps the rows of the edition before; its acts are carried over to the next round
(docs/rules.md 3: what misses a round belongs to the next one). Source: docs/rules.md 7.4; decisions 0009, 0010.
"""

from collections.abc import Iterator
from dataclasses import asdict, replace
from itertools import groupby, islice
from typing import Any

from django.db.models import QuerySet

from otop_registry import clock
from registration import content
from registration.content import Content
from registration.figures import COUNT_NAMES, Counts, count_of
from registration.lifespan import LEFT
from registration.models import (
    Closing,
    Correction,
    Edition,
    EditionFigure,
    Registration,
    RosterRow,
    Round,
    Submission,
)
from registration.models.fingerprints import OVER_NUMBERS, OVER_TOKENS
from registration.models.producers import RegistrationKind
from registration.services import numbers as vault
from registration.services.editions import carrying, signed, transferred
from registration.services.journal import Act
from registration.services.registry.standing import certified_content
from registration.services.registry.standing import fingerprint_of as fingerprint_of_contents
from registration.workflow import Refused

BATCH = 2000


def freeze(closing: Closing, act: Act) -> Edition:
    """Writes Edition 1 of the closing's round. Call inside the closing's transaction, every row locked."""
    round = closing.round
    included, left_out = sides(closing)
    edition = begin(round, 1, left_out, act)
    submissions = {
        row.district_id: row for row in Submission.objects.filter(round=round).select_related("district")
    }
    for code in sorted(included):
        rows = sorted(certified_content(code, round.pk).items())
        _check_signed(submissions[code], rows)
        _write_district(edition, code, rows, updated=_updated(code, round.pk))
    excluded = _left_out_districts(round, included)
    settled = transferred.settled(round, included)
    for code, kept in transferred.kept(excluded, _rows_before(excluded, round.pk), settled):
        _write_district(edition, code, kept, updated=frozenset())  # what else it did counts in the next round
    seal(edition)
    carrying.carry_over(round, excluded, settled, act)
    return Edition.objects.get(pk=edition.pk)


def begin(
    round: Round, number: int, left_out: dict[str, str], act: Act, correction: Correction | None = None
) -> Edition:
    """An edition of a round without rows, chained to the newest of all; to be sealed once it has them."""
    newest = Edition.objects.order_by("-pk").first()
    edition = Edition(
        round=round,
        number=number,
        created_at=clock.instant(act.on),
        created_by=act.officer,
        left_out=left_out,
        tells_moves=True,
        previous_fingerprint=newest.fingerprint if newest else "",
        fingerprint="",
        fingerprint_version=OVER_TOKENS,
        correction=correction,
    )
    edition.save(force_insert=True)
    return edition


def seal(edition: Edition) -> None:
    """Sets the fingerprint of an edition that has none yet: the only change an edition ever sees.

    Raises: TypeError when it is sealed already.
    """
    unsealed: QuerySet[Edition] = QuerySet(Edition).filter(
        pk=edition.pk, fingerprint=""
    )  # its own manager refuses every update
    if not unsealed.update(fingerprint=fingerprint_of(edition)):
        raise TypeError("An edition is sealed once")


def sides(closing: Closing) -> tuple[set[str], dict[str, str]]:
    """The districts that the edition includes, and the units left out with their reasons."""
    return signed.included(closing.round), {**closing.left_out, **signed.reasons(closing.round)}


def _left_out_districts(round: Round, included: set[str]) -> list[str]:
    """The districts of the round's plan that its edition does not include, in order of code."""
    codes = Submission.objects.filter(round=round).values_list("district_id", flat=True)
    return sorted(set(codes) - included)


def _rows_before(districts: list[str], round_id: int) -> Iterator[tuple[str, list[tuple[int, Content]]]]:
    """(district code, its roster in the newest edition of an earlier round) where that has one."""
    before = edition_before(round_id)
    if before is None:
        return
    rows = (
        RosterRow.objects.of(before).filter(district_id__in=districts).order_by("district_id", "producer_id")
    )
    for code, group in groupby(rows, key=lambda row: row.district_id):
        yield code, [(row.producer_id, row.content) for row in group]


def edition_before(round_id: int) -> Edition | None:
    """The newest edition of the newest closed round before this one."""
    return Edition.objects.filter(round_id__lt=round_id).order_by("-round_id", "-number").first()


def latest(round_id: int) -> Edition | None:
    """The edition of a round that is in force: the highest number."""
    return Edition.objects.filter(round_id=round_id).order_by("-number").first()


def of_round(round_id: int) -> QuerySet[Edition]:
    """The editions of a round, the one in force first, each with what made it."""
    rows = Edition.objects.filter(round_id=round_id).order_by("-number")
    return rows.select_related("created_by", "correction__district", "correction__round")


def _check_signed(submission: Submission, rows: list[tuple[int, Content]]) -> None:
    """Raises: Refused when a district's content is no longer what its province signed."""
    if fingerprint_of_contents(dict(rows), submission.fingerprint_version) != submission.fingerprint:
        raise Refused(f"ข้อมูลของ{submission.district}เปลี่ยนไปหลังจังหวัดรับรอง ต้องให้จังหวัดรับรองใหม่ก่อนปิดระบบ")


def _updated(district_code: str, round_id: int) -> frozenset[int]:
    """The producers whose data the district updated in the round."""
    rows = Registration.objects.filter(
        district_id=district_code, round_id=round_id, kind=RegistrationKind.UPDATE
    )
    return frozenset(rows.values_list("producer_id", flat=True))


def _write_district(
    edition: Edition, code: str, rows: list[tuple[int, Content]], *, updated: frozenset[int]
) -> None:
    round_id = edition.round_id
    counted: dict[str, Counts] = {}
    for producer_id, each in rows:
        place = each["subdistrict_id"]
        counts = count_of(each, round_id)
        if producer_id in updated and counts.producers_left:
            counts = replace(counts, producers_updated=1)
        counted[place] = counted.get(place, Counts()) + counts
    EditionFigure.objects.bulk_create(
        EditionFigure(edition=edition, district_id=code, subdistrict_id=place, **asdict(counts))
        for place, counts in sorted(counted.items())
        if counts != Counts()
    )
    RosterRow.objects.bulk_create(
        (
            RosterRow(edition=edition, district_id=code, producer_id=pk, content=each)
            for pk, each in rows
            if LEFT in content.moves_of(each, round_id)
        ),
        batch_size=BATCH,
    )


# --- fingerprint ---


_STILL = COUNT_NAMES.index("producers_came")  # the counts of an edition that knew of no moves


def fingerprint_of(edition: Edition) -> str:
    """SHA-256 over the previous fingerprint, the head, every figure row and every roster row, in key order."""
    return content.fingerprint(_parts(edition), previous=edition.previous_fingerprint)


def _parts(edition: Edition) -> Iterator[Any]:
    yield {"round": edition.round_id, "number": edition.number, "left_out": edition.left_out}
    figures = EditionFigure.objects.filter(edition=edition).order_by("subdistrict_id")
    for place, *counts in figures.values_list("subdistrict_id", *COUNT_NAMES).iterator(chunk_size=BATCH):
        yield [place, *(counts if edition.tells_moves else counts[:_STILL])]
    roster = RosterRow.objects.filter(edition=edition).order_by("district_id", "producer_id")
    columns = ("district_id", "producer_id", "content", "is_listed")
    frozen = roster.values_list(*columns).iterator(chunk_size=BATCH)
    for district, producer, said, is_listed in _as_sealed(frozen, edition.fingerprint_version):
        yield [district, producer, said] if is_listed else [district, producer, said, "not listed"]


def _as_sealed(frozen: Iterator[tuple[Any, ...]], version: int) -> Iterator[tuple[Any, ...]]:
    """The rows of a roster as they were when their edition was sealed: the first ones with numbers, not tokens."""
    if version != OVER_NUMBERS:
        yield from frozen
        return
    while rows := list(islice(frozen, BATCH)):
        known = vault.opened(token for _, _, said, _ in rows for token in content.numbers_of(said))
        for district, producer, said, is_listed in rows:
            yield district, producer, content.with_numbers(said, known), is_listed


def is_genuine(edition: Edition) -> bool:
    """Whether every row that the edition reads, those of earlier ones too, has the fingerprint that was sealed."""
    earlier = Edition.objects.filter(round_id=edition.round_id, number__lt=edition.number)
    return all(fingerprint_of(each) == each.fingerprint for each in [edition, *earlier])
