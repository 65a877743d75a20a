"""Signs that paper cannot print are told by name, where they are typed and where they are stored; the rest is not."""

import pytest
from django import forms
from django.conf import settings
from django.template.loader import render_to_string

from registration import printable
from registration.forms.fields import ThaiCharField, ThaiFormMixin, ThaiTextField
from reporting.forms.letters import LetterForm
from reporting.forms.monthly import ConfirmForm

SCRIPT = settings.BASE_DIR / "static" / "js" / "signs.js"


class NoteForm(ThaiFormMixin, forms.Form):
    name = ThaiCharField(label="ชื่อ", max_length=20)
    story = ThaiTextField(label="เรื่องราว", required=False)


def shown(form: forms.Form, name: str) -> str:
    return render_to_string("components/_field.html", {"field": form[name]})


def test_signs_without_a_glyph_are_named_once_and_in_order() -> None:
    assert printable.lacking(["ราคา 100 ₭", "ຂອງ ₭", "กลุ่มที่ 1 😀"]) == ["ຂ", "ງ", "ອ", "₭", "😀"]


def test_blanks_marks_of_control_and_the_fields_own_letters_are_no_such_signs() -> None:
    assert printable.lacking(["น้ำพริก\u200b\u00a0\n80-1-02345-1-0001 café “ฤๅษี” ๑๒๓ – … ฿ ฯ ๆ", ""]) == []


def test_a_text_with_such_a_sign_is_taken_and_told_beside_its_box() -> None:
    form = NoteForm({"name": "ราคา 100 ₭", "story": "ดี"})
    assert form.is_valid()
    assert form.cleaned_data["name"] == "ราคา 100 ₭"
    assert "ไม่มีเครื่องหมาย ₭" in shown(form, "name")
    assert "ไม่มีเครื่องหมาย" not in shown(form, "story")
    assert "ไม่มีเครื่องหมาย ₭" in shown(NoteForm(initial={"name": "₭"}), "name")


@pytest.mark.parametrize("form", [LetterForm(), ConfirmForm()], ids=["letter", "monthly"])
def test_every_box_whose_text_ends_on_paper_is_watched(form: forms.Form) -> None:
    boxes = {name: field.widget for name, field in form.fields.items()}
    texts = {name for name, box in boxes.items() if isinstance(box, forms.TextInput | forms.Textarea)}
    assert {name for name in texts if "data-printed" in boxes[name].attrs} == texts


def test_the_page_knows_the_same_signs_and_says_the_same_words() -> None:
    script = SCRIPT.read_text(encoding="utf-8")
    assert f'"{printable.ranges()}"' in script
    assert f'"{printable.REMARK}"' in script
