"""The announcement of a round (ประกาศรับรอง): a province's of its certificate, the department's of its closing.

Of a closed round every number comes from the edition; before that, of the districts certified so far, with the
certificate's fingerprint. Without a recorded number it is a draft and says so.
Source: docs/rules.md 6; letter นศ 0019/01467, attachment 1, ขั้นตอนที่ ๒ and ๓; decisions 0009, 0010.
"""

from collections import ChainMap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from otop_registry import thai
from registration import figures, places
from registration.figures import Counts, Row
from registration.models import Certification, Closing, Edition, Post, Round, Submission, Unit
from registration.models.producers import ProducerKind, ProductType
from registration.services import subjects
from registration.services.editions.published import KIND_WORDS, TYPE_WORDS, LeftOut, full_names
from registration.workflow import CertificateStatus, Status
from reporting.kinds import Kind
from reporting.paper import Block, Column, Facts, Form, Paper, Prose, Stand, Table
from reporting.services.papers.stands import SIGNER, announcer, stand_of

SUBJECT: Final = "เรื่อง รับรองข้อมูลผลการลงทะเบียนผู้ผลิต ผู้ประกอบการ OTOP"
DRAFT: Final = "ร่าง ยังไม่มีเลขที่ประกาศ"
NO_REASON: Final = "ยังไม่ได้รับรอง"
OUT: Final = "ไม่รวม"
EARLIER: Final = "หน่วยงานที่ไม่รวม แสดงยอดคงเหลือตามฉบับล่าสุดก่อนรอบนี้"
PRODUCERS, PRODUCTS = "ผู้ผลิต ผู้ประกอบการ (ราย)", "ผลิตภัณฑ์ (รายการ)"
NUMBERS: Final = (*ProducerKind.values, "producers_left", *ProductType.values, "products_left")


@dataclass(frozen=True)
class Act:
    """What a unit announces: the number and day once they are recorded, the certificate behind it."""

    number: str = ""
    day: date | None = None
    is_settled: bool = False  # certified, or closed
    fingerprint: str = ""
    signer: Post | None = None


@dataclass(frozen=True)
class Content:
    """What an announcement tells: its act, the rows with their total, who is in and who is out."""

    act: Act
    rows: tuple[Row, ...]
    included: int
    asked: int
    left_out: tuple[LeftOut, ...]

    @property
    def total(self) -> Counts:
        return figures.total(row.counts for row in self.rows)


def paper(unit: Unit, round: Round, *, on: date, edition: Edition | None = None) -> Paper:
    """The announcement of a province or of the department. At most twelve queries."""
    found = _content(unit, round, edition)
    number = f"เลขที่ {found.act.number}" if found.act.number else DRAFT
    return Paper(
        Kind.ANNOUNCEMENT,
        unit.code,
        subject=subjects.of_round(round.pk),
        title=f"ประกาศ{unit}",
        lines=(SUBJECT, _of_round(round), number),
        stand=_stand(unit, round, on, edition, found.act),
        blocks=_blocks(unit, round, edition, found),
        signatures=(announcer(unit, found.act.signer),),
        uses_thai_digits=True,
        has_garuda=True,
        is_draft=not found.act.number,
        attributes={
            "number": found.act.number,
            "day": found.act.day.isoformat() if found.act.day else "",
            "fingerprint": edition.fingerprint if edition else found.act.fingerprint,
        },
    )


# --- what is announced ---


def _content(unit: Unit, round: Round, edition: Edition | None) -> Content:
    act, reasons = _act(unit, round)
    status_of = dict(
        Submission.objects.in_scope(unit.code, round.pk).order_by().values_list("district_id", "status")
    )
    if edition:
        codes = {code for code in status_of if not edition.leaves_out(code)}
        rows = _frozen_rows(unit, round, edition)
        named = {code: why for code, why in edition.left_out.items() if code.startswith(unit.code)}
        if unit.code in edition.left_out:
            named = {unit.code: edition.left_out[unit.code]}
    else:
        codes = _certified(unit, round, status_of)
        rows = _live_rows(unit, round, codes)
        named = _missing(unit, set(status_of) - codes, reasons)
    return Content(act, tuple(rows), len(codes), len(status_of), _named(named))


def _act(unit: Unit, round: Round) -> tuple[Act, dict[str, str]]:
    """What the unit recorded of its announcement, and why it leaves whom out."""
    if not unit.code:
        closing = Closing.objects.filter(round=round).select_related(*SIGNER).first()
        if closing is None:
            return Act(), {}
        said = Act(
            closing.announcement_number,
            closing.announcement_day,
            is_settled=closing.closed_at is not None,
            signer=closing.announcement_signer,
        )
        settled = Certification.objects.filter(round=round).exclude(status=CertificateStatus.PENDING)
        districts = [row.left_out for row in settled]
        return said, dict(ChainMap(dict(closing.left_out), *districts))
    found = Certification.objects.filter(province=unit, round=round).select_related(*SIGNER).first()
    if found is None:
        return Act(), {}
    said = Act(
        found.announcement_number,
        found.announcement_day,
        is_settled=found.status != CertificateStatus.PENDING,
        fingerprint=found.fingerprint,
        signer=found.announcement_signer,
    )
    return said, dict(found.left_out)


def _certified(unit: Unit, round: Round, status_of: dict[str, str]) -> set[str]:
    """The districts that the paper counts before the closing: certified, for the nation in certified provinces."""
    codes = {code for code, status in status_of.items() if status == Status.CERTIFIED}
    if unit.code:
        return codes
    settled = Certification.objects.filter(round=round).exclude(status=CertificateStatus.PENDING)
    provinces = set(settled.values_list("province_id", flat=True))
    return {code for code in codes if places.province_of(code) in provinces}


def _frozen_rows(unit: Unit, round: Round, edition: Edition) -> list[Row]:
    """The edition's rows, without places left out that it holds nothing of: they are named apart, not zeros."""
    rows = figures.registration_report(unit.code, round.pk, edition).rows
    return [row for row in rows if row.counts != Counts() or not edition.leaves_out(row.code)]


def _live_rows(unit: Unit, round: Round, codes: set[str]) -> list[Row]:
    """The certified districts of a province, or the nation's provinces with the sums of theirs."""
    counted: dict[str, Counts] = {}
    for code, counts in figures.live(unit.code, round.pk, places.DISTRICT_WIDTH).items():
        if code in codes:
            line = places.child_of(unit.code, code)
            counted[line] = counted.get(line, Counts()) + counts
    units = Unit.objects.filter(code__in={places.child_of(unit.code, code) for code in codes})
    return [Row(each.code, str(each), counted.get(each.code, Counts())) for each in units]


def _missing(unit: Unit, waiting: set[str], reasons: dict[str, str]) -> dict[str, str]:
    """Who is not counted, with the reason given so far; for the nation a whole province in one line."""
    if not unit.code:
        return reasons
    return {code: reasons.get(code, NO_REASON) for code in waiting}


def _named(reasons: dict[str, str]) -> tuple[LeftOut, ...]:
    names = full_names(reasons)
    return tuple(LeftOut(code, names.get(code, code), reasons[code]) for code in sorted(reasons))


def _stand(unit: Unit, round: Round, on: date, edition: Edition | None, act: Act) -> Stand:
    who = unit.full_name if unit.code else "กรมฯ"
    if edition:
        return stand_of(round, on, edition)
    if unit.code and act.is_settled:
        return Stand(on, interim_words=f"ข้อมูลที่{who}รับรองแล้ว ยังไม่ปิดระบบ")
    return Stand(on, interim_words=f"ร่าง {who}ยังไม่ได้{'รับรอง' if unit.code else 'ปิดระบบ'} ข้อมูล")


# --- how it is told ---


def _blocks(unit: Unit, round: Round, edition: Edition | None, found: Content) -> tuple[Block, ...]:
    """The closing sentence stands last, so that its day comes right above the signature."""
    return (
        _opening(unit, round, found),
        _facts(unit, found),
        _table(unit, edition, found),
        *_left_out(found.left_out),
        _end(found.act),
    )


def _of_round(round: Round) -> str:
    return f"ไตรมาส {round.number} ปีงบประมาณ พ.ศ. {round.fiscal_year_be}"


def _opening(unit: Unit, round: Round, found: Content) -> Prose:
    total = found.total
    plan = (
        "ตามที่กรมการพัฒนาชุมชนกำหนดแผนการดำเนินงานการลงทะเบียนผู้ผลิต ผู้ประกอบการ OTOP "
        f"ปีงบประมาณ พ.ศ. {round.fiscal_year_be} {_duty(unit)} นั้น"
    )
    result = (
        f"บัดนี้ {unit}{_done(unit)}ข้อมูลผลการลงทะเบียนผู้ผลิต ผู้ประกอบการ OTOP {_of_round(round)} "
        f"ของ{_word(unit)} จำนวน {thai.count(found.included)} แห่ง จากทั้งหมด {thai.count(found.asked)} แห่ง "
        f"จึงประกาศรับรองข้อมูลว่า มีผู้ผลิต ผู้ประกอบการ จำนวน {thai.count(total.producers_left)} ราย "
        f"และผลิตภัณฑ์ จำนวน {thai.count(total.products_left)} รายการ ตามบัญชีต่อไปนี้"
    )
    return Prose((plan, result))


def _left_out(units: Sequence[LeftOut]) -> Iterable[Block]:
    if not units:
        return
    yield Prose((f"ทั้งนี้ ไม่รวมข้อมูลของหน่วยงาน จำนวน {thai.count(len(units))} แห่ง ตามบัญชีและเหตุผลต่อไปนี้",))
    columns = (
        Column("ที่", Form.COUNT, width=5),
        Column("หน่วยงานที่ไม่รวม", width=36),
        Column("เหตุผล", width=50),
    )
    rows = [(place, each.name, each.reason) for place, each in enumerate(units, 1)]
    yield Table("หน่วยงานที่ไม่รวม", columns, rows)


def _end(act: Act) -> Prose:
    day = f"ประกาศ ณ วันที่ {_day(act.day)}" if act.day else "ประกาศ ณ วันที่ (ร่าง ยังไม่ลงวันที่)"
    return Prose(("จึงประกาศให้ทราบโดยทั่วกัน", day))


def _duty(unit: Unit) -> str:
    """What the plan gives the unit to do, in the letter's words."""
    if not unit.code:
        return "ให้กรมฯ ปิดระบบ และประกาศรับรองข้อมูลผลการลงทะเบียนฯ"
    return "ให้จังหวัดและกรุงเทพมหานครตรวจสอบข้อมูล รับรองข้อมูลในระบบออนไลน์ และประกาศรับรองข้อมูลผลการลงทะเบียนฯ"


def _done(unit: Unit) -> str:
    return "ได้ตรวจสอบและรับรอง" if unit.code else "ได้ปิดระบบและรับรอง"


def _word(unit: Unit) -> str:
    if not unit.code:
        return "อำเภอและเขต"
    return places.word_below(unit.code)


def _day(day: date) -> str:
    """16 มีนาคม พ.ศ. 2561, as an announcement writes its day."""
    return f"{day.day} {thai.MONTHS[day.month - 1]} พ.ศ. {thai.year_be(day)}"


def _facts(unit: Unit, found: Content) -> Facts:
    total = found.total
    rows = [
        (f"จำนวน{_word(unit)}ที่รับรอง (แห่ง)", found.included, Form.COUNT),
        ("ผู้ผลิต ผู้ประกอบการ ยกมา (ราย)", total.producers_brought, Form.COUNT),
        ("รายใหม่ (ราย)", total.producers_new, Form.COUNT),
        ("ปรับปรุงข้อมูล (ราย)", total.producers_updated, Form.COUNT),
        ("ยกเลิก (ราย)", total.producers_withdrawn, Form.COUNT),
        ("ผู้ผลิต ผู้ประกอบการ คงเหลือ (ราย)", total.producers_left, Form.COUNT),
        ("ผลิตภัณฑ์ ยกมา (รายการ)", total.products_brought, Form.COUNT),
        ("ผลิตภัณฑ์ เพิ่ม (รายการ)", total.products_added, Form.COUNT),
        ("ผลิตภัณฑ์ ลด (รายการ)", total.products_reduced, Form.COUNT),
        ("ผลิตภัณฑ์ คงเหลือ (รายการ)", total.products_left, Form.COUNT),
    ]
    return Facts("สรุปผลการลงทะเบียน", tuple(rows))


def _table(unit: Unit, edition: Edition | None, found: Content) -> Table:
    kinds = [Column(KIND_WORDS[each], Form.COUNT, PRODUCERS, width=8) for each in ProducerKind]
    types = [Column(TYPE_WORDS[each], Form.COUNT, PRODUCTS, width=8) for each in ProductType]
    columns = (
        Column("ที่", Form.COUNT, width=5),
        Column(places.word_below(unit.code), width=20),
        *kinds,
        Column("รวม", Form.COUNT, PRODUCERS, width=8),
        *types,
        Column("รวม", Form.COUNT, PRODUCTS, width=8),
        Column("หมายเหตุ", width=9),
    )
    rows = [
        (place, row.name, *_numbers(row.counts), OUT if edition and edition.leaves_out(row.code) else "")
        for place, row in enumerate(found.rows, 1)
    ]
    total = ("", "รวม", *_numbers(found.total), "") if rows else None
    note = EARLIER if any(row[-1] for row in rows) else ""
    return Table(
        f"ผลการลงทะเบียนราย{places.word_below(unit.code)}",
        columns,
        rows,
        total,
        note=note,
        empty=f"ยังไม่มี{places.word_below(unit.code)}ที่รับรอง",
    )


def _numbers(counts: Counts) -> Iterable[int]:
    return (getattr(counts, name) for name in NUMBERS)
