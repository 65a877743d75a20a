#!/usr/bin/env bash
# With the Thai locale a date field takes a Buddhist year for one of the common era.
# Exit 0: as described in findings/README.md; 1: no longer so.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check Django==5.2.19
"$work/venv/bin/python" - <<'PYTHON'
import datetime, sys
import django
from django.conf import settings

settings.configure(USE_I18N=True, LANGUAGE_CODE="th", USE_TZ=True, TIME_ZONE="Asia/Bangkok")
django.setup()
from django import forms
from django.utils import formats, translation

translation.activate("th")
typed = "15/07/2567"  # 15 July 2567 of the Buddhist era, 2024 of the common era
read = forms.DateField().clean(typed)
shown = formats.date_format(datetime.date(2024, 7, 15))
print("Django", django.__version__)
print(f"typed {typed!r}, read as {read.isoformat()} C.E.; 15 July 2024 is shown as {shown!r}")
sys.exit(0 if read == datetime.date(2567, 7, 15) else 1)
PYTHON
