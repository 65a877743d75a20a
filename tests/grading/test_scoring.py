"""The grade: every golden row of the letter, exactness, and that one outcome exists for every input."""

from decimal import Decimal

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from grading import scoring
from grading.scoring import BANDS, Band

SATANG = Decimal("0.01")
ORDER = "DCBA"
LETTERS = {"A", "B", "C", "D"}

amounts = st.decimals(0, Decimal("999999999999.99"), places=2)
bases = st.decimals(SATANG, Decimal("999999999999.99"), places=2)
increases = st.integers(-50, 50)


@st.composite
def tables(draw: st.DrawFn) -> tuple[Band, ...]:
    """Any table that `faults` lets pass: three falling thresholds of each condition."""
    products = draw(st.lists(st.integers(-5, 20), min_size=3, max_size=3, unique=True))
    percents = st.decimals(Decimal("-99.99"), Decimal("500"), places=2)
    growths = draw(st.lists(percents, min_size=3, max_size=3, unique=True))
    rows = zip("ABC", sorted(products, reverse=True), sorted(growths, reverse=True), strict=True)
    return tuple(Band(letter, least, growth) for letter, least, growth in rows)


def grown(percent: str, base: Decimal = Decimal("100000.00")) -> Decimal:
    return base + base * Decimal(percent) / 100


# --- golden rows: letter นค 0019.3/ก 9929, attachment 1, by hand ---------------------------------------


@pytest.mark.parametrize(
    ("increase", "growth", "grade"),
    [
        (3, "5.01", "A"),
        (3, "5.00", "B"),
        (2, "3.01", "B"),
        (2, "3.00", "C"),
        (1, "2.01", "C"),
        (1, "2.00", "D"),
        (0, "50", "D"),
        (10, "-1", "D"),
        (2, "6", "B"),
        (1, "6", "C"),
        (3, "2.5", "C"),
        (-1, "6", "D"),
    ],
)
def test_score_gives_the_grade_of_the_letter(increase: int, growth: str, grade: str) -> None:
    result = scoring.score(BANDS, increase, grown(growth), Decimal("100000.00"))
    assert result.grade == grade
    assert result.growth_percent == Decimal(growth)


@pytest.mark.parametrize("base", [None, Decimal("0.00")])
def test_score_without_a_base_is_no_grade(base: Decimal | None) -> None:
    result = scoring.score(BANDS, 10, Decimal("500.00"), base)
    assert (result.grade, result.reason) == (None, "no_base")
    assert (result.by_products, result.by_sales, result.growth_percent, result.to_next) == (
        "A",
        None,
        None,
        None,
    )


def test_score_before_any_month_is_reported_shows_the_part_about_products_only() -> None:
    result = scoring.score(BANDS, 2, None, Decimal("100.00"))
    assert (result.grade, result.reason, result.by_products) == (None, "no_sales_yet", "B")


# --- exactness ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("sales", "grade"), [("3.06", "D"), ("3.07", "C")])
def test_three_baht_grows_by_exactly_two_percent_at_three_baht_six(sales: str, grade: str) -> None:
    """3 x 1.02 = 3.06 in satang, while 0.06 / 3 in binary is 0.01999…"""
    result = scoring.score(BANDS, 1, Decimal(sales), Decimal("3.00"))
    assert result.grade == grade


@pytest.mark.parametrize(("growth", "below"), [(2, "D"), (3, "C"), (5, "B")])
@pytest.mark.parametrize("base", ["0.01", "33.33", "100000.00", "123456789012.34"])
def test_one_satang_over_the_threshold_is_enough_and_the_threshold_is_not(
    growth: int, below: str, base: str
) -> None:
    least = scoring.sales_needed(Decimal(base), Decimal(growth))
    assert ORDER.index(scoring.score(BANDS, 3, least, Decimal(base)).grade) > ORDER.index(below)
    assert ORDER.index(scoring.score(BANDS, 3, least - SATANG, Decimal(base)).grade) <= ORDER.index(below)


def test_growth_is_not_rounded_up_to_a_band() -> None:
    result = scoring.score(BANDS, 3, Decimal("104999999999.99"), Decimal("100000000000.00"))
    assert result.grade == "B"
    assert result.growth_percent < 5


# --- properties: total, monotone, exact gaps ------------------------------------------------------------


@given(tables(), increases, st.none() | amounts, st.none() | amounts)
@example(BANDS, 1, Decimal("1.02"), Decimal("1.00"))
def test_every_input_has_exactly_one_outcome(
    bands: tuple[Band, ...], increase: int, sales: Decimal | None, base: Decimal | None
) -> None:
    result = scoring.score(bands, increase, sales, base)
    assert (result.grade in LETTERS) != bool(result.reason)
    assert (result.to_next is None) == (result.grade in {"A", None})
    if result.grade:
        assert result.grade == max(result.by_products, result.by_sales)


@given(tables(), increases, st.integers(0, 20), amounts, amounts, bases)
def test_more_products_or_more_sales_never_lower_a_grade(
    bands: tuple[Band, ...], increase: int, more: int, sales: Decimal, extra: Decimal, base: Decimal
) -> None:
    before = scoring.score(bands, increase, sales, base).grade
    after = scoring.score(bands, increase + more, sales + extra, base).grade
    assert ORDER.index(after) >= ORDER.index(before)


@given(tables(), increases, amounts, bases)
def test_to_next_reaches_the_next_grade_and_nothing_less_does(
    bands: tuple[Band, ...], increase: int, sales: Decimal, base: Decimal
) -> None:
    result = scoring.score(bands, increase, sales, base)
    assume(result.to_next is not None)
    gap = result.to_next
    assert ORDER.index(gap.grade) == ORDER.index(result.grade) + 1
    reached = scoring.score(bands, increase + gap.products, sales + gap.baht, base)
    assert ORDER.index(reached.grade) >= ORDER.index(gap.grade)
    if gap.baht:
        less = scoring.score(bands, increase + gap.products, sales + gap.baht - SATANG, base)
        assert ORDER.index(less.grade) < ORDER.index(gap.grade)
    if gap.products:
        less = scoring.score(bands, increase + gap.products - 1, sales + gap.baht, base)
        assert ORDER.index(less.grade) < ORDER.index(gap.grade)


@given(bases, st.decimals(Decimal("-99.99"), Decimal("500"), places=2))
def test_sales_needed_is_the_least_amount_that_grows_over(base: Decimal, growth: Decimal) -> None:
    least = scoring.sales_needed(base, growth)
    assert (least - base) * 100 > base * growth
    assert (least - SATANG - base) * 100 <= base * growth


@given(tables(), increases, amounts, bases)
def test_binding_names_the_part_that_keeps_the_grade_down(
    bands: tuple[Band, ...], increase: int, sales: Decimal, base: Decimal
) -> None:
    result = scoring.score(bands, increase, sales, base)
    worst = [
        n
        for n, part in (("products", result.by_products), ("sales", result.by_sales))
        if part == result.grade
    ]
    expected = "" if result.grade == "A" else "both" if len(worst) == 2 else worst[0]
    assert result.binding == expected


# --- tables ---------------------------------------------------------------------------------------------


def bands_of(*rows: tuple[str, int, str]) -> tuple[Band, ...]:
    return tuple(Band(letter, least, Decimal(growth)) for letter, least, growth in rows)


@given(tables())
@example(BANDS)
def test_faults_lets_falling_thresholds_pass(bands: tuple[Band, ...]) -> None:
    assert scoring.faults(bands) == []


@pytest.mark.parametrize(
    ("rows", "word"),
    [
        ((("A", 3, "5"), ("C", 1, "2")), "ช่องว่าง"),
        ((("B", 2, "3"), ("C", 1, "2")), "ช่องว่าง"),
        ((("A", 3, "5"), ("B", 2, "3")), "ช่องว่าง"),
        ((), "ช่องว่าง"),
        ((("A", 3, "5"), ("B", 3, "3"), ("C", 1, "2")), "ทับกัน"),
        ((("A", 3, "5"), ("B", 4, "3"), ("C", 1, "2")), "ทับกัน"),
        ((("A", 3, "5"), ("B", 2, "5"), ("C", 1, "2")), "ทับกัน"),
        ((("A", 3, "5"), ("B", 2, "3"), ("C", 1, "3.01")), "ทับกัน"),
        ((("C", 1, "2"), ("B", 2, "3"), ("A", 3, "5")), "เรียง"),
        ((("A", 3, "5"), ("A", 3, "5"), ("B", 2, "3"), ("C", 1, "2")), "อย่างละหนึ่งแถว"),
        ((("A", 3, "5"), ("B", 2, "3"), ("C", 1, "-100")), "-100"),
    ],
)
def test_faults_refuses_a_gap_or_an_overlap(rows: tuple[tuple[str, int, str], ...], word: str) -> None:
    assert word in " ".join(scoring.faults(bands_of(*rows)))


def test_reaches_shows_what_each_letter_holds() -> None:
    a, b, c, d = scoring.reaches({"A": Decimal(3), "B": Decimal(2), "C": Decimal(1)})
    assert [(each.low, each.high) for each in (a, b, c, d)] == [(3, None), (2, 3), (1, 2), (None, 1)]
    assert not any(each.is_gap or each.over for each in (a, b, c, d))


def test_reaches_shows_gap_and_overlap() -> None:
    a, b, c, d = scoring.reaches({"A": Decimal(3), "B": None, "C": Decimal(4)})
    assert b.is_gap
    assert not any(each.is_gap for each in (a, c, d))
    assert (c.over, d.high) == (("A",), 3)


# --- what is shown ---


@given(tables(), increases, amounts, bases)
def test_the_shown_growth_never_contradicts_the_grade(
    bands: tuple[Band, ...], increase: int, sales: Decimal, base: Decimal
) -> None:
    """Whoever grades by what stands on the page comes to the same letter."""
    found = scoring.score(bands, increase, sales, base)
    read = [band.grade for band in bands if found.growth.rounded > band.growth]
    assert (read or [scoring.LOWEST])[0] == found.by_sales


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (scoring.Outcome("B"), "B"),
        (scoring.Outcome("", "no_base"), "ประเมินไม่ได้ (ไม่มีฐาน)"),
        (scoring.Outcome("", "no_base", has_base=True), "ประเมินไม่ได้ (ฐานเป็น 0 บาท)"),
        (scoring.Outcome("", "base_changed"), "ประเมินไม่ได้ (ฐานเปลี่ยน)"),
    ],
)
def test_an_outcome_says_its_letter_or_why_there_is_none(outcome: scoring.Outcome, words: str) -> None:
    assert outcome.words == words
