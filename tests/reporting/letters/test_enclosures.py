"""What lies behind a letter: each line its own paper, forms blank, nobody's data, frozen and numbered when issued."""

from pathlib import Path

import pytest
from pypdf import PdfReader
from pytest_django import Settings

from registration.models import Plan, Proof, Round
from registration.services import verdicts
from registration.services.verdicts import ProofState
from registration.stand import Basis
from registration.workflow import CertificateStatus, Refused
from reporting.kinds import Format, Kind
from reporting.models import Letter
from reporting.models.letters import Occasion
from reporting.services import documents, letters
from reporting.services.documents import Matter, Wish
from reporting.services.documents.contents import Order
from reporting.services.documents.letters import gather
from reporting.services.documents.packets import parts_of
from reporting.services.letters import About
from reporting.services.letters.enclosures import enclosed
from reporting.services.papers.fingerprints import fingerprint
from tests.world.cast import Cast
from tests.world.document_scene import ask, make
from tests.world.factories import (
    CLOSE_DAY,
    certification_of,
    make_producer,
    walk,
)
from tests.world.grading_scene import Scene
from tests.world.letter_scene import JUNE, L1_DAY, L2_DAY, LATER, SITE, draft_plan_letter, issue, whole

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan_letter(cast: Cast, plan: Plan) -> Letter:
    return draft_plan_letter(cast)


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_a_letter_is_stored_once_with_what_it_encloses(
    cast: Cast, plan_letter: Letter, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    letter = issue(plan_letter, cast, L1_DAY)
    wish = Wish(Matter(Kind.LETTER, letter.unit, letter.round, letter=letter), Format.PDF)
    made = [documents.build_now(wish, on=L1_DAY, site=SITE) for _ in range(2)]
    assert made[0] == made[1]
    words = "ตามหนังสือ ที่ นศ 0019/01467 ลงวันที่ 13 มีนาคม 2561"
    assert (made[0].stand, made[0].is_personal) == (words, False)
    assert parts_of(cast.home, letter.round)[0].matter.letter == letter
    with made[0].file.open("rb") as file:
        assert len(PdfReader(file).outline) == 4


def test_an_issued_letter_encloses_the_state_of_its_day_for_ever(
    cast: Cast, plan_letter: Letter, folder: None
) -> None:
    letter = issue(plan_letter, cast, L1_DAY)
    before = [fingerprint(paper) for paper in enclosed(letter, L1_DAY).papers]
    make_producer(cast.a, by=cast.district, on=L1_DAY)
    Plan.objects.update(letter_number="มท 9")  # what the enclosed plan would say today
    assert [fingerprint(paper) for paper in enclosed(letter, LATER).papers] == before
    made = whole(letter, LATER)
    inner = Proof.objects.filter(basis=Basis.ISSUED, act_number=letter.number).exclude(pk=made.proof_id)
    assert [proof.kind for proof in inner.order_by("pk")] == [Kind.PLAN, Kind.QUARTERLY, Kind.ROSTER]
    assert len({proof.number for proof in inner} | {made.proof.number}) == 4
    assert whole(letter, LATER.replace(month=9)) == made


def test_a_letter_to_all_encloses_blank_forms_and_nobodys_data(cast: Cast, plan_letter: Letter) -> None:
    make_producer(cast.a, by=cast.district, on=L1_DAY, name="กลุ่มลับ")
    make_producer(cast.b, by=cast.neighbour, on=L1_DAY, name="กลุ่มข้างบ้าน")
    for paper in enclosed(plan_letter, L1_DAY).papers[1:]:
        assert not paper.is_personal
        assert {value for table in paper.tables for row in table.rows for value in row} == {""}
        said = " ".join([*paper.lines, *paper.remarks, *(each.name for each in paper.signatures)])
        assert not any(name in said for name in ("กลุ่ม", "เมืองนครศรีธรรมราช", "พรหมคีรี"))


def test_a_letter_to_one_district_encloses_its_own_part_alone(cast: Cast, plan_letter: Letter) -> None:
    make_producer(cast.a, by=cast.district, on=L1_DAY, name="กลุ่มลับ")
    make_producer(cast.b, by=cast.neighbour, on=L1_DAY, name="กลุ่มข้างบ้าน")
    Letter.objects.filter(pk=plan_letter.pk).update(addressed_to=cast.a)
    plan_letter.refresh_from_db()
    found = enclosed(plan_letter, L1_DAY)
    assert [paper.unit_code for paper in found.papers] == ["80", "8001", "8001"]
    rows = str([list(table.rows) for table in found.papers[2].tables])
    assert "กลุ่มลับ" in rows
    assert "กลุ่มข้างบ้าน" not in rows


def test_each_line_has_its_own_paper_under_its_own_label(db: None) -> None:
    """L2: the criteria are attachment 1, the targets attachment 2, both out of one paper of the system."""
    scene = Scene()
    about = About(Occasion.MONTHLY, month=JUNE)
    found = enclosed(letters.draft(about, scene.province, by=scene.officer, on=L2_DAY), L2_DAY)
    assert [each.label for each in found.rows] == [f"สิ่งที่ส่งมาด้วย {place}" for place in "๑๒๓"]
    assert [[table.name for table in each.paper.tables] for each in found.rows[:2]] == [
        ["เกณฑ์การจัดระดับ"],
        ["เป้าหมาย 4-2567"],
    ]
    assert [each.paper.title.split(" ")[0] for each in found.rows[:2]] == [
        "เกณฑ์การจัดระดับหน่วยงาน",
        "เป้าหมายการดำเนินงาน",
    ]


def test_two_lines_of_one_kind_are_two_enclosures_with_a_number_each(
    cast: Cast, plan_letter: Letter, folder: None
) -> None:
    line = {"kind": Kind.PLAN, "count": 1, "measure": "ฉบับ"}
    lines = [line | {"words": words} for words in ("แผน", "แผนสำหรับปิดประกาศ")]
    letter = letters.amend(plan_letter, {"attachments": lines}, seen=1, by=cast.province, on=L1_DAY)
    made = whole(issue(letter, cast, L1_DAY), L1_DAY)
    inner = Proof.objects.filter(basis=Basis.ISSUED).exclude(pk=made.proof_id)
    assert len({proof.number for proof in inner}) == len(lines)
    with made.file.open("rb") as file:
        assert [each.title for each in PdfReader(file).outline[1:]] == [
            "สิ่งที่ส่งมาด้วย 1 แผน",
            "สิ่งที่ส่งมาด้วย 2 แผนสำหรับปิดประกาศ",
        ]


def test_no_letter_leaves_with_a_draft_announcement(cast: Cast, plan_letter: Letter) -> None:
    about = About(Occasion.ANNOUNCEMENT, Round.objects.get(pk=25612))
    letter = letters.draft(about, cast.home, by=cast.province, on=L1_DAY)
    with pytest.raises(Refused, match="ยังเป็นร่างที่ไม่มีเลขที่"):
        issue(letter, cast, L1_DAY)
    make_producer(cast.a, by=cast.district)
    walk(certification_of(cast.home), CertificateStatus.ANNOUNCED)
    issued = issue(letter, cast, CLOSE_DAY)
    assert [paper.is_draft for paper in enclosed(issued, CLOSE_DAY).papers] == [False, False]
    # what was announced before the closing is what edition 1 froze: a correction is told of the letter too
    wish = Wish(Matter(Kind.LETTER, issued.unit, issued.round, letter=issued), Format.PDF)
    order = Order(lambda percent, words: None, SITE, CLOSE_DAY)
    assert gather(ask(wish, cast.province, CLOSE_DAY), order).stand.edition_number == 1


def test_a_draft_drawn_later_says_the_day_on_which_what_it_encloses_was_read(
    cast: Cast, plan_letter: Letter, folder: None
) -> None:
    wish = Wish(Matter(Kind.LETTER, plan_letter.unit, plan_letter.round, letter=plan_letter), Format.PDF)
    done = make(ask(wish, cast.province, L1_DAY), LATER)
    assert done.stand == "ร่าง ข้อมูล ณ วันที่ 20 มีนาคม 2561"


def test_an_issued_correction_supersedes_letter_and_attachments_and_a_draft_says_so(
    cast: Cast, plan_letter: Letter, folder: None
) -> None:
    first = whole(issue(plan_letter, cast, L1_DAY), L1_DAY)
    new = letters.correct(first.letter, by=cast.province, on=L1_DAY)
    draft = whole(new, L1_DAY)
    states = [verdicts.look_up(each.proof.token).state for each in (first, draft)]
    assert states == [ProofState.GENUINE, ProofState.DRAFT]
    second = whole(issue(new, cast, L1_DAY, number="นศ 0019/01468"), L1_DAY)
    states = [verdicts.look_up(each.proof.token).state for each in (first, second)]
    assert states == [ProofState.SUPERSEDED, ProofState.GENUINE]
    kept = [wish.matter.letter for wish in parts_of(cast.home, new.round) if wish.matter.letter]
    assert kept == [new]  # the correction names what it corrects: the packet holds it alone
