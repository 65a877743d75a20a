"""Which module a test reaches: by its imports, by the names of a facade that it uses, by addresses and commands."""

import ast
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

from tests.world.code import APPS, ROOT, place, python_files, tree

PAGES = ("views", "forms", "web")
UNNAMED = {"services", "management", "commands"}  # folders that the tests' folders leave out


@cache
def modules() -> dict[str, Path]:
    """{dotted name: file} of every module and package of the application."""
    return {_dotted(path): path for path in python_files(*APPS)}


def _dotted(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def test_of(module: str) -> str:
    """Where the test of a module's name stands: the module's own folders, but for those that only name a layer."""
    *folders, name = module.split(".")
    return "/".join(["tests", *(folder for folder in folders if folder not in UNNAMED), f"test_{name}.py"])


@cache
def to_be_tested() -> frozenset[str]:
    """The modules that decide something; not Django's own places for addresses, the admin and an app's name."""
    return frozenset(
        name
        for name, path in modules().items()
        if path.stem not in {"__init__", "apps", "admin", "urls"}
        and path.parent.name != "urls"
        and decides(path)
    )


def decides(path: Path) -> bool:
    """A module with something to test: a function that does more than hand out a name, a constant or a text."""
    functions = (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef))
    return any(not all(map(_is_plain, function.body)) for function in functions)


def _is_plain(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Pass):
        return True
    if not isinstance(statement, ast.Expr | ast.Return):
        return False
    said = statement.value
    parts = said.values if isinstance(said, ast.JoinedStr) else [said]
    return all(_is_name(part.value if isinstance(part, ast.FormattedValue) else part) for part in parts)


def _is_name(node: ast.expr | None) -> bool:
    return node is None or isinstance(node, ast.Constant | ast.Name | ast.Attribute)


# --- imports -----------------------------------------------------------------------------------------


@cache
def imported(path: Path) -> frozenset[str]:
    """The modules of the application that a file takes something from; a name of a facade counts as its source's."""
    names = {}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names |= {each.asname or each.name: each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {each.asname or each.name: f"{_package(node, path)}.{each.name}" for each in node.names}
    used = {
        f"{names[node.value.id]}.{node.attr}"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in names
    }
    called = {
        text for text in _texts(path) if re.fullmatch(r"\w+(\.\w+)+", text)
    }  # a task or a process by its name
    return frozenset(found for name in {*names.values(), *used, *called} if (found := _source(name)))


def _package(node: ast.ImportFrom, path: Path) -> str:
    """What is imported from, with its whole name."""
    if not node.level:
        return node.module or ""
    here = _dotted(path) if path.name == "__init__.py" else _dotted(path).rpartition(".")[0]
    return ".".join(filter(None, [here, node.module]))


def _source(name: str) -> str:
    """The module that a dotted name comes from; "" for what is not of the application."""
    if name in modules():
        return name
    package, _, last = name.rpartition(".")
    if package not in modules():
        return ""
    facade = modules()[package]
    if facade.name == "__init__.py":
        for node in tree(facade).body:
            if isinstance(node, ast.ImportFrom) and last in {each.asname or each.name for each in node.names}:
                return _source(f"{_package(node, facade)}.{last}") or package
    return package


# --- addresses ---------------------------------------------------------------------------------------


def _views(resolver: URLResolver, space: str = "", prefix: str = "/") -> list[tuple[str, str, str]]:
    """Name, address with its gaps, and module of the view, of every address."""
    found = []
    for entry in resolver.url_patterns:
        address = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            found += _views(entry, f"{entry.namespace}:" if entry.namespace else space, address)
        elif isinstance(entry, URLPattern):
            found.append((f"{space}{entry.name}", _shape(address), entry.callback.__module__))
    return found


def _shape(address: str) -> str:
    return re.sub(r"<[^>]*>", "*", address)


def _texts(path: Path) -> set[str]:
    """The texts of a file; what is filled in stands as a gap."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.add(node.value)
        elif isinstance(node, ast.JoinedStr):
            found.add(
                "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values)
            )
    return found


def _is_address(text: str, shape: str) -> bool:
    parts, gaps = text.partition("?")[0].split("/"), shape.split("/")
    return len(parts) == len(gaps) and all(gap in {"*", part} for part, gap in zip(parts, gaps, strict=True))


@cache
def opened(path: Path) -> frozenset[str]:
    """The modules of the views whose addresses a file names, by name or as they are typed."""
    texts = _texts(path)
    typed = [text for text in texts if text.startswith("/")]
    return frozenset(
        module
        for name, shape, module in _views(get_resolver())
        if name in texts or any(_is_address(text, shape) for text in typed)
    )


# --- the table of those without a test of their name -------------------------------------------------


def untested(covered: Mapping[str, str]) -> list[str]:
    """The modules without a test of their name that stand in no table."""
    return sorted(f"{module} has no {test_of(module)}" for module in _nameless() - covered.keys())


def outdated(covered: Mapping[str, str]) -> list[str]:
    """The lines of the table that nobody needs any more."""
    return sorted(
        f"{module} has {'its ' + test_of(module) if module in to_be_tested() else 'nothing to test'}"
        for module in covered.keys() - _nameless()
    )


def unrelated(covered: Mapping[str, str]) -> list[str]:
    """The lines of the table whose test is gone or has nothing to do with the module."""
    lines = [(module, ROOT / "tests" / name) for module, name in covered.items() if module in _nameless()]
    return [
        f"{module}: {place(test)} {'neither takes it nor opens a page made of it' if test.is_file() else 'is gone'}"
        for module, test in lines
        if not test.is_file() or not reaches(test, module)
    ]


def _nameless() -> set[str]:
    return {module for module in to_be_tested() if not (ROOT / test_of(module)).is_file()}


# --- together ----------------------------------------------------------------------------------------


def reaches(test: Path, module: str) -> bool:
    """Whether a test has to do with a module: it takes something from it, opens a page or calls a command that is made
    of it, or does so with what takes from it: by several steps inside one folder, and by one step out of it.
    """
    parts = {part for name in _reached(test) for part in _folder_parts(name)}
    return module in parts or any(module in imported(modules()[part]) for part in parts)


@cache
def _reached(test: Path) -> frozenset[str]:
    """What a test takes, the views and forms of the pages it opens, the commands it names and what these take."""
    commands = {
        name for name in modules() if ".commands." in name and name.rpartition(".")[2] in _texts(test)
    }
    pages = _closed({*opened(test)}, lambda name: name.split(".")[1:2] and name.split(".")[1] in PAGES)
    if pages:
        pages |= imported(modules()["otop_registry.settings"])  # stands around every page
    return (
        imported(test) | pages | commands | {each for name in commands for each in imported(modules()[name])}
    )


@cache
def _folder_parts(module: str) -> frozenset[str]:
    """A module with those of its folder that it is made of; a table takes from all others and is made of none."""
    folder = module if modules()[module].name == "__init__.py" else module.rpartition(".")[0]
    is_table = module.split(".")[1:2] == ["models"]
    found = _closed({module}, lambda name: not is_table and name.rpartition(".")[0] == folder)
    return frozenset(found)


def _closed(names: set[str], goes_on: Callable[[str], object]) -> set[str]:
    """The modules, and in turn all that they take and that `goes_on` lets through."""
    found: set[str] = set()
    waiting = list(names & modules().keys())
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += filter(goes_on, imported(modules()[name]))
    return found
