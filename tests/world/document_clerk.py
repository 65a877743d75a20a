"""Asks for documents and looks at rows in an installation of its own: one JSON answer for each line it is given.

Run in `manage.py shell`; a process that starts once, because a test's own database is another one.
"""

import hashlib
import json
import sys
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from registration.models import Job, Unit, User
from reporting.kinds import Format
from reporting.models import Document
from reporting.services import documents
from reporting.tasks import make_document
from tests.world.cast import build_cast, build_plan
from tests.world.factories import DAY, make_producer, round_of


def prepare() -> bool:
    """The cast and the plan of 2561, a producer in district A."""
    cast = build_cast()
    build_plan()
    make_producer(cast.a, by=cast.district)
    return True


def ask(kind: str, format: str) -> int:
    """The key of the document, asked for by the province's officer."""
    matter = documents.Matter(kind, Unit.objects.get(pk="80"), round_of())
    officer = User.objects.get(username="province")
    wish = documents.Wish(matter, Format(format))
    return documents.ask(wish, by=officer, on=DAY, site="http://localhost/").pk


def again(pk: str) -> bool:
    """The broker delivers the message twice more."""
    job = Job.objects.get(pk=Document.objects.get(pk=int(pk)).job_id)
    for _ in range(2):
        make_document.apply_async(kwargs={"job_id": job.pk}, queue=job.lane, ignore_result=True)
    return True


def look(pk: str) -> dict[str, object]:
    """Where the making stands, and whether the bytes are those of the row."""
    row = Document.objects.select_related("job").get(pk=int(pk))
    root = Path(settings.MEDIA_ROOT)
    found = {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}
    named = set(Document.objects.exclude(file="").values_list("file", flat=True))
    is_whole = row.is_made and hashlib.sha256(Path(row.file.path).read_bytes()).hexdigest() == row.sha256
    return {
        "state": row.state,
        "percent": row.job.percent,
        "attempts": row.job.attempts,
        "error": row.job.error,
        "documents": Document.objects.count(),
        "made": Document.objects.made().count(),
        "files": len(found),
        "strays": sorted(found - named),
        "of_row": len([name for name in found if Path(name).stem.endswith(f"-{row.pk}")]),
        "is_whole": is_whole,
    }


ACTS: dict[str, Callable[..., object]] = {"prepare": prepare, "ask": ask, "again": again, "look": look}


def main() -> None:
    """Answers until there is no more to read."""
    for line in sys.stdin:
        name, *words = line.split()
        print(json.dumps(ACTS[name](*words)), flush=True)  # noqa: T201
