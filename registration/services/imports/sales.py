"""Monthly sales of a district from a table: written by the writer that typing uses, and given back as they were.

A row is one product by channels, or a total of a product or producer, whose channels the rule that the officer states
for the whole upload says. Without a rule they are asked; so is a nought (decision 0006).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final, cast

from otop_registry import thai
from registration.access import Action
from registration.models import Sale, Unit, UploadRow, User
from registration.models.uploads import READY, RowState
from registration.places import Level
from registration.services import sales, subjects
from registration.services.imports import sales_mending, sales_months, sales_reading, undoing
from registration.services.imports.kinds import About, Judged, Scene, Setting, Statement, TableKind
from registration.services.imports.sales_heads import COVERS, SALES
from registration.services.imports.sales_judging import (
    MENDED,
    SPLIT,
    SURE,
    ZEROS,
    Judge,
    Verdict,
    as_plain,
    from_plain,
    standing_of,
)
from registration.services.imports.sales_reading import Said
from registration.services.sales.splitting import Split
from registration.services.uploads.findings import Finding, Severity
from registration.services.uploads.records import Table
from registration.workflow import Refused

READ_FAULTS: Final = "was_read"  # in a row's fields: findings of the reading, which stand until it is mended
OTHER: Final = (
    "other_month"  # in a row's fields: it names another month, and so never becomes an answer of this one
)
KEY_LENGTH: Final = UploadRow._meta.get_field("key").max_length
Beside = dict[int, dict[date, Decimal]]  # {product: {month: baht}}
STATEMENTS: Final = (
    Statement(
        SPLIT, "ยอดรวมที่ไม่ได้แยกช่องทาง แบ่งอย่างไร", {rule.value: str(rule.label) for rule in Split if rule}
    ),
    Statement(ZEROS, "แถวที่ยอดเป็น 0 คือยืนยันว่าไม่มียอดจำหน่าย"),
    Statement(SURE, "เป็นยอดของเดือนที่เลือก แม้ข้อความเหนือตารางบอกเดือนอื่น"),
)


SETTINGS: Final = {
    "zero": Setting(
        "ยอดเป็น 0", {"zero": "ยืนยันว่าไม่มียอดจำหน่าย"}, lambda fields, _value: {**fields, "zero": True}
    )
}


def judge(scene: Scene, table: Table) -> list[Judged]:
    """Every row of the table by its month: its answers, or why it gives none. Rows of other months are left out."""
    is_year = subjects.is_year(scene.subject)
    found: list[Judged] = []
    beside: Beside = {}
    for part in sales_months.parts(table, scene.subject):
        is_sure = part.is_sure or bool(scene.said.get(SURE))
        said = sales_reading.read(part.table, part.month, is_sure=is_sure, doubt=part.doubt)
        for each in said:
            each.findings += part.told.get(each.records[0].row, ())
            each.fields |= {"month": part.month.isoformat()} if is_year else {}
        own = _judged(_of_month(scene, part.month), said, table.sheet, beside)
        _remember(beside, part.month, (each.fields for each in own))
        found += own
        if part.table is not table:
            table.findings += part.table.findings
    return found


def _of_month(scene: Scene, month: date) -> Scene:
    return replace(scene, subject=subjects.of_month(month))


def _remember(beside: Beside, month: date, several: Iterable[Mapping[str, Any]]) -> None:
    """What rows answer for a month, to be compared with by other months of the same file."""
    for fields in several:
        for product, answer in from_plain(fields.get("answers", ())).items():
            total = sum(answer.amounts or (), Decimal(0))
            beside.setdefault(product, {})[month] = total


def _beside(scene: Scene, rows: Sequence[UploadRow]) -> Beside:
    """{product: {month: baht}} that the other rows of an upload of a year answer."""
    found: Beside = {}
    if scene.upload is not None and subjects.is_year(scene.upload.subject):
        others = scene.upload.rows.filter(state__in=[*READY, RowState.APPLIED, RowState.UNCHANGED])
        for fields in others.exclude(pk__in=[row.pk for row in rows]).values_list("fields", flat=True):
            _remember(found, sales_months.month_of(scene.upload.subject, fields), [fields])
    return found


def _judged(scene: Scene, said: Sequence[Said], sheet: str, beside: Beside) -> list[Judged]:
    """The rows of one month."""
    verdicts = [Verdict(each.fields, sheet, each.records[0].row, each.findings) for each in said]
    own = [verdict for verdict, each in zip(verdicts, said, strict=True) if not each.is_other]
    _judge(scene, own, beside=beside)
    for verdict, each in zip(verdicts, said, strict=True):
        if each.is_other:
            verdict.fields = {**verdict.fields, OTHER: True}
            _leave_out(verdict)
    return [
        Judged(
            each.records,
            _title(verdict),
            _fields(verdict),
            tuple(verdict.findings),
            verdict.state,
            _key(verdict),
            _record(verdict),
        )
        for verdict, each in zip(verdicts, said, strict=True)
    ]


def _leave_out(verdict: Verdict) -> None:
    verdict.tell(Severity.REMARK, "month", "other_month", "แถวนี้เป็นของเดือนอื่น จึงไม่นำเข้า")
    verdict.state = RowState.DROPPED


def _judge(
    scene: Scene, verdicts: Sequence[Verdict], taken: Iterable[int] = (), beside: Beside | None = None
) -> None:
    """Judges rows of a month. Of several months each answers itself whether anything may be written to it."""
    Judge(scene.unit, subjects.month_in(scene.subject), scene.said, beside).judge(verdicts, taken)
    several = [each for each in verdicts if each.fields.get("month") and each.state in READY]
    if refused := refusal(scene.unit, scene.subject, scene.on) if several else None:
        for verdict in several:
            verdict.tell(Severity.ERROR, "", "closed", str(refused))
            verdict.state = RowState.FAULTY


def _title(verdict: Verdict) -> str:
    """Whose row it is, with the month where the upload has several."""
    month = verdict.fields.get("month")
    return f"{verdict.title} {thai.month_name(date.fromisoformat(month))}" if month else verdict.title


def judge_again(scene: Scene, rows: Sequence[UploadRow]) -> None:
    """The same from the fields of rows; a mended row is judged by what was mended, whatever its cells said."""
    for own, some in _by_month(scene, rows):
        _judge_again(own, some)


def _by_month(scene: Scene, rows: Sequence[UploadRow]) -> Iterator[tuple[Scene, list[UploadRow]]]:
    found: dict[date, list[UploadRow]] = {}
    for row in rows:
        found.setdefault(sales_months.month_of(scene.subject, row.fields), []).append(row)
    for month, own in found.items():
        yield _of_month(scene, month), own


def _judge_again(scene: Scene, rows: Sequence[UploadRow]) -> None:
    verdicts = [
        Verdict(
            row.fields,
            row.sheet,
            row.number,
            [] if row.is_mended else [Finding(**each) for each in row.fields.get(READ_FAULTS, ())],
        )
        for row in rows
    ]
    own = [each for each in verdicts if OTHER not in each.fields]
    _judge(scene, own, _taken(scene, rows), _beside(scene, rows))
    for verdict in verdicts:
        if OTHER in verdict.fields:
            _leave_out(verdict)
    for row, verdict in zip(rows, verdicts, strict=True):
        row.fields, row.state, row.title = _fields(verdict), verdict.state, _title(verdict)
        row.findings = [asdict(each) for each in verdict.findings]
        row.key, row.record = _key(verdict), _record(verdict)


def apply(scene: Scene, rows: Sequence[UploadRow]) -> None:
    """Records the answers of rows, those of a month in one save, judged anew; what changed since the check is kept."""
    for own, some in _by_month(scene, rows):
        _apply(own, some)


def _apply(scene: Scene, rows: Sequence[UploadRow]) -> None:
    month = subjects.month_in(scene.subject)
    seen = {row.pk: _seen(row) for row in rows}
    _judge_again(scene, rows)
    ready = []
    for row in rows:
        if row.state in READY and _seen(row) != seen[row.pk]:
            _keep(row, "conflict", "มีผู้อื่นบันทึกยอดของผลิตภัณฑ์นี้หลังจากตรวจไฟล์ กรุณาตรวจอีกครั้ง")
        elif row.state in READY:
            ready.append(row)
    answers = {row.pk: from_plain(row.fields["answers"]) for row in ready}
    cells = {product: cell for each in answers.values() for product, cell in each.items()}
    before = standing_of(cells, month)
    saved = sales.record_month(
        scene.unit, month, cells, by=cast(User, scene.by), on=scene.on, source=_source(scene, ready)
    )
    for row in ready:
        written = [pk for pk in answers[row.pk] if pk in saved.rows]
        if not written:
            _keep(row, "conflict", "ยอดของผลิตภัณฑ์นี้เปลี่ยนไประหว่างบันทึก กรุณาตรวจอีกครั้ง")
            continue
        row.state, row.record = RowState.APPLIED, written[0]
        row.before = as_plain({pk: sales.answer_of(before.get(pk)) for pk in written})
        row.applied_version = _version(saved.rows[written[0]])


def undo(scene: Scene, rows: Sequence[UploadRow]) -> None:
    """Gives each month back as it was; a row whose answer was changed after the upload stays, and says so."""
    for own, some in _by_month(scene, rows):
        _undo(own, some)


def _undo(scene: Scene, rows: Sequence[UploadRow]) -> None:
    month = subjects.month_in(scene.subject)
    before = {row.pk: from_plain(row.before or ()) for row in rows}
    standing = standing_of((pk for each in before.values() for pk in each), month)

    def is_as_written(row: UploadRow) -> bool:
        return all(_version(standing.get(pk)) == row.applied_version for pk in before[row.pk])

    cells = {
        pk: replace(cell, seen=row.applied_version or 0)
        for row in undoing.as_written(rows, is_as_written, "มีการแก้ยอดหลังนำเข้า จึงไม่เลิกทำแถวนี้")
        for pk, cell in before[row.pk].items()
    }
    if cells:
        source = f"เลิกทำการนำเข้า {_file(scene)}".strip()
        sales.record_month(scene.unit, month, cells, by=cast(User, scene.by), on=scene.on, source=source)


# --- parts ---


def _fields(verdict: Verdict) -> dict[str, Any]:
    """The fields with what was judged of them."""
    return {
        **verdict.fields,
        READ_FAULTS: [asdict(each) for each in verdict.was_read],
        "answers": as_plain(verdict.answers),
    }


def _key(verdict: Verdict) -> str:
    return ",".join(str(product) for product in verdict.answers)[:KEY_LENGTH]


def _record(verdict: Verdict) -> int | None:
    return verdict.found.products[0].pk if verdict.found.products else None


def _taken(scene: Scene, rows: Sequence[UploadRow]) -> set[int]:
    """The products that other rows of the upload answer for the same month."""
    if scene.upload is None:
        return set()
    others = scene.upload.rows.filter(state__in=[*READY, RowState.FAULTY, RowState.APPLIED])
    if subjects.is_year(scene.upload.subject):
        others = others.filter(fields__month=subjects.month_in(scene.subject).isoformat())
    plain = others.exclude(pk__in=[row.pk for row in rows]).values_list("fields__answers", flat=True)
    return {each["product"] for answers in plain for each in answers or ()}


def _seen(row: UploadRow) -> dict[int, int]:
    """{product: the version of its answer that the check saw}."""
    return {each["product"]: each["seen"] for each in row.fields.get("answers", ())}


def _version(sale: Sale | None) -> int | None:
    return sale.version if sale else None


def _file(scene: Scene) -> str:
    return scene.upload.name if scene.upload else ""


def _source(scene: Scene, rows: Sequence[UploadRow]) -> str:
    """Which file, and by which rule its sums were spread, as the journal keeps it."""
    spread = [
        row
        for row in rows
        if MENDED not in row.fields and any(len(COVERS[k]) > 1 for k in row.fields["money"])
    ]
    rule = str(scene.said.get(SPLIT) or "")
    told = f" แบ่งยอดรวม: {Split(rule).label}" if spread and rule else ""
    return f"นำเข้าจากไฟล์ {_file(scene)}{told}"


def _finding(row: UploadRow, code: str, message: str) -> Finding:
    return Finding(row.number, "", Severity.ERROR.value, code, message, row.sheet)


def _keep(row: UploadRow, code: str, message: str) -> None:
    row.state = RowState.FAULTY
    row.findings = [*row.findings, asdict(_finding(row, code, message))]


def refusal(unit: Unit, subject: str, on: date) -> Refused | None:
    """Why the month's sales may not be written today, by the rule of typing; of a year's, each month answers itself."""
    if subjects.is_year(subject):
        return None
    try:
        sales.check_open(unit.pk, subjects.month_in(subject), on)
    except Refused as refused:
        return refused
    return None


SALES_OF_MONTH: Final = TableKind(
    code="sales",
    title="ยอดจำหน่ายรายเดือนของอำเภอ",
    heads=SALES,
    level=Level.DISTRICT,
    about=About.MONTH,
    action=Action.SALES_EDIT,
    judge=judge,
    judge_again=judge_again,
    apply=apply,
    undo=undo,
    mend="sales",
    compare=sales_mending.changes,
    statements=STATEMENTS,
    settings=lambda _upload, _on: SETTINGS,
    refusal=refusal,
)
