"""The rows of a list written to the registry: new ones in bulk, changed ones one by one; told what became of each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final, cast

from django.db.models import ProtectedError

from registration import numbers, places
from registration.models import Producer, Unit, UploadRow, User
from registration.models.uploads import READY, RowState
from registration.services import registry
from registration.services.checks import running
from registration.services.imports import undoing
from registration.services.imports.kinds import Scene
from registration.services.imports.roster_doubts import DOUBT
from registration.services.imports.roster_matching import ELSEWHERE, Matcher, Verdict
from registration.services.registry import duplicates, putting_back, rules, taking_back, writing
from registration.services.registry.rules import Fault
from registration.services.uploads.findings import Finding, Severity
from registration.workflow import Refused

RULE: Final = "rule:"  # begins the code of a finding that judging again finds anew
SEEN: Final = "seen"  # in a row's fields: the version of its record when it was judged, 0 for none
CHANGED: Final = "มีผู้บันทึกหรือแก้ไขรายนี้หลังจากตรวจไฟล์ กรุณาเปิดแถวนี้เพื่อดูข้อมูลล่าสุด แล้วบันทึกอีกครั้ง"


def judge_again(scene: Scene, rows: Sequence[UploadRow], *, must_exist: bool = False) -> None:
    """Judges rows anew from their fields: after they were mended, or when the registry changed."""
    _verdicts(scene, rows, must_exist=must_exist)


def _verdicts(
    scene: Scene, rows: Sequence[UploadRow], *, must_exist: bool
) -> list[tuple[UploadRow, Verdict]]:
    matcher = Matcher(scene.unit, scene.on, [row.fields for row in rows], must_exist=must_exist)
    found = [(row, matcher.verdict(row.fields)) for row in rows]
    for row, verdict in found:
        _set(row, verdict.state, verdict.faults)
        row.key, row.record = verdict.key, verdict.record.pk if verdict.record else None
        row.fields = {**row.fields, SEEN: verdict.version}
    return found


def _keep_what_changed(found: Sequence[tuple[UploadRow, Verdict]], seen: Mapping[int, int | None]) -> None:
    """Rows whose record came or changed after they were judged wait for somebody who looks at it."""
    for row, verdict in found:
        before = seen[row.pk]
        if row.state in READY and before is not None and before != verdict.version:
            _set(row, RowState.FAULTY, [Fault("name", CHANGED)])


def _set(row: UploadRow, state: RowState, faults: Iterable[Fault]) -> None:
    """The row's state and findings; what was wrong with reading a cell stays wrong until the row is mended."""
    places_before = {each["code"]: each for each in row.findings}
    own = [each for each in row.findings if not each["code"].startswith((RULE, DOUBT))]
    told = [_finding(row, fault, places_before.get(f"{RULE}{fault.field}")) for fault in faults]
    row.findings = own + told
    is_held = bool(told) or any(each["severity"] == Severity.ERROR for each in own)
    row.state = RowState.FAULTY if is_held and state != RowState.ELSEWHERE else state


def _finding(row: UploadRow, fault: Fault, before: dict[str, Any] | None) -> dict[str, Any]:
    number, column = (before["row"], before["column"]) if before else (row.number, "")
    code = f"{RULE}{fault.field}"
    return asdict(Finding(number, column, Severity.ERROR.value, code, fault.text, row.sheet))


# --- applying ---


def apply(scene: Scene, rows: Sequence[UploadRow], *, must_exist: bool = False) -> None:
    """Writes rows that are new or change something; judged anew first. Raises: Refused when nothing may be written.

    Nobody's work is written over unseen: a record that came or changed since the check is asked about.
    """
    seen = {row.pk: row.fields.get(SEEN) for row in rows}
    found = _verdicts(scene, rows, must_exist=must_exist)
    _keep_what_changed(found, seen)
    new = [(row, verdict) for row, verdict in found if row.state == RowState.NEW]
    changed = [(row, verdict) for row, verdict in found if row.state == RowState.CHANGES]
    by_district: dict[str, list[tuple[UploadRow, Verdict]]] = {}
    for row, verdict in new:
        code = places.district_of(verdict.merged["subdistrict_id"])
        by_district.setdefault(code, []).append((row, verdict))
    for code, pairs in by_district.items():
        _register(scene, Unit.objects.get(pk=code), pairs)
    with running.together():
        for row, verdict in changed:
            _amend(scene, row, verdict)


def _register(scene: Scene, district: Unit, pairs: Sequence[tuple[UploadRow, Verdict]]) -> None:
    records = [verdict.given for _, verdict in pairs]
    outcomes = registry.register_many(district, records, by=cast(User, scene.by), on=scene.on)
    for (row, _), outcome in zip(pairs, outcomes, strict=True):
        if isinstance(outcome, Producer):
            row.state, row.record = RowState.APPLIED, outcome.pk
            row.before, row.applied_version = None, outcome.version
        else:
            _refused(row, outcome)


def _amend(scene: Scene, row: UploadRow, verdict: Verdict) -> None:
    """One record changed; `before` is how it stood in the round."""
    producer = cast(Producer, verdict.record)
    by = cast(User, scene.by)
    try:
        after, stood = writing.amend_from(
            producer,
            by=by,
            on=scene.on,
            version=producer.version,
            fields=verdict.given.fields,
            products=verdict.given.products,
        )
    except (registry.Duplicate, registry.Conflict, Refused) as refused:
        _refused(row, refused)
        return
    row.state, row.record, row.applied_version = RowState.APPLIED, after.pk, after.version
    row.before = asdict(stood)


def _refused(row: UploadRow, refused: Exception) -> None:
    """What the registry refused at the last moment, kept beside the row."""
    if isinstance(refused, registry.Duplicate):
        text = ELSEWHERE if str(refused) == duplicates.ELSEWHERE else str(refused)
        state = RowState.ELSEWHERE if refused.is_elsewhere else RowState.FAULTY
        _set(row, state, [Fault(refused.field, text)])
    elif isinstance(refused, registry.Invalid):
        _set(row, RowState.FAULTY, refused.faults)
    else:
        _set(row, RowState.FAULTY, [Fault(rules.PRODUCTS, str(refused))])


# --- undoing ---


def undo(scene: Scene, rows: Sequence[UploadRow]) -> None:
    """Takes back what the rows wrote; one that was changed since stays, and says why. Raises: Refused."""
    new = [row for row in rows if row.before is None]
    districts = dict(
        Producer.objects.filter(pk__in=[row.record for row in new]).values_list("pk", "district_id")
    )
    for code in sorted(set(districts.values())):
        own = [row for row in new if districts.get(cast(int, row.record)) == code]
        versions = {cast(int, row.record): cast(int, row.applied_version) for row in own}
        kept = taking_back.take_back(
            Unit.objects.get(pk=code), versions, by=cast(User, scene.by), on=scene.on
        )
        for row in own:
            undoing.settle(row, kept.get(cast(int, row.record), ""))
    with running.together():
        for row in rows:
            if row.before is not None:
                _put_back(scene, row)


def _stood(before: dict[str, Any]) -> writing.Stood:
    """How the record stood, as the row kept it; in one from before numbers were sealed they stand in clear."""
    return writing.Stood(**before | {"content": numbers.with_tokens(before["content"])})


def _put_back(scene: Scene, row: UploadRow) -> None:
    producer = Producer.objects.select_related("district").get(pk=cast(int, row.record))
    try:
        putting_back.put_back(
            producer,
            by=cast(User, scene.by),
            on=scene.on,
            version=cast(int, row.applied_version),
            stood=_stood(cast(dict[str, Any], row.before)),
        )
    except (registry.Conflict, registry.Duplicate):
        undoing.settle(row, taking_back.CHANGED)
    except ProtectedError:
        undoing.settle(row, taking_back.SOLD)
    else:
        undoing.settle(row)
