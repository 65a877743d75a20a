"""The fonts of the paper are made from Sarabun, look like it, and hold each letter with its marks as one glyph."""

import pytest

from reporting.document.clusters import FOLDER, MADE, Shaper, build, clusters


@pytest.mark.parametrize(("source", "made"), MADE.items())
def test_the_fonts_that_lie_here_are_the_ones_that_are_made(source: str, made: str) -> None:
    assert build((FOLDER / source).read_bytes()) == (FOLDER / made).read_bytes()


@pytest.mark.parametrize(("source", "made"), MADE.items())
def test_every_letter_with_its_marks_is_one_glyph_as_wide_as_before(source: str, made: str) -> None:
    before, after = Shaper((FOLDER / source).read_bytes()), Shaper((FOLDER / made).read_bytes())
    for cluster in clusters():
        parts, whole = before.shape(cluster), after.shape(cluster)
        assert len(whole) == 1, cluster
        assert whole[0].advance == sum(part.advance for part in parts), cluster


@pytest.mark.parametrize("made", MADE.values())
def test_a_letter_in_a_word_is_the_same_glyph_as_alone(made: str) -> None:
    shaper = Shaper((FOLDER / made).read_bytes())
    alone = [shaper.shape(each)[0].glyph for each in ("ที่", "ตั้", "ง", "น้ำ", "ป", "ฟื้", "น")]
    assert [each.glyph for each in shaper.shape("ที่ตั้งน้ำปฟื้น")] == alone
