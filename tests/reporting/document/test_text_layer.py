"""Words of the field come back from a drawn PDF as a reader extracts them: whole, in order, at every size used."""

import pytest

from reporting.document.rendering import HtmlPage, render
from tests.reporting import reading

# Both letters' words: SARA AM, tones over high vowels, stacked marks, letters that lose their foot.
WORDS = (
    "อำเภอ ตำบล จำนวน ดำเนินการ จำหน่าย กำหนด สำนักงาน ประจำปี ทำเนียบ นำเข้า น้ำพริก น้ำผึ้ง คำนวณ "
    "ผู้ผลิต ผู้ประกอบการ ลงทะเบียน ผลิตภัณฑ์ จังหวัด กรุงเทพมหานคร ตรวจสอบ รับรอง ปิดระบบ ประกาศ "
    "ไตรมาส ปีงบประมาณ เครื่องดื่ม สมุนไพร ปู่ฝั่น กลุ่มแม่บ้าน หนังสือ นาข้าว ที่ตั้ง หมู่ที่ ญี่ปุ่น ที่ทำการ ปั๊ม "
    "ทั้งสิ้น ฟื้นฟู ฝีมือ ป่าไม้ กิ๊ฟ จั๊กจั่น ฐานที่ สิ่งที่ส่งมาด้วย ซื้อขาย กตัญญู ฤๅษี สนั่น"
).split()
SIZES = (6, 6.5, 7, 7.5, 8, 8.5, 9, 9.5, 10, 10.5, 11.5, 12, 12.5, 14.5, 17, 32)


@pytest.fixture(scope="module", params=(400, 700), ids=("regular", "bold"))
def drawn(request: pytest.FixtureRequest) -> bytes:
    """Every word in a line of its own, once for each size."""
    lines = "".join(f"<p>{word}</p>" for word in WORDS)
    body = "".join(f'<div class="s{place}">{lines}</div>' for place in range(len(SIZES)))
    rules = "".join(f".s{place} {{ font-size: {size}pt }}" for place, size in enumerate(SIZES))
    weight = f"body {{ font-weight: {request.param} }}"
    return render(
        HtmlPage(f"<html lang=th><body>{body}</body></html>", ("paper.css", "paper-part.css"), rules + weight)
    ).pdf


@pytest.mark.parametrize("mode", [(), ("-raw",), ("-layout",)], ids=("default", "raw", "layout"))
def test_every_word_comes_back_whole_at_every_size(drawn: bytes, mode: tuple[str, ...]) -> None:
    found = " ".join(reading.pages(drawn, *mode)).split()
    assert found == list(WORDS) * len(SIZES)


def test_no_mark_is_torn_off_its_letter(drawn: bytes) -> None:
    assert reading.loose_marks(drawn) == []


def test_another_reader_gets_the_same_words(drawn: bytes) -> None:
    text = " ".join(page.extract_text() for page in reading.opened(drawn).pages)
    assert text.split() == list(WORDS) * len(SIZES)
