"""What the dates of a window may be, and on what a change of them must rest."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from otop_registry import thai
from registration.models import Closing, Plan, Round, Unit, Window
from registration.timetable import Quarter, Step
from registration.workflow import ClosingStatus, Refused

_ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Dates:
    """First and last day of a window, both included, and the count the letter states."""

    first_day: date
    last_day: date
    stated_days: int | None = None


@dataclass(frozen=True)
class Authority:
    """On what a change of dates rests: the letter's number and the reason."""

    letter_number: str = ""
    reason: str = ""


def check_dates(quarter: Quarter, dates: Dates) -> None:
    """Raises: Refused for an end before the beginning, or a year mistyped: more than a quarter off."""
    if dates.last_day < dates.first_day:
        raise Refused("วันสุดท้ายต้องไม่มาก่อนวันแรก")
    earliest, latest = quarter.previous.first_day, quarter.next.last_day
    if dates.first_day < earliest or dates.last_day > latest:
        within = thai.long_period(earliest, latest)
        raise Refused(f"วันของรอบ {quarter.label} ต้องอยู่ในช่วง {within} กรุณาตรวจเดือนและปี พ.ศ.")


def check_authority(authority: Authority) -> None:
    if not (authority.letter_number and authority.reason):
        raise Refused("การเปลี่ยนวันของแผนที่เผยแพร่แล้วต้องมีเลขที่หนังสือและเหตุผล")


def check_round_open(round: Round, step: str = "") -> None:
    """Raises: Refused for a round of an unpublished plan, or one the department has begun to close.

    A held round still takes more days for the close step itself, so that it can be closed at all.
    """
    if not Plan.objects.filter(pk=round.fiscal_year_be).exclude(published_at=None).exists():
        raise Refused(f"แผนปีงบประมาณ พ.ศ. {round.fiscal_year_be} ยังไม่เผยแพร่")
    movable = [ClosingStatus.OPEN, *([ClosingStatus.SOFT_CLOSED] if step == Step.CLOSE else [])]
    closing = Closing.objects.filter(round=round).exclude(status__in=movable).first()
    if closing:
        raise Refused(f"เปลี่ยนวันของรอบ {round} ไม่ได้ เพราะสถานะรอบคือ “{closing.get_status_display()}”")


def check_past(standing: Window, dates: Dates, on: date) -> None:
    """A day before today that was open stays open. Raises: Refused when the new dates would shut it."""
    kept_until = min(standing.last_day, on - _ONE_DAY)
    if standing.first_day > kept_until:
        return
    if dates.first_day > standing.first_day or dates.last_day < kept_until:
        days = thai.long_period(standing.first_day, kept_until)
        raise Refused(f"ตัดวันที่ผ่านมาแล้วออกไม่ได้ ช่วงใหม่ต้องรวมวันที่ {days} ไว้ด้วย")


def check_inside(window: Window, dates: Dates) -> None:
    if window.step == Step.CLOSE:
        raise Refused("จังหวัดกำหนดวันเองได้เฉพาะขั้นลงทะเบียนและขั้นตรวจสอบและรับรอง วันปิดระบบเป็นของกรมฯ")
    if dates.last_day < dates.first_day:
        raise Refused("วันสุดท้ายต้องไม่มาก่อนวันแรก")
    if dates.first_day < window.first_day or dates.last_day > window.last_day:
        national = thai.long_period(window.first_day, window.last_day)
        raise Refused(f"จังหวัดกำหนดวันได้เฉพาะภายในช่วงของแผนประเทศ คือ {national}")


def check_extension(window: Window, unit: Unit, dates: Dates, on: date) -> None:
    check_dates(window.round.quarter, dates)
    if window.step == Step.CLOSE and unit.code:
        raise Refused("ขั้นปิดระบบเป็นของกรมฯ ขยายเวลาให้จังหวัดหรืออำเภอไม่ได้")
    if dates.first_day < window.first_day:
        opens = thai.long_date(window.first_day)
        raise Refused(f"ขยายเวลาก่อนวันที่ขั้นนี้เปิดไม่ได้ ขั้นนี้เปิดวันที่ {opens}")
    if dates.last_day < on:
        raise Refused("วันสุดท้ายของการขยายเวลาผ่านไปแล้ว กรุณาระบุตั้งแต่วันนี้เป็นต้นไป")
    if dates.last_day <= window.last_day:
        raise Refused(f"ไม่ต้องขยายเวลา เพราะแผนเปิดขั้นนี้ถึงวันที่ {thai.long_date(window.last_day)} อยู่แล้ว")
