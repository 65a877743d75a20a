"""How pages say grades: months, shares, what is missing to the next grade, and from which run."""

from datetime import date
from decimal import Decimal

from django import template
from django.utils import timezone

from grading.models import BaseSale, GradeRun, RunKind
from grading.scoring import Shortfall
from grading.services import corrected, explanation
from grading.services.corrected import GradeMoved
from otop_registry import thai
from otop_registry.thai import Percent
from registration.services.corrections import RoundEffect
from registration.timetable import Quarter

register = template.Library()


@register.filter
def signed(number: int) -> str:
    """+2, 0, −1: an increase says its direction."""
    return f"+{number:,}" if number > 0 else f"{number:,}".replace("-", "−")


@register.filter
def percent(value: Percent | None) -> str:
    """With the places that every output shows; a dash for no comparison."""
    return "–" if value is None else str(value).replace("-", "−")


@register.filter
def signed_percent(value: Percent | None) -> str:
    """+5.01, −0.50: a growth says its direction; a dash for no comparison."""
    return f"{'+' if value and value.exact > 0 else ''}{percent(value)}"


@register.filter
def gap_words(gap: Shortfall | None) -> str:
    """ขาดอีก 1 ผลิตภัณฑ์ และ 12,400.00 บาท จะได้ระดับ B; nothing for no gap."""
    if gap is None:
        return ""
    parts = [f"{thai.count(gap.products)} ผลิตภัณฑ์"] if gap.products else []
    parts += [f"{thai.baht(gap.baht)} บาท"] if gap.baht else []
    return f"ขาดอีก {' และ '.join(parts)} จะได้ระดับ {gap.grade}"


@register.filter
def run_label(run: GradeRun) -> str:
    """The label without which no grade is shown: its kind, and the day or the edition it speaks of."""
    day = thai.long_date(run.as_of)
    if run.kind == RunKind.INTERIM or run.edition is None:
        return f"ชั่วคราว ข้อมูล ณ {day}"
    edition = f"สุดท้าย ครั้งที่ {run.number} จาก{run.edition}"
    if run.published_at is None:
        return f"{edition} (ยังไม่ประกาศ)"
    return f"{edition} ประกาศเมื่อ {thai.long_date(timezone.localdate(run.published_at))}"


@register.filter
def is_late_made(run: GradeRun) -> bool:
    """Whether the run was made after the day it speaks of, so that the page says so."""
    return run.pk is not None and timezone.localdate(run.made_at) > run.as_of


@register.filter
def quarters(pointer: str) -> str:
    """A base's stored pointer as screens say it: 4/2566."""
    return " ".join(Quarter.parse(each).label for each in pointer.split())


@register.simple_tag
def months_words(months: list[date]) -> str:
    """กรกฎาคม และสิงหาคม 2567"""
    names = [thai.MONTHS[month.month - 1] for month in months]
    return f"{' และ'.join(names)} {thai.year_be(months[-1])}" if months else ""


@register.filter
def percent_words(value: Percent | None) -> str:
    """+5.01 %, or that there is nothing to compare."""
    return "ยังไม่มียอดให้เทียบ" if value is None else f"{signed_percent(value)} %"


@register.filter
def signed_baht(amount: Decimal) -> str:
    """+12,400.00 or −12,400.00"""
    return f"{'+' if amount > 0 else ''}{thai.baht(amount)}".replace("-", "−")


@register.filter
def add_text(text: str, more: str) -> str:
    """Two texts as one, for the accessible name of a picture."""
    return f"{text}{more}"


HELP = {
    "no_base": "ไม่มีฐานของช่วงเดียวกัน หรือฐานเป็น 0 บาท จึงคิดร้อยละที่เพิ่มขึ้นไม่ได้ จังหวัดเป็นผู้นำเข้าฐาน",
    "base_changed": "อำเภอนี้เกิดจากการแบ่งหรือรวมเขตหลังไตรมาสฐาน จังหวัดต้องกำหนดฐานของเขตใหม่พร้อมเอกสารอ้างอิง",
    "no_sales_yet": "ยังไม่มีเดือนใดที่ครบกำหนดและรายงานครบทุกผลิตภัณฑ์ ดูเงื่อนไขด้านผลิตภัณฑ์ไปก่อนได้",
    "months_missing": "ระดับสุดท้ายต้องมียอดจำหน่ายครบทั้งสามเดือน เดือนที่ไม่รายงานไม่นับเป็นศูนย์",
}


@register.filter
def reason_help(reason: str) -> str:
    """What a district without a letter may read about why, and who can help."""
    return HELP.get(reason, "")


@register.filter
def plain(value: Decimal) -> str:
    """5, 2.5: a threshold without trailing zeros."""
    return f"{value.normalize():f}"


@register.filter
def month_of_year(month: date) -> str:
    """กรกฎาคม, without a year where the year would mislead: a base is of another."""
    return thai.MONTHS[month.month - 1]


@register.filter
def base_source(row: BaseSale) -> str:
    """The document or sales that a base figure comes from, and the quarter it points to."""
    return explanation.source_of(row)


@register.simple_tag
def grades_moved(effect: RoundEffect) -> list[GradeMoved]:
    """The published grades that a correction of a closed round touches."""
    return corrected.grades_moved(effect)
