"""Answers of a Google Form, by district and month: the last answer counts, the earlier ones are explained.

Source: letter นค 0019.3/ก 9929, order 2. They are kept beside the sales, never as sales (services/sales/answers).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, cast

from otop_registry import thai
from registration.access import Action
from registration.content import Change
from registration.models import FormAnswer, UploadRow, User
from registration.models.uploads import READY, RowState
from registration.places import Level
from registration.services.imports import comparing, undoing
from registration.services.imports.districts import Districts
from registration.services.imports.kinds import About, Judged, Scene, TableKind
from registration.services.imports.sales_heads import Phrase, names
from registration.services.sales import answers
from registration.services.sales.answers import Answer, Key
from registration.services.uploads import units, values
from registration.services.uploads.findings import Finding, Severity, at
from registration.services.uploads.heads import OUTCOME, Kind
from registration.services.uploads.records import Record, Table
from registration.services.uploads.sheets import Cell
from registration.services.uploads.units import Unit as MoneyUnit

HEADS: Final = Kind(
    columns=(
        Phrase("stamp", names("timestamp ประทับเวลา"), ("ประทับเวลา", "timestamp"), title="ประทับเวลา"),
        Phrase("code", names("code district_code"), ("รหัสอำเภอ", "รหัสเขต"), title="รหัสอำเภอ"),
        Phrase(
            "name", names("หน่วยงาน district"), ("อำเภอ", "เขต"), never=("รหัส", "จำนวน", "ยอด"), title="อำเภอ"
        ),
        Phrase(
            "products",
            names("products"),
            every=(("จำนวน", "ผลิตภัณฑ์ที่"), ("ผลิตภัณฑ์", "สินค้า")),
            never=("ยอด", "บาท", "ผู้"),
            title="จำนวนผลิตภัณฑ์",
        ),
        Phrase(
            "sales",
            names("sales"),
            ("ยอดจำหน่าย", "ยอดขาย", "รายได้"),
            never=("สะสม", "ปีก่อน"),
            title="ยอดจำหน่าย (บาท)",
        ),
        Phrase("month", names("month"), ("เดือน",), never=("ยอด", "จำนวน"), title="เดือน"),
        OUTCOME,
    ),
    unsaid=frozenset({OUTCOME.key}),
    row_keys=frozenset({"code", "name"}),
    known_words=("ยอดจำหน่าย", "ผลิตภัณฑ์"),
)
NO_FIGURE: Final = "คำตอบนี้ไม่มีทั้งยอดจำหน่ายและจำนวนผลิตภัณฑ์"
TWICE: Final = "อำเภอและเดือนนี้มีคำตอบในแถว {} ด้วย กรุณาเหลือแถวเดียว"
_CLOCK: Final = re.compile(r"[\s,]+([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?\s*(AM|PM)?.*$", re.IGNORECASE)
_PARTS: Final = re.compile(r"([0-9]{1,4})[/-]([0-9]{1,2})[/-]([0-9]{1,4})")
_FIRST_DAYS: Final = range(13, 32)  # a first or second part that can only be a day


@dataclass
class Row:
    """One answer as read."""

    record: Record
    fields: dict[str, Any]
    findings: list[Finding]
    at: datetime | None = None

    @property
    def key(self) -> tuple[str, str]:
        return self.fields["district"], self.fields["month"]


# --- reading ----------------------------------------------------------------------------------------


def judge(scene: Scene, table: Table) -> list[Judged]:
    """Every answer: of two of one district and month the later counts, by its time stamp, else by its row."""
    districts, unit = Districts.of(scene.unit, scene.on), _unit(table)
    is_month_first = _is_month_first([each.cells["stamp"] for each in table.records if "stamp" in each.cells])
    rows = [_read(each, districts, unit, is_month_first) for each in table.records]
    last: dict[tuple[str, str], Row] = {}
    for row in rows:
        if all(row.key) and not any(each.is_error for each in row.findings):
            last[row.key] = max(last.get(row.key, row), row, key=_order)
    standing = answers.standing_of({_key_of(row.fields): None for row in last.values()})
    return [_judged(row, last.get(row.key), standing, districts, scene) for row in rows]


def _order(row: Row) -> tuple[bool, datetime, int]:
    early = datetime(1, 1, 1, tzinfo=thai.BANGKOK)
    return row.at is not None, row.at or early, row.record.row


def _unit(table: Table) -> MoneyUnit | None:
    """The unit that the head of the sums states."""
    head = next((each.head for each in table.columns if each.key == "sales"), "")
    return next(iter(units.take(head)[0]), None)


def _read(record: Record, districts: Districts, unit: MoneyUnit | None, is_month_first: bool) -> Row:
    code, findings = districts.read(record)
    row = Row(
        record, {"district": code, "month": "", "sales_baht": None, "products": None, "stamp": ""}, findings
    )
    row.at = _stamp(row, is_month_first)
    _month(row)
    sales = values.baht(record.cells.get("sales"), unit)
    products = values.whole_number(record.cells.get("products"))
    for key, read in (("sales", sales), ("products", products)):
        if read.fault or read.said:
            severity = Severity.ERROR if read.fault else Severity.WARNING
            findings.append(
                at(record.cells[key], severity, read.code or key, read.fault or read.said, record.sheet)
            )
    if sales.value is None and products.value is None and not (sales.fault or products.fault):
        place = next(iter(record.cells.values()))
        findings.append(at(place, Severity.ERROR, "no_figure", NO_FIGURE, record.sheet))
    row.fields["sales_baht"] = None if sales.value is None else f"{sales.value:.2f}"
    row.fields["products"] = products.value
    row.fields["stamp"] = row.at.isoformat() if row.at else ""
    return row


def _is_month_first(stamps: Sequence[Cell]) -> bool:
    """Whether stamps are written month/day, as forms set to English do: some second part can only be a day."""
    parts = [found for cell in stamps if (found := _PARTS.match(thai.to_arabic(str(cell.value))))]
    return any(int(each[2]) in _FIRST_DAYS for each in parts if int(each[1]) not in _FIRST_DAYS)


def _stamp(row: Row, is_month_first: bool) -> datetime | None:
    """When it was answered; None without a stamp, and with a warning where it cannot be read."""
    cell = row.record.cells.get("stamp")
    if cell is None or cell.is_formula:
        return None
    if isinstance(cell.value, datetime):
        year = cell.value.year - (thai.BE_OFFSET if cell.value.year >= thai.FIRST_YEAR_BE else 0)
        return cell.value.replace(year=year, tzinfo=thai.BANGKOK)
    try:
        return _moment(thai.to_arabic(thai.repair(str(cell.value))), is_month_first)
    except ValueError:
        text = "อ่านประทับเวลาไม่ได้ ถ้ามีหลายคำตอบของเดือนเดียวกัน จะนับคำตอบในแถวหลังสุด"
        row.findings.append(at(cell, Severity.WARNING, "stamp", text, row.record.sheet))
        return None


def _moment(text: str, is_month_first: bool) -> datetime:
    """15/7/2567, 9:32:10; 2024/07/15 9:32:10 AM GMT+7; 7/15/2024 9:32:10. Raises: ValueError."""
    parts, clock = _PARTS.match(text), _CLOCK.search(text)
    if parts is None:
        raise ValueError(text)
    first, second, third = (int(each) for each in parts.groups())
    is_year_first = len(parts[1]) > 2
    day, month, year = (third, second, first) if is_year_first else (first, second, third)
    if is_month_first and not is_year_first:
        day, month = month, day
    year -= thai.BE_OFFSET if year >= thai.FIRST_YEAR_BE else 0
    hour, minute, second = (int(each or 0) for each in clock.groups()[:3]) if clock else (0, 0, 0)
    if clock and clock[4]:
        hour = hour % 12 + (12 if clock[4].upper() == "PM" else 0)
    return datetime(year, month, day, hour, minute, second, tzinfo=thai.BANGKOK)


def _month(row: Row) -> None:
    """The month answered for. Without a year it is the last such month that had begun when it was answered."""
    cell = row.record.cells.get("month")
    read = values.month(cell)
    if read.fault or read.value is None:
        place = cell or next(iter(row.record.cells.values()))
        text = read.fault or "ไม่ได้ระบุเดือน"
        row.findings.append(at(place, Severity.ERROR, "month", text, row.record.sheet))
        return
    number, year_be = read.value
    if year_be is None and row.at is None:
        row.findings.append(
            at(cell, Severity.ERROR, "month", "ไม่ได้ระบุปีของเดือน กรุณาพิมพ์ เช่น ก.ค. 2567", row.record.sheet)
        )
        return
    if year_be is None and row.at:
        year_be = thai.year_be(row.at) - (number > row.at.month)
        text = f"ไม่ได้ระบุปี อ่านเป็น {thai.MONTHS[number - 1]} {year_be} ตามวันที่ตอบ"
        row.findings.append(at(cell, Severity.WARNING, "no_year", text, row.record.sheet))
    row.fields["month"] = date(cast(int, year_be) - thai.BE_OFFSET, number, 1).isoformat()


# --- judging ----------------------------------------------------------------------------------------


def _judged(
    row: Row, last: Row | None, standing: Mapping[Key, FormAnswer], districts: Districts, scene: Scene
) -> Judged:
    title = f"{districts.units.get(row.fields['district'], '')} {row.fields['month'][:7]}".strip()
    row.fields["source"] = f"{scene.upload.name if scene.upload else 'ไฟล์'} แถว {row.record.row}"
    is_faulty = any(each.is_error for each in row.findings)
    if last is not None and last is not row and not is_faulty:
        text = f"มีคำตอบหลังจากนี้ของอำเภอและเดือนเดียวกันที่แถว {last.record.row} นับคำตอบนั้น"
        place = next(iter(row.record.cells.values()))
        row.findings.append(at(place, Severity.REMARK, "answered_later", text, row.record.sheet))
        state = RowState.DROPPED
    else:
        state = _state(row.fields, row.findings, standing, scene.on)
    told = [asdict(each) for each in row.findings]
    return Judged(
        (row.record,), title, row.fields | {"told": told}, tuple(row.findings), state, ":".join(row.key)
    )


def _state(
    fields: Mapping[str, Any], findings: list[Finding], standing: Mapping[Key, FormAnswer], on: date
) -> RowState:
    if any(each.is_error for each in findings):
        is_away = any(each.code == "elsewhere" for each in findings)
        return RowState.ELSEWHERE if is_away else RowState.FAULTY
    key = _key_of(fields)
    if key[1] > on:
        findings.append(Finding(0, "", Severity.ERROR.value, "ahead", "คำตอบเป็นของเดือนที่ยังไม่ถึง"))
        return RowState.FAULTY
    row = standing.get(key)
    said = answers.said_of(row)
    if said and (said.sales_baht, said.products) == _figures(fields):
        return RowState.UNCHANGED
    return RowState.CHANGES if row else RowState.NEW


def _key_of(fields: Mapping[str, Any]) -> Key:
    return fields["district"], date.fromisoformat(fields["month"])


def _figures(fields: Mapping[str, Any]) -> tuple[Decimal | None, int | None]:
    baht = fields["sales_baht"]
    return None if baht is None else Decimal(baht), fields["products"]


def _answer(fields: Mapping[str, Any]) -> Answer:
    moment = datetime.fromisoformat(fields["stamp"]) if fields["stamp"] else None
    return Answer(*_figures(fields), moment, fields["source"])


def judge_again(scene: Scene, rows: Sequence[UploadRow]) -> None:
    """Rows beside what stands now, from their fields."""
    read = [row for row in rows if row.fields["district"] and row.fields["month"]]
    standing = answers.standing_of({_key_of(row.fields): None for row in read})
    for row in rows:
        told = (
            _faults(scene, row) if row.is_mended else [Finding(**each) for each in row.fields.get("told", ())]
        )
        row.state = _state(row.fields, told, standing, scene.on) if row in read else RowState.FAULTY
        row.findings = [asdict(each) for each in told]


def _faults(scene: Scene, row: UploadRow) -> list[Finding]:
    """What is wrong with what somebody typed in place of a row."""
    fields, found = row.fields, []
    if _figures(fields) == (None, None):
        found.append(("no_figure", NO_FIGURE))
    others = (
        scene.upload.rows.filter(state__in=(*READY, RowState.UNCHANGED, RowState.APPLIED))
        if scene.upload
        else ()
    )
    same = {"fields__district": fields["district"], "fields__month": fields["month"]}
    if others and (twin := others.exclude(pk=row.pk).filter(**same).first()):
        found.append(("twice", TWICE.format(twin.number)))
    return [Finding(row.number, "", Severity.ERROR.value, code, text, row.sheet) for code, text in found]


# --- writing ----------------------------------------------------------------------------------------


def apply(scene: Scene, rows: Sequence[UploadRow]) -> None:
    """Keeps the answers of rows in one act; each row keeps what stood before."""
    judge_again(scene, rows)
    ready: dict[Key, UploadRow] = {}
    for row in rows:
        if row.state in READY and ready.setdefault(_key_of(row.fields), row) is not row:
            text = TWICE.format(ready[_key_of(row.fields)].number)
            told = Finding(row.number, "", Severity.ERROR.value, "twice", text, row.sheet)
            row.state, row.findings = RowState.FAULTY, [*row.findings, asdict(told)]
    before = {key: answers.said_of(row) for key, row in answers.standing_of(ready).items()}
    said: dict[Key, Answer | None] = {key: _answer(row.fields) for key, row in ready.items()}
    kept = _keep(scene, said)
    for key, row in ready.items():
        answer = kept.get(key)
        row.state, row.record = RowState.APPLIED, answer.pk if answer else 0
        row.before = _plain(before.get(key))


def undo(scene: Scene, rows: Sequence[UploadRow]) -> None:
    """Gives each answer back as it stood; one that was changed after the upload stays, and says so."""
    standing = answers.standing_of({_key_of(row.fields): None for row in rows})

    def is_as_written(row: UploadRow) -> bool:
        return answers.said_of(standing.get(_key_of(row.fields))) == _answer(row.fields)

    undone = undoing.as_written(rows, is_as_written, "มีการแก้คำตอบหลังนำเข้า จึงไม่เลิกทำแถวนี้")
    _keep(scene, {_key_of(row.fields): _answer(row.before) if row.before else None for row in undone})


def _keep(scene: Scene, said: Mapping[Key, Answer | None]) -> dict[Key, FormAnswer | None]:
    source = f"นำเข้าจากไฟล์ {scene.upload.name if scene.upload else ''}".strip()
    by = cast(User, scene.by)
    return answers.keep_answers(scene.unit, said, by=by, on=scene.on, source=source) if said else {}


def _plain(answer: Answer | None) -> dict[str, Any] | None:
    """An answer as fields, to be given back."""
    if answer is None:
        return None
    return {
        "sales_baht": None if answer.sales_baht is None else f"{answer.sales_baht:.2f}",
        "products": answer.products,
        "stamp": answer.answered_at.isoformat() if answer.answered_at else "",
        "source": answer.source,
    }


def changes(scene: Scene, rows: Sequence[UploadRow]) -> dict[int, list[Change]]:
    """{row's id: the figures that the row would keep beside those that stand}."""
    ready = {row.pk: row.fields for row in rows if row.state in READY}
    standing = answers.standing_of({_key_of(fields): None for fields in ready.values()})
    return {
        pk: _changed(fields, answers.said_of(standing.get(_key_of(fields)))) for pk, fields in ready.items()
    }


def _changed(fields: Mapping[str, Any], before: Answer | None) -> list[Change]:
    sales_baht, products = _figures(fields)
    figures = (
        ("sales_baht", "ยอดจำหน่าย (บาท)", before.sales_baht if before else None, sales_baht),
        ("products", "จำนวนผลิตภัณฑ์", before.products if before else None, products),
    )
    return comparing.changes(figures, is_new=before is None)


ANSWERS: Final = TableKind(
    code="answers",
    title="คำตอบของ Google ฟอร์ม (ยอดรวมรายเดือนของอำเภอ)",
    heads=HEADS,
    level=Level.PROVINCE,
    about=About.ROWS,
    action=Action.SALES_COMPARE,
    judge=judge,
    judge_again=judge_again,
    apply=apply,
    undo=undo,
    mend="figures",
    compare=changes,
    figures={
        "district": "อำเภอ",
        "month": "เดือน",
        "products": "จำนวนผลิตภัณฑ์",
        "sales_baht": "ยอดจำหน่าย (บาท)",
    },
)
