"""A child that is killed, hangs or fails raises one clear sentence; the real one draws."""

import sys

import pytest

from reporting.document import pages
from reporting.document.children import DrawingFailed, draw_each
from tests.reporting.paper_samples import IMPRINT, paper, table


def python(program: str) -> tuple[str, ...]:
    return (sys.executable, "-c", program)


@pytest.mark.parametrize(
    ("program", "words"),
    [
        ("import os; os.kill(os.getpid(), 9)", "รหัส -9"),
        ("import time; time.sleep(60)", "นานเกิน"),
        ("raise ValueError('no room')", "no room"),
        ("print('not a PDF')", "ไม่สำเร็จ"),
    ],
)
def test_a_child_that_does_not_answer_is_told(program: str, words: str) -> None:
    sheet = pages.sheet(paper(table(1)), IMPRINT)
    with pytest.raises(DrawingFailed, match=words):
        list(draw_each([sheet], seconds=2, command=python(program)))


def test_the_child_draws_what_is_drawn_here() -> None:
    sheet = pages.sheet(paper(table(1)), IMPRINT)
    [(place, pdf)] = list(draw_each([sheet]))
    assert place == 0
    assert pdf.startswith(b"%PDF")


def test_a_child_gets_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTOP_SECRET_KEY", "s" * 50)
    telling = python("import os; raise SystemExit(' '.join(os.environ))")
    with pytest.raises(DrawingFailed) as failed:
        list(draw_each([pages.sheet(paper(table(1)), IMPRINT)], command=telling))
    assert "PATH" in str(failed.value)
    assert "OTOP" not in str(failed.value)
