"""Two records become one: the sums of every report hold, nothing of the past changes, the old number leads on."""

from datetime import date
from itertools import product
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from registration import figures
from registration.figures import Counts
from registration.models import Edition, Plan, Producer, Product, Registration, RosterRow
from registration.models.producers import RegistrationKind, Standard
from registration.services import editions, registry
from registration.services.registry import as_of, effects, merging, record, searching
from registration.services.registry.pairs import Pair, pair_of
from registration.services.registry.searching import Search
from registration.workflow import CertificateStatus, ClosingStatus, Refused, Status
from tests.world.cast import Cast
from tests.world.factories import (
    GAP_DAY,
    REGISTER_DAY,
    VERIFY_DAY,
    certification_of,
    closing_of,
    make_fields,
    make_producer,
    make_product_fields,
    step,
    submission_of,
    walk,
)

pytestmark = pytest.mark.django_db
FIRST, ROUND, FIRST_DAY = 25611, 25612, date(2017, 11, 1)
CODES = ("8001", "8002", "80")


def count(code: str, round_id: int = ROUND) -> Counts:
    return figures.live(code, round_id, len(code)).get(code, Counts())


def make(cast: Cast, *products: str, on: date = FIRST_DAY, is_far: bool = False, **over: Any) -> Producer:
    """A producer of district A, or of its neighbour, with these products."""
    district, by = (cast.b, cast.neighbour) if is_far else (cast.a, cast.district)
    licence = [{"standard": Standard.FDA, "number": "80-1-00161"}]
    rows = [make_product_fields(name=name, certificates=licence) for name in products]
    return make_producer(district, by=by, on=on, products=rows, name="แม่บ้านนาดี", **over)


def pair_with(stays: Producer, ends: Producer) -> Pair:
    return pair_of(stays.pk, ends.pk)


def close(cast: Cast, round_id: int) -> None:
    """The round certified by district A's province, and closed."""
    walk(submission_of(cast.a, round_id), Status.CERTIFIED)
    walk(certification_of(cast.home, round_id), CertificateStatus.CERTIFIED)
    walk(closing_of(round_id), ClosingStatus.CLOSED)


def merge(cast: Cast, stays: Producer, ends: Producer, **over: Any) -> Producer:
    said = {
        "versions": (stays.version, ends.version),
        "reason": "บัตรใบเดียวกัน",
        "by": cast.province,
        "on": REGISTER_DAY,
    }
    return registry.merge(pair_with(stays, ends), stays.pk, **said | over)


def test_the_products_go_over_and_the_record_that_ends_leads_on(cast: Cast, plan: Plan) -> None:
    stays, ends = make(cast, "ลา", "ปั้นขลิบ"), make(cast, "เม็ดบัว", "ลา", former_numbers="80-กข-1")
    kept = merge(cast, stays, ends)
    assert list(kept.products.active().values_list("name", flat=True)) == ["ลา", "ปั้นขลิบ", "เม็ดบัว"]
    gone = Producer.objects.get(pk=ends.pk)
    assert (gone.merged_into, gone.withdrawn_round_id) == (kept, ROUND)
    assert [(each.name, each.withdrawn_round_id) for each in gone.products.all()] == [("ลา", ROUND)]
    assert kept.former_numbers == f"{ends.registration_number}, 80-กข-1"
    acts = dict(Registration.objects.filter(round=ROUND).values_list("producer", "kind"))
    assert acts == {kept.pk: RegistrationKind.UPDATE, gone.pk: RegistrationKind.WITHDRAW}


def test_the_golden_counts_of_a_merge_in_one_district(cast: Cast, plan: Plan) -> None:
    stays, ends = make(cast, "ลา"), make(cast, "เม็ดบัว", "ลา", "ปั้นขลิบ")
    merge(cast, stays, ends)
    now = count("8001")
    producers = now.producers_brought, now.producers_new, now.producers_withdrawn, now.producers_left
    products = now.products_brought, now.products_added, now.products_reduced, now.products_left
    assert (producers, products) == ((2, 0, 1, 1), (4, 0, 1, 3))
    assert now.product_increase == -1  # the one of the same name; what went over moves no grade


def test_the_golden_counts_of_a_merge_across_districts(cast: Cast, plan: Plan) -> None:
    stays, ends = make(cast, "ลา"), make(cast, "เม็ดบัว", "ลา", is_far=True)
    merge(cast, stays, ends)
    here, there = count("8001"), count("8002")
    assert (here.products_brought, here.products_added, here.products_returned, here.products_left) == (
        1,
        1,
        1,
        2,
    )
    assert (there.products_brought, there.products_reduced, there.products_left) == (2, 2, 0)
    assert (here.product_increase, there.product_increase) == (0, -2)
    went = Product.objects.get(producer=stays, name="เม็ดบัว")
    assert (went.first_round_id, went.certificates.get().number) == (FIRST, "80-1-00161")


def test_what_was_said_before_is_what_follows_and_every_sum_holds(cast: Cast, plan: Plan) -> None:
    days = (FIRST_DAY, REGISTER_DAY)
    for is_far, kept_day, ended_day in product((False, True), days, days):
        stays = make(cast, "ลา", "ปั้นขลิบ", on=kept_day)
        ends = make(cast, "เม็ดบัว", "ลา", on=ended_day, is_far=is_far)
        past, before = [count(code, FIRST) for code in CODES], count("80")
        planned = merging.plan(pair_with(stays, ends), stays.pk, REGISTER_DAY)
        merge(cast, stays, ends)
        for effect in planned.effects:
            now = count(effect.district.pk)
            assert [getattr(now, name) for _, name in effects.TOLD] == [after for *_, after in effect.rows]
        assert [count(code, FIRST) for code in CODES] == past
        assert count("80").product_increase <= before.product_increase
        for code, then in zip(CODES, past, strict=True):
            check_sums(count(code), then)


def check_sums(now: Counts, then: Counts) -> None:
    """ยกมา + ใหม่ − ยกเลิก = คงเหลือ, and ยกมา is what the round before left."""
    assert now.producers_brought + now.producers_new - now.producers_withdrawn == now.producers_left
    assert now.products_brought + now.products_added - now.products_reduced == now.products_left
    assert (now.producers_brought, now.products_brought) == (then.producers_left, then.products_left)


def test_nothing_of_a_past_round_changes_to_the_byte(cast: Cast, plan: Plan) -> None:
    stays, ends = make(cast, "ลา"), make(cast, "เม็ดบัว")
    close(cast, FIRST)

    def past() -> tuple[Any, ...]:
        edition = Edition.objects.get()
        rows = list(RosterRow.objects.order_by("pk").values_list("producer_id", "content"))
        signed = submission_of(cast.a, FIRST).fingerprint
        listed = [as_of.roster(cast.a, day).entries() for day in (FIRST_DAY, date(2018, 1, 31))]
        return editions.fingerprint_of(edition), editions.is_genuine(edition), rows, signed, listed

    before = past()
    merge(cast, stays, ends)
    assert past() == before
    [entry] = as_of.roster(cast.a, REGISTER_DAY).entries()
    assert (entry.registration_number, len(entry.products)) == (stays.registration_number, 2)


def test_a_round_with_a_merge_is_certified_closed_and_adds_up(cast: Cast, plan: Plan) -> None:
    stays, ends = make(cast, "ลา"), make(cast, "เม็ดบัว", "ลา")
    close(cast, FIRST)
    merge(cast, stays, ends, by=cast.province_colleague)
    live = count("8001")
    close(cast, ROUND)
    edition = Edition.objects.get(round=ROUND)
    assert figures.from_edition(edition, "8001", 4)["8001"] == live
    assert list(RosterRow.objects.filter(edition=edition).values_list("producer", flat=True)) == [stays.pk]


def test_the_old_number_finds_the_one_that_stayed_and_comes_back_no_more(cast: Cast, plan: Plan) -> None:
    stays, ends = make(cast, "ลา"), make(cast, "เม็ดบัว")
    merge(cast, stays, ends)
    found = searching.find(Producer.objects.all(), Search(text=ends.registration_number), 25613)
    assert list(found) == [stays]
    gone = Producer.objects.get(pk=ends.pk)
    with pytest.raises(Refused, match="รวมกับรายเดียวกันแล้ว"):
        registry.restore(gone, by=cast.district, on=REGISTER_DAY, version=gone.version)
    again = make_fields(citizen_id=ends.citizen_id, kind=ends.kind)
    with pytest.raises(registry.Duplicate, match="รวมกับรายเดียวกันแล้ว"):
        registry.register(
            cast.a, by=cast.district, on=REGISTER_DAY, fields=again, products=[make_product_fields()]
        )


def test_the_history_of_both_tells_of_it(cast: Cast, plan: Plan) -> None:
    stays, ends = make(cast, "ลา"), make(cast, "เม็ดบัว")
    merge(cast, stays, ends)
    kept, gone = (record.history(row)[0] for row in (stays, ends))
    assert (kept.title, kept.reason) == ("รับเลขทะเบียนที่เป็นรายเดียวกันมารวม", "บัตรใบเดียวกัน")
    assert ("ผลิตภัณฑ์ที่เพิ่ม", "เม็ดบัว") in [(each.label, each.after) for each in kept.changes]
    assert gone.reason == f"รวมกับเลขทะเบียน {stays.registration_number}: บัตรใบเดียวกัน"
    assert ("ผลิตภัณฑ์ที่ออกจากระเบียน", "เม็ดบัว") in [(each.label, each.before) for each in gone.changes]
    assert not any("products" in each.label for each in gone.changes)


def test_one_district_never_reads_the_others_number(cast: Cast, plan: Plan) -> None:
    stays, ends = make(cast, "ลา"), make(cast, "เม็ดบัว", is_far=True)
    merge(cast, stays, ends)
    line = record.history(ends)[0]
    assert line.reason == "รวมกับรายเดียวกันในพื้นที่อื่น: บัตรใบเดียวกัน"
    assert stays.registration_number not in repr(line)


def test_a_number_that_led_to_the_one_that_ends_leads_on(cast: Cast, plan: Plan) -> None:
    first, second, third = (make(cast, name) for name in ("ลา", "เม็ดบัว", "ปั้นขลิบ"))
    second = merge(cast, second, first)
    merge(cast, third, second)
    assert set(Producer.objects.filter(merged_into=third)) == {first, second}
    assert Producer.objects.get(pk=third.pk).former_numbers.count("80-01") == 2


def test_who_merged_does_not_certify_that_round(cast: Cast, plan: Plan) -> None:
    merge(cast, make(cast, "ลา"), make(cast, "เม็ดบัว"))
    submitted = walk(submission_of(cast.a), Status.SUBMITTED)
    with pytest.raises(Refused, match="เจ้าหน้าที่อีกคน"):
        step(submitted, "certify", by=cast.province, on=VERIFY_DAY)
    assert step(submitted, "certify", by=cast.province_colleague, on=VERIFY_DAY).status == Status.CERTIFIED


def test_a_merge_is_refused_where_a_write_would_be(cast: Cast, plan: Plan) -> None:
    stays, ends = make(cast, "ลา"), make(cast, "เม็ดบัว", is_far=True)
    for over, match in (({"on": GAP_DAY}, "ไม่อยู่ในช่วง"), ({"reason": " "}, "ไม่เกิน 500")):
        with pytest.raises(Refused, match=match):
            merge(cast, stays, ends, **over)
    with pytest.raises(registry.Conflict):
        merge(cast, stays, ends, versions=(stays.version, 7))
    for person in (cast.district, cast.neighbour, cast.other_province, cast.province_executive):
        with pytest.raises(PermissionDenied):
            merge(cast, stays, ends, by=person)
    registry.decide_apart(pair_with(stays, ends), reason="คนละคน", by=cast.province, on=REGISTER_DAY)
    with pytest.raises(Refused, match="พิจารณาใหม่ก่อน"):
        merge(cast, stays, ends)
    walk(submission_of(cast.b), Status.SUBMITTED)
    registry.decide_anew(pair_with(stays, ends), reason="คนเดียวกัน", by=cast.province, on=REGISTER_DAY)
    with pytest.raises(Refused, match="แก้ไขไม่ได้"):
        merging.plan(pair_with(stays, ends), stays.pk, REGISTER_DAY)
    assert not Producer.objects.exclude(withdrawn_round=None).exists()
