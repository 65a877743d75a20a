"""The announcement of a round: its number or the word draft, the totals by hand, who is left out and why, who signs."""

from datetime import date

import pytest

from registration import figures
from registration.checks import table
from registration.models import Announcement, Edition, Event, Plan, Post, Registration, User
from registration.models.people import ActingFor
from registration.models.producers import ProducerKind, ProductType, ReviewMark
from registration.services import editions, journey
from registration.services.editions import announced, published
from registration.workflow import CertificateStatus, ClosingStatus, Status
from reporting.paper import Facts, Paper, Prose
from reporting.services.papers import announcement, quarterly
from reporting.services.papers.fingerprints import fingerprint
from tests.world.cast import Cast
from tests.world.factories import (
    CLOSE_DAY,
    REGISTER_DAY,
    ROUND_ID,
    VERIFY_DAY,
    certification_of,
    closing_of,
    make_producer,
    make_product_fields,
    round_of,
    submission_of,
    walk,
)

pytestmark = pytest.mark.django_db
SUBJECT = ("เรื่อง รับรองข้อมูลผลการลงทะเบียนผู้ผลิต ผู้ประกอบการ OTOP", "ไตรมาส 2 ปีงบประมาณ พ.ศ. 2561")
A_ROW = (1, "อำเภอเมืองนครศรีธรรมราช", 1, 1, 0, 2, 1, 1, 1, 0, 0, 3, "")
TOTAL = ("", "รวม", 1, 1, 0, 2, 1, 1, 1, 0, 0, 3, "")


@pytest.fixture
def home(cast: Cast, plan: Plan) -> Cast:
    """A: a group with food and drink, a sole owner with cloth, certified; B: one producer, not certified."""
    kinds = (
        (ProducerKind.GROUP, (ProductType.FOOD, ProductType.DRINK)),
        (ProducerKind.SOLE_OWNER, (ProductType.CLOTH,)),
    )
    for kind, types in kinds:
        products = [make_product_fields(product_type=each) for each in types]
        make_producer(cast.a, by=cast.district, on=REGISTER_DAY, products=products, kind=kind)
    make_producer(cast.b, by=cast.neighbour, on=REGISTER_DAY)
    walk(submission_of(cast.a), Status.CERTIFIED)
    return cast


def paper_of(cast: Cast, *, nation: bool = False) -> Paper:
    """As it would be drawn now: what is announced, else the draft."""
    unit = cast.nation if nation else cast.home
    announced = Announcement.objects.in_force(unit.code, ROUND_ID)
    return announcement.paper(unit, round_of(), on=VERIFY_DAY, announced=announced)


def prose(paper: Paper) -> tuple[str, ...]:
    return tuple(text for block in paper.blocks if isinstance(block, Prose) for text in block.paragraphs)


def facts(paper: Paper) -> dict[str, object]:
    [block] = [block for block in paper.blocks if isinstance(block, Facts)]
    return {label: value for label, value, _ in block.rows}


def test_before_the_certificate_it_is_a_draft_in_every_place(home: Cast) -> None:
    paper = paper_of(home)
    assert (paper.title, paper.lines) == ("ประกาศจังหวัดนครศรีธรรมราช", (*SUBJECT, "ร่าง ยังไม่มีเลขที่ประกาศ"))
    assert prose(paper)[-1] == "ประกาศ ณ วันที่ (ร่าง ยังไม่ลงวันที่)"
    assert paper.stand.words.startswith("ร่าง จังหวัดนครศรีธรรมราชยังไม่ได้รับรอง")
    assert [(each.role, each.name) for each in paper.signatures] == [("", "")]
    assert paper.signatures[0].position == "ผู้ว่าราชการจังหวัดนครศรีธรรมราช"
    assert paper.is_draft


def test_a_certified_province_shows_its_certified_districts_and_the_certificates_proof(home: Cast) -> None:
    walk(certification_of(home.home), CertificateStatus.CERTIFIED)
    paper = paper_of(home)
    totals, out = paper.tables
    assert (list(totals.rows), totals.total) == ([A_ROW], TOTAL)
    assert list(out.rows) == [(1, "อำเภอพรหมคีรี จังหวัดนครศรีธรรมราช", "ยังไม่พร้อม")]
    assert paper.attributes["fingerprint"] == certification_of(home.home).fingerprint
    assert "ของอำเภอ จำนวน 1 แห่ง จากทั้งหมด 2 แห่ง" in prose(paper)[1]
    assert "จำนวน 2 ราย และผลิตภัณฑ์ จำนวน 3 รายการ" in prose(paper)[1]
    assert paper.stand.words == "ร่าง ข้อมูลที่จังหวัดนครศรีธรรมราชรับรองแล้ว ณ วันที่ 20 มีนาคม 2561"


def test_the_number_the_day_and_the_signer_are_those_recorded(home: Cast) -> None:
    Post.objects.filter(user=home.province).update(
        position="หัวหน้ากลุ่มงาน", acting_for=ActingFor.IN_PLACE, order_number="12/2560",
        acting_for_position="พัฒนาการจังหวัดนครศรีธรรมราช",
    )  # fmt: skip
    walk(certification_of(home.home), CertificateStatus.CERTIFIED)
    details = {"announcement_number": "1/2561", "announcement_day": date(2018, 3, 19)}
    details["announcement_signer"] = Post.objects.get(user=home.province)
    ask = journey.Ask(details=details)
    journey.advance(
        certification_of(home.home), "announce_province", by=home.province, on=VERIFY_DAY, ask=ask
    )
    paper = paper_of(home)
    assert not paper.is_draft
    assert paper.lines[2] == "เลขที่ 1/2561"
    assert prose(paper)[-1] == "ประกาศ ณ วันที่ 19 มีนาคม พ.ศ. 2561"
    assert (paper.attributes["number"], paper.attributes["day"]) == ("1/2561", "2018-03-19")
    [place] = paper.signatures
    assert (place.name, place.position) == (str(home.province), "หัวหน้ากลุ่มงาน")
    assert place.role == ""
    assert place.acting_lines == [
        "รักษาราชการแทนพัฒนาการจังหวัดนครศรีธรรมราช",
        "ปฏิบัติราชการแทนผู้ว่าราชการจังหวัดนครศรีธรรมราช",
    ]


def test_the_signer_stays_as_signed_whatever_becomes_of_name_and_post(home: Cast) -> None:
    held = Post.objects.filter(user=home.province)
    held.update(position="พัฒนาการจังหวัดนครศรีธรรมราช")
    walk(certification_of(home.home), CertificateStatus.CERTIFIED)
    details = {
        "announcement_number": "1/2561",
        "announcement_day": VERIFY_DAY,
        "announcement_signer": held.get(),
    }
    ask = journey.Ask(details=details)
    journey.advance(
        certification_of(home.home), "announce_province", by=home.province, on=VERIFY_DAY, ask=ask
    )
    signed = paper_of(home).signatures
    held.update(position="พัฒนาการจังหวัดหนองคาย")
    User.objects.filter(pk=home.province.pk).update(last_name="เปลี่ยนสกุล")
    assert paper_of(home).signatures == signed
    assert signed[0].position == "พัฒนาการจังหวัดนครศรีธรรมราช"


def test_who_pressed_the_button_does_not_sign(home: Cast) -> None:
    walk(certification_of(home.home), CertificateStatus.ANNOUNCED)
    assert [(each.name, each.position) for each in paper_of(home).signatures] == [
        ("", "ผู้ว่าราชการจังหวัดนครศรีธรรมราช")
    ]


def close(cast: Cast) -> Edition:
    walk(certification_of(cast.home), CertificateStatus.ANNOUNCED)
    walk(closing_of(), ClosingStatus.ANNOUNCED)
    edition = editions.latest(ROUND_ID)
    assert edition
    return edition


def test_what_was_announced_says_the_same_after_the_closing_and_whatever_is_entered(home: Cast) -> None:
    walk(certification_of(home.home), CertificateStatus.ANNOUNCED)
    before = paper_of(home)
    assert before.stand.words == "ตามประกาศเลขที่ 1/2561 ลงวันที่ 19 มีนาคม 2561"
    assert list(before.tables[0].rows) == [A_ROW]
    edition = close(home)
    make_producer(home.a, by=home.district, on=date(2018, 4, 3))  # of the next round
    assert fingerprint(paper_of(home)) == fingerprint(before)
    sheet = published.sheet(edition, "80")
    assert facts(before)["ผู้ผลิต ผู้ประกอบการ คงเหลือ (ราย)"] == sheet.total.producers_left == 2


def test_what_a_left_out_district_holds_from_before_stands_apart_and_in_no_total(home: Cast) -> None:
    """B was certified in the first round; in the second it is left out and its producer only carried over."""
    round_id = 25613
    walk(submission_of(home.b), Status.CERTIFIED)
    close(home)
    walk(submission_of(home.a, round_id), Status.CERTIFIED)
    walk(certification_of(home.home, round_id), CertificateStatus.ANNOUNCED)
    walk(closing_of(round_id), ClosingStatus.ANNOUNCED)
    for unit in (home.home, home.nation):
        announced = Announcement.objects.in_force(unit.code, round_id)
        paper = announcement.paper(unit, round_of(round_id), on=CLOSE_DAY, announced=announced)
        totals, out, carried = paper.tables
        assert (totals.total[5], totals.total[11]) == (2, 3)
        assert "จำนวน 2 ราย และผลิตภัณฑ์ จำนวน 3 รายการ" in prose(paper)[1]
        assert list(carried.rows) == [(1, "อำเภอพรหมคีรี จังหวัดนครศรีธรรมราช", 1, 1)]
        assert "อำเภอพรหมคีรี จังหวัดนครศรีธรรมราช" in [row[1] for row in out.rows]


def test_the_department_announces_by_province_and_names_every_unit_left_out(home: Cast) -> None:
    edition = close(home)
    paper = paper_of(home, nation=True)
    totals, out = paper.tables
    assert paper.title == "ประกาศกรมการพัฒนาชุมชน"
    assert [(row[1], row[5], row[11]) for row in totals.rows] == [("จังหวัดนครศรีธรรมราช", 2, 3)]
    assert totals.total[2:] == (1, 1, 0, 2, 1, 1, 1, 0, 0, 3, "")
    assert [row[1] for row in out.rows] == ["จังหวัดหนองคาย", "อำเภอพรหมคีรี จังหวัดนครศรีธรรมราช"]
    assert (paper.signatures[0].name, paper.signatures[0].position) == ("", "อธิบดีกรมการพัฒนาชุมชน")
    assert prose(paper)[-1] == f"ประกาศ ณ วันที่ {CLOSE_DAY.day} มีนาคม พ.ศ. 2561"
    assert figures.registration_report("", ROUND_ID, edition).total.products_left == totals.total[11]


def test_before_the_closing_the_department_counts_certified_provinces_alone(home: Cast) -> None:
    paper = paper_of(home, nation=True)
    assert (list(paper.tables[0].rows), paper.tables[0].total) == ([], None)
    walk(certification_of(home.home), CertificateStatus.CERTIFIED)
    paper = paper_of(home, nation=True)
    assert [row[1] for row in paper.tables[0].rows] == ["จังหวัดนครศรีธรรมราช"]
    assert paper.stand.words.startswith("ร่าง กรมฯยังไม่ได้ปิดระบบ")


def test_it_says_how_the_certified_records_were_looked_at_and_keeps_it_with_its_number(home: Cast) -> None:
    """Two of A's records: nobody opened one by one what was passed with the whole."""
    rows = Registration.objects.filter(district=home.a, round=round_of())
    first, second = rows.order_by("pk")
    rows.filter(pk=first.pk).update(review=ReviewMark.PASSED)
    rows.filter(pk=second.pk).update(review=ReviewMark.PASSED_IN_BULK)
    walk(certification_of(home.home), CertificateStatus.ANNOUNCED)
    said = (
        "การตรวจระเบียนที่รับรอง 2 ระเบียน: เปิดดูทีละระเบียน 1 (มีข้อควรตรวจ 0 สุ่มเปิดดู 0 พบข้อผิด 0) "
        f"ผ่านรวมโดยไม่ได้เปิดดู 1 ตามข้อตรวจฉบับที่ {table.VERSION}"
    )
    assert paper_of(home).remarks[0] == said
    assert said in quarterly.paper(home.a, round_of(), on=VERIFY_DAY).remarks
    assert said not in quarterly.paper(home.b, round_of(), on=VERIFY_DAY).remarks
    rows.update(review=ReviewMark.UNSEEN)
    assert paper_of(home).remarks[0] == said


def test_an_announcement_bears_the_place_of_its_act_in_the_journal(home: Cast) -> None:
    walk(certification_of(home.home), CertificateStatus.ANNOUNCED)
    event = Event.objects.get(unit=home.home, verb="announce_province")
    [head] = [line for line in paper_of(home).remarks if "บันทึกเหตุการณ์" in line]
    assert head.endswith(f"รายการที่ {event.seq} ลายนิ้วมือ {event.hash[:16]}")
    row = Announcement.objects.get()
    older = {name: value for name, value in row.content.items() if name != "journal_head"}
    assert announced.Content.of(older).journal_head == ""
