"""Tags, components and vendored files: what pages are built from."""

import hashlib
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory

from registration.forms.fields import ThaiDateField, ThaiFormMixin
from registration.templatetags import otop
from registration.timetable import Quarter, Step, Window
from registration.workflow import CertificateStatus, ClosingStatus, Refused, Status
from tests.world.cast import Cast
from tests.world.factories import DAY

WINDOW = Window(Quarter(2561, 2), Step.REGISTER, date(2018, 1, 3), date(2018, 3, 16))
VENDOR = Path(settings.BASE_DIR) / "static" / "vendor"
FONTS = VENDOR.parent / "fonts"  # of paper; browsers never load them


def render(source: str, request: HttpRequest | None = None, **context: object) -> str:
    """The source with our tags loaded, white space of the template joined."""
    template = engines["django"].from_string("{% load otop crispy_forms_filters %}" + source)
    text = template.render(context, request or RequestFactory().get("/"))
    return re.sub(r"\s+", " ", text).strip()


# --- filters ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "value", "shown"),
    [
        ("{{ v|thai_date }}", date(2018, 3, 16), "16 มีนาคม 2561"),
        ("{{ v|thai_short_date }}", date(2018, 3, 16), "16 มี.ค. 2561"),
        ("{{ v|thai_weekday }}", date(2018, 3, 16), "วันศุกร์ที่ 16 มีนาคม 2561"),
        ("{{ v|thai_moment }}", datetime(2018, 3, 16, 3, 42, tzinfo=UTC), "16 มี.ค. 2561 10:42 น."),
        ("{{ v|baht }}", Decimal("1234.5"), "1,234.50"),
        ("{{ v|count }}", 1234, "1,234"),
        ("{{ v|count }}", 0, "0"),
        ("{{ v|thai_digits }}", "2/2561", "๒/๒๕๖๑"),
        ("{{ v|mask_id }}", "1101700203451", "1-1017-xxxxx-xx-1"),
        ("{{ v|show_phone }}", "0812345678", "08 1234 5678"),
    ],
)
def test_filters_write_as_the_letters_do(source: str, value: object, shown: str) -> None:
    assert render(source, v=value) == shown


@pytest.mark.parametrize("name", ["thai_date", "thai_short_date", "thai_weekday", "thai_moment"])
def test_no_day_is_written_as_nothing(name: str) -> None:
    assert render(f"{{{{ v|{name} }}}}", v=None) == ""


@pytest.mark.parametrize("name", ["baht", "count"])
def test_a_missing_figure_is_a_dash_and_never_zero(name: str) -> None:
    assert render(f"{{{{ v|{name} }}}}", v=None) == "–"


@pytest.mark.parametrize(
    ("on", "state", "days"),
    [
        (date(2018, 1, 2), "ahead", 1),
        (date(2018, 1, 3), "open", 72),
        (date(2018, 3, 12), "open", 4),
        (date(2018, 3, 13), "last", 3),
        (date(2018, 3, 16), "last", 0),
        (date(2018, 3, 17), "past", 1),
    ],
)
def test_countdown_tells_each_side_of_a_window(on: date, state: str, days: int) -> None:
    clock = otop.countdown(WINDOW, on)
    assert (clock.state, clock.days) == (state, days)
    assert 0 <= clock.elapsed <= clock.length == 73


@pytest.mark.parametrize(
    ("number", "pages", "shown"),
    [
        (1, 1, [1]),
        (1, 3, [1, 2, 3]),
        (7, 25, [1, None, 6, 7, 8, None, 25]),
        (2, 25, [1, 2, 3, None, 25]),
    ],
)
def test_page_numbers_leave_out_runs(number: int, pages: int, shown: list[int | None]) -> None:
    assert otop.page_numbers(Paginator(range(pages), 1).page(number)) == shown


# --- rights and places ------------------------------------------------------------------------------


def test_can_asks_for_the_day_of_the_page(cast: Cast) -> None:
    source = '{% can "registration.producer.edit" as may %}{{ may }}'
    assert render(source, user=cast.district, today=DAY) == "True"
    assert render(source, user=cast.province, today=DAY) == "False"
    assert render(source, user=cast.former, today=DAY) == "False"


def test_can_looks_at_the_row(cast: Cast) -> None:
    source = '{% can "registration.round.view" unit as may %}{{ may }}'
    assert render(source, user=cast.district, today=DAY, unit=cast.a) == "True"
    assert render(source, user=cast.district, today=DAY, unit=cast.b) == "False"


def test_can_refuses_an_unknown_action(cast: Cast) -> None:
    with pytest.raises(ValueError, match="no such"):
        render('{% can "no such" %}', user=cast.district, today=DAY)


@pytest.mark.parametrize(
    ("path", "mark"),
    [("/plan/", 'aria-current="page"'), ("/plan/2561/", 'aria-current="true"'), ("/planet/", "")],
)
def test_active_marks_the_page_and_the_part_it_lies_in(path: str, mark: str) -> None:
    assert render('{% active "/plan/" %}', RequestFactory().get(path)) == mark


# --- components -------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [*Status, *CertificateStatus, *ClosingStatus])
def test_every_status_has_a_picture_a_word_and_a_colour(status: Status) -> None:
    html = render('{% include "components/_status.html" with status=s label=s.label only %}', s=status)
    sheet = (Path(settings.BASE_DIR) / "static/css/app.css").read_text(encoding="utf-8")
    assert status.label in html
    assert "#circle" not in html
    assert f".status-{status.value}" in sheet


def test_a_refusal_shows_rule_since_reopening_and_helper() -> None:
    refused = Refused("ยังไม่ถึงเวลา", since=date(2018, 3, 17), reopens=date(2018, 4, 2), helper="วารี โทร. 1")
    html = render('{% include "components/_refused.html" with refused=r only %}', r=refused)
    for words in ("ยังไม่ถึงเวลา", "17 มีนาคม 2561", "วันจันทร์ที่ 2 เมษายน 2561", "วารี โทร. 1"):
        assert words in html


class Form(ThaiFormMixin, forms.Form):
    name = forms.CharField(label="ชื่อ", help_text="ตามทะเบียน")
    day = ThaiDateField(label="วันที่")
    lane = forms.CharField(label="ซอย", required=False)
    kind = forms.ChoiceField(label="ประเภท", widget=forms.RadioSelect, choices=[("a", "ก")])


def test_the_summary_says_the_words_of_the_fields_and_links_to_their_first_box() -> None:
    html = render('{% include "components/_error_summary.html" with form=f only %}', f=Form({}))
    for target, words in (("name", "กรอกชื่อ"), ("day_0", "กรอกวันที่"), ("kind_0", "เลือกประเภท")):
        assert f'<a href="#id_{target}">{words}</a>' in html
        assert f'id="id_{target}"' in render("{{ f|crispy }}", f=Form({}))


def test_a_form_without_errors_has_no_summary() -> None:
    assert render('{% include "components/_error_summary.html" with form=f only %}', f=Form()) == ""


def test_the_summary_speaks_for_the_further_forms_too() -> None:
    html = render(
        '{% include "components/_error_summary.html" with form=f more=m only %}', f=Form(), m=[Form({})]
    )
    assert "กรอกชื่อ" in html


def test_a_field_ties_hint_and_error_to_its_control() -> None:
    html = render("{{ f.name|as_crispy_field }}", f=Form({}))
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_name_helptext">ตามทะเบียน' in html
    assert 'id="id_name_error"' in html
    assert "required" not in html


def test_a_field_says_in_words_whether_it_must_be_answered() -> None:
    assert "(ต้องกรอก)" in render("{{ f.name|as_crispy_field }}", f=Form())
    assert "(ไม่บังคับ)" in render("{{ f.lane|as_crispy_field }}", f=Form())


def test_what_people_type_is_escaped_in_every_component() -> None:
    nasty = '"><svg onload=alert(1)>'
    html = render(
        '{% include "components/_empty.html" with title=x text=x url=x act=x only %}'
        '{% include "components/_status.html" with status=x label=x only %}{{ f.name|as_crispy_field }}',
        x=nasty,
        f=Form({"name": nasty}),
    )
    assert "<svg onload" not in html


def test_pagination_keeps_the_filters() -> None:
    page = Paginator(range(200), 50).page(2)
    html = render(
        '{% include "components/_pagination.html" with page=p noun="ราย" only %}',
        RequestFactory().get("/", {"q": "ผ้า", "page": "2"}),
        p=page,
    )
    assert "รายการที่" in html
    assert "200" in html
    assert html.count("q=%E0%B8%9C") == 6


# --- base page --------------------------------------------------------------------------------------


def test_the_title_warns_of_errors() -> None:
    source = '{% extends "base.html" %}{% block title %}หน้า{% endblock %}'
    page = engines["django"].from_string(source).render({"form": Form({})}, RequestFactory().get("/"))
    assert "<title>ผิดพลาด: หน้า | ระบบทะเบียน OTOP</title>" in page


def test_no_template_breaks_the_content_security_policy() -> None:
    forbidden = re.compile(r"<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|javascript:|hx-on", re.IGNORECASE)
    folder = Path(settings.BASE_DIR) / "templates"
    pages = [path for path in folder.rglob("*.html") if "print" not in path.relative_to(folder).parts]
    assert [path.name for path in pages if forbidden.search(path.read_text(encoding="utf-8"))] == []


# --- files ------------------------------------------------------------------------------------------


def test_vendored_files_are_the_ones_of_the_table_and_have_a_licence() -> None:
    rows = re.findall(
        r"^\| `(\S+)` .* \| `([0-9a-f]{64})` \|$", (VENDOR / "README.md").read_text("utf-8"), re.M
    )
    found = {path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*.*") if path.name != "README.md"}
    found |= {f"../fonts/{path.relative_to(FONTS).as_posix()}" for path in FONTS.rglob("*.ttf")}
    assert {name for name, _ in rows} == {name for name in found if "." in Path(name).name}
    for name, digest in rows:
        assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == digest, name
        assert (VENDOR / name).with_name("LICENSE").exists()


def test_every_icon_that_a_page_names_is_in_the_sprite() -> None:
    sprite = (VENDOR / "bootstrap-icons/icons.svg").read_text(encoding="utf-8")
    names = set(otop.STATUS_ICONS.values())
    for path in (Path(settings.BASE_DIR) / "templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        names |= set(re.findall(r'{% icon "([a-z0-9-]+)"', text)) | set(
            re.findall(r' icon="([a-z0-9-]+)"', text)
        )
    assert sorted(name for name in names if f'<symbol id="{name}"' not in sprite) == []


def test_colours_live_in_the_tokens_alone() -> None:
    folder = Path(settings.BASE_DIR) / "static/css"
    found = re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^;{]*\{)", (folder / "app.css").read_text(encoding="utf-8"))
    assert set(found) <= {"#fff"}
