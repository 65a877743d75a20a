"""Targets of a province's districts from a table: judged beside what stands, set in one act, and taken back.

Attachment 2 as we draw it is read back too: its other columns are told, and not used.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any, Final, cast

from grading.models import Target
from grading.services import targets
from grading.services.targets import Aim
from otop_registry import thai
from registration.access import Action
from registration.content import Change
from registration.models import UploadRow, User
from registration.models.uploads import READY, RowState
from registration.places import Level
from registration.services import subjects
from registration.services.imports import comparing, undoing
from registration.services.imports.districts import Districts
from registration.services.imports.kinds import About, Judged, Scene, TableKind
from registration.services.imports.sales_heads import Phrase, names
from registration.services.uploads import units, values
from registration.services.uploads.findings import Finding, Severity, at
from registration.services.uploads.heads import OUTCOME, Kind
from registration.services.uploads.records import Record, Table
from registration.services.uploads.tables import units_in
from registration.services.uploads.units import Unit as MoneyUnit
from registration.timetable import Quarter

MOST_PRODUCTS: Final = 9999
TOO_MANY: Final = f"เป้าผลิตภัณฑ์เกิน {thai.count(MOST_PRODUCTS)}"
WITHOUT_PRODUCTS: Final = "มีเป้ายอดจำหน่ายแต่ไม่มีเป้าผลิตภัณฑ์ ถ้าไม่ตั้งให้ใส่ 0"
TWICE: Final = "อำเภอนี้มีมากกว่าหนึ่งแถว กรุณาเหลือแถวเดียว"
HEADS: Final = Kind(
    columns=(
        Phrase("code", names("รหัส code district_code"), ("รหัสอำเภอ", "รหัสเขต"), title="รหัสอำเภอ"),
        Phrase(
            "name",
            names("อำเภอ เขต อำเภอ/เขต ชื่ออำเภอ หน่วยงาน พื้นที่ district"),
            title="อำเภอ",
        ),
        Phrase(
            "products",
            names("products เป้าผลิตภัณฑ์ เป้าหมายผลิตภัณฑ์"),
            every=(("เป้า",), ("ผลิตภัณฑ์",)),
            never=("ยอด", "ขาย", "จำหน่าย", "บาท"),
            title="เป้าผลิตภัณฑ์เพิ่มขึ้น",
        ),
        Phrase(
            "sales",
            names("sales เป้ายอดจำหน่าย เป้ายอดขาย เป้าหมายยอดจำหน่าย"),
            every=(("เป้า",), ("ยอด", "จำหน่าย", "ขาย", "บาท")),
            title="เป้ายอดจำหน่าย (บาท)",
        ),
        OUTCOME,
    ),
    unsaid=frozenset({OUTCOME.key}),
    row_keys=frozenset({"code", "name"}),
    known_words=("เป้าหมาย", "เป้า", "ยอดจำหน่าย", "ผลิตภัณฑ์"),
)


def judge(scene: Scene, table: Table) -> list[Judged]:
    """Every district's target: new, changed, or as it stands; a district in two rows is asked about in both."""
    districts = Districts.of(scene.unit, scene.on)
    unit, told = _unit(table)
    table.findings += told
    read = [(each, *_read(each, districts, unit)) for each in table.records]
    codes = [fields["district"] for _, fields, _ in read]
    twice = {code for code in codes if code and codes.count(code) > 1}
    standing = _standing(scene)
    found = []
    for record, fields, findings in read:
        if fields["district"] in twice:
            place = next(iter(record.cells.values()))
            findings.append(at(place, Severity.ERROR, "twice", TWICE, record.sheet))
        title = str(districts.units.get(fields["district"], ""))
        state = _state(fields, findings, standing)
        found.append(
            Judged(
                (record,),
                title,
                fields | {"told": [asdict(f) for f in findings]},
                tuple(findings),
                state,
                fields["district"],
            )
        )
    return found


def _unit(table: Table) -> tuple[MoneyUnit | None, list[Finding]]:
    """The unit of the sums, from their head or the lines around, told where it multiplies."""
    column = next((each for each in table.columns if each.key == "sales"), None)
    if column is None:
        return None, []
    stated = [*units.take(column.head)[0], *(unit for unit, _ in units_in(table.around))]
    unit = next((each for each in stated if each.baht != 1), stated[0] if stated else None)
    if unit is None or unit.baht == 1:
        return unit, []
    text = f"อ่านคอลัมน์ {column.letter} “{column.head}” เป็น{unit.word}"
    return unit, [Finding(0, column.letter, Severity.WARNING.value, "unit", text, table.sheet)]


def _read(
    record: Record, districts: Districts, unit: MoneyUnit | None
) -> tuple[dict[str, Any], list[Finding]]:
    """A row's fields and what is told of them. A row without a target says nothing, which takes none away."""
    code, findings = districts.read(record)
    products = values.whole_number(record.cells.get("products"))
    sales = values.baht(record.cells.get("sales"), unit)
    for key, read in (("products", products), ("sales", sales)):
        if read.fault or read.said:
            severity = Severity.ERROR if read.fault else Severity.WARNING
            text = read.fault or read.said
            findings.append(at(record.cells[key], severity, read.code or key, text, record.sheet))
    if products.value is not None and products.value > MOST_PRODUCTS:
        findings.append(at(record.cells["products"], Severity.ERROR, "products", TOO_MANY, record.sheet))
    if sales.value is not None and products.value is None and not products.fault:
        findings.append(at(record.cells["sales"], Severity.ERROR, "products", WITHOUT_PRODUCTS, record.sheet))
    baht = None if sales.value is None else f"{sales.value:.2f}"
    return {"district": code, "products": products.value, "sales_baht": baht}, findings


def _standing(scene: Scene) -> dict[str, Target]:
    return targets.standing_of(scene.unit, subjects.quarter_in(scene.subject))


def _state(
    fields: Mapping[str, Any], findings: Sequence[Finding], standing: Mapping[str, Target]
) -> RowState:
    if any(each.is_error for each in findings):
        is_away = any(each.code == "elsewhere" for each in findings)
        return RowState.ELSEWHERE if is_away else RowState.FAULTY
    aim, row = _aim(fields), standing.get(fields["district"])
    if aim is None:
        return RowState.SILENT
    if targets.aim_of(row) == aim:
        return RowState.UNCHANGED
    return RowState.CHANGES if row else RowState.NEW


def _aim(fields: Mapping[str, Any]) -> Aim | None:
    if fields["products"] is None:
        return None
    baht = fields["sales_baht"]
    return Aim(int(fields["products"]), None if baht is None else Decimal(baht))


def judge_again(scene: Scene, rows: Sequence[UploadRow]) -> None:
    """Rows beside what stands now, from their fields; a mended one by what was typed, whatever its cells said."""
    standing = _standing(scene)
    for row in rows:
        told = (
            _faults(scene, row) if row.is_mended else [Finding(**each) for each in row.fields.get("told", ())]
        )
        row.state, row.findings = _state(row.fields, told, standing), [asdict(each) for each in told]


def _faults(scene: Scene, row: UploadRow) -> list[Finding]:
    """What is wrong with what somebody typed in place of a row."""
    fields = row.fields
    found = []
    if fields["products"] is not None and fields["products"] > MOST_PRODUCTS:
        found.append(("products", TOO_MANY))
    if fields["sales_baht"] is not None and fields["products"] is None:
        found.append(("products", WITHOUT_PRODUCTS))
    others = (
        scene.upload.rows.filter(state__in=(*READY, RowState.UNCHANGED, RowState.APPLIED))
        if scene.upload
        else ()
    )
    if others and others.exclude(pk=row.pk).filter(fields__district=fields["district"]).exists():
        found.append(("twice", TWICE))
    return [Finding(row.number, "", Severity.ERROR.value, code, text, row.sheet) for code, text in found]


def apply(scene: Scene, rows: Sequence[UploadRow]) -> None:
    """Sets the targets of rows in one act; each row keeps what stood before."""
    judge_again(scene, rows)
    ready = [row for row in rows if row.state in READY]
    before = _standing(scene)
    aims = {row.fields["district"]: _aim(row.fields) for row in ready}
    _set(scene, aims)
    for row in ready:
        code = row.fields["district"]
        row.state, row.record = RowState.APPLIED, int(code)
        row.before = _plain(targets.aim_of(before.get(code)))


def undo(scene: Scene, rows: Sequence[UploadRow]) -> None:
    """Gives each target back as it stood; one that was changed after the upload stays, and says so."""
    standing = _standing(scene)

    def is_as_written(row: UploadRow) -> bool:
        return targets.aim_of(standing.get(row.fields["district"])) == _aim(row.fields)

    undone = undoing.as_written(rows, is_as_written, "มีการแก้เป้าหลังนำเข้า จึงไม่เลิกทำแถวนี้")
    _set(scene, {row.fields["district"]: _aim(row.before) if row.before else None for row in undone})


def _set(scene: Scene, aims: Mapping[str, Aim | None]) -> None:
    quarter: Quarter = subjects.quarter_in(scene.subject)
    if aims:
        targets.set_targets(scene.unit, quarter, aims, by=cast(User, scene.by), on=scene.on)


def _plain(aim: Aim | None) -> dict[str, Any] | None:
    if aim is None:
        return None
    baht = None if aim.sales_baht is None else f"{aim.sales_baht:.2f}"
    return {"products": aim.products, "sales_baht": baht}


def changes(scene: Scene, rows: Sequence[UploadRow]) -> dict[int, list[Change]]:
    """{row's id: the target that the row would set beside the one that stands}."""
    standing = _standing(scene)
    ready = [row for row in rows if row.state in READY]
    return {
        row.pk: _changed(_aim(row.fields), targets.aim_of(standing.get(row.fields["district"])))
        for row in ready
    }


def _changed(after: Aim | None, before: Aim | None) -> list[Change]:
    old, new = _figures(before), _figures(after)
    labels = ("เป้าผลิตภัณฑ์", "เป้ายอดจำหน่าย (บาท)")
    keys = ("products", "sales_baht")
    return comparing.changes(zip(keys, labels, old, new, strict=True), is_new=before is None)


def _figures(aim: Aim | None) -> tuple[int | None, Decimal | None]:
    return (aim.products, aim.sales_baht) if aim else (None, None)


TARGETS: Final = TableKind(
    code="targets",
    title="เป้าหมายรายอำเภอของไตรมาส",
    heads=HEADS,
    level=Level.PROVINCE,
    about=About.QUARTER,
    action=Action.TARGET_EDIT,
    judge=judge,
    judge_again=judge_again,
    apply=apply,
    undo=undo,
    mend="figures",
    compare=changes,
    figures={"district": "อำเภอ", "products": "เป้าผลิตภัณฑ์เพิ่มขึ้น", "sales_baht": "เป้ายอดจำหน่าย (บาท)"},
)
