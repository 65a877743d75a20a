"""What docstrings and pages cite is in this repository. A failure names the file and what it cites."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.world.code import APPS, ROOT, lines_matching, place, python_files, refuse, templates, tree


def headings(page: str) -> set[str]:
    """What may be cited of a page: its sections, their numbered points, and the named rows of its tables."""
    cited, section = set(), ""
    for line in (ROOT / "docs" / page).read_text(encoding="utf-8").splitlines():
        if found := re.match(r"## (\d+)\.", line):
            section = found[1]
            cited.add(section)
        elif found := re.match(r"(\d+)\. ", line):
            cited.add(f"{section}.{found[1]}")
        elif found := re.match(r"\| (I\d) ", line):
            cited.add(found[1])
    return cited


def cited_texts() -> list[Path]:
    pages = [
        path for path in (ROOT / "docs").rglob("*.md") if path.name not in {"rules.md", "house-style.md"}
    ]
    return [*python_files(*APPS, "tests"), *templates(), *pages, ROOT / "README.md", ROOT / "pyproject.toml"]


@pytest.mark.parametrize("page", ["rules.md", "house-style.md"])
def test_a_source_is_a_point_that_exists(page: str) -> None:
    points = headings(page)
    point = r"(?:I\d|\d+(?:\.\d+)?)"
    for path in cited_texts():
        for cited in re.findall(
            rf"docs/{page} ((?:{point}(?:, | and )?)+)", path.read_text(encoding="utf-8")
        ):
            missing = set(re.findall(point, cited)) - points
            assert not missing, f"{place(path)} cites {page} {missing}"


def test_every_page_and_decision_that_is_cited_exists() -> None:
    decisions = {path.name[:4] for path in (ROOT / "docs" / "decisions").glob("*.md")}
    offences = []
    for path in cited_texts():
        text = path.read_text(encoding="utf-8")
        pages = set(re.findall(r"\b(?:docs/)?(?:[\w-]+/)*[\w-]+\.md\b", text))
        offences += [f"{place(path)}: {page}" for page in pages if not is_page(path, page)]
        for cited in re.findall(r"[Dd]ecisions? ((?:\d{4}(?:, | and |-|–)?)+)", text):
            offences += [
                f"{place(path)}: decision {one}" for one in set(re.findall(r"\d{4}", cited)) - decisions
            ]
    refuse(offences, "Cite a page of this repository: docs/rules.md, docs/house-style.md, a decision.")


def test_a_decision_has_a_number_of_its_own() -> None:
    numbers = [path.name[:4] for path in sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))]
    refuse([one for one in set(numbers) if numbers.count(one) > 1], "Take the next free number.")


def is_page(path: Path, page: str) -> bool:
    folders = (ROOT, ROOT / "docs", ROOT / "docs" / "decisions", ROOT / "fixtures" / "units", path.parent)
    return any((folder / page).exists() for folder in folders)


def test_no_source_is_a_page_that_is_not_here() -> None:
    elsewhere = r"\b(mission|design)(\.md)? \d|\bhouse rules? \d"
    refuse(lines_matching(cited_texts(), elsewhere), "Cite docs/rules.md or docs/house-style.md.")


NUMBERS = "no|one|two|three|four|five|six|seven|eight|nine|ten|eleven"
COUNTED = rf"(?i)\b({NUMBERS}|\d+) (more )?(queries|query|statements?)\b"


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef))


def test_a_stated_number_of_queries_is_asserted_by_a_test() -> None:
    asserting = [
        ast.unparse(test)
        for path in python_files("tests")
        for test in functions(path)
        if any("num_queries" in argument.arg for argument in test.args.args)
    ]
    offences = [
        f"{place(path)}: {function.name}"
        for path in python_files(*APPS)
        for function in functions(path)
        if re.search(COUNTED, ast.get_docstring(function) or "")
        and not any(f"{function.name}(" in test for test in asserting)
    ]
    refuse(offences, "Drop the number, or assert it with django_assert_num_queries.")
