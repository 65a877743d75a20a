"""Runs the checks over a district's round, or over records just written, and keeps what they find.

A finding that is found again keeps the district's reason; what is found no more is gone. Pairs that were decided
apart are no finding, in either record and in every later round.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.db import transaction
from django.db.models import Count, Max, Q

from otop_registry import clock
from registration.checks import table
from registration.models import CheckRun, Finding, PairDecision, Registration, Submission
from registration.models.checks import Verdict
from registration.services.checks import changes, facts, identity, life, patterns, people, products
from registration.services.checks.facts import Facts, Judge, Suspicion
from registration.services.inserting import insert
from registration.workflow import Status

JUDGES: Final[tuple[Judge, ...]] = (
    identity.judge,
    life.judge,
    products.judge,
    people.judge,
    changes.judge,
    patterns.judge,
)
BATCH: Final = 500  # rows in one statement
Key = tuple[int, str, int | None]


def judged(given: Facts, version: int = table.VERSION) -> list[Suspicion]:
    """What the checks of a version find, in the order of the table; stores nothing."""
    codes = {check.code for check in table.of_version(version)}
    found = [each for judge in JUDGES for each in judge(given) if each.code in codes]
    apart = _decided_apart(found)
    kept = [each for each in found if each.other is None or _pair(each) not in apart]
    return sorted(kept, key=lambda each: table.place_of(each.code))


def _pair(found: Suspicion) -> frozenset[int | None]:
    return frozenset((found.subject.producer.pk, found.other))


def _decided_apart(found: Iterable[Suspicion]) -> set[frozenset[int | None]]:
    keys = {each.subject.producer.pk for each in found if each.other is not None} - {None}
    if not keys:
        return set()
    decided = PairDecision.objects.filter(Q(low__in=keys) | Q(high__in=keys), verdict=Verdict.APART)
    return {frozenset(pair) for pair in decided.values_list("low_id", "high_id")}


# --- the whole round of a district ---


@transaction.atomic
def run(district: str, round_id: int, on: date) -> CheckRun:
    """Checks every record of a district's round, and notes the run."""
    state = states_of([district], round_id, on)[district]
    _store(facts.of_rows(district, round_id, on))
    noted = {"version": table.VERSION, "at": clock.instant(on), "state": state}
    made = CheckRun(district_id=district, round_id=round_id, **noted)
    CheckRun.objects.bulk_create(
        [made], update_conflicts=True, unique_fields=["district", "round"], update_fields=list(noted)
    )
    return made


def refresh(districts: Iterable[str], round_id: int, on: date) -> int:
    """Checks anew the districts whose newest run was over other data or on another day. Returns how many."""
    found = stale(districts, round_id, on)
    for district in found:
        run(district, round_id, on)
    return len(found)


def refresh_sent(on: date) -> int:
    """The same for every round that is with a province."""
    waiting: dict[int, list[str]] = {}
    sent = Submission.objects.filter(status=Status.SUBMITTED).order_by("pk")
    for round_id, district in sent.values_list("round_id", "district_id"):
        waiting.setdefault(round_id, []).append(district)
    return sum(refresh(districts, round_id, on) for round_id, districts in waiting.items())


def stale(districts: Iterable[str], round_id: int, on: date) -> list[str]:
    """The districts whose newest run was over other data or on another day: three questions for all of them."""
    states = states_of(districts, round_id, on)
    runs = CheckRun.objects.filter(round_id=round_id, district_id__in=states)
    known = dict(runs.values_list("district_id", "state"))
    return [district for district, state in states.items() if known.get(district) != state]


def states_of(districts: Iterable[str], round_id: int, on: date) -> dict[str, str]:
    """{district: what a run depends on}: version and day, the records written, the pairs decided."""
    codes = sorted(districts)
    rows = Registration.objects.filter(district_id__in=codes, round_id=round_id).order_by()
    grouped = rows.values("district_id").annotate(count=Count("pk"), newest=Max("acted_at"))
    written = {row["district_id"]: (row["count"], row["newest"].isoformat()) for row in grouped}
    pairs = PairDecision.objects.aggregate(newest=Max("pk"))["newest"] or 0
    return {code: _state(on, *written.get(code, (0, "")), pairs) for code in codes}


def _state(on: date, count: int, newest: str, pairs: int) -> str:
    return f"{table.VERSION}/{on.isoformat()}/{count}/{newest}/{pairs}"


def version_over(districts: Iterable[str], round_id: int) -> int | None:
    """The version that every one of the districts was checked by, the lowest of them; None when one never was."""
    codes = set(districts)
    runs = CheckRun.objects.filter(round_id=round_id, district_id__in=codes)
    versions = list(runs.values_list("version", flat=True))
    return min(versions) if versions and len(versions) == len(codes) else None


# --- records just written ---


def run_record(registration: Registration, on: date) -> None:
    """Checks one record after a write of it, in the transaction of the write."""
    run_records([registration], on)


def run_records(registrations: Sequence[Registration], on: date) -> None:
    """Checks the records that were written together, all of one district's round."""
    for first in registrations[:1]:
        keys = [row.pk for row in registrations]
        if not _left_to_the_end(first.district_id, first.round_id, on, keys):
            _store(facts.of_rows(first.district_id, first.round_id, on, keys))


def run_written(given: Facts) -> None:
    """Checks records just written as their writer has them, in the transaction of the write."""
    if given.subjects and not _left_to_the_end(given.district, given.round_id, given.on, given.saved()):
        _store(given)


@contextmanager
def together() -> Iterator[None]:
    """The records written inside are checked at its end, in the same transaction, each once: they may be hundreds.

    Inside another one it adds to that one's. Raises: RuntimeError outside a transaction.
    """
    if _written.get() is not None:
        yield
        return
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("Findings belong to the transaction of what they are about")
    written = _Written()
    token = _written.set(written)
    try:
        yield
    finally:
        _written.reset(token)
    for (district, round_id), keys in written.keys.items():
        _store(facts.of_rows(district, round_id, written.days[district, round_id], keys))


@dataclass
class _Written:
    """The records that wait to be checked by district and round, and the last day on which one was written."""

    keys: dict[tuple[str, int], set[int]] = field(default_factory=dict)
    days: dict[tuple[str, int], date] = field(default_factory=dict)


_written: ContextVar[_Written | None] = ContextVar("written", default=None)


def _left_to_the_end(district: str, round_id: int, on: date, keys: Iterable[int]) -> bool:
    waiting = _written.get()
    if waiting is None:
        return False
    waiting.keys.setdefault((district, round_id), set()).update(keys)
    waiting.days[district, round_id] = max(on, waiting.days.get((district, round_id), on))
    return True


# --- keeping ---


def _store(given: Facts) -> None:
    """Makes the findings of the records what the checks find now, and their risk what follows from it."""
    subjects = given.saved()
    wanted: dict[Key, Suspicion] = {
        (each.subject.registration.pk, each.code, each.other): each for each in judged(given)
    }
    known = {_key(row): row for row in Finding.objects.filter(registration__in=subjects)}
    gone = [row.pk for key, row in known.items() if key not in wanted]
    if gone:
        Finding.objects.filter(pk__in=gone).delete()
    new = [_finding(key, each, given.on) for key, each in wanted.items() if key not in known]
    if new:
        _carry_reasons(new, given)
        insert(new, is_kept=True)  # another run may have found it meanwhile
    changed = [row for key, row in known.items() if key in wanted and _says_anew(row, wanted[key])]
    if changed:
        Finding.objects.bulk_update(changed, ["said", "version"], batch_size=BATCH)
    _note_risks(given, wanted)


def _key(row: Finding) -> Key:
    return row.registration_id, row.code, row.other_id


def _finding(key: Key, found: Suspicion, on: date) -> Finding:
    return Finding(
        registration_id=key[0],
        code=found.code,
        other_id=found.other,
        said=dict(found.said),
        version=table.VERSION,
        found_at=clock.instant(on),
    )


def _carry_reasons(new: Iterable[Finding], given: Facts) -> None:
    """What was explained in an earlier round and reads the same needs no word again."""
    producers = {pk: subject.producer.pk for pk, subject in given.saved().items()}
    earlier = Finding.objects.filter(
        registration__producer__in={producers[row.registration_id] for row in new},
        registration__round__lt=given.round_id,
    )
    explained = earlier.exclude(reason="").select_related("registration").order_by("registration__round")
    known = {(row.registration.producer_id, row.code, row.other_id): row for row in explained}
    other_side = _explained_other_side(new, given)
    for row in new:
        pair = producers[row.registration_id], row.code, row.other_id
        past = known.get(pair)
        past = past if past and past.said == row.said else other_side.get(pair)
        if past:
            row.reason, row.reason_by_id, row.reason_at = past.reason, past.reason_by_id, past.reason_at


def _explained_other_side(new: Iterable[Finding], given: Facts) -> dict[Key, Finding]:
    """{pair as the new side tells of it: the finding of its other side in the round, if the district said a word}."""
    others = {row.other_id for row in new if row.other_id}
    if not others:
        return {}
    rows = Finding.objects.filter(
        registration__round=given.round_id,
        registration__district=given.district,
        registration__producer__in=others,
        other__isnull=False,
    )
    told = rows.exclude(reason="").select_related("registration")
    return {(row.other_id or 0, row.code, row.registration.producer_id): row for row in told}


def _says_anew(row: Finding, found: Suspicion) -> bool:
    """Gives the row what is found now; whether that differs from what it said."""
    before = row.said, row.version
    row.said, row.version = dict(found.said), table.VERSION
    return before != (row.said, row.version)


def _note_risks(given: Facts, wanted: Iterable[Key]) -> None:
    codes: dict[int, list[str]] = {}
    for pk, code, _ in wanted:
        codes.setdefault(pk, []).append(code)
    by_risk: dict[int, list[int]] = {}
    for pk, subject in given.saved().items():
        risk = table.risk_of(codes.get(pk, ()))
        if risk != subject.registration.risk:
            by_risk.setdefault(risk, []).append(pk)
    for risk, keys in by_risk.items():
        Registration.objects.filter(pk__in=keys).update(risk=risk)
