"""The page that asks before each verb of a round: what it says, asks, shows, does and leads to."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from registration import figures
from registration.access import Thing
from registration.forms.journey.acts import (
    AdvanceForm,
    AnnouncementForm,
    CloseForm,
    HoldForm,
    LeftOutForm,
    TakeBackForm,
)
from registration.models import Certification, Closing, Submission, User
from registration.services import journey
from registration.services.checks import running
from registration.services.closing import checklist, close_job
from registration.services.journey import Ask, board, coverage, district, queue, records, rounds
from registration.services.registry import transfers

MOST_EXCEPTIONS = 20  # records; more are a link away in the queue


# --- what a page shows before the decision ---


def _nothing_more(thing: Thing, on: date) -> dict[str, Any]:
    return {}


def _what_is_returned(thing: Submission, on: date) -> dict[str, Any]:
    return {"returned": records.returned(thing)}


def _what_is_signed(thing: Submission, on: date) -> dict[str, Any]:
    scope = queue.scope_of(thing)
    return {
        "tally": records.tally(thing),
        "marks": coverage.marks_of(thing.district_id, thing.round),
        "version": running.version_over([thing.district_id], thing.round_id),
        "report": figures.registration_report(thing.district_id, thing.round_id),
        "problems": district.problems(thing, on),
        "moves": transfers.of_round(thing.district_id, thing.round_id),
        "exceptions": queue.lines(scope, queue.exceptions(scope)[:MOST_EXCEPTIONS]),
    }


def _board_of_province(thing: Certification, on: date) -> dict[str, Any]:
    windows = rounds.windows_of(thing.province_id, thing.round.quarter)
    return {"board": board.of_province(thing, windows, on)}


def _what_is_frozen(thing: Closing, on: date) -> dict[str, Any]:
    return {"board": checklist.board(thing, "", on), "totals": checklist.to_freeze(thing, "")}


def _ask_to_close(thing: Closing, verb: str, *, by: User, on: date, ask: Ask) -> object:
    """The close is asked for: a worker does it, because a nation takes a minute to freeze (decision 0024)."""
    return close_job.ask(thing, by=by, on=on)


# --- the pages ---


@dataclass(frozen=True)
class Page:
    """What the page of one verb says, asks, shows, does and leads to."""

    consequences: tuple[str, ...]
    form: type[AdvanceForm] = AdvanceForm
    leads_to: str = "round"
    template: str = "registration/round_confirm.html"
    is_danger: bool = False
    done: str = ""  # what is said afterwards, where the words of the button do not say it
    shows: Callable[[Any, date], dict[str, Any]] = _nothing_more
    act: Callable[..., object] = journey.advance


PAGES: dict[str, Page] = {
    "submit": Page(
        (
            "จังหวัดได้รับข้อมูลของรอบนี้ทันที และท่านได้ใบรับพร้อมเลขที่",
            "หลังส่งแล้วแก้ไขไม่ได้ จนกว่าจังหวัดจะส่งกลับ หรือท่านดึงกลับมาแก้ไขภายในช่วงลงทะเบียน",
        ),
        leads_to="receipt",
    ),
    "recall": Page(
        (
            "ข้อมูลของรอบนี้กลับมาแก้ไขได้ทุกรายการ",
            "ต้องส่งให้จังหวัดใหม่ภายในช่วงลงทะเบียน ใบรับคงเลขที่เดิมและแสดงยอดของการส่งครั้งล่าสุด",
        ),
        TakeBackForm,
    ),
    "certify": Page(
        (
            "ใบรับรองบอกจำนวนที่เปิดดู จำนวนที่สุ่มและที่พบข้อผิด กับจำนวนที่ผ่านโดยไม่ได้เปิดดู",
            "ข้อมูลของอำเภอถูกล็อก และระบบบันทึกลายนิ้วมือของข้อมูลที่รับรอง",
            "ถอนการรับรองได้พร้อมเหตุผล จนกว่าจะรับรองระดับจังหวัด",
        ),
        leads_to="province",
        template="registration/certification_check.html",
        shows=_what_is_signed,
    ),
    "send_back": Page(
        (
            "อำเภอเห็นเหตุผลทุกข้อ และแก้ไขได้เฉพาะระเบียนในรายการนี้",
            "อำเภอต้องแก้ไขและส่งอีกครั้งภายในช่วงตรวจสอบ การส่งกลับไม่ทำให้อำเภอล่าช้า",
        ),
        leads_to="province",
        shows=_what_is_returned,
    ),
    "resubmit": Page(("จังหวัดตรวจเฉพาะระเบียนที่แก้ไขอีกครั้ง",), leads_to="receipt", shows=_what_is_returned),
    "withdraw": Page(
        ("ข้อมูลของอำเภอกลับไปรอตรวจสอบ และต้องรับรองใหม่ก่อนสิ้นช่วงตรวจสอบ",),
        TakeBackForm,
        leads_to="review",
        is_danger=True,
    ),
    "certify_province": Page(
        (
            "จังหวัดรับรองเฉพาะอำเภอที่รับรองแล้ว อำเภออื่นไม่รวมในรอบนี้พร้อมเหตุผลที่ระบุ",
            "ข้อมูลทุกอำเภอถูกล็อก จนกว่าจะถอนการรับรองระดับจังหวัด",
            "ขั้นต่อไปคือบันทึกเลขที่และวันที่ของประกาศ",
        ),
        LeftOutForm,
        leads_to="certificate",
        template="registration/certification_province.html",
        shows=_board_of_province,
    ),
    "announce_province": Page(
        ("กรมการพัฒนาชุมชนเห็นว่าจังหวัดประกาศแล้ว และปิดระบบของรอบนี้ได้",),
        AnnouncementForm,
        leads_to="certificate",
    ),
    "withdraw_certificate": Page(
        (
            "ทุกอำเภอกลับไปอยู่ในสถานะเดิม จังหวัดต้องรับรองและประกาศใหม่ภายในช่วงตรวจสอบ หากพ้นช่วงแล้วต้องขอขยายเวลาจากกรมฯ",
        ),
        TakeBackForm,
        is_danger=True,
    ),
    "withdraw_announced": Page(
        (
            "เลขที่และวันที่ของประกาศเดิมถูกถอน และต้องแจ้งผู้ที่ได้รับประกาศเดิม",
            "จังหวัดต้องรับรองและประกาศใหม่ภายในช่วงตรวจสอบ หากพ้นช่วงแล้วต้องขอขยายเวลาจากกรมฯ",
        ),
        TakeBackForm,
        is_danger=True,
    ),
    "soft_close": Page(
        ("จังหวัดและอำเภอแก้ไข รับรอง หรือถอนการรับรองของรอบนี้ไม่ได้ จนกว่ากรมฯ จะยกเลิกการพักระบบหรือปิดระบบ",),
        HoldForm,
        leads_to="closing",
        template="registration/closing_soft_close.html",
        done="พักระบบแล้ว ตรวจรายการอีกครั้งก่อนปิดระบบ",
    ),
    "reopen": Page(
        ("จังหวัดถอนการรับรองได้อีก และเหตุผลของจังหวัดที่ไม่รวมจะถูกล้าง",),
        TakeBackForm,
        leads_to="closing",
        template="registration/closing_act.html",
        done="ยกเลิกการพักระบบแล้ว จังหวัดดำเนินการต่อได้",
    ),
    "hard_close": Page(
        (),
        CloseForm,
        leads_to="closing",
        template="registration/closing_hard_close.html",
        is_danger=True,
        done="รับคำสั่งปิดระบบแล้ว",
        shows=_what_is_frozen,
        act=_ask_to_close,
    ),
    "announce_round": Page(
        ("ทุกคนเปิดดูตัวเลขรายจังหวัดและรายอำเภอได้ทันที ไม่มีข้อมูลส่วนบุคคล",),
        AnnouncementForm,
        leads_to="closing",
        template="registration/closing_act.html",
        done="บันทึกประกาศแล้ว หน้าประกาศเปิดให้สาธารณะดูได้ทันที",
    ),
}
