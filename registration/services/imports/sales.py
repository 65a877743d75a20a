"""Monthly sales of a district from a table: written by the writer that typing uses, and given back as they were.

A row is one product by channels, or a total of a product or producer, whose channels the rule that the officer states
for the whole upload says. Without a rule they are asked; so is a nought (decision 0006).
"""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any, Final, cast

from registration.access import Action
from registration.models import Sale, Unit, UploadRow, User
from registration.models.uploads import READY, RowState
from registration.places import Level
from registration.services import sales, subjects
from registration.services.imports import sales_mending, sales_reading
from registration.services.imports.kinds import About, Judged, Scene, Statement, TableKind
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
from registration.services.sales.splitting import Split
from registration.services.sales.writing import MonthAnswer
from registration.services.uploads.findings import Finding, Severity
from registration.services.uploads.records import Table
from registration.workflow import Refused

READ_FAULTS: Final = "was_read"  # in a row's fields: findings of the reading, which stand until it is mended
KEY_LENGTH: Final = UploadRow._meta.get_field("key").max_length
STATEMENTS: Final = (
    Statement(
        SPLIT, "ยอดรวมที่ไม่ได้แยกช่องทาง แบ่งอย่างไร", {rule.value: str(rule.label) for rule in Split if rule}
    ),
    Statement(ZEROS, "แถวที่ยอดเป็น 0 คือยืนยันว่าไม่มียอดจำหน่าย"),
    Statement(SURE, "เป็นยอดของเดือนที่เลือก แม้ข้อความเหนือตารางบอกเดือนอื่น"),
)


def judge(scene: Scene, table: Table) -> list[Judged]:
    """Every row of the table: its answers, or why it gives none. Rows of other months are told and left out."""
    month = subjects.month_in(scene.subject)
    said = sales_reading.read(table, month, is_sure=bool(scene.said.get(SURE)))
    verdicts = [Verdict(each.fields, table.sheet, each.records[0].row, each.findings) for each in said]
    Judge(scene.unit, month, scene.said).judge(
        [verdict for verdict, each in zip(verdicts, said, strict=True) if not each.is_other]
    )
    for verdict, each in zip(verdicts, said, strict=True):
        if each.is_other:
            verdict.tell(Severity.REMARK, "month", "other_month", "แถวนี้เป็นของเดือนอื่น จึงไม่นำเข้า")
            verdict.state = RowState.DROPPED
    return [
        Judged(
            each.records,
            verdict.title,
            _fields(verdict),
            tuple(verdict.findings),
            verdict.state,
            _key(verdict),
            _record(verdict),
        )
        for verdict, each in zip(verdicts, said, strict=True)
    ]


def judge_again(scene: Scene, rows: Sequence[UploadRow]) -> None:
    """The same from the fields of rows; a mended row is judged by what was mended, whatever its cells said."""
    month = subjects.month_in(scene.subject)
    verdicts = [
        Verdict(
            row.fields,
            row.sheet,
            row.number,
            [] if row.is_mended else [Finding(**each) for each in row.fields.get(READ_FAULTS, ())],
        )
        for row in rows
    ]
    Judge(scene.unit, month, scene.said).judge(verdicts, _taken(scene, rows))
    for row, verdict in zip(rows, verdicts, strict=True):
        row.fields, row.state, row.title = _fields(verdict), verdict.state, verdict.title
        row.findings = [asdict(each) for each in verdict.findings]
        row.key, row.record = _key(verdict), _record(verdict)


def apply(scene: Scene, rows: Sequence[UploadRow]) -> None:
    """Records the answers of rows in one save, judged anew; what somebody changed since the check is kept."""
    month = subjects.month_in(scene.subject)
    seen = {row.pk: _seen(row) for row in rows}
    judge_again(scene, rows)
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
    """Gives the month back as it was; a row whose answer was changed after the upload stays, and says so."""
    month = subjects.month_in(scene.subject)
    before = {row.pk: from_plain(row.before or ()) for row in rows}
    standing = standing_of((pk for each in before.values() for pk in each), month)
    cells: dict[int, MonthAnswer] = {}
    for row in rows:
        if any(_version(standing.get(pk)) != row.applied_version for pk in before[row.pk]):
            row.findings = [
                *row.findings,
                asdict(_finding(row, "not_undone", "มีการแก้ยอดหลังนำเข้า จึงไม่เลิกทำแถวนี้")),
            ]
            continue
        version = row.applied_version or 0
        cells |= {pk: replace(cell, seen=version) for pk, cell in before[row.pk].items()}
        row.state = RowState.UNDONE
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
    """The products that other rows of the upload answer."""
    if scene.upload is None:
        return set()
    others = scene.upload.rows.filter(state__in=[*READY, RowState.FAULTY, RowState.APPLIED])
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
    """Why the month's sales may not be written today, by the rule of typing."""
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
    refusal=refusal,
)
