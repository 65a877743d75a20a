"""100,000 lines by the command, two of each producer: what its process needs to check them, and to apply them.

Writes into the database that it is given, on a training date: give it a copy. `python -m benchmarks.long_import`
"""

import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "otop_registry.settings")
django.setup()

from openpyxl import Workbook  # noqa: E402 (settings first)

from benchmarks.imports import DAY, HEADS, Office, opened, rows_of  # noqa: E402
from benchmarks.timing import Result  # noqa: E402
from otop_registry import clock  # noqa: E402
from registration.models import Subdistrict, UploadRow  # noqa: E402
from registration.models.uploads import RowState  # noqa: E402

LINES: Final = 100_000
EACH: Final = 2  # lines of a producer; a district has 99,999 numbers for a year
MOST_MB: Final = 400
STATED: Final = ("--state", "is_thai", "--state", "takes_part_in_production")


def book(where: Office) -> bytes:
    """The list over all tambons of the district."""
    places = list(Subdistrict.objects.filter(district=where.district, valid_to=None).order_by("pk"))
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("รายชื่อ")
    sheet.append(HEADS)
    for number, (_, *row) in enumerate(rows_of(where.place, LINES // EACH)):
        place = places[number % len(places)]
        row[6:8] = place.name, place.postcodes.split()[0]
        for turn in range(1, EACH + 1):
            sheet.append([number * EACH + turn, *row[:9], f"{row[9]} แบบ {turn}", row[10]])
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def megabytes(file: Path, where: Office, *options: str) -> float:
    """The largest that a process of the command grew."""
    command = ("manage.py", "import_roster", str(file), "--unit", where.district.code, *STATED, *options)
    process = subprocess.Popen((sys.executable, *command), stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError("The command did not do all of it")
    return used.ru_maxrss / 1024


def main() -> None:
    clock.set_training_day(DAY)
    where = opened()
    with TemporaryDirectory() as folder:
        file = Path(folder) / "list.xlsx"
        file.write_bytes(book(where))
        for said, options in (("checked", ("--dry-run",)), ("applied", ("--by", where.officer.username))):
            result = Result(f"P7 100,000 lines {said} (MB)", megabytes(file, where, *options), MOST_MB, 1.0)
            print(
                f"{result.name:58} {result.ours:10.1f} {result.reference:10.1f} {result.ratio:7.2f}",
                flush=True,
            )
    print(f"applied: {UploadRow.objects.filter(state=RowState.APPLIED).count():,} producers")


if __name__ == "__main__":
    main()
