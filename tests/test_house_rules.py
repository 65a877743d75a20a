"""The rules of the house that a machine can check. A failure lists every place and says what to do instead."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db.migrations.loader import MigrationLoader
from django.urls import URLPattern, URLResolver, get_resolver

from tests.world import reach
from tests.world.code import (
    APPS,
    ROOT,
    calls,
    is_in,
    lines_matching,
    place,
    python_files,
    refuse,
    templates,
    tree,
)
from tests.world.covered import COVERED
from tests.world.once import ONCE, WITH_SERVICES

WRITES = {"save", "create", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}


# --- Budgets -----------------------------------------------------------------------------------------


def test_functions_stay_within_their_lines() -> None:
    offences = []
    for path in python_files(*APPS, "tests"):
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.FunctionDef):
                continue
            is_test = path.parts[len(ROOT.parts)] == "tests" and node.name.startswith("test_")
            most = 25 if is_test else 30 if is_in(path, "views", "web") else 40
            length = (node.end_lineno or 0) - node.lineno + 1
            if length > most:
                offences.append(f"{place(path)}:{node.lineno} {node.name} has {length} lines, at most {most}")
    refuse(offences, "Split by meaning, never into part2.")


def test_modules_stay_within_400_lines() -> None:
    sizes = {
        path: len(path.read_text(encoding="utf-8").splitlines()) for path in python_files(*APPS, "tests")
    }
    refuse(
        [f"{place(path)} has {size} lines" for path, size in sizes.items() if size > 400],
        "Make it a package.",
    )


def test_templates_stay_within_140_lines_and_parts_within_50() -> None:
    offences = []
    for path in templates():
        size, most = (
            len(path.read_text(encoding="utf-8").splitlines()),
            50 if path.name.startswith("_") else 140,
        )
        if size > most:
            offences.append(f"{place(path)} has {size} lines, at most {most}")
    refuse(offences, "Move a repeated or closed part into a component.")


def test_template_lines_stay_within_140_characters() -> None:
    texts = [path for path in sorted((ROOT / "templates").rglob("*")) if path.suffix in {".html", ".txt"}]
    refuse(
        lines_matching(texts, r"^.{141}"),
        "Break at a space or beside a block element; where a space would show, inside a tag.",
    )


def test_ruff_holds_the_budgets_and_nobody_opts_out() -> None:
    lint = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]["lint"]
    assert (lint["mccabe"]["max-complexity"], lint["pylint"]) == (8, {"max-args": 6, "max-nested-blocks": 3})
    assert {"ANN", "C90", "PLC0415", "PLR0913", "PLR1702"} <= set(lint["select"])
    opting_out = "no" + r"qa(: .*(C901|PLC0415|PLR0913|PLR1702|ANN0|ANN2)|\s*$)"
    refuse(lines_matching(python_files(*APPS, "tests"), opting_out), "A budget has no exceptions.")


# --- Arrows and places -------------------------------------------------------------------------------


def test_no_module_is_a_drawer_for_everything() -> None:
    drawers = {"utils", "util", "helpers", "helper", "common", "misc", "signals"}
    offences = [
        place(path) for path in python_files(*APPS, "tests") if drawers & {path.stem, path.parent.name}
    ]
    refuse(offences, "Name the module after its subject.")


CODES = re.compile(
    r"(^|[._])(code|unit_id|district_id|province_id|subdistrict_id)$|(unit|district|province|subdistrict)\.pk$"
)


def is_code(node: ast.AST) -> bool:
    """An expression that by its name holds the code of a place."""
    return isinstance(node, ast.Name | ast.Attribute) and bool(CODES.search(ast.unparse(node)))


def cuts_a_code(node: ast.AST) -> bool:
    """`code[:2]`, `len(code)`, or a code's length by example: `len("8001")`."""
    if isinstance(node, ast.Subscript):
        return isinstance(node.slice, ast.Slice) and is_code(node.value)
    if not (isinstance(node, ast.Call) and ast.unparse(node.func) == "len" and node.args):
        return False
    given = node.args[0]
    return is_code(given) or (
        isinstance(given, ast.Constant) and bool(re.fullmatch(r"\d{2,6}", str(given.value)))
    )


def test_only_places_knows_how_many_digits_a_code_has() -> None:
    files = [path for path in python_files(*APPS) if place(path) != "registration/places.py"]
    offences = [
        f"{place(path)}:{node.lineno} {ast.unparse(node)}"
        for path in files
        for node in ast.walk(tree(path))
        if cuts_a_code(node)
    ]
    offences += lines_matching(files, r"\{\s*0: .*\b2: .*\b4: |\{\s*4: .*\b2: |^\s*4: \w+,$")
    refuse(offences, "Ask registration/places.py: level_of, above, province_of, width_below …")


def test_months_satang_and_round_ids_are_said_in_one_place() -> None:
    files = [path for path in python_files(*APPS) if place(path) != "otop_registry/thai.py"]
    refuse(
        lines_matching(
            files,
            r"MONTHS\[.*\]\} \{thai.year_be|Decimal\(\"0\.01\"\)|timedelta\(days=1\)\)\.replace\(day=1\)",
        ),
        "thai.py has month_name, previous_month and SATANG.",
    )
    others = [path for path in files if place(path) != "registration/models/calendar.py"]
    refuse(
        lines_matching(others, r"(year|year_be|place\[0\]) \* 10 \+|round_id (%|//) 10|divmod\(round_id"),
        "Round has id_of, id_at and label_of.",
    )


def test_nothing_listens_to_signals() -> None:
    offences = lines_matching(python_files(*APPS), r"^\s*(from|import) .*\b(signals|django\.dispatch)\b")
    refuse(offences, "Call the other service by name.")


def pure_files() -> list[Path]:
    """The files of the modules and packages that pyproject.toml lists as pure."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = {one["id"]: one for one in project["tool"]["importlinter"]["contracts"]}
    files: list[Path] = []
    for name in contracts["pure"]["source_modules"]:
        module = ROOT / Path(*name.split("."))
        files += sorted(module.rglob("*.py")) or [module.with_suffix(".py")]
    return files


def test_pure_files_take_only_textchoices_from_django() -> None:
    offences = []
    for path in pure_files():
        for node in ast.walk(tree(path)):
            modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            modules += [name.name for name in node.names] if isinstance(node, ast.Import) else []
            names = {name.name for name in node.names} if isinstance(node, ast.ImportFrom) else set()
            if any(module.startswith("django") for module in modules) and names != {"TextChoices"}:
                offences.append(f"{place(path)}:{node.lineno} {ast.unparse(node)}")
    refuse(offences, "A pure file gets rows and days as arguments.")


def test_only_services_write() -> None:
    offences = []
    for path in (path for path in python_files(*APPS) if not is_in(path, "services", "demo")):
        for node, name in calls(path):
            receiver, _, verb = name.rpartition(".")
            is_update = verb == "update" and node.keywords  # rows take names, a dict or a hash takes a value
            if (verb in WRITES and receiver != "super()") or is_update:
                offences.append(f"{place(path)}:{node.lineno} {name}(…)")
    refuse(offences, "Write in a service: one verb, atomic, with its event.")


def test_only_services_assign_a_status() -> None:
    offences = [
        f"{place(path)}:{target.lineno} {ast.unparse(target)} = …"
        for path in python_files(*APPS)
        if not is_in(path, "services", "demo")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Attribute) and target.attr == "status"
    ]
    refuse(offences, "A status changes by a transition of workflow.py, in a service.")


def test_only_the_edges_ask_for_the_day() -> None:
    edges = ("views", "web", "tasks", "management", "middleware", "templatetags", "context")
    inner = [path for path in python_files(*APPS) if not is_in(path, *edges, "clock")]
    refuse(lines_matching(inner, r"clock\.today\("), "Take the day as an argument: on: date.")


def test_only_the_clock_reads_the_clock() -> None:
    reading = (
        r"\b(timezone\.(now|localdate|localtime)|(date|datetime)\.(now|today|utcnow))\(\)|datetime\.now\("
    )
    others = [path for path in python_files(*APPS) if not is_in(path, "clock")]
    refuse(lines_matching(others, reading), "Ask otop_registry.clock, or take the day as an argument.")


# --- Views -------------------------------------------------------------------------------------------


def test_views_reach_rows_through_access_only() -> None:
    views = [path for path in python_files(*APPS) if is_in(path, "views", "web")]
    direct = r"\.objects\b|\bget_(object|list)_or_404\b"
    refuse(
        lines_matching(views, direct),
        "Use access.visible(Model, user) or access.get_or_404(Model, pk, user).",
    )


def test_views_are_functions_and_forms_do_not_save() -> None:
    classes = r"\bas_view\(|\bModelForm\b|\bmodelform_factory\b|django\.views\.generic"
    refuse(
        lines_matching(python_files(*APPS), classes), "A view is a function; a form validates and converts."
    )


def walk(patterns: list[URLPattern | URLResolver], prefix: str = "/") -> Iterator[tuple[str, URLPattern]]:
    for entry in patterns:
        address = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from walk(entry.url_patterns, address)
        else:
            yield address, entry


def test_every_view_names_its_action_or_is_public() -> None:
    offences = []
    for address, entry in walk(get_resolver().url_patterns):
        view = entry.callback
        is_public = getattr(view, "is_public", False)
        is_open = not getattr(view, "login_required", True)
        is_marked = is_public or getattr(view, "is_for_all_signed_in", False) or hasattr(view, "action")
        if is_open != is_public or not is_marked:
            offences.append(f"{address} {view.__module__}.{view.__name__}")
    refuse(offences, "Put @requires(Action.X), @signed_in or @public on the view.")


NAMED = re.compile(
    r"""["'](?P<full>(?:registration|grading|reporting):[a-z]\w*)["']|\bround_url ["'](?P<own>\w+)["']"""
)


def test_every_address_that_is_named_exists() -> None:
    """Pages name addresses of the apps above as text, which no import checks (decision 0046)."""
    known = {
        f"{app}:{name}" for app in APPS[1:] for name in get_resolver().namespace_dict[app][1].reverse_dict
    }
    texts = [*python_files(*APPS), *templates(), *sorted((ROOT / "templates").rglob("*.txt"))]
    named = {
        (place(path), found["full"] or f"registration:{found['own']}")
        for path in texts
        for found in NAMED.finditer(path.read_text(encoding="utf-8"))
    }
    assert len({name for _, name in named}) > 100, "the pattern finds what is written"
    refuse(
        sorted(f"{where}: {name}" for where, name in named if name not in known),
        "No address has this name; a page that is drawn with it would fail.",
    )


# --- Templates ---------------------------------------------------------------------------------------


def test_a_part_opens_with_its_inputs() -> None:
    parts = [path for path in templates() if path.name.startswith("_")]
    opened = re.compile(r"\s*(\{% load [\w ]+ %\}\s*)*(\{#|\{% comment)")
    offences = [place(path) for path in parts if not opened.match(path.read_text(encoding="utf-8"))]
    refuse(offences, "Open the part with a comment that names its inputs.")


def test_an_included_part_sees_only_what_it_is_given() -> None:
    pages = [path for path in templates() if path.name != "base.html" and not path.name.startswith("_site_")]
    refuse(lines_matching(pages, r"\{% include (?!.*\bonly %\})"), "End the include with `only`.")


@pytest.mark.parametrize(
    ("pattern", "advice"),
    [
        (r"\{#(?!.*#\})", "End a comment on its line; else it is text, and stands above the page."),
        (r"\|safe\b|autoescape off", "Let Django escape; markup belongs in the template."),
        (r"\sstyle\s*=|<style\b", "The policy forbids inline style; use a class in the one CSS file."),
        (r"<script\b(?![^>]*\bsrc=)|\son[a-z]+\s*=\s*[\"']|javascript:", "The policy forbids inline script."),
        (r"\buser\.(role|is_staff|is_superuser|groups)\b", "Ask {% can %}."),
        (r"\|add:|widthratio|\.(all|exists|objects)\b", "Count and query in figures.py or the view."),
        (
            r"<form\b(?=[^>]*method=[\"']get)(?=[^>]*role=[\"']search)",
            "What is searched for may be a personal number: post it to a view marked @searches.",
        ),
        (r"type=[\"']date[\"']", "A browser's date box has no Buddhist years; use the three boxes."),
        (
            r"(src|href)=[\"'](https?:)?//(?!www\.w3\.org)",
            "Everything is served from here; vendor it in static/.",
        ),
    ],
)
def test_templates_do_without(pattern: str, advice: str) -> None:
    refuse(lines_matching(templates(), pattern), advice)


def test_python_marks_no_text_as_safe() -> None:
    refuse(
        lines_matching(python_files(*APPS), r"\bmark_safe\b|SafeString\("), "Use format_html or a template."
    )


def test_no_page_takes_the_name_of_one_of_djangos() -> None:
    taken = [path for path in templates() if path.parent.name == "registration"]
    offences = [place(path) for path in taken if re.match(r"login|logged_out|password_", path.name)]
    refuse(offences, "Django's own pages live under registration/ too; ours are in templates/accounts/.")


# --- Data, settings, words ---------------------------------------------------------------------------


def test_migrations_are_named_and_in_one_line() -> None:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    names = [f"{app}.{name}" for app, name in loader.disk_migrations if app in APPS and "auto" in name]
    refuse(names, "Name the migration after its one purpose.")
    refuse([str(conflict) for conflict in loader.detect_conflicts().items()], "Migrations form one line.")


def test_every_variable_of_settings_is_in_the_example() -> None:
    settings = (ROOT / "otop_registry/settings.py").read_text(encoding="utf-8")
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    read = set(re.findall(r"\benv(?:_bool|_int)?\(\s*\"([A-Z_]+)\"", settings))
    told = set(re.findall(r"^#? ?([A-Z_]+)=", example, flags=re.MULTILINE))
    assert read == told, f"only in settings.py: {read - told}; only in .env.example: {told - read}"


def test_every_package_says_why_it_is_here() -> None:
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    packages = [line for line in lines if re.match(r'    "[a-z0-9-]+(\[[a-z,]+\])?[<>=]', line)]
    assert packages
    refuse(
        [line.strip() for line in packages if "#" not in line], "Say in a comment what the package is for."
    )


def test_tests_mirror_the_code() -> None:
    known = {reach.test_of(module) for module in reach.modules()}
    files = [place(path) for app in APPS for path in sorted((ROOT / "tests" / app).rglob("test_*.py"))]
    refuse(
        [name for name in files if name not in known],
        "Name the file after the module it tests and lay it where that lies; what tests several lies in tests/.",
    )


def test_every_module_has_a_test_of_its_name_or_one_that_is_listed() -> None:
    refuse(
        reach.untested(COVERED), "Write it, or list in tests/world/covered.py what walks through the module."
    )
    refuse(reach.outdated(COVERED), "Take it off tests/world/covered.py.")


def test_a_listed_test_has_to_do_with_the_module() -> None:
    refuse(reach.unrelated(COVERED), "Name a test in tests/world/covered.py that walks through the module.")


def test_nothing_names_a_place_on_one_machine() -> None:
    folders = "|".join(("home", "root", "wor" + "k", "Users"))
    texts = [
        *python_files(*APPS, "tests"),
        *templates(),
        *sorted((ROOT / "docs").rglob("*.md")),
        ROOT / "Makefile",
    ]
    refuse(lines_matching(texts, rf"(?<![\w.>}}])/({folders})/"), "Write the path from the project's root.")


def test_nothing_is_left_unfinished() -> None:
    words = "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK", "Not" + "ImplementedError"))
    texts = [*python_files(*APPS, "tests"), *templates()]
    refuse(lines_matching(texts, rf"\b({words})\b"), "Finish it, or file it and leave no trace.")


def test_every_module_says_what_it_is_for() -> None:
    files = [path for path in python_files(*APPS, "tests") if path.read_text(encoding="utf-8").strip()]
    refuse([place(path) for path in files if not ast.get_docstring(tree(path))], "Open with a docstring.")


def test_what_runs_once_is_there() -> None:
    assert [name for name in {**ONCE, **WITH_SERVICES} if not (ROOT / name.partition("::")[0]).exists()] == []
