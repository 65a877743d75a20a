"""The announcement of a round (ประกาศรับรอง): a province's of its certificate, the department's of its closing.

Once it has its number it says for ever what was frozen with that number; until then it is a draft and says so.
Exactly the certified districts are counted. Source: docs/rules.md 6; letter นศ 0019/01467, attachment 1, ขั้นตอนที่ ๒
and ๓; decisions 0009, 0010, 0045.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from otop_registry import thai
from registration import places
from registration.figures import Counts, Row
from registration.models import Announcement, Certification, Round, Unit
from registration.models.producers import ProducerKind, ProductType
from registration.services import subjects
from registration.services.editions import announced as announcing
from registration.services.editions import latest
from registration.services.editions.announced import Content
from registration.services.editions.published import KIND_WORDS, TYPE_WORDS, LeftOut
from registration.services.people.signers import SignedBy
from registration.stand import Basis
from reporting.kinds import Kind
from reporting.paper import Block, Column, Facts, Form, Paper, Prose, Stand, Table, Value
from reporting.services.papers import changed
from reporting.services.papers.stands import announcer

SUBJECT: Final = "เรื่อง รับรองข้อมูลผลการลงทะเบียนผู้ผลิต ผู้ประกอบการ OTOP"
DRAFT: Final = "ร่าง ยังไม่มีเลขที่ประกาศ"
CARRIED: Final = "ทั้งนี้ หน่วยงานที่ไม่รวมมียอดคงเหลือตามฉบับก่อนรอบนี้ ซึ่งยกไปตรวจในรอบถัดไปและไม่นับในประกาศนี้ ดังนี้"
PRODUCERS, PRODUCTS = "ผู้ผลิต ผู้ประกอบการ (ราย)", "ผลิตภัณฑ์ (รายการ)"
NUMBERS: Final = (*ProducerKind.values, "producers_left", *ProductType.values, "products_left")


@dataclass(frozen=True)
class AnnouncementHead:
    """What a unit announces: the number and day once they are recorded, the certificate behind it, who signed that."""

    number: str = ""
    day: date | None = None
    is_settled: bool = False  # certified, or closed
    fingerprint: str = ""
    signer: SignedBy | None = None


def paper(unit: Unit, round: Round, *, on: date, announced: Announcement | None = None) -> Paper:
    """What was announced under a number; without one the draft of what the unit would announce on the day."""
    act = _act(unit, round, announced)
    found = Content.of(announced.content) if announced else announcing.gather(unit, round)
    return Paper(
        Kind.ANNOUNCEMENT,
        unit.code,
        subject=subjects.of_round(round.pk),
        title=f"ประกาศ{unit}",
        lines=(SUBJECT, _of_round(round), f"เลขที่ {act.number}" if announced else DRAFT),
        stand=_stand(unit, on, act),
        blocks=_blocks(unit, round, act, found),
        signatures=(announcer(unit, act.signer),),
        remarks=_remarks(found),
        uses_thai_digits=True,
        has_garuda=True,
        is_draft=announced is None,
        attributes={
            "number": act.number,
            "day": act.day.isoformat() if act.day else "",
            "fingerprint": act.fingerprint,
        },
    )


def _remarks(found: Content) -> tuple[str, ...]:
    """How the records were looked at, and where the act stands in the journal."""
    head = f"บันทึกเหตุการณ์ของระบบ {found.journal_head}" if found.journal_head else ""
    return tuple(filter(None, (found.looked_words, head)))


def _act(unit: Unit, round: Round, announced: Announcement | None) -> AnnouncementHead:
    """The act behind the announcement; that of a draft is not numbered yet."""
    if announced:
        signer = SignedBy.of(announced.signed_by)
        return AnnouncementHead(announced.number, announced.day, True, announced.fingerprint, signer)
    if unit.code:
        found = Certification.objects.filter(province=unit, round=round).first()
        return AnnouncementHead(
            is_settled=bool(found and found.certified_at), fingerprint=found.fingerprint if found else ""
        )
    edition = latest(round.pk)
    return AnnouncementHead(
        is_settled=edition is not None, fingerprint=edition.fingerprint if edition else ""
    )


def _stand(unit: Unit, on: date, act: AnnouncementHead) -> Stand:
    """Announced under its number, or a draft of what is certified so far."""
    if act.day:
        return Stand(act.day, basis=Basis.ANNOUNCED, number=act.number)
    who = unit.full_name if unit.code else "กรมฯ"
    done = "รับรอง" if unit.code else "ปิดระบบ"
    told = f"ร่าง ข้อมูลที่{who}{done}แล้ว" if act.is_settled else f"ร่าง {who}ยังไม่ได้{done} ข้อมูล"
    return Stand(on, basis=Basis.DRAFT, interim_words=told)


# --- how it is told ---


def _blocks(unit: Unit, round: Round, act: AnnouncementHead, found: Content) -> tuple[Block, ...]:
    """The closing sentence stands last, so that its day comes right above the signature."""
    return (
        _opening(unit, round, found),
        _facts(unit, found),
        _table(unit, found),
        *_left_out(found.left_out),
        *_carried(found.carried),
        *_changed(found),
        _end(act),
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
        Column("หน่วยงานที่ไม่รวม", width=46),
        Column("เหตุผล", width=42),
    )
    rows = [(place, each.name, each.reason) for place, each in enumerate(units, 1)]
    yield Table("หน่วยงานที่ไม่รวม", columns, rows)


def _carried(rows: Sequence[Row]) -> Iterable[Block]:
    """What units that are left out hold from an earlier round: by name, in no total of this announcement."""
    if not rows:
        return
    yield Prose((CARRIED,))
    columns = (
        Column("ที่", Form.COUNT, width=5),
        Column("หน่วยงานที่ไม่รวม", width=36),
        Column(PRODUCERS, Form.COUNT, width=25),
        Column(PRODUCTS, Form.COUNT, width=25),
    )
    numbers = [(row.name, row.counts.producers_left, row.counts.products_left) for row in rows]
    yield Table("ยอดคงเหลือที่ไม่นับ", columns, [(place, *each) for place, each in enumerate(numbers, 1)])


def _changed(found: Content) -> Iterable[Block]:
    """What a correction after the closing changed before anything was announced; rosters have the records."""
    if found.changed:
        yield Prose((f"ทั้งนี้ ตัวเลขในประกาศนี้เป็นไปตามฉบับที่ {found.edition} ซึ่งแก้ไขหลังปิดระบบ ดังนี้",))
        yield changed.counts_table(found.changed)


def _end(act: AnnouncementHead) -> Prose:
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
        *_moved(found, "ย้ายเข้า (ราย)", total.producers_came),
        ("ปรับปรุงข้อมูล (ราย)", total.producers_updated, Form.COUNT),
        ("ยกเลิก (ราย)", total.producers_withdrawn, Form.COUNT),
        *_moved(found, "ย้ายออก (ราย)", total.producers_went),
        ("ผู้ผลิต ผู้ประกอบการ คงเหลือ (ราย)", total.producers_left, Form.COUNT),
        ("ผลิตภัณฑ์ ยกมา (รายการ)", total.products_brought, Form.COUNT),
        ("ผลิตภัณฑ์ เพิ่ม (รายการ)", total.products_added, Form.COUNT),
        *_moved(found, "ผลิตภัณฑ์ ย้ายเข้า (รายการ)", total.products_came),
        ("ผลิตภัณฑ์ ลด (รายการ)", total.products_reduced, Form.COUNT),
        *_moved(found, "ผลิตภัณฑ์ ย้ายออก (รายการ)", total.products_went),
        ("ผลิตภัณฑ์ คงเหลือ (รายการ)", total.products_left, Form.COUNT),
    ]
    return Facts("สรุปผลการลงทะเบียน", tuple(rows))


def _moved(found: Content, label: str, count: int) -> list[tuple[str, int, Form]]:
    """A line about moves; none in what was announced before producers could move."""
    return [(label, count, Form.COUNT)] if found.tells_moves else []


def _table(unit: Unit, found: Content) -> Table:
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
    rows: list[tuple[Value, ...]] = [
        (place, row.name, *_numbers(row.counts), "") for place, row in enumerate(found.rows, 1)
    ]
    total: tuple[Value, ...] | None = ("", "รวม", *_numbers(found.total), "") if rows else None
    return Table(
        f"ผลการลงทะเบียนราย{places.word_below(unit.code)}",
        columns,
        rows,
        total,
        empty=f"ยังไม่มี{places.word_below(unit.code)}ที่รับรอง",
    )


def _numbers(counts: Counts) -> Iterable[int]:
    return (getattr(counts, name) for name in NUMBERS)
