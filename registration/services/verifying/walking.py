"""One walk over the journal, and every other look that compares itself with it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from django.db import connection

from registration import append_only
from registration.services import journal
from registration.services.journal import BrokenLink
from registration.services.verifying import anchors, frozen, journeys, records, sales
from registration.services.verifying.anchors import Anchor

VERIFIED: Final = "verified.json"


@dataclass(frozen=True)
class Report:
    """Events checked, anchors compared, heads found; faults of the chains, and of rows that say something else."""

    checked: int
    anchors: int
    heads: dict[str, tuple[int, str]]
    broken: list[BrokenLink]
    unlike: list[BrokenLink]

    @property
    def faults(self) -> list[BrokenLink]:
        return [*self.broken, *self.unlike]


def verify(unit_code: str = "", *, folders: Iterable[Path] = ()) -> Report:
    """Everything at and below a unit, against the anchors of this installation and of other `folders`.

    Streams; what it remembers is a fingerprint for each record, and the sales of one district at a time.
    """
    found = anchors.known([anchors.own_folder(), *folders])
    marks, told, sold = anchors.Marks(found, unit_code), records.Told(), sales.Told()
    checked, broken = journal.verify_chains(unit_code, watchers=(marks.see, told.see, sold.see))
    broken += marks.faults()
    unlike = [*sold.faults(), *told.faults(unit_code), *journeys.faults(unit_code)]
    unlike += [*(() if unit_code else frozen.faults(found.anchors)), *_unguarded()]
    return Report(checked, len(found.anchors), marks.heads, broken, unlike)


def _unguarded() -> list[BrokenLink]:
    lacking = append_only.missing(connection)
    return [BrokenLink("", 0, f"ฐานข้อมูลไม่มีตัวกันแก้ไข {trigger.name}") for trigger in lacking]


@dataclass(frozen=True)
class Verified:
    """When everything was walked over last, and how many faults that found."""

    at: datetime
    faults: int


def remember(report: Report, now: datetime) -> None:
    """Leaves a note of a walk over everything beside the anchors, for who watches the installation."""
    folder = anchors.own_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    text = json.dumps({"at": now.isoformat(), "checked": report.checked, "faults": len(report.faults)})
    (folder / VERIFIED).write_text(text, encoding="utf-8")


def verified() -> Verified | None:
    """The last walk's note; None before the first."""
    try:
        said = json.loads((anchors.own_folder() / VERIFIED).read_text(encoding="utf-8"))
        return Verified(datetime.fromisoformat(said["at"]), int(said["faults"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def anchor(report: Report, now: datetime) -> Path | None:
    """Writes the anchor of a walk over everything; none over a journal that does not verify."""
    if report.broken:
        return None
    folder = anchors.own_folder()
    written = anchors.write(Anchor(now, report.heads, frozen.fingerprints()), folder)
    anchors.thin(folder)
    return written
