"""Words of the field come back from a drawn PDF as a reader extracts them."""

import subprocess
from datetime import date

import pytest

from reporting import document
from reporting.document.text_layer import join_sara_am
from reporting.paper import Imprint, Kind, Paper, Prose, Stand

# Both letters' words: SARA AM, tones over high vowels, stacked marks, letters that lose their foot.
WORDS = (
    "อำเภอ ตำบล จำนวน ดำเนินการ จำหน่าย กำหนด สำนักงาน ประจำปี ทำเนียบ นำเข้า น้ำพริก น้ำผึ้ง คำนวณ "
    "ผู้ผลิต ผู้ประกอบการ ลงทะเบียน ผลิตภัณฑ์ จังหวัด กรุงเทพมหานคร ตรวจสอบ รับรอง ปิดระบบ ประกาศ "
    "ไตรมาส ปีงบประมาณ เครื่องดื่ม สมุนไพร ปู่ฝั่น กลุ่มแม่บ้าน หนังสือ นาข้าว"
).split()


@pytest.fixture(scope="module")
def extracted() -> str:
    paper = Paper(
        Kind.MONTHLY, "80", "month:2567-07", "คำ", (), Stand(date(2024, 8, 15)), (Prose(tuple(WORDS)),)
    )
    pdf = document.draw(paper, Imprint("1", "", "", "", ""))
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return join_sara_am(done.stdout.decode())


def test_at_least_30_of_31_words_come_back(extracted: str) -> None:
    found = [word for word in WORDS if word in extracted.split()]
    assert len(WORDS) == 31
    assert len(found) >= 30, set(WORDS) - set(found)


def test_an_sara_aa_before_is_not_read_as_sara_am(extracted: str) -> None:
    assert "นาข้าว" in extracted
    assert "น้ำข้" not in extracted
