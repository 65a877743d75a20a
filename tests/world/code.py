"""The code as the tests of the house read it: files, syntax trees, lines that match."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ("otop_registry", "registration", "grading", "reporting")


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def python_files(*folders: str) -> list[Path]:
    found = (path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))
    return [path for path in found if "migrations" not in path.parts]


def templates() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.html"))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def is_in(path: Path, *names: str) -> bool:
    """True for the module or package of one of these names inside an app."""
    inside = path.relative_to(ROOT).parts[1]
    return inside.removesuffix(".py") in names


def lines_matching(paths: list[Path], pattern: str) -> list[str]:
    """`file:line text` of each line in which the pattern occurs."""
    return [
        f"{place(path)}:{number} {line.strip()}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(pattern, line)
    ]


def calls(path: Path) -> Iterator[tuple[ast.Call, str]]:
    """Each call of a method, with its source text."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node, ast.unparse(node.func)


def refuse(offences: list[str], advice: str) -> None:
    if offences:
        pytest.fail(f"{advice}\n  " + "\n  ".join(offences), pytrace=False)
