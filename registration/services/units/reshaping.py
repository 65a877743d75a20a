"""Units begin and end, places go from one to another, and what was theirs is told on (decision 0084)."""

from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q

from otop_registry import thai
from registration import places
from registration.models import (
    Certification,
    Contact,
    Producer,
    Registration,
    Round,
    Subdistrict,
    Submission,
    Succession,
    Unit,
    UnitAct,
    UnitChange,
)
from registration.models.calendar import windows_for
from registration.services import calendar
from registration.services.journal import Act, append_event, lock_unit
from registration.services.units import moving, renaming
from registration.timetable import Step
from registration.unit_terms import Begun, Terms
from registration.workflow import CertificateStatus, Refused, Status

ONE_DAY = timedelta(days=1)
SMALLEST = Decimal("0.00001")  # of a share as it is shown; the parts beside it are exact


# --- what may be done ---


def check(change: UnitChange, terms: Terms, on: date) -> None:
    """Raises: Refused for a day that is over, a code or name that is taken, or a unit that has ended meanwhile."""
    if change.is_prepared and change.day < on:
        raise Refused("วันที่มีผลผ่านไปแล้ว หน่วยงานเปลี่ยนย้อนหลังไม่ได้ เพราะงานที่บันทึกแล้วเป็นของหน่วยงานเดิม")
    standing = {unit.pk: unit for unit in Unit.objects.valid(on)}
    for code in {change.unit_id, *terms.ends}:
        if code not in standing:
            raise Refused(f"หน่วยงานรหัส {code} สิ้นสุดไปแล้ว")
    for begun in terms.begins:
        _check_begins(begun, terms)
    _check_places(terms)
    if change.act == UnitAct.END:
        _check_empty(change.unit, on)


def _check_begins(begun: Begun, terms: Terms) -> None:
    code = begun.code
    if not code.isascii() or not code.isdigit() or places.width_of(code) not in places.WIDTHS.values():
        raise Refused("รหัสหน่วยงานต้องเป็นเลข 2 หลักของจังหวัด หรือ 4 หลักของอำเภอ")
    if Unit.objects.filter(pk=code).exists():
        raise Refused(f"รหัส {code} มีหน่วยงานใช้แล้ว รหัสของหน่วยงานที่สิ้นสุดก็ใช้ซ้ำไม่ได้")
    above = places.above(code)
    if (
        above not in {each.code for each in terms.begins}
        and not Unit.objects.filter(pk=above, valid_to=None).exists()
    ):
        raise Refused(f"รหัส {code} ไม่อยู่ในจังหวัดใด")
    ending = terms.ends if places.is_district(code) else ()
    renaming.check_name_is_free(above, begun.name, places.level_of(code), except_codes=ending)


def _check_places(terms: Terms) -> None:
    """The places still stand, and their new codes are still free."""
    olds, news = ([getattr(each, name) for each in terms.places] for name in ("old", "new"))
    gone = len(olds) - Subdistrict.objects.filter(pk__in=olds, valid_to=None).count()
    if gone or Subdistrict.objects.filter(pk__in=news).exists():
        raise Refused("รายการตำบลเปลี่ยนไปหลังจากที่จัดเตรียม กรุณาเลิกทำแล้วจัดเตรียมใหม่")


def _check_empty(unit: Unit, on: date) -> None:
    """What is ended without a successor has nothing left in it."""
    below = Unit.objects.valid(on).directly_below(unit.pk).count()
    if below:
        raise Refused(f"{unit}ยังมี {below} อำเภอ ต้องรวมหรือยุบเลิกก่อน")
    if Producer.objects.active().filter(district=unit).exists():
        raise Refused(f"{unit}ยังมีผู้ผลิต ให้ใช้การรวมกับอำเภออื่น เพื่อให้ผู้ผลิตไปอยู่ในอำเภอที่รับ")


# --- carrying it out ---


def reshape(change: UnitChange, terms: Terms, act: Act) -> None:
    """Everything of it in one go. Call inside the transaction of the act. Raises: Refused for what is in the way."""
    if found := moving.blocks(terms, act.on):
        raise Refused(found[0])
    into = moving.round_of(moving.districts(terms), act.on) if terms.places else None
    begin(terms, act.on)
    _expect(terms, into, act.on)
    if into:
        moving.move(change, terms, into, act)
    end(terms, act.on)
    _succeed(change, terms, act.on)
    _tell(change, terms, act)


def begin(terms: Terms, on: date) -> None:
    """The new units and the places under their new codes."""
    Unit.objects.bulk_create(
        Unit(
            code=each.code,
            name=each.name,
            level=places.level_of(each.code),
            sort_key=thai.sort_key(each.name),
            valid_from=on,
        )
        for each in terms.begins
    )
    olds = Subdistrict.objects.in_bulk([each.old for each in terms.places])
    Subdistrict.objects.bulk_create(
        Subdistrict(
            code=each.new,
            district_id=places.district_of(each.new),
            name=olds[each.old].name,
            sort_key=olds[each.old].sort_key,
            postcodes=olds[each.old].postcodes,
            valid_from=on,
        )
        for each in terms.places
    )


def _expect(terms: Terms, into: Round | None, on: date) -> None:
    """The rounds ahead await who begins, and await who ends no longer, but for the one into which it hands over."""
    windows = [w for w in windows_for("") if w.step == Step.REGISTER and w.last_day >= on]
    ahead = sorted({Round.id_of(window.round) for window in windows})
    if terms.begins:
        for round in Round.objects.filter(pk__in=ahead):
            calendar.expect_units(round, on=on)
    acted = Registration.objects.filter(district=OuterRef("district"), round=OuterRef("round"))
    later = Q(round__in=ahead) & ~Q(round=into)
    rows = Submission.objects.filter(
        later, district__in=terms.ends, status=Status.ENTRY, first_submitted_at=None
    )
    rows.exclude(Exists(acted)).delete()
    Certification.objects.filter(later, province__in=terms.ends, status=CertificateStatus.PENDING).delete()


def end(terms: Terms, on: date) -> None:
    """Last days: of the units, of the places under their old codes, of the coordinators; nothing is deleted."""
    last = on - ONE_DAY
    Unit.objects.filter(pk__in=terms.ends).update(valid_to=last)
    Subdistrict.objects.filter(pk__in=[each.old for each in terms.places]).update(valid_to=last)
    Subdistrict.objects.filter(district__in=terms.ends, valid_to=None).update(valid_to=last)
    running = Contact.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on), unit__in=terms.ends)
    running.filter(valid_from__lte=last).update(valid_to=last)


def _succeed(change: UnitChange, terms: Terms, on: date) -> None:
    """What became of each code, with the exact parts of its past."""
    wholes: dict[str, int] = {}
    for each in terms.shares:
        wholes[each.old] = wholes.get(each.old, 0) + each.parts
    rows = [(each.old, each.new, each.parts, wholes[each.old]) for each in terms.shares]
    rows += [(each.old, each.new, 1, 1) for each in terms.places]
    Succession.objects.bulk_create(
        Succession(
            predecessor_code=old,
            successor_code=new,
            day=on,
            share=max(SMALLEST, (Decimal(parts) / whole).quantize(SMALLEST)),
            parts=parts,
            source=change.decree,
        )
        for old, new, parts, whole in rows
    )


def _tell(change: UnitChange, terms: Terms, act: Act) -> None:
    """One event in the chain of every unit that begins, ends or gives something."""
    subject = f"unit_change:{change.pk}"
    verbs = {each.old: "split_unit" for each in terms.shares}
    verbs |= dict.fromkeys(terms.ends, "end_unit")
    verbs |= {each.code: "begin_unit" for each in terms.begins}
    for code in sorted(verbs, key=lambda code: (-places.width_of(code), code)):
        lock_unit(code)
        shares = {new: str(share) for new, share in terms.shares_of(code)}
        append_event(code, verbs[code], act, subject=subject, changes=({}, {"successors": shares}))
