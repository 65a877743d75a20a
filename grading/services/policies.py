"""Policies: the department enters a new version, an unusable table is refused, a used version never changes."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.db import transaction

from grading import scoring
from grading.models import BaseRule, BaseSale, GradeRun, Increase, Policy, PolicyBand
from otop_registry import clock
from registration import access
from registration.access import Action
from registration.models import Round, User
from registration.services.journal import Act, append_event
from registration.timetable import Quarter
from registration.workflow import Refused

FIRST_QUARTER: Final = Quarter(2567, 4)
FIRST_NAME: Final = "เกณฑ์การจัดระดับหน่วยงาน ไตรมาส 4/2567"
FIRST_DAY: Final = date(2024, 7, 16)  # of the letter
FIRST_SOURCE: Final = "หนังสือจังหวัดหนองคาย ที่ นค 0019.3/ก 9929 ลงวันที่ 16 กรกฎาคม 2567 สิ่งที่ส่งมาด้วย 1"


@dataclass(frozen=True)
class Terms:
    """What a policy says: its bands, which increase counts, where the base comes from."""

    name: str
    from_quarter: Quarter
    bands: tuple[scoring.Band, ...]
    increase: Increase = Increase.NET
    base_rule: BaseRule = BaseRule.LAST_YEAR
    base_year_be: int | None = None
    source: str = ""


def first_policy() -> Policy:
    """The letter's version, not stored: what an installation goes by before anybody wrote a policy or a run."""
    year, number = FIRST_QUARTER.fiscal_year_be, FIRST_QUARTER.number
    quarter = Round(id=Round.id_of(FIRST_QUARTER), fiscal_year_be=year, number=number)
    return Policy(
        version=1,
        name=FIRST_NAME,
        from_quarter=quarter,
        source=FIRST_SOURCE,
        entered_at=clock.instant(FIRST_DAY),
    )


@transaction.atomic
def load_policy_2567(act: Act) -> Policy:
    """The first version, from the letter of 2567; a second load changes nothing."""
    standing = Policy.objects.filter(version=1).first()
    terms = Terms(FIRST_NAME, FIRST_QUARTER, scoring.BANDS, source=FIRST_SOURCE)
    return standing or _write(terms, 1, act)


def stored(policy: Policy) -> Policy:
    """The row of a policy in force; the letter's own is written when the first run points to it."""
    return load_policy_2567(Act(None, FIRST_DAY)) if policy._state.adding else policy


@transaction.atomic
def enter_policy(terms: Terms, *, by: User, on: date) -> Policy:
    """A new version in force from its quarter. Raises: Refused for a table with a gap or overlap, shown in words."""
    post = access.check(by, Action.POLICY_EDIT, Policy(), on)
    faults = scoring.faults(terms.bands)
    if faults:
        raise Refused("ตารางเกณฑ์ใช้ไม่ได้: " + " / ".join(faults))
    if terms.base_rule == BaseRule.NAMED_YEAR and not _is_before(terms.base_year_be, terms.from_quarter):
        raise Refused(f"ปีฐานต้องเป็นปีก่อนปีงบประมาณ {terms.from_quarter.fiscal_year_be}")
    load_policy_2567(Act(None, FIRST_DAY))
    newest = Policy.objects.select_for_update().order_by("-version")[0]
    _check_follows(terms, newest)
    return _write(terms, newest.version + 1, Act(by, on, post))


def _is_before(year_be: int | None, quarter: Quarter) -> bool:
    return year_be is not None and year_be < quarter.fiscal_year_be


def _check_follows(terms: Terms, newest: Policy) -> None:
    """A version never reaches back: not before the newest one, not over published grades, not under a frozen base."""
    first = Round.id_of(terms.from_quarter)
    if first < newest.from_quarter_id:
        raise Refused(f"เกณฑ์ฉบับใหม่ต้องเริ่มใช้ไม่ก่อนไตรมาส {newest.from_quarter} ของฉบับล่าสุด")
    if GradeRun.objects.filter(quarter_id__gte=first).exclude(published_at=None).exists():
        raise Refused(f"มีจังหวัดประกาศระดับหน่วยงานของไตรมาส {terms.from_quarter.label} หรือหลังจากนั้นแล้ว")
    same_base = (terms.base_rule, terms.base_year_be) == (newest.base_rule, newest.base_year_be)
    frozen = BaseSale.objects.filter(quarter_id__gte=first, frozen_at__isnull=False)
    if not same_base and frozen.exists():
        raise Refused(f"เปลี่ยนวิธีคิดฐานตั้งแต่ไตรมาส {terms.from_quarter.label} ไม่ได้ เพราะมีฐานที่ตรึงแล้ว")


def _write(terms: Terms, version: int, act: Act) -> Policy:
    policy = Policy(
        version=version,
        name=terms.name,
        from_quarter=round_of(terms.from_quarter),
        increase=terms.increase,
        base_rule=terms.base_rule,
        base_year_be=terms.base_year_be,
        source=terms.source,
        entered_at=clock.instant(act.on),
        entered_by=act.by,
    )
    policy.save(force_insert=True)
    PolicyBand.objects.bulk_create(
        PolicyBand(
            policy=policy,
            grade=band.grade,
            new_products=band.new_products,
            growth_percent=Decimal(band.growth),
        )
        for band in terms.bands
    )
    said = {band.grade: [band.new_products, str(band.growth)] for band in terms.bands}
    append_event("", "enter_policy", act, subject=f"policy:{version}", changes=({}, said))
    return policy


def policy_for(quarter: Quarter) -> Policy:
    """The policy in force for a quarter: the newest version that begins by it, else the first one.

    An installation that has none yet goes by the letter's; it is stored with the first run.
    """
    rows = Policy.objects.prefetch_related("bands")
    in_force = rows.filter(from_quarter_id__lte=Round.id_of(quarter)).order_by("-version").first()
    return in_force or rows.order_by("version").first() or first_policy()


def all_versions() -> list[Policy]:
    """Every version, newest first; an installation that has none yet goes by the letter's."""
    rows = Policy.objects.prefetch_related("bands").select_related("from_quarter", "entered_by")
    return list(rows.order_by("-version")) or [first_policy()]


def bands_of(version: int | None) -> tuple[int, tuple[scoring.Band, ...]] | None:
    """(version, its bands) of a policy, the newest for None; None: no such."""
    rows = Policy.objects.prefetch_related("bands").order_by("-version")
    policy = (rows.filter(version=version) if version is not None else rows).first()
    if policy is None and version in {None, 1}:
        policy = first_policy()
    return (policy.version, policy.scoring_bands) if policy else None


def round_of(quarter: Quarter) -> Round:
    """The row of a quarter, made when no plan has needed it yet."""
    row, _ = Round.objects.get_or_create(
        id=Round.id_of(quarter),
        defaults={"fiscal_year_be": quarter.fiscal_year_be, "number": quarter.number},
    )
    return row
