"""P2: the same grades from the stored runs, against P1's from raw rows."""

from benchmarks.grades import ROUND_ID, from_raw_rows
from benchmarks.timing import Result, compare
from grading.demo.national import day_of_grades
from grading.models import Grade, RunKind

BAR = 0.1
READ = (
    "district_id", "letter", "by_products", "by_sales", "increase", "sales_baht", "base_baht", "reason",
)  # fmt: skip


def measure() -> list[Result]:
    return [compare("P2 grades from stored runs / from raw rows (ms)", stored, from_raw_rows, bar=BAR)]


def stored() -> list[tuple[object, ...]]:
    """Every district's grade of the interim runs after the quarter's last month was due."""
    runs = {"run__quarter_id": ROUND_ID, "run__kind": RunKind.INTERIM, "run__as_of": day_of_grades()}
    return list(Grade.objects.filter(**runs).values_list(*READ))
