"""explain_grade --increase N --sales BAHT --base BAHT: the grade of these figures under a policy, and the gap."""

import json
from argparse import ArgumentParser
from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from grading import scoring
from grading.scoring import Score
from grading.services import policies
from otop_registry import thai


class Command(BaseCommand):
    help = "Explains the grade (ระดับหน่วยงาน) of an increase of products, sales and base, in baht with satang."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--increase", required=True, help="products more than before, such as 2 or -1")
        parser.add_argument("--sales", default="", help="sales in baht; without it, no month is reported yet")
        parser.add_argument("--base", default="", help="base in baht; without it, there is no base")
        parser.add_argument("--policy", default="", help="version of the policy; the newest without it")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *, format: str, **options: Any) -> str:
        increase = read_increase(options["increase"])
        sales, base = read_baht("--sales", options["sales"]), read_baht("--base", options["base"])
        version, bands = read_policy(options["policy"])
        score = scoring.score(bands, increase, sales, base)
        return (
            as_json(score, version)
            if format == "json"
            else as_text(score, version, has_base=base is not None)
        )


def read_increase(text: str) -> int:
    """A whole number, Thai digits and both signs for less than zero read."""
    plain = thai.to_arabic(text.strip()).replace("−", "-").replace(",", "")
    if not plain.removeprefix("-").removeprefix("+").isdecimal():
        raise CommandError(f"--increase: กรุณาระบุเป็นจำนวนเต็ม เช่น 2 ไม่ใช่ “{text}”")
    return int(plain)


def read_baht(name: str, text: str) -> Decimal | None:
    """An amount of baht, None when nothing was said."""
    if not text.strip():
        return None
    try:
        return thai.parse_baht(text)
    except ValueError as error:
        raise CommandError(f"{name}: {error}") from error


def read_policy(text: str) -> tuple[int, tuple[scoring.Band, ...]]:
    """The version asked for, or the newest, with its bands."""
    plain = thai.to_arabic(text.strip())
    if plain and not plain.isdecimal():
        raise CommandError(f"--policy: กรุณาระบุเลขฉบับ เช่น 1 ไม่ใช่ “{text}”")
    found = policies.bands_of(int(plain) if plain else None)
    if found is None:
        raise CommandError(f"ไม่มีเกณฑ์ฉบับที่ {text}")
    return found


def as_json(score: Score, version: int) -> str:
    """The shape that docs/rules.md 9 fixes."""
    gap = score.to_next
    answer = {
        "grade": score.grade,
        "by_products": score.by_products,
        "by_sales": score.by_sales,
        "growth_percent": percent(score.growth_percent),
        "to_next": gap and {"grade": gap.grade, "products": gap.products, "baht": f"{gap.baht:.2f}"},
        "policy": version,
        "reason": score.reason or None,
    }
    return json.dumps(answer, ensure_ascii=False, indent=2)


def percent(value: Decimal | None) -> str | None:
    """The exact share as text, never rounded towards a band: 5, 2.5, 33.33333333333333333333333333."""
    return None if value is None else f"{value.normalize() + 0:f}"


def as_text(score: Score, version: int, *, has_base: bool) -> str:
    """The same in sentences."""
    lines = [f"เกณฑ์ฉบับที่ {version}"]
    if score.grade is None:
        lines.append(scoring.Outcome("", score.reason, has_base=has_base).sentence)
    else:
        lines.append(f"ระดับหน่วยงาน {score.grade}")
    lines.append(f"ด้านผลิตภัณฑ์: ระดับ {score.by_products}")
    if score.by_sales:
        lines.append(f"ด้านยอดจำหน่าย: ระดับ {score.by_sales} (ร้อยละ {score.growth})")
    if gap := score.to_next:
        lines.append(f"ขาดอีก {gap.products} ผลิตภัณฑ์ และ {thai.baht(gap.baht)} บาท จะได้ระดับ {gap.grade}")
    return "\n".join(lines)
