"""Official letters: L1 and L2 come out again, L2's impossible due day is stopped, issued ones never change."""

import io
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from registration.models import ContactRole, Event, MonthlyRound, Plan, Round
from registration.workflow import Refused
from reporting.kinds import Kind
from reporting.models import Letter
from reporting.models.letters import Occasion
from reporting.paper import Imprint
from reporting.services import letters
from reporting.services.letters import About
from reporting.services.letters.enclosures import enclosed, whole_pdf
from reporting.services.letters.paper import letter_paper, letter_pdf
from reporting.services.letters.reading import readable
from tests.conftest import Freeze
from tests.reporting import reading
from tests.world.cast import Cast
from tests.world.factories import (
    make_contact,
)
from tests.world.letter_scene import JUNE, L1_DAY, L2_DAY, LATER, SITE, draft_plan_letter, issue
from tests.world.round_pages import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan_letter(cast: Cast, plan: Plan) -> Letter:
    return draft_plan_letter(cast)


@pytest.fixture
def monthly_letter(cast: Cast) -> Letter:
    """The draft of L2, in the cast's own province."""
    for name in ("นางหนึ่ง ตัวอย่าง", "นายสอง ตัวอย่าง"):
        make_contact(cast.home, name=name, position="นักวิชาการพัฒนาชุมชนชำนาญการ", role=ContactRole.MONTHLY)
    return letters.draft(About(Occasion.MONTHLY, month=JUNE), cast.home, by=cast.province, on=L2_DAY)


def attached(letter: Letter, on: date) -> list[tuple[str, str]]:
    return [(each.words, each.count_words) for each in letter_paper(letter, SITE, on).attachments]


# --- the two letters ---


def test_the_letter_of_2561_comes_out_again(plan_letter: Letter) -> None:
    """Letter นศ 0019/01467 of 13 March 2561: subject, addressee, four attachments, the two days, the signature."""
    paper = letter_paper(plan_letter, SITE, L1_DAY)
    assert paper.subject == "การลงทะเบียนผู้ผลิต ผู้ประกอบการ OTOP ปี 2561"
    assert (paper.addressee, paper.urgency) == ("นายอำเภอทุกอำเภอ", "ด่วนที่สุด")
    assert attached(plan_letter, L1_DAY) == [
        ("แผนการดำเนินงานการลงทะเบียนปี 2561", "จำนวน 1 ฉบับ"),
        ("แนวทางการดำเนินงานลงทะเบียนฯ", "จำนวน 1 ชุด"),
        ("แบบรายงานการลงทะเบียน", "จำนวน 1 ชุด"),
        ("แบบฟอร์มทะเบียนรายชื่อผู้ประกอบการ OTOP", "จำนวน 1 ฉบับ"),
    ]
    report, record, roster = paper.paragraphs[3:6]
    assert "ให้จังหวัดทราบ ภายในวันที่ 23 มีนาคม 2561" in report
    assert "ไตรมาส 2/2561 ภายในวันที่ 16 มีนาคม 2561" in record
    assert "แบบฟอร์มสิ่งที่ส่งมาด้วย 4 ภายในวันที่ 23 มีนาคม 2561" in roster
    assert paper.closing == "จึงเรียนมาเพื่อพิจารณาดำเนินการ"
    assert paper.position == "พัฒนาการจังหวัดนครศรีธรรมราช"
    assert paper.acting == ("ปฏิบัติราชการแทน", "ผู้ว่าราชการจังหวัดนครศรีธรรมราช")
    assert paper.office[0] == "ศาลากลางจังหวัดนครศรีธรรมราช"
    assert paper.coordinators == (
        "ผู้ประสานงาน นางวารี ตัวอย่าง ตำแหน่ง นักวิชาการพัฒนาชุมชน หมายเลขโทรศัพท์ 08 1234 5678",
    )
    assert "{" not in " ".join([paper.subject, *paper.paragraphs])


def test_the_letter_of_2567_comes_out_again(monthly_letter: Letter) -> None:
    """Letter นค 0019.3/ก 9929 of 16 July 2567: quarter 4, three attachments, the 15th, two coordinators, the QR."""
    assert str(monthly_letter) == "รายงานประจำเดือน เดือนมิถุนายน 2567"
    paper = letter_paper(monthly_letter, SITE, L2_DAY)
    assert paper.subject == (
        "การดำเนินงานตามภารกิจสำคัญที่อธิบดีกรมการพัฒนาชุมชนเน้นย้ำในไตรมาสที่ 4 ภารกิจเรื่อง โครงการหนึ่งตำบล หนึ่งผลิตภัณฑ์"
    )
    assert attached(monthly_letter, L2_DAY) == [
        ("รายละเอียดเกณฑ์การจัดระดับหน่วยงาน คำอธิบายเพิ่มเติม", "จำนวน 1 ชุด"),
        ("เป้าหมายการดำเนินงานฯ", "จำนวน 1 ชุด"),
        ("แบบรายงานการลงทะเบียนฯ", "จำนวน 1 ชุด"),
    ]
    order = paper.paragraphs[3]
    assert "ภายในวันที่ 15 ของทุกเดือน ครั้งนี้รายงานยอดจำหน่ายเดือนมิถุนายน 2567 ภายในวันที่ 15 กรกฎาคม 2567" in order
    assert "นางหนึ่ง ตัวอย่าง ตำแหน่ง นักวิชาการพัฒนาชุมชนชำนาญการ" in order
    assert " และนายสอง ตัวอย่าง" in order
    assert paper.coordinators == ()
    assert paper.link == f"{SITE}monthly/2567/6/"


def test_a_due_day_before_the_letter_is_stopped(cast: Cast, monthly_letter: Letter) -> None:
    """L2 of 16 July 2567 asks for a report due 15 July: its own fault."""
    with pytest.raises(Refused, match="กำหนดส่ง 15 กรกฎาคม 2567 มาก่อนวันที่หนังสือ 16 กรกฎาคม 2567"):
        issue(monthly_letter, cast, L2_DAY)
    assert not Letter.objects.exclude(number="").exists()
    moved = letters.amend(monthly_letter, {"due_day": L2_DAY}, seen=1, by=cast.province, on=L2_DAY)
    assert issue(moved, cast, L2_DAY).is_issued
    assert not MonthlyRound.objects.exists()  # the day is the nation's, no province's


def test_the_departments_letter_after_its_due_day_moves_the_rounds_day(cast: Cast) -> None:
    make_contact(cast.nation, role=ContactRole.MONTHLY)
    letter = letters.draft(About(Occasion.MONTHLY, month=JUNE), cast.nation, by=cast.department, on=L2_DAY)
    assert letter.addressee == "ผู้ว่าราชการจังหวัดทุกจังหวัด"
    letter = letters.amend(letter, {"due_day": L2_DAY}, seen=1, by=cast.department, on=L2_DAY)
    issue(letter, cast, L2_DAY, by=cast.department, number="มท 0405/ว 12")
    assert MonthlyRound.objects.get(month=JUNE).letter_day == L2_DAY


# --- issuing ---


def test_an_issued_letter_is_frozen_and_told(cast: Cast, plan_letter: Letter) -> None:
    letter = issue(plan_letter, cast, L1_DAY)
    assert (letter.number, letter.letter_day, letter.year_be) == ("นศ 0019/01467", L1_DAY, 2561)
    assert [each["name"] for each in letter.coordinators] == ["นางวารี ตัวอย่าง"]
    assert "ภายในวันที่ 23 มีนาคม 2561" in letter.paragraphs[3]
    assert list(Event.objects.filter(subject=f"letter:{letter.pk}").values_list("verb", flat=True)) == [
        "draft_letter",
        "issue_letter",
    ]
    for act in (
        lambda: letters.amend(letter, {"subject": "อื่น"}, seen=2, by=cast.province, on=L1_DAY),
        lambda: issue(letter, cast, L1_DAY, number="นศ 0019/2"),
    ):
        with pytest.raises(Refused):
            act()
    assert Letter.objects.get(pk=letter.pk).subject == "การลงทะเบียนผู้ผลิต ผู้ประกอบการ OTOP ปี 2561"


def test_a_correction_is_a_new_letter_that_names_the_former(
    cast: Cast, plan_letter: Letter, client: Client
) -> None:
    new = letters.correct(issue(plan_letter, cast, L1_DAY), by=cast.province, on=L1_DAY)
    assert (new.corrects, new.number, new.version) == (plan_letter, "", 1)
    assert new.references == ["หนังสือจังหวัดนครศรีธรรมราช ที่ นศ 0019/01467 ลงวันที่ 13 มีนาคม 2561"]
    with pytest.raises(Refused, match="ใช้แล้ว"):
        issue(new, cast, L1_DAY)
    listed = reverse("reporting:letters")
    assert "มีฉบับแก้ไขแล้ว" not in read(client, cast.district, listed)  # a draft replaces nothing yet
    assert issue(new, cast, L1_DAY, number="นศ 0019/01468").is_issued
    assert read(client, cast.district, listed).count("มีฉบับแก้ไขแล้ว") == 1


def test_without_a_coordinator_no_letter_goes_out(cast: Cast, plan_letter: Letter) -> None:
    cast.home.contacts.update(valid_to=date(2018, 3, 12))
    with pytest.raises(Refused, match=r"ไม่มีผู้ประสานงานการลงทะเบียนที่ติดต่อได้ในวันนี้ กรุณาเพิ่มที่หน้าผู้ประสานงาน"):
        issue(plan_letter, cast, L1_DAY)


def test_the_second_of_two_editors_is_told_and_overwrites_nothing(cast: Cast, plan_letter: Letter) -> None:
    letters.amend(plan_letter, {"subject": "ของคนแรก"}, seen=1, by=cast.province, on=L1_DAY)
    for act in (
        lambda: letters.amend(
            plan_letter, {"subject": "ของคนที่สอง"}, seen=1, by=cast.province_colleague, on=L1_DAY
        ),
        lambda: issue(plan_letter, cast, L1_DAY, seen=1),
    ):
        with pytest.raises(Refused, match="หลังจากที่ท่านเปิดหน้า"):
            act()
    assert Letter.objects.get().subject == "ของคนแรก"


def test_a_field_without_its_answer_stops_the_letter(cast: Cast, plan_letter: Letter) -> None:
    letter = letters.amend(plan_letter, {"due_day": None}, seen=1, by=cast.province, on=L1_DAY)
    with pytest.raises(Refused, match="กำหนดส่ง"):
        issue(letter, cast, L1_DAY)


def test_text_of_officers_is_never_a_template(cast: Cast, plan_letter: Letter) -> None:
    typed = ["{{7*7}} {% debug %} {ไม่มีช่องนี้} {รอบ} {0.__class__}"]
    letter = letters.amend(plan_letter, {"paragraphs": typed}, seen=1, by=cast.province, on=L1_DAY)
    assert issue(letter, cast, L1_DAY).paragraphs == ["{{7*7}} {% debug %} {ไม่มีช่องนี้} 2/2561 {0.__class__}"]


def test_no_letter_is_dated_tomorrow_and_no_correction_before_what_it_corrects(
    cast: Cast, plan_letter: Letter
) -> None:
    with pytest.raises(Refused, match="ยังมาไม่ถึง"):
        issue(plan_letter, cast, L1_DAY + timedelta(days=1), on=L1_DAY)
    new = letters.correct(issue(plan_letter, cast, L1_DAY), by=cast.province, on=LATER)
    with pytest.raises(Refused, match="ก่อนหน้านั้นไม่ได้"):
        issue(new, cast, L1_DAY - timedelta(days=1), number="นศ 0019/01468", on=LATER)


# --- who ---


def test_a_district_reads_what_was_issued_to_it_and_no_draft(cast: Cast, plan_letter: Letter) -> None:
    readers = ("district", "neighbour", "other_district", "other_province", "stranger", "province_executive")
    assert [list(readable(getattr(cast, who), L1_DAY)) for who in readers] == [[]] * len(readers)
    issue(plan_letter, cast, L1_DAY)
    seen = [bool(readable(getattr(cast, who), L1_DAY)) for who in readers]
    assert seen == [True, True, False, False, False, True]


def test_a_letter_to_one_district_is_read_by_that_one(cast: Cast, plan_letter: Letter) -> None:
    about = About(Occasion.SEND_BACK, Round.objects.get(pk=25612), addressed_to=cast.a)
    letter = issue(letters.draft(about, cast.home, by=cast.province, on=L1_DAY), cast, L1_DAY)
    assert letter.addressee == f"นายอำเภอ{cast.a.name}"
    assert list(readable(cast.district, L1_DAY)) == [letter]
    assert list(readable(cast.neighbour, L1_DAY)) == []


@pytest.mark.parametrize("who", ["district", "other_province", "department", "executive", "stranger"])
def test_nobody_writes_the_letters_of_another_unit(cast: Cast, plan_letter: Letter, who: str) -> None:
    by = getattr(cast, who)
    for act in (
        lambda: letters.draft(About(Occasion.MONTHLY, month=JUNE), cast.home, by=by, on=L1_DAY),
        lambda: letters.amend(plan_letter, {}, seen=1, by=by, on=L1_DAY),
        lambda: issue(plan_letter, cast, L1_DAY, by=by),
    ):
        with pytest.raises(PermissionDenied):
            act()


# --- pages ---


def test_boxes_of_a_letter_say_when_they_must_be_filled_in(
    cast: Cast, client: Client, freeze: Freeze, plan_letter: Letter
) -> None:
    freeze(L1_DAY)
    new = read(client, cast.province, reverse("reporting:letter_new"))
    assert "(ต้องเลือกถ้าเป็นหนังสือรายงานประจำเดือน)" in new
    assert "(ต้องเลือก เว้นแต่หนังสือรายงานประจำเดือน)" in new
    assert "(ต้องเลือกถ้าเป็นหนังสือส่งกลับแก้ไข)" in new
    edit = read(client, cast.province, reverse("reporting:letter_edit", args=[plan_letter.pk]))
    assert "(ต้องกรอกถ้าข้อความมีช่อง {กำหนดส่ง})" in edit


def test_a_letter_is_drafted_changed_and_issued_on_the_pages(
    cast: Cast, client: Client, freeze: Freeze, plan: Plan
) -> None:
    make_contact(cast.home)
    freeze(L1_DAY)
    client.force_login(cast.province)
    answer = client.post(reverse("reporting:letter_new"), {"occasion": "plan", "round": "25612"})
    letter = Letter.objects.get()
    assert answer.url == reverse("reporting:letter_edit", args=[letter.pk])
    assert client.post(answer.url, typed(letter, subject="เรื่องใหม่ ปี {ปี}")).url == letter.get_absolute_url()
    url = reverse("reporting:letter_issue", args=[letter.pk])
    said = {"version": "2", "number": "นศ ๐๐๑๙/๐๑๔๖๗", "day_0": "13", "day_1": "3", "day_2": "2561"}
    stopped = client.post(url, said | {"day_0": "24"}).content.decode()
    assert "มาก่อนวันที่หนังสือ 24 มีนาคม 2561" in stopped
    assert "๐๐๑๙/๐๑๔๖๗" in stopped
    assert client.post(url, said).url == letter.get_absolute_url()
    page = read(client, cast.district, letter.get_absolute_url())
    assert "เรื่องใหม่ ปี ๒๕๖๑" in page
    assert "ที่ นศ ๐๐๑๙/๐๑๔๖๗" in page
    assert "แผนการดำเนินงานการลงทะเบียนปี ๒๕๖๑" in page


def typed(letter: Letter, **over: str) -> dict[str, str]:
    """What the page of a draft posts."""
    lines = {"office": "\n", "references": "\n", "acting": "\n", "sender": "\n", "paragraphs": "\n\n"}
    said = {name: between.join(getattr(letter, name)) for name, between in lines.items()}
    said |= {
        name: getattr(letter, name) for name in ("urgency", "subject", "addressee", "closing", "position")
    }
    said |= {"version": str(letter.version), "due_day_0": "23", "due_day_1": "3", "due_day_2": "2561"}
    said |= {
        "attachment-TOTAL_FORMS": str(len(letter.attachments)),
        "attachment-INITIAL_FORMS": str(len(letter.attachments)),
    }
    for place, line in enumerate(letter.attachments):
        said |= {f"attachment-{place}-{name}": str(value) for name, value in line.items()}
    return said | over


def test_what_the_second_editor_typed_stays_on_the_page(
    cast: Cast, client: Client, freeze: Freeze, plan_letter: Letter
) -> None:
    freeze(L1_DAY)
    letters.amend(plan_letter, {"subject": "ของคนแรก"}, seen=1, by=cast.province, on=L1_DAY)
    client.force_login(cast.province_colleague)
    url = reverse("reporting:letter_edit", args=[plan_letter.pk])
    page = client.post(url, typed(plan_letter, subject="ของคนที่สอง")).content.decode()
    assert "มีผู้บันทึกหนังสือฉบับนี้" in page
    assert "ของคนที่สอง" in page


def test_the_letter_comes_as_pdf(plan_letter: Letter) -> None:
    assert letter_pdf(plan_letter, SITE, L1_DAY).startswith(b"%PDF-")


def test_the_attachments_come_behind_the_letter_each_once(plan_letter: Letter) -> None:
    """L1: plan, report and roster are drawn; the guidelines the officer encloses."""
    found = enclosed(plan_letter, L1_DAY)
    assert [paper.kind for paper in found.papers] == [Kind.PLAN, Kind.QUARTERLY, Kind.ROSTER]
    assert found.missing == ["แนวทางการดำเนินงานลงทะเบียนฯ: แนบเอง ไม่อยู่ในไฟล์นี้ กรุณาแนบก่อนส่งหนังสือ"]
    assert [each.label for each in found.rows] == [f"สิ่งที่ส่งมาด้วย {place}" for place in "๑๓๔"]
    numbers = [f"OTOP-1111-111{place}" for place in range(4)]
    marks = tuple(Imprint(each, SITE, "0" * 64, "วันนี้", "จังหวัด") for each in numbers)
    pages = reading.pages(whole := whole_pdf(plan_letter, SITE, found, marks, L1_DAY))
    assert {number for number in numbers for page in pages if number in page} == set(numbers)
    assert all(any(number in page for number in numbers) for page in pages)  # the letter's own sheets too
    assert [each.title for each in PdfReader(io.BytesIO(whole)).outline] == [
        "หนังสือ ร่าง",
        "สิ่งที่ส่งมาด้วย 1 แผนการดำเนินงานการลงทะเบียนปี 2561",
        "สิ่งที่ส่งมาด้วย 3 แบบรายงานการลงทะเบียน",
        "สิ่งที่ส่งมาด้วย 4 แบบฟอร์มทะเบียนรายชื่อผู้ประกอบการ OTOP",
    ]
