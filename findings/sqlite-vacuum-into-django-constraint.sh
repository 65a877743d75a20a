#!/usr/bin/env bash
# VACUUM INTO of a plain connection stops at a constraint that Django wrote.
# Exit 0: as described in findings/README.md; 1: no longer so.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check Django==5.2.19
"$work/venv/bin/python" - "$work" <<'PYTHON'
import os, sqlite3, sys
import django
from django.conf import settings

source, copy, pages = (os.path.join(sys.argv[1], name) for name in ("source.sqlite3", "copy.sqlite3", "pages.sqlite3"))
settings.configure(DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": source}}, USE_TZ=True)
django.setup()
from django.db import connection, models


class Month(models.Model):
    day = models.DateField()

    class Meta:
        app_label = "demo"
        constraints = [models.CheckConstraint(condition=models.Q(day__day=1), name="first_day")]


with connection.schema_editor() as editor:
    editor.create_model(Month)
Month.objects.create(day="2024-07-01")
connection.close()
print("Django", django.__version__, "SQLite", sqlite3.sqlite_version)
plain, said = sqlite3.connect(source), []
for statement, values in (("VACUUM INTO ?", [copy]), ("PRAGMA integrity_check", [])):
    try:
        print(statement, plain.execute(statement, values).fetchall())
    except sqlite3.OperationalError as error:
        said.append(str(error))
        print(statement, "->", error)
plain.backup(sqlite3.connect(pages))
rows = sqlite3.connect(pages).execute("SELECT day FROM demo_month").fetchall()
print("left behind by VACUUM INTO:", os.path.getsize(copy) if os.path.exists(copy) else None, "bytes; backup() copied", rows)
sys.exit(0 if any("no such function: django_" in words for words in said) and rows else 1)
PYTHON
