"""Every command that README and the manual name runs here as it is written, or stands below with its reason."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.world.installation import KEYS, ROOT, Installation, installation

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), ROOT / "benchmarks/README.md"]
PROGRAM = re.compile(
    r"(make|python|gunicorn|celery|manage\.py|git|pg_dump|pg_restore|sha256sum|apt-get|\.ci/run)\b"
)
BACKUP = "/srv/backup/otop-registry/2561-03-16"

# In this order: what installs, what looks and builds, what copies and restores.
INSTALLING = (
    "manage.py migrate",
    "manage.py load_reference",
    "manage.py collectstatic --no-input",
    "manage.py check --deploy --fail-level WARNING",
)
USING = (
    "manage.py check",
    "manage.py check_plan 2561",
    "manage.py explain_grade --increase 3 --sales 105.01 --base 100",
    "manage.py grade_districts --quarter 2567/4 --as-of 2567-10-16 --unit 43",
    "manage.py build_document quarterly --unit 80 --round 2561/1 --as pdf --output report.pdf",
    "manage.py send_due_notices --at 2567-07-15T08:30",
    "manage.py send_due_notices",
    "manage.py verify_chain",
    "manage.py rotate_field_key --dry-run",
    "manage.py rotate_field_key",
    "manage.py check_invariants",
    "manage.py run_checks 2561/2 --dry-run",
    "manage.py simulate_day 2018-03-19",
    "manage.py import_roster docs/example-list.csv --unit 8001 --dry-run",
)
APPOINTING = "manage.py make_admin USERNAME EMAIL"
COPYING = (f"manage.py back_up {BACKUP}", f"manage.py restore {BACKUP}")
ELSEWHERE = {
    "make run": "its commands are those of this file and serve; tests/test_serve.py",
    "make run PORT=8001": "the same",
    "make test": "runs this very test",
    "make check": "the first step of make test",
    "make faults": "breaks what installations stand on, for half an hour",
    "make bench": "measures for minutes on a quiet machine; benchmarks/run.py",
    "make bench JSON=file.json": "the same",
    "make .venv/.runtime": "what make test stands on",
    'manage.py reset_second_factor USERNAME --reason "…"': "tests/registration/people/test_resets.py",
    "git pull": "not a command of ours",
    "manage.py serve": "tests/test_serve.py",
    "manage.py load_demo_province": "fills a database of its own; tests/registration/demo/test_province.py",
    "manage.py write_workflow_doc": "tests/registration/test_workflow.py compares what it writes",
    "sha256sum --check SHA256SUMS": "tests/test_backups.py",
    "gunicorn otop_registry.wsgi --worker-class gthread --workers 2 --threads 4": "supervisord.conf",
    "celery -A otop_registry worker --queues mail --pool threads --concurrency 2": "supervisord.conf",
    "celery -A otop_registry worker --queues documents,imports --pool threads --concurrency 2": "supervisord.conf",
    "celery -A otop_registry beat": "supervisord.conf",
}


def named() -> set[str]:
    """The commands of code blocks, and those that stand in a sentence or table between backticks."""
    found = set()
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        blocks = re.findall(r"^```sh\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)
        found |= {line.split("  #")[0].strip() for block in blocks for line in block.splitlines()}
        rest = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
        spans = [span for span in re.findall(r"`([^`\n]+)`", rest) if PROGRAM.match(span)]
        found |= {span for span in spans if " " in span}
    return {command.removeprefix("python ") for command in found} - {""}


def test_every_command_of_the_documents_runs_or_has_its_reason() -> None:
    known = {*INSTALLING, APPOINTING, *USING, *COPYING, *ELSEWHERE}
    assert named() == known, f"not tried: {named() - known}; no longer named: {known - named()}"


def test_the_processes_of_the_manual_are_those_that_are_served() -> None:
    lines = (ROOT / "deploy/supervisord.conf").read_text(encoding="utf-8").splitlines()
    served = [line.removeprefix("command=") for line in lines if line.startswith("command=")]
    for command in (command for command, where in ELSEWHERE.items() if where == "supervisord.conf"):
        first, *options = command.replace(" --", "\n--").splitlines()
        fitting = [
            line for line in served if line.startswith(first) and all(word in line for word in options)
        ]
        assert len(fitting) == 1, command


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A production installation, made by the manual's commands."""
    production = {
        "OTOP_DEMO": "0",
        "OTOP_ALLOWED_HOSTS": "otop.example.go.th",
        "OTOP_SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
    }
    with installation(tmp_path_factory.mktemp("site"), "manual", is_migrated=False, **production) as site:
        for command in INSTALLING:
            run(site, command)
        run(site, APPOINTING, USERNAME="somying", EMAIL="somying@example.go.th")
        yield site


def run(site: Installation, command: str, **places: str) -> str:
    """What the command said, files and folders of the manual's being those of the test."""
    words = command.split()[1:]
    return site.manage(*(places.get(word, word) for word in words))


@pytest.mark.parametrize("command", USING)
def test_what_looks_and_builds(site: Installation, tmp_path: Path, command: str) -> None:
    demo = Installation(site.folder, {**site.environment, "OTOP_DEMO": "1", "OTOP_ALLOWED_HOSTS": ""})
    run(demo, command, **{"report.pdf": str(tmp_path / "report.pdf")})


def test_what_copies_and_restores(site: Installation, tmp_path: Path) -> None:
    with installation(tmp_path / "new", "manual_new", is_migrated=False) as new:
        place = {BACKUP: str(tmp_path / "copy")}
        for name in KEYS:
            shutil.copy(site.folder / name, new.folder)
        run(site, COPYING[0], **place)
        assert "the journal verifies" in run(new, COPYING[1], **place)
