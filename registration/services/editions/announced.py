"""What an announcement of a round tells: gathered while it is a draft, frozen with its number when it is announced.

Exactly the certified districts are counted. What a district that is left out holds from an earlier round is carried
over; it stands apart, by name, and in no total. Source: docs/rules.md 4.10 and 4.15; decisions 0009, 0010, 0045.
"""

from dataclasses import asdict, dataclass, replace
from typing import Any, Final, Self

from otop_registry import thai
from registration import figures, places
from registration.figures import Counts, Row
from registration.models import Announcement, Certification, Closing, Edition, Round, Submission, Unit, User
from registration.services import journal
from registration.services.editions import moved, signed
from registration.services.editions.freezing import edition_before, latest
from registration.services.editions.moved import Moved
from registration.services.editions.published import LeftOut, full_names
from registration.services.people import signers
from registration.services.registry.looked import looked
from registration.workflow import Refused, Status

NO_REASON: Final = "ยังไม่ได้รับรอง"


@dataclass(frozen=True)
class Content:
    """The rows of the certified districts, who is in of how many, who is out and why, and what is only carried over."""

    rows: tuple[Row, ...]
    included: int
    asked: int
    left_out: tuple[LeftOut, ...]
    carried: tuple[Row, ...]
    looked_words: str = (
        ""  # how the certified records were looked at; nothing in what was announced before it was kept
    )
    tells_moves: bool = False  # false of what was announced before producers could move
    edition: int = 1  # whose figures these are; what is announced before the closing is what edition 1 froze
    journal_head: str = ""  # number and hash of the act in the journal; none before they were printed
    changed: tuple[Moved, ...] = ()  # by that edition, when a correction made it before it was announced

    @property
    def total(self) -> Counts:
        return figures.total(row.counts for row in self.rows)

    def as_data(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, data: dict[str, Any]) -> Self:
        """The content that `as_data` stored."""
        rows, carried = (
            tuple(Row(**row | {"counts": Counts(**row["counts"])}) for row in data[name])
            for name in ("rows", "carried")
        )
        left_out = tuple(LeftOut(**each) for each in data["left_out"])
        later = data.get("looked_words", ""), data.get("tells_moves", False), data.get("edition", 1)
        changed = tuple(Moved(**each) for each in data.get("changed", ()))
        head = data.get("journal_head", "")
        return cls(rows, data["included"], data["asked"], left_out, carried, *later, head, changed)


def check_unused(unit_code: str, number: str, year_be: int) -> None:
    """Raises: Refused for a number that the unit has used in the year: a new text needs a new number."""
    used = Announcement.objects.filter(unit_id=unit_code, number=number, year_be=year_be)
    if row := used.select_related("round").first():
        raise Refused(
            f"เลขที่ประกาศ {number} ของปี {year_be} ใช้แล้วกับประกาศของรอบ {row.round} "
            "ประกาศฉบับใหม่ต้องใช้เลขที่ใหม่ กรุณาตรวจทะเบียนประกาศ"
        )


def record(thing: Certification | Closing, by: User | None) -> Announcement:
    """Freezes what the certificate or closing announces. Call inside the transaction of the act, every row locked.

    Raises: ValueError for what was not announced yet, or by nobody.
    """
    day, announced_at = thing.announcement_day, thing.announced_at
    if day is None or announced_at is None or by is None:
        raise ValueError("Only what somebody announced has a number")
    unit = thing.province if isinstance(thing, Certification) else Unit.objects.get(pk="")
    signer = thing.announcement_signer
    row = Announcement(
        unit=unit,
        round=thing.round,
        number=thing.announcement_number,
        year_be=thai.year_be(day),
        day=day,
        announced_at=announced_at,
        announced_by=by,
        signer=signer,
        signed_by=signers.signed_by(signer).as_data() if signer else {},
        content=replace(gather(unit, thing.round), journal_head=_head_of(unit)).as_data(),
        fingerprint=_fingerprint(thing),
    )
    row.save(force_insert=True)
    return row


def _head_of(unit: Unit) -> str:
    """Where the act stands in the unit's chain, in short: paper that proves the database (decision 0101)."""
    seq, hash_ = journal.head(unit.pk)
    return f"รายการที่ {seq} ลายนิ้วมือ {hash_[:16]}"


def _fingerprint(thing: Certification | Closing) -> str:
    """Of what is announced: the certificate, or the round's edition."""
    if isinstance(thing, Certification):
        return thing.fingerprint
    edition = latest(thing.round_id)
    return edition.fingerprint if edition else ""


def edition_told(unit_code: str, round_id: int | None, number: str) -> int:
    """The edition whose figures an announcement has: the first for what was announced before the closing."""
    rows = Announcement.objects.filter(unit=unit_code, round=round_id, number=number)
    content = rows.values_list("content", flat=True).first()
    return Content.of(content).edition if content else 1


# --- what is announced ---


def gather(unit: Unit, round: Round) -> Content:
    """What the unit would announce now: of its edition when the round is closed, else of the districts certified."""
    edition = latest(round.pk)
    scope = Submission.objects.in_scope(unit.code, round.pk).order_by()
    status_of = dict(scope.values_list("district_id", "status"))
    if edition:
        codes = {code for code in status_of if not edition.leaves_out(code)}
        reasons = _reasons_of_edition(unit, edition)
        counted = figures.from_edition(edition, unit.code, places.DISTRICT_WIDTH)
    else:
        certified = {code for code, status in status_of.items() if status == Status.CERTIFIED}
        codes = certified if unit.code else signed.included(round)
        reasons = _reasons(unit, round, set(status_of) - codes)
        counted = figures.live(unit.code, round.pk, places.DISTRICT_WIDTH)
    kept = counted if edition else _kept_before(unit, round)
    names = full_names({*reasons, *kept})
    return Content(
        rows=_rows(unit, codes, counted),
        included=len(codes),
        asked=len(status_of),
        left_out=tuple(LeftOut(code, names.get(code, code), reasons[code]) for code in sorted(reasons)),
        carried=tuple(
            Row(code, names.get(code, code), kept[code])
            for code in sorted(set(status_of) - codes)
            if kept.get(code, Counts()) != Counts()
        ),
        looked_words=looked(codes, round.pk).words,
        tells_moves=edition is None or edition.tells_moves,
        edition=edition.number if edition else 1,
        changed=tuple(moved.changed_by(edition, unit.code)) if edition else (),
    )


def _reasons_of_edition(unit: Unit, edition: Edition) -> dict[str, str]:
    """Who of the unit the edition leaves out; the unit itself when it is left out whole."""
    if unit.code in edition.left_out:
        return {unit.code: edition.left_out[unit.code]}
    return {code: why for code, why in edition.left_out.items() if code.startswith(unit.code)}


def _reasons(unit: Unit, round: Round, waiting: set[str]) -> dict[str, str]:
    """Who is not counted yet, with the reason given so far; for the nation a whole province in one line."""
    given = signed.reasons(round, unit.code)
    if unit.code:
        return {code: given.get(code, NO_REASON) for code in waiting}
    closing = Closing.objects.filter(round=round).first()
    return {**given, **(closing.left_out if closing else {})}


def _kept_before(unit: Unit, round: Round) -> dict[str, Counts]:
    before = edition_before(round.pk)
    return figures.from_edition(before, unit.code, places.DISTRICT_WIDTH) if before else {}


def _rows(unit: Unit, codes: set[str], counted: dict[str, Counts]) -> tuple[Row, ...]:
    """The districts of a province, or the nation's provinces with the sums of theirs, in order of code."""
    sums: dict[str, Counts] = {}
    for code in codes:
        line = places.child_of(unit.code, code)
        sums[line] = sums.get(line, Counts()) + counted.get(code, Counts())
    units = Unit.objects.filter(code__in=sums).order_by("code")
    return tuple(Row(each.code, str(each), sums[each.code]) for each in units)
