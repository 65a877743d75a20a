"""The monthly report: drafted from the registry and the sales, confirmed with one click, never typed.

Source: letter นค 0019.3/ก 9929 (16 July 2567), ข้อ ๒ and attachment 3; decisions 0005-0007.
"""

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final, Self

from django.db import transaction
from django.db.models import Count, Q, Sum

from grading import figures, scoring
from grading.figures import Input
from grading.models import RunKind
from grading.scoring import BANDS, Outcome, Reason
from grading.services import bases
from grading.services.assessing import increase_of, outcome_of
from grading.services.policies import policy_for
from otop_registry import clock, thai
from otop_registry.thai import Percent
from registration import access, content
from registration import figures as registration_figures
from registration.access import Action
from registration.identifiers import monthly_number
from registration.models import Product, Proof, Round, Transfer, Unit, User
from registration.models.proofs import MONTHLY_RECEIPT
from registration.models.sales import Sale, SalesReason
from registration.models.transfers import registered_in
from registration.services import proofs, sales, subjects
from registration.services.journal import Act, append_event, lock_unit
from registration.services.sales import plausibility
from registration.stand import Basis, Stand
from registration.timetable import Quarter, next_month
from registration.workflow import Refused
from reporting.models import MonthlyReport
from reporting.services import overtaken
from reporting.services.rounds import is_confirmable

HUNDRED: Final = Decimal(100)


@dataclass(frozen=True)
class Draft:
    """The six numbers of a district's month, the answers behind them, and the interim grade they give.

    `sales_*` None: nothing reported. `sales_quarter` and `base` are of `months`, the fully reported ones.
    """

    as_of: date
    producers: int
    products_month: int
    products_gross: int
    products_net: int
    sales_month: Decimal | None
    sales_quarter: Decimal | None
    base: Decimal | None
    months: tuple[date, ...]
    reported: int
    zero: int
    missing: int
    letter: str
    reason: str
    by_products: str
    by_sales: str
    next_letter: str
    next_products: int
    next_baht: Decimal
    policy: str
    has_base: bool = False
    thresholds: tuple[Decimal, ...] = tuple(band.growth for band in BANDS)
    sold: str = ""  # what the answers of the quarter said (services.overtaken)

    @property
    def change_baht(self) -> Decimal | None:
        if self.sales_quarter is None or self.base is None:
            return None
        return self.sales_quarter - self.base

    @property
    def change_percent(self) -> Percent | None:
        if self.change_baht is None or not self.base:
            return None
        return Percent.of(self.change_baht * HUNDRED / self.base, self.thresholds)

    @property
    def asked(self) -> int:
        return self.reported + self.zero + self.missing

    @property
    def month_names(self) -> str:
        return " ".join(thai.MONTHS[month.month - 1] for month in self.months)

    @property
    def outcome(self) -> Outcome:
        """The interim letter, or why there is none."""
        return Outcome(self.letter, self.reason, has_base=self.has_base)

    def as_data(self) -> dict[str, Any]:
        """Plain values for the stored report: days in ISO, amounts as text."""
        lists = {
            "months": [month.isoformat() for month in self.months],
            "thresholds": [str(each.normalize()) for each in self.thresholds],
        }
        return {name: content.plain(value) for name, value in asdict(self).items()} | lists

    @classmethod
    def of(cls, data: dict[str, Any]) -> Self:
        """The draft that `as_data` stored."""
        money = {name: _decimal(data[name]) for name in ("sales_month", "sales_quarter", "base")}
        days = {"as_of": date.fromisoformat(data["as_of"])}
        months = tuple(date.fromisoformat(month) for month in data["months"])
        lists = {"months": months, "next_baht": Decimal(data["next_baht"])}
        if "thresholds" in data:
            lists["thresholds"] = tuple(map(Decimal, data["thresholds"]))
        return cls(**data | money | days | lists)

    @property
    def seal(self) -> str:
        """What the officer has read, in 16 signs: numbers that moved since have another."""
        said = {name: value for name, value in self.as_data().items() if name != "as_of"}
        return content.fingerprint([said])[:16]


@dataclass(frozen=True)
class ReportFinding:
    """Something to look into before confirming; a report is never blocked by one but the first.

    `given`: the district's reason, which closes the finding.
    """

    text: str
    needs_note: bool = False
    given: SalesReason | None = None


def draft(district: Unit, month: date, on: date) -> Draft:
    """The numbers of the district's month as they stand on `on`; nothing is stored."""
    quarter = Quarter.of(month)
    months = [each for each in quarter.months if each <= month]
    found = figures.inputs(district.pk, Round.id_of(quarter), months, on)
    given = found[0] if found else Input(district.pk, district.name, 0, 0, None, None, ())
    sold = Sale.objects.of(district.pk, [month]).aggregate(
        total=Sum("total_baht"), rows=Count("pk"), zero=Count("pk", filter=Q(is_zero=True))
    )
    asked = sales.products_of(district, month)
    answered = Sale.objects.filter(month=month).values("product_id")
    return Draft(
        as_of=on,
        producers=registration_figures.standing_count(district.pk, Round.id_of(quarter)),
        products_month=_products_of_month(district, month),
        products_gross=given.gross_new,
        products_net=given.net,
        sales_month=_decimal(sold["total"]),
        sales_quarter=given.sales_baht,
        base=given.base_baht if given.months else None,
        months=given.months,
        reported=sold["rows"] - sold["zero"],
        zero=sold["zero"],
        missing=asked.exclude(pk__in=answered).count(),
        sold=overtaken.words(district.pk, month, overtaken.sold(district.pk, months)),
        **_graded(given, quarter),
    )


def findings(found: Draft, district: Unit, month: date) -> list[ReportFinding]:
    """What a draft asks about, the most pressing first; the remarks on sales are those of the sales' own page."""
    open_ones = []
    if found.missing:
        text = f"ยังไม่มีคำตอบเรื่องยอดจำหน่าย {found.missing:,} จาก {found.asked:,} ผลิตภัณฑ์"
        open_ones.append(ReportFinding(text, needs_note=True))
    if not found.asked:
        open_ones.append(ReportFinding("ไม่มีผลิตภัณฑ์ที่ต้องรายงานยอดจำหน่ายในเดือนนี้"))
    odd = len(plausibility.open_findings(district, month))
    if odd:
        open_ones.append(ReportFinding(f"ยอดจำหน่ายของ {odd:,} ผลิตภัณฑ์ผิดไปจากเดิมมากและยังไม่มีเหตุผล"))
    if found.reason in {Reason.NO_BASE, Reason.BASE_CHANGED}:
        open_ones.append(ReportFinding(f"เทียบกับปีก่อนไม่ได้: {found.outcome.reason_words} จังหวัดเป็นผู้บันทึกฐาน"))
    open_ones += [
        ReportFinding(each.finding.message, given=each.given)
        for each in plausibility.remarks(district, month)
    ]
    return open_ones


def report_of(district: Unit, month: date) -> MonthlyReport | None:
    """The stored report of a district's month."""
    rows = MonthlyReport.objects.select_related("district", "confirmed_by")
    return rows.filter(district=district, month=month).first()


def refusal(district: Unit, month: date, on: date) -> Refused | None:
    """Why the month cannot be confirmed on `on`, whoever asks; None when it can."""
    try:
        check_open(district, month, on)
    except Refused as refused:
        return refused
    return None


def check_open(district: Unit, month: date, on: date) -> None:
    """Raises: Refused before the month is over, and once the quarter's sales are locked, unless corrected since."""
    if not is_confirmable(month, on):
        raise Refused(
            f"ยังยืนยันรายงานเดือน{thai.month_name(month)}ไม่ได้ เพราะเดือนยังไม่สิ้นสุด", reopens=next_month(month)
        )
    if month not in overtaken.reopened(district.pk, [month]):
        sales.check_open(district.pk, month, on)


@transaction.atomic
def confirm(district: Unit, month: date, *, note: str, seen: str, by: User, on: date) -> MonthlyReport:
    """Freezes the numbers the officer has read (`seen`, Draft.seal) under one receipt; again until the lock.

    The first instant is kept for ever. Raises: Refused when the month is not open, when the numbers moved in
    between, or when products lack an answer and no note says why.
    """
    post = access.check(by, Action.MONTHLY_CONFIRM, district, on)
    lock_unit(district.pk)
    check_open(district, month, on)
    found = draft(district, month, on)
    if seen != found.seal:
        raise Refused("ตัวเลขเปลี่ยนไปหลังจากที่ท่านเปิดหน้านี้ กรุณาอ่านตัวเลขใหม่แล้วยืนยันอีกครั้ง")
    if found.missing and not note.strip():
        raise Refused(f"ยังมี {found.missing:,} ผลิตภัณฑ์ที่ไม่มีคำตอบ กรุณาบันทึกยอดจำหน่าย หรือเขียนเหตุผลในช่องปัญหา")
    act, now = Act(by, on, post, note.strip()), clock.instant(on)
    row = report_of(district, month) or MonthlyReport(
        district=district,
        month=month,
        receipt_number=monthly_number(thai.year_be(month), month.month, district.pk),
        first_confirmed_at=now,
    )
    before = row.figures or {}
    row.figures, row.note, row.confirmed_by = found.as_data(), note.strip(), by
    row.latest_confirmed_at = max(now, row.first_confirmed_at)
    event = append_event(
        district.pk, "confirm_monthly", act, subject=f"monthly:{month:%Y-%m}", changes=(before, row.figures)
    )
    row.confirmed_as = event.acting_as
    row.save()
    _issue_proof(row)
    return row


def _issue_proof(row: MonthlyReport) -> None:
    """Lets anybody check the receipt: one proof for each confirmation."""
    drafted = proofs.draft(
        proofs.Subject(MONTHLY_RECEIPT, row.district, subjects.of_month(row.month)),
        fingerprint=content.fingerprint([row.receipt_number, row.figures]),
        issued_at=row.latest_confirmed_at,
        title=f"ใบรับรายงานผลรายเดือน {thai.month_name(row.month)} {row.district}",
        stand=Stand(date.fromisoformat(row.figures["as_of"]), basis=Basis.SUBMITTED, interim_words="ข้อมูล"),
    )
    proofs.issue(drafted)


def proof_of(row: MonthlyReport) -> Proof | None:
    """The proof of the newest receipt."""
    return proofs.newest(MONTHLY_RECEIPT, row.district_id, subjects.of_month(row.month))


def _products_of_month(district: Unit, month: date) -> int:
    """The products registered in the month, where they were registered: a move makes none anew (decision 0077)."""
    rows = Product.objects.filter(registered_day__gte=month, registered_day__lt=next_month(month))
    moved = {row.producer_id for row in Transfer.objects.since(month - timedelta(days=1), district.pk)}
    if not moved:
        return rows.filter(producer__district=district).count()
    origin = registered_in(Transfer.objects.of_producers(moved))
    others = rows.filter(producer__in=moved).values_list("pk", "producer__district")
    stayed = rows.filter(producer__district=district).exclude(producer__in=moved).count()
    return stayed + sum(origin.get(pk, today) == district.pk for pk, today in others)


def _graded(given: Input, quarter: Quarter) -> dict[str, Any]:
    """The grade's part of a draft: interim, under the policy in force."""
    policy, changed = policy_for(quarter), bases.changed_districts(given.code, quarter)
    bands = policy.scoring_bands
    result = scoring.score(bands, increase_of(policy, given), given.sales_baht, given.base_baht)
    outcome = outcome_of(result, given, RunKind.INTERIM, is_changed=given.code in changed)
    gap = result.to_next
    return {
        "letter": outcome.letter,
        "reason": outcome.reason,
        "has_base": outcome.has_base,
        "thresholds": tuple(band.growth for band in bands),
        "by_products": result.by_products,
        "by_sales": result.by_sales or "",
        "next_letter": gap.grade if gap else "",
        "next_products": gap.products if gap else 0,
        "next_baht": gap.baht if gap else Decimal(0),
        "policy": str(policy),
    }


def _decimal(value: Decimal | float | str | None) -> Decimal | None:
    return None if value is None else Decimal(str(value)).quantize(thai.SATANG)
