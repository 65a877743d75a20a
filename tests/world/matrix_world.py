"""The world of tests/test_access_matrix.py: who asks, the rows of district A, and the addresses that name them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from http.cookies import SimpleCookie
from typing import Any

from django.test import Client

from grading.models import BaseSale, Grade, GradeRun, RunKind
from grading.services import bases, policies
from grading.services.bases import Line
from otop_registry import clock
from registration import content
from registration.models import (
    Contact,
    Correction,
    Edition,
    Extension,
    FourEyesWaiver,
    Holiday,
    Job,
    LineTarget,
    Notice,
    Post,
    Producer,
    Product,
    Proof,
    Registration,
    RosterRow,
    Round,
    SalesCorrection,
    Transfer,
    UnitAct,
    UnitChange,
    Upload,
    UploadRow,
    User,
)
from registration.models.jobs import Lane
from registration.models.notices import Kind, NoticeState
from registration.services import calendar, jobs, proofs
from registration.services.journal import Act
from registration.services.notices import Owed, owe
from registration.services.registry import drafts, transferring
from registration.services.units import deciding
from registration.stand import Stand
from registration.timetable import Quarter, Step
from registration.unit_terms import Terms
from registration.workflow import ClosingStatus
from reporting.models import Document, Letter
from reporting.models.letters import Occasion
from reporting.services import documents, letters
from reporting.services.letters import About
from tests.world.cast import Cast, build_cast, build_plan
from tests.world.document_scene import roster
from tests.world.factories import (
    DAY,
    closing_of,
    make_contact,
    make_extension,
    make_producer,
    make_waiver,
    walk,
)
from tests.world.lists import book, checked, line

COLUMNS = (
    "district neighbour province other_province department executive province_executive stranger anonymous"
).split()


def sign_in(cast: Cast) -> dict[str, SimpleCookie]:
    """The cookies of everybody's session; none for anonymous."""
    clients = {column: Client() for column in COLUMNS}
    for column in COLUMNS[:-1]:
        clients[column].force_login(getattr(cast, column))
    return {column: client.cookies for column, client in clients.items()}


@dataclass(frozen=True)
class World:
    """The cast, and the rows that addresses name: all of district A."""

    cast: Cast
    producer: Producer
    twin: Producer
    product: Product
    registration: Registration
    person: User
    post: Post
    contact: Contact
    extension: Extension
    waiver: FourEyesWaiver
    holiday: Holiday
    base: BaseSale
    job: Job
    notice: Notice
    line_group: LineTarget
    letter: Letter
    correction: Correction
    sales_correction: SalesCorrection
    proof: Proof
    document: Document
    upload: Upload
    row: UploadRow
    transfer: Transfer
    change: UnitChange
    cookies: dict[str, SimpleCookie]


def build_world() -> World:
    """Round 1/2561 announced, round 2/2561 open with one producer, a draft, a contact and an extension."""
    cast = build_cast()
    build_plan()
    calendar.load_holidays(DAY, [2561])
    policies.load_policy_2567(Act(None, DAY))
    walk(closing_of(25611), ClosingStatus.ANNOUNCED)
    producer = make_producer(cast.a, by=cast.district)
    drafts.keep(cast.a, f"producer:{producer.pk}", {"name": "ร่าง"}, by=cast.district, on=DAY)
    return World(
        cast,
        producer,
        make_producer(cast.a, by=cast.district, name=producer.name),
        producer.products.get(),
        producer.registrations.get(),
        cast.colleague,
        cast.colleague.posts.get(),
        make_contact(cast.a),
        make_extension(cast.a, Step.REGISTER, (DAY, DAY.replace(month=3, day=30)), by=cast.department),
        make_waiver(cast.home, granted_by=cast.department),
        Holiday.objects.filter(day__gte=DAY).first(),
        make_base(cast),
        jobs.ask(jobs.Order("registration.tasks.mail_password_link", Lane.MAIL, "งานทดลอง"), {}),
        make_failed_notice(cast),
        LineTarget.objects.create(unit=cast.home, target=f"C{'0' * 32}", name="กลุ่มจังหวัด"),
        letters.draft(About(Occasion.PLAN, Round.objects.get(pk=25612)), cast.home, by=cast.province, on=DAY),
        make_correction(cast, producer),
        make_sales_correction(cast, producer),
        make_proof(cast),
        documents.ask(roster(cast.a), by=cast.district, on=DAY, site="http://testserver/"),
        (upload := checked(book([line(1)]), cast.a, by=cast.district)),
        upload.rows.get(),
        transferring.ask_to_give(producer, cast.far_district, reason="ย้ายบ้าน", by=cast.district, on=DAY),
        make_change(cast),
        sign_in(cast),
    )


def make_correction(cast: Cast, producer: Producer) -> Correction:
    """A correction of the producer in the closed round, which holds it as if its district had been certified."""
    edition = Edition.objects.get(round=25611)
    said = content.of_producer(producer) | {"registered_round": edition.round_id}
    Producer.objects.filter(pk=producer.pk).update(first_round=edition.round_id)
    RosterRow(edition=edition, district=cast.a, producer=producer, content=said).save(force_insert=True)
    return Correction.objects.create(
        round=edition.round, district=cast.a, producer=producer, changes={"lane": ["", "2"]},
        reason="พิมพ์ตก", letter_number="1", asked_at=clock.instant(DAY), asked_by=cast.district,
    )  # fmt: skip


def make_change(cast: Cast) -> UnitChange:
    """A new name for district A, prepared."""
    decree = deciding.Decree(DAY, "เล่ม 135 ตอนที่ 1 ก")
    terms = Terms(name="นครใหม่")
    return deciding.prepare(UnitAct.RENAME, cast.a, decree, terms, by=cast.department, on=DAY)


def make_sales_correction(cast: Cast, producer: Producer) -> SalesCorrection:
    """A correction of January 2561 of district A; and final grades of round 1/2561 of its province, published."""
    now = clock.instant(DAY)
    edition = Edition.objects.get(round=25611)
    run = GradeRun.objects.create(
        province=cast.home, quarter_id=25611, kind=RunKind.FINAL, as_of=DAY, policy_id=1, edition=edition,
        made_at=now, published_at=now,
    )  # fmt: skip
    Grade.objects.create(run=run, district=cast.a, letter="D", by_products="D", increase=0, gross_new=0)
    right = {"baht": ["12000.00", "0.00", "0.00", "0.00"], "reason": ""}
    return SalesCorrection.objects.create(
        round_id=25612, district=cast.a, month=DAY.replace(month=1, day=1), asked_at=now, asked_by=cast.district,
        changes={str(producer.products.get().pk): [None, right]}, reason="ขาดเดือน", letter_number="1",
    )  # fmt: skip


def make_proof(cast: Cast) -> Proof:
    """The proof of a paper that anybody may check."""
    subject = proofs.Subject("quarterly", cast.a, "round:25612")
    words = {"fingerprint": "0" * 64, "title": "แบบรายงาน", "stand": Stand(DAY)}
    return proofs.issue(proofs.draft(subject, issued_at=clock.instant(DAY), **words))


def make_failed_notice(cast: Cast) -> Notice:
    """A notice of district A's that could not be delivered."""
    owe([Owed(Kind.CERTIFIED, cast.a.pk, "district:25612:8001", "event:1", "/tasks/")], clock.instant(DAY))
    Notice.objects.filter(unit=cast.a).update(state=NoticeState.FAILED)
    return Notice.objects.get(person=cast.district)


def make_base(cast: Cast) -> BaseSale:
    """A base figure of district A's."""
    quarter = Quarter(2561, 2)
    line = Line(cast.a.code, quarter.months[0], Decimal(1))
    bases.import_base(cast.home, quarter, [line], document="เอกสาร", by=cast.province, on=DAY)
    return BaseSale.objects.get(district=cast.a)


# A line of the table whose address has parts: (those of district A's row, those of a row that is not there).
Address = tuple[Callable[[World], list[Any]], list[Any]]
GONE = 999_999
YEAR, NO_YEAR = [2561], [2570]


def fixed(here: list[Any], gone: list[Any]) -> Address:
    return (lambda world: here), gone


def row_of(name: str, *before: Any) -> Address:
    """The address of a row of the world by its key, after parts that stay."""
    return (lambda world: [*before, getattr(world, name).pk]), [*before, GONE]


DISTRICT = fixed([2561, 2, "8001"], [2561, 2, "8099"])
PROVINCE = fixed([2561, 2, "80"], [2561, 2, "99"])
WINDOW = fixed([2561, 2, "register"], [2561, 2, "rest"])
PROVINCE_GRADES = [
    f"grading/{name}"
    for name in ("unit:80 base base_import base_check base_take targets targets_edit interim final".split())
]
ADDRESSES: dict[str, Address] = {
    "announcement": fixed([2561, 1], [2561, 2]),
    "announcement_csv": fixed([2561, 1], [2561, 2]),
    "announcement_json": fixed([2561, 1], [2561, 2]),
    "verify_paper": ((lambda w: [w.proof.token]), ["A" * 22]),
    **dict.fromkeys(
        ("reporting/document", "reporting/document_file", "reporting/document_reason"), row_of("document")
    ),
    "outbox_mail": fixed(["mail"], ["mail"]),
    "password_set": fixed(["MQ", "set"], ["MQ", "set"]),
    **dict.fromkeys(
        [
            f"upload{each}"
            for each in (
                "",
                *"_columns _apply _undo _drop _rows_drop _rows_set _sheet _rows_take_up _file".split(),
            )
        ],
        row_of("upload"),
    ),
    **dict.fromkeys(("upload_mend", "upload_row_drop"), row_of("row")),
    "file_to_fill": fixed(["8001", "registered"], ["8099", "registered"]),
    "check_look": fixed([2561, 2, 1], [2561, 2, 99]),
    **dict.fromkeys(("closing", "closing_share"), fixed([2561, 2], [2570, 2])),
    "grading/nation": fixed([2561, 2], [2561, 9]),
    "grading/unit:8001": DISTRICT,
    "grading/policy": fixed([1], [GONE]),
    "grading/base_correct": row_of("base"),
    **dict.fromkeys([*PROVINCE_GRADES, "reporting/grades_publish"], PROVINCE),
    "closing_act": fixed([2561, 2, "soft_close"], [2561, 2, "nothing"]),
    "sales_month": fixed([2561, 2], [2561, 13]),
    "sales_of": fixed([2561, 2, "8001"], [2561, 2, "8099"]),
    "plan_year": fixed(YEAR, NO_YEAR),
    **dict.fromkeys(("plan_publish", "plan_discard"), fixed(YEAR, NO_YEAR)),
    "extensions": fixed(YEAR, NO_YEAR),
    "extension_end": row_of("extension", 2561),
    "holidays": fixed(YEAR, NO_YEAR),
    "holiday_new": fixed(YEAR, NO_YEAR),
    "holiday_remove": ((lambda w: [2561, w.holiday.day]), [2561, date(2018, 2, 2)]),
    **dict.fromkeys(("window_edit", "window_narrow", "extension_new"), WINDOW),
    **dict.fromkeys(("person", "person_edit", "person_link", "person_active", "post_new"), row_of("person")),
    "post_end": row_of("post"),
    "waiver_end": row_of("waiver"),
    "job_again": row_of("job"),
    "reporting/unit:8001": fixed(["8001"], ["8099"]),
    "reporting/unit_change": row_of("change"),
    "reporting/unit_change_new": fixed(["8001", "rename"], ["8099", "rename"]),
    "notice_again": row_of("notice"),
    "passkey_remove": (lambda world: [999_999], [999_998]),  # the same
    "session_end": (lambda world: [999_999], [999_998]),  # over: the same
    "factor_reset_agree": (lambda world: [999_999], [999_998]),  # over or foreign: one answer for all
    "line_group_remove": row_of("line_group"),
    "round_own": fixed([2561, 2], [2561, 2]),
    **dict.fromkeys(
        [f"reporting/letter{act}" for act in ("", "_pdf", "_edit", "_issue", "_whole", "_correct")],
        row_of("letter"),
    ),
    "correction": row_of("correction"),
    "correction_step": ((lambda w: [w.correction.pk, "agree_correction"]), [GONE, "agree_correction"]),
    "reporting/sales_correction": row_of("sales_correction"),
    "reporting/sales_correction_step": (
        (lambda w: [w.sales_correction.pk, "agree_correction"]),
        [GONE, "agree_correction"],
    ),
    "reporting/sales_correction_new": fixed([2561, 1, "8001"], [2561, 1, "8099"]),
    **dict.fromkeys(
        ("grading/runs", "grading/runs_csv", "grading/runs_xlsx", "grading/runs_json", "grading/again"),
        fixed([2561, 1, "80"], [2561, 1, "99"]),
    ),
    "correction_rounds": row_of("producer"),
    "correction_new": ((lambda w: [w.producer.pk, 2561, 1]), [GONE, 2561, 1]),
    "contact_edit": row_of("contact"),
    "contact_end": row_of("contact"),
    **dict.fromkeys(
        (
            "producer",
            "producer_edit",
            "producer_answer",
            "producer_explain",
            "producer_withdraw",
            "producer_chair",
            "producer_restore",
            "producer_revert",
            "producer_fault",
            "producer_reveal",
            "producer_readers",
            "producer_held",
        ),
        row_of("producer"),
    ),
    "transfer": row_of("transfer"),
    "transfer_give": row_of("twin"),
    "transfer_undo": row_of("transfer"),
    **dict.fromkeys(("producer_draft", "producer_draft_discard"), row_of("producer")),
    "product_withdraw": row_of("product"),
    "pair_merge": ((lambda w: [w.producer.pk, w.twin.pk, w.twin.pk]), [GONE, GONE + 1, GONE]),
    "pair": ((lambda w: [w.producer.pk, w.twin.pk]), [GONE, GONE + 1]),
    **dict.fromkeys(
        ("round:8001", "explain_round", "receipt", "review", "pass_clean", "draw_sample"), DISTRICT
    ),
    **dict.fromkeys(("round:80", "round_share", "certificate", "sign"), PROVINCE),
    **dict.fromkeys(
        ("reporting/monthly_month", "reporting/monthly_share", "reporting/summary"),
        fixed([2561, 1], [2561, 13]),
    ),
    **dict.fromkeys(
        ("reporting/monthly", "reporting/monthly_receipt"), fixed([2561, 1, "8001"], [2561, 1, "8099"])
    ),
    "record": row_of("registration", 2561, 2, "8001"),
    "advance:submit": fixed([2561, 2, "8001", "submit"], [2561, 2, "8099", "submit"]),
    "advance:certify": fixed([2561, 2, "8001", "certify"], [2561, 2, "8099", "certify"]),
    "advance:certify_province": fixed(
        [2561, 2, "80", "certify_province"], [2561, 2, "99", "certify_province"]
    ),
}
