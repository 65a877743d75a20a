"""The demo with one of everything that an address can name, and by which parts and on which day each is looked at.

An address without parts is looked at on the day of REGISTER; one with parts needs a line in `samples`.
"""

from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple

from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage, get_connection
from django.core.management import call_command
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from grading.models import BaseSale, Grade, GradeRun
from grading.services import runs
from otop_registry import clock
from registration.checks import table
from registration.demo import outbox
from registration.models import (
    Correction,
    Edition,
    Finding,
    Holiday,
    LineTarget,
    Notice,
    Producer,
    Product,
    Proof,
    Registration,
    SalesCorrection,
    SalesLock,
    Submission,
    Transfer,
    Unit,
    User,
)
from registration.models.notices import NoticeState
from registration.services import calendar
from registration.services.checks import looks
from registration.services.units import deciding
from registration.timetable import Quarter, Step
from registration.unit_terms import Terms
from registration.workflow import Status
from reporting import demo
from reporting.models.letters import Occasion
from reporting.services import documents, letters
from tests.world.document_scene import SITE, roster
from tests.world.factories import make_contact, make_extension, make_waiver, round_of, walk
from tests.world.lists import book, checked, line

REGISTER, VERIFY, CLOSE = date(2018, 3, 14), date(2018, 3, 20), date(2018, 3, 26)
MEETING, FINAL = date(2024, 9, 17), date(2024, 10, 16)
# What answers with a file, with another page, or to a POST alone; an answer is walked in test_readme_walk.py.
NO_PAGES: Final = frozenset(
    "home announcement_csv announcement_json reporting/document_file reporting/document_reason reporting/letter_pdf "
    "round_own pass_clean draw_sample producer_answer file_to_fill upload_file reporting/monthly_month "
    "reporting/summary_home grading/home grading/base_check grading/runs_csv grading/runs_xlsx "
    "grading/runs_json grading/again second_step journal_file".split()
)
FILES: Final = "django.core.mail.backends.filebased.EmailBackend"
Samples = dict[str, tuple[date, list[list[Any]]]]  # {name of an address: (day, parts of each look)}


class People(NamedTuple):
    """Who looks: the offices of the two walks, and who has not signed in."""

    district: User
    province: User
    department: User
    executive: User
    anonymous: None = None


def people(year: int) -> People:
    """นครศรีธรรมราช in 2018 (C.E.), หนองคาย in 2024."""
    own = ("amphoe.mueang", "changwat.nst") if year == REGISTER.year else ("amphoe.4301", "changwat.nk")
    return People(*(User.objects.get(username=name) for name in (*own, "krom.admin", "athibodi")))


def build_demo() -> None:
    """The demo as a newcomer finds it, and what officers and beat have added until FINAL."""
    for command in ("load_reference", "load_demo", "load_demo_grades", "load_demo_letters"):
        call_command(command, verbosity=0)
    walk(Submission.objects.get(district="8002", round=25612), Status.SENT_BACK)
    demo.catch_up(FINAL)
    runs.run_due(FINAL)
    _, province, *_ = people(FINAL.year)
    runs.run_final(Unit.objects.get(pk="43"), Quarter(2567, 4), by=province, on=FINAL)
    calendar.propose_plan(2570, on=REGISTER, by=people(REGISTER.year).department)
    LineTarget.objects.create(unit_id="80", target=f"C{'0' * 32}", name="กลุ่มจังหวัด")
    mail = EmailMessage("หัวเรื่อง", "ข้อความ", None, ["somchai@example.go.th"])
    get_connection(FILES).send_messages([mail])
    Notice.objects.filter(pk__in=Notice.objects.values("pk")[:3]).update(state=NoticeState.FAILED)


def samples() -> Samples:
    return {**_of_producers(), **_of_rounds(), **_of_offices(), **_of_grades(), **_of_runs()}


def _of_producers() -> Samples:
    of_a = Producer.objects.filter(district="8001")
    producer, product = of_a.earliest("pk").pk, Product.objects.filter(producer__in=of_a).earliest("pk").pk
    names = (
        "producer",
        "producer_edit",
        "producer_withdraw",
        "producer_chair",
        "producer_restore",
        "producer_revert",
    )
    doubted = Finding.objects.filter(registration__district="8001", code="same_name").earliest("pk")
    return {
        **dict.fromkeys(names, (REGISTER, [[producer]])),
        **dict.fromkeys(("producer_reveal", "producer_readers", "producer_held"), (REGISTER, [[producer]])),
        "producer_fault": (VERIFY, [[producer]]),
        "producer_explain": (REGISTER, [[doubted.registration.producer_id]]),
        "product_withdraw": (REGISTER, [[product]]),
        "pair": (REGISTER, [_pair()]),
        "pair_merge": (REGISTER, [[*_pair(), _pair()[0]]]),
        "verify_paper": (REGISTER, [[Proof.objects.earliest("pk").token], ["A" * 22]]),
        "transfer": (REGISTER, _transfers()),
        "transfer_give": (REGISTER, [[producer]]),
        "transfer_undo": (REGISTER, [[Transfer.objects.filter(target="8001").latest("pk").pk]]),
        "sales_month": (FINAL, [[2567, 9]]),
        "sales_of": (FINAL, [[2567, 9, "4301"], [2567, 8, "4301"]]),
    }


def _pair() -> list[Any]:
    """Two of one name in two districts."""
    found = Finding.objects.exclude(other=None).select_related("registration").earliest("pk")
    return sorted((found.registration.producer_id, found.other_id))


def _transfers() -> list[list[Any]]:
    """One of each state, the one that waits for the newcomer first."""
    rows = Transfer.objects.order_by("-pk").values_list("pk", "status")
    return [[pk] for pk in {status: pk for pk, status in rows}.values()]


def _of_rounds() -> Samples:
    record = Registration.objects.filter(district="8004", round=25612).earliest("pk").pk
    second = [2561, 2]
    verbs = [
        [*second, "8004", "certify"],
        [*second, "8004", "send_back"],
        [*second, "80", "certify_province"],
    ]
    return {
        "announcement": (REGISTER, [[2561, 1]]),
        "round": (VERIFY, [[*second, "8001"], [*second, "80"], [2561, 1, "80"]]),
        "round_share": (VERIFY, [[*second, "80"]]),
        "explain_round": (REGISTER, [[*second, "8001"]]),
        "receipt": (VERIFY, [[2561, 1, "8001"]]),
        "review": (VERIFY, [[*second, "8004"], [*second, "80"]]),
        "sign": (VERIFY, [[*second, "80"]]),
        "check_look": (REGISTER, [_look(), [2561, 1, 1]]),
        "record": (VERIFY, [[*second, "8004", record]]),
        "certificate": (VERIFY, [[2561, 1, "80"]]),
        "advance": (VERIFY, verbs),
        "closing": (CLOSE, [second, [2561, 1]]),
        "closing_share": (CLOSE, [second]),
        **_of_corrections(),
        "closing_act": (CLOSE, [[*second, "soft_close"]]),
        "plan_year": (REGISTER, [[2561], [2570]]),
        **dict.fromkeys(("plan_publish", "plan_discard"), (REGISTER, [[2570]])),
        **dict.fromkeys(("extensions", "holidays", "holiday_new"), (REGISTER, [[2561]])),
        **dict.fromkeys(
            ("window_edit", "window_narrow", "extension_new"), (REGISTER, [[2561, 2, Step.VERIFY]])
        ),
    }


def _of_corrections() -> Samples:
    asked = Correction.objects.get()
    return {
        "correction": (REGISTER, [[asked.pk]]),
        "correction_step": (REGISTER, [[asked.pk, "agree_correction"], [asked.pk, "take_back_correction"]]),
        "correction_rounds": (REGISTER, [[asked.producer_id]]),
        "correction_new": (REGISTER, [[asked.producer_id, 2561, 1]]),
    }


def _change(by: User) -> int:
    """A new name that waits for a second person."""
    decree = deciding.Decree(REGISTER, "เล่ม 135 ตอนที่ 1 ก")
    unit = Unit.objects.get(pk="8004")
    return deciding.prepare("rename", unit, decree, Terms(name="ท่าศาลาใหม่"), by=by, on=REGISTER).pk


def _look() -> list[int]:
    """A version that was looked at over a round."""
    look = looks.ask(round_of(), table.VERSION, by=people(REGISTER.year).department, on=REGISTER)
    looks.do(look.job, lambda percent, words: None)
    return [2561, 2, table.VERSION]


def _of_offices() -> Samples:
    who, home, a = people(REGISTER.year), Unit.objects.get(pk="80"), Unit.objects.get(pk="8001")
    contact = make_contact(a).pk
    days = (REGISTER, date(2018, 3, 30))
    extension = make_extension(a, Step.REGISTER, days, by=who.department).pk
    about = letters.About(Occasion.PLAN, round_of())
    letter = letters.draft(about, home, by=who.province, on=REGISTER).pk
    document = documents.ask(roster(a), by=who.district, on=REGISTER, site=SITE).pk
    other = User.objects.get(username="amphoe.lansaka")  # whose last signing in stays as it is
    code = urlsafe_base64_encode(force_bytes(other.pk))
    upload = checked(book([line(1)]), a, by=who.district)
    names = ("person", "person_edit", "person_active", "post_new")
    return {
        "outbox_mail": (REGISTER, [[outbox.newest()[0].name]]),
        "password_set": (REGISTER, [[code, default_token_generator.make_token(other)], ["MQ", "set"]]),
        "extension_end": (REGISTER, [[2561, extension]]),
        "holiday_remove": (REGISTER, [[2561, Holiday.objects.filter(day__gt=REGISTER).earliest("day").day]]),
        **dict.fromkeys(names, (REGISTER, [[who.district.pk]])),
        "post_end": (REGISTER, [[who.district.posts.get().pk]]),
        "waiver_end": (REGISTER, [[make_waiver(home, granted_by=who.department).pk]]),
        **dict.fromkeys(("contact_edit", "contact_end"), (REGISTER, [[contact]])),
        **dict.fromkeys(("reporting/letter", "reporting/letter_edit"), (REGISTER, [[letter]])),
        "reporting/document": (REGISTER, [[document]]),
        "reporting/unit": (REGISTER, [["8001"], ["80"]]),
        "reporting/unit_change": (REGISTER, [[_change(who.department)]]),
        "reporting/unit_change_new": (
            REGISTER,
            [["8001", "rename"], ["8001", "split"], ["80", "split"], ["8001", "merge"]],
        ),
        **dict.fromkeys(("upload", "upload_columns"), (REGISTER, [[upload.pk]])),
        "upload_mend": (REGISTER, [[upload.rows.get().pk]]),
    }


def _of_runs() -> Samples:
    """A quarter that was published before, corrected since, and a correction that waits."""
    province, district = (Unit.objects.get(pk=code) for code in ("43", "4301"))
    quarter, now, by = Quarter(2567, 3), clock.instant(FINAL), people(FINAL.year).district
    said = {"province": province, "quarter_id": 25673, "kind": "final", "as_of": FINAL, "policy_id": 1}
    for number, letter in ((1, "B"), (2, "C")):
        run = GradeRun.objects.create(
            **said, number=number, reason="ขาดเดือนมิถุนายน" * (number - 1), made_at=now, published_at=now,
            edition=Edition.objects.get(round=25674),
        )  # fmt: skip
        Grade.objects.create(
            run=run, district=district, letter=letter, by_products=letter, by_sales=letter, increase=2, gross_new=2,
            sales_baht=Decimal(320_000 - 12_000 * number), base_baht=Decimal(300_000),
        )  # fmt: skip
    SalesLock.objects.create(province=province, quarter_id=25673, locked_at=now, locked_by=by)
    product = Product.objects.filter(producer__district="4301").earliest("pk").pk
    right = {"baht": ["12000.00", "0.00", "0.00", "0.00"], "reason": ""}
    asked = SalesCorrection.objects.create(
        round_id=25673, district=district, month=quarter.months[2], changes={str(product): [None, right]},
        reason="ขาดเดือนมิถุนายน", letter_number="นค 1", asked_at=now, asked_by=by,
    )  # fmt: skip
    return {
        "grading/runs": (FINAL, [[2567, 3, "43"]]),
        "reporting/sales_correction": (FINAL, [[asked.pk]]),
        "reporting/sales_correction_step": (FINAL, [[asked.pk, "agree_correction"]]),
        "reporting/sales_correction_new": (FINAL, [[2567, 6, "4301"], [2567, 9, "4301"]]),
    }


def _of_grades() -> Samples:
    quarter, own = [2567, 4], [[2567, 4, "43"]]
    names = ("base", "base_import", "targets", "targets_edit", "final")
    return {
        **dict.fromkeys([f"grading/{name}" for name in names], (FINAL, own)),
        "grading/base_correct": (FINAL, [[BaseSale.objects.filter(district="4301").earliest("pk").pk]]),
        "grading/nation": (FINAL, [quarter]),
        "grading/unit": (FINAL, [[*quarter, "4301"], [*quarter, "43"]]),
        "grading/policy": (FINAL, [[1]]),
        "reporting/grades_publish": (FINAL, own),
        "reporting/monthly": (MEETING, [[2567, 8, "4301"], [2567, 8, "4302"]]),
        "reporting/monthly_receipt": (MEETING, [[2567, 8, "4302"]]),
        "reporting/monthly_share": (MEETING, [[2567, 8]]),
        "reporting/monthly_home": (MEETING, [[]]),
        "reporting/summary": (MEETING, [[2567, 9]]),
    }
