"""What a row of sales means to the registry, from its plain fields: which answers it gives, and what is wrong with it.

The same for a row just read and for one mended or judged again; it reads only.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from otop_registry import thai
from registration.models import Product, Sale, Unit
from registration.models.uploads import RowState
from registration.services import sales
from registration.services.imports.sales_heads import COVERS
from registration.services.imports.sales_products import Found, Register
from registration.services.sales import plausibility, splitting
from registration.services.sales.plausibility import History
from registration.services.sales.writing import Amounts, MonthAnswer
from registration.services.uploads.findings import Finding, Severity
from registration.workflow import Refused

SPLIT: Final = "split"  # what an officer states for a whole upload: how sums are spread,
ZEROS: Final = "zeros"  # that a nought is a confirmed zero,
SURE: Final = "month_sure"  # and that the month is right whatever the title says
MENDED: Final = "mended"  # in a row's fields: the answers of products that somebody typed in its place
NOUGHT: Final[Amounts] = (Decimal("0.00"), Decimal("0.00"), Decimal("0.00"), Decimal("0.00"))
Fields = Mapping[str, Any]
Answers = dict[int, MonthAnswer]  # {product: its answer}


@dataclass
class Verdict:
    """One row judged. `was_read` are findings of its reading, which stand until it is mended."""

    fields: Fields
    sheet: str
    number: int
    was_read: list[Finding] = field(default_factory=list)
    found: Found = field(default_factory=Found)
    answers: Answers = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    state: RowState = RowState.FAULTY

    def tell(self, severity: Severity, key: str, code: str, message: str) -> None:
        """A finding at the cell of a key; at the row without one."""
        row, letter = self.fields.get("places", {}).get(key, (self.number, ""))
        self.findings.append(Finding(row, letter, severity.value, code, message, self.sheet))

    @property
    def amount_key(self) -> str:
        """Where its money stands."""
        return next(iter(self.fields.get("money", {})), "zero" if self.fields.get("zero") else "product")

    @property
    def is_faulty(self) -> bool:
        return any(each.is_error for each in self.findings)

    @property
    def title(self) -> str:
        """Whose row it is, as the registry calls it, or as the file does."""
        if self.found.products:
            first = self.found.products[0]
            return first.name if len(self.found.products) == 1 else first.producer.name
        names = self.fields["names"][0] if self.fields.get("names") else {}
        return names.get("product") or names.get("producer") or names.get("number") or ""


class Judge:
    """Judges the rows of one district's month together: two rows for one product are known, queries are few."""

    def __init__(
        self,
        district: Unit,
        month: date,
        said: Mapping[str, Any],
        beside: Mapping[int, History] | None = None,
    ) -> None:
        """`beside` {product: what the same file says of other months}, which stands in place of what is registered."""
        self.district, self.month, self.beside = district, month, beside or {}
        self.rule, self.confirms_zeros = str(said.get(SPLIT) or ""), bool(said.get(ZEROS))

    def judge(self, verdicts: Sequence[Verdict], taken: Iterable[int] = ()) -> None:
        """Sets answers, findings and state of each. `taken`: products that other rows of the upload answer."""
        names = [each for verdict in verdicts for each in verdict.fields.get("names", ())]
        register = Register(self.district, self.month, names)
        for verdict in verdicts:
            verdict.findings = list(verdict.was_read)
            self._find(verdict, register)
        products = {each.pk for verdict in verdicts for each in verdict.found.products}
        self._look_up(products)
        for verdict in verdicts:
            self._answer(verdict)
        self._refuse_twice(verdicts, set(taken))
        for verdict in verdicts:
            self._state(verdict)

    def _look_up(self, products: set[int]) -> None:
        before = plausibility.back(self.month, 1)
        rows = Sale.objects.filter(product_id__in=products, month__in=[self.month, before])
        sold = {(row.product_id, row.month): row for row in rows}
        self.standing = {pk: row for (pk, month), row in sold.items() if month == self.month}
        self.before = {pk: sales.amounts_of(row) for (pk, month), row in sold.items() if month == before}
        registered = plausibility.histories(products, self.month)
        self.histories = {pk: {**registered.get(pk, {}), **self.beside.get(pk, {})} for pk in products}

    # --- whose row it is ---

    def _find(self, verdict: Verdict, register: Register) -> None:
        """The products: those a person typed answers for, else those that its rows name."""
        if mended := verdict.fields.get(MENDED):
            known = [register.products.get(each["product"]) for each in mended]
            found = tuple(each for each in known if each)
            is_whole = len(found) == len(known)
            verdict.found = (
                Found(found) if is_whole else Found((), "product", "unknown_product", "ไม่มีผลิตภัณฑ์นี้แล้ว")
            )
        else:
            verdict.found = _joined([register.find(each) for each in verdict.fields.get("names", ())])
        if verdict.found.code:
            severity = Severity.WARNING if verdict.found.products else Severity.ERROR
            verdict.tell(severity, verdict.found.key, verdict.found.code, verdict.found.message)

    # --- what it says ---

    def _answer(self, verdict: Verdict) -> None:
        """Its answers; none where it says nothing, or says what cannot be written."""
        if mended := verdict.fields.get(MENDED):
            self._take(verdict, from_plain(mended))
            return
        money = {key: Decimal(baht) for key, baht in verdict.fields.get("money", {}).items()}
        products, is_zero = verdict.found.products, bool(verdict.fields.get("zero"))
        if not products or not (money or is_zero):
            return
        if money and not any(money.values()) and not is_zero:
            is_zero = self.confirms_zeros
            if not is_zero:
                text = "ยอดเป็น 0 ทุกช่อง ถ้าไม่มียอดจำหน่ายจริง กรุณายืนยันว่าไม่มียอด"
                verdict.tell(Severity.ERROR, verdict.amount_key, "zero", text)
                return
        if is_zero:
            amounts = dict.fromkeys((each.pk for each in products), None)
            if any(money.values()):
                text = "แถวนี้บอกว่าไม่มียอด แต่มีจำนวนเงินด้วย กรุณาเลือกอย่างใดอย่างหนึ่ง"
                verdict.tell(Severity.ERROR, verdict.amount_key, "zero_and_amount", text)
                return
        else:
            amounts = self._spread(verdict, money, products)
        verdict.answers = {pk: self._cell(verdict, pk, baht, is_zero) for pk, baht in amounts.items()}
        self._check(verdict)

    def _take(self, verdict: Verdict, typed: Answers) -> None:
        """What somebody typed; a sum of the file that it does not make up is told."""
        if not verdict.found.products:
            return
        verdict.answers = {
            pk: replace(cell, seen=row.version if (row := self.standing.get(pk)) else 0)
            for pk, cell in typed.items()
            if cell.is_zero or cell.amounts is not None
        }
        said = sum(map(Decimal, verdict.fields.get("money", {}).values()), Decimal(0))
        whole = sum((sum(cell.amounts or (), Decimal(0)) for cell in verdict.answers.values()), Decimal(0))
        if said not in {whole, Decimal(0)}:
            text = f"กรอกไว้รวม {thai.baht(whole)} บาท แต่ในไฟล์เป็น {thai.baht(said)} บาท"
            verdict.tell(Severity.WARNING, verdict.amount_key, "mended_differs", text)
        self._check(verdict)

    def _spread(
        self, verdict: Verdict, money: Mapping[str, Decimal], products: Sequence[Product]
    ) -> dict[int, Amounts | None]:
        """{product: its amounts}; a product whose part is nothing gives no answer."""
        before = [self.before.get(each.pk) for each in products]
        sums = [NOUGHT for _ in products]
        try:
            for key, total in money.items():
                parts = splitting.spread(total, COVERS[key], self.rule, before) if total else []
                sums = [_add(one, other) for one, other in zip(sums, parts, strict=True)] if parts else sums
        except ValueError as question:
            verdict.tell(Severity.ERROR, verdict.amount_key, "split", str(question))
            return {}
        left = [each.name for each, amounts in zip(products, sums, strict=True) if not any(amounts)]
        if left:
            text = f"ไม่ได้แบ่งยอดให้ {' · '.join(left)} เพราะเดือนก่อนไม่มียอด ยังถือว่าไม่รายงาน"
            verdict.tell(Severity.WARNING, verdict.amount_key, "no_part", text)
        return {each.pk: amounts for each, amounts in zip(products, sums, strict=True) if any(amounts)}

    def _cell(self, verdict: Verdict, product: int, amounts: Amounts | None, is_zero: bool) -> MonthAnswer:
        row = self.standing.get(product)
        reason = str(verdict.fields.get("reason") or "")[: Sale._meta.get_field("reason").max_length]
        if not reason and row is not None:
            reason = row.reason  # a file that gives none leaves the one that stands
        return MonthAnswer(amounts, is_zero=is_zero, reason=reason, seen=row.version if row else 0)

    def _check(self, verdict: Verdict) -> None:
        """The rules of typing, and what looks odd beside the product's own past."""
        for product, cell in verdict.answers.items():
            try:
                sales.check_answer(cell)
            except Refused as refused:
                verdict.tell(Severity.ERROR, verdict.amount_key, "refused", str(refused))
            total = sum(cell.amounts or (), Decimal(0))
            for finding in plausibility.of_answer(self.month, total, self.histories.get(product, {})):
                if not cell.reason:
                    text = f"{finding.message} กรุณาให้เหตุผล"
                    verdict.tell(Severity.WARNING, verdict.amount_key, finding.code, text)

    def _refuse_twice(self, verdicts: Sequence[Verdict], taken: set[int]) -> None:
        """Two rows for one product contradict each other, even when they agree: nobody knows which is meant."""
        counts: dict[int, list[Verdict]] = {}
        for verdict in verdicts:
            for product in verdict.answers:
                counts.setdefault(product, []).append(verdict)
        for product, several in counts.items():
            for verdict in several if len(several) > 1 or product in taken else ():
                rows = ", ".join(str(each.number) for each in several if each is not verdict)
                where = f"แถว {rows} ด้วย" if rows else "แถวอื่นของไฟล์นี้ด้วย"
                text = f"ผลิตภัณฑ์นี้มีใน{where} กรุณาเหลือแถวเดียว"
                verdict.tell(Severity.ERROR, "product", "twice", text)

    # --- what becomes of it ---

    def _state(self, verdict: Verdict) -> None:
        verdict.state = RowState.FAULTY
        if verdict.is_faulty:
            verdict.state = RowState.ELSEWHERE if verdict.found.is_elsewhere else RowState.FAULTY
            return
        if not verdict.answers:
            text = "แถวนี้ไม่มียอด ถือว่ายังไม่รายงาน ซึ่งไม่นับเป็นศูนย์"
            verdict.tell(Severity.REMARK, "product", "no_answer", text)
            verdict.state = RowState.SILENT
            return
        differing = [pk for pk, cell in verdict.answers.items() if sales.differs(cell, self.standing.get(pk))]
        standing = [pk for pk in differing if pk in self.standing]
        verdict.state = RowState.CHANGES if standing else RowState.NEW if differing else RowState.UNCHANGED


def _joined(several: list[Found]) -> Found:
    """The products of several rows as one; the first that found none speaks for all."""
    for found in several:
        if not found.products:
            return found
    products = {product.pk: product for found in several for product in found.products}
    told = next((found for found in several if found.code), Found())
    return Found(tuple(products.values()), told.key, told.code, told.message)


def _add(one: Amounts, other: Amounts) -> Amounts:
    first, second, third, fourth = (left + right for left, right in zip(one, other, strict=True))
    return first, second, third, fourth


def standing_of(products: Iterable[int], month: date) -> dict[int, Sale]:
    """{product: the answer that stands} of a month."""
    return {row.product_id: row for row in Sale.objects.filter(product_id__in=list(products), month=month)}


# --- answers as plain data --------------------------------------------------------------------------


def as_plain(answers: Answers) -> list[dict[str, Any]]:
    """Answers for a row's fields; `from_plain` gives them back."""
    return [
        {
            "product": product,
            "baht": [f"{amount:.2f}" for amount in cell.amounts] if cell.amounts else None,
            "zero": cell.is_zero,
            "reason": cell.reason,
            "seen": cell.seen,
        }
        for product, cell in answers.items()
    ]


def from_plain(plain: Iterable[Fields]) -> Answers:
    return dict(_answers(plain))


def _answers(plain: Iterable[Fields]) -> Iterator[tuple[int, MonthAnswer]]:
    for each in plain:
        first, second, third, fourth = (Decimal(baht) for baht in each["baht"] or ("0",) * 4)
        amounts = (first, second, third, fourth) if each["baht"] else None
        yield each["product"], MonthAnswer(amounts, each["zero"], each["reason"], each["seen"])
