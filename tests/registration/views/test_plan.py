"""The calendar's pages as each role sees them, and every act refused with a sentence that helps."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from registration.models import Extension, Holiday, Plan, Window
from registration.services import calendar
from registration.services.calendar import Authority, Dates
from registration.timetable import Step
from tests.conftest import Freeze
from tests.world.cast import Cast
from tests.world.factories import DAY, GAP_DAY, LONG_AGO, ROUND_ID, VERIFY_DAY, make_extension

pytestmark = pytest.mark.django_db
READERS = ("district", "province", "department", "executive", "province_executive")
LETTER = {"letter_number": "มท 0402.3/ว 99", "reason": "น้ำท่วม"}


@pytest.fixture(autouse=True)
def day(freeze: Freeze) -> None:
    freeze(DAY)


@pytest.fixture
def letter(plan: Plan) -> Plan:
    """The plan of 2561 and the government's days off."""
    calendar.load_holidays(LONG_AGO)
    return plan


def as_(person: object) -> Client:
    client = Client()
    client.force_login(person)
    return client


def boxes(name: str, day: date) -> dict[str, str]:
    return {f"{name}_0": str(day.day), f"{name}_1": str(day.month), f"{name}_2": str(day.year + 543)}


def dates(first: date, last: date) -> dict[str, str]:
    return {**boxes("first_day", first), **boxes("last_day", last)}


def url(name: str, *words: object) -> str:
    return reverse(f"registration:{name}", args=words)


def national(step: Step) -> Window:
    return Window.objects.national().get(round_id=ROUND_ID, step=step)


EVERY_PAGE = [
    ("plan", ()),
    ("plan_year", (2561,)),
    ("holidays", (2561,)),
    ("extensions", (2561,)),
    ("simulator", ()),
]
DEPARTMENT_PAGES = [
    ("window_edit", (2561, 2, "register")),
    ("extension_new", (2561, 2, "register")),
    ("holiday_new", (2561,)),
    ("holiday_remove", (2561, date(2018, 3, 1))),
    ("plan_publish", (2561,)),
    ("plan_discard", (2561,)),
]


class TestWhoSeesWhat:
    @pytest.mark.parametrize("who", READERS)
    @pytest.mark.parametrize(("name", "words"), EVERY_PAGE)
    def test_every_role_reads(
        self, cast: Cast, letter: Plan, who: str, name: str, words: tuple[object, ...]
    ) -> None:
        assert as_(getattr(cast, who)).get(url(name, *words)).status_code == 200

    @pytest.mark.parametrize("who", ["district", "province", "executive", "department"])
    @pytest.mark.parametrize(("name", "words"), DEPARTMENT_PAGES)
    def test_only_the_department_edits(
        self, cast: Cast, letter: Plan, who: str, name: str, words: tuple[object, ...]
    ) -> None:
        expected = 200 if who == "department" else 403
        assert as_(getattr(cast, who)).get(url(name, *words)).status_code == expected

    @pytest.mark.parametrize(("who", "status"), [("province", 200), ("district", 403), ("department", 403)])
    def test_only_a_province_narrows(self, cast: Cast, letter: Plan, who: str, status: int) -> None:
        page = as_(getattr(cast, who)).get(url("window_narrow", 2561, 2, "verify"))
        assert page.status_code == status

    @pytest.mark.parametrize("who", ["stranger", "former"])
    def test_without_a_post_nothing_is_read(self, cast: Cast, letter: Plan, who: str) -> None:
        assert as_(getattr(cast, who)).get(url("plan_year", 2561)).status_code == 403

    def test_without_signing_in_the_way_leads_to_the_door(self, letter: Plan) -> None:
        assert Client().get(url("plan_year", 2561)).status_code == 302

    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("plan_year", (2599,)),
            ("plan_year", (99999999999999999999,)),
            ("window_edit", (2561, 5, "register")),
            ("window_edit", (2561, 2, "dance")),
            ("holiday_remove", (2561, date(2018, 3, 2))),
        ],
    )
    def test_what_is_not_there_is_not_found(
        self, cast: Cast, letter: Plan, name: str, words: tuple[object, ...]
    ) -> None:
        assert as_(cast.department).get(url(name, *words)).status_code == 404

    def test_a_day_that_does_not_exist_is_no_address(self, cast: Cast, letter: Plan) -> None:
        assert as_(cast.department).get("/plan/2561/holidays/2018-02-30/remove/").status_code == 404


class TestYear:
    def test_stated_and_counted_days_stand_side_by_side(self, cast: Cast, letter: Plan) -> None:
        page = as_(cast.district).get(url("plan_year", 2561))
        rows = [row for group in page.context["board"].rounds for row in group.rows]
        assert (rows[0].window.stated_days, rows[0].counted_days) == (60, 54)
        assert "แผนระบุ 60 วัน นับวันทำการได้ 54 วัน" in page.text
        assert "วันสุดท้าย 30 ธันวาคม 2560 เป็นวันเสาร์" in page.text
        assert "นศ 0019/01467 ลงวันที่ 13 มีนาคม 2561" in page.text

    def test_days_off_that_are_not_announced_yet_are_named(self, cast: Cast, letter: Plan) -> None:
        provisional = "ยังไม่มีวันพืชมงคล และวันหยุดพิเศษ"
        for name in ("plan_year", "holidays"):
            assert provisional not in as_(cast.district).get(url(name, 2561)).text
        plan = calendar.propose_plan(2570, on=DAY)
        for name in ("plan_year", "holidays"):
            assert provisional in as_(cast.department).get(url(name, plan.pk)).text

    def test_the_row_of_today_is_marked(self, cast: Cast, letter: Plan) -> None:
        page = as_(cast.district).get(url("plan_year", 2561))
        assert page.text.count('aria-current="date"') == 1
        assert "ลงทะเบียน รอบ 2/2561" in page.text

    def test_between_windows_the_next_opening_is_told(self, cast: Cast, letter: Plan, freeze: Freeze) -> None:
        freeze(GAP_DAY)
        page = as_(cast.district).get(url("plan_year", 2561))
        assert "วันนี้ไม่มีขั้นใดเปิด" in page.text
        assert "เปิดวันจันทร์ที่ 19 มีนาคม 2561" in page.text
        assert 'aria-current="date"' not in page.text

    @pytest.mark.parametrize(
        ("who", "edits", "narrows"),
        [("department", 12, 0), ("province", 0, 8), ("district", 0, 0), ("executive", 0, 0)],
    )
    def test_each_role_is_offered_its_own_acts(
        self, cast: Cast, letter: Plan, who: str, edits: int, narrows: int
    ) -> None:
        page = as_(getattr(cast, who)).get(url("plan_year", 2561))
        assert (page.text.count("/windows/"), page.text.count("/narrow/")) == (edits, narrows)

    def test_a_district_sees_its_provinces_dates_and_no_others(self, cast: Cast, letter: Plan) -> None:
        for officer, unit in ((cast.province, cast.home), (cast.other_province, cast.far)):
            calendar.narrow_window(
                national(Step.VERIFY),
                unit,
                Dates(VERIFY_DAY, VERIFY_DAY),
                by=officer,
                on=DAY,
                authority=Authority("1", "2"),
            )
        page = as_(cast.district).get(url("plan_year", 2561))
        assert "จังหวัดนครศรีธรรมราช" in page.text
        assert "จังหวัดหนองคาย" not in page.text
        assert "จังหวัดหนองคาย" in as_(cast.department).get(url("plan_year", 2561)).text

    def test_a_draft_says_that_it_opens_nothing(self, cast: Cast) -> None:
        calendar.propose_plan(2570, on=DAY)
        assert "แผนนี้ยังเป็นร่าง" in as_(cast.district).get(url("plan_year", 2570)).text


class TestDrafting:
    def test_the_department_drafts_and_publishes_a_year(self, cast: Cast) -> None:
        client = as_(cast.department)
        answer = client.post(url("plan_propose"), {"fiscal_year_be": "๒๕๗๐"})
        assert answer["Location"] == url("plan_year", 2570)
        form = {"letter_number": "มท 1/2569", **boxes("letter_day", DAY)}
        answer = client.post(url("plan_publish", 2570), form)
        assert answer["Location"] == url("plan_year", 2570)
        assert Plan.objects.get(pk=2570).is_published

    @pytest.mark.parametrize("typed", ["", "2018", "ปีหน้า"])
    def test_a_year_that_cannot_be_is_asked_again(self, cast: Cast, typed: str) -> None:
        page = as_(cast.department).post(url("plan_propose"), {"fiscal_year_be": typed})
        assert page.status_code == 200
        assert page.context["form"].errors["fiscal_year_be"]

    def test_publishing_twice_says_so(self, cast: Cast, letter: Plan) -> None:
        form = {"letter_number": "1", **boxes("letter_day", DAY)}
        page = as_(cast.department).post(url("plan_publish", 2561), form)
        assert "เผยแพร่ไปแล้ว" in page.text

    def test_the_publishing_page_shows_the_findings_and_asks_why(self, cast: Cast) -> None:
        calendar.propose_plan(2570, on=DAY)
        last = Window.objects.national().get(round_id=25702, step=Step.REGISTER).last_day
        Window.objects.national().filter(round_id=25702, step=Step.VERIFY).update(first_day=last)
        client, form = as_(cast.department), {"letter_number": "มท 1", **boxes("letter_day", DAY)}
        assert "ซ้อนกับขั้นตรวจสอบและรับรอง รอบ 2/2570" in client.get(url("plan_publish", 2570)).text
        page = client.post(url("plan_publish", 2570), form)
        assert set(page.context["form"].errors) == {"reason"}
        assert client.post(url("plan_publish", 2570), form | {"reason": "ทดลอง"}).status_code == 302

    def test_a_draft_of_a_mistyped_year_is_deleted(self, cast: Cast) -> None:
        calendar.propose_plan(2600, on=DAY)
        client = as_(cast.department)
        assert url("plan_discard", 2600) in client.get(url("plan_year", 2600)).text
        assert client.get(url("plan_discard", 2600)).status_code == 200
        assert client.post(url("plan_discard", 2600)).url == url("plan")
        assert not Plan.objects.filter(pk=2600).exists()


class TestWindows:
    def test_the_department_moves_a_day_with_a_letter(self, cast: Cast, letter: Plan) -> None:
        form = {**dates(date(2018, 1, 3), date(2018, 3, 18)), "stated_days": "๕๒", **LETTER}
        answer = as_(cast.department).post(url("window_edit", 2561, 2, "register"), form)
        assert answer["Location"] == url("plan_year", 2561)
        assert national(Step.REGISTER).last_day == date(2018, 3, 18)

    def test_without_letter_the_form_asks_for_it(self, cast: Cast, letter: Plan) -> None:
        form = dates(date(2018, 1, 3), date(2018, 3, 18))
        page = as_(cast.department).post(url("window_edit", 2561, 2, "register"), form)
        assert set(page.context["form"].errors) == {"letter_number", "reason"}

    def test_a_refusal_keeps_what_was_typed_and_says_why(self, cast: Cast, letter: Plan) -> None:
        form = {**dates(date(2018, 1, 10), date(2018, 3, 18)), **LETTER}
        page = as_(cast.department).post(url("window_edit", 2561, 2, "register"), form)
        assert page.status_code == 200
        assert "ตัดวันที่ผ่านมาแล้วออกไม่ได้" in page.text
        assert 'value="10"' in page.text

    def test_an_end_before_the_beginning_is_shown_at_its_field(self, cast: Cast, letter: Plan) -> None:
        form = {**dates(date(2018, 3, 18), date(2018, 1, 3)), **LETTER}
        page = as_(cast.department).post(url("window_edit", 2561, 2, "register"), form)
        assert set(page.context["form"].errors) == {"last_day"}

    def test_a_province_narrows_its_own_days(self, cast: Cast, letter: Plan) -> None:
        form = {**dates(VERIFY_DAY, date(2018, 3, 22)), **LETTER}
        answer = as_(cast.province).post(url("window_narrow", 2561, 2, "verify"), form)
        assert answer.status_code == 302
        assert Window.objects.get(unit=cast.home).first_day == VERIFY_DAY

    def test_a_province_outside_the_plan_reads_the_national_dates(self, cast: Cast, letter: Plan) -> None:
        form = {**dates(date(2018, 3, 17), date(2018, 3, 22)), **LETTER}
        page = as_(cast.province).post(url("window_narrow", 2561, 2, "verify"), form)
        assert "เฉพาะภายในช่วงของแผนประเทศ คือ 19 - 23 มีนาคม 2561" in page.text
        assert not Window.objects.filter(unit=cast.home).exists()


class TestExtensions:
    def test_the_department_grants_a_district_more_days(
        self, cast: Cast, letter: Plan, freeze: Freeze
    ) -> None:
        freeze(GAP_DAY)
        form = {"unit": "8001", **dates(GAP_DAY, VERIFY_DAY), **LETTER}
        answer = as_(cast.department).post(url("extension_new", 2561, 2, "register"), form)
        assert answer["Location"] == url("extensions", 2561)
        assert Extension.objects.get().unit == cast.a

    def test_days_in_the_past_are_refused_in_words(self, cast: Cast, letter: Plan, freeze: Freeze) -> None:
        freeze(VERIFY_DAY)
        form = {"unit": "8001", **dates(GAP_DAY, date(2018, 3, 18)), **LETTER}
        page = as_(cast.department).post(url("extension_new", 2561, 2, "register"), form)
        assert "ผ่านไปแล้ว" in page.text

    def test_the_department_takes_one_back_with_a_reason(self, cast: Cast, letter: Plan) -> None:
        granted = make_extension(cast.a, Step.REGISTER, (GAP_DAY, VERIFY_DAY), by=cast.department, on=DAY)
        address = url("extension_end", 2561, granted.pk)
        assert as_(cast.province).get(address).status_code == 403
        client = as_(cast.department)
        assert client.get(address).status_code == 200
        assert client.post(address, {"reason": "ให้ผิดอำเภอ"}).status_code == 302
        assert not Extension.objects.exists()

    def test_the_neighbour_does_not_see_it(self, cast: Cast, letter: Plan) -> None:
        make_extension(cast.a, Step.REGISTER, (GAP_DAY, VERIFY_DAY), by=cast.department)
        assert "น้ำท่วม" in as_(cast.district).get(url("extensions", 2561)).text
        assert "น้ำท่วม" in as_(cast.province).get(url("extensions", 2561)).text
        assert "น้ำท่วม" not in as_(cast.neighbour).get(url("extensions", 2561)).text


class TestHolidays:
    def test_the_cabinets_day_is_added(self, cast: Cast, letter: Plan) -> None:
        form = {
            **boxes("day", date(2018, 4, 12)),
            "name": "วันหยุดพิเศษ",
            "kind": "special",
            "source": "มติ ครม. 27 ก.พ. 2561",
        }
        answer = as_(cast.department).post(url("holiday_new", 2561), form)
        assert answer["Location"] == url("holidays", 2561)
        assert "นับวันทำการได้ 49 วัน" in as_(cast.district).get(url("plan_year", 2561)).text

    @pytest.mark.parametrize(
        ("day", "sentence"),
        [(date(2018, 3, 1), "เป็นวันหยุดอยู่แล้ว"), (date(2018, 10, 1), "ต้องอยู่ในปีงบประมาณ")],
    )
    def test_a_day_that_cannot_be_added_is_explained(
        self, cast: Cast, letter: Plan, day: date, sentence: str
    ) -> None:
        form = {**boxes("day", day), "name": "วันหยุด", "kind": "special", "source": "ทดสอบ"}
        assert sentence in as_(cast.department).post(url("holiday_new", 2561), form).text

    def test_a_day_is_taken_out_with_a_reason(self, cast: Cast, letter: Plan) -> None:
        address = url("holiday_remove", 2561, date(2018, 3, 1))
        client = as_(cast.department)
        assert client.post(address, {"reason": ""}).status_code == 200
        assert client.post(address, {"reason": "ประกาศยกเลิก"}).status_code == 302
        assert not Holiday.objects.filter(day=date(2018, 3, 1)).exists()


class TestSimulator:
    def test_it_opens_on_today(self, cast: Cast, letter: Plan) -> None:
        page = as_(cast.district).get(url("simulator"))
        assert page.context["day"] == DAY
        assert "ถึงวันศุกร์ที่ 16 มีนาคม 2561" in page.text

    def test_any_day_is_tried_out(self, cast: Cast, letter: Plan) -> None:
        page = as_(cast.executive).get(url("simulator"), boxes("day", GAP_DAY))
        states = page.context["steps"]
        assert [bool(state.open) for state in states] == [False, False, False]
        assert [state.next.first_day for state in states] == [
            date(2018, 4, 2),
            date(2018, 3, 19),
            date(2018, 3, 26),
        ]

    def test_the_department_looks_through_a_districts_eyes(self, cast: Cast, letter: Plan) -> None:
        make_extension(cast.a, Step.REGISTER, (GAP_DAY, VERIFY_DAY), by=cast.department)
        form = {**boxes("day", GAP_DAY), "unit": "8001"}
        page = as_(cast.department).get(url("simulator"), form)
        assert [bool(state.open) for state in page.context["steps"]] == [True, False, False]

    def test_another_districts_calendar_is_not_offered(self, cast: Cast, letter: Plan) -> None:
        page = as_(cast.district).get(url("simulator"), {**boxes("day", GAP_DAY), "unit": "8002"})
        assert page.context["form"].errors["unit"]

    def test_a_day_that_cannot_be_read_is_asked_again(self, cast: Cast, letter: Plan) -> None:
        page = as_(cast.district).get(url("simulator"), {"day_0": "31", "day_1": "2", "day_2": "2561"})
        assert "ไม่มีวันที่ 31" in page.text
